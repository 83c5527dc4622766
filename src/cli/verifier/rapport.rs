//! What `cmq verifier` says: each problem and its mend, what was saved, the commands that follow.

use serde_json::{Value, json};
use textwrap::Options;

use super::super::answer::{Answer, View};
use super::super::failure::INTEGRITE;
use super::super::settings::Settings;
use super::{broken, needs_salvage};
use crate::clock;
use crate::domain::sauvegarde::Sauvegarde;
use crate::domain::texte::{accorder, nettoyer};
use crate::store::{self, Probleme, Recuperation, TableSauvee};

/// What is said of it all.
pub(super) fn report(
    settings: &Settings,
    found: &[Probleme],
    refaits: usize,
    saved: Option<&Recuperation>,
    view: View,
) -> Answer {
    let lost = found.iter().any(needs_salvage) && found.iter().any(|p| !p.reparable);
    let sure = if lost {
        store::sauvegarde_sure(&settings.registre).ok().flatten()
    } else {
        None
    };
    let answer = body(found, refaits, saved, sure.as_ref(), view);
    let mut said = counted(found, refaits, saved.is_some());
    said.extend(saved.into_iter().flat_map(|saved| new_file(settings, saved)));
    if lost {
        said.extend(retour(settings, sure.as_ref()));
    }
    let mut answer = said.into_iter().fold(answer, Answer::say);
    if !found.is_empty() {
        answer.code = INTEGRITE;
    }
    answer
}

/// How much was made again, how much there is to mend.
fn counted(found: &[Probleme], refaits: usize, saved: bool) -> Vec<String> {
    let mut said = Vec::new();
    if refaits > 0 {
        said.push(format!(
            "{} refait de ce qui se déduit des fiches.",
            accorder(refaits, "point")
        ));
    }
    if !found.is_empty() {
        said.push(format!("{} à corriger.", accorder(found.len(), "problème")));
    }
    if !saved && found.iter().any(|p| p.reparable) && !found.iter().any(broken) {
        said.push("cmq verifier --reparer refait ce qui se déduit des fiches.".to_owned());
    }
    said
}

/// Where what was read is, and the command that puts it in the register's place.
fn new_file(settings: &Settings, saved: &Recuperation) -> Vec<String> {
    let new = saved.fichier.display().to_string();
    vec![
        format!("Ce qui se lisait est dans {new}\u{202f}; le registre abîmé n'a pas changé."),
        "Pour mettre ce fichier à la place du registre, gardé de côté\u{202f}:".to_owned(),
        format!(
            "  {}",
            store::command(&settings.registre, &["restaurer", &new, "--appliquer"])
        ),
    ]
}

/// The newest backup that verifies and the command that goes back to it.
fn retour(settings: &Settings, sure: Option<&Sauvegarde>) -> Vec<String> {
    let Some(s) = sure else {
        return vec!["Aucune sauvegarde à côté de ce registre ne se vérifie.".to_owned()];
    };
    let when = clock::local_with_year(&s.fait).unwrap_or_else(|| s.fait.clone());
    vec![
        format!("La dernière sauvegarde qui se vérifie est du {when}. Pour y revenir\u{202f}:"),
        format!(
            "  {}",
            store::command(&settings.registre, &["restaurer", &s.nom, "--appliquer"])
        ),
    ]
}

/// What was found and what was saved.
fn body(
    found: &[Probleme],
    refaits: usize,
    saved: Option<&Recuperation>,
    sure: Option<&Sauvegarde>,
    view: View,
) -> Answer {
    if view.json {
        Answer::json(json!({
            "intact": found.is_empty(),
            "refaits": refaits,
            "problemes": found.iter().map(shape).collect::<Vec<_>>(),
            "recuperation": saved.map(saved_shape),
            "sauvegarde": sure.map(|s| &s.nom),
        }))
    } else if found.is_empty() {
        Answer::data(
            "Le registre est intact\u{202f}: fichier, liens entre fiches, journal, tris et recherche, règles du métier.\n".into(),
        )
    } else {
        let groups = found.chunk_by(|a, b| a.conseil == b.conseil);
        Answer::data(groups.map(lines).collect::<String>() + &saved.map(told).unwrap_or_default())
    }
}

/// Where a problem's words begin, and where they end.
const MARGE: usize = 10;
const LARGEUR: usize = 80;

/// Problems of one mend, then that mend.
fn lines(group: &[Probleme]) -> String {
    let under = " ".repeat(MARGE);
    let folded = |first: &str, text: String| {
        let options = Options::new(LARGEUR)
            .initial_indent(first)
            .subsequent_indent(&under);
        textwrap::fill(&nettoyer(&text), options) + "\n"
    };
    let said = |p: &Probleme| {
        let head = format!("{:<MARGE$}", p.genre.libelle());
        folded(&head, format!("{}.", p.phrase.trim_end_matches('.')))
    };
    let mend = group
        .first()
        .map(|p| folded(&under, format!("\u{2192} {}.", p.conseil)));
    group.iter().map(said).chain(mend).collect()
}

/// What was read, what was lost, table by table.
fn told(saved: &Recuperation) -> String {
    let mut out = String::from("\nRécupération\n");
    let losses = |t: &&TableSauvee| t.trouee || t.ecartees > 0 || t.refaites > 0;
    for t in saved.tables.iter().filter(losses) {
        let mut parts = vec![accorder(t.lues, "ligne lue")];
        if t.refaites > 0 {
            parts.push(format!("{} d'après le journal", accorder(t.refaites, "refaite")));
        }
        if t.ecartees > 0 {
            parts.push(accorder(t.ecartees, "écartée"));
        }
        if t.trouee {
            parts.push("une partie de la table ne se lit plus".into());
        }
        out.push_str(&format!("  {}\u{202f}: {}\n", t.libelle(), parts.join(", ")));
    }
    let all: usize = saved.tables.iter().map(|t| t.lues + t.refaites).sum();
    out.push_str(&format!("  {} en tout\n", accorder(all, "ligne")));
    out.push_str(if saved.journal {
        "  Le journal est entier.\n"
    } else {
        "  Le journal ne se vérifie plus\u{202f}: il recommence dans le fichier neuf.\n"
    });
    out
}

fn shape(p: &Probleme) -> Value {
    json!({
        "genre": p.genre.code(),
        "phrase": p.phrase,
        "conseil": p.conseil,
        "reparable": p.reparable,
    })
}

fn saved_shape(saved: &Recuperation) -> Value {
    let tables: Vec<Value> = saved
        .tables
        .iter()
        .map(|t| {
            json!({ "table": t.nom, "lues": t.lues, "refaites": t.refaites, "ecartees": t.ecartees, "trouee": t.trouee })
        })
        .collect();
    json!({
        "fichier": saved.fichier.display().to_string(),
        "journal": saved.journal,
        "tables": tables,
    })
}
