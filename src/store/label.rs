//! Label periods of campuses.

use std::collections::HashMap;

use jiff::civil::Date;
use rusqlite::Connection;

use super::{Result, Store, campus, region};
use crate::domain::{CampusId, IssueEvaluation, Label, LabelId, Suite};

/// A label period: its row and what it says.
pub(crate) type Periode = (i64, Label);

impl Store {
    /// The label period of a campus in force on the reference day, else the latest; None for a candidate.
    pub fn label_de(&self, campus: CampusId, au: Date) -> Result<Option<LabelId>> {
        Ok(present(&self.conn, campus, au)?.map(|(id, _)| LabelId(id)))
    }
}

/// Label periods of campuses known on `au`, oldest first, by campus.
pub(crate) fn labels(conn: &Connection, ids: &str, au: Date) -> Result<HashMap<i64, Vec<Periode>>> {
    let suites = suites(conn, au)?;
    campus::grouped(
        conn,
        "SELECT campus, l.id, debut, duree_ans, r.code, categorie, l.acte
         FROM label l JOIN regime r ON r.id = regime
         WHERE campus IN (SELECT value FROM json_each(?1)) AND (connu IS NULL OR connu <= ?2)
         ORDER BY campus, debut",
        &[&ids, &au.to_string()],
        |r| {
            let debut = region::date(r, 2)?.ok_or(rusqlite::Error::InvalidQuery)?;
            let label = Label {
                debut,
                duree_ans: r.get(3)?,
                regime: r.get(4)?,
                categorie: r.get(5)?,
                acte: r.get(6)?,
                suite: suites.get(&r.get(1)?).copied(),
            };
            Ok((r.get(1)?, label))
        },
    )
}

/// What was decided of labels by `au`, by label: few rows, read apart.
fn suites(conn: &Connection, au: Date) -> Result<HashMap<i64, Suite>> {
    let mut stmt = conn.prepare_cached(
        "SELECT v.label, d.issue FROM decision d JOIN point p ON p.id = d.point JOIN revue v ON v.id = p.revue
         WHERE d.issue <> 'ajourne' AND d.le <= ?1 ORDER BY d.le, d.id",
    )?;
    let rows = stmt.query_map([au.to_string()], |r| {
        let suite = match campus::code(r, 1, IssueEvaluation::read)? {
            IssueEvaluation::NonRenouvele => Suite::NonRenouvele,
            _ => Suite::Renouvele,
        };
        Ok((r.get(0)?, suite))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The label period of a campus in force on `au`, else the latest: its row and what it says.
pub(crate) fn present(conn: &Connection, campus: CampusId, au: Date) -> Result<Option<Periode>> {
    let mut found = labels(conn, &campus::json_ids([campus.0]), au)?;
    Ok(found
        .remove(&campus.0)
        .and_then(|l| courant(l, au))
        .map(|(l, _)| l))
}

/// The period in force on `au` (the later of two that meet), else the last begun, else the first to come;
/// and the one that follows it.
pub(crate) fn courant(mut labels: Vec<Periode>, au: Date) -> Option<(Periode, Option<Periode>)> {
    let in_force = labels.iter().rposition(|(_, l)| l.etat(au) == "en vigueur");
    let begun = || labels.iter().rposition(|(_, l)| l.debut.first() <= au);
    let at = in_force.or_else(begun).unwrap_or(0);
    if at >= labels.len() {
        return None;
    }
    let mut rest = labels.drain(at..);
    rest.next().map(|present| (present, rest.next()))
}
