//! Calls for projects and their candidatures.

use jiff::civil::Date;
use rusqlite::{Connection, Row, named_params};

use super::{Result, Store, campus::code, region::date};
use crate::domain::{Appel, AppelId, Avis, CampusId, Candidature, CandidatureId, Dossier, Issue, SeanceId};

/// SQL: the outcome of candidature `c` of call `a` is known on the reference day `:au`: recorded by then; without a
/// day of its own, once the call's outcome was announced.
const ISSUE_CONNUE: &str = "coalesce(c.issue_le, a.annonce, '') <= :au";

impl Store {
    /// Every call, the latest first; what came of it, as it was known on the reference day.
    pub fn appels(&self, au: Date) -> Result<Vec<Appel>> {
        let mut stmt = self.conn.prepare_cached(&format!(
            "SELECT id, code, titre, texte, bulletin, ouvert, depot, annonce, presentes,
               CASE WHEN coalesce(annonce, '') <= :au THEN retenus END, note, rev,
               (SELECT count(*) FROM candidature c JOIN campus k ON k.id = c.campus WHERE appel = a.id AND k.archive IS NULL),
               (SELECT count(*) FROM candidature c JOIN campus k ON k.id = c.campus
                 WHERE appel = a.id AND k.archive IS NULL AND issue = 'retenue' AND {ISSUE_CONNUE})
             FROM appel a ORDER BY ouvert DESC, id DESC",
        ))?;
        let rows = stmt.query_map(named_params! { ":au": au.to_string() }, appel)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The candidatures of a call by campus, with what is known of them on the reference day.
    pub fn candidatures(&self, appel: AppelId, au: Date) -> Result<Vec<Candidature>> {
        let tx = self.conn.unchecked_transaction()?;
        candidatures(&tx, appel, au)
    }
}

/// One row of `appel`.
fn appel(r: &Row<'_>) -> rusqlite::Result<Appel> {
    let count = |i| r.get::<_, i64>(i).map(|n| n.unsigned_abs() as usize);
    Ok(Appel {
        id: AppelId(r.get(0)?),
        code: r.get(1)?,
        titre: r.get(2)?,
        texte: r.get(3)?,
        bulletin: r.get(4)?,
        ouvert: date(r, 5)?,
        depot: date(r, 6)?,
        annonce: date(r, 7)?,
        presentes: r.get(8)?,
        retenus: r.get(9)?,
        note: r.get(10)?,
        rev: r.get(11)?,
        candidatures: count(12)?,
        retenues: count(13)?,
    })
}

/// [`Store::candidatures`] inside the caller's transaction.
fn candidatures(conn: &Connection, appel: AppelId, au: Date) -> Result<Vec<Candidature>> {
    let mut stmt = conn.prepare_cached(&format!(
        "SELECT c.id, c.appel, c.campus, k.nom_court, k.lieu, r.nom, m.nom, c.dossier, c.depose,
           CASE WHEN {ISSUE_CONNUE} THEN c.issue END, CASE WHEN {ISSUE_CONNUE} THEN c.issue_le END,
           CASE WHEN {ISSUE_CONNUE} THEN c.motif END,
           {ISSUE_CONNUE} AND EXISTS (SELECT 1 FROM label l WHERE l.id = c.label AND (l.connu IS NULL OR l.connu <= :au)),
           c.rev
         FROM candidature c JOIN appel a ON a.id = c.appel JOIN campus k ON k.id = c.campus
           JOIN region r ON r.id = coalesce(c.region, k.region)
           JOIN academie m ON m.id = coalesce(c.academie, k.academie)
         WHERE c.appel = :appel AND k.archive IS NULL ORDER BY k.cle_tri, k.id"
    ))?;
    let mut found = stmt
        .query_map(
            named_params! { ":appel": appel.0, ":au": au.to_string() },
            candidature,
        )?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for c in &mut found {
        c.avis = avis(conn, c.id, au)?;
    }
    Ok(found)
}

/// One row of the query above.
fn candidature(r: &Row<'_>) -> rusqlite::Result<Candidature> {
    Ok(Candidature {
        id: CandidatureId(r.get(0)?),
        appel: AppelId(r.get(1)?),
        campus: CampusId(r.get(2)?),
        campus_nom: r.get(3)?,
        lieu: r.get(4)?,
        region: r.get(5)?,
        academie: r.get(6)?,
        dossier: code(r, 7, Dossier::read)?,
        depose: date(r, 8)?,
        avis: None,
        issue: code_opt(r, 9, Issue::read)?,
        issue_le: jour(r, 10)?,
        motif: r.get(11)?,
        labellise: r.get(12)?,
        rev: r.get(13)?,
    })
}

/// Avis of the latest séance closed by the reference day that examined the candidature.
fn avis(conn: &Connection, id: CandidatureId, au: Date) -> Result<Option<(SeanceId, Date, Avis)>> {
    let mut stmt = conn.prepare_cached(
        "SELECT s.id, s.date, p.avis FROM point p JOIN seance s ON s.id = p.seance
         WHERE p.candidature = ?1 AND s.etat = 'close' AND s.date <= ?2 AND p.avis IS NOT NULL
         ORDER BY s.date DESC, s.id DESC LIMIT 1",
    )?;
    let mut rows = stmt.query((id.0, au.to_string()))?;
    let Some(r) = rows.next()? else { return Ok(None) };
    let day = jour(r, 1)?.ok_or(rusqlite::Error::InvalidQuery)?;
    Ok(Some((SeanceId(r.get(0)?), day, code(r, 2, Avis::read)?)))
}

/// A column that holds the stable name of an enum, or nothing.
pub(crate) fn code_opt<T>(
    row: &Row<'_>,
    column: usize,
    read: fn(&str) -> Option<T>,
) -> rusqlite::Result<Option<T>> {
    match row.get_ref(column)? {
        rusqlite::types::ValueRef::Null => Ok(None),
        _ => code(row, column, read).map(Some),
    }
}

/// A column that holds a day, or nothing.
pub(crate) fn jour(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Date>> {
    Ok(date(row, column)?.map(crate::domain::DatePartielle::first))
}
