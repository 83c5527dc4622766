//! `cmq partenaire --doublons`: pairs that may be one, proposed and never joined.

use serde_json::{Value, json};

use crate::cli::answer::{Answer, View};
use crate::cli::table::{Column, render};
use crate::domain::PartenaireLigne;
use crate::domain::fusion::Doublon;
use crate::domain::texte::{correspond, mots, plier};
use crate::store::Store;

const COLUMNS: [Column; 5] = [
    Column::needed("Id", 1).figures(),
    Column::name("Partenaire", 24),
    Column::needed("Id", 2).figures(),
    Column::needed("Autre", 3).cut(24),
    Column::needed("Raison", 4),
];

/// The pairs of which one answers the words.
pub(super) fn run(store: &Store, words: &str, view: View) -> anyhow::Result<Answer> {
    let words = mots(words);
    let mut found = store.doublons()?;
    let says = |p: &PartenaireLigne| correspond(&words, &plier(&nomme(p)));
    found.retain(|d| says(&d.un) || says(&d.autre));
    let answer = if view.json {
        Answer::json(found.iter().map(shape).collect())
    } else {
        let rows: Vec<_> = found.iter().map(row).collect();
        Answer::data(render(&COLUMNS, &rows, view.width))
    };
    Ok(answer.say_if_empty(&found, "Aucun doublon possible parmi les partenaires."))
}

fn nomme(p: &PartenaireLigne) -> String {
    match &p.commune {
        Some(commune) => format!("{}, {commune}", p.nom),
        None => p.nom.clone(),
    }
}

fn row(d: &Doublon) -> Vec<String> {
    vec![
        d.un.id.to_string(),
        nomme(&d.un),
        d.autre.id.to_string(),
        nomme(&d.autre),
        d.indice.libelle().to_owned(),
    ]
}

/// The documented shape of a pair.
fn shape(d: &Doublon) -> Value {
    let one = |p: &PartenaireLigne| {
        json!({
            "id": p.id, "nom": p.nom, "commune": p.commune, "uai": p.uai, "siret": p.siret, "campus": p.campus,
        })
    };
    json!({ "raison": d.indice.libelle(), "un": one(&d.un), "autre": one(&d.autre) })
}
