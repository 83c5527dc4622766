//! Names as people type them → rows. An exact folded name wins over beginnings of words; several or
//! none is a refusal that lists what may have been meant.

use jiff::civil::Date;

use super::failure::Failure;
use crate::domain::proche::proches;
use crate::domain::texte::{correspond, mots, plier};
use crate::domain::{Archivable, CampusId, CampusLigne, Etat, FiliereId, RegionId, RegionLigne};
use crate::store::{Filtre, Store};

/// The communiqué's date: with the reference day it brings the régions of both maps.
const COMMUNIQUE: Date = Date::constant(2013, 10, 15);

/// Something with a name that can be meant.
struct Candidate<T> {
    id: T,
    /// Names: they mean it when typed whole, and may do by the beginnings of their words.
    names: Vec<String>,
    /// Code: means it when typed whole only.
    code: Option<String>,
    /// What the list of candidates says.
    shown: String,
}

/// The campus meant by its id or by words that match exactly one.
pub fn campus(store: &Store, typed: &str, au: Date) -> anyhow::Result<CampusLigne> {
    let unknown = |all: &[CampusLigne]| {
        unknown(
            "campus inconnu",
            typed,
            &all.iter().map(named).collect::<Vec<_>>(),
        )
    };
    if let Ok(id) = typed.trim().parse::<i64>() {
        if let Ok(Some(_)) = store.archive_de(Archivable::Campus(CampusId(id))) {
            return Err(Failure::usage(format!("le campus {id} est dans la corbeille"))
                .hint(format!("cmq corbeille restaurer campus:{id} l'en sort"))
                .into());
        }
        if let Some(ligne) = store.campus_par_id(CampusId(id), au)? {
            return Ok(ligne);
        }
        return Err(unknown(&[]).hint("cmq campus donne les numéros").into());
    }
    if mots(typed).is_empty() {
        return Err(empty("un campus").into());
    }
    let found = store.campus(&Filtre {
        mots: typed.into(),
        ..Filtre::au(au)
    })?;
    if found.is_empty() {
        return Err(unknown(&store.campus(&Filtre::au(au))?).into());
    }
    let candidates: Vec<_> = found.iter().map(named).collect();
    let id = one(
        "plusieurs campus répondent à",
        typed,
        &candidates.iter().collect::<Vec<_>>(),
    )
    .map_err(|f| f.hint("précisez les mots, ou donnez le numéro"))?;
    found
        .into_iter()
        .find(|c| c.id == id)
        .ok_or_else(|| Failure::usage("campus inconnu").into())
}

fn named(c: &CampusLigne) -> Candidate<CampusId> {
    let names = [Some(&c.nom), Some(&c.nom_court), c.nom_usage.as_ref()];
    Candidate {
        id: c.id,
        names: names.into_iter().flatten().cloned().collect(),
        code: None,
        shown: format!("{}  {} ({}, {})", c.id, c.nom_court, c.lieu, c.region),
    }
}

/// The région meant, of 2013 or of today: name, code, sigle.
pub fn region(store: &Store, typed: &str, au: Date) -> anyhow::Result<RegionId> {
    if mots(typed).is_empty() {
        return Err(empty("une région").into());
    }
    let mut all = store.regions(&Filtre::au(au))?;
    for r in store.regions(&Filtre::au(COMMUNIQUE))? {
        if all.iter().all(|known| known.id != r.id) {
            all.push(r);
        }
    }
    let all: Vec<_> = all.iter().map(named_region).collect();
    let by_name = matching(typed, &all);
    if !by_name.is_empty() {
        return Ok(one("plusieurs régions répondent à", typed, &by_name)?);
    }
    if typed.trim().bytes().all(|b| b.is_ascii_digit()) {
        return Err(unknown("code de région inconnu", typed, &all).into());
    }
    // Sigles (PACA) are known to the register's own search.
    let found = store.regions(&Filtre {
        mots: typed.into(),
        ..Filtre::au(au)
    })?;
    let found: Vec<_> = found.iter().map(named_region).collect();
    if found.is_empty() {
        return Err(unknown("région inconnue", typed, &all).into());
    }
    Ok(one(
        "plusieurs régions répondent à",
        typed,
        &found.iter().collect::<Vec<_>>(),
    )?)
}

fn named_region(r: &RegionLigne) -> Candidate<RegionId> {
    let shown = match r.fin {
        Some(fin) => format!("{} (jusqu'au {}, aujourd'hui {})", r.nom, fin.fr(), r.actuelle),
        None => r.nom.clone(),
    };
    Candidate {
        id: r.id,
        names: vec![r.nom.clone()],
        code: Some(r.code.clone()),
        shown,
    }
}

/// The filière meant: name or code.
pub fn filiere(store: &Store, typed: &str, au: Date) -> anyhow::Result<FiliereId> {
    if mots(typed).is_empty() {
        return Err(empty("une filière").into());
    }
    let all: Vec<_> = store
        .filieres(&Filtre::au(au))?
        .into_iter()
        .map(|f| Candidate {
            id: f.id,
            shown: format!("{} ({}, code {})", f.nom, f.famille, f.code),
            names: vec![f.nom],
            code: Some(f.code),
        })
        .collect();
    Ok(among(
        "filière inconnue",
        "plusieurs filières répondent à",
        typed,
        &all,
    )?)
}

/// The académie meant, of 2013 or of today: the names its campuses may bear.
pub fn academie(store: &Store, typed: &str) -> anyhow::Result<Vec<String>> {
    if mots(typed).is_empty() {
        return Err(empty("une académie").into());
    }
    let known = store.academies()?;
    let all: Vec<_> = known
        .iter()
        .enumerate()
        .map(|(id, a)| Candidate {
            id,
            names: vec![a.nom.clone()],
            code: Some(a.code.clone()),
            shown: a.nom.clone(),
        })
        .collect();
    let id = among(
        "académie inconnue",
        "plusieurs académies répondent à",
        typed,
        &all,
    )?;
    Ok(known.into_iter().nth(id).map(|a| a.couvre).unwrap_or_default())
}

/// The partner type meant, as its code.
pub fn type_partenaire(store: &Store, typed: &str) -> anyhow::Result<String> {
    if mots(typed).is_empty() {
        return Err(empty("un type de partenaire").into());
    }
    let known = store.types_partenaire()?;
    let all: Vec<_> = known
        .iter()
        .enumerate()
        .map(|(id, (code, libelle))| Candidate {
            id,
            names: vec![libelle.clone()],
            code: Some(code.clone()),
            shown: format!("{code}  {libelle}"),
        })
        .collect();
    let id = among(
        "type de partenaire inconnu",
        "plusieurs types répondent à",
        typed,
        &all,
    )?;
    Ok(known
        .into_iter()
        .nth(id)
        .map(|(code, _)| code)
        .unwrap_or_default())
}

/// The indicator meant, as its code: code or name.
pub fn indicateur(store: &Store, typed: &str) -> anyhow::Result<String> {
    if mots(typed).is_empty() {
        return Err(empty("un indicateur").into());
    }
    let known = store.indicateurs()?;
    let all: Vec<_> = known
        .iter()
        .enumerate()
        .map(|(id, i)| Candidate {
            id,
            names: vec![i.libelle.clone()],
            code: Some(i.code.clone()),
            shown: format!("{}  {}", i.code, i.libelle),
        })
        .collect();
    let id = among(
        "indicateur inconnu",
        "plusieurs indicateurs répondent à",
        typed,
        &all,
    )?;
    Ok(known.into_iter().nth(id).map(|i| i.code).unwrap_or_default())
}

/// The state meant, in folded words, of a deadline or of the label.
pub fn etat(typed: &str) -> Result<String, Failure> {
    let all: Vec<_> = Etat::ALL
        .into_iter()
        .map(Etat::libelle)
        .chain(["en vigueur"])
        .map(|libelle| Candidate {
            id: libelle,
            names: vec![libelle.into()],
            code: None,
            shown: libelle.into(),
        })
        .collect();
    let known = all
        .iter()
        .map(|c| c.shown.as_str())
        .collect::<Vec<_>>()
        .join(", ");
    among("état inconnu", "plusieurs états répondent à", typed, &all)
        .map(plier)
        .map_err(|f| f.hint(format!("états possibles\u{202f}: {known}")))
}

/// The one candidate that `typed` means.
fn among<T: Copy>(
    unknown_as: &str,
    several_as: &str,
    typed: &str,
    all: &[Candidate<T>],
) -> Result<T, Failure> {
    let found = matching(typed, all);
    if found.is_empty() {
        return Err(unknown(unknown_as, typed, all));
    }
    one(several_as, typed, &found)
}

/// Candidates whose code was typed, else those one of whose names has every word typed.
fn matching<'a, T>(typed: &str, all: &'a [Candidate<T>]) -> Vec<&'a Candidate<T>> {
    let folded = plier(typed);
    let by_code: Vec<_> = all
        .iter()
        .filter(|c| c.code.as_deref().map(plier).as_ref() == Some(&folded))
        .collect();
    if !by_code.is_empty() {
        return by_code;
    }
    let words = mots(typed);
    all.iter()
        .filter(|c| c.names.iter().any(|n| correspond(&words, &plier(n))))
        .collect()
}

/// The single candidate, or the single one whose name was typed whole.
fn one<T: Copy>(several_as: &str, typed: &str, found: &[&Candidate<T>]) -> Result<T, Failure> {
    let folded = plier(typed);
    let exact: Vec<_> = found
        .iter()
        .filter(|c| c.names.iter().any(|n| plier(n) == folded))
        .collect();
    match (found, exact.as_slice()) {
        ([only], _) => Ok(only.id),
        (_, [only]) => Ok(only.id),
        _ => Err(Failure::usage(format!("{several_as} «\u{a0}{typed}\u{a0}»"))
            .candidates(found.iter().map(|c| c.shown.clone()).collect())
            .hint("précisez lequel")),
    }
}

fn empty(what: &str) -> Failure {
    Failure::usage(format!("il manque {what}")).hint("donnez au moins un mot")
}

/// The refusal of a name that nothing has, with the nearest ones.
fn unknown<T>(unknown_as: &str, typed: &str, all: &[Candidate<T>]) -> Failure {
    let failure = Failure::usage(format!("{unknown_as}\u{202f}: «\u{a0}{typed}\u{a0}»"));
    let near = nearest(typed, all);
    if near.is_empty() {
        return failure.hint("essayez le début d'un mot du nom");
    }
    failure.nearest(near)
}

/// At most three names that look like `typed`, the nearest first.
fn nearest<T>(typed: &str, all: &[Candidate<T>]) -> Vec<String> {
    let near = proches(typed, all, |c| c.names.iter().map(String::as_str).collect());
    near.into_iter().map(|c| c.shown.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidates(names: &[&'static str]) -> Vec<Candidate<usize>> {
        let one = |(id, n): (usize, &&str)| Candidate {
            id,
            names: vec![(*n).into()],
            code: Some(format!("c{id}")),
            shown: (*n).into(),
        };
        names.iter().enumerate().map(one).collect()
    }

    #[test]
    fn a_name_typed_whole_wins_over_beginnings() {
        let all = candidates(&["Auvergne-Rhône-Alpes", "Rhône-Alpes", "Bretagne"]);
        assert_eq!(among("?", "??", "rhone-alpes", &all), Ok(1));
        assert_eq!(among("?", "??", "BRET", &all), Ok(2));
        assert_eq!(among("?", "??", "C0", &all), Ok(0));
        assert!(among("?", "??", "c", &all).is_err(), "a code is typed whole");
        let several = among("?", "plusieurs", "rhone", &all).unwrap_err();
        assert_eq!(several.candidates, ["Auvergne-Rhône-Alpes", "Rhône-Alpes"]);
    }

    #[test]
    fn a_slip_is_answered_with_the_nearest() {
        let all = candidates(&["Auvergne", "Rhône-Alpes", "Bretagne"]);
        assert_eq!(
            among("?", "??", "bretange", &all).unwrap_err().candidates,
            ["Bretagne"]
        );
        assert!(among("?", "??", "xyzzy", &all).unwrap_err().candidates.is_empty());
    }

    #[test]
    fn states_are_read_by_their_words() {
        assert_eq!(etat("En Retard").as_deref(), Ok("en retard"));
        assert_eq!(etat("retard").as_deref(), Ok("en retard"));
        assert_eq!(etat("echu").as_deref(), Ok("echu"));
        assert_eq!(
            etat("en").unwrap_err().candidates,
            ["en cours", "en retard", "en vigueur"]
        );
        assert_eq!(etat("zzz").unwrap_err().code, 2);
    }
}
