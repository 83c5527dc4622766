//! Rows of the trade written inside the door: insert, and update with a check of the revision.

use rusqlite::{Connection, OptionalExtension, ToSql};

use super::{Error, Result, write};

/// One column of a row to write.
pub type Column<'a> = (&'static str, &'a dyn ToSql);

/// Inserts a row with a new uid; returns its id. Table and columns are the program's own words.
pub fn insert(conn: &Connection, table: &'static str, columns: &[Column<'_>]) -> Result<i64> {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let marks = vec!["?"; columns.len() + 1].join(", ");
    let sql = format!("INSERT INTO {table}(uid, {}) VALUES ({marks})", names.join(", "));
    let uid = write::uid();
    let mut values: Vec<&dyn ToSql> = vec![&uid];
    values.extend(columns.iter().map(|(_, value)| *value));
    conn.prepare_cached(&sql)?.execute(values.as_slice())?;
    Ok(conn.last_insert_rowid())
}

/// Updates the row `id` as it was read at revision `rev`.
///
/// # Errors
/// [`Error::Stale`] when someone changed it since, [`Error::NotFound`] when it is gone.
pub fn update(
    conn: &Connection,
    table: &'static str,
    id: i64,
    rev: i64,
    columns: &[Column<'_>],
) -> Result<()> {
    let sets: Vec<String> = columns.iter().map(|(name, _)| format!("{name} = ?")).collect();
    let sql = format!(
        "UPDATE {table} SET {}, rev = rev + 1 WHERE id = ? AND rev = ?",
        sets.join(", ")
    );
    let mut values: Vec<&dyn ToSql> = columns.iter().map(|(_, value)| *value).collect();
    values.extend([&id as &dyn ToSql, &rev]);
    if conn.prepare_cached(&sql)?.execute(values.as_slice())? == 1 {
        return Ok(());
    }
    let now: Option<i64> = conn
        .query_row(&format!("SELECT rev FROM {table} WHERE id = ?1"), [id], |r| {
            r.get(0)
        })
        .optional()?;
    Err(match now {
        Some(_) => Error::Stale(format!("l'enregistrement {id} de « {table} »")),
        None => Error::NotFound(format!("l'enregistrement {id} de « {table} »")),
    })
}
