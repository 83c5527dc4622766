//! Answers of a review. One row per answered field; the schema refuses any change once it is handed in.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, types::Value as Sql};

use super::{Changes, Error, Op, Result, Store, campus, saisie, valeur, write};
use crate::{
    domain::{EtatRevue, RevueId},
    form::Value,
};

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
        let place = |conn: &Connection| {
            saisie::put_position(conn, revue, position)?;
            conn.prepare_cached("DELETE FROM saisie WHERE revue = ?1")?
                .execute([revue.0])?;
            Ok(())
        };
        let (changed, changes) = self.write(Op::SaveReponse, |conn| {
            open_rev(conn, revue)?;
            let changed = put(conn, revue, champ, valeur)?;
            place(conn)?;
            Ok(changed)
        })?;
        if !changed {
            // The door keeps nothing of a lot without changes: the place is noted apart.
            self.outside(|conn| {
                open_rev(conn, revue)?;
                place(conn)
            })?;
        }
        Ok(changes)
    }
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
            "cette revue est dans l'état « {} » : rouvrez-la avec un motif pour la corriger",
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
