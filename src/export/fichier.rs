//! A file written whole or not at all, and never over another unless told to.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};

use crate::domain::texte::{interdit, une_ligne};

/// Why a file was not written. Nothing is left behind then.
#[derive(Debug, thiserror::Error)]
pub enum NonEcrit {
    /// The name is taken, and nobody said to write over it.
    #[error("{0} existe déjà")]
    Existe(String),
    /// A name that is none, or what is there under it is no file.
    #[error("impossible d'écrire {0}\u{202f}: {1}")]
    Nom(String, &'static str),
    /// The disk, or the folder, refuses.
    #[error("impossible d'écrire {0}")]
    Disque(String, #[source] io::Error),
    /// What was to be written could not be made.
    #[error("impossible d'écrire {0}")]
    Contenu(String, #[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Writes `data` under a temporary name beside `path`, puts it on disk, then gives it its name; over a file of that
/// name only when `ecraser` says so.
///
/// # Errors
/// [`NonEcrit`].
pub fn ecrire(path: &Path, data: &[u8], ecraser: bool) -> Result<(), NonEcrit> {
    ecrire_avec(path, ecraser, |out| out.write_all(data)).map(drop)
}

/// The same with what `fill` writes, a little at a time; returns what it returns.
///
/// # Errors
/// [`NonEcrit`].
pub fn ecrire_avec<T, E>(
    path: &Path,
    ecraser: bool,
    fill: impl FnOnce(&mut dyn Write) -> Result<T, E>,
) -> Result<T, NonEcrit>
where
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let taken = || NonEcrit::Existe(shown(path));
    check_name(path)?;
    if !ecraser && path.symlink_metadata().is_ok() {
        return Err(taken());
    }
    let refused = |e: io::Error| NonEcrit::Disque(shown(path), e);
    let temporary = Temporaire(beside(path));
    let mut out = BufWriter::new(
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&temporary.0)
            .map_err(refused)?,
    );
    let made = fill(&mut out).map_err(|e| NonEcrit::Contenu(shown(path), e.into()))?;
    let file = out.into_inner().map_err(|e| refused(e.into_error()))?;
    file.sync_all().map_err(refused)?;
    name(&temporary.0, path, ecraser).map_err(|e| match e.kind() {
        io::ErrorKind::AlreadyExists => taken(),
        _ => refused(e),
    })?;
    Ok(made)
}

/// A path as people may read it.
fn shown(path: &Path) -> String {
    une_ligne(&path.to_string_lossy())
}

/// Refuses a name that a shell, a terminal or another program would take for something else, and what is there but
/// is no file: a folder, a device, a link.
fn check_name(path: &Path) -> Result<(), NonEcrit> {
    let refused = |why| Err(NonEcrit::Nom(shown(path), why));
    let Some(name) = path.file_name() else {
        return refused("ce n'est pas un nom de fichier");
    };
    let name = name.to_string_lossy();
    if name.starts_with('-') {
        return refused("un nom de fichier ne commence pas par un tiret");
    }
    if path.to_string_lossy().contains(interdit) {
        return refused("ce nom contient des caractères invisibles ou de commande");
    }
    match path.symlink_metadata() {
        Ok(m) if !m.is_file() => refused("ce qui porte ce nom n'est pas un fichier"),
        _ => Ok(()),
    }
}

/// A file under a temporary name, gone with the value unless it was renamed.
struct Temporaire(PathBuf);

impl Drop for Temporaire {
    fn drop(&mut self) {
        // Already renamed, most often; its removal may fail for the reason that stopped the writing.
        let _ = fs::remove_file(&self.0);
    }
}

/// A name in the same folder that no one else uses.
fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", std::process::id()));
    path.with_file_name(name)
}

/// Renames, without replacing unless told to; where the file system cannot promise that, looks first.
fn name(temporary: &Path, path: &Path, ecraser: bool) -> io::Result<()> {
    if ecraser {
        fs::rename(temporary, path)?;
        return sync_folder(path);
    }
    match renameat_with(CWD, temporary, CWD, path, RenameFlags::NOREPLACE) {
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) if !path.exists() => {
            fs::rename(temporary, path)?;
        }
        other => other?,
    }
    sync_folder(path)
}

/// Puts the new name on disk too.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_traps_are_refused_and_nothing_is_written() {
        let dir = tempfile::tempdir().unwrap();
        let inside = |name: &str| dir.path().join(name);
        fs::create_dir(inside("dossier")).unwrap();
        std::os::unix::fs::symlink("/dev/null", inside("lien.csv")).unwrap();
        for name in [
            "-rf",
            "a\u{1b}[2J.csv",
            "a\u{202e}vsc.exe",
            "a\nb",
            "dossier",
            "lien.csv",
            "..",
        ] {
            for over in [false, true] {
                let error = ecrire(&inside(name), b"un", over).unwrap_err();
                let told = error.to_string();
                assert!(matches!(error, NonEcrit::Nom(..)), "{told}");
                assert!(!told.contains(interdit), "{told:?}");
            }
        }
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
        ecrire(&inside("à moi.csv"), b"un", false).unwrap();
        let mode = std::os::unix::fs::PermissionsExt::mode(
            &fs::metadata(inside("à moi.csv")).unwrap().permissions(),
        );
        assert_eq!(mode & 0o777, 0o600, "it may name persons");
    }

    #[test]
    fn writes_once_and_leaves_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("échéances.ics");
        ecrire(&path, b"un", false).unwrap();
        let again = ecrire(&path, b"deux", false).unwrap_err();
        assert!(again.to_string().contains("existe déjà"), "{again}");
        assert_eq!(fs::read(&path).unwrap(), b"un");
        ecrire(&path, b"deux", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"deux");
        assert!(ecrire(&dir.path().join("absent/x"), b"trois", false).is_err());
        let half = ecrire_avec(&path, true, |out| {
            out.write_all(b"la moiti")?;
            Err::<(), _>(io::Error::other("panne"))
        });
        assert!(half.is_err());
        assert_eq!(fs::read(&path).unwrap(), b"deux", "the old file stays whole");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
