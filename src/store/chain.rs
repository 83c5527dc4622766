//! The journal's hash chain: each lot's print covers the previous one's, so that an edit of the past shows.

use std::{collections::HashMap, ops::Range};

use rusqlite::{Connection, OptionalExtension, Row};
use sha2::{Digest, Sha256};

use super::{Error, Op, Result, Table, schema};
use crate::domain::{LotId, personne::EFFACE};

/// A lot and its changes, in order. One row per change; a lot without changes has one row of nulls.
const LOTS: &str = "SELECT l.id, l.uid, l.op, l.agent, l.quand, l.motif, l.annule, \
     c.nom_table, c.ligne, c.cle, c.avant, c.apres, c.id \
     FROM lot l LEFT JOIN changement c ON c.lot = l.id";

/// Columns of [`LOTS`] that belong to the lot.
const LOT_COLUMNS: usize = 7;

/// Columns of [`LOTS`] that are hashed.
const HASHED: usize = 12;

/// Table of the journal's entries that say what a redaction left of a lot: no table of the register.
pub(crate) const CAVIARDAGE: &str = "caviardage";

/// What a redaction left of a lot, as the sealed lot of the redaction says it.
struct Caviarde {
    /// The print of the lot as it reads now.
    empreinte: String,
    /// How many marks stand in it.
    marques: usize,
}

/// The redacted lots. Only a lot of that operation says so, and only of lots before it.
fn caviardes(conn: &Connection) -> Result<HashMap<i64, Caviarde>> {
    let mut stmt = conn.prepare(
        "SELECT c.ligne, j ->> 'empreinte', j ->> 'marques'
         FROM (SELECT *, CASE WHEN json_valid(apres) THEN apres END j FROM changement) c JOIN lot l ON l.id = c.lot
         WHERE c.nom_table = ?1 AND l.op = ?2 AND c.ligne < c.lot ORDER BY c.id",
    )?;
    let mut rows = stmt.query([CAVIARDAGE, Op::Erase.code()])?;
    let mut out = HashMap::new();
    while let Some(r) = rows.next()? {
        let marques = usize::try_from(r.get::<_, Option<i64>>(2)?.unwrap_or_default()).unwrap_or_default();
        let empreinte = r.get::<_, Option<String>>(1)?.unwrap_or_default();
        out.insert(r.get(0)?, Caviarde { empreinte, marques });
    }
    Ok(out)
}

/// How many marks of a redaction a text of the journal holds.
fn marques(row: &Row<'_>, columns: Range<usize>) -> Result<usize> {
    let head = EFFACE.trim_end_matches('⟧');
    columns
        .map(|i| Ok(row.get_ref(i)?.as_str().map_or(0, |t| t.matches(head).count())))
        .sum()
}

/// The print of a lot as it reads now after the print `previous`, and the marks of redactions in it.
pub(crate) fn print(conn: &Connection, lot: LotId, previous: &str) -> Result<(String, usize)> {
    let mut hash = start(previous);
    let mut stmt = conn.prepare_cached(&format!("{LOTS} WHERE l.id = ?1 ORDER BY c.id"))?;
    let mut rows = stmt.query([lot.0])?;
    let (mut from, mut marks) = (0, 0);
    while let Some(row) = rows.next()? {
        for column in from..HASHED {
            add(&mut hash, row, column)?;
        }
        marks += marques(row, from..HASHED)?;
        from = LOT_COLUMNS;
    }
    Ok((finish(hash), marks))
}

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
    let (print, _) = print(conn, lot, &previous.unwrap_or_default())?;
    conn.prepare_cached("INSERT INTO chaine(lot, empreinte) VALUES (?1, ?2)")?
        .execute((lot.0, print))?;
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
    let redacted = caviardes(conn)?;
    let prints = conn
        .prepare("SELECT lot, empreinte FROM chaine ORDER BY lot")?
        .query_map([], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, String>(1)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let mut prints = prints.into_iter();
    let mut stmt = conn.prepare(&format!("{LOTS} ORDER BY l.id, c.id"))?;
    let mut rows = stmt.query([])?;
    let mut current: Option<(i64, Sha256, usize)> = None;
    let mut previous = String::new();
    while let Some(row) = rows.next()? {
        let lot: i64 = row.get(0)?;
        let same = current.as_ref().is_some_and(|(id, ..)| *id == lot);
        if !same {
            if let Some((id, hash, marks)) = current.take() {
                previous = compare(id, &finish(hash), marks, prints.next(), &redacted)?;
            }
            current = Some((lot, start(&previous), 0));
        }
        if let Some((_, hash, marks)) = &mut current {
            let columns = usize::from(same) * LOT_COLUMNS..HASHED;
            for column in columns.clone() {
                add(hash, row, column)?;
            }
            if redacted.contains_key(&lot) {
                *marks += marques(row, columns)?;
            }
        }
    }
    if let Some((id, hash, marks)) = current {
        compare(id, &finish(hash), marks, prints.next(), &redacted)?;
    }
    match prints.next() {
        None => Ok(()),
        Some((lot, _)) => Err(gone(lot)),
    }
}

/// The journal has the lot `last` with that print, and what comes after it goes on from there. Rows are not compared.
///
/// # Errors
/// [`Error::Integrity`] naming the lot.
pub(crate) fn continues(conn: &Connection, last: &(i64, String)) -> Result<()> {
    let redacted = caviardes(conn)?;
    let mut prints = conn
        .prepare("SELECT lot, empreinte FROM chaine WHERE lot >= ?1 ORDER BY lot")?
        .query_map([last.0], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<rusqlite::Result<Vec<(i64, String)>>>()?
        .into_iter();
    if prints.next().as_ref() != Some(last) {
        return Err(gone(last.0));
    }
    let lots = conn
        .prepare("SELECT id FROM lot WHERE id > ?1 ORDER BY id")?
        .query_map([last.0], |r| r.get(0))?
        .collect::<rusqlite::Result<Vec<i64>>>()?;
    let mut previous = last.1.clone();
    for lot in lots {
        let (computed, marks) = print(conn, LotId(lot), &previous)?;
        previous = compare(lot, &computed, marks, prints.next(), &redacted)?;
    }
    prints.next().map_or(Ok(()), |(lot, _)| Err(gone(lot)))
}

fn gone(lot: i64) -> Error {
    Error::Integrity(format!("le lot {lot} du journal a disparu"))
}

/// The lot's print, if the file says the same; of a redacted lot the one it had, if it reads as the redaction left it.
/// A redaction leaves at least one mark: what has none, or another number of them, was tampered with.
fn compare(
    lot: i64,
    computed: &str,
    marks: usize,
    kept: Option<(i64, String)>,
    redacted: &HashMap<i64, Caviarde>,
) -> Result<String> {
    if let Some((_, print)) = kept.filter(|(id, _)| *id == lot) {
        let left = redacted.get(&lot);
        let redacted = left.is_some_and(|r| r.empreinte == computed && r.marques == marks && marks > 0);
        if print == computed || redacted {
            return Ok(print);
        }
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
            "la ligne {cle} de «\u{a0}{nom}\u{a0}» ne correspond plus au journal"
        )))
    })
}
