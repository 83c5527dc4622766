//! What a restricted session works on: one file that the administrator wrote, and nothing else.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::cli::failure::{ERREUR, Failure};
use crate::domain::texte::une_ligne;

/// Where it is unless the forced command says otherwise.
pub const USUELLE: &str = "/etc/cmq.toml";

/// Longest file read, in bytes.
const LONGUEUR: u64 = 64 << 10;

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The register.
    pub registre: PathBuf,
    /// Where exports go, under names that cmq gives; without it nothing is exported.
    pub exports: Option<PathBuf>,
}

impl Config {
    /// Reads the file; checks that only root or this account can change it, and that the export folder is one.
    ///
    /// # Errors
    /// [`Failure`] of code 1, with the mend.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        check_file(path)?;
        let text = fs::read_to_string(path).map_err(|_| refuse(path, "il ne se lit pas"))?;
        let config: Self = toml::from_str(&text).map_err(|e| refuse(path, &une_ligne(e.message())))?;
        if let Some(folder) = &config.exports {
            check_folder(path, folder)?;
        }
        Ok(config)
    }
}

fn refuse(path: &Path, why: &str) -> Failure {
    let sentence = format!(
        "le fichier de configuration {} ne convient pas\u{202f}: {why}",
        path.display()
    );
    Failure::new(ERREUR, sentence)
        .hint("prévenez l'administrateur du registre\u{202f}; data/exemples/cmq.toml en est un modèle")
}

/// Refuses what someone else could have written.
fn check_file(path: &Path) -> Result<(), Failure> {
    if !path.is_absolute() {
        return Err(refuse(
            path,
            "--config demande un chemin complet, qui commence par /",
        ));
    }
    let meta = fs::symlink_metadata(path).map_err(|_| refuse(path, "il est introuvable"))?;
    if !meta.is_file() || meta.len() > LONGUEUR {
        return Err(refuse(path, "ce n'est pas un petit fichier ordinaire"));
    }
    if !trusted(&meta) {
        return Err(refuse(
            path,
            "d'autres comptes que root et celui du registre peuvent l'écrire",
        ));
    }
    Ok(())
}

/// Refuses a folder that is a link, or where others could put one.
fn check_folder(path: &Path, folder: &Path) -> Result<(), Failure> {
    let meta =
        fs::symlink_metadata(folder).map_err(|_| refuse(path, "le dossier des exports est introuvable"))?;
    let real = fs::canonicalize(folder).ok();
    if !meta.is_dir() || real.as_deref() != Some(folder) {
        return Err(refuse(
            path,
            "« exports » n'est pas le chemin complet et réel d'un dossier",
        ));
    }
    if !trusted(&meta) {
        return Err(refuse(
            path,
            "d'autres comptes peuvent écrire dans le dossier des exports",
        ));
    }
    Ok(())
}

fn trusted(meta: &fs::Metadata) -> bool {
    let me = rustix::process::getuid().as_raw();
    (meta.uid() == 0 || meta.uid() == me) && meta.mode() & 0o022 == 0
}
