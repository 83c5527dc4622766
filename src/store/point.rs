//! Items of an agenda: what they are about, avis, recommendations, what was decided since.

use rusqlite::{Connection, OptionalExtension, Row};

use super::{
    Result,
    appel::{code_opt, jour},
    campus::code,
    record,
    region::date,
    reponse, seance,
};
use crate::{
    domain::{
        Avis, CampusId, CandidatureId, Decision, Issue, IssueEvaluation, Objet, Point, PointId,
        Recommandation, RevueId, SeanceId, TypeRevue,
    },
    form::{Row as Cells, Value},
};

/// Columns of [`point`], the campus behind the candidature or the review.
const COLONNES: &str = "SELECT p.id, p.candidature, p.revue, v.type, k.id, k.nom_court, r.nom, p.rapporteur, p.avis,
      p.motifs, p.rev
    FROM point p LEFT JOIN candidature c ON c.id = p.candidature LEFT JOIN revue v ON v.id = p.revue
      JOIN campus k ON k.id = coalesce(c.campus, v.campus) JOIN region r ON r.id = coalesce(c.region, k.region)";

/// The agenda of a séance.
pub(crate) fn points(conn: &Connection, seance: SeanceId) -> Result<Vec<Point>> {
    let sql = format!("{COLONNES} WHERE p.seance = ?1 ORDER BY p.ordre, p.id");
    let mut found = seance::list(conn, &sql, seance.0, point)?;
    for p in &mut found {
        complete(conn, p)?;
    }
    Ok(found)
}

/// One item and its séance.
pub(crate) fn one(conn: &Connection, id: PointId) -> Result<(Point, SeanceId)> {
    let missing = || super::Error::NotFound(format!("le point {id}"));
    let mut stmt = conn.prepare_cached(&format!("{COLONNES} WHERE p.id = ?1"))?;
    let mut found = stmt.query_row([id.0], point).optional()?.ok_or_else(missing)?;
    complete(conn, &mut found)?;
    let seance = conn
        .prepare_cached("SELECT seance FROM point WHERE id = ?1")?
        .query_row([id.0], |r| r.get(0))?;
    Ok((found, SeanceId(seance)))
}

/// Recommendations and decision of an item.
fn complete(conn: &Connection, p: &mut Point) -> Result<()> {
    p.recommandations = recommandations(conn, p.id)?;
    p.decision = match p.objet {
        Objet::Candidature(id) => issue(conn, id)?,
        Objet::Revue(..) => decision(conn, p.id)?,
    };
    Ok(())
}

/// One row of [`COLONNES`].
fn point(r: &Row<'_>) -> rusqlite::Result<Point> {
    let objet = match (r.get::<_, Option<i64>>(1)?, r.get::<_, Option<i64>>(2)?) {
        (Some(c), _) => Objet::Candidature(CandidatureId(c)),
        (_, Some(v)) => Objet::Revue(RevueId(v), code(r, 3, TypeRevue::from_code)?),
        _ => return Err(rusqlite::Error::InvalidQuery),
    };
    Ok(Point {
        id: PointId(r.get(0)?),
        objet,
        campus: CampusId(r.get(4)?),
        campus_nom: r.get(5)?,
        region: r.get(6)?,
        rapporteur: r.get(7)?,
        avis: code_opt(r, 8, Avis::read)?,
        motifs: r.get(9)?,
        recommandations: Vec::new(),
        decision: None,
        rev: r.get(10)?,
    })
}

/// The recommendations of an item.
pub(crate) fn recommandations(conn: &Connection, id: PointId) -> Result<Vec<Recommandation>> {
    let sql = "SELECT texte, critere, echeance FROM recommandation WHERE point = ?1 ORDER BY ordre";
    seance::list(conn, sql, id.0, |r| {
        Ok(Recommandation {
            texte: r.get(0)?,
            critere: r.get(1)?,
            echeance: date(r, 2)?,
        })
    })
}

/// What became of a candidature, as a decision.
fn issue(conn: &Connection, id: CandidatureId) -> Result<Option<Decision>> {
    let mut stmt = conn.prepare_cached(
        "SELECT c.issue, c.issue_le, c.motif, l.debut, l.duree_ans, c.acte FROM candidature c
         LEFT JOIN label l ON l.id = c.label WHERE c.id = ?1 AND c.issue IS NOT NULL",
    )?;
    let read = |r: &Row<'_>| decided(r, code(r, 0, Issue::read)?.libelle());
    let found = stmt.query_row([id.0], read).optional()?;
    found.map(|d| with_act(conn, d)).transpose()
}

/// What was decided on an évaluation.
fn decision(conn: &Connection, id: PointId) -> Result<Option<Decision>> {
    let mut stmt = conn.prepare_cached(
        "SELECT d.issue, d.le, d.motif, l.debut, l.duree_ans, d.acte FROM decision d
         LEFT JOIN label l ON l.id = d.label WHERE d.point = ?1",
    )?;
    let read = |r: &Row<'_>| decided(r, code(r, 0, IssueEvaluation::read)?.libelle());
    let found = stmt.query_row([id.0], read).optional()?;
    found.map(|d| with_act(conn, d)).transpose()
}

/// A decision and the row of its act.
fn decided(r: &Row<'_>, libelle: &'static str) -> rusqlite::Result<(Decision, Option<i64>)> {
    let label = date(r, 3)?.zip(r.get::<_, Option<i64>>(4)?);
    let decision = Decision {
        libelle,
        le: jour(r, 1)?,
        motif: r.get(2)?,
        label,
        acte: None,
    };
    Ok((decision, r.get(5)?))
}

/// The decision with its act in words.
fn with_act(conn: &Connection, (mut d, acte): (Decision, Option<i64>)) -> Result<Decision> {
    if let Some(acte) = acte {
        let acte = super::acte::one(conn, crate::domain::ActeId(acte))?;
        d.acte = Some((acte.reference(), acte.publie));
    }
    Ok(d)
}

/// Adds an item; false when it stands on that agenda already.
pub(crate) fn add(conn: &Connection, seance: SeanceId, ordre: i64, objet: Objet) -> Result<bool> {
    let (candidature, revue) = match objet {
        Objet::Candidature(id) => (Some(id.0), None),
        Objet::Revue(id, _) => (None, Some(id.0)),
    };
    let there: bool = conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM point WHERE seance = ?1 AND (candidature = ?2 OR revue = ?3))",
        )?
        .query_row((seance.0, candidature, revue), |r| r.get(0))?;
    if there {
        return Ok(false);
    }
    let columns: [record::Column<'_>; 4] = [
        ("seance", &seance.0),
        ("ordre", &ordre),
        ("candidature", &candidature),
        ("revue", &revue),
    ];
    let point = PointId(record::insert(conn, "point", &columns)?);
    if let Objet::Revue(revue, TypeRevue::Suivi) = objet {
        let proposed = reponse::all(conn, revue)?.remove("reco");
        if let Some(Value::Rows(rows)) = proposed {
            put_recommandations(conn, point, &read_rows(&rows))?;
        }
    }
    Ok(true)
}

/// Recommendations as a form's table holds them: `texte`, `critere`, `echeance`.
pub(crate) fn read_rows(rows: &[Cells]) -> Vec<Recommandation> {
    let text = |row: &Cells, column: &str| row.get(column).and_then(Value::text).map(str::to_owned);
    rows.iter()
        .filter_map(|row| {
            Some(Recommandation {
                texte: text(row, "texte").filter(|t| !t.trim().is_empty())?,
                critere: text(row, "critere"),
                echeance: match row.get("echeance") {
                    Some(Value::Date(d)) => Some(*d),
                    _ => None,
                },
            })
        })
        .collect()
}

/// [`read_rows`], the other way.
pub(crate) fn rows(recommandations: &[Recommandation]) -> Value {
    let row = |r: &Recommandation| {
        let mut cells = Cells::from([("texte".to_owned(), Value::Text(r.texte.clone()))]);
        cells.extend(r.critere.clone().map(|c| ("critere".to_owned(), Value::Text(c))));
        cells.extend(r.echeance.map(|d| ("echeance".to_owned(), Value::Date(d))));
        cells
    };
    Value::Rows(recommandations.iter().map(row).collect())
}

/// Writes the recommendations of an item in the place of those it had.
pub(crate) fn put_recommandations(
    conn: &Connection,
    point: PointId,
    recommandations: &[Recommandation],
) -> Result<()> {
    if self::recommandations(conn, point)? == recommandations {
        return Ok(());
    }
    conn.execute("DELETE FROM recommandation WHERE point = ?1", [point.0])?;
    for (ordre, r) in (1_i64..).zip(recommandations) {
        let columns: [record::Column<'_>; 5] = [
            ("point", &point.0),
            ("ordre", &ordre),
            ("texte", &r.texte),
            ("critere", &r.critere),
            ("echeance", &r.echeance.map(crate::domain::DatePartielle::iso)),
        ];
        record::insert(conn, "recommandation", &columns)?;
    }
    Ok(())
}
