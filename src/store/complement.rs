//! What files give of campuses and partners beyond their lines, for many at once.

use std::collections::{BTreeMap, HashMap};

use rusqlite::Row;
use serde::de::DeserializeOwned;

use super::{Error, Result, Store, campus::json_ids, designation, region};
use crate::domain::{
    CampusId, PartenaireId,
    complement::{ComplementCampus, ComplementPartenaire},
};

impl Store {
    /// The rest of these campuses' records.
    pub fn complements_campus(
        &self,
        ids: impl IntoIterator<Item = CampusId>,
    ) -> Result<BTreeMap<CampusId, ComplementCampus>> {
        let mut stmt = self.conn.prepare_cached(
            "SELECT id, uid, commune, code_insee, latitude, longitude, support, convention, hebergement, note
             FROM campus WHERE id IN (SELECT value FROM json_each(?1))",
        )?;
        let rows = stmt.query_map([json_ids(ids.into_iter().map(|id| id.0))], |r| {
            let found = ComplementCampus {
                uid: r.get(1)?,
                commune: r.get(2)?,
                code_insee: r.get(3)?,
                latitude: r.get(4)?,
                longitude: r.get(5)?,
                support: r.get(6)?,
                convention: region::date(r, 7)?,
                hebergement: r.get(8)?,
                note: r.get(9)?,
            };
            Ok((CampusId(r.get(0)?), found))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The rest of these partners' records.
    ///
    /// # Errors
    /// [`Error::Integrity`] when other names cannot be read.
    pub fn complements_partenaires(
        &self,
        ids: impl IntoIterator<Item = PartenaireId>,
    ) -> Result<BTreeMap<PartenaireId, ComplementPartenaire>> {
        let mut stmt = self.conn.prepare_cached(
            "SELECT id, uid, autres_noms, departement, siren, rna, adresse, code_postal, code_insee, latitude, longitude,
               note, (SELECT json_group_array(c.id ORDER BY c.cle_tri) FROM campus_partenaire l
                      JOIN campus c ON c.id = l.campus
                      WHERE l.partenaire = p.id AND l.archive IS NULL AND c.archive IS NULL)
             FROM partenaire p WHERE id IN (SELECT value FROM json_each(?1))",
        )?;
        let mut rows = stmt.query([json_ids(ids.into_iter().map(|id| id.0))])?;
        let mut out = BTreeMap::new();
        let named = designation::ecrits(&designation::tous(&self.conn)?);
        while let Some(r) = rows.next()? {
            out.insert(PartenaireId(r.get(0)?), partenaire(r, &named)?);
        }
        Ok(out)
    }
}

fn partenaire(r: &Row<'_>, campus: &HashMap<i64, String>) -> Result<ComplementPartenaire> {
    let linked: Vec<i64> = liste(r, 12)?;
    Ok(ComplementPartenaire {
        uid: r.get(1)?,
        autres_noms: liste(r, 2)?,
        departement: r.get(3)?,
        siren: r.get(4)?,
        rna: r.get(5)?,
        adresse: r.get(6)?,
        code_postal: r.get(7)?,
        code_insee: r.get(8)?,
        latitude: r.get(9)?,
        longitude: r.get(10)?,
        note: r.get(11)?,
        campus: linked.iter().filter_map(|id| campus.get(id).cloned()).collect(),
    })
}

/// A list kept as JSON.
fn liste<T: DeserializeOwned>(r: &Row<'_>, column: usize) -> Result<Vec<T>> {
    let text: String = r.get(column)?;
    serde_json::from_str(&text)
        .map_err(|e| Error::Integrity(format!("liste illisible ({text})\u{202f}: {e}")))
}
