//! The régions and académies that a campus lies in besides those that bear its label.

use rusqlite::Connection;

use super::{Preparation, Valeurs, territoire};
use crate::{
    domain::DatePartielle,
    form::Value,
    store::{Error, Result, record, seance::list},
};

/// A field of the form and the rows it stands for.
struct Champ {
    cle: &'static str,
    table: &'static str,
    colonne: &'static str,
    /// Row of the link, row and name of what it links to.
    present: &'static str,
}

const REGIONS: Champ = Champ {
    cle: "autres_regions",
    table: "campus_autre_region",
    colonne: "region",
    present:
        "SELECT l.id, r.nom FROM campus_autre_region l JOIN region r ON r.id = l.region WHERE campus = ?1
              ORDER BY r.cle_tri",
};

const ACADEMIES: Champ = Champ {
    cle: "autres_academies",
    table: "campus_autre_academie",
    colonne: "academie",
    present: "SELECT l.id, a.nom FROM campus_autre_academie l JOIN academie a ON a.id = l.academie WHERE campus = ?1
              ORDER BY a.nom",
};

impl Champ {
    fn present(&self, conn: &Connection, campus: i64) -> Result<Vec<(i64, String)>> {
        list(conn, self.present, campus, |r| Ok((r.get(0)?, r.get(1)?)))
    }

    /// Links what is named and not yet linked, unlinks what is no longer named.
    fn record(
        &self,
        conn: &Connection,
        campus: i64,
        wanted: &[String],
        row: impl Fn(&str) -> Result<i64>,
    ) -> Result<()> {
        let present = self.present(conn, campus)?;
        for (link, _) in present.iter().filter(|(_, nom)| !wanted.contains(nom)) {
            conn.execute(&format!("DELETE FROM {} WHERE id = ?1", self.table), [link])?;
        }
        let new = wanted
            .iter()
            .filter(|w| !present.iter().any(|(_, nom)| nom == *w));
        for nom in new {
            record::insert(
                conn,
                self.table,
                &[("campus", &campus), (self.colonne, &row(nom)?)],
            )?;
        }
        Ok(())
    }
}

/// What the campus has.
pub(super) fn prepare(conn: &Connection, campus: i64, p: &mut Preparation) -> Result<()> {
    for champ in [REGIONS, ACADEMIES] {
        let names: Vec<String> = champ
            .present(conn, campus)?
            .into_iter()
            .map(|(_, nom)| nom)
            .collect();
        if !names.is_empty() {
            p.valeurs.insert(champ.cle.to_owned(), Value::List(names));
        }
    }
    Ok(())
}

/// As the form gives them. What bears the label is not named again.
///
/// # Errors
/// [`Error::Refused`] for an académie of none of the campus's régions.
pub(super) fn record(
    conn: &Connection,
    campus: i64,
    v: &Valeurs<'_>,
    debut: Option<DatePartielle>,
) -> Result<()> {
    let (region, academie): (String, String) = conn.query_row(
        "SELECT r.nom, a.nom FROM campus c JOIN region r ON r.id = c.region JOIN academie a ON a.id = c.academie
         WHERE c.id = ?1",
        [campus],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )?;
    let others = |field: &str, own: &str| -> Vec<String> {
        v.liste(field).iter().filter(|nom| *nom != own).cloned().collect()
    };
    REGIONS.record(conn, campus, &others("autres_regions", &region), |nom| {
        territoire::region(conn, nom, debut)
    })?;
    ACADEMIES.record(conn, campus, &others("autres_academies", &academie), |nom| {
        dedans(conn, campus, nom)
    })
}

/// The académie of that name, if it lies in one of the campus's régions, then or now.
fn dedans(conn: &Connection, campus: i64, nom: &str) -> Result<i64> {
    let regions: Vec<i64> = list(
        conn,
        "SELECT region FROM campus WHERE id = ?1 UNION SELECT region FROM campus_autre_region WHERE campus = ?1",
        campus,
        |r| r.get(0),
    )?;
    let mut refus = None;
    for region in regions {
        match territoire::academie(conn, nom, region) {
            Err(Error::Refused(_)) if refus.is_none() => {
                refus = Some(Error::Refused(format!(
                    "l'académie de {nom} n'est dans aucune des régions du campus"
                )));
            }
            Err(Error::Refused(_)) => {}
            other => return other,
        }
    }
    Err(refus.unwrap_or_else(|| Error::NotFound(format!("l'académie « {nom} »"))))
}
