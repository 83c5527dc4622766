//! Campuses that lie in several régions and académies: which, and how they count.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use rusqlite::Connection;

use super::super::Result;
use crate::domain::{Ailleurs, FiliereId, RegionId};

/// How many campuses each région has, under a filière.
pub(crate) struct ParRegion {
    /// By région of the award.
    attribues: HashMap<i64, usize>,
    /// Campus, région of the award, another région that it lies in.
    ailleurs: Vec<(i64, i64, i64)>,
}

/// Campuses labelled by that day, in that filière.
const COMPTES: &str = "c.archive IS NULL AND (?1 IS NULL
       OR EXISTS (SELECT 1 FROM campus_filiere WHERE campus = c.id AND filiere = ?1))
     AND EXISTS (SELECT 1 FROM label WHERE campus = c.id AND (connu IS NULL OR connu <= ?2))";

impl ParRegion {
    /// Counts them.
    pub fn load(conn: &Connection, filiere: Option<FiliereId>, au: Date) -> Result<Self> {
        let (filiere, au) = (filiere.map(|f| f.0), au.to_string());
        let attribues = conn
            .prepare_cached(&format!(
                "SELECT region, count(*) FROM campus c WHERE {COMPTES} GROUP BY region"
            ))?
            .query_map((filiere, &au), |r| {
                Ok((r.get(0)?, r.get::<_, i64>(1)?.unsigned_abs() as usize))
            })?
            .collect::<rusqlite::Result<_>>()?;
        let ailleurs = conn
            .prepare_cached(&format!(
                "SELECT c.id, c.region, o.region FROM campus_autre_region o JOIN campus c ON c.id = o.campus
                 WHERE {COMPTES}"
            ))?
            .query_map((filiere, &au), |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Self { attribues, ailleurs })
    }

    /// Campuses of these régions, each once.
    pub fn de(&self, regions: &BTreeSet<i64>) -> usize {
        let awarded: usize = regions.iter().filter_map(|r| self.attribues.get(r)).sum();
        let others: BTreeSet<i64> = self
            .ailleurs
            .iter()
            .filter(|(_, award, other)| regions.contains(other) && !regions.contains(award))
            .map(|(campus, ..)| *campus)
            .collect();
        awarded + others.len()
    }
}

/// The other régions and académies of these campuses (a JSON array of rows), by campus.
pub(super) fn ailleurs(conn: &Connection, ids: &str) -> Result<HashMap<i64, Ailleurs>> {
    let mut out: HashMap<i64, Ailleurs> = HashMap::new();
    let mut stmt = conn.prepare_cached(
        "SELECT campus, r.id, r.nom FROM campus_autre_region l JOIN region r ON r.id = l.region
         WHERE campus IN (SELECT value FROM json_each(?1)) ORDER BY campus, r.cle_tri",
    )?;
    let mut rows = stmt.query([ids])?;
    while let Some(r) = rows.next()? {
        let region = (RegionId(r.get(1)?), r.get(2)?);
        out.entry(r.get(0)?).or_default().regions.push(region);
    }
    let mut stmt = conn.prepare_cached(
        "SELECT campus, a.nom FROM campus_autre_academie l JOIN academie a ON a.id = l.academie
         WHERE campus IN (SELECT value FROM json_each(?1)) ORDER BY campus, a.nom",
    )?;
    let mut rows = stmt.query([ids])?;
    while let Some(r) = rows.next()? {
        out.entry(r.get(0)?).or_default().academies.push(r.get(1)?);
    }
    Ok(out)
}

/// Every other région of a campus: campus, région.
pub(crate) fn regions(conn: &Connection) -> Result<Vec<(i64, i64)>> {
    let mut stmt =
        conn.prepare_cached("SELECT campus, region FROM campus_autre_region ORDER BY campus, region")?;
    let rows = stmt.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
