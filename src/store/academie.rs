//! Académies of 2013 and of today, and who succeeds whom.

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
        let mut stmt = self.conn.prepare_cached(
            "WITH RECURSIVE couvre(id, avant) AS (
               SELECT id, id FROM academie
               UNION SELECT c.id, a.id FROM couvre c JOIN academie a ON a.successeur = c.avant)
             SELECT a.code, a.nom, json_group_array(b.nom) FROM couvre c
               JOIN academie a ON a.id = c.id JOIN academie b ON b.id = c.avant GROUP BY a.id",
        )?;
        let rows = stmt.query_map([], |r| {
            let names: String = r.get(2)?;
            Ok(AcademieLigne {
                code: r.get(0)?,
                nom: r.get(1)?,
                couvre: serde_json::from_str(&names).unwrap_or_default(),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
