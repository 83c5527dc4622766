//! The mark of a register found damaged: a file beside it. The look at opening is quick and once a day; what a whole
//! verification, or a session, found must hold for every start after it.

use std::{
    fs::{self, OpenOptions},
    io::{ErrorKind, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use super::{
    Error, Result,
    aside::{MARQUE, companion},
};
use crate::domain::texte::une_ligne;

/// Longest reason that a mark gives, in characters.
const LONGEST: usize = 400;

/// Marks the register at `path` as damaged, `why` being a clause. A mark that stands already stays.
///
/// # Errors
/// The folder cannot be written.
pub fn marquer(path: &Path, why: &str) -> Result<()> {
    let mark = companion(path, MARQUE);
    let io = |e| Error::io("impossible d'écrire", &mark, e);
    let mut file = match OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&mark)
    {
        Err(e) if e.kind() == ErrorKind::AlreadyExists => return Ok(()),
        opened => opened.map_err(io)?,
    };
    file.write_all(why.as_bytes()).map_err(io)?;
    file.sync_all().map_err(io)
}

/// Takes the mark away: the register was found whole.
///
/// # Errors
/// The folder cannot be written.
pub fn demarquer(path: &Path) -> Result<()> {
    let mark = companion(path, MARQUE);
    match fs::remove_file(&mark) {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(Error::io("impossible d'effacer", &mark, e)),
        _ => Ok(()),
    }
}

/// Refuses a register that is marked.
///
/// # Errors
/// [`Error::Integrity`] with what the mark says.
pub(crate) fn check(path: &Path) -> Result<()> {
    let mark = companion(path, MARQUE);
    if mark.symlink_metadata().is_err() {
        return Ok(());
    }
    // A mark that says nothing, or that cannot be read, is one all the same.
    let why: String = fs::read_to_string(&mark)
        .map(|why| une_ligne(&why).chars().take(LONGEST).collect())
        .unwrap_or_default();
    Err(Error::Integrity(if why.is_empty() {
        "une vérification l'a trouvé abîmé".to_owned()
    } else {
        why
    }))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::store::Store;

    #[test]
    fn a_marked_register_is_not_opened_until_the_mark_is_gone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("registre.db");
        drop(Store::open_or_create(&path, "marie").unwrap());
        let before = fs::read(&path).unwrap();
        marquer(&path, "la page 20 ne se lit plus").unwrap();
        marquer(&path, "autre chose").unwrap();
        for opened in [
            Store::open(&path, "marie"),
            Store::open_restricted(&path, "marie"),
            Store::consult(&path, "marie"),
        ] {
            let error = opened.unwrap_err();
            assert_eq!(error.exit_code(), 6);
            assert!(error.to_string().contains("la page 20 ne se lit plus"));
        }
        assert_eq!(fs::read(&path).unwrap(), before);
        let mode = fs::metadata(companion(&path, MARQUE))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
        demarquer(&path).unwrap();
        demarquer(&path).unwrap();
        Store::open(&path, "marie").unwrap();
    }
}
