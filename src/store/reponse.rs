//! Answers of a review. One row per answered field; the schema refuses any change once it is handed in.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, types::Value as Sql};

use super::{Changes, Error, Op, Result, Store, campus, saisie, valeur, write};
use crate::{
    domain::{EtatRevue, RevueId},
    form::Value,
};

/// What became of an answer written on what was read.
#[derive(Clone, Debug, PartialEq)]
pub enum Ecriture {
    /// It is in the register.
    Faite,
    /// Another session has answered since: nothing was written.
    Contredite(Autre),
}

/// The answer that another session gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Autre {
    /// Their answer; None: they took it back.
    pub valeur: Option<Value>,
    /// Who, and at what local time: `Durand, à 14:02`.
    pub par: String,
}

impl Store {
    /// Every answer of a review, by field.
    pub fn reponses(&self, revue: RevueId) -> Result<BTreeMap<String, Value>> {
        all(&self.conn, revue)
    }

    /// Writes the answer of a field, or clears it (`None`), notes where the review was left and forgets
    /// the text being typed. The same answer again leaves no lot.
    ///
    /// # Errors
    /// [`Error::Refused`] when the review is handed in.
    pub fn save_reponse(
        &mut self,
        revue: RevueId,
        champ: &str,
        valeur: Option<&Value>,
        position: (&str, &str),
    ) -> Result<Changes> {
        let agent = self.agent().to_owned();
        let (changed, changes) = self.write(Op::SaveReponse, |conn| {
            open_rev(conn, revue)?;
            let changed = put(conn, revue, champ, valeur)?;
            place(conn, revue, &agent, position)?;
            Ok(changed)
        })?;
        if !changed {
            self.note_place(revue, position)?;
        }
        Ok(changes)
    }

    /// [`Self::save_reponse`] on what was read as `lue`: an answer that another session gave since is not written
    /// over, unless it is the same.
    ///
    /// # Errors
    /// [`Error::Refused`] when the review is handed in.
    pub fn save_reponse_lue(
        &mut self,
        revue: RevueId,
        champ: &str,
        (lue, valeur): (Option<&Value>, Option<&Value>),
        position: (&str, &str),
    ) -> Result<Ecriture> {
        let agent = self.agent().to_owned();
        let ((done, changed), _) = self.write(Op::SaveReponse, |conn| {
            open_rev(conn, revue)?;
            let kept = one(conn, revue, champ)?;
            if !same(kept.as_ref(), lue)? && !same(kept.as_ref(), valeur)? {
                let par = par(conn, revue, champ)?;
                return Ok((Ecriture::Contredite(Autre { valeur: kept, par }), true));
            }
            let changed = put(conn, revue, champ, valeur)?;
            place(conn, revue, &agent, position)?;
            Ok((Ecriture::Faite, changed))
        })?;
        if !changed {
            self.note_place(revue, position)?;
        }
        Ok(done)
    }

    /// Who last answered a question, and when: `Durand, à 14:02`.
    pub fn auteur_reponse(&self, revue: RevueId, champ: &str) -> Result<String> {
        par(&self.conn, revue, champ)
    }

    /// The answers of a review as they were before an instant, `2026-11-23T14:02:00Z`.
    ///
    /// # Errors
    /// [`Error::Integrity`] for an answer of the journal that cannot be read.
    pub fn reponses_avant(&self, revue: RevueId, instant: &str) -> Result<BTreeMap<String, Value>> {
        let tx = self.conn.unchecked_transaction()?;
        let mut answers = all(&tx, revue)?;
        let mut stmt = tx.prepare_cached(
            "SELECT c.cle, c.avant ->> 'genre', c.avant -> 'valeur' FROM changement c JOIN lot l ON l.id = c.lot
             WHERE c.nom_table = 'reponse' AND c.cle >= ?1 || '/' AND c.cle < ?1 || '0' AND l.quand >= ?2
             ORDER BY c.id DESC",
        )?;
        let mut rows = stmt.query((revue.to_string(), instant))?;
        while let Some(r) = rows.next()? {
            let (cle, genre, json): (String, Option<String>, Option<String>) =
                (r.get(0)?, r.get(1)?, r.get(2)?);
            let Some((_, champ)) = cle.split_once('/') else {
                continue;
            };
            match genre.zip(json) {
                Some((genre, json)) => {
                    let json = serde_json::from_str(&json).map_err(|e| Error::Integrity(e.to_string()))?;
                    answers.insert(champ.to_owned(), super::brouillon::value_of(&genre, json)?)
                }
                None => answers.remove(champ),
            };
        }
        Ok(answers)
    }

    /// Settles two answers to one question, as one lot that shows both: with `garder` the present one of the other
    /// session stays and the journal says what was put aside, else one's own takes its place.
    ///
    /// # Errors
    /// [`Error::Refused`] when the review is handed in.
    pub fn trancher_reponse(
        &mut self,
        revue: RevueId,
        champ: &str,
        (eux, vous): (Option<&Value>, Option<&Value>),
        garder: bool,
    ) -> Result<Ecriture> {
        let motif = if garder {
            "Conflit\u{202f}: la réponse de l'autre session est gardée, celle-ci est écartée"
        } else {
            "Conflit\u{202f}: cette réponse est gardée, celle de l'autre session est écartée"
        };
        let intent = write::Intent {
            motif: Some(motif),
            ..Op::SaveReponse.into()
        };
        let (done, _) = self.write_as(intent, |conn| {
            open_rev(conn, revue)?;
            let kept = one(conn, revue, champ)?;
            if !same(kept.as_ref(), eux)? {
                let par = par(conn, revue, champ)?;
                return Ok(Ecriture::Contredite(Autre { valeur: kept, par }));
            }
            put(conn, revue, champ, vous)?;
            if garder {
                put(conn, revue, champ, eux)?;
            }
            Ok(Ecriture::Faite)
        })?;
        Ok(done)
    }

    /// The door keeps nothing of a lot without changes: the place is noted apart.
    fn note_place(&mut self, revue: RevueId, position: (&str, &str)) -> Result<()> {
        let agent = self.agent().to_owned();
        self.outside_for(Op::SaveReponse, |conn| {
            open_rev(conn, revue)?;
            place(conn, revue, &agent, position)
        })
    }
}

/// Notes where the review was left; the text being typed there has become an answer.
fn place(conn: &Connection, revue: RevueId, agent: &str, position: (&str, &str)) -> Result<()> {
    saisie::put_position(conn, revue, position)?;
    saisie::forget(conn, revue, agent)
}

/// One answer.
fn one(conn: &Connection, revue: RevueId, champ: &str) -> Result<Option<Value>> {
    let mut stmt =
        conn.prepare_cached("SELECT genre, valeur FROM reponse WHERE revue = ?1 AND champ = ?2")?;
    let mut rows = stmt.query((revue.0, champ))?;
    let Some(r) = rows.next()? else { return Ok(None) };
    let genre: String = r.get(0)?;
    valeur::decode(&genre, r.get_ref(1)?).map(Some)
}

/// Whether two answers are one in the register: both through the encoding, which cleans texts.
fn same(a: Option<&Value>, b: Option<&Value>) -> Result<bool> {
    Ok(a.map(valeur::encode).transpose()? == b.map(valeur::encode).transpose()?)
}

/// Refuses when an answer is not what was read.
///
/// # Errors
/// [`Error::Stale`].
pub(crate) fn unchanged(conn: &Connection, revue: RevueId, lues: &BTreeMap<String, Value>) -> Result<()> {
    let kept = all(conn, revue)?;
    for champ in kept.keys().chain(lues.keys()) {
        if !same(kept.get(champ), lues.get(champ))? {
            return Err(Error::Stale("cette revue".to_owned()));
        }
    }
    Ok(())
}

/// Who answered last, and when: `Durand, à 14:02`.
fn par(conn: &Connection, revue: RevueId, champ: &str) -> Result<String> {
    write::auteur(conn, "reponse", &format!("{revue}/{champ}"))
}

/// State and revision of a review.
pub(crate) fn etat(conn: &Connection, revue: RevueId) -> Result<(EtatRevue, i64)> {
    conn.prepare_cached("SELECT etat, rev FROM revue WHERE id = ?1")?
        .query_row([revue.0], |r| {
            Ok((campus::code(r, 0, EtatRevue::from_code)?, r.get(1)?))
        })
        .optional()?
        .ok_or_else(|| Error::NotFound(format!("la revue {revue}")))
}

/// Revision of a review that may be written in.
pub(crate) fn open_rev(conn: &Connection, revue: RevueId) -> Result<i64> {
    match etat(conn, revue)? {
        (etat, rev) if etat.ouverte() => Ok(rev),
        (etat, _) => Err(Error::Refused(format!(
            "cette revue est dans l'état « {} »\u{202f}: rouvrez-la avec un motif pour la corriger",
            etat.libelle()
        ))),
    }
}

/// Writes or clears one answer inside the door; false when it was already so.
pub(crate) fn put(conn: &Connection, revue: RevueId, champ: &str, value: Option<&Value>) -> Result<bool> {
    let Some(value) = value else {
        let gone = conn
            .prepare_cached("DELETE FROM reponse WHERE revue = ?1 AND champ = ?2")?
            .execute((revue.0, champ))?;
        return Ok(gone > 0);
    };
    let (genre, sql) = valeur::encode(value)?;
    let kept: Option<(String, Sql)> = conn
        .prepare_cached("SELECT genre, valeur FROM reponse WHERE revue = ?1 AND champ = ?2")?
        .query_row((revue.0, champ), |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    if kept.as_ref().is_some_and(|(g, v)| g == genre && *v == sql) {
        return Ok(false);
    }
    conn.prepare_cached(
        "INSERT INTO reponse(revue, champ, genre, valeur, enregistre) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO UPDATE SET genre = excluded.genre, valeur = excluded.valeur, enregistre = excluded.enregistre",
    )?
    .execute((revue.0, champ, genre, sql, write::instant(crate::clock::now())))?;
    Ok(true)
}

/// Every answer of a review.
pub(crate) fn all(conn: &Connection, revue: RevueId) -> Result<BTreeMap<String, Value>> {
    let mut stmt =
        conn.prepare_cached("SELECT champ, genre, valeur FROM reponse WHERE revue = ?1 ORDER BY champ")?;
    let mut rows = stmt.query([revue.0])?;
    let mut out = BTreeMap::new();
    while let Some(r) = rows.next()? {
        let genre: String = r.get(1)?;
        out.insert(r.get(0)?, valeur::decode(&genre, r.get_ref(2)?)?);
    }
    Ok(out)
}

/// Reads the review again and compares it with what was just written.
///
/// # Errors
/// [`Error::Integrity`] naming the field.
pub(crate) fn compare(conn: &Connection, revue: RevueId, written: &BTreeMap<String, Value>) -> Result<()> {
    let read = all(conn, revue)?;
    for (champ, value) in written {
        // Both through the encoding: texts are cleaned on the way in.
        let kept = read.get(champ).map(valeur::encode).transpose()?;
        if kept.as_ref() != Some(&valeur::encode(value)?) {
            return Err(Error::Integrity(format!(
                "la réponse « {champ} » relue n'est pas celle qui a été écrite"
            )));
        }
    }
    Ok(())
}
