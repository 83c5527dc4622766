//! Académies of 2013 and of today, and who succeeds whom.

use rusqlite::Connection;

use super::{Result, Store};

/// An académie as a filter needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcademieLigne {
    /// Code of the ministry.
    pub code: String,
    /// Its name.
    pub nom: String,
    /// Its name and those of the académies it succeeds: a campus keeps the name of its award.
    pub couvre: Vec<String>,
}

impl Store {
    /// Every académie, of 2013 and of today.
    pub fn academies(&self) -> Result<Vec<AcademieLigne>> {
        Ok(toutes(&self.conn)?.into_iter().map(|(_, a)| a).collect())
    }
}

/// [`Store::academies`], each with its row and those of the académies it succeeds.
pub(super) fn toutes(conn: &Connection) -> Result<Vec<(Vec<i64>, AcademieLigne)>> {
    let mut stmt = conn.prepare_cached(
        "WITH RECURSIVE couvre(id, avant) AS (
           SELECT id, id FROM academie
           UNION SELECT c.id, a.id FROM couvre c JOIN academie a ON a.successeur = c.avant)
         SELECT a.code, a.nom, json_group_array(b.nom), json_group_array(b.id) FROM couvre c
           JOIN academie a ON a.id = c.id JOIN academie b ON b.id = c.avant GROUP BY a.id",
    )?;
    let rows = stmt.query_map([], |r| {
        let (names, ids): (String, String) = (r.get(2)?, r.get(3)?);
        let academie = AcademieLigne {
            code: r.get(0)?,
            nom: r.get(1)?,
            couvre: serde_json::from_str(&names).unwrap_or_default(),
        };
        Ok((serde_json::from_str(&ids).unwrap_or_default(), academie))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
