//! The corbeille: records put away with their links, brought back with them, purged for good.

mod archiver;
mod lignes;
mod purger;
mod restaurer;
#[cfg(test)]
mod tests;

use rusqlite::{Connection, OptionalExtension};

use super::{Error, Result, Store, write};
use crate::domain::{Archivable, CampusId, LienId, PartenaireId};

/// A row that may go to the corbeille, as it stands.
struct Etat {
    /// Its edit counter.
    rev: i64,
    /// UTC instant it was put away; None while it is in the lists.
    archive: Option<String>,
}

/// The row of a record.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
fn etat(conn: &Connection, objet: Archivable) -> Result<Etat> {
    let sql = format!("SELECT rev, archive FROM {} WHERE id = ?1", objet.table());
    conn.prepare_cached(&sql)?
        .query_row([objet.id()], |r| {
            Ok(Etat {
                rev: r.get(0)?,
                archive: r.get(1)?,
            })
        })
        .optional()?
        .ok_or_else(|| Error::NotFound(format!("« {} »", objet.cle())))
}

/// Refuses what is about to be added to a record of the corbeille.
pub(super) fn dehors(conn: &Connection, objet: Archivable) -> Result<()> {
    match etat(conn, objet)?.archive {
        Some(_) => Err(Error::Refused(format!(
            "ce {} est dans la corbeille\u{202f}: restaurez-le d'abord",
            objet.genre()
        ))),
        None => Ok(()),
    }
}

/// A live or an archived link: row, edit counter.
fn rows(conn: &Connection, sql: &str, values: impl rusqlite::Params) -> Result<Vec<(i64, i64)>> {
    let mut stmt = conn.prepare_cached(sql)?;
    let rows = stmt.query_map(values, |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// An instant that nothing in the corbeille bears: what was put away together is known by it.
pub(super) fn instant(conn: &Connection) -> Result<String> {
    let mut stmt = conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM campus WHERE archive = ?1) OR EXISTS (SELECT 1 FROM partenaire WHERE archive = ?1)
           OR EXISTS (SELECT 1 FROM campus_partenaire WHERE archive = ?1)
           OR EXISTS (SELECT 1 FROM filiere WHERE archive = ?1)
           OR EXISTS (SELECT 1 FROM contact WHERE archive = ?1)",
    )?;
    let now = write::instant(crate::clock::now());
    let whole = now.trim_end_matches('Z').to_owned();
    let mut candidate = now;
    let mut n = 0;
    while stmt.query_row([&candidate], |r| r.get::<_, bool>(0))? {
        n += 1;
        candidate = format!("{whole}.{n:06}Z");
    }
    Ok(candidate)
}

impl Store {
    /// When a record was put in the corbeille, UTC; None while it is in the lists.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such row.
    pub fn archive_de(&self, objet: Archivable) -> Result<Option<String>> {
        Ok(etat(&self.conn, objet)?.archive)
    }

    /// The live link of a campus and a partner.
    pub fn lien(&self, campus: CampusId, partenaire: PartenaireId) -> Result<Option<LienId>> {
        let mut stmt = self.conn.prepare_cached(
            "SELECT id FROM campus_partenaire WHERE campus = ?1 AND partenaire = ?2 AND archive IS NULL",
        )?;
        let found = stmt.query_row((campus.0, partenaire.0), |r| r.get(0).map(LienId));
        Ok(found.optional()?)
    }
}
