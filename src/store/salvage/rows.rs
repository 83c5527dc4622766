//! Rows of one table, from a file that may answer with errors anywhere.

use std::ops::Range;

use rusqlite::{Connection, Row, Statement, types::Value};

use super::{TableSauvee, listed};
use crate::store::{Result, Table};

/// Rows looked for one by one between two that can be read.
const GAP: i64 = 50_000;

/// Copies what can be read of a table: from its beginning, from its end, then row by row in between.
pub(super) fn copy(from: &Connection, to: &Connection, table: &Table) -> Result<TableSauvee> {
    let Some(columns) = shared(from, table) else {
        return Ok(TableSauvee {
            nom: table.nom.clone(),
            trouee: !listed(from),
            ..TableSauvee::default()
        });
    };
    let mut copy = Copy::new(from, to, table, &columns)?;
    let (first, whole) = copy.scan("", "ASC");
    if !whole {
        copy.saved.trouee = true;
        copy.rest(first);
    }
    Ok(copy.saved)
}

/// A table on its way.
struct Copy<'a> {
    from: &'a Connection,
    /// Writes one row.
    put: Statement<'a>,
    table: &'a Table,
    columns: &'a [String],
    saved: TableSauvee,
}

impl<'a> Copy<'a> {
    fn new(
        from: &'a Connection,
        to: &'a Connection,
        table: &'a Table,
        columns: &'a [String],
    ) -> Result<Self> {
        let put = to.prepare(&format!(
            "INSERT OR IGNORE INTO {}({}) VALUES ({})",
            table.nom,
            columns.join(", "),
            vec!["?"; columns.len()].join(", ")
        ))?;
        let saved = TableSauvee {
            nom: table.nom.clone(),
            ..TableSauvee::default()
        };
        Ok(Self {
            from,
            put,
            table,
            columns,
            saved,
        })
    }

    /// What the scan from the beginning, which broke off after `first`, has left.
    fn rest(&mut self, first: Option<i64>) {
        // Rows met twice are put once: what comes back from the other end is not counted as refused.
        let refused = self.saved.ecartees;
        let numbered = self.table.cles.len() == 1 && self.columns.first() == self.table.cles.first();
        let key = self.table.cles.first().map_or("rowid", String::as_str);
        let after = match first {
            Some(id) if numbered => format!("WHERE {key} > {id}"),
            _ => String::new(),
        };
        let (last, _) = self.scan(&after, "DESC");
        if !numbered {
            self.saved.ecartees = refused;
            return;
        }
        let begin = first.unwrap_or(0);
        let end = last.unwrap_or(begin + GAP).min(begin.saturating_add(GAP));
        self.one_by_one(key, begin.saturating_add(1)..end);
    }

    /// Takes the rows of these numbers that can be read.
    fn one_by_one(&mut self, key: &str, ids: Range<i64>) {
        let sql = format!(
            "SELECT {} FROM {} WHERE {key} = ?1",
            self.columns.join(", "),
            self.table.nom
        );
        let from = self.from;
        let Ok(mut stmt) = from.prepare(&sql) else {
            return;
        };
        for id in ids {
            if let Ok(mut rows) = stmt.query([id])
                && let Ok(Some(row)) = rows.next()
            {
                self.take(row);
            }
        }
    }

    /// Takes the rows in that order as far as they can be read; the last one's number, and whether that was all.
    fn scan(&mut self, filter: &str, way: &str) -> (Option<i64>, bool) {
        let keys: Vec<String> = self.table.cles.iter().map(|k| format!("{k} {way}")).collect();
        let sql = format!(
            "SELECT {} FROM {} {filter} ORDER BY {}",
            self.columns.join(", "),
            self.table.nom,
            keys.join(", ")
        );
        let from = self.from;
        let Ok(mut stmt) = from.prepare(&sql) else {
            return (None, false);
        };
        let Ok(mut rows) = stmt.query([]) else {
            return (None, false);
        };
        let mut last = None;
        loop {
            match rows.next() {
                Ok(Some(row)) => last = self.take(row).or(last),
                Ok(None) => return (last, true),
                Err(_) => return (last, false),
            }
        }
    }

    /// Puts a row into the new file; its number, when it can be read.
    fn take(&mut self, row: &Row<'_>) -> Option<i64> {
        let values: Vec<Value> = (0..self.columns.len())
            .map(|i| row.get(i))
            .collect::<rusqlite::Result<_>>()
            .ok()?;
        let id = match values.first() {
            Some(Value::Integer(id)) => *id,
            _ => 0,
        };
        match self.put.execute(rusqlite::params_from_iter(values)) {
            Ok(1) => self.saved.lues += 1,
            _ => self.saved.ecartees += 1,
        }
        Some(id)
    }
}

/// The columns that both files have, the key first; None when the damaged one cannot say.
fn shared(from: &Connection, table: &Table) -> Option<Vec<String>> {
    let mut stmt = from.prepare("SELECT name FROM pragma_table_info(?1)").ok()?;
    let there = stmt
        .query_map([&table.nom], |r| r.get::<_, String>(0))
        .ok()?
        .collect::<rusqlite::Result<Vec<_>>>()
        .ok()?;
    let mut all: Vec<String> = table
        .colonnes
        .iter()
        .filter(|c| there.contains(c))
        .cloned()
        .collect();
    all.sort_by_key(|c| !table.cles.contains(c));
    (!all.is_empty()).then_some(all)
}

/// Takes away rows that point to one that is lost, until none does; how many, by table.
pub(super) fn detach(conn: &Connection) -> Result<Vec<(String, usize)>> {
    let mut links = conn.prepare(
        "SELECT t.name, f.\"from\", f.\"table\", f.\"to\" FROM pragma_table_list t, pragma_foreign_key_list(t.name) f
         WHERE t.schema = 'main' AND t.type = 'table'",
    )?;
    let links = links
        .query_map([], |r| {
            Ok((
                r.get::<_, String>(0)?,
                r.get::<_, String>(1)?,
                r.get::<_, String>(2)?,
                r.get::<_, String>(3)?,
            ))
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let mut gone = Vec::new();
    loop {
        let mut some = false;
        for (table, column, parent, key) in &links {
            let n = conn.execute(
                &format!(
                    "DELETE FROM {table} WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT {key} FROM {parent})"
                ),
                [],
            )?;
            if n > 0 {
                gone.push((table.clone(), n));
                some = true;
            }
        }
        if !some {
            return Ok(gone);
        }
    }
}
