//! What the lines above did, for the lines below.

use std::{cell::RefCell, collections::BTreeMap};

use rusqlite::Connection;

use crate::{
    domain::{PartenaireId, fusion::Indice},
    store::{
        Result,
        fusion::doublons::{Index, Portrait},
    },
};

/// What the lines above did.
#[derive(Default)]
pub(super) struct Faites {
    /// The line that made a row, by row: it has no number that people know yet.
    lignes: BTreeMap<i64, u64>,
    /// The partners there are now, once a line asked.
    index: RefCell<Option<Index>>,
}

impl Faites {
    /// A row for people: the line that makes it, else its number.
    pub fn dite(&self, id: i64, quoi: &str) -> String {
        match self.lignes.get(&id) {
            Some(line) => format!("la ligne {line} de ce fichier"),
            None => format!("{quoi} {id}"),
        }
    }

    /// Whether a line of the file makes it.
    pub fn contient(&self, id: i64) -> bool {
        self.lignes.contains_key(&id)
    }

    /// Live partners that a line may be about.
    pub fn semblables(&self, conn: &Connection, p: &Portrait<'_>) -> Result<Vec<(i64, Indice)>> {
        let mut index = self.index.borrow_mut();
        if index.is_none() {
            *index = Some(Index::lire(conn)?);
        }
        index
            .as_ref()
            .map_or_else(|| Ok(Vec::new()), |i| i.semblables(conn, p))
    }

    /// Notes that a line wrote a partner.
    pub fn partenaire(&self, conn: &Connection, id: PartenaireId) -> Result<()> {
        match self.index.borrow_mut().as_mut() {
            Some(index) => index.noter(conn, id),
            None => Ok(()),
        }
    }

    /// Notes that the line made the newest row of the table.
    pub fn noter(&mut self, conn: &Connection, table: &'static str, ligne: u64) -> Result<()> {
        let newest = newest(conn, table)?;
        self.lignes.insert(newest, ligne);
        Ok(())
    }
}

/// The newest row of a table.
pub(super) fn newest(conn: &Connection, table: &'static str) -> Result<i64> {
    let sql = format!("SELECT max(id) FROM {table}");
    Ok(conn.prepare_cached(&sql)?.query_row([], |r| r.get(0))?)
}
