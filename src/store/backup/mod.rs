//! Backups of the register: verified copies in `sauvegardes/` beside it, thinned with time.

mod copy;
mod folder;
mod moved;
mod restore;
mod sessions;

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::{Error, Result, Store, open, write};
use crate::{
    clock,
    domain::sauvegarde::{Motif, Sauvegarde},
};

pub use restore::{LotPerdu, Retour, essayer_retour, retourner};

pub(crate) use copy::{sync_folder, verified_copy};
pub(crate) use folder::list;
pub(crate) use moved::check_vacant;
pub(crate) use sessions::door;

/// When the last backup of the day was made, or the register itself.
const JOUR: &str = "sauvegarde_jour";
/// On which page each table begins.
const RACINES: &str = "racines";
/// Why the last backup of the day could not be made.
const ECHEC: &str = "sauvegarde_echec";

impl Store {
    /// A verified backup, at `dest` or in `sauvegardes/` beside the register, which is then thinned.
    ///
    /// # Errors
    /// The copy cannot be written, or does not verify; nothing stands under its name then. [`Error::Refused`] for a
    /// register in memory.
    pub fn sauvegarder(&mut self, motif: Motif, dest: Option<&Path>) -> Result<Sauvegarde> {
        let path = self
            .path()
            .map(Path::to_path_buf)
            .ok_or_else(|| Error::Refused("un registre en mémoire ne se sauvegarde pas".to_owned()))?;
        make(&self.conn, &path, motif, dest)
    }

    /// A backup before something that removes or brings in much; none for a register in memory.
    pub(crate) fn backup_before(&mut self, motif: Motif) -> Result<()> {
        if self.path().is_some() {
            self.sauvegarder(motif, None)?;
        }
        Ok(())
    }

    /// The backups in the folder, newest first.
    pub fn sauvegardes(&self) -> Result<Vec<Sauvegarde>> {
        self.path().map_or(Ok(Vec::new()), |p| list(Some(&self.conn), p))
    }

    /// Whether today's backup is still to be made.
    pub fn sauvegarde_due(&self) -> Result<bool> {
        Ok(self.path().is_some() && due(&self.conn)?)
    }

    /// Why the last backup of the day failed, if it did: instant and sentence.
    pub fn sauvegarde_echec(&self) -> Result<Option<String>> {
        meta(&self.conn, ECHEC)
    }
}

/// Makes today's backup of the register at `path`, on a connection of its own; None when it is made already, or being
/// made by another session.
///
/// # Errors
/// Those of [`Store::sauvegarder`]; the register remembers the failure when it can be written.
pub fn sauvegarder_du_jour(path: &Path) -> Result<Option<Sauvegarde>> {
    let conn = open::again(path)?;
    if !due(&conn)? {
        return Ok(None);
    }
    let made = folder::ensure(path).and_then(|dir| {
        let Some(_lock) = folder::lock(&dir) else {
            return Ok(None);
        };
        if !due(&conn)? {
            return Ok(None);
        }
        let made = make(&conn, path, Motif::Jour, None)?;
        set_meta(&conn, JOUR, &made.fait)?;
        conn.execute("DELETE FROM meta WHERE cle = ?1", [ECHEC])?;
        Ok(Some(made))
    });
    if let Err(error) = &made {
        let told = format!("{} {error}", write::instant(Timestamp::now()));
        // What cannot be written now is said by the caller all the same.
        let _ = set_meta(&conn, ECHEC, &told);
    }
    made
}

/// The backups in the folder beside `path`, newest first, without asking the register: it may be damaged.
///
/// # Errors
/// The folder cannot be read.
pub fn sauvegardes_de(path: &Path) -> Result<Vec<Sauvegarde>> {
    list(None, path)
}

/// The newest backup in the folder beside `path` that verifies now.
///
/// # Errors
/// The folder cannot be read.
pub fn sauvegarde_sure(path: &Path) -> Result<Option<Sauvegarde>> {
    let all = sauvegardes_de(path)?;
    Ok(all.into_iter().find(|s| copy::examine(&s.chemin).is_ok()))
}

/// A verified copy before the schema changes; recorded once the table is there.
pub(crate) fn before_migration(conn: &Connection, path: &Path) -> Result<Sauvegarde> {
    copy_to(conn, path, Motif::Migration, None)
}

/// Copies, records, thins.
fn make(conn: &Connection, path: &Path, motif: Motif, dest: Option<&Path>) -> Result<Sauvegarde> {
    note_roots(conn)?;
    let made = copy_to(conn, path, motif, dest)?;
    record(conn, &made)?;
    if dest.is_none() {
        for nom in folder::thin(conn, path)? {
            conn.execute("DELETE FROM sauvegarde WHERE nom = ?1", [nom])?;
        }
    }
    Ok(made)
}

/// Copies under a generated name, or to `dest`.
fn copy_to(conn: &Connection, path: &Path, motif: Motif, dest: Option<&Path>) -> Result<Sauvegarde> {
    let (nom, fait) = folder::name(path, motif);
    let chemin = match dest {
        Some(dest) => dest.to_path_buf(),
        None => folder::ensure(path)?.join(&nom),
    };
    copy::sweep(&super::place::folder(&chemin));
    let copie = verified_copy(conn, Some(path), &chemin)?;
    Ok(Sauvegarde {
        nom: if dest.is_some() {
            super::error::show(&chemin)
        } else {
            nom
        },
        chemin,
        motif,
        fait,
        octets: copie.octets,
        lot: Some(copie.lot),
        bonne: Some(true),
    })
}

/// Notes on which page each table begins: a backup has them elsewhere, and says so of a register whose own list of tables
/// is lost. Written only when it changed.
fn note_roots(conn: &Connection) -> Result<()> {
    conn.execute(
        "INSERT INTO meta(cle, valeur)
         SELECT ?1, json_group_object(name, rootpage) FROM sqlite_schema WHERE type IN ('table', 'index')
         ON CONFLICT DO UPDATE SET valeur = excluded.valeur WHERE valeur <> excluded.valeur",
        [RACINES],
    )?;
    Ok(())
}

/// Notes a backup and the verdict on it.
pub(crate) fn record(conn: &Connection, s: &Sauvegarde) -> Result<()> {
    conn.execute(
        "INSERT INTO sauvegarde(nom, motif, fait, octets, lot, bonne, verifie) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT DO UPDATE SET octets = excluded.octets, lot = excluded.lot, bonne = excluded.bonne,
           verifie = excluded.verifie",
        params![
            s.nom,
            s.motif.code(),
            s.fait,
            i64::try_from(s.octets).unwrap_or(i64::MAX),
            s.lot.unwrap_or_default(),
            s.bonne.unwrap_or_default(),
            write::instant(Timestamp::now()),
        ],
    )?;
    Ok(())
}

/// A new register is its own first backup: what it holds is shipped with the program.
pub(crate) fn mark_new(conn: &Connection) -> Result<()> {
    set_meta(conn, JOUR, &write::instant(Timestamp::now()))
}

/// Whether the local day of the last backup of the day is not today's. Real time, not the frozen clock: it is about the
/// disk.
fn due(conn: &Connection) -> Result<bool> {
    let last = meta(conn, JOUR)?.and_then(|t| clock::local_day(&t));
    Ok(last.is_none() || last != clock::local_day(&write::instant(Timestamp::now())))
}

/// What the register remembers under a key.
pub(crate) fn meta(conn: &Connection, cle: &str) -> Result<Option<String>> {
    Ok(conn
        .query_row("SELECT valeur FROM meta WHERE cle = ?1", [cle], |r| r.get(0))
        .optional()?)
}

fn set_meta(conn: &Connection, cle: &str, valeur: &str) -> Result<()> {
    conn.execute(
        "INSERT INTO meta(cle, valeur) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET valeur = excluded.valeur",
        [cle, valeur],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests;
