//! What the commission and the acts made of a campus, in words, day by day.

use jiff::civil::Date;
use rusqlite::{Connection, Row};

use super::{Result, acte, appel::jour, campus::code};
use crate::domain::{ActeId, Avis, CampusId, DatePartielle, Issue, IssueEvaluation, TypeRevue};

/// A day and what happened.
type Fait = (DatePartielle, String);

/// Everything recorded of the campus by the reference day, oldest first.
pub(crate) fn vie(conn: &Connection, campus: CampusId, au: Date) -> Result<Vec<Fait>> {
    let mut out = query(conn, EXAMENS, campus, au, examen)?;
    out.extend(query(conn, ISSUES, campus, au, issue)?);
    out.extend(query(conn, DECISIONS, campus, au, decision)?);
    for (day, id) in query(conn, ACTES, campus, au, |r| Ok((day(r)?, ActeId(r.get(1)?))))? {
        out.push((day, acte::one(conn, id)?.reference()));
    }
    out.sort_by_key(|(day, _)| *day);
    Ok(out)
}

/// Items of closed séances.
const EXAMENS: &str = "SELECT s.date, p.avis, v.type, i.libelle FROM point p JOIN seance s ON s.id = p.seance
      JOIN instance i ON i.id = s.instance
      LEFT JOIN revue v ON v.id = p.revue LEFT JOIN candidature c ON c.id = p.candidature
    WHERE coalesce(v.campus, c.campus) = ?1 AND s.etat = 'close' AND s.date <= ?2 ORDER BY s.date, s.id";

/// Outcomes of candidatures whose day is known.
const ISSUES: &str = "SELECT issue_le, issue, a.titre FROM candidature c JOIN appel a ON a.id = c.appel
    WHERE campus = ?1 AND issue_le <= ?2 ORDER BY issue_le, c.id";

/// Decisions on évaluations.
const DECISIONS: &str = "SELECT d.le, d.issue, d.motif FROM decision d JOIN point p ON p.id = d.point
      JOIN revue v ON v.id = p.revue WHERE v.campus = ?1 AND d.le <= ?2 ORDER BY d.le, d.id";

/// Published acts that carry one of them.
const ACTES: &str = "SELECT a.publie, a.id FROM acte a WHERE a.publie <= ?2 AND a.id IN (
      SELECT acte FROM candidature WHERE campus = ?1
      UNION SELECT d.acte FROM decision d JOIN point p ON p.id = d.point JOIN revue v ON v.id = p.revue
        WHERE v.campus = ?1) ORDER BY a.publie, a.id";

/// The rows of a query about a campus and a day.
fn query<T>(
    conn: &Connection,
    sql: &str,
    campus: CampusId,
    au: Date,
    value: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    let mut stmt = conn.prepare_cached(sql)?;
    let rows = stmt.query_map((campus.0, au.to_string()), value)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The first column, a day.
fn day(r: &Row<'_>) -> rusqlite::Result<DatePartielle> {
    Ok(DatePartielle::Jour(
        jour(r, 0)?.ok_or(rusqlite::Error::InvalidQuery)?,
    ))
}

fn examen(r: &Row<'_>) -> rusqlite::Result<Fait> {
    let avis = code(r, 1, Avis::read)?.libelle();
    let objet = match r
        .get::<_, Option<String>>(2)?
        .as_deref()
        .and_then(TypeRevue::from_code)
    {
        Some(TypeRevue::Suivi) => "suivi examiné",
        Some(TypeRevue::Evaluation) => "évaluation examinée",
        None => "candidature examinée",
    };
    let instance: String = r.get(3)?;
    Ok((day(r)?, format!("{objet} ({instance})\u{202f}: avis {avis}")))
}

fn issue(r: &Row<'_>) -> rusqlite::Result<Fait> {
    let issue = code(r, 1, Issue::read)?.libelle();
    let titre: String = r.get(2)?;
    Ok((day(r)?, format!("candidature {issue} ({titre})")))
}

fn decision(r: &Row<'_>) -> rusqlite::Result<Fait> {
    let issue = code(r, 1, IssueEvaluation::read)?.libelle();
    let motif = r
        .get::<_, Option<String>>(2)?
        .map_or_else(String::new, |m| format!("\u{202f}: {m}"));
    Ok((day(r)?, format!("{issue}{motif}")))
}
