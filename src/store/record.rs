//! Rows of the trade written inside the door: insert, and update with a check of the revision.

use rusqlite::{
    Connection, OptionalExtension, ToSql,
    types::{ToSqlOutput, Value as Sql, ValueRef},
};
use sha2::{Digest as _, Sha256};

use super::{Error, Result, write};
use crate::domain::texte;

/// One column of a row to write.
pub type Column<'a> = (&'static str, &'a dyn ToSql);

/// A value on its way into a row: the net under the forms and the imports, which have cleaned their texts already. The
/// file of a form is left as its author wrote it.
struct Propre<'a>(&'a dyn ToSql);

impl<'a> Propre<'a> {
    /// The value to bind for `value` in `table`.
    fn of(table: &str, value: &'a dyn ToSql) -> Box<dyn ToSql + 'a> {
        if table == "formulaire" {
            Box::new(value)
        } else {
            Box::new(Self(value))
        }
    }
}

impl ToSql for Propre<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let value = self.0.to_sql()?;
        let text = match &value {
            ToSqlOutput::Borrowed(ValueRef::Text(t)) => std::str::from_utf8(t).ok(),
            ToSqlOutput::Owned(Sql::Text(t)) => Some(t.as_str()),
            _ => None,
        };
        match text.filter(|t| t.contains(|c| c != '\n' && texte::interdit(c))) {
            Some(text) => Ok(ToSqlOutput::Owned(Sql::Text(texte::nettoyer(text)))),
            None => Ok(value),
        }
    }
}

/// Inserts a row with a new uid and a number that no row of the table ever had: the journal tells rows by their numbers,
/// and an undo puts back what belonged to them. Returns the number. Table and columns are the program's own words.
pub fn insert(conn: &Connection, table: &'static str, columns: &[Column<'_>]) -> Result<i64> {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let marks = vec!["?"; columns.len() + 1].join(", ");
    let sql = format!(
        "INSERT INTO {table}(id, uid, {}) VALUES (
           1 + max((SELECT coalesce(max(id), 0) FROM {table}),
                   (SELECT coalesce(max(ligne), 0) FROM changement WHERE nom_table = '{table}' AND apres IS NULL)), {marks})",
        names.join(", ")
    );
    let uid = write::uid();
    let clean: Vec<_> = columns
        .iter()
        .map(|(_, value)| Propre::of(table, *value))
        .collect();
    let mut values: Vec<&dyn ToSql> = vec![&uid];
    values.extend(clean.iter().map(|v| &**v as &dyn ToSql));
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
    let clean: Vec<_> = columns
        .iter()
        .map(|(_, value)| Propre::of(table, *value))
        .collect();
    let mut values: Vec<&dyn ToSql> = clean.iter().map(|v| &**v as &dyn ToSql).collect();
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

/// Updates the row `id` where a column differs from what it holds; says whether one did. For rows whose revision the
/// caller has checked: nothing changed leaves nothing in the journal.
///
/// # Errors
/// [`Error::NotFound`] when the row is gone.
pub fn revise(conn: &Connection, table: &'static str, id: i64, columns: &[Column<'_>]) -> Result<bool> {
    let same: Vec<String> = columns.iter().map(|(name, _)| format!("{name} IS ?")).collect();
    let sql = format!("SELECT rev, {} FROM {table} WHERE id = ?", same.join(" AND "));
    let mut values: Vec<&dyn ToSql> = columns.iter().map(|(_, value)| *value).collect();
    values.push(&id);
    let found: Option<(i64, bool)> = conn
        .prepare_cached(&sql)?
        .query_row(values.as_slice(), |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    match found {
        Some((_, true)) => Ok(false),
        Some((rev, false)) => update(conn, table, id, rev, columns).map(|()| true),
        None => Err(Error::NotFound(format!("l'enregistrement {id} de « {table} »"))),
    }
}

/// A revision of several rows at once: rises or falls with any of them, with any row more or less. `sql` gives the
/// row and the revision of each, in an order of its own; `?1` is `id`.
pub fn empreinte(conn: &Connection, sql: &str, id: i64) -> Result<i64> {
    let mut hash = Sha256::new();
    let mut stmt = conn.prepare_cached(sql)?;
    let mut rows = stmt.query([id])?;
    while let Some(row) = rows.next()? {
        hash.update(row.get::<_, i64>(0)?.to_be_bytes());
        hash.update(row.get::<_, i64>(1)?.to_be_bytes());
    }
    let print = hash.finalize();
    let head = print.iter().take(7);
    Ok(head.fold(1, |all, byte| all << 8 | i64::from(*byte)))
}
