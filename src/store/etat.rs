//! Facts about a register that say nothing of anyone: for whoever helps from afar.

use super::{Result, Store, backup, dernier_lot, migrate, schema};

/// Facts about a register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Etat {
    /// Its schema version.
    pub schema: i64,
    /// Last lot of its journal.
    pub lot: i64,
    /// When its pages and links were last looked over, UTC instant.
    pub verifie: Option<String>,
    /// Rows of each trade table, by name.
    pub lignes: Vec<(String, i64)>,
    /// How `SQLite` was built.
    pub options: Vec<String>,
    /// Why the last backup of the day failed, if it did: instant and sentence.
    pub echec: Option<String>,
}

impl Store {
    /// Facts about the register.
    pub fn etat(&self) -> Result<Etat> {
        let conn = &self.conn;
        let count = |nom: &str| conn.query_row(&format!("SELECT count(*) FROM {nom}"), [], |r| r.get(0));
        let lignes = schema::tables(conn)?
            .into_iter()
            .map(|t| Ok((count(&t.nom)?, t.nom)))
            .map(|row: Result<_>| row.map(|(n, nom)| (nom, n)))
            .collect::<Result<_>>()?;
        let options = conn
            .prepare("PRAGMA compile_options")?
            .query_map([], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Etat {
            schema: migrate::version(conn)?,
            lot: dernier_lot(conn)?.0,
            verifie: backup::meta(conn, "verifie")?,
            lignes,
            options,
            echec: self.sauvegarde_echec()?,
        })
    }
}
