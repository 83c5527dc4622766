//! What a lot is about, in a few words.

use super::{
    super::Result,
    champs::{Brut, question},
    noms::{self, Ligne, Noms},
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
const PARTIES: [(&str, &str, &str); 14] = [
    ("axe", "campus", "campus"),
    ("evenement", "campus", "campus"),
    ("campus_filiere", "campus", "campus"),
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

/// The record a row is a part of: table and row; itself when it is one.
fn racine<'a>(table: &'a str, id: i64, ligne: &Ligne) -> (&'a str, i64) {
    PARTIES
        .iter()
        .filter(|(part, ..)| *part == table)
        .find_map(|(_, column, whole)| Some((*whole, noms::entier(ligne, column)?)))
        .unwrap_or((table, id))
}

/// What a lot is about: its records by name, and the question when it is a single answer.
pub(super) fn objet(noms: &mut Noms<'_>, lot: &LotLigne, premiers: &[Brut]) -> Result<String> {
    if lot.changements > NOMBREUX {
        return Ok(format!(
            "{} fiches",
            crate::form::number::show_integer(lot.changements.cast_signed() as i64)
        ));
    }
    let mut records: Vec<(&str, i64)> = Vec::new();
    let told = |b: &&Brut| !SUIVENT.contains(&b.table.as_str());
    let all: Vec<&Brut> = premiers.iter().filter(told).collect();
    let all = if all.is_empty() {
        premiers.iter().collect()
    } else {
        all
    };
    for brut in &all {
        let Some(ligne) = brut.dit() else { continue };
        let record = racine(&brut.table, brut.ligne, ligne);
        if !records.contains(&record) {
            records.push(record);
        }
    }
    records.sort_by_key(|(table, _)| !TETES.contains(table));
    let mut names: Vec<String> = Vec::new();
    for (table, id) in records.iter().take(NOMMES) {
        names.push(noms.nom(table, *id)?);
    }
    if let [one] = all.as_slice()
        && let Some(champ) = one.champ()
    {
        names.push(question(noms, one.ligne, champ)?);
        return Ok(names.join(" · "));
    }
    let mut text = names.join("\u{202f}; ");
    let left = records.len().saturating_sub(NOMMES);
    if left > 0 {
        let more = if lot.changements > LUS {
            "…".to_owned()
        } else {
            format!("et {left} autre{}", if left > 1 { "s" } else { "" })
        };
        text = format!("{text} {more}");
    }
    Ok(text)
}
