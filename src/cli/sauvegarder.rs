//! `cmq sauvegarder`: a verified copy of the register; and the one of the day, after a command's answer.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use serde_json::{Value, json};

use super::answer::{Answer, View};
use super::args::FILTRES;
use super::failure::Failure;
use super::settings::Settings;
use crate::domain::sauvegarde::{Motif, Sauvegarde};
use crate::domain::texte::{accorder, une_ligne};
use crate::store::{self, Store};

/// `cmq sauvegarder`.
#[derive(Debug, Default, ClapArgs)]
pub struct SauvegarderArgs {
    /// Where to, instead of the folder.
    #[arg(short = 'o', value_name = "FICHIER", help_heading = FILTRES,
          help = "Écrit la sauvegarde dans ce fichier neuf (sinon, dans sauvegardes/ à côté du registre)")]
    pub fichier: Option<PathBuf>,
}

/// Makes a backup, says where it is.
pub fn run(store: &mut Store, args: &SauvegarderArgs, view: View) -> anyhow::Result<Answer> {
    if let Some(path) = args.fichier.as_deref().filter(|p| p.symlink_metadata().is_ok()) {
        let sentence = format!("{} existe déjà", une_ligne(&path.display().to_string()));
        return Err(Failure::usage(sentence)
            .hint("donnez un autre nom, ou retirez d'abord ce fichier")
            .into());
    }
    let made = store.sauvegarder(Motif::Demande, args.fichier.as_deref())?;
    if view.json {
        return Ok(Answer::json(shape(&made)));
    }
    Ok(
        Answer::data(format!("{}\n", une_ligne(&made.chemin.display().to_string()))).say(format!(
            "Sauvegarde faite et vérifiée\u{202f}: {}, jusqu'au lot {} du journal.",
            taille(made.octets),
            made.lot.unwrap_or_default()
        )),
    )
}

/// The backup of the day, once a command has answered. A failure is said, it is not the command's.
pub fn du_jour(settings: &Settings) {
    if settings.demo.is_some() || !settings.registre.exists() {
        return;
    }
    if let Err(error) = store::sauvegarder_du_jour(&settings.registre) {
        let error = anyhow::Error::new(error).context("la sauvegarde du jour n'a pas été faite");
        crate::log::error(&error);
        super::failure::report(&error);
    }
}

/// The documented shape of a backup.
pub fn shape(s: &Sauvegarde) -> Value {
    json!({
        "nom": s.nom,
        "chemin": s.chemin.display().to_string(),
        "motif": s.motif.code(),
        "fait": s.fait,
        "octets": s.octets,
        "lot": s.lot,
        "bonne": s.bonne,
    })
}

/// Bytes in words.
pub fn taille(octets: u64) -> String {
    match octets {
        0..1024 => accorder(usize::try_from(octets).unwrap_or(usize::MAX), "octet"),
        1024..1_048_576 => format!("{}\u{a0}Kio", octets.div_ceil(1024)),
        _ => {
            let tenths = octets.saturating_mul(10) / 1_048_576;
            format!("{},{}\u{a0}Mio", tenths / 10, tenths % 10)
        }
    }
}
