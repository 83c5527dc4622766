//! Régions, académies and filières by the names that forms give them.

use rusqlite::{Connection, OptionalExtension};

use super::{Preparation, names};
use crate::{
    domain::{DatePartielle, Ordre, texte::une_ligne},
    store::{Error, Result},
};

/// The lists to choose from.
pub(super) fn listes(conn: &Connection, p: &mut Preparation) -> Result<()> {
    p.liste(
        "regions",
        names(conn, "SELECT nom FROM region GROUP BY nom ORDER BY min(cle_tri)")?,
    );
    p.liste(
        "filieres",
        names(
            conn,
            "SELECT nom FROM filiere WHERE archive IS NULL GROUP BY nom ORDER BY min(cle_tri)",
        )?,
    );
    let ordre = Ordre::new();
    let mut academies = names(conn, "SELECT nom FROM academie")?;
    academies.sort_by_cached_key(|nom| ordre.cle(nom));
    p.liste("academies", academies);
    Ok(())
}

/// The région of that name, the one in force on the day where several bear it.
pub(super) fn region(conn: &Connection, nom: &str, jour: Option<DatePartielle>) -> Result<i64> {
    let day = jour.map(|d| d.first().to_string());
    let found = conn
        .prepare_cached(
            "SELECT id FROM region WHERE nom = ?1
             ORDER BY ?2 IS NULL OR ((debut IS NULL OR debut <= ?2) AND (fin IS NULL OR fin >= ?2)) DESC, fin IS NULL, id LIMIT 1",
        )?
        .query_row((nom, day), |r| r.get(0))
        .optional()?;
    found.ok_or_else(|| Error::Refused(format!("la région « {nom} » n'est pas au registre")))
}

/// The académie of that name, if it lies in that région, then or now.
pub(super) fn academie(conn: &Connection, nom: &str, region: i64) -> Result<i64> {
    let found: Option<(i64, bool, Option<String>)> = conn
        .prepare_cached(
            "SELECT a.id, a.region IS NULL OR a.region = ?2 OR a.region_actuelle = ?2, r.nom FROM academie a
             LEFT JOIN region r ON r.id = a.region WHERE a.nom = ?1",
        )?
        .query_row((nom, region), |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
        .optional()?;
    match found {
        Some((id, true, _)) => Ok(id),
        Some((_, false, of)) => Err(Error::Refused(format!(
            "l'académie de {nom} n'est pas dans cette région, mais en {}",
            of.unwrap_or_default()
        ))),
        None => Err(Error::Refused(format!(
            "l'académie « {nom} » n'est pas au registre"
        ))),
    }
}

/// The filière of that name.
pub(super) fn filiere(conn: &Connection, nom: &str) -> Result<i64> {
    conn.prepare_cached("SELECT id FROM filiere WHERE nom = ?1 ORDER BY archive IS NOT NULL, id LIMIT 1")?
        .query_row([nom], |r| r.get(0))
        .optional()?
        .ok_or_else(|| Error::Refused(format!("la filière « {} » n'est pas au registre", une_ligne(nom))))
}
