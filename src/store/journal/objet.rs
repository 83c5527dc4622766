//! What a lot is about, in a few words.

use super::{
    super::{Op, Result},
    champs::{Brut, question},
    mots,
    noms::{self, Noms},
};
use crate::domain::journal::LotLigne;

/// Changes looked at to say what a lot is about.
pub(super) const LUS: usize = 40;

/// Lots with more changes than that are told by their number: nobody wrote them one by one.
const NOMBREUX: usize = 1_000;

/// Records named before « et … autres ».
const NOMMES: usize = 2;

/// Rows that come along with others: who works here, which form, which source.
const SUIVENT: [&str; 3] = ["agent", "formulaire", "source"];

/// Records that name a lot before all others it touches.
const TETES: [&str; 3] = ["seance", "acte", "appel"];

/// Whose part a row is: table, column, table it names.
const PARTIES: [(&str, &str, &str); 16] = [
    ("axe", "campus", "campus"),
    ("evenement", "campus", "campus"),
    ("campus_filiere", "campus", "campus"),
    ("campus_autre_region", "campus", "campus"),
    ("campus_autre_academie", "campus", "campus"),
    ("campus_source", "campus", "campus"),
    ("label", "campus", "campus"),
    ("lien_source", "lien", "campus_partenaire"),
    ("partenaire_source", "partenaire", "partenaire"),
    ("appel_source", "appel", "appel"),
    ("membre", "seance", "seance"),
    ("recommandation", "point", "point"),
    ("decision", "point", "point"),
    ("reponse", "revue", "revue"),
    ("point", "revue", "revue"),
    ("point", "candidature", "candidature"),
];

/// How far a part is followed to its whole: recommendation, item, review.
const PROFONDEUR: usize = 3;

/// The record a row is a part of: table and row; itself when it is one. What prepares a séance is about the séance.
fn racine(noms: &mut Noms<'_>, lot: &LotLigne, brut: &Brut) -> Result<Option<(String, i64)>> {
    let Some(mut ligne) = brut.dit().cloned() else {
        return Ok(None);
    };
    let (mut table, mut id) = (brut.table.clone(), brut.ligne);
    for _ in 0..PROFONDEUR {
        let seance = table == "point" && lot.op == Op::EditSeance.code();
        let whole = PARTIES
            .iter()
            .filter(|(part, ..)| *part == table && !seance)
            .chain(seance.then_some(&("point", "seance", "seance")))
            .find_map(|(_, column, whole)| Some((*whole, noms::entier(&ligne, column)?)));
        let Some((whole, row)) = whole else { break };
        (table, id) = (whole.to_owned(), row);
        if !PARTIES.iter().any(|(part, ..)| *part == table) {
            break;
        }
        match noms.ligne(&table, id)? {
            Some(found) => ligne = found,
            None => break,
        }
    }
    Ok(Some((table, id)))
}

/// What was decided, when the lot says it: the avis, the outcome.
fn issue(premiers: &[&Brut]) -> Option<&'static str> {
    let said: Vec<&'static str> = premiers
        .iter()
        .filter_map(|b| {
            let column = if b.table == "point" { "avis" } else { "issue" };
            let changed = b.colonnes().iter().any(|c| *c == column);
            let ligne = b.apres.as_ref().filter(|_| changed)?;
            mots::code(&b.table, column, noms::texte(ligne, column))
        })
        .collect();
    match said.as_slice() {
        [one] => Some(one),
        _ => None,
    }
}

/// What a lot is about: its records by name, and the question when it is a single answer.
pub(super) fn objet(noms: &mut Noms<'_>, lot: &LotLigne, premiers: &[Brut]) -> Result<String> {
    if lot.changements > NOMBREUX {
        return Ok(format!(
            "{} fiches",
            crate::form::number::show_integer(lot.changements.cast_signed() as i64)
        ));
    }
    let mut records: Vec<(String, i64)> = Vec::new();
    let told = |b: &&Brut| !SUIVENT.contains(&b.table.as_str());
    let all: Vec<&Brut> = premiers.iter().filter(told).collect();
    let all = if all.is_empty() {
        premiers.iter().collect()
    } else {
        all
    };
    for brut in &all {
        if let Some(record) = racine(noms, lot, brut)?.filter(|r| !records.contains(r)) {
            records.push(record);
        }
    }
    records.sort_by_key(|(table, _)| !TETES.contains(&table.as_str()));
    let mut names: Vec<String> = Vec::new();
    for (table, id) in &records {
        names.push(noms.nom(table, *id)?);
    }
    // A campus is not named beside its review.
    let all_names = names.clone();
    names.retain(|n| !all_names.iter().any(|other| other.starts_with(&format!("{n}, "))));
    if let [one] = all.as_slice()
        && let Some(champ) = one.champ()
    {
        names.push(question(noms, one.ligne, champ)?);
        return Ok(names.join(" · "));
    }
    let left = names.len().saturating_sub(NOMMES);
    names.truncate(NOMMES);
    let mut text = names.join("\u{202f}; ");
    if left > 0 {
        let more = if lot.changements > LUS {
            "…".to_owned()
        } else {
            format!("et {left} autre{}", if left > 1 { "s" } else { "" })
        };
        text = format!("{text} {more}");
    }
    if let Some(issue) = issue(&all) {
        text = format!("{text} · {issue}");
    }
    Ok(text)
}
