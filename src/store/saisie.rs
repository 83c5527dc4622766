//! Working memory of a review being filled in: where it was left, and the text being typed.
//! The one exception to the door: overwritten in place, in small transactions of their own, never journaled;
//! the journal gets the answer when the field is left.

use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior};

use super::{Op, Result, Store, reponse, write};
use crate::domain::RevueId;

/// Text being typed and not yet an answer, kept against a lost line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saisie {
    /// Step's id.
    pub step: String,
    /// Field's id, or a table's cell as `champ[row].column`.
    pub champ: String,
    /// The editor's text, as typed.
    pub texte: String,
    /// The cursor's line, from 0.
    pub ligne: usize,
    /// The cursor's column in characters, from 0.
    pub colonne: usize,
    /// When it was kept, UTC, `2026-11-23T14:02:00Z`; set by the store.
    pub enregistre: String,
}

impl Store {
    /// Notes where the review was left: step, field.
    pub fn save_position(&mut self, revue: RevueId, position: (&str, &str)) -> Result<()> {
        self.outside_for(Op::SaveReponse, |conn| put_position(conn, revue, position))
    }

    /// Keeps the text being typed, over the one this agent had in the review.
    ///
    /// # Errors
    /// [`super::Error::Refused`] when the review is handed in.
    pub fn save_saisie(&mut self, revue: RevueId, s: &Saisie) -> Result<()> {
        let agent = self.agent().to_owned();
        self.outside_for(Op::SaveReponse, |conn| {
            reponse::open_rev(conn, revue)?;
            conn.prepare_cached(
                "INSERT INTO saisie(revue, etape, champ, texte, ligne, colonne, enregistre, agent)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 ON CONFLICT DO UPDATE SET etape = excluded.etape, champ = excluded.champ, texte = excluded.texte,
                   ligne = excluded.ligne, colonne = excluded.colonne, enregistre = excluded.enregistre",
            )?
            .execute((
                revue.0,
                &s.step,
                &s.champ,
                &s.texte,
                i64::try_from(s.ligne).unwrap_or(i64::MAX),
                i64::try_from(s.colonne).unwrap_or(i64::MAX),
                write::instant(crate::clock::now()),
                &agent,
            ))?;
            Ok(())
        })
    }

    /// The text this agent was typing, if they left the review in the middle of one.
    pub fn saisie(&self, revue: RevueId) -> Result<Option<Saisie>> {
        let mut stmt = self.conn.prepare_cached(
            "SELECT etape, champ, texte, ligne, colonne, enregistre FROM saisie WHERE revue = ?1 AND agent = ?2",
        )?;
        Ok(stmt.query_row((revue.0, self.agent()), lue).optional()?)
    }

    /// The texts being typed in a review, or left in the middle, each with whose it is.
    pub fn frappes(&self, revue: RevueId) -> Result<Vec<(String, Saisie)>> {
        let mut stmt = self.conn.prepare_cached(
            "SELECT etape, champ, texte, ligne, colonne, enregistre, agent FROM saisie WHERE revue = ?1 ORDER BY agent",
        )?;
        let rows = stmt.query_map([revue.0], |r| Ok((r.get(6)?, lue(r)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// A small immediate transaction outside the door, for working memory only: the journal's triggers
    /// refuse it anything else.
    pub(crate) fn outside<T>(&mut self, f: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.writable()?;
        let done = self.immediate(f);
        self.watch(done)
    }

    fn immediate<T>(&mut self, f: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let tx = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        super::place::check_same(self.path.as_deref(), self.file)?;
        let out = f(&tx)?;
        tx.commit()?;
        Ok(out)
    }

    /// [`Self::outside`] for the working memory of an operation: who may not do it keeps no draft of it.
    pub(crate) fn outside_for<T>(&mut self, op: Op, f: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let auteur = self.auteur.clone();
        self.outside(|conn| {
            auteur.permettre(conn, op)?;
            f(conn)
        })
    }
}

fn lue(r: &Row<'_>) -> rusqlite::Result<Saisie> {
    Ok(Saisie {
        step: r.get(0)?,
        champ: r.get(1)?,
        texte: r.get(2)?,
        ligne: r.get::<_, i64>(3)?.unsigned_abs() as usize,
        colonne: r.get::<_, i64>(4)?.unsigned_abs() as usize,
        enregistre: r.get(5)?,
    })
}

/// Forgets the text that an agent was typing, inside the caller's transaction.
pub(crate) fn forget(conn: &Connection, revue: RevueId, agent: &str) -> Result<()> {
    conn.prepare_cached("DELETE FROM saisie WHERE revue = ?1 AND agent = ?2")?
        .execute((revue.0, agent))?;
    Ok(())
}

/// [`Store::save_position`] inside the caller's transaction.
pub(crate) fn put_position(conn: &Connection, revue: RevueId, (etape, champ): (&str, &str)) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO position(revue, etape, champ, enregistre) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET etape = excluded.etape, champ = excluded.champ, enregistre = excluded.enregistre",
    )?
    .execute((revue.0, etape, champ, write::instant(crate::clock::now())))?;
    Ok(())
}
