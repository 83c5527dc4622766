//! Undo: the inverse of the agent's latest lot, column by column, as a new lot.

use rusqlite::{Connection, OptionalExtension, ToSql, types::Value as Sql};
use serde_json::{Map, Value as Json};

use super::{Changes, Error, Op, Result, Store, Table, schema, write::Intent};
use crate::domain::LotId;

/// Tables whose added rows stay: who works here and which forms were used are facts others may rely on since.
const STAYS: [&str; 3] = ["agent", "formulaire", "source"];

impl Store {
    /// Undoes this agent's latest lot not yet undone; says what it was.
    ///
    /// # Errors
    /// [`Error::Refused`] when there is nothing to undo, or when a value has changed since: nothing is undone then.
    pub fn undo(&mut self) -> Result<(String, Changes)> {
        let agent = self.agent().to_owned();
        let (lot, op) = latest(&self.conn, &agent)?
            .ok_or_else(|| Error::Refused("vous n'avez rien à annuler".to_owned()))?;
        let intent = Intent {
            annule: Some(lot),
            ..Op::Undo.into()
        };
        let ((), changes) = self.write_as(intent, |conn| revert(conn, lot))?;
        Ok((op.libelle().to_owned(), changes))
    }
}

/// The agent's latest lot that may be undone and is not.
fn latest(conn: &Connection, agent: &str) -> Result<Option<(LotId, Op)>> {
    let mut stmt = conn.prepare_cached(
        "SELECT id, op FROM lot l WHERE agent = ?1 AND NOT EXISTS (SELECT 1 FROM lot WHERE annule = l.id)
         ORDER BY id DESC",
    )?;
    let mut rows = stmt.query([agent])?;
    while let Some(r) = rows.next()? {
        let op = Op::from_code(r.get_ref(1)?.as_str().unwrap_or_default());
        if let Some(op) = op.filter(|op| op.undoable()) {
            return Ok(Some((LotId(r.get(0)?), op)));
        }
    }
    Ok(None)
}

/// One change of the lot to undo.
struct Changement {
    table: String,
    ligne: i64,
    cle: String,
    avant: Option<String>,
    apres: Option<String>,
}

/// Inverts every change of the lot, the last first.
fn revert(conn: &Connection, lot: LotId) -> Result<()> {
    let tables = schema::tables(conn)?;
    let mut stmt = conn.prepare(
        "SELECT nom_table, ligne, cle, avant, apres FROM changement WHERE lot = ?1 ORDER BY id DESC",
    )?;
    let changes = stmt
        .query_map([lot.0], |r| {
            Ok(Changement {
                table: r.get(0)?,
                ligne: r.get(1)?,
                cle: r.get(2)?,
                avant: r.get(3)?,
                apres: r.get(4)?,
            })
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for change in changes {
        let table = tables
            .iter()
            .find(|t| t.nom == change.table)
            .ok_or_else(|| Error::Refused(format!("la table « {} » n'existe plus", change.table)))?;
        match (read(change.avant.as_deref())?, read(change.apres.as_deref())?) {
            (Some(avant), Some(apres)) => restore(conn, table, &change, &avant, &apres)?,
            (None, Some(_)) if STAYS.contains(&table.nom.as_str()) => {}
            (None, Some(apres)) => remove(conn, table, &change, &apres)?,
            (Some(avant), None) => put_back(conn, table, &change, &avant)?,
            (None, None) => {}
        }
    }
    Ok(())
}

/// A row as the journal keeps it.
fn read(json: Option<&str>) -> Result<Option<Map<String, Json>>> {
    json.map(|j| serde_json::from_str(j).map_err(|e| Error::Integrity(format!("journal illisible : {e}"))))
        .transpose()
}

/// A JSON value as the column held it.
fn sql(value: &Json) -> Sql {
    match value {
        Json::Null => Sql::Null,
        Json::Bool(b) => Sql::Integer(i64::from(*b)),
        Json::Number(n) => n
            .as_i64()
            .map_or_else(|| n.as_f64().map_or(Sql::Null, Sql::Real), Sql::Integer),
        Json::String(t) => Sql::Text(t.clone()),
        other => Sql::Text(other.to_string()),
    }
}

/// Gives an edited row its former values, in the columns the lot changed and only if they are still
/// what the lot left.
fn restore(
    conn: &Connection,
    table: &Table,
    change: &Changement,
    avant: &Map<String, Json>,
    apres: &Map<String, Json>,
) -> Result<()> {
    let present = present(conn, table, change)?.ok_or_else(|| gone(table, change))?;
    let changed = |c: &&String| c.as_str() != "rev" && avant.get(*c) != apres.get(*c);
    let columns: Vec<&String> = table.kept().filter(changed).collect();
    if let Some(other) = columns.iter().find(|c| present.get(**c) != apres.get(**c)) {
        return Err(Error::Refused(format!(
            "annulation impossible : « {other} » de « {} » a changé depuis",
            table.nom
        )));
    }
    let mut sets: Vec<String> = columns.iter().map(|c| format!("{c} = ?")).collect();
    if table.has("rev") {
        sets.push("rev = rev + 1".to_owned());
    }
    let mut values: Vec<Sql> = columns
        .iter()
        .map(|c| avant.get(*c).map_or(Sql::Null, sql))
        .collect();
    values.push(Sql::Text(change.cle.clone()));
    execute(
        conn,
        &format!(
            "UPDATE {0} SET {1} WHERE {2} = ?",
            table.nom,
            sets.join(", "),
            table.cle(&table.nom)
        ),
        &values,
    )
}

/// Takes away a row the lot added, if nothing of it has changed.
fn remove(conn: &Connection, table: &Table, change: &Changement, apres: &Map<String, Json>) -> Result<()> {
    let present = present(conn, table, change)?.ok_or_else(|| gone(table, change))?;
    if table.kept().any(|c| c != "rev" && present.get(c) != apres.get(c)) {
        return Err(Error::Refused(format!(
            "annulation impossible : la ligne ajoutée à « {} » a changé depuis",
            table.nom
        )));
    }
    let sql = format!("DELETE FROM {0} WHERE {1} = ?", table.nom, table.cle(&table.nom));
    execute(conn, &sql, &[Sql::Text(change.cle.clone())])
}

/// Puts back a row the lot took away, under its number and its identity.
fn put_back(conn: &Connection, table: &Table, change: &Changement, avant: &Map<String, Json>) -> Result<()> {
    if present(conn, table, change)?.is_some() {
        return Err(Error::Refused(format!(
            "annulation impossible : la ligne retirée de « {} » a été remise depuis",
            table.nom
        )));
    }
    let mut names: Vec<&str> = table.kept().map(String::as_str).collect();
    let mut values: Vec<Sql> = names
        .iter()
        .map(|c| avant.get(*c).map_or(Sql::Null, sql))
        .collect();
    if table.has("uid") {
        names.extend(["id", "uid"]);
        values.extend([Sql::Integer(change.ligne), Sql::Text(change.cle.clone())]);
    }
    let marks = vec!["?"; names.len()].join(", ");
    let sql = format!("INSERT INTO {}({}) VALUES ({marks})", table.nom, names.join(", "));
    execute(conn, &sql, &values)
}

/// The row as it is now, if it is there.
fn present(conn: &Connection, table: &Table, change: &Changement) -> Result<Option<Map<String, Json>>> {
    let sql = format!(
        "SELECT {} FROM {} t WHERE {} = ?1",
        table.json("t"),
        table.nom,
        table.cle("t")
    );
    let json: Option<String> = conn.query_row(&sql, [&change.cle], |r| r.get(0)).optional()?;
    read(json.as_deref())
}

/// The refusal when the row to restore is no longer there.
fn gone(table: &Table, change: &Changement) -> Error {
    Error::Refused(format!(
        "annulation impossible : la ligne {} de « {} » a été retirée depuis",
        change.cle, table.nom
    ))
}

/// Runs one statement; a row others refer to cannot go.
fn execute(conn: &Connection, sql: &str, values: &[Sql]) -> Result<()> {
    let values: Vec<&dyn ToSql> = values.iter().map(|v| v as &dyn ToSql).collect();
    conn.execute(sql, values.as_slice()).map_err(|e| match &e {
        rusqlite::Error::SqliteFailure(code, _)
            if code.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY
                // RESTRICT is reported as a trigger's refusal, without the words of one of ours.
                || e.to_string().contains("FOREIGN KEY") =>
        {
            Error::Refused("annulation impossible : autre chose en dépend depuis".to_owned())
        }
        _ => e.into(),
    })?;
    Ok(())
}
