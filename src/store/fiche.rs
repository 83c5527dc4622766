//! Everything about one campus, in one consistent picture.

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row};

use super::{Error, Filtre, Result, Store, campus, label, partenaire, region::date, revue, vie};
use crate::domain::{CampusId, Fiche, conformite};

impl Store {
    /// Everything about one campus on the reference day.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such row.
    pub fn fiche(&self, id: CampusId, au: Date) -> Result<Fiche> {
        let tx = self.conn.unchecked_transaction()?;
        let ligne = campus::ligne(&tx, id, au)?.ok_or_else(|| Error::NotFound(format!("le campus {id}")))?;
        let (commune, support, support_note, note) = tx
            .prepare_cached("SELECT commune, support, support_note, note FROM campus WHERE id = ?1")?
            .query_row([id.0], |r| {
                Ok((r.get(0)?, r.get::<_, Option<String>>(1)?, r.get(2)?, r.get(3)?))
            })?;
        let mut partners = Filtre::au(au);
        partners.campus = Some(id);
        Ok(Fiche {
            ligne,
            commune,
            support: support.map(|s| (s, support_note)),
            raisons: list(
                &tx,
                id,
                "SELECT f.nom, raison, origine FROM campus_filiere JOIN filiere f ON f.id = filiere
                 WHERE campus = ?1 ORDER BY f.cle_tri, f.id",
                |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
            )?,
            evenements: evenements(&tx, id, au)?,
            mention: mention(&tx, id, au)?,
            periodes: label::labels(&tx, &campus::json_ids([id.0]), au)?
                .remove(&id.0)
                .unwrap_or_default()
                .into_iter()
                .map(|(_, l)| l)
                .collect(),
            vie: vie::vie(&tx, id, au)?,
            appel: appel(&tx, id)?,
            conditions: conformite::conditions(&reseau(&tx, id, au)?, au),
            note,
            sources: list(
                &tx,
                id,
                "SELECT titre, url FROM campus_source JOIN source s ON s.id = source
                 WHERE campus = ?1 ORDER BY campus_source.id",
                |r| Ok((r.get(0)?, r.get(1)?)),
            )?,
            partenaires: partenaire::lignes(&tx, &partners)?,
            revues: revue::lignes(&tx, Some(id), au)?,
        })
    }
}

/// The rows of a query about one campus.
fn list<T>(
    conn: &Connection,
    id: CampusId,
    sql: &str,
    value: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    let mut stmt = conn.prepare_cached(sql)?;
    let rows = stmt.query_map([id.0], value)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What happened by `au`: date as written, what. ISO dates of any precision compare as texts; what bears no date,
/// or words in its place, is not known to be later.
fn evenements(conn: &Connection, id: CampusId, au: Date) -> Result<Vec<(String, String)>> {
    let mut stmt = conn.prepare_cached(
        "SELECT coalesce(quand, ''), quoi FROM evenement
         WHERE campus = ?1 AND (quand IS NULL OR quand <= ?2 OR quand NOT GLOB '[0-9][0-9][0-9][0-9]*') ORDER BY ordre",
    )?;
    let rows = stmt.query_map((id.0, au.to_string()), |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The call that retained the campus, as a phrase.
fn appel(conn: &Connection, id: CampusId) -> Result<Option<String>> {
    let mut stmt = conn.prepare_cached(
        "SELECT titre, bulletin, presentes, retenus FROM candidature JOIN appel a ON a.id = appel
         WHERE campus = ?1 AND issue = 'retenue' ORDER BY annonce DESC LIMIT 1",
    )?;
    let found = stmt
        .query_row([id.0], |r| {
            let bulletin: Option<String> = r.get(1)?;
            let counts: (Option<i64>, Option<i64>) = (r.get(2)?, r.get(3)?);
            let bulletin = bulletin.map_or(String::new(), |b| format!(" ({b})"));
            let counts = counts
                .0
                .zip(counts.1)
                .map_or(String::new(), |(presentes, retenus)| {
                    format!("\u{202f}: {presentes} projets présentés, {retenus} retenus")
                });
            Ok(format!("{}{bulletin}{counts}", r.get::<_, String>(0)?))
        })
        .optional()?;
    Ok(found)
}

/// The mention of the label in force, else of the latest.
fn mention(conn: &Connection, id: CampusId, au: Date) -> Result<Option<String>> {
    let Some((label, _)) = label::present(conn, id, au)? else {
        return Ok(None);
    };
    let mut stmt = conn.prepare_cached("SELECT mention FROM label WHERE id = ?1")?;
    Ok(stmt.query_row([label], |r| r.get(0))?)
}

/// What the conditions of D335-33 are judged on: the partners linked on the reference day, the convention, lodging.
fn reseau(conn: &Connection, id: CampusId, au: Date) -> Result<conformite::Reseau> {
    let linked = list(
        conn,
        id,
        "SELECT t.code, p.nom, l.debut, l.fin FROM campus_partenaire l JOIN partenaire p ON p.id = l.partenaire
           JOIN type_partenaire t ON t.id = p.type
         WHERE l.campus = ?1 AND l.archive IS NULL AND p.archive IS NULL ORDER BY p.cle_tri, p.id",
        |r| Ok((r.get(0)?, r.get(1)?, date(r, 2)?, date(r, 3)?)),
    )?;
    let partenaires = linked
        .into_iter()
        .filter(|(_, _, debut, fin)| {
            debut.is_none_or(|d| d.first() <= au) && fin.is_none_or(|f| f.last() >= au)
        })
        .map(|(code, nom, ..)| (code, nom))
        .collect();
    let mut stmt =
        conn.prepare_cached("SELECT convention, hebergement, hebergement_note FROM campus WHERE id = ?1")?;
    Ok(stmt.query_row([id.0], |r| {
        Ok(conformite::Reseau {
            partenaires,
            convention: date(r, 0)?,
            hebergement: r.get(1)?,
            hebergement_note: r.get(2)?,
        })
    })?)
}
