//! Undo: the inverse of a lot, column by column, as a new lot. Undoing an undo does the thing again.
//!
//! A value is only put back where it is still what the lot left: what anyone wrote since is never written over.
//! One transaction: either the whole lot is undone or nothing is.

mod refus;

use rusqlite::{Connection, OptionalExtension, ToSql, TransactionBehavior, types::Value as Sql};
use serde_json::Value as Json;

use super::{
    Changes, Error, Op, Result, Store, Table,
    journal::{self, Brut, Ligne, Noms},
    schema,
    write::{self, Intent},
};
use crate::domain::{
    LotId,
    journal::{LotLigne, Suite},
};

/// Tables whose added rows stay: who works here and which forms were used are facts others may rely on since.
const STAYS: [&str; 3] = ["agent", "formulaire", "source"];

impl Store {
    /// Undoes this agent's latest lot not yet undone; says what it was.
    ///
    /// # Errors
    /// [`Error::Refused`] when there is nothing to undo, or when a value has changed since: nothing is undone then.
    pub fn undo(&mut self) -> Result<(String, Changes)> {
        let lot = self.mon_dernier()?;
        let (done, changes) = self.undo_lot(lot.id)?;
        Ok((done.libelle, changes))
    }

    /// This agent's latest lot that may be undone and is not.
    ///
    /// # Errors
    /// [`Error::Refused`] when there is none.
    pub fn mon_dernier(&self) -> Result<LotLigne> {
        let tx = self.conn.unchecked_transaction()?;
        let id = latest(&tx, self.agent())?
            .ok_or_else(|| Error::Refused("vous n'avez rien à annuler".to_owned()))?;
        journal::un_lot(&tx, &mut Noms::new(&tx), id)
    }

    /// This agent's latest undo that was not undone itself: what can be done again. Known from the journal, so a new
    /// session finds it too.
    ///
    /// # Errors
    /// [`Error::Refused`] when there is none.
    pub fn mon_annulation(&self) -> Result<LotLigne> {
        let tx = self.conn.unchecked_transaction()?;
        let found: Option<i64> = tx
            .prepare_cached(
                "SELECT id FROM lot l WHERE agent = ?1 AND op = ?2 AND NOT EXISTS (SELECT 1 FROM lot WHERE annule = l.id)
                 ORDER BY id DESC LIMIT 1",
            )?
            .query_row((self.agent(), Op::Undo.code()), |r| r.get(0))
            .optional()?;
        let id = found.ok_or_else(|| Error::Refused("vous n'avez rien à rétablir".to_owned()))?;
        journal::un_lot(&tx, &mut Noms::new(&tx), LotId(id))
    }

    /// Undoes a lot, whoever wrote it; of an undo, does again what it undid. Says which lot it was.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown lot; [`Error::Refused`], with the reason in words, when it is undone
    /// already, when its operation has no inverse, when something changed or depends on it since, when what it
    /// wrote is frozen. Nothing is undone then.
    pub fn undo_lot(&mut self, id: LotId) -> Result<(LotLigne, Changes)> {
        let (lot, op) = self.may_undo(id)?;
        let undone = self.write_as(intent(id, op), |conn| revert(conn, id));
        match undone {
            Ok(((), changes)) if changes.is_empty() => {
                Err(Error::Refused("ce lot ne laisse rien à annuler".to_owned()))
            }
            Ok(((), changes)) => Ok((lot, changes)),
            // Another session may have undone it meanwhile: that reason is the better one.
            Err(e) => Err(self.may_undo(id).err().unwrap_or(e)),
        }
    }

    /// What [`Self::undo_lot`] would answer, with nothing written: the undo is tried and rolled back.
    ///
    /// # Errors
    /// Those of [`Self::undo_lot`].
    pub fn check_undo(&mut self, id: LotId) -> Result<LotLigne> {
        let (lot, op) = self.may_undo(id)?;
        let tx = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        write::lot(&tx, intent(id, op), &self.auteur, |conn| revert(conn, id))?;
        tx.rollback()?;
        Ok(lot)
    }

    /// The lot and the operation that its inverse is.
    fn may_undo(&self, id: LotId) -> Result<(LotLigne, Op)> {
        let tx = self.conn.unchecked_transaction()?;
        let mut noms = Noms::new(&tx);
        let lot = journal::un_lot(&tx, &mut noms, id)?;
        match lot.suite {
            Suite::EnVigueur => {}
            Suite::Annule(by) => {
                let who = refus::auteur(&journal::un_lot(&tx, &mut noms, by)?);
                return refused(&format!(
                    "le lot {id} est déjà annulé ({who})\u{202f}; annuler le lot {by} le rétablit"
                ));
            }
            Suite::Retabli(by) => {
                return refused(&format!(
                    "le lot {id} a été annulé puis rétabli\u{202f}: c'est le lot {by} qu'il faut annuler"
                ));
            }
        }
        match Op::from_code(&lot.op) {
            Some(Op::Undo) => Ok((lot, Op::Redo)),
            Some(op) if op.undoable() => Ok((lot, Op::Undo)),
            Some(Op::Create) => {
                refused("la création du registre ne s'annule pas\u{202f}: il n'y a rien avant")
            }
            Some(op) => refused(&format!("«\u{a0}{}\u{a0}» ne s'annule pas", op.libelle())),
            None => {
                refused("cette opération vient d'une autre version de cmq\u{202f}: elle ne s'annule pas ici")
            }
        }
    }
}

fn refused<T>(sentence: &str) -> Result<T> {
    Err(Error::Refused(sentence.to_owned()))
}

/// The row of the lot that undoes `lot`.
fn intent<'a>(lot: LotId, op: Op) -> Intent<'a> {
    Intent {
        annule: Some(lot),
        ..op.into()
    }
}

/// The agent's latest lot that may be undone and is not.
fn latest(conn: &Connection, agent: &str) -> Result<Option<LotId>> {
    let mut stmt = conn.prepare_cached(
        "SELECT id, op FROM lot l WHERE agent = ?1 AND NOT EXISTS (SELECT 1 FROM lot WHERE annule = l.id)
         ORDER BY id DESC",
    )?;
    let mut rows = stmt.query([agent])?;
    while let Some(r) = rows.next()? {
        let op = Op::from_code(r.get_ref(1)?.as_str().unwrap_or_default());
        if op.is_some_and(Op::undoable) {
            return Ok(Some(LotId(r.get(0)?)));
        }
    }
    Ok(None)
}

/// A lot being undone.
struct Annulation<'a> {
    conn: &'a Connection,
    noms: Noms<'a>,
    lot: LotId,
}

/// Inverts every change of the lot, the last first.
fn revert(conn: &Connection, lot: LotId) -> Result<()> {
    let tables = schema::tables(conn)?;
    let mut undo = Annulation {
        conn,
        noms: Noms::new(conn),
        lot,
    };
    for change in journal::bruts(conn, lot, 0, usize::MAX)?.iter().rev() {
        let table = tables
            .iter()
            .find(|t| t.nom == change.table)
            .ok_or_else(|| Error::Refused(format!("la table « {} » n'existe plus", change.table)))?;
        match (&change.avant, &change.apres) {
            (Some(avant), Some(apres)) => undo.restore(table, change, avant, apres)?,
            (None, Some(_)) if STAYS.contains(&table.nom.as_str()) => {}
            (None, Some(apres)) => undo.remove(table, change, apres)?,
            (Some(avant), None) => undo.put_back(table, change, avant)?,
            (None, None) => {}
        }
    }
    Ok(())
}

impl Annulation<'_> {
    /// Gives an edited row its former values, in the columns the lot changed and only if they are still
    /// what the lot left.
    fn restore(&mut self, table: &Table, change: &Brut, avant: &Ligne, apres: &Ligne) -> Result<()> {
        let Some(present) = self.present(table, change)? else {
            return self.gone(change);
        };
        let changed = |c: &&String| c.as_str() != "rev" && avant.get(*c) != apres.get(*c);
        let columns: Vec<&String> = table.kept().filter(changed).collect();
        if let Some(other) = columns.iter().find(|c| present.get(**c) != apres.get(**c)) {
            return self.changed_since(change, other);
        }
        self.answers_stay(change, avant, apres)?;
        self.issue_stays(change, avant, apres)?;
        let mut sets: Vec<String> = columns.iter().map(|c| format!("{c} = ?")).collect();
        if table.has("rev") {
            sets.push("rev = rev + 1".to_owned());
        }
        let mut values: Vec<Sql> = columns
            .iter()
            .map(|c| avant.get(*c).map_or(Sql::Null, sql))
            .collect();
        values.push(Sql::Text(change.cle.clone()));
        let update = format!(
            "UPDATE {0} SET {1} WHERE {2} = ?",
            table.nom,
            sets.join(", "),
            table.cle(&table.nom)
        );
        self.execute(change, &update, &values)
    }

    /// Takes away a row the lot added, if nothing of it has changed.
    fn remove(&mut self, table: &Table, change: &Brut, apres: &Ligne) -> Result<()> {
        let Some(present) = self.present(table, change)? else {
            return self.gone(change);
        };
        if let Some(other) = table
            .kept()
            .find(|c| *c != "rev" && present.get(*c) != apres.get(*c))
        {
            return self.changed_since(change, other);
        }
        let delete = format!("DELETE FROM {0} WHERE {1} = ?", table.nom, table.cle(&table.nom));
        self.execute(change, &delete, &[Sql::Text(change.cle.clone())])
    }

    /// Puts back a row the lot took away, under its number and its identity.
    fn put_back(&mut self, table: &Table, change: &Brut, avant: &Ligne) -> Result<()> {
        if self.present(table, change)?.is_some() {
            return self.back_since(change);
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
        let insert = format!("INSERT INTO {}({}) VALUES ({marks})", table.nom, names.join(", "));
        self.execute(change, &insert, &values)
    }

    /// The row as it is now, if it is there.
    fn present(&self, table: &Table, change: &Brut) -> Result<Option<Ligne>> {
        let sql = format!(
            "SELECT {} FROM {} t WHERE {} = ?1",
            table.json("t"),
            table.nom,
            table.cle("t")
        );
        let json: Option<String> = self
            .conn
            .query_row(&sql, [&change.cle], |r| r.get(0))
            .optional()?;
        json.as_deref().map(journal::lire).transpose()
    }

    /// Runs one statement; what the register's rules refuse is said in words.
    fn execute(&mut self, change: &Brut, sql: &str, values: &[Sql]) -> Result<()> {
        let values: Vec<&dyn ToSql> = values.iter().map(|v| v as &dyn ToSql).collect();
        match self.conn.execute(sql, values.as_slice()) {
            Ok(_) => Ok(()),
            Err(e) => Err(self.constraint(change, e)?),
        }
    }
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
