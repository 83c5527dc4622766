//! Copies of the register, each checked at once: a copy nobody opened is not a backup.

use std::{
    fs::{DirBuilder, File},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use rusqlite::{Connection, OpenFlags};

use super::{Error, Result, error::show, place, write};

/// A verified copy beside the register, in `sauvegardes/`, before its schema changes.
pub(crate) fn before_migration(conn: &Connection, path: &Path, version: i64) -> Result<PathBuf> {
    let dir = place::folder(path).join("sauvegardes");
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&dir)
        .map_err(|e| Error::io("impossible de créer le dossier", &dir, e))?;
    let stamp: String = write::instant(jiff::Timestamp::now())
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let dest = dir.join(format!("avant-migration-v{version}-{stamp}.db"));
    verified_copy(conn, &dest)?;
    Ok(dest)
}

/// Copies the register to `dest` under a temporary name, syncs it, opens and checks it, then names it.
pub(crate) fn verified_copy(conn: &Connection, dest: &Path) -> Result<()> {
    let temp = dest.with_extension(format!("{}.tmp", write::uid()));
    let made = copy(conn, &temp).and_then(|()| {
        std::fs::rename(&temp, dest).map_err(|e| Error::io("impossible de nommer", dest, e))?;
        sync_folder(dest)
    });
    if made.is_err() {
        // Best effort: what failed is reported, the leftover is only untidy.
        let _ = std::fs::remove_file(&temp);
    }
    made
}

/// The copy itself, synced and checked. `VACUUM INTO` does not sync and accepts an empty file, made here 0600.
fn copy(conn: &Connection, temp: &Path) -> Result<()> {
    let io = |e| Error::io("impossible d'écrire", temp, e);
    let file = File::options()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(temp)
        .map_err(io)?;
    let name = temp
        .to_str()
        .ok_or_else(|| Error::Refused(format!("le nom {} n'est pas en UTF-8", show(temp))))?;
    conn.execute("VACUUM INTO ?1", [name])?;
    file.sync_all().map_err(io)?;
    let copy = Connection::open_with_flags(
        temp,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    let verdict: String = copy.query_row("PRAGMA integrity_check(1)", [], |r| r.get(0))?;
    if verdict != "ok" {
        return Err(Error::Integrity(format!(
            "la sauvegarde {} est mauvaise",
            show(temp)
        )));
    }
    let rows = |c: &Connection| c.query_row("SELECT count(*) FROM changement", [], |r| r.get::<_, i64>(0));
    if rows(&copy)? < rows(conn)? {
        return Err(Error::Integrity(format!(
            "la sauvegarde {} est incomplète",
            show(temp)
        )));
    }
    Ok(())
}

/// Makes a rename or a new name durable.
pub(crate) fn sync_folder(path: &Path) -> Result<()> {
    let dir = place::folder(path);
    File::open(&dir)
        .and_then(|d| d.sync_all())
        .map_err(|e| Error::io("impossible d'écrire le dossier", &dir, e))
}
