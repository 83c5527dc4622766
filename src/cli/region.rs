//! `cmq region`: régions with their campuses and counts.

use super::answer::{Answer, View};
use super::args::RegionArgs;
use super::table::{Column, render};
use super::{json, resolve};
use crate::domain::{DatePartielle, RegionLigne};
use crate::store::{Filtre, Store};

const COLUMNS: [Column; 5] = [
    Column::whole("Code", 4),
    Column::cut("Région", 0, 40),
    Column::figures("Campus", 1),
    Column::whole("En vigueur", 3),
    Column::cut("Aujourd'hui", 2, 12),
];

/// Régions in force on the reference day; with words, régions of any time.
pub fn run(store: &Store, args: &RegionArgs, view: View) -> anyhow::Result<Answer> {
    let filiere = args
        .filiere
        .as_deref()
        .map(|f| resolve::filiere(store, f, view.au))
        .transpose()?;
    let mots = args.mots.ligne();
    let found = store.regions(&Filtre {
        mots: mots.clone(),
        filiere,
        ..Filtre::au(view.au)
    })?;
    let answer = if view.json {
        Answer::json(found.iter().map(json::region).collect())
    } else {
        Answer::data(render(
            &COLUMNS,
            &found.iter().map(row).collect::<Vec<_>>(),
            view.width,
        ))
    };
    Ok(answer.say_if_empty(&found, format!("Aucune région ne répond à «\u{a0}{mots}\u{a0}».")))
}

fn row(r: &RegionLigne) -> Vec<String> {
    let campus = if r.campus == 0 {
        "–".into()
    } else {
        r.campus.to_string()
    };
    let actuelle = if r.actuelle == r.nom {
        String::new()
    } else {
        r.actuelle.clone()
    };
    vec![
        r.code.clone(),
        r.nom.clone(),
        campus,
        vigueur(r.debut, r.fin),
        actuelle,
    ]
}

/// `depuis 2016`, `1982–2015`: the unknown stays unsaid.
fn vigueur(debut: Option<DatePartielle>, fin: Option<DatePartielle>) -> String {
    match (debut.map(DatePartielle::court), fin.map(DatePartielle::court)) {
        (Some(debut), None) => format!("depuis {debut}"),
        (Some(debut), Some(fin)) => format!("{debut}–{fin}"),
        (None, Some(fin)) => format!("jusqu'au {fin}"),
        (None, None) => String::new(),
    }
}
