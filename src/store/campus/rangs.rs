//! The rows of campuses that pass a filter, in the order of names: all of them, or the next few.

use rusqlite::{Connection, ToSql};

use super::{
    super::{
        Filtre, Result,
        region::Regions,
        requete::{self, Sql},
    },
    json_ids,
};
use crate::domain::requete::{Champ, Cherche, Critere};

/// Up to how many campuses a criterion finds, the list begins with them; beyond, the campuses are gone through in the
/// order of names until there are enough.
const RARE: usize = 2_000;

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

/// The rows that pass the filter, states aside: all, or `taille` of those that follow `f.apres`.
pub(super) fn rows(
    conn: &Connection,
    f: &Filtre,
    regions: &Regions,
    taille: Option<usize>,
) -> Result<Vec<CampusRow>> {
    // CROSS: campuses first, in the order of names.
    let mut sql = "SELECT c.id, c.nom, c.nom_usage, c.nom_court, c.region, r.nom, a.nom, c.lieu, c.rev
        FROM campus c CROSS JOIN region r ON r.id = c.region CROSS JOIN academie a ON a.id = c.academie WHERE "
        .to_owned();
    let mut values: Vec<Box<dyn ToSql>> = Vec::new();
    // A campus asked for by its number still reads in the corbeille: reviews and séances refer to it.
    match f.campus {
        Some(id) => {
            sql.push_str("c.id = ?");
            values.push(Box::new(id.0));
        }
        None => sql.push_str("c.archive IS NULL"),
    }
    let criteres = criteres(f, regions);
    if taille.is_none() {
        requete::ajouter(&criteres, |k| Ok(requete::campus(&k.quoi)), &mut sql, &mut values)?;
    } else {
        requete::ajouter(&criteres, |k| un(conn, k), &mut sql, &mut values)?;
        if let Some(apres) = f.apres {
            let cle: Vec<u8> = conn
                .prepare_cached("SELECT cle_tri FROM campus WHERE id = ?1")?
                .query_row([apres.0], |r| r.get(0))?;
            sql.push_str(" AND (c.cle_tri, c.id) > (?, ?)");
            values.extend([Box::new(cle) as Box<dyn ToSql>, Box::new(apres.0)]);
        }
    }
    sql.push_str(" ORDER BY c.cle_tri, c.id");
    if let Some(taille) = taille {
        sql.push_str(" LIMIT ?");
        values.push(Box::new(i64::try_from(taille).unwrap_or(i64::MAX)));
    }
    let mut stmt = conn.prepare_cached(&sql)?;
    let rows = stmt.query_map(rusqlite::params_from_iter(values), |r| {
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
fn criteres(f: &Filtre, regions: &Regions) -> Vec<Critere> {
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

/// A criterion where a few campuses are enough: those it finds when they are few, else what to look at in each.
fn un(conn: &Connection, critere: &Critere) -> Result<Option<Sql>> {
    if let Some(sql) = requete::trouves(&critere.quoi).filter(|_| !critere.nie) {
        let mut stmt = conn.prepare_cached(&format!("{} LIMIT {}", sql.texte, RARE + 1))?;
        let ids = stmt
            .query_map(rusqlite::params_from_iter(sql.valeurs), |r| r.get::<_, i64>(0))?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        if ids.len() <= RARE {
            return Ok(Some(Sql::un(
                "c.id IN (SELECT value FROM json_each(?))",
                json_ids(ids),
            )));
        }
    }
    Ok(requete::chacun(&critere.quoi))
}
