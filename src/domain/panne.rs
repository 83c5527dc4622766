//! What the system refuses, in French: its own words are English.

use std::io::{Error, ErrorKind};

/// An error of the system in words; a rare one keeps the system's.
#[must_use]
pub fn en_mots(error: &Error) -> String {
    let words = match error.kind() {
        ErrorKind::NotFound => "fichier ou dossier introuvable",
        ErrorKind::PermissionDenied => "accès refusé",
        ErrorKind::StorageFull => "le disque est plein",
        ErrorKind::QuotaExceeded => "le quota de disque est atteint",
        ErrorKind::ReadOnlyFilesystem => "le disque est en lecture seule",
        ErrorKind::InvalidFilename => "le nom est trop long, ou le disque n'en veut pas",
        ErrorKind::NotADirectory => "un nom du chemin n'est pas un dossier",
        ErrorKind::IsADirectory => "c'est un dossier",
        ErrorKind::FileTooLarge => "le fichier est trop grand pour ce disque",
        _ => return error.to_string(),
    };
    words.to_owned()
}
