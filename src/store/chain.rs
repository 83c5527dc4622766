//! The journal's hash chain: each lot's print covers the previous one's, so that an edit of the past shows.

use rusqlite::{Connection, OptionalExtension, Row};
use sha2::{Digest, Sha256};

use super::{Error, Result, Table, schema};
use crate::domain::LotId;

/// A lot and its changes, in order. One row per change; a lot without changes has one row of nulls.
const LOTS: &str = "SELECT l.id, l.uid, l.op, l.agent, l.quand, l.motif, l.annule, \
     c.nom_table, c.ligne, c.cle, c.avant, c.apres, c.id \
     FROM lot l LEFT JOIN changement c ON c.lot = l.id";

/// Columns of [`LOTS`] that belong to the lot.
const LOT_COLUMNS: usize = 7;

/// Columns of [`LOTS`] that are hashed.
const HASHED: usize = 12;

/// Adds one column to the print: its type and length first, so that no two rows read alike.
fn add(hash: &mut Sha256, row: &Row<'_>, column: usize) -> Result<()> {
    use rusqlite::types::ValueRef;
    let number;
    let (tag, bytes): (u8, &[u8]) = match row.get_ref(column)? {
        ValueRef::Null => (0, &[]),
        ValueRef::Integer(i) => {
            number = i.to_be_bytes();
            (1, &number)
        }
        ValueRef::Text(t) => (2, t),
        ValueRef::Real(_) | ValueRef::Blob(_) => {
            return Err(Error::Integrity(
                "le journal contient une valeur d'un type inattendu".to_owned(),
            ));
        }
    };
    hash.update([tag]);
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
    Ok(())
}

/// The print as text.
fn finish(hash: Sha256) -> String {
    use std::fmt::Write as _;
    hash.finalize().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The beginning of a lot's print.
fn start(previous: &str) -> Sha256 {
    let mut hash = Sha256::new();
    hash.update(previous.as_bytes());
    hash
}

/// Writes the print of the lot being written.
pub(crate) fn seal(conn: &Connection, lot: LotId) -> Result<()> {
    let previous: Option<String> = conn
        .prepare_cached("SELECT empreinte FROM chaine ORDER BY lot DESC LIMIT 1")?
        .query_row([], |r| r.get(0))
        .optional()?;
    let mut hash = start(&previous.unwrap_or_default());
    let mut stmt = conn.prepare_cached(&format!("{LOTS} WHERE l.id = ?1 ORDER BY c.id"))?;
    let mut rows = stmt.query([lot.0])?;
    let mut first = true;
    while let Some(row) = rows.next()? {
        for column in usize::from(!first) * LOT_COLUMNS..HASHED {
            add(&mut hash, row, column)?;
        }
        first = false;
    }
    conn.prepare_cached("INSERT INTO chaine(lot, empreinte) VALUES (?1, ?2)")?
        .execute((lot.0, finish(hash)))?;
    Ok(())
}

/// Recomputes the chain and compares every row with what the journal last said of it.
///
/// # Errors
/// [`Error::Integrity`] naming the lot or the row.
pub(crate) fn verify(conn: &Connection) -> Result<()> {
    verify_chain(conn)?;
    schema::tables(conn)?
        .iter()
        .try_for_each(|t| verify_table(conn, t))
}

/// Each lot's print, from the first.
fn verify_chain(conn: &Connection) -> Result<()> {
    let prints = conn
        .prepare("SELECT lot, empreinte FROM chaine ORDER BY lot")?
        .query_map([], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, String>(1)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let mut prints = prints.into_iter();
    let mut stmt = conn.prepare(&format!("{LOTS} ORDER BY l.id, c.id"))?;
    let mut rows = stmt.query([])?;
    let mut current: Option<(i64, Sha256)> = None;
    let mut previous = String::new();
    while let Some(row) = rows.next()? {
        let lot: i64 = row.get(0)?;
        let same = current.as_ref().is_some_and(|(id, _)| *id == lot);
        if !same {
            if let Some((id, hash)) = current.take() {
                previous = compare(id, finish(hash), prints.next())?;
            }
            current = Some((lot, start(&previous)));
        }
        if let Some((_, hash)) = &mut current {
            for column in usize::from(same) * LOT_COLUMNS..HASHED {
                add(hash, row, column)?;
            }
        }
    }
    if let Some((id, hash)) = current {
        compare(id, finish(hash), prints.next())?;
    }
    match prints.next() {
        None => Ok(()),
        Some((lot, _)) => Err(Error::Integrity(format!("le lot {lot} du journal a disparu"))),
    }
}

/// The lot's print, if the file says the same.
fn compare(lot: i64, computed: String, kept: Option<(i64, String)>) -> Result<String> {
    if kept.is_some_and(|(id, print)| id == lot && print == computed) {
        return Ok(computed);
    }
    Err(Error::Integrity(format!("le lot {lot} du journal a été modifié")))
}

/// Every row is what its latest change says, and no row of the journal is missing from the table.
/// Columns added since by a migration are not compared.
fn verify_table(conn: &Connection, table: &Table) -> Result<()> {
    let (nom, row, cle) = (&table.nom, table.json("t"), table.cle("t"));
    let wrong: Option<String> = conn
        .query_row(
            &format!(
                "SELECT {cle} FROM {nom} t LEFT JOIN changement c ON c.id =
                   (SELECT max(id) FROM changement WHERE nom_table = '{nom}' AND cle = {cle})
                 WHERE c.apres IS NULL
                    OR json_patch('{{}}', json_patch({row}, c.apres)) <> json_patch('{{}}', {row})
                 UNION ALL
                 SELECT c.cle FROM changement c WHERE c.nom_table = '{nom}' AND c.apres IS NOT NULL
                   AND c.id = (SELECT max(id) FROM changement d WHERE d.nom_table = '{nom}' AND d.cle = c.cle)
                   AND c.cle NOT IN (SELECT {cle} FROM {nom} t)
                 LIMIT 1"
            ),
            [],
            |r| r.get(0),
        )
        .optional()?;
    wrong.map_or(Ok(()), |cle| {
        Err(Error::Integrity(format!(
            "la ligne {cle} de « {nom} » ne correspond plus au journal"
        )))
    })
}
