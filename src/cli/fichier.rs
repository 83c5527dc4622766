//! A file written whole or not at all, and never over another.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use rustix::fs::{CWD, RenameFlags, renameat_with};

use super::failure::Failure;

/// Writes `data` under a temporary name beside `path`, puts it on disk, then gives it its name.
///
/// # Errors
/// [`Failure`] of code 2 when `path` exists; else what the disk says. Nothing is left behind then.
pub fn ecrire(path: &Path, data: &[u8]) -> anyhow::Result<()> {
    let taken = || {
        Failure::usage(format!("{} existe déjà", path.display()))
            .hint("donnez un autre nom, ou retirez d'abord ce fichier")
    };
    if path.symlink_metadata().is_ok() {
        return Err(taken().into());
    }
    let temporary = beside(path);
    let done = fill(&temporary, data).and_then(|()| name(&temporary, path));
    if done.is_err() {
        // What could not be finished is worth nothing; its removal may fail for the same reason.
        let _ = fs::remove_file(&temporary);
    }
    match done {
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Err(taken().into()),
        other => other.with_context(|| format!("impossible d'écrire {}", path.display())),
    }
}

/// A name in the same folder that no one else uses.
fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", std::process::id()));
    path.with_file_name(name)
}

fn fill(temporary: &Path, data: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(temporary)?;
    file.write_all(data)?;
    file.sync_all()
}

/// Renames without replacing; where the file system cannot promise it, looks first.
fn name(temporary: &Path, path: &Path) -> io::Result<()> {
    match renameat_with(CWD, temporary, CWD, path, RenameFlags::NOREPLACE) {
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) if !path.exists() => {
            fs::rename(temporary, path)?;
        }
        other => other?,
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_once_and_leaves_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("échéances.ics");
        ecrire(&path, b"un").unwrap();
        let again = ecrire(&path, b"deux").unwrap_err();
        assert!(again.to_string().contains("existe déjà"), "{again}");
        assert_eq!(fs::read(&path).unwrap(), b"un");
        assert!(ecrire(&dir.path().join("absent/x"), b"trois").is_err());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
