//! Whether the register is whole: pages, links between records, journal.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::{Error, Result, Store, chain};
use crate::domain::texte::une_ligne;

impl Store {
    /// Looks the whole register over now: at opening, pages and links are only once a day.
    ///
    /// # Errors
    /// [`Error::Integrity`] saying what does not hold.
    pub fn verify(&self) -> Result<()> {
        match self.path() {
            Some(path) => file(path)?,
            None => pages(&self.conn)?,
        }
        self.verify_journal()
    }

    /// Recomputes the journal's chain and compares every row with what the journal says of it.
    ///
    /// # Errors
    /// [`Error::Integrity`] naming the lot or the row.
    pub fn verify_journal(&self) -> Result<()> {
        let tx = self.conn.unchecked_transaction()?;
        chain::verify(&tx)
    }
}

/// Pages and links of a file, on a connection that cannot write.
fn file(path: &Path) -> Result<()> {
    pages(&Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY,
    )?)
}

/// Pages and links.
fn pages(conn: &Connection) -> Result<()> {
    let verdict: String = conn.query_row("PRAGMA quick_check(1)", [], |r| r.get(0))?;
    if verdict != "ok" {
        return Err(Error::Integrity(une_ligne(&verdict)));
    }
    let mut orphans = conn.prepare("SELECT \"table\", parent FROM pragma_foreign_key_check LIMIT 1")?;
    let orphan = orphans
        .query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?
        .next();
    match orphan.transpose()? {
        Some((table, parent)) => Err(Error::Integrity(format!(
            "une ligne de {table} renvoie à une ligne de {parent} qui n'existe pas"
        ))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_nothing_is_found() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("registre.db");
        let store = Store::open_or_create(&path, "marie").unwrap();
        store.verify().unwrap();
        drop(store);
        let conn = Connection::open(&path).unwrap();
        conn.execute_batch("PRAGMA foreign_keys = off; CREATE TABLE x(c INTEGER REFERENCES campus(id)) STRICT; INSERT INTO x VALUES (999);")
            .unwrap();
        drop(conn);
        let error = file(&path).unwrap_err();
        assert_eq!(error.exit_code(), 6);
        assert!(error.to_string().contains("campus"), "{error}");
    }
}
