//! `cmq journal`: who changed what, one lot before and after, and whether anything was retouched.

use clap::Args as ClapArgs;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::answer::{Answer, View};
use super::args::FILTRES;
use super::failure::Failure;
use super::table::{Column, render};
use super::{resolve, verifier};
use crate::domain::texte::{nettoyer, une_ligne};
use crate::domain::{DatePartielle, LotId};
use crate::domain::{
    Depart,
    journal::{Champ, Changement, FiltreJournal, LotLigne, Suite, Sujet},
};
use crate::store::{Error, Store};

/// Lines of a value shown of a lot.
const LIGNES: usize = 30;

/// Lots or changes read at once.
const PAGE: usize = 500;

/// `cmq journal`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "--agent NOM ne garde que les lots de cet agent.\n\
    Les dates sont celles du travail, en heure locale\u{202f}: --au ne coupe pas le journal.")]
pub struct JournalArgs {
    /// Words, as typed.
    #[arg(value_name = "MOTS", help_heading = super::args::ARGUMENTS,
          help = "Débuts de mots à trouver dans un lot\u{202f}: opération, fiche, motif, valeurs")]
    pub mots: Vec<String>,
    /// Campus, as typed.
    #[arg(long, value_name = "CAMPUS", help_heading = FILTRES,
          help = "Ce qui touche ce campus, ses revues et ses réponses")]
    pub campus: Option<String>,
    /// Operation, as typed.
    #[arg(long, value_name = "OPÉRATION", help_heading = FILTRES,
          help = "Début du nom d'une opération\u{202f}: réponse, transmission, annulation…")]
    pub operation: Option<String>,
    /// First day, as typed.
    #[arg(long, value_name = "DATE", help_heading = FILTRES,
          help = "Depuis ce jour, ce mois ou cette année")]
    pub depuis: Option<String>,
    /// Last day, as typed.
    #[arg(long, value_name = "DATE", alias = "jusqu'à", help_heading = FILTRES,
          help = "Jusqu'à ce jour, ce mois ou cette année")]
    pub jusque: Option<String>,
    /// One lot.
    #[arg(long, value_name = "NUMÉRO", help_heading = FILTRES,
          help = "Ce lot seul, chaque champ avant et après")]
    pub lot: Option<i64>,
    /// The chain of the journal asked for.
    #[arg(long, help_heading = FILTRES,
          help = "Vérifie que rien n'a été retouché")]
    pub verifier: bool,
}

const COLUMNS: [Column; 6] = [
    Column::needed("Lot", 1).figures(),
    Column::needed("Quand", 2),
    Column::extra("Agent", 4).cut(8),
    Column::name("Opération", 24),
    Column::extra("Fiches", 6).figures(),
    Column::extra("Suite", 5),
];

/// The lots that the options leave, newest first. `agent`: the one asked for on the command line.
pub fn find(
    store: &Store,
    args: &JournalArgs,
    agent: Option<&str>,
    view: View,
) -> anyhow::Result<Vec<LotLigne>> {
    all(store, &filtre(store, args, agent, view)?)
}

/// The lots that the options leave, newest first; one lot; or the verdict on the chain.
/// `agent`: the one asked for on the command line.
pub fn run(store: &Store, args: &JournalArgs, agent: Option<&str>, view: View) -> anyhow::Result<Answer> {
    if args.verifier {
        return verifier::journal(store, view.json);
    }
    if let Some(lot) = args.lot {
        return one(store, LotId(lot), view);
    }
    let found = find(store, args, agent, view)?;
    let answer = if view.json {
        Answer::json(found.iter().map(lot_json).collect())
    } else {
        let rows: Vec<_> = found.iter().map(row).collect();
        Answer::data(render(&COLUMNS, &rows, view.width))
    };
    Ok(answer.say_if_empty(&found, "Aucun lot du journal ne répond à ces filtres."))
}

fn filtre(
    store: &Store,
    args: &JournalArgs,
    agent: Option<&str>,
    view: View,
) -> anyhow::Result<FiltreJournal> {
    let campus = args
        .campus
        .as_deref()
        .map(|c| resolve::campus(store, c, view.au))
        .transpose()?;
    Ok(FiltreJournal {
        mots: args.mots.join(" "),
        agent: agent.map(str::to_owned),
        op: args.operation.clone(),
        sujet: campus.map(|c| Sujet::Campus(c.id)),
        depuis: day(args.depuis.as_deref(), DatePartielle::first)?,
        jusque: day(args.jusque.as_deref(), DatePartielle::last)?,
        ..FiltreJournal::default()
    })
}

/// The first or the last day of a date as typed.
fn day(typed: Option<&str>, side: fn(DatePartielle) -> Date) -> Result<Option<Date>, Failure> {
    let Some(typed) = typed else { return Ok(None) };
    let date = DatePartielle::parse_fr(typed).ok_or_else(|| {
        Failure::usage(format!("«\u{a0}{}\u{a0}» n'est pas une date", une_ligne(typed)))
            .hint("écrivez 2015, 2015-09, 9/2015 ou 12/3/2015")
    })?;
    Ok(Some(side(date)))
}

/// Every lot that the filter leaves, page by page.
fn all(store: &Store, filtre: &FiltreJournal) -> anyhow::Result<Vec<LotLigne>> {
    let mut out = Vec::new();
    let mut from = None;
    loop {
        let page = store.lots(filtre, Depart::Avant(from), PAGE)?;
        out.extend(page.lots);
        match page.suite {
            Some(next) => from = Some(next),
            None => return Ok(out),
        }
    }
}

/// One lot with all its changes.
fn one(store: &Store, id: LotId, view: View) -> anyhow::Result<Answer> {
    let lot = match store.lot(id) {
        Err(Error::NotFound(_)) => {
            let unknown = Failure::usage(format!("le journal n'a pas de lot {id}"));
            return Err(unknown
                .hint("cmq journal montre les lots et leurs numéros")
                .into());
        }
        found => found?,
    };
    let mut changes = Vec::new();
    loop {
        let last = changes.last().map_or(0, |c: &Changement| c.id);
        let page = store.changements(id, last, PAGE)?;
        let full = page.len() == PAGE;
        changes.extend(page);
        if !full {
            break;
        }
    }
    Ok(if view.json {
        let mut object = lot_json(&lot);
        object["changements"] = changes.iter().map(change_json).collect();
        Answer::json(object)
    } else {
        Answer::data(text(&lot, &changes))
    })
}

fn row(lot: &LotLigne) -> Vec<String> {
    let day = lot
        .jour
        .map_or_else(|| lot.quand.clone(), |d| DatePartielle::Jour(d).court());
    let why = lot.motif.as_ref().map_or_else(String::new, |m| format!(" — {m}"));
    vec![
        lot.id.to_string(),
        format!("{day} {}", lot.heure),
        lot.agent.clone(),
        format!("{}{why}", lot.quoi()),
        lot.changements.to_string(),
        lot.etat(),
    ]
}

/// A lot in full: what it says of itself, then every field before and after.
fn text(lot: &LotLigne, changes: &[Changement]) -> String {
    let mut out = format!("Lot {}\u{202f}: {}\n", lot.id, une_ligne(&lot.quoi()));
    out.push_str(&format!("{}, {}\n", une_ligne(&lot.agent), lot.instant()));
    if let Some(motif) = &lot.motif {
        out.push_str(&format!("Motif\u{202f}: {}\n", une_ligne(motif)));
    }
    if !lot.etat().is_empty() {
        out.push_str(&format!("Suite\u{202f}: {}\n", lot.etat()));
    }
    for c in changes {
        out.push_str(&format!(
            "\n{} · {} · {}\n",
            c.nature.libelle(),
            c.genre,
            une_ligne(&c.objet)
        ));
        for champ in &c.champs {
            out.push_str(&format!("  {}\n", une_ligne(&champ.nom)));
            for (word, side) in [("avant", &champ.avant), ("après", &champ.apres)] {
                if let Some(side) = side {
                    let side = abrege(&nettoyer(side)).replace('\n', "\n           ");
                    out.push_str(&format!("    {word}  {side}\n"));
                }
            }
        }
    }
    out
}

/// The first lines of a long text, and how many it has: a review's beginning carries the whole of its form.
fn abrege(text: &str) -> String {
    let count = text.lines().count();
    if count <= LIGNES {
        return text.to_owned();
    }
    let first: Vec<&str> = text.lines().take(LIGNES).collect();
    format!(
        "{}\n… ({count} lignes\u{202f}; --json les donne toutes)",
        first.join("\n")
    )
}

/// The documented shape of a lot.
fn lot_json(l: &LotLigne) -> Value {
    let (annule_par, retabli_par) = match l.suite {
        Suite::EnVigueur => (None, None),
        Suite::Annule(by) => (Some(by), None),
        Suite::Retabli(by) => (None, Some(by)),
    };
    json!({
        "lot": l.id,
        "quand": l.quand,
        "agent": l.agent,
        "operation": l.op,
        "libelle": l.libelle,
        "objet": l.objet,
        "motif": l.motif,
        "fiches": l.changements,
        "annule": l.annule,
        "annule_par": annule_par,
        "retabli_par": retabli_par,
    })
}

fn change_json(c: &Changement) -> Value {
    let champ = |c: &Champ| json!({ "champ": c.nom, "avant": c.avant, "apres": c.apres });
    json!({
        "nature": c.nature.libelle(),
        "genre": c.genre,
        "objet": c.objet,
        "champs": c.champs.iter().map(champ).collect::<Value>(),
    })
}
