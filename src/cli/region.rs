//! `cmq region`: régions with their campuses and counts.

use clap::Args as ClapArgs;
use jiff::civil::Date;

use super::answer::{Answer, View};
use super::args::{FILTRES, Mots};
use super::table::{Column, render};
use super::{requete, resolve};
use crate::domain::{DatePartielle, RegionLigne, requete::Sur};
use crate::export::formes;
use crate::store::{Filtre, Store};

/// `cmq region`.
#[derive(Debug, ClapArgs)]
pub struct RegionArgs {
    /// Search words.
    #[command(flatten)]
    pub mots: Mots,
    /// Filière, as typed.
    #[arg(long, value_name = "FILIERE", help_heading = FILTRES,
          help = "Ne compte que les campus de cette filière")]
    pub filiere: Option<String>,
}

const COLUMNS: [Column; 5] = [
    Column::extra("Code", 2),
    Column::name("Région", 16),
    Column::needed("Campus", 1).figures(),
    Column::extra("En vigueur", 4),
    Column::extra("Aujourd'hui", 3).cut(20),
];

/// Régions in force on the reference day; with words, régions of any time.
pub fn find(store: &Store, args: &RegionArgs, au: Date) -> anyhow::Result<Vec<RegionLigne>> {
    let filiere = args
        .filiere
        .as_deref()
        .map(|f| resolve::filiere(store, f, au))
        .transpose()?;
    Ok(store.regions(&Filtre {
        recherche: requete::criteres(store, Sur::Regions, &args.mots.ligne())?,
        filiere,
        ..Filtre::au(au)
    })?)
}

/// Lists them.
pub fn run(store: &Store, args: &RegionArgs, view: View) -> anyhow::Result<Answer> {
    let found = find(store, args, view.au)?;
    let mots = args.mots.ligne();
    let answer = if view.json {
        Answer::json(found.iter().map(formes::region).collect())
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

/// `depuis 2016`, `1970–2015`: the unknown stays unsaid.
fn vigueur(debut: Option<DatePartielle>, fin: Option<DatePartielle>) -> String {
    let year = |d: DatePartielle| d.first().year();
    match (debut.map(year), fin.map(year)) {
        (Some(debut), None) => format!("depuis {debut}"),
        (Some(debut), Some(fin)) => format!("{debut}–{fin}"),
        (None, Some(fin)) => format!("jusqu'en {fin}"),
        (None, None) => String::new(),
    }
}
