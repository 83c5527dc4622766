//! `cmq partenaire`: partners, of one campus or of all.

mod doublons;

use clap::Args as ClapArgs;
use jiff::civil::Date;

use super::answer::{Answer, View};
use super::args::{FILTRES, Mots, UneVue};
use super::disposition::{DesColonnes, UnTri, tableau};
use super::table::{Column, render};
use super::{requete, resolve};
use crate::domain::{PartenaireLigne, disposition::ColonnePartenaire, requete::Sur, vue::Liste};
use crate::export::formes;
use crate::store::{Filtre, Store};

/// `cmq partenaire`.
#[derive(Debug, ClapArgs)]
pub struct PartenaireArgs {
    /// Search words.
    #[command(flatten)]
    pub mots: Mots,
    /// View.
    #[command(flatten)]
    pub vue: UneVue,
    /// Campus, as typed.
    #[arg(long, value_name = "CAMPUS", help_heading = FILTRES,
          help = "Ceux de ce campus")]
    pub campus: Option<String>,
    /// Partner type, as typed.
    #[arg(long = "type", value_name = "TYPE", help_heading = FILTRES,
          help = "Ceux de ce type («\u{a0}LPO\u{a0}», «\u{a0}université\u{a0}»…)")]
    pub type_code: Option<String>,
    /// Pairs that may be one.
    #[arg(long, help_heading = FILTRES, conflicts_with_all = ["campus", "type_code", "vue"],
          help = "Ceux qui n'en font peut-être qu'un, deux par deux, avec la raison")]
    pub doublons: bool,
    /// Order.
    #[command(flatten)]
    pub tri: UnTri,
}

const COLUMNS: [Column; 8] = [
    Column::extra("Id", 5).figures(),
    Column::name("Partenaire", 24),
    Column::needed("Type", 1),
    Column::extra("Commune", 2).cut(8),
    Column::extra("UAI", 4),
    Column::extra("Rôle", 3).cut(10),
    Column::extra("Campus", 6).figures(),
    Column::needed("Établissement", 1),
];

/// The partners that answer words and filters.
pub fn find(store: &Store, args: &PartenaireArgs, au: Date) -> anyhow::Result<Vec<PartenaireLigne>> {
    let campus = args
        .campus
        .as_deref()
        .map(|c| resolve::campus(store, c, au))
        .transpose()?;
    let type_code = args
        .type_code
        .as_deref()
        .map(|t| resolve::type_partenaire(store, t))
        .transpose()?;
    let tri = args.tri.lire(&args.vue.definition(store, Liste::Partenaires)?)?;
    let filtre = Filtre {
        recherche: requete::criteres(
            store,
            Sur::Partenaires,
            &args.vue.ligne(store, Liste::Partenaires, &args.mots.ligne())?,
        )?,
        campus: campus.map(|c| c.id),
        type_code,
        ..Filtre::au(au)
    };
    let mut found = store.partenaires(&filtre)?;
    tri.trier(&mut found, |p, colonne: ColonnePartenaire| colonne.cle(p, au));
    Ok(found)
}

/// Lists them.
pub fn run(
    store: &Store,
    args: &PartenaireArgs,
    colonnes: &DesColonnes,
    view: View,
) -> anyhow::Result<Answer> {
    if args.doublons {
        return doublons::run(store, &args.mots.ligne(), view);
    }
    let chosen = colonnes.lire(&args.vue.definition(store, Liste::Partenaires)?, view.json)?;
    let found = find(store, args, view.au)?;
    let answer = if view.json {
        Answer::json(found.iter().map(|p| formes::partenaire(p, view.au)).collect())
    } else if let Some(chosen) = chosen {
        let text = |p: &PartenaireLigne, colonne: ColonnePartenaire| colonne.texte(p, view.au);
        Answer::data(tableau(&found, &chosen, view, text))
    } else {
        Answer::data(table(&found, view))
    };
    Ok(answer.say_if_empty(&found, "Aucun partenaire ne répond à cette demande."))
}

/// Partners as aligned text; the last column only when one of them is closed.
#[must_use]
pub fn table(all: &[PartenaireLigne], view: View) -> String {
    let last = COLUMNS.len() - usize::from(!all.iter().any(|p| p.est_ferme(view.au)));
    let rows: Vec<Vec<String>> = all.iter().map(|p| row(p, view)).collect();
    render(&COLUMNS[..last], &rows, view.width)
}

fn row(p: &PartenaireLigne, view: View) -> Vec<String> {
    let known = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        p.id.to_string(),
        p.nom.clone(),
        p.type_code.clone(),
        known(&p.commune),
        known(&p.uai),
        known(&p.role),
        p.campus.to_string(),
        if p.est_ferme(view.au) { "fermé" } else { "" }.to_owned(),
    ]
}
