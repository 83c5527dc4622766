//! `cmq restaurer`: the register goes back to a backup. A rehearsal unless `--appliquer` is given.

use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;
use serde_json::{Value, json};

use super::answer::{Answer, View};
use super::args::{ARGUMENTS, FILTRES};
use super::failure::{ERREUR, Failure};
use super::sauvegarder::{shape, taille};
use super::settings::Settings;
use super::table::{Column, render};
use crate::clock;
use crate::domain::sauvegarde::Sauvegarde;
use crate::domain::texte::{accorder, une_ligne};
use crate::store::{self, LotPerdu, Retour, Store};

/// Lots shown before the rest is only counted.
const MONTRES: usize = 20;

/// `cmq restaurer`.
#[derive(Debug, Default, ClapArgs)]
#[command(
    after_help = "Sans --appliquer, une répétition\u{202f}: ce qui serait perdu est dit, rien n'est écrit.\n\
    Le registre remplacé est mis de côté dans sauvegardes/ecarte-…, avec son -wal\u{202f}; il n'est jamais supprimé."
)]
pub struct RestaurerArgs {
    /// Which one.
    #[arg(value_name = "SAUVEGARDE", help_heading = ARGUMENTS,
          help = "Numéro ou nom donné par --lister, ou chemin d'un fichier (sinon, la plus récente)")]
    pub sauvegarde: Option<PathBuf>,
    /// The list.
    #[arg(long, help_heading = FILTRES, conflicts_with_all = ["sauvegarde", "appliquer"],
          help = "Liste les sauvegardes, la plus récente d'abord")]
    pub lister: bool,
    /// Write, instead of rehearsing.
    #[arg(long, help_heading = FILTRES, help = "Remplace le registre (sinon, une répétition)")]
    pub appliquer: bool,
}

const COLUMNS: [Column; 6] = [
    Column::needed("N°", 1).figures(),
    Column::needed("Faite", 2),
    Column::extra("Pourquoi", 4),
    Column::extra("Taille", 5).figures(),
    Column::extra("Lot", 3).figures(),
    Column::name("Nom", 24),
];

const LOTS: [Column; 4] = [
    Column::needed("Lot", 1).figures(),
    Column::needed("Quand", 2),
    Column::extra("Par", 3).cut(10),
    Column::name("Quoi", 20),
];

/// Lists, rehearses or restores. The register is not opened: it may be damaged, or gone.
pub fn run(settings: &Settings, args: &RestaurerArgs, view: View) -> anyhow::Result<Answer> {
    let registre = settings.registre.as_path();
    if args.lister {
        return list(settings, view);
    }
    let chemin = choose(registre, args.sauvegarde.as_deref())?;
    let retour = if args.appliquer {
        store::retourner(registre, &chemin, &settings.agent)
    } else {
        store::essayer_retour(registre, &chemin)
    };
    let retour = retour.map_err(|e| match e {
        store::Error::Refused(why) => anyhow::Error::new(
            Failure::new(ERREUR, why).hint("cmq restaurer --lister dit les sauvegardes de ce registre"),
        ),
        other => other.into(),
    })?;
    Ok(answer(&retour, args.appliquer, view))
}

fn list(settings: &Settings, view: View) -> anyhow::Result<Answer> {
    // The register knows what each holds; damaged or gone, the folder still has them.
    let known = settings
        .registre
        .exists()
        .then(|| Store::open(&settings.registre, &settings.agent).and_then(|s| s.sauvegardes()));
    let all = match known {
        Some(Ok(all)) => all,
        _ => store::sauvegardes_de(&settings.registre)?,
    };
    let answer = if view.json {
        Answer::json(all.iter().map(shape).collect())
    } else {
        let rows: Vec<_> = all.iter().enumerate().map(row).collect();
        Answer::data(render(&COLUMNS, &rows, view.width))
    };
    Ok(answer.say_if_empty(&all, "Aucune sauvegarde à côté de ce registre."))
}

fn row((i, s): (usize, &Sauvegarde)) -> Vec<String> {
    let nom = if s.bonne == Some(false) {
        format!("{} (mauvaise)", s.nom)
    } else {
        s.nom.clone()
    };
    vec![
        (i + 1).to_string(),
        clock::local_with_year(&s.fait).unwrap_or_else(|| s.fait.clone()),
        s.motif.libelle().to_owned(),
        taille(s.octets),
        s.lot.map_or_else(String::new, |lot| lot.to_string()),
        nom,
    ]
}

/// The file meant: a number of the list, a name of the folder, a path; else the newest not known bad.
fn choose(registre: &Path, given: Option<&Path>) -> anyhow::Result<PathBuf> {
    let all = store::sauvegardes_de(registre)?;
    let Some(given) = given else {
        let newest = all.first().map(|s| s.chemin.clone());
        return newest.ok_or_else(|| {
            Failure::usage("il n'y a aucune sauvegarde à côté de ce registre")
                .hint("donnez le chemin d'une sauvegarde\u{202f}: cmq restaurer FICHIER")
                .into()
        });
    };
    let text = given.to_string_lossy();
    let numbered = text
        .parse::<usize>()
        .ok()
        .and_then(|n| all.get(n.wrapping_sub(1)));
    if let Some(found) = numbered.or_else(|| all.iter().find(|s| s.nom == text)) {
        return Ok(found.chemin.clone());
    }
    if given.is_file() {
        return Ok(given.to_path_buf());
    }
    Err(Failure::usage(format!(
        "«\u{a0}{}\u{a0}» n'est pas une sauvegarde",
        une_ligne(&text)
    ))
    .candidates(all.into_iter().take(MONTRES).map(|s| s.nom).collect())
    .hint("cmq restaurer --lister les numérote")
    .into())
}

fn answer(retour: &Retour, done: bool, view: View) -> Answer {
    let answer = if view.json {
        Answer::json(json!({
            "sauvegarde": shape(&retour.sauvegarde),
            "applique": done,
            "lots_perdus": retour.perdus.as_ref().map(|all| all.iter().map(lot_shape).collect::<Vec<_>>()),
            "lots_retrouves": retour.retrouves,
            "ecarte": retour.ecarte.as_ref().map(|p| p.display().to_string()),
        }))
    } else {
        let shown = retour.perdus.iter().flatten().take(MONTRES);
        let rows: Vec<_> = shown.map(lot_row).collect();
        Answer::data(render(&LOTS, &rows, view.width))
    };
    let answer = answer.say(said(retour, done));
    match (&retour.ecarte, done) {
        (Some(path), _) => answer.say(format!("Le fichier d'avant est gardé dans {}.", path.display())),
        (None, false) => answer.say("Rien n'est écrit\u{202f}; --appliquer remplace le registre."),
        (None, true) => answer,
    }
}

/// What is lost, in a sentence.
fn said(retour: &Retour, done: bool) -> String {
    let s = &retour.sauvegarde;
    let when = clock::local_with_year(&s.fait).unwrap_or_else(|| s.fait.clone());
    let begin = if done {
        format!("Registre remplacé par la sauvegarde du {when}")
    } else {
        format!("Sauvegarde du {when}, vérifiée")
    };
    let again = match retour.retrouves {
        0 => String::new(),
        n => format!(" {} de la sauvegarde reviendraient.", accorder(n, "lot")),
    };
    match &retour.perdus {
        None => format!("{begin}\u{202f}: le registre est trop abîmé pour dire ce qui manque."),
        Some(lost) if lost.is_empty() => format!("{begin}\u{202f}: aucun lot du journal n'y manque.{again}"),
        Some(lost) => {
            let rest = lost.len().saturating_sub(MONTRES);
            let more = if rest > 0 {
                format!(" (dont {rest} non montrés)")
            } else {
                String::new()
            };
            let n = lost.len();
            let what = if n > 1 {
                "lots du journal"
            } else {
                "lot du journal"
            };
            let verb = match (done, n > 1) {
                (true, true) => "n'y sont plus",
                (true, false) => "n'y est plus",
                (false, true) => "seraient perdus",
                (false, false) => "serait perdu",
            };
            format!("{begin}\u{202f}: {n} {what} {verb}{more}.{again}")
        }
    }
}

fn lot_row(l: &LotPerdu) -> Vec<String> {
    vec![
        l.id.to_string(),
        clock::local_with_year(&l.quand).unwrap_or_else(|| l.quand.clone()),
        l.agent.clone(),
        l.quoi.clone(),
    ]
}

fn lot_shape(l: &LotPerdu) -> Value {
    json!({ "lot": l.id, "quand": l.quand, "agent": l.agent, "quoi": l.quoi })
}
