//! `cmq verifier` and `cmq journal --verifier`: whether the register is whole, what is not, and what can be made again.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use serde_json::{Value, json};
use textwrap::Options;

use super::answer::{Answer, View};
use super::args::FILTRES;
use super::failure::INTEGRITE;
use super::settings::Settings;
use crate::domain::texte::{accorder, nettoyer};
use crate::store::{self, Op, Probleme, Recuperation, Store, TableSauvee};

/// `cmq verifier`.
#[derive(Debug, Default, ClapArgs)]
pub struct VerifierArgs {
    /// Make again what can be.
    #[arg(long, help_heading = FILTRES,
          help = "Refait tris et recherche\u{202f}; d'un fichier abîmé, copie ce qui se lit dans un fichier neuf")]
    pub reparer: bool,
    /// Where the new file goes.
    #[arg(short = 'o', value_name = "FICHIER", help_heading = FILTRES, requires = "reparer",
          help = "Nom du fichier neuf (sinon, à côté du registre)")]
    pub fichier: Option<PathBuf>,
}

/// Looks the register over. Exit code 6 when something does not hold and could not be made again.
pub fn registre(settings: &Settings, args: &VerifierArgs, view: View) -> anyhow::Result<Answer> {
    let opened = match settings.open() {
        Err(error) if damaged(&error) => Err(error),
        other => Ok(other?),
    };
    let mut store = match opened {
        Ok(store) => store,
        Err(error) => return unreadable(settings, args, &error, view),
    };
    if args.reparer {
        store.permis(Op::Salvage)?;
    }
    let mut found = store.examiner()?;
    let mut refaits = 0;
    let sound = !found.iter().any(broken);
    if args.reparer && sound && found.iter().any(|p| p.reparable) {
        refaits = found.iter().filter(|p| p.reparable).count();
        store.reparer()?;
        found = store.examiner()?;
    }
    drop(store);
    told_of(settings, args, &found, refaits, view)
}

/// The register does not open: that is the one thing there is to say; what can be read goes to a new file.
fn unreadable(
    settings: &Settings,
    args: &VerifierArgs,
    error: &anyhow::Error,
    view: View,
) -> anyhow::Result<Answer> {
    let found = store::examiner(&settings.registre).unwrap_or_else(|_| {
        vec![Probleme {
            genre: store::Genre::Fichier,
            phrase: reason(error),
            conseil: "cmq restaurer revient à la dernière sauvegarde\u{202f}; cmq verifier --reparer copie ce qui se \
                      lit dans un fichier neuf"
                .into(),
            reparable: false,
        }]
    });
    told_of(settings, args, &found, 0, view)
}

/// Marks the register, saves what can be when that is asked for, and tells.
fn told_of(
    settings: &Settings,
    args: &VerifierArgs,
    found: &[Probleme],
    refaits: usize,
    view: View,
) -> anyhow::Result<Answer> {
    let marked = marquer(settings, found);
    let salvage = args.reparer && found.iter().any(needs_salvage);
    let saved = salvage.then(|| recuperer(settings, args)).transpose()?;
    let answer = report(found, refaits, saved.as_ref(), view);
    Ok(match marked {
        Ok(()) => answer,
        Err(e) => answer.say(format!(
            "Ce résultat n'a pas pu être noté à côté du registre ({e})\u{202f}: le prochain démarrage peut ne pas en tenir compte."
        )),
    })
}

/// What was found holds for every start from now on: a damaged file is left alone, a sound one is no longer said to be.
fn marquer(settings: &Settings, found: &[Probleme]) -> store::Result<()> {
    match found.iter().find(|p| broken(p) || p.genre == store::Genre::Lien) {
        Some(p) => store::marquer(&settings.registre, &p.phrase),
        None => store::demarquer(&settings.registre),
    }
}

/// What does not hold, as a clause.
fn reason(error: &anyhow::Error) -> String {
    match error.downcast_ref() {
        Some(store::Error::Integrity(why)) => why.clone(),
        _ => error.to_string(),
    }
}

/// Whether an error says that the file itself is not sound.
pub fn damaged(error: &anyhow::Error) -> bool {
    super::failure::code(error) == INTEGRITE
}

/// The pages themselves do not hold: nothing is made again there, for a damaged file is never written to.
fn broken(p: &Probleme) -> bool {
    p.genre == store::Genre::Fichier && !p.reparable
}

/// A rule of the trade is mended by hand, in the register as it is.
fn needs_salvage(p: &Probleme) -> bool {
    matches!(
        p.genre,
        store::Genre::Fichier | store::Genre::Lien | store::Genre::Journal
    )
}

fn recuperer(settings: &Settings, args: &VerifierArgs) -> anyhow::Result<Recuperation> {
    let named = || {
        let stem = settings
            .registre
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy();
        let at = jiff::Timestamp::now().strftime("%Y%m%dT%H%M%SZ");
        settings
            .registre
            .with_file_name(format!("{stem}-recupere-{at}.db"))
    };
    let dest = args.fichier.clone().unwrap_or_else(named);
    Ok(store::recuperer(&settings.registre, &dest, &settings.agent)?)
}

/// The journal's chain alone. Errors: [`crate::store::Error::Integrity`], exit code 6.
pub fn journal(store: &Store, as_json: bool) -> anyhow::Result<Answer> {
    store.verify_journal()?;
    if as_json {
        return Ok(Answer::json(json!({ "intact": true })));
    }
    Ok(Answer::data("Le journal est intact.\n".into()))
}

fn report(found: &[Probleme], refaits: usize, saved: Option<&Recuperation>, view: View) -> Answer {
    let mut answer = if view.json {
        Answer::json(json!({
            "intact": found.is_empty(),
            "refaits": refaits,
            "problemes": found.iter().map(shape).collect::<Vec<_>>(),
            "recuperation": saved.map(saved_shape),
        }))
    } else if found.is_empty() {
        Answer::data(
            "Le registre est intact\u{202f}: fichier, liens entre fiches, journal, tris et recherche, règles du métier.\n".into(),
        )
    } else {
        Answer::data(
            found.iter().map(|p| line(p, view.width)).collect::<String>()
                + &saved.map(told).unwrap_or_default(),
        )
    };
    if refaits > 0 {
        answer = answer.say(format!(
            "{} refait de ce qui se déduit des fiches.",
            accorder(refaits, "point")
        ));
    }
    if !found.is_empty() {
        answer.code = INTEGRITE;
        answer = answer.say(format!("{} à corriger.", accorder(found.len(), "problème")));
        let remade = found.iter().any(|p| p.reparable) && !found.iter().any(broken);
        if saved.is_none() && remade {
            answer = answer.say("cmq verifier --reparer refait ce qui se déduit des fiches.");
        }
    }
    match saved {
        None => answer,
        Some(saved) => answer
            .say(format!(
                "Ce qui se lisait est dans {}\u{202f}; le registre abîmé n'a pas changé.",
                saved.fichier.display()
            ))
            .say("cmq restaurer CE-FICHIER --appliquer le met à la place du registre, gardé de côté."),
    }
}

/// Where a problem's words begin.
const MARGE: usize = 10;

/// A problem and its mend, in lines of at most `width` columns; one line each without a width.
fn line(p: &Probleme, width: Option<usize>) -> String {
    let under = " ".repeat(MARGE);
    let folded = |first: &str, text: String| {
        let options = Options::new(width.map_or(usize::MAX, |w| w.max(MARGE + 20)))
            .initial_indent(first)
            .subsequent_indent(&under);
        textwrap::fill(&nettoyer(&text), options) + "\n"
    };
    let head = format!("{:<MARGE$}", p.genre.libelle());
    folded(&head, format!("{}.", p.phrase.trim_end_matches('.')))
        + &folded(&under, format!("\u{2192} {}.", p.conseil))
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
        out.push_str(&format!("  {:<22}{}\n", t.nom, parts.join(", ")));
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
