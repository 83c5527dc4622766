//! The label that a line of a file of campuses speaks of: completed, or one more period.

use jiff::civil::Date;
use rusqlite::Connection;

use super::super::{Rejet, Values, enregistrer, texte};
use crate::{
    domain::{
        CampusId, DatePartielle, Formalite, Label, LabelId,
        importation::Effet,
        regime,
        texte::{accorder, une_ligne},
    },
    form::Value,
    store::{
        Result,
        campus::json_ids,
        formalite,
        label::{Periode, courant, labels},
    },
};

/// The fields of a label that need a start, and what people call them.
const CHAMPS: [(&str, &str); 3] = [
    ("label_duree", "durée"),
    ("label_categorie", "catégorie"),
    ("label_acte", "acte"),
];

/// What is done of the label, and what to look at.
type Fait = (Effet, Vec<String>);

/// What the line says of a label.
pub(super) fn dits(line: &Values) -> impl Iterator<Item = (&String, &Value)> {
    line.iter().filter(|(k, _)| k.starts_with("label_"))
}

/// Label periods of a campus, known by any day, oldest first.
pub(super) fn periodes(conn: &Connection, id: CampusId) -> Result<Vec<Periode>> {
    let mut all = labels(conn, &json_ids([id.0]), Date::MAX)?;
    Ok(all.remove(&id.0).unwrap_or_default())
}

/// What to look at when the line gives a campus without a label none.
pub(super) fn sans_debut(line: &Values) -> Option<String> {
    if line.contains_key("label_debut") {
        return None;
    }
    let said = CHAMPS.iter().filter(|(champ, _)| line.contains_key(*champ));
    let said: Vec<&str> = said.map(|(_, nom)| *nom).collect();
    let left = match said.as_slice() {
        [] => String::new(),
        some => format!(" (laissé de côté\u{202f}: {})", some.join(", ")),
    };
    Some(format!(
        "sans date de label\u{202f}: un candidat, qui ne paraît pas encore dans les listes{left}"
    ))
}

/// Completes the label period that the line is about, or opens one more; `known` are those there were before the line.
pub(super) fn inscrire(
    conn: &Connection,
    id: CampusId,
    known: &[Periode],
    line: &Values,
    au: Date,
) -> Result<std::result::Result<Fait, Rejet>> {
    let none = || (Effet::Inchange, Vec::new());
    let debut = match line.get("label_debut") {
        Some(Value::Date(d)) => *d,
        _ => {
            let Some((present, _)) = courant(known.to_vec(), au) else {
                return Ok(Ok(none()));
            };
            return completer(conn, &present, known, line, au);
        }
    };
    let year = |d: DatePartielle| d.first().year();
    let same = known.iter().find(|(_, l)| l.debut == debut);
    match same.or(known.iter().find(|(_, l)| year(l.debut) == year(debut))) {
        Some(period) => completer(conn, period, known, line, au),
        None => autre(conn, id, debut, known, line, au),
    }
}

/// One more period; the first one was written with the record.
fn autre(
    conn: &Connection,
    id: CampusId,
    debut: DatePartielle,
    known: &[Periode],
    line: &Values,
    au: Date,
) -> Result<std::result::Result<Fait, Rejet>> {
    let made = Effet::Modifier(vec![("label_debut".to_owned(), String::new(), debut.iso())]);
    if known.is_empty() {
        let new = periodes(conn, id)?;
        let said = new
            .iter()
            .map(|(_, l)| format!("premier label\u{202f}: {}", l.annees()));
        return Ok(Ok((made, said.collect())));
    }
    Ok(match formalite::periode(conn, id, line, au)? {
        Ok(new) => {
            let others: Vec<String> = known.iter().map(|(_, l)| l.annees()).collect();
            let said = format!(
                "nouvelle période du label\u{202f}: {}, outre {}",
                new.annees(),
                others.join(" et ")
            );
            Ok((made, vec![said]))
        }
        Err(other) => Err(recouvre(debut, &other)),
    })
}

/// `en 2025`, `le 1er septembre 2025`.
fn quand(date: DatePartielle) -> String {
    let word = if matches!(date, DatePartielle::Jour(_)) {
        "le"
    } else {
        "en"
    };
    format!("{word} {}", date.fr())
}

/// The refusal of a start that makes the label overlap another period.
fn recouvre(debut: DatePartielle, other: &Label) -> Rejet {
    Rejet {
        champ: "label_debut".to_owned(),
        valeur: debut.iso(),
        raison: format!(
            "un label qui commence {} recouvre la période {}\u{202f}: écrivez {} si la ligne parle de celle-ci (la fiche en \
             corrige le début), sinon un début et une durée hors d'elle",
            quand(debut),
            other.annees(),
            other.debut.iso()
        ),
        proche: None,
    }
}

/// Completes a period: what the label's form changes is changed, what it keeps is said.
fn completer(
    conn: &Connection,
    (id, label): &Periode,
    known: &[Periode],
    line: &Values,
    au: Date,
) -> Result<std::result::Result<Fait, Rejet>> {
    let mut remarques: Vec<String> = duree(label, line).into_iter().collect();
    let mut values = autres_mots(label, line);
    if let Some(Value::Date(debut)) = line.get("label_debut") {
        match commence(label.debut, *debut) {
            Commence::Ainsi => {}
            Commence::Autrement => remarques.push(format!(
                "début du label gardé\u{202f}: {}, plus précis que «\u{a0}{}\u{a0}»",
                label.debut.fr(),
                debut.fr()
            )),
            Commence::Corrige => {
                let moved = Label {
                    debut: *debut,
                    ..label.clone()
                };
                let mut others = known.iter().filter(|(other, _)| other != id);
                if let Some((_, other)) = others.find(|(_, l)| l.recouvre(&moved)) {
                    return Ok(Err(recouvre(*debut, other)));
                }
                values.insert("debut".to_owned(), Value::Date(*debut));
            }
        }
    }
    let f = Formalite::Label(LabelId(*id));
    let effet = if values.is_empty() {
        Effet::Inchange
    } else {
        en_champs(enregistrer(conn, f, false, &values, au)?)
    };
    Ok(Ok((effet, remarques)))
}

/// The category and the act of the line, where the label has another. What it has already is not written: the form of a
/// label that an act made does not open.
fn autres_mots(label: &Label, line: &Values) -> Values {
    let categorie = texte(line, "label_categorie").map(regime::categorie);
    let acte = texte(line, "label_acte").map(une_ligne);
    let other = |said: &&str, present: &str| said.trim() != present;
    let categorie = categorie.filter(|c| other(c, &label.categorie));
    let acte = acte
        .as_deref()
        .filter(|a| other(a, label.acte.as_deref().unwrap_or_default()));
    [("categorie", categorie), ("acte", acte)]
        .into_iter()
        .filter_map(|(champ, said)| Some((champ.to_owned(), Value::Text(said?.to_owned()))))
        .collect()
}

/// What to look at when the line says another duration: the label's form does not change it.
fn duree(label: &Label, line: &Values) -> Option<String> {
    let Some(Value::Int(n)) = line.get("label_duree") else {
        return None;
    };
    let kept = usize::try_from(label.duree_ans).unwrap_or_default();
    (*n != label.duree_ans).then(|| {
        format!(
            "durée du label {} gardée\u{202f}: {}, et non {n}\u{202f}; une décision ou un acte la fixe, un fichier ne la change pas",
            label.annees(),
            accorder(kept, "an")
        )
    })
}

/// How the start that a line says stands to the one that is known.
enum Commence {
    /// The same, or a vaguer word for it.
    Ainsi,
    /// A vaguer one, and another.
    Autrement,
    /// As precise or more.
    Corrige,
}

fn commence(known: DatePartielle, said: DatePartielle) -> Commence {
    let within = said.first() <= known.first() && known.last() <= said.last();
    match said.iso().len() < known.iso().len() {
        _ if within => Commence::Ainsi,
        true => Commence::Autrement,
        false => Commence::Corrige,
    }
}

/// A change of the label under the names that its fields have in a line.
fn en_champs(effet: Effet) -> Effet {
    match effet {
        Effet::Modifier(all) => Effet::Modifier(
            all.into_iter()
                .map(|(champ, before, after)| (format!("label_{champ}"), before, after))
                .collect(),
        ),
        other => other,
    }
}

/// What two parts of a line do.
pub(super) fn joindre(one: Effet, other: Effet) -> Effet {
    match (one, other) {
        (Effet::Inchange, other) => other,
        (Effet::Modifier(mut all), Effet::Modifier(more)) => {
            all.extend(more);
            Effet::Modifier(all)
        }
        (one, _) => one,
    }
}
