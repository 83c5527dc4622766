//! `cmq revues`: the reviews begun or handed in.

use clap::Args as ClapArgs;
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::answer::{Answer, View};
use super::args::{FILTRES, Mots, UneVue};
use super::disposition::{DesColonnes, UnTri, tableau};
use super::table::{Column, render};
use super::{requete, resolve};
use crate::app::revues::{Etats, periode};
use crate::domain::{DatePartielle, RevueLigne, disposition::ColonneRevue, requete::Sur, vue::Liste};
use crate::export::formes;
use crate::store::Store;

/// `cmq revues`.
#[derive(Debug, ClapArgs)]
pub struct RevuesArgs {
    /// Search words.
    #[command(flatten)]
    pub mots: Mots,
    /// Campus, as typed.
    #[arg(long, value_name = "CAMPUS", help_heading = FILTRES,
          help = "Celles de ce campus")]
    pub campus: Option<String>,
    /// View.
    #[command(flatten)]
    pub vue: UneVue,
    /// Order.
    #[command(flatten)]
    pub tri: UnTri,
}

const COLUMNS: [Column; 7] = [
    Column::extra("Id", 5).figures(),
    Column::name("Campus", 20),
    Column::needed("Revue", 1).cut(10),
    Column::needed("État", 2),
    Column::extra("Réponses", 4).figures(),
    Column::extra("Enregistrée", 3),
    Column::extra("Agent", 6).cut(8),
];

/// The reviews that answer the words, of one campus or of all.
pub fn find(store: &Store, args: &RevuesArgs, au: Date) -> anyhow::Result<Vec<RevueLigne>> {
    let campus = args
        .campus
        .as_deref()
        .map(|c| resolve::campus(store, c, au))
        .transpose()?;
    let vue = args.vue.definition(store, Liste::Revues)?;
    let tri = args.tri.lire(&vue)?;
    let ligne = format!("{} {}", vue.requete, args.mots.ligne());
    let criteres = requete::criteres(store, Sur::Revues, &ligne)?;
    let mut found = store.revues_trouvees(campus.map(|c| c.id), &criteres, au)?;
    if let Some(etats) = Etats::nommes(&vue.etats) {
        found.retain(|r| etats.shows(r.etat));
    }
    if !tri.est_usuel() {
        let periodes = store.periodes_des_revues()?;
        tri.trier(&mut found, |r, colonne: ColonneRevue| {
            colonne.cle(r, &periode(&periodes, r.id))
        });
    }
    Ok(found)
}

/// Lists them.
pub fn run(store: &Store, args: &RevuesArgs, colonnes: &DesColonnes, view: View) -> anyhow::Result<Answer> {
    let chosen = colonnes.lire(&args.vue.definition(store, Liste::Revues)?, view.json)?;
    let found = find(store, args, view.au)?;
    let answer = if view.json {
        Answer::json(found.iter().map(formes::revue).collect())
    } else if let Some(chosen) = chosen {
        let periodes = store.periodes_des_revues()?;
        let text = |r: &RevueLigne, colonne: ColonneRevue| match colonne {
            ColonneRevue::Enregistrement => local(&r.enregistre),
            other => other.texte(r, &periode(&periodes, r.id)),
        };
        Answer::data(tableau(&found, &chosen, view, text))
    } else {
        Answer::data(table(&found, view))
    };
    let none = if args.mots.mots.is_empty() {
        "Aucune revue n'est commencée."
    } else {
        "Aucune revue ne répond à cette demande."
    };
    Ok(answer.say_if_empty(&found, none))
}

/// Reviews as aligned text.
#[must_use]
pub fn table(all: &[RevueLigne], view: View) -> String {
    render(&COLUMNS, &all.iter().map(row).collect::<Vec<_>>(), view.width)
}

fn row(r: &RevueLigne) -> Vec<String> {
    vec![
        r.id.to_string(),
        r.campus_nom.clone(),
        r.type_revue.libelle().to_owned(),
        r.etat.libelle().to_owned(),
        r.reponses.to_string(),
        local(&r.enregistre),
        r.agent.clone(),
    ]
}

/// `01/09/2015 14:02`, local time; what cannot be read is shown as it is.
fn local(stored: &str) -> String {
    let Ok(instant) = stored.parse::<Timestamp>() else {
        return stored.to_owned();
    };
    let zoned = instant.to_zoned_datetime(TimeZone::system());
    let day = DatePartielle::Jour(zoned.date()).court();
    format!("{day} {:02}:{:02}", zoned.hour(), zoned.minute())
}
