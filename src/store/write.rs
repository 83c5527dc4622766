//! The one door for writes: lot → changes → chain, in one transaction.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::{Op, Result, Store, auteur::Auteur, chain, derive};
use crate::domain::{LotId, texte::nettoyer};

/// Which tables a write touched: what has to be read again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes(BTreeSet<String>);

impl Changes {
    /// True when nothing was written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether rows of `table` changed.
    #[must_use]
    pub fn touches(&self, table: &str) -> bool {
        self.0.contains(table)
    }

    /// The tables, by name.
    pub fn tables(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

/// What goes in a lot's row besides its changes.
#[derive(Clone, Copy)]
pub(crate) struct Intent<'a> {
    /// What it is for.
    pub op: Op,
    /// Why, when a reason was asked for.
    pub motif: Option<&'a str>,
    /// The lot it undoes.
    pub annule: Option<LotId>,
}

impl From<Op> for Intent<'_> {
    fn from(op: Op) -> Self {
        Self {
            op,
            motif: None,
            annule: None,
        }
    }
}

impl Store {
    /// THE door: runs `f` in one immediate transaction, as one lot of the journal.
    /// When `f` fails nothing is kept; when it changes nothing no lot is left.
    ///
    /// # Errors
    /// [`super::Error::Interdit`] when the agent's role does not give the operation; [`super::Error::Busy`] after
    /// five seconds behind another writer; whatever `f` returns.
    pub fn write<T>(&mut self, op: Op, f: impl FnOnce(&Connection) -> Result<T>) -> Result<(T, Changes)> {
        self.write_as(op.into(), f)
    }

    /// [`Self::write`] with a reason or an undone lot.
    pub(crate) fn write_as<T>(
        &mut self,
        intent: Intent<'_>,
        f: impl FnOnce(&Connection) -> Result<T>,
    ) -> Result<(T, Changes)> {
        self.writable()?;
        let done = self.one_lot(intent, f);
        self.watch(done)
    }

    /// One lot in one transaction.
    fn one_lot<T>(
        &mut self,
        intent: Intent<'_>,
        f: impl FnOnce(&Connection) -> Result<T>,
    ) -> Result<(T, Changes)> {
        let tx = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Once the lock is held: a session that restores holds it while it puts the file away.
        super::place::check_same(self.path.as_deref(), self.file)?;
        let (out, changes) = lot(&tx, intent, &self.auteur, f)?;
        if changes.is_empty() {
            tx.rollback()?;
        } else {
            tx.commit()?;
        }
        if changes.touches("agent") {
            self.reread_role()?;
        }
        Ok((out, changes))
    }
}

/// One lot inside the caller's transaction: the role asked, door opened, `f`, derived columns, chain, door shut.
pub(crate) fn lot<T>(
    conn: &Connection,
    intent: Intent<'_>,
    auteur: &Auteur,
    f: impl FnOnce(&Connection) -> Result<T>,
) -> Result<(T, Changes)> {
    auteur.permettre_lot(conn, intent)?;
    conn.prepare_cached(
        "INSERT INTO lot(uid, op, agent, quand, motif, annule) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        uid(),
        intent.op.code(),
        auteur.nom(),
        instant(crate::clock::now()),
        intent.motif.map(nettoyer),
        intent.annule.map(|l| l.0)
    ])?;
    let lot = LotId(conn.last_insert_rowid());
    conn.prepare_cached("INSERT INTO porte(id, lot) VALUES (1, ?1)")?
        .execute([lot.0])?;
    let out = f(conn)?;
    derive::refresh(conn, lot)?;
    chain::seal(conn, lot)?;
    conn.prepare_cached("DELETE FROM porte")?.execute([])?;
    Ok((out, changes(conn, lot)?))
}

/// Who last changed a row, and when: `Durand, à 14:02`; of another day, `Durand, le 23/11 14:02`.
pub(crate) fn auteur(conn: &Connection, table: &str, cle: &str) -> Result<String> {
    let found: Option<(String, String)> = conn
        .prepare_cached(
            "SELECT l.agent, l.quand FROM changement c JOIN lot l ON l.id = c.lot
             WHERE c.nom_table = ?1 AND c.cle = ?2 ORDER BY c.id DESC LIMIT 1",
        )?
        .query_row((table, cle), |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    let Some((agent, at)) = found else {
        return Ok("une autre session".to_owned());
    };
    let when = if crate::clock::local_day(&at) == Some(crate::clock::today()) {
        crate::clock::local_time(&at).map(|t| format!("à {t}"))
    } else {
        crate::clock::local(&at).map(|t| format!("le {t}"))
    };
    Ok(format!("{agent}, {}", when.unwrap_or_default()))
}

/// The tables a lot touched.
fn changes(conn: &Connection, lot: LotId) -> Result<Changes> {
    let mut stmt = conn.prepare_cached("SELECT DISTINCT nom_table FROM changement WHERE lot = ?1")?;
    let tables = stmt
        .query_map([lot.0], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(Changes(tables))
}

/// A new stable identity.
pub(crate) fn uid() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// An instant as the file keeps it: UTC to the second, `2026-11-23T14:02:00Z`.
pub(crate) fn instant(t: Timestamp) -> String {
    Timestamp::from_second(t.as_second()).unwrap_or(t).to_string()
}
