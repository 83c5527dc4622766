//! A `-wal` left beside a register by a session that died, or by people: a register copied where another's still stands.
//!
//! `SQLite` does not tell them apart. The salts of a `-wal` say that its frames go together
//! (<https://sqlite.org/fileformat2.html#the_write_ahead_log>); no page of the file repeats them, so another file's `-wal`
//! is read into this one. The journal tells: what the file says without its `-wal` is a beginning of what it says with it.

use std::{
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, OptionalExtension, config::DbConfig};

use super::{configure, connect_with, identify};
use crate::store::{Error, Result, aside::companion, attente, chain, error::show, verify};

/// Bytes of the head of a `-wal`: without more it holds nothing.
const HEAD: u64 = 32;

/// Refuses a register beside which the `-wal` of another file stands. Others that have it open read that file already:
/// then nothing is asked.
///
/// # Errors
/// [`Error::Unfit`]; what is wrong with the register itself is left to be said at opening.
pub(super) fn check_beside(path: &Path, more: OpenFlags) -> Result<()> {
    let wal = companion(path, "-wal");
    if !wal.metadata().is_ok_and(|m| m.len() > HEAD) {
        return Ok(());
    }
    let Some(both) = alone(path, more) else {
        return Ok(());
    };
    let Ok(file) = without(path) else { return Ok(()) };
    let Ok(Some(last)) = last(&file) else {
        return Ok(());
    };
    let goes_on = identify(&both, path)
        .and_then(|()| verify::pages(&both))
        .and_then(|()| chain::continues(&both, &last));
    let Err(Error::Integrity(_) | Error::NotARegister(_) | Error::Sqlite(_)) = goes_on else {
        return Ok(());
    };
    // The file is damaged itself, or half of its `-wal` was brought in: the `-wal` is not what is wrong.
    if verify::whole(&file).and_then(|()| chain::verify(&file)).is_err() {
        return Ok(());
    }
    Err(Error::Unfit {
        path: show(path),
        why: format!(
            "{} ne vient pas de lui, mais d'un autre registre ou d'une autre copie",
            show(&PathBuf::from(wal.file_name().unwrap_or_default()))
        ),
        mend: "mettez ce fichier de côté sans l'effacer, puis recommencez\u{202f}; ou revenez à une sauvegarde par \
               cmq restaurer",
    })
}

/// The register with its `-wal`, as long as the value lives; None when someone else has it open, or nothing of it is read.
/// Nothing is written, the `-wal` is not brought in.
fn alone(path: &Path, more: OpenFlags) -> Option<Connection> {
    let conn = connect_with(path, more).ok()?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
        .ok()?;
    conn.execute_batch("PRAGMA query_only = ON; PRAGMA locking_mode = EXCLUSIVE")
        .ok()?;
    conn.busy_timeout(Duration::ZERO).ok()?;
    let read = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()));
    conn.busy_timeout(attente::BUSY).ok()?;
    match read.map_err(Error::from) {
        Err(Error::Busy) => None,
        _ => Some(conn),
    }
}

/// The register without its `-wal`.
fn without(path: &Path) -> Result<Connection> {
    let path = std::path::absolute(path).map_err(|e| Error::io("impossible de lire", path, e))?;
    let encoded: String = path
        .as_os_str()
        .as_bytes()
        .iter()
        .fold("file:".to_owned(), |mut uri, byte| {
            use std::fmt::Write as _;
            let _ = match byte {
                b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                    write!(uri, "{}", char::from(*byte))
                }
                _ => write!(uri, "%{byte:02X}"),
            };
            uri
        });
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(format!("{encoded}?immutable=1"), flags)?;
    configure(&conn)?;
    Ok(conn)
}

/// The last lot and its print.
fn last(conn: &Connection) -> Result<Option<(i64, String)>> {
    Ok(conn
        .query_row(
            "SELECT lot, empreinte FROM chaine ORDER BY lot DESC LIMIT 1",
            [],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )
        .optional()?)
}

#[cfg(test)]
mod tests;
