//! One copy of a register, checked at once: a copy nobody opened is not a backup.

use std::{
    collections::BTreeMap,
    fs::File,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use rustix::fs::{CWD, FlockOperation, RenameFlags, flock, renameat_with};

use super::super::{Error, Result, chain, dernier_lot, error::show, open, place, verify, write};

/// Copies that may be begun again because others write meanwhile; the last one makes them wait.
const TRIES: usize = 3;

/// What a copy holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Copie {
    /// Bytes.
    pub octets: u64,
    /// Last lot of its journal.
    pub lot: i64,
}

/// Rows of every table.
type Counts = BTreeMap<String, i64>;

/// Copies the register to `dest` under a temporary name, syncs it, opens and checks it, then names it. A file of that
/// name is never replaced; whatever stops it, nothing stands under that name.
pub(crate) fn verified_copy(conn: &Connection, path: Option<&Path>, dest: &Path) -> Result<Copie> {
    let temp = Temp::new(dest)?;
    let copie = copy(conn, path, &temp)?;
    renameat_with(CWD, &temp.path, CWD, dest, RenameFlags::NOREPLACE)
        .map_err(|e| Error::io("impossible de nommer", dest, e.into()))?;
    sync_folder(dest)?;
    Ok(copie)
}

/// The copy itself, synced and checked against what it was made from.
fn copy(conn: &Connection, path: Option<&Path>, temp: &Temp) -> Result<Copie> {
    for _ in 0..TRIES {
        let before = (open::data_version(conn)?, counts(conn)?);
        fill(conn, temp)?;
        let copied = inspect(&temp.path)?;
        if copied.0 == before.1 {
            return finish(temp, copied);
        }
        if open::data_version(conn)? == before.0 {
            return Err(incomplete(temp));
        }
    }
    // Others write all the time: hold them for the time of one copy.
    let mut guard = path.map(open::connect).transpose()?;
    let held = guard
        .as_mut()
        .map(|c| c.transaction_with_behavior(TransactionBehavior::Immediate))
        .transpose()?;
    let before = counts(conn)?;
    fill(conn, temp)?;
    drop(held);
    let copied = inspect(&temp.path)?;
    if copied.0 == before {
        finish(temp, copied)
    } else {
        Err(incomplete(temp))
    }
}

/// `VACUUM INTO` accepts an empty file, made here 0600; it does not sync.
fn fill(conn: &Connection, temp: &Temp) -> Result<()> {
    let io = |e| Error::io("impossible d'écrire", &temp.path, e);
    temp.file.set_len(0).map_err(io)?;
    let name = temp
        .path
        .to_str()
        .ok_or_else(|| Error::Refused(format!("le nom {} n'est pas en UTF-8", show(&temp.path))))?;
    conn.execute("VACUUM INTO ?1", [name])?;
    temp.file.sync_all().map_err(io)
}

fn finish(temp: &Temp, (_, lot): (Counts, i64)) -> Result<Copie> {
    let meta = temp
        .file
        .metadata()
        .map_err(|e| Error::io("impossible de lire", &temp.path, e))?;
    Ok(Copie {
        octets: meta.len(),
        lot,
    })
}

fn incomplete(temp: &Temp) -> Error {
    Error::Integrity(format!("la sauvegarde {} est incomplète", show(&temp.path)))
}

/// Opens a backup for reading. It is of no journal mode but `delete`: nothing beside it is made or read.
pub(crate) fn open_copy(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.execute_batch("PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;")?;
    Ok(conn)
}

/// Looks a backup over whole: pages, links, journal. Returns its rows and its last lot.
///
/// # Errors
/// [`Error::Integrity`] saying what does not hold.
fn inspect(path: &Path) -> Result<(Counts, i64)> {
    let conn = open_copy(path)?;
    let tx = conn.unchecked_transaction()?;
    verify::whole(&tx)?;
    chain::verify(&tx)?;
    Ok((counts(&tx)?, dernier_lot(&tx)?.0))
}

/// Looks a backup over whole.
///
/// # Errors
/// [`Error::Integrity`] saying what does not hold.
pub(crate) fn examine(path: &Path) -> Result<Copie> {
    let (_, lot) = inspect(path)?;
    let meta = std::fs::metadata(path).map_err(|e| Error::io("impossible de lire", path, e))?;
    Ok(Copie {
        octets: meta.len(),
        lot,
    })
}

/// Rows of every ordinary table, search tables' own included.
fn counts(conn: &Connection) -> Result<Counts> {
    let mut names = conn
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")?;
    let names = names
        .query_map([], |r| r.get::<_, String>(0))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    names
        .into_iter()
        .map(|name| {
            let quoted = name.replace('"', "\"\"");
            let n = conn.query_row(&format!("SELECT count(*) FROM \"{quoted}\""), [], |r| r.get(0))?;
            Ok((name, n))
        })
        .collect()
}

/// A file under a temporary name, locked while it is being made, gone with the value unless it was renamed.
struct Temp {
    path: PathBuf,
    file: File,
}

impl Temp {
    /// An empty file beside `dest`, for its owner only.
    fn new(dest: &Path) -> Result<Self> {
        let path = dest.with_extension(format!("{}.tmp", write::uid()));
        let io = |e| Error::io("impossible d'écrire", &path, e);
        let file = File::options()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .map_err(io)?;
        flock(&file, FlockOperation::NonBlockingLockExclusive).map_err(|e| io(e.into()))?;
        Ok(Self { path, file })
    }
}

impl Drop for Temp {
    fn drop(&mut self) {
        // Already renamed, most often; else what failed is reported, the leftover is only untidy.
        let _ = std::fs::remove_file(&self.path);
        let _ = std::fs::remove_file(super::super::aside::companion(&self.path, "-journal"));
    }
}

/// Removes what processes that died left of copies they were making: nobody holds their lock.
pub(crate) fn sweep(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for path in entries.flatten().map(|e| e.path()) {
        let name = path.to_string_lossy();
        // `SQLite` has a journal of its own beside the copy it writes.
        let copy = name.strip_suffix("-journal").unwrap_or(&name);
        let dead = |copy: &str| match File::open(copy) {
            Ok(file) => flock(&file, FlockOperation::NonBlockingLockExclusive).is_ok(),
            Err(e) => e.kind() == std::io::ErrorKind::NotFound,
        };
        if Path::new(copy).extension().is_some_and(|x| x == "tmp") && dead(copy) {
            // A leftover that cannot be removed is only untidy.
            let _ = std::fs::remove_file(&path);
        }
    }
}

/// Makes a rename or a new name durable.
pub(crate) fn sync_folder(path: &Path) -> Result<()> {
    let dir = place::folder(path);
    File::open(&dir)
        .and_then(|d| d.sync_all())
        .map_err(|e| Error::io("impossible d'écrire le dossier", &dir, e))
}
