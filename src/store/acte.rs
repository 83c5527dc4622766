//! Acts and the annex of labelled campuses.

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, ToSql};

use super::{Error, Result, Store, appel::jour, campus::code, region::date, seance::list};
use crate::domain::{Acte, ActeId, CampusId, LigneAnnexe, NatureActe};

/// Columns of [`ligne`]: a label `l` of campus `k`.
const LIGNE: &str = "SELECT k.id, k.nom, k.lieu || ' (' || r.nom || ')',
      coalesce((SELECT group_concat(nom, ', ') FROM
        (SELECT DISTINCT f.nom FROM campus_filiere JOIN filiere f ON f.id = filiere WHERE campus = k.id ORDER BY f.cle_tri)), 'inconnu'),
      l.categorie, l.duree_ans, l.debut, k.nom_court
    FROM label l JOIN campus k ON k.id = l.campus JOIN region r ON r.id = k.region";

impl Store {
    /// The acts published by the reference day and those in preparation, the latest first.
    pub fn actes(&self, au: Date) -> Result<Vec<Acte>> {
        let tx = self.conn.unchecked_transaction()?;
        let ids = tx
            .prepare_cached(
                "SELECT id FROM acte WHERE publie IS NULL OR publie <= ?1 ORDER BY signe DESC, id DESC",
            )?
            .query_map([au.to_string()], |r| r.get(0).map(ActeId))?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        ids.into_iter().map(|id| one(&tx, id)).collect()
    }

    /// Every label in force on the day, by campus.
    pub fn annexe(&self, au: Date) -> Result<Vec<LigneAnnexe>> {
        let tx = self.conn.unchecked_transaction()?;
        let ids: Vec<i64> = super::campus::lignes(&tx, &super::Filtre::au(au))?
            .into_iter()
            .filter(|c| c.label.etat(au) == "en vigueur")
            .map(|c| c.id.0)
            .collect();
        let mut out = Vec::new();
        for id in ids {
            let Some((label, _)) = super::label::present(&tx, CampusId(id), au)? else {
                continue;
            };
            out.extend(lignes(&tx, "WHERE l.id = ?1", &label)?);
        }
        Ok(out)
    }
}

/// One act with its annex.
///
/// # Errors
/// [`Error::NotFound`] when there is no such row.
pub(crate) fn one(conn: &Connection, id: ActeId) -> Result<Acte> {
    let mut stmt = conn.prepare_cached(
        "SELECT nature, objet, signe, nor, jo, publie, rev,
           (SELECT count(*) FROM candidature WHERE acte = a.id) + (SELECT count(*) FROM decision WHERE acte = a.id)
         FROM acte a WHERE id = ?1",
    )?;
    let read = |r: &Row<'_>| {
        Ok(Acte {
            id,
            nature: code(r, 0, NatureActe::read)?,
            objet: r.get(1)?,
            signe: jour(r, 2)?.ok_or(rusqlite::Error::InvalidQuery)?,
            nor: r.get(3)?,
            jo: jour(r, 4)?,
            publie: jour(r, 5)?,
            rev: r.get(6)?,
            decisions: r.get::<_, i64>(7)?.unsigned_abs() as usize,
            annexe: Vec::new(),
        })
    };
    let mut acte = stmt
        .query_row([id.0], read)
        .optional()?
        .ok_or_else(|| Error::NotFound(format!("l'acte {id}")))?;
    acte.annexe = annexe(conn, id)?;
    Ok(acte)
}

/// The labels an act gives or renews: those that exist, and those its publication will open.
fn annexe(conn: &Connection, acte: ActeId) -> Result<Vec<LigneAnnexe>> {
    let mut out = lignes(
        conn,
        "WHERE l.id IN (SELECT label FROM decision WHERE acte = ?1 UNION SELECT label FROM candidature WHERE acte = ?1)",
        &acte.0,
    )?;
    let sql = LIGNE
        .replace(
            "l.categorie, l.duree_ans, l.debut",
            "c.categorie, c.duree_ans, c.effet",
        )
        .replace(
            "FROM label l JOIN campus k ON k.id = l.campus",
            "FROM candidature c JOIN campus k ON k.id = c.campus",
        );
    out.extend(list(
        conn,
        &format!("{sql} WHERE c.acte = ?1 AND c.label IS NULL AND c.effet IS NOT NULL ORDER BY k.cle_tri"),
        acte.0,
        ligne,
    )?);
    Ok(out)
}

/// The lines of the annex that meet a condition.
fn lignes(conn: &Connection, condition: &str, value: &dyn ToSql) -> Result<Vec<LigneAnnexe>> {
    let mut stmt = conn.prepare_cached(&format!("{LIGNE} {condition} ORDER BY k.cle_tri, l.debut"))?;
    let rows = stmt.query_map([value], ligne)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// One row of [`LIGNE`].
fn ligne(r: &Row<'_>) -> rusqlite::Result<LigneAnnexe> {
    Ok(LigneAnnexe {
        campus: CampusId(r.get(0)?),
        nom: r.get(1)?,
        territoire: r.get(2)?,
        secteur: r.get(3)?,
        categorie: r.get(4)?,
        duree_ans: r.get(5)?,
        effet: date(r, 6)?.ok_or(rusqlite::Error::InvalidQuery)?,
        nom_court: r.get(7)?,
    })
}
