//! `cmq verifier` and `cmq journal --verifier`: whether the register is whole, what is not, and what can be made again.

mod rapport;

use std::path::PathBuf;

use clap::Args as ClapArgs;
use serde_json::json;

use super::answer::{Answer, View};
use super::args::FILTRES;
use super::failure::INTEGRITE;
use super::settings::Settings;
use crate::store::{self, Op, Probleme, Recuperation, Store};

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
    let found = store::examiner(&settings.registre)
        .unwrap_or_else(|_| vec![Probleme::perdu(store::Genre::Fichier, reason(error))]);
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
    let (saved, nothing) = match salvage.then(|| recuperer(settings, args)).transpose() {
        Err(error) if damaged(&error) => (None, true),
        saved => (saved?, false),
    };
    let mut answer = rapport::report(settings, found, refaits, saved.as_ref(), view);
    if nothing {
        answer = answer.say("Rien ne s'en lit plus\u{202f}: aucun fichier neuf n'a été fait.");
    }
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
