//! The shipped rows of a new register, from `data/registre`, written through the door as one lot.
//! Must not be used on a register that already holds rows.

mod campus;
mod fichiers;
mod nomenclature;
mod partenaire;
mod territoire;

use std::collections::HashMap;

use rusqlite::Connection;
use serde::de::DeserializeOwned;

use self::fichiers::Source;
use super::{
    Error, Op, Result,
    auteur::Auteur,
    record::{self, Column},
    write,
};

/// Fills an empty register, as one lot.
pub(crate) fn seed(conn: &Connection, auteur: &Auteur) -> Result<()> {
    write::lot(conn, Op::Create.into(), auteur, |conn| {
        let mut rows = Rows::new(conn);
        territoire::regions(&mut rows)?;
        territoire::academies(&mut rows)?;
        territoire::departements(&mut rows)?;
        nomenclature::filieres(&mut rows)?;
        nomenclature::regimes(&mut rows)?;
        nomenclature::indicateurs(&mut rows)?;
        nomenclature::appels(&mut rows)?;
        campus::campuses(&mut rows)?;
        partenaire::partenaires(&mut rows)
    })?;
    Ok(())
}

/// Inserts rows and remembers them by table and key.
struct Rows<'c> {
    conn: &'c Connection,
    ids: HashMap<(&'static str, String), i64>,
}

impl<'c> Rows<'c> {
    fn new(conn: &'c Connection) -> Self {
        Self {
            conn,
            ids: HashMap::new(),
        }
    }

    /// Inserts a row; returns its id.
    fn add(&self, table: &'static str, columns: &[Column<'_>]) -> Result<i64> {
        record::insert(self.conn, table, columns)
    }

    /// Inserts a row others refer to by `key`.
    fn add_as(&mut self, table: &'static str, key: &str, columns: &[Column<'_>]) -> Result<i64> {
        let id = self.add(table, columns)?;
        if self.ids.insert((table, key.to_owned()), id).is_some() {
            return Err(Error::Seed(format!("« {key} » est deux fois dans {table}")));
        }
        Ok(id)
    }

    /// The id of the row named `key`.
    fn id(&self, table: &'static str, key: &str) -> Result<i64> {
        let found = self.ids.get(&(table, key.to_owned())).copied();
        found.ok_or_else(|| Error::Seed(format!("« {key} » n'est pas dans {table}")))
    }

    /// The id of the row named `key`, when there is a key.
    fn id_opt(&self, table: &'static str, key: Option<&str>) -> Result<Option<i64>> {
        key.map(|k| self.id(table, k)).transpose()
    }

    /// The id of a source, inserted once.
    fn source(&mut self, source: &Source) -> Result<i64> {
        let key = format!("{}\u{0}{}", source.titre, source.url);
        if let Some(id) = self.ids.get(&("source", key.clone())) {
            return Ok(*id);
        }
        self.add_as("source", &key, &[("titre", &source.titre), ("url", &source.url)])
    }

    /// Attaches sources to a row, each once.
    fn sources(
        &mut self,
        table: &'static str,
        column: &'static str,
        row: i64,
        sources: &[Source],
    ) -> Result<()> {
        let mut done = Vec::new();
        for source in sources {
            let id = self.source(source)?;
            if !done.contains(&id) {
                self.add(table, &[(column, &row), ("source", &id)])?;
                done.push(id);
            }
        }
        Ok(())
    }
}

/// A shipped file.
fn read<T: DeserializeOwned>(name: &str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|e| Error::Seed(format!("{name}\u{202f}: {e}")))
}
