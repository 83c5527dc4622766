//! A new register: made under a temporary name, filled in one transaction, synced, then named.
//! Nobody ever sees half of one, and two processes starting at once both end with the same file.

use std::{
    fs::{DirBuilder, File},
    io,
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use rusqlite::{Connection, TransactionBehavior};
use rustix::{
    fs::{CWD, FlockOperation, RenameFlags, flock, renameat_with},
    io::Errno,
};

use super::{Error, Result, auteur::Auteur, backup, migrate, open, place, seed, write};

/// Makes a register at `path` with the shipped rows, unless another process was quicker.
/// The folder is made 0700, the file 0600. An empty file counts as none.
pub(crate) fn create(path: &Path, auteur: &Auteur) -> Result<()> {
    create_with(path, |conn| fill(conn, auteur))
}

/// The same with what `fill` puts in.
pub(crate) fn create_with<T>(path: &Path, fill: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
    place::check_name(path)?;
    let dir = place::folder(path);
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&dir)
        .map_err(|e| Error::io("impossible de créer le dossier", &dir, e))?;
    place::check_folder(path)?;
    make(path, &Temp::new(path)?, fill, || {
        // Until the folder is let go, nobody else makes a register in it, or puts one back.
        let door = backup::door(path, true)?;
        if !path.exists() {
            backup::check_vacant(path)?;
        }
        put_away_orphans(path)
            .map_err(|e| Error::io("impossible de mettre de côté les restes de", path, e))?;
        Ok(door)
    })
}

/// A copy of `source` changed by `fill`, then named `path` once `vacate` has made room for it.
pub(crate) fn replace_with<T>(
    path: &Path,
    source: &Path,
    fill: impl FnOnce(&mut Connection) -> Result<T>,
    vacate: impl FnOnce() -> Result<()>,
) -> Result<T> {
    let temp = Temp::new(path)?;
    let io = |e| Error::io("impossible de copier", source, e);
    let mut from = File::open(source).map_err(io)?;
    let mut to = File::options().write(true).open(&temp.0).map_err(io)?;
    io::copy(&mut from, &mut to).map_err(io)?;
    drop((from, to));
    make(path, &temp, fill, vacate)
}

/// Fills the file under its temporary name, syncs it, then names it in the room that `vacate` made and holds.
fn make<T, G>(
    path: &Path,
    temp: &Temp,
    fill: impl FnOnce(&mut Connection) -> Result<T>,
    vacate: impl FnOnce() -> Result<G>,
) -> Result<T> {
    let mut conn = open::connect(&temp.0)?;
    // Nobody else sees this file: one sync at the end is enough.
    conn.execute_batch("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;")?;
    let filled = fill(&mut conn)?;
    conn.execute_batch("PRAGMA journal_mode = WAL;")?;
    conn.close().map_err(|(_, e)| e)?;
    File::open(&temp.0)
        .and_then(|f| f.sync_all())
        .map_err(|e| Error::io("impossible d'écrire", &temp.0, e))?;
    let _held = vacate()?;
    put(&temp.0, path).map_err(|e| Error::io("impossible de créer", path, e))?;
    backup::sync_folder(path)?;
    Ok(filled)
}

/// Schema and shipped rows, in one transaction.
pub(crate) fn fill(conn: &mut Connection, auteur: &Auteur) -> Result<()> {
    fill_with(conn, |conn| seed::seed(conn, auteur))
}

/// Schema and what `rows` puts in, in one transaction.
pub(crate) fn fill_with<T>(conn: &mut Connection, rows: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    migrate::build(&tx)?;
    let filled = rows(&tx)?;
    open::mark_checked(&tx)?;
    backup::mark_new(&tx)?;
    tx.commit()?;
    Ok(filled)
}

/// Names the finished file, never over another register.
fn put(temp: &Path, path: &Path) -> io::Result<()> {
    match renameat_with(CWD, temp, CWD, path, RenameFlags::NOREPLACE) {
        Ok(()) => Ok(()),
        Err(Errno::EXIST) => replace_empty(temp, path),
        // Some file systems cannot rename without replacing; a link cannot replace either.
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => match std::fs::hard_link(temp, path) {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => replace_empty(temp, path),
            other => other,
        },
        Err(e) => Err(e.into()),
    }
}

/// Side files of a register that is gone: `SQLite` would read them into the new one. They may hold the last answers of
/// the old one, so they are kept under another name.
fn put_away_orphans(path: &Path) -> io::Result<()> {
    if std::fs::metadata(path).is_ok_and(|m| m.len() > 0) {
        return Ok(());
    }
    let id = write::uid();
    for side in ["-wal", "-shm", "-journal"] {
        let name = |end: &str| {
            let mut name = path.as_os_str().to_owned();
            name.push(end);
            PathBuf::from(name)
        };
        match std::fs::rename(name(side), name(&format!("{side}.orphelin-{id}"))) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
            _ => {}
        }
    }
    Ok(())
}

/// Takes the place of an empty file; leaves any other as it is. The lock orders several processes.
fn replace_empty(temp: &Path, path: &Path) -> io::Result<()> {
    let file = File::open(path)?;
    flock(&file, FlockOperation::LockExclusive)?;
    let (held, named) = (file.metadata()?, std::fs::metadata(path)?);
    if named.len() == 0 && named.is_file() && held.ino() == named.ino() && held.dev() == named.dev() {
        std::fs::rename(temp, path)?;
    }
    Ok(())
}

/// A file under a temporary name, gone with the value unless it was renamed.
struct Temp(PathBuf);

impl Temp {
    /// An empty file beside `path`, 0600.
    fn new(path: &Path) -> Result<Self> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let temp = place::folder(path).join(format!(".{name}.{}.tmp", write::uid()));
        File::options()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&temp)
            .map_err(|e| Error::io("impossible de créer", path, e))?;
        Ok(Self(temp))
    }
}

impl Drop for Temp {
    fn drop(&mut self) {
        // Already renamed, most often; nothing to report otherwise.
        let _ = std::fs::remove_file(&self.0);
    }
}
