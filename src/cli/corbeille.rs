//! `cmq corbeille`: what was put away; brought back, or purged for good.

use clap::{Args as ClapArgs, Subcommand};
use serde_json::{Value, json};

use super::answer::{Answer, View};
use super::args::{ARGUMENTS, FILTRES};
use super::failure::Failure;
use super::table::{Column, render};
use crate::clock;
use crate::domain::corbeille::LigneCorbeille;
use crate::domain::texte::{correspond, mots, plier, une_ligne};
use crate::domain::{Archivable, DatePartielle};
use crate::store::Store;

/// `cmq corbeille`.
#[derive(Debug, ClapArgs)]
#[command(
    args_conflicts_with_subcommands = true,
    override_usage = "cmq corbeille [MOTS]...\n       cmq corbeille <COMMANDE> <ID>..."
)]
pub struct CorbeilleArgs {
    /// Search words.
    #[arg(value_name = "MOTS", help_heading = ARGUMENTS,
          help = "Débuts de mots à trouver, dans n'importe quel ordre")]
    pub mots: Vec<String>,
    /// What to do; none lists.
    #[command(subcommand)]
    pub geste: Option<Geste>,
}

/// What is done with records of the corbeille.
#[derive(Debug, Subcommand)]
pub enum Geste {
    /// `cmq corbeille restaurer`.
    #[command(about = "Fait revenir des fiches avec leurs liens")]
    Restaurer(Fiches),
    /// `cmq corbeille purger`.
    #[command(about = "Supprime des fiches pour de bon\u{202f}; le journal en garde la trace")]
    Purger(Purge),
}

/// Records of the corbeille.
#[derive(Debug, ClapArgs)]
pub struct Fiches {
    /// Their ids, as typed.
    #[arg(value_name = "ID", required = true, help_heading = ARGUMENTS,
          help = "Numéros donnés par «\u{a0}cmq corbeille\u{a0}», par exemple partenaire:12")]
    pub ids: Vec<String>,
}

/// `cmq corbeille purger`.
#[derive(Debug, ClapArgs)]
pub struct Purge {
    /// The records.
    #[command(flatten)]
    pub fiches: Fiches,
    /// Really.
    #[arg(long, help_heading = FILTRES,
          help = "Supprime vraiment (sinon, dit seulement ce qui le serait)")]
    pub oui: bool,
}

const COLUMNS: [Column; 6] = [
    Column::needed("Id", 1),
    Column::needed("Sorte", 2),
    Column::name("Nom", 24),
    Column::extra("Liens", 5).figures(),
    Column::extra("Par", 4).cut(10),
    Column::extra("Quand", 3),
];

/// Lists the corbeille, or does what is asked.
pub fn run(store: &mut Store, args: &CorbeilleArgs, view: View) -> anyhow::Result<Answer> {
    match &args.geste {
        None => list(store, &args.mots.join(" "), view),
        Some(Geste::Restaurer(fiches)) => restore(store, &fiches.objets()?),
        Some(Geste::Purger(purge)) => self::purge(store, &purge.fiches.objets()?, purge.oui),
    }
}

impl Fiches {
    /// The records meant.
    fn objets(&self) -> Result<Vec<Archivable>, Failure> {
        let read = |text: &String| {
            Archivable::lire(text).ok_or_else(|| {
                Failure::usage(format!(
                    "«\u{a0}{}\u{a0}» n'est pas un numéro de la corbeille",
                    une_ligne(text)
                ))
                .hint("cmq corbeille les donne\u{202f}: campus:3, partenaire:12, lien:45, filiere:7")
            })
        };
        self.ids.iter().map(read).collect()
    }
}

fn list(store: &Store, words: &str, view: View) -> anyhow::Result<Answer> {
    let words = mots(words);
    let mut found = store.corbeille()?;
    found.retain(|l| correspond(&words, &plier(&format!("{} {}", l.objet.genre(), l.nom))));
    let answer = if view.json {
        Answer::json(found.iter().map(shape).collect())
    } else {
        let rows: Vec<_> = found.iter().map(row).collect();
        Answer::data(render(&COLUMNS, &rows, view.width))
    };
    let nothing = if words.is_empty() {
        "La corbeille est vide."
    } else {
        "Rien dans la corbeille ne répond à ces mots."
    };
    Ok(answer.say_if_empty(&found, nothing))
}

/// All of them or none: the second of two that cannot come back leaves the first where it was.
fn restore(store: &mut Store, objets: &[Archivable]) -> anyhow::Result<Answer> {
    let (back, _) = store.restore_all(objets)?;
    Ok(back
        .iter()
        .fold(Answer::default(), |a, r| a.say(format!("{}.", r.phrase()))))
}

fn purge(store: &mut Store, objets: &[Archivable], oui: bool) -> anyhow::Result<Answer> {
    if !oui {
        let known = store.corbeille()?;
        for objet in objets {
            store.check_purge(*objet)?;
        }
        let named = |o: &Archivable| known.iter().find(|l| l.objet == *o);
        let names = objets.iter().map(|o| {
            let nom = named(o).map_or("", |l| l.nom.as_str());
            format!("{}  {nom}", o.cle())
        });
        return Err(
            Failure::usage("une purge ne s'annule pas\u{202f}: rien n'a été supprimé")
                .candidates(names.collect())
                .hint("ajoutez --oui pour supprimer ces fiches pour de bon")
                .into(),
        );
    }
    let (names, _) = store.purge(objets)?;
    Ok(names.iter().fold(Answer::default(), |a, nom| {
        a.say(format!(
            "«\u{a0}{nom}\u{a0}» est purgé\u{202f}; le journal en garde la trace."
        ))
    }))
}

fn row(l: &LigneCorbeille) -> Vec<String> {
    let nom = match &l.fusion {
        Some(kept) => format!("{} (fusionné avec {kept})", l.nom),
        None => l.nom.clone(),
    };
    let quand = clock::local_day(&l.quand)
        .zip(clock::local_time(&l.quand))
        .map_or_else(
            || l.quand.clone(),
            |(day, time)| format!("{} {time}", DatePartielle::Jour(day).court()),
        );
    vec![
        l.objet.cle(),
        l.objet.genre().to_owned(),
        nom,
        l.liens.to_string(),
        l.par
            .as_ref()
            .map_or_else(String::new, |(agent, _)| agent.clone()),
        quand,
    ]
}

/// The documented shape of a line.
fn shape(l: &LigneCorbeille) -> Value {
    json!({
        "id": l.objet.cle(),
        "genre": l.objet.genre(),
        "nom": l.nom,
        "liens": l.liens,
        "archive": l.quand,
        "agent": l.par.as_ref().map(|(agent, _)| agent),
        "lot": l.par.as_ref().map(|(_, lot)| lot),
        "fusion": l.fusion,
    })
}
