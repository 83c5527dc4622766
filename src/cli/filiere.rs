//! `cmq filiere`: filières with their counts.

use clap::Args as ClapArgs;
use jiff::civil::Date;

use super::answer::{Answer, View};
use super::args::{FILTRES, Mots};
use super::table::{Column, render};
use super::{requete, resolve};
use crate::domain::{FiliereLigne, requete::Sur};
use crate::export::formes;
use crate::store::{Filtre, Store};

/// `cmq filiere`.
#[derive(Debug, ClapArgs)]
pub struct FiliereArgs {
    /// Search words.
    #[command(flatten)]
    pub mots: Mots,
    /// Région, as typed.
    #[arg(long, value_name = "REGION", help_heading = FILTRES,
          help = "Ne compte que les campus de cette région")]
    pub region: Option<String>,
}

const COLUMNS: [Column; 4] = [
    Column::name("Filière", 16),
    Column::needed("Campus", 1).figures(),
    Column::extra("Famille", 2).cut(9),
    Column::extra("Code", 3),
];

/// Filières that answer the words.
pub fn find(store: &Store, args: &FiliereArgs, au: Date) -> anyhow::Result<Vec<FiliereLigne>> {
    let region = args
        .region
        .as_deref()
        .map(|r| resolve::region(store, r, au))
        .transpose()?;
    Ok(store.filieres(&Filtre {
        recherche: requete::criteres(store, Sur::Filieres, &args.mots.ligne())?,
        region,
        ..Filtre::au(au)
    })?)
}

/// Lists them.
pub fn run(store: &Store, args: &FiliereArgs, view: View) -> anyhow::Result<Answer> {
    let found = find(store, args, view.au)?;
    let mots = args.mots.ligne();
    let answer = if view.json {
        Answer::json(found.iter().map(formes::filiere).collect())
    } else {
        Answer::data(render(
            &COLUMNS,
            &found.iter().map(row).collect::<Vec<_>>(),
            view.width,
        ))
    };
    Ok(answer.say_if_empty(
        &found,
        format!("Aucune filière ne répond à «\u{a0}{mots}\u{a0}»."),
    ))
}

fn row(f: &FiliereLigne) -> Vec<String> {
    let campus = if f.campus == 0 {
        "–".into()
    } else {
        f.campus.to_string()
    };
    vec![
        f.nom.clone(),
        campus,
        famille(&f.famille).to_owned(),
        f.code.clone(),
    ]
}

/// The nomenclature in words.
fn famille(code: &str) -> &str {
    match code {
        "creatrice-emploi" => "créatrice d'emploi",
        "avenir" => "d'avenir",
        other => other,
    }
}
