//! Reviews: their list and where each stands.

use rusqlite::{Connection, OptionalExtension, Row, ToSql};

use super::{Error, Result, Store, campus};
use crate::domain::{CampusId, EtatRevue, RevueId, RevueLigne, TypeRevue};

/// Columns of [`RevueLigne`]. The last save is the latest of what is kept for the review.
const LIGNE: &str = "SELECT v.id, v.campus, c.nom_court, v.type, v.etat, a.nom, f.code, f.version,
      max(v.etat_depuis, coalesce(p.enregistre, ''), coalesce(s.enregistre, ''),
          coalesce((SELECT max(enregistre) FROM reponse WHERE revue = v.id), '')),
      p.etape, p.champ, (SELECT count(*) FROM reponse WHERE revue = v.id)
    FROM revue v JOIN campus c ON c.id = v.campus JOIN agent a ON a.id = v.agent
      JOIN formulaire f ON f.id = v.formulaire
      LEFT JOIN position p ON p.revue = v.id LEFT JOIN saisie s ON s.revue = v.id";

/// One row of [`LIGNE`].
fn ligne(r: &Row<'_>) -> rusqlite::Result<RevueLigne> {
    let place: (Option<String>, Option<String>) = (r.get(9)?, r.get(10)?);
    Ok(RevueLigne {
        id: RevueId(r.get(0)?),
        campus: CampusId(r.get(1)?),
        campus_nom: r.get(2)?,
        type_revue: campus::code(r, 3, TypeRevue::from_code)?,
        etat: campus::code(r, 4, EtatRevue::from_code)?,
        agent: r.get(5)?,
        form_id: r.get(6)?,
        form_version: r.get(7)?,
        enregistre: r.get(8)?,
        position: place.0.zip(place.1),
        reponses: r.get::<_, i64>(11)?.unsigned_abs() as usize,
    })
}

impl Store {
    /// Reviews of one campus, or of all, last saved first.
    pub fn revues(&self, campus: Option<CampusId>) -> Result<Vec<RevueLigne>> {
        let tx = self.conn.unchecked_transaction()?;
        lignes(&tx, campus)
    }

    /// One review.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such row.
    pub fn revue(&self, id: RevueId) -> Result<RevueLigne> {
        one(&self.conn, "v.id = ?1", &[&id.0])?.ok_or_else(|| Error::NotFound(format!("la revue {id}")))
    }

    /// The review of the campus's present label period (in force today, else the latest), if begun.
    pub fn revue_de(&self, campus: CampusId, t: TypeRevue) -> Result<Option<RevueLigne>> {
        let tx = self.conn.unchecked_transaction()?;
        let Some((label, _)) = campus::label(&tx, campus, crate::clock::today())? else {
            return Ok(None);
        };
        one(&tx, "v.label = ?1 AND v.type = ?2", &[&label, &t.code()])
    }
}

/// The review that meets a condition, if there is one.
fn one(conn: &Connection, condition: &str, values: &[&dyn ToSql]) -> Result<Option<RevueLigne>> {
    let mut stmt = conn.prepare_cached(&format!("{LIGNE} WHERE {condition}"))?;
    Ok(stmt.query_row(values, ligne).optional()?)
}

/// [`Store::revues`] inside the caller's transaction.
pub(crate) fn lignes(conn: &Connection, campus: Option<CampusId>) -> Result<Vec<RevueLigne>> {
    let mut stmt = conn.prepare_cached(&format!(
        "{LIGNE} WHERE ?1 IS NULL OR v.campus = ?1 ORDER BY 9 DESC, v.id DESC"
    ))?;
    let rows = stmt.query_map([campus.map(|c| c.0)], ligne)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
