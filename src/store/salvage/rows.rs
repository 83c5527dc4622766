//! Rows of one table, from a file that may answer with errors anywhere.

use rusqlite::{Connection, Row, types::Value};

use super::{TableSauvee, listed};
use crate::store::{Result, Table};

/// Rows looked for one by one between two that can be read.
const GAP: i64 = 50_000;

/// Copies what can be read of a table: from its beginning, from its end, then row by row in between.
pub(super) fn copy(from: &Connection, to: &Connection, table: &Table) -> Result<TableSauvee> {
    let mut saved = TableSauvee {
        nom: table.nom.clone(),
        ..TableSauvee::default()
    };
    let Some(columns) = shared(from, table) else {
        saved.trouee = !listed(from);
        return Ok(saved);
    };
    let list = columns.join(", ");
    let order = |way: &str| {
        let keys: Vec<String> = table.cles.iter().map(|k| format!("{k} {way}")).collect();
        keys.join(", ")
    };
    let marks = vec!["?"; columns.len()].join(", ");
    let mut put = to.prepare(&format!(
        "INSERT OR IGNORE INTO {}({list}) VALUES ({marks})",
        table.nom
    ))?;
    let mut take = |row: &Row<'_>, saved: &mut TableSauvee| -> Option<i64> {
        let values: Vec<Value> = (0..columns.len())
            .map(|i| row.get(i))
            .collect::<rusqlite::Result<_>>()
            .ok()?;
        let id = match values.first() {
            Some(Value::Integer(id)) => *id,
            _ => 0,
        };
        match put.execute(rusqlite::params_from_iter(values)) {
            Ok(1) => saved.lues += 1,
            _ => saved.ecartees += 1,
        }
        Some(id)
    };
    let mut scan = |sql: &str, saved: &mut TableSauvee| -> (Option<i64>, bool) {
        let mut last = None;
        let Ok(mut stmt) = from.prepare(sql) else {
            return (None, false);
        };
        let Ok(mut rows) = stmt.query([]) else {
            return (None, false);
        };
        loop {
            match rows.next() {
                Ok(Some(row)) => last = take(row, saved).or(last),
                Ok(None) => return (last, true),
                Err(_) => return (last, false),
            }
        }
    };
    let (first, whole) = scan(
        &format!("SELECT {list} FROM {} ORDER BY {}", table.nom, order("ASC")),
        &mut saved,
    );
    if whole {
        return Ok(saved);
    }
    saved.trouee = true;
    // Rows met twice are put once: what comes back from the other end is not counted as refused.
    let refused = saved.ecartees;
    let numbered = table.cles.len() == 1 && columns.first() == table.cles.first();
    let after = match first {
        Some(id) if numbered => format!("WHERE {} > {id}", table.cles[0]),
        _ => String::new(),
    };
    let (last, _) = scan(
        &format!(
            "SELECT {list} FROM {} {after} ORDER BY {}",
            table.nom,
            order("DESC")
        ),
        &mut saved,
    );
    if numbered {
        let (from_id, to_id) = (first.unwrap_or(0), last.unwrap_or(first.unwrap_or(0) + GAP));
        for id in from_id.saturating_add(1)..to_id.min(from_id.saturating_add(GAP)) {
            scan(
                &format!("SELECT {list} FROM {} WHERE {} = {id}", table.nom, table.cles[0]),
                &mut saved,
            );
        }
    } else {
        saved.ecartees = refused;
    }
    Ok(saved)
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
