//! The folder `sauvegardes` beside the register: what is in it, what stays, who works in it.

use std::{
    fs::{DirBuilder, File},
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use rusqlite::Connection;
use rustix::fs::{FlockOperation, flock};

use super::super::{Error, Result, place, write};
use crate::{
    clock,
    domain::sauvegarde::{self, Motif, Sauvegarde},
};

/// The folder of the register at `path`.
pub(crate) fn of(path: &Path) -> PathBuf {
    place::folder(path).join("sauvegardes")
}

/// The folder, made for its owner only when there is none.
pub(crate) fn ensure(path: &Path) -> Result<PathBuf> {
    let dir = of(path);
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&dir)
        .map_err(|e| Error::io("impossible de créer le dossier", &dir, e))?;
    Ok(dir)
}

/// The folder's lock, when no other session has it. Held as long as the value lives.
pub(crate) fn lock(dir: &Path) -> Option<File> {
    let file = File::open(dir).ok()?;
    flock(&file, FlockOperation::NonBlockingLockExclusive).ok()?;
    Some(file)
}

/// The register's name in those of its backups.
pub(crate) fn stem(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// A new name in `dir` for a backup of the register at `path`, and its instant.
pub(crate) fn name(path: &Path, motif: Motif) -> (String, String) {
    let now = Timestamp::now();
    let fait = Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now);
    // Always three figures, so that names sort as instants do.
    let fait = format!("{fait:.3}");
    (sauvegarde::nom(&stem(path), &fait, motif), fait)
}

/// Every backup of the register at `path` that is in its folder, newest first, with what `conn` knows of it.
pub(crate) fn list(conn: Option<&Connection>, path: &Path) -> Result<Vec<Sauvegarde>> {
    let (dir, stem) = (of(path), stem(path));
    let entries = match std::fs::read_dir(&dir) {
        Ok(entries) => entries,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(Error::io("impossible de lire le dossier", &dir, e)),
    };
    let mut all = Vec::new();
    for entry in entries.flatten() {
        let nom = entry.file_name().to_string_lossy().into_owned();
        let Some((fait, motif)) = sauvegarde::lire_nom(&stem, &nom) else {
            continue;
        };
        let Some(meta) = entry.metadata().ok().filter(std::fs::Metadata::is_file) else {
            continue;
        };
        let known = conn.and_then(|c| record(c, &nom));
        all.push(Sauvegarde {
            chemin: entry.path(),
            motif,
            fait,
            octets: meta.len(),
            lot: known.map(|k| k.0),
            bonne: known.map(|k| k.1),
            nom,
        });
    }
    all.sort_by(|a, b| b.fait.cmp(&a.fait));
    Ok(all)
}

/// What the register knows of a backup; nothing when it is too damaged to say.
fn record(conn: &Connection, nom: &str) -> Option<(i64, bool)> {
    conn.prepare_cached("SELECT lot, bonne FROM sauvegarde WHERE nom = ?1")
        .and_then(|mut s| s.query_row([nom], |r| Ok((r.get(0)?, r.get(1)?))))
        .ok()
}

/// Removes the backups that need not stay; their names.
pub(crate) fn thin(conn: &Connection, path: &Path) -> Result<Vec<String>> {
    let all = list(Some(conn), path)?;
    let day = |s: &Sauvegarde| clock::local_day(&s.fait);
    let Some(today) = clock::local_day(&write::instant(Timestamp::now())) else {
        return Ok(Vec::new());
    };
    let days: Vec<_> = all
        .iter()
        .map(|s| (day(s).unwrap_or(today), s.bonne != Some(false)))
        .collect();
    let mut gone = Vec::new();
    for i in sauvegarde::a_retirer(&days, today) {
        let s = &all[i];
        std::fs::remove_file(&s.chemin).map_err(|e| Error::io("impossible de retirer", &s.chemin, e))?;
        gone.push(s.nom.clone());
    }
    Ok(gone)
}
