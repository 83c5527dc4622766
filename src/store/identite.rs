//! Lasting identities of what leaves the register, in a calendar for instance.

use std::collections::HashMap;

use super::{Result, Store, region};
use crate::domain::{CampusId, DatePartielle, RevueId};

impl Store {
    /// The lasting identity of every label period, by its campus and its start: stays when the start becomes
    /// better known.
    pub fn identites_des_labels(&self) -> Result<HashMap<(CampusId, DatePartielle), String>> {
        let mut stmt = self.conn.prepare_cached("SELECT campus, debut, uid FROM label")?;
        let rows = stmt.query_map([], |r| {
            let debut = region::date(r, 1)?.ok_or(rusqlite::Error::InvalidQuery)?;
            Ok(((CampusId(r.get(0)?), debut), r.get(2)?))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The label period that each review is of: its first and last year.
    pub fn periodes_des_revues(&self) -> Result<HashMap<RevueId, (i16, i16)>> {
        let mut stmt = self.conn.prepare_cached(
            "SELECT v.id, l.debut, l.duree_ans FROM revue v JOIN label l ON l.id = v.label",
        )?;
        let rows = stmt.query_map([], |r| {
            let debut = region::date(r, 1)?.ok_or(rusqlite::Error::InvalidQuery)?;
            let fin = debut.plus_years(r.get(2)?);
            Ok((RevueId(r.get(0)?), (debut.first().year(), fin.first().year())))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
