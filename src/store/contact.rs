//! Persons to reach.

use rusqlite::{Connection, OptionalExtension, Row};

use super::{Error, Result, Store, region::date};
use crate::domain::{CampusId, Contact, ContactId, DatePartielle, PartenaireId};

const SELECT: &str = "SELECT t.id, t.rev, t.nom, t.fonction, t.courriel, t.telephone, t.campus, c.nom_court, t.partenaire, p.nom,
      t.finalite, t.source, t.collecte, t.base_legale, t.note
    FROM contact t LEFT JOIN campus c ON c.id = t.campus LEFT JOIN partenaire p ON p.id = t.partenaire";

impl Store {
    /// The contacts that are in the lists, of a campus or of a partner when one is given, by name.
    pub fn contacts(
        &self,
        campus: Option<CampusId>,
        partenaire: Option<PartenaireId>,
    ) -> Result<Vec<Contact>> {
        let sql = format!(
            "{SELECT} WHERE t.archive IS NULL AND (?1 IS NULL OR t.campus = ?1) AND (?2 IS NULL OR t.partenaire = ?2)
             ORDER BY t.nom, t.id"
        );
        let mut stmt = self.conn.prepare_cached(&sql)?;
        let rows = stmt.query_map((campus.map(|c| c.0), partenaire.map(|p| p.0)), lire)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// One contact, also of the corbeille.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such row.
    pub fn contact(&self, id: ContactId) -> Result<Contact> {
        un(&self.conn, id)
    }
}

/// [`Store::contact`] inside the caller's transaction.
pub(super) fn un(conn: &Connection, id: ContactId) -> Result<Contact> {
    conn.prepare_cached(&format!("{SELECT} WHERE t.id = ?1"))?
        .query_row([id.0], lire)
        .optional()?
        .ok_or_else(|| Error::NotFound(format!("le contact {id}")))
}

fn lire(r: &Row<'_>) -> rusqlite::Result<Contact> {
    let named = |id: usize| {
        Ok::<_, rusqlite::Error>(
            r.get::<_, Option<i64>>(id)?
                .zip(r.get::<_, Option<String>>(id + 1)?),
        )
    };
    Ok(Contact {
        id: ContactId(r.get(0)?),
        rev: r.get(1)?,
        nom: r.get(2)?,
        fonction: r.get(3)?,
        courriel: r.get(4)?,
        telephone: r.get(5)?,
        campus: named(6)?.map(|(id, nom)| (CampusId(id), nom)),
        partenaire: named(8)?.map(|(id, nom)| (PartenaireId(id), nom)),
        finalite: r.get(10)?,
        source: r.get(11)?,
        collecte: date(r, 12)?.unwrap_or(DatePartielle::Annee(0)),
        base_legale: r.get(13)?,
        note: r.get(14)?,
    })
}
