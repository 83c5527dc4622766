//! A register looked at without being touched: its file and its `-wal` are copied to a folder of their own, gone with the
//! value. `SQLite` writes beside what it opens, and into it; a damaged file must stay as it is.

use std::{
    fs::{self, DirBuilder},
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use super::{Error, Result, write};

/// What may be kept beside a register, and goes where it goes.
pub(crate) const COMPANIONS: [&str; 3] = ["-wal", "-shm", MARQUE];
/// What is beside a register found damaged.
pub(crate) const MARQUE: &str = "-abime";

/// The name of a companion of `path`.
pub(crate) fn companion(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// A copy in a folder of its own.
#[derive(Debug)]
pub(crate) struct Aside {
    folder: PathBuf,
}

impl Aside {
    /// An empty folder, for its owner only, in the system's temporary one.
    pub fn empty() -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("cmq-examen-{}", write::uid()));
        DirBuilder::new()
            .mode(0o700)
            .create(&folder)
            .map_err(|e| Error::io("impossible de créer le dossier", &folder, e))?;
        Ok(Self { folder })
    }

    /// Copies the register at `path` and its `-wal`.
    pub fn of(path: &Path) -> Result<Self> {
        let aside = Self::empty()?;
        let copy = aside.path();
        fs::copy(path, &copy).map_err(|e| Error::io("impossible de lire", path, e))?;
        let wal = companion(path, "-wal");
        if wal.exists() {
            fs::copy(&wal, companion(&copy, "-wal")).map_err(|e| Error::io("impossible de lire", &wal, e))?;
        }
        private(&copy)?;
        Ok(aside)
    }

    /// The copy.
    pub fn path(&self) -> PathBuf {
        self.folder.join("registre.db")
    }
}

/// Copies keep the rights of what they come from; ours are for their owner only.
fn private(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))
        .map_err(|e| Error::io("impossible d'écrire", path, e))
}

impl Drop for Aside {
    fn drop(&mut self) {
        // What cannot be removed is left to the system's own cleaning of its temporary folder.
        let _ = fs::remove_dir_all(&self.folder);
    }
}
