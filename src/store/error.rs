//! What can go wrong with the register, each as a French sentence, a mend and an exit code.

use std::path::Path;

use rusqlite::ErrorCode;
use thiserror::Error as ThisError;

use crate::domain::{panne, texte::une_ligne};

/// A result of the store.
pub type Result<T> = std::result::Result<T, Error>;

/// Why the store refused or failed.
#[derive(Debug, ThisError)]
#[non_exhaustive]
pub enum Error {
    /// No file at that path.
    #[error("le registre {0} n'existe pas")]
    Missing(String),
    /// The path, its rights or its file system do not suit a register.
    #[error("le registre {path} ne peut pas être ouvert\u{202f}: {why}")]
    Unfit {
        /// The file.
        path: String,
        /// The reason, a clause.
        why: String,
        /// What to do.
        mend: &'static str,
    },
    /// The file is something else.
    #[error("{0} n'est pas un registre de cmq")]
    NotARegister(String),
    /// Written by a later program.
    #[error(
        "le registre {path} a été créé par une version plus récente de cmq (schéma {found}, connu ici\u{202f}: {known})"
    )]
    TooNew {
        /// The file.
        path: String,
        /// Its schema version.
        found: i64,
        /// The latest one known here.
        known: i64,
    },
    /// Another file stands where the register was.
    #[error("le registre {0} a été remplacé par un autre fichier\u{202f}: cette session n'y écrit plus")]
    Replaced(String),
    /// The register's file is no longer there.
    #[error("le registre {0} a été déplacé ou supprimé\u{202f}: cette session n'y écrit plus")]
    Gone(String),
    /// Another session has held the write lock for more than five seconds.
    #[error("le registre est occupé par une autre session")]
    Busy,
    /// Other sessions have the register open.
    #[error("d'autres sessions ont ce registre ouvert\u{202f}: {0}")]
    InUse(String),
    /// A backup does not verify.
    #[error("la sauvegarde {path} ne peut pas servir\u{202f}: {why}")]
    Sauvegarde {
        /// The file.
        path: String,
        /// What does not hold.
        why: String,
    },
    /// The record was changed since it was read.
    #[error("{0} a été modifié entre-temps par une autre session")]
    Stale(String),
    /// No such record.
    #[error("{0} est introuvable dans le registre")]
    NotFound(String),
    /// A rule of the register forbids it.
    #[error("{0}")]
    Refused(String),
    /// The agent's role does not give the operation.
    #[error("«\u{a0}{agent}\u{a0}» a le rôle {du}\u{202f}: «\u{a0}{quoi}\u{a0}» est réservé {aux}")]
    Interdit {
        /// Who asked.
        agent: String,
        /// Their role, after *a le rôle*.
        du: &'static str,
        /// What was refused.
        quoi: &'static str,
        /// Who may, after *est réservé*.
        aux: String,
    },
    /// The register gives that name no access.
    #[error("«\u{a0}{0}\u{a0}» n'a pas d'accès à ce registre")]
    SansAcces(String),
    /// The file, its rows or its journal are damaged.
    #[error("le registre est endommagé\u{202f}: {0}")]
    Integrity(String),
    /// A shipped data file does not say what it should.
    #[error("les données livrées sont incohérentes\u{202f}: {0}")]
    Seed(String),
    /// The file system refused.
    #[error("{what} {path}\u{202f}: {}", panne::en_mots(source))]
    Io {
        /// What was being done, as a clause (`impossible de créer`).
        what: &'static str,
        /// On which file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The file or its folder may not be written.
    #[error("le registre ne peut pas être écrit par ce compte")]
    ReadOnly,
    /// The disk answers with errors.
    #[error("le disque a refusé une lecture ou une écriture ({0})")]
    Disk(String),
    /// The disk is full.
    #[error("le disque est plein\u{202f}: rien n'a été enregistré")]
    DiskFull,
    /// Anything else `SQLite` says.
    #[error("erreur de la base de données\u{202f}: {0}")]
    Sqlite(rusqlite::Error),
}

impl Error {
    /// What the person can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        Some(match self {
            Self::Missing(_) => {
                "vérifiez le chemin, ou lancez « cmq » sans « --registre » pour créer un registre"
            }
            Self::Unfit { mend, .. } => mend,
            Self::NotARegister(_) => "vérifiez le chemin donné par « --registre » ou CMQ_REGISTRE",
            Self::TooNew { .. } => "installez la version récente de cmq sur ce poste",
            Self::Replaced(_) | Self::Gone(_) => "quittez cmq, puis rouvrez-le sur le bon fichier",
            Self::Busy => "réessayez dans quelques secondes",
            Self::InUse(_) => "demandez-leur de quitter cmq, puis recommencez",
            Self::Sauvegarde { .. } => "choisissez-en une autre\u{202f}: cmq restaurer --lister",
            Self::Stale(_) => "relisez la fiche, puis recommencez la modification",
            Self::Interdit { .. } | Self::SansAcces(_) => {
                "un administrateur du registre peut donner ce droit (cmq acces ajouter)"
            }
            Self::Integrity(_) => {
                "n'écrivez plus dans ce fichier\u{202f}; gardez-le\u{202f}: cmq restaurer revient à la dernière sauvegarde"
            }
            Self::ReadOnly => "vérifiez les droits du fichier et de son dossier",
            Self::Disk(_) => "vérifiez le disque et la place disponible, puis réessayez",
            Self::Io { .. } => "vérifiez les droits et la place disponible",
            Self::DiskFull => "libérez de la place, puis réessayez",
            Self::NotFound(_) | Self::Refused(_) | Self::Seed(_) | Self::Sqlite(_) => return None,
        })
    }

    /// Exit code of the command line: 3 busy, 4 conflict, 6 integrity, 7 not allowed, 1 otherwise.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Busy | Self::InUse(_) => 3,
            Self::Stale(_) => 4,
            Self::Interdit { .. } | Self::SansAcces(_) => 7,
            Self::Integrity(_) | Self::Sauvegarde { .. } => 6,
            _ => 1,
        }
    }

    /// A file error on `path`; `what` is the clause before it (`impossible de créer`).
    pub(crate) fn io(what: &'static str, path: &Path, source: std::io::Error) -> Self {
        if source.kind() == std::io::ErrorKind::StorageFull {
            return Self::DiskFull;
        }
        Self::Io {
            what,
            path: show(path),
            source,
        }
    }
}

/// A path as people may read it: nothing a terminal could obey.
pub(crate) fn show(path: &Path) -> String {
    une_ligne(&path.to_string_lossy())
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let rusqlite::Error::SqliteFailure(code, message) = &error else {
            return Self::Sqlite(error);
        };
        let text = || message.clone().unwrap_or_else(|| code.to_string());
        match code.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::DatabaseCorrupt => {
                Self::Integrity("une partie de ses pages ne se lit plus".to_owned())
            }
            ErrorCode::NotADatabase => {
                Self::Integrity("son début n'est plus celui d'un fichier de données".to_owned())
            }
            ErrorCode::DiskFull => Self::DiskFull,
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen => Self::ReadOnly,
            ErrorCode::SystemIoFailure => Self::Disk(disque(code.extended_code)),
            ErrorCode::ConstraintViolation
                if code.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_TRIGGER =>
            {
                Self::Refused(text())
            }
            _ => Self::Sqlite(error),
        }
    }
}

/// What the disk refused, from `SQLite`'s extended code (rescode.html): a noun, and the code for who mends the disk.
fn disque(code: i32) -> String {
    use rusqlite::ffi;
    let what = match code {
        ffi::SQLITE_IOERR_READ | ffi::SQLITE_IOERR_SHORT_READ => "lecture",
        ffi::SQLITE_IOERR_WRITE | ffi::SQLITE_IOERR_TRUNCATE => "écriture",
        ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_DIR_FSYNC => "synchronisation",
        _ => "entrée-sortie",
    };
    format!("{what}, code {code}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sqlite(code: i32) -> Error {
        Error::from(rusqlite::Error::SqliteFailure(
            rusqlite::ffi::Error::new(code),
            None,
        ))
    }

    #[test]
    fn what_sqlite_says_becomes_a_sentence_a_mend_and_a_code() {
        use rusqlite::ffi;
        for (code, exit, says) in [
            (ffi::SQLITE_BUSY, 3, "occupé"),
            (ffi::SQLITE_BUSY_SNAPSHOT, 3, "occupé"),
            (ffi::SQLITE_CORRUPT, 6, "endommagé"),
            (ffi::SQLITE_NOTADB, 6, "endommagé"),
            (ffi::SQLITE_FULL, 1, "plein"),
            (ffi::SQLITE_READONLY, 1, "écrit par ce compte"),
            (ffi::SQLITE_CANTOPEN, 1, "écrit par ce compte"),
            (ffi::SQLITE_IOERR_FSYNC, 1, "disque"),
        ] {
            let error = sqlite(code);
            assert_eq!(error.exit_code(), exit, "{error}");
            assert!(error.to_string().contains(says), "{error}");
            assert!(error.hint().is_some(), "{error}");
        }
    }
}
