//! Label periods of campuses.

use std::collections::HashMap;

use jiff::civil::Date;
use rusqlite::Connection;

use super::{Result, campus, region};
use crate::domain::{CampusId, Label};

/// Label periods of campuses, oldest first, by campus.
pub(crate) fn labels(conn: &Connection, ids: &str) -> Result<HashMap<i64, Vec<(i64, Label)>>> {
    campus::grouped(
        conn,
        "SELECT campus, l.id, debut, duree_ans, r.code, categorie, acte FROM label l JOIN regime r ON r.id = regime
         WHERE campus IN (SELECT value FROM json_each(?1)) ORDER BY campus, debut",
        ids,
        |r| {
            let debut = region::date(r, 2)?.ok_or(rusqlite::Error::InvalidQuery)?;
            let label = Label {
                debut,
                duree_ans: r.get(3)?,
                regime: r.get(4)?,
                categorie: r.get(5)?,
                acte: r.get(6)?,
            };
            Ok((r.get(1)?, label))
        },
    )
}

/// The label period of a campus in force on `au`, else the latest: its row and what it says.
pub(crate) fn present(conn: &Connection, campus: CampusId, au: Date) -> Result<Option<(i64, Label)>> {
    let mut found = labels(conn, &campus::json_ids([campus.0]))?;
    Ok(found.remove(&campus.0).and_then(|l| courant(l, au)))
}

/// The period in force on `au`, else the latest.
pub(crate) fn courant(mut labels: Vec<(i64, Label)>, au: Date) -> Option<(i64, Label)> {
    match labels.iter().rposition(|(_, l)| l.etat(au) == "en vigueur") {
        Some(i) => Some(labels.swap_remove(i)),
        None => labels.pop(),
    }
}
