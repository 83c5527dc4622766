//! The rows of campuses that pass a filter, in the order of names: all of them, or the next few.

use rusqlite::{Connection, OptionalExtension as _, ToSql};

use super::super::{
    Filtre, Result,
    region::Regions,
    requete::{self, Sql},
};
use crate::domain::{
    CampusId, Depart,
    requete::{Champ, Cherche, Critere},
};

/// A row of `campus` with the names it points to.
pub(super) struct CampusRow {
    pub id: i64,
    pub nom: String,
    pub nom_usage: Option<String>,
    pub nom_court: String,
    pub region: (i64, String),
    pub academie: String,
    pub lieu: String,
    pub rev: i64,
}

/// Which rows at once.
pub(super) struct Page {
    /// Among these, as a JSON array.
    pub ids: Option<String>,
    /// Before or after a campus in the order of names.
    pub depart: Depart<CampusId>,
    /// How many.
    pub taille: Option<usize>,
}

impl Page {
    /// Every row.
    pub(super) fn tout() -> Self {
        Self {
            ids: None,
            depart: Depart::Apres(None),
            taille: None,
        }
    }
}

/// The rows that pass the filter, states aside, and `conditions`, each with whether it must not hold.
pub(super) fn rows(
    conn: &Connection,
    f: &Filtre,
    conditions: &[(bool, Sql)],
    page: &Page,
) -> Result<Vec<CampusRow>> {
    // CROSS: campuses first, in the order of names.
    let mut sql = "SELECT c.id, c.nom, c.nom_usage, c.nom_court, c.region, r.nom, a.nom, c.lieu, c.rev
        FROM campus c CROSS JOIN region r ON r.id = c.region CROSS JOIN academie a ON a.id = c.academie WHERE "
        .to_owned();
    let mut values: Vec<&dyn ToSql> = Vec::new();
    // A campus asked for by its number still reads in the corbeille: reviews and séances refer to it.
    if let Some(id) = &f.campus {
        sql.push_str("c.id = ?");
        values.push(&id.0);
    } else {
        sql.push_str("c.archive IS NULL");
    }
    if let Some(ids) = &page.ids {
        sql.push_str(" AND c.id IN (SELECT value FROM json_each(?))");
        values.push(ids);
    }
    requete::ajouter(conditions, &mut sql, &mut values);
    let (plus_loin, ordre) = match page.depart {
        Depart::Apres(_) => (">", "c.cle_tri, c.id"),
        Depart::Avant(_) => ("<", "c.cle_tri DESC, c.id DESC"),
    };
    let borne = match page.depart.borne() {
        Some(id) => cle(conn, id)?,
        None => None,
    };
    if let Some((cle, id)) = &borne {
        sql.push_str(&format!(" AND (c.cle_tri, c.id) {plus_loin} (?, ?)"));
        values.extend([cle as &dyn ToSql, id]);
    }
    sql.push_str(&format!(" ORDER BY {ordre}"));
    let taille = page.taille.map(|n| i64::try_from(n).unwrap_or(i64::MAX));
    if let Some(taille) = &taille {
        sql.push_str(" LIMIT ?");
        values.push(taille);
    }
    let mut stmt = conn.prepare_cached(&sql)?;
    let rows = stmt.query_map(values.as_slice(), |r| {
        Ok(CampusRow {
            id: r.get(0)?,
            nom: r.get(1)?,
            nom_usage: r.get(2)?,
            nom_court: r.get(3)?,
            region: (r.get(4)?, r.get(5)?),
            academie: r.get(6)?,
            lieu: r.get(7)?,
            rev: r.get(8)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Every part of the filter that the register decides, as criteria.
pub(super) fn criteres(f: &Filtre, regions: &Regions) -> Vec<Critere> {
    let mut out = f.recherche.clone();
    let mut add = |quoi| {
        out.push(Critere {
            nie: false,
            quoi,
            parmi: None,
        });
    };
    let words = f.plies();
    if !words.is_empty() {
        add(Cherche::Mots(words));
    }
    if let Some(region) = f.region {
        let rangs = regions.couvertes(region).into_iter().collect();
        add(Cherche::Rangs(Champ::Region, rangs));
    }
    if let Some(filiere) = f.filiere {
        add(Cherche::Rangs(Champ::Filiere, vec![filiere.0]));
    }
    out
}

/// Where a campus stands in the order of names; None when it is no more.
fn cle(conn: &Connection, id: CampusId) -> Result<Option<(Vec<u8>, i64)>> {
    let mut stmt = conn.prepare_cached("SELECT cle_tri FROM campus WHERE id = ?1")?;
    Ok(stmt.query_row([id.0], |r| Ok((r.get(0)?, id.0))).optional()?)
}
