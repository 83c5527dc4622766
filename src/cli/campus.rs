//! `cmq campus`: campuses, under the filters asked for.

use clap::Args as ClapArgs;
use jiff::civil::Date;

use super::answer::{Answer, View};
use super::args::{FILTRES, Mots, UneVue};
use super::disposition::{DesColonnes, UnTri, tableau};
use super::table::{Column, render};
use super::{requete, resolve};
use crate::domain::{CampusLigne, disposition::ColonneCampus, requete::Sur, vue::Liste};
use crate::export::formes;
use crate::store::{Filtre, Store};

/// `cmq campus`.
#[derive(Debug, ClapArgs)]
pub struct CampusArgs {
    /// Search words.
    #[command(flatten)]
    pub mots: Mots,
    /// View.
    #[command(flatten)]
    pub vue: UneVue,
    /// Région, as typed.
    #[arg(long, value_name = "REGION", help_heading = FILTRES,
          help = "Ceux de cette région, de 2013 ou d'aujourd'hui")]
    pub region: Option<String>,
    /// Filière, as typed.
    #[arg(long, value_name = "FILIERE", help_heading = FILTRES,
          help = "Ceux de cette filière")]
    pub filiere: Option<String>,
    /// State, as typed.
    #[arg(long, value_name = "ETAT", help_heading = FILTRES,
          help = "Ceux dont une échéance ou le label est dans cet état («\u{a0}en retard\u{a0}», «\u{a0}échu\u{a0}»…)")]
    pub etat: Option<String>,
    /// Order.
    #[command(flatten)]
    pub tri: UnTri,
}

const COLUMNS: [Column; 6] = [
    Column::needed("Id", 1).figures(),
    Column::name("Campus", 24),
    Column::extra("Région", 3).cut(12),
    Column::extra("Lieu", 4).cut(8),
    Column::extra("Label", 5),
    Column::needed("Échéance", 2),
];

/// The campuses that answer words and filters.
pub fn find(store: &Store, args: &CampusArgs, au: Date) -> anyhow::Result<Vec<CampusLigne>> {
    let region = args
        .region
        .as_deref()
        .map(|r| resolve::region(store, r, au))
        .transpose()?;
    let filiere = args
        .filiere
        .as_deref()
        .map(|f| resolve::filiere(store, f, au))
        .transpose()?;
    let etat = args.etat.as_deref().map(resolve::etat).transpose()?;
    let tri = args.tri.lire(&args.vue.definition(store, Liste::Campus)?)?;
    let mut found = store.campus(&Filtre {
        recherche: requete::criteres(
            store,
            Sur::Campus,
            &args.vue.ligne(store, Liste::Campus, &args.mots.ligne())?,
        )?,
        region,
        filiere,
        etat,
        ..Filtre::au(au)
    })?;
    tri.trier(&mut found, |c, colonne: ColonneCampus| colonne.cle(c));
    Ok(found)
}

/// Lists them.
pub fn run(store: &Store, args: &CampusArgs, colonnes: &DesColonnes, view: View) -> anyhow::Result<Answer> {
    let chosen = colonnes.lire(&args.vue.definition(store, Liste::Campus)?, view.json)?;
    let found = find(store, args, view.au)?;
    let answer = if view.json {
        Answer::json(found.iter().map(|c| formes::campus(c, view.au)).collect())
    } else if let Some(chosen) = chosen {
        let text = |c: &CampusLigne, colonne: ColonneCampus| colonne.texte(c, view.au);
        Answer::data(tableau(&found, &chosen, view, text))
    } else {
        let rows: Vec<_> = found.iter().map(|c| row(c, view)).collect();
        Answer::data(render(&COLUMNS, &rows, view.width))
    };
    Ok(answer.say_if_empty(&found, "Aucun campus ne répond à cette demande."))
}

fn row(c: &CampusLigne, view: View) -> Vec<String> {
    vec![
        c.id.to_string(),
        c.nom_court.clone(),
        c.region.clone(),
        c.lieu.clone(),
        c.label.annees(),
        c.situation(view.au),
    ]
}
