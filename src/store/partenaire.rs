//! Partners: the list, and one with its campuses.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row, ToSql};

use super::{
    Error, Filtre, Result, Store,
    campus::json_ids,
    etablissement,
    region::{Regions, date},
    requete,
};
use crate::domain::{CampusId, Existence, LienCampus, PartenaireFiche, PartenaireId, PartenaireLigne};

/// Columns of [`PartenaireLigne`]; the first parameter is the campus whose role is shown, or null.
const LIGNE: &str = "SELECT p.id, p.nom, t.code, t.libelle, p.commune, p.uai, p.siret,
    (SELECT role FROM campus_partenaire WHERE partenaire = p.id AND archive IS NULL AND (?1 IS NULL OR campus = ?1)
       ORDER BY campus LIMIT 1),
    (SELECT count(*) FROM campus_partenaire WHERE partenaire = p.id AND archive IS NULL),
    ea.id, ea.ouvert, ea.ferme, ea.etat, ea.absent, ec.id, ec.ouvert, ec.ferme, ec.etat, ec.absent
    FROM partenaire p JOIN type_partenaire t ON t.id = p.type
    LEFT JOIN etablissement ea ON ea.uai = p.uai AND ea.source = 'annuaire'
    LEFT JOIN etablissement ec ON ec.uai = p.uai AND ec.source = 'acce'";

/// One row of [`LIGNE`].
fn ligne(r: &Row<'_>) -> rusqlite::Result<PartenaireLigne> {
    Ok(PartenaireLigne {
        id: PartenaireId(r.get(0)?),
        nom: r.get(1)?,
        type_code: r.get(2)?,
        type_libelle: r.get(3)?,
        commune: r.get(4)?,
        uai: r.get(5)?,
        siret: r.get(6)?,
        role: r.get(7)?,
        campus: r.get::<_, i64>(8)?.unsigned_abs() as usize,
        existence: existence(r)?,
    })
}

/// What both sources of the directory say together.
fn existence(r: &Row<'_>) -> rusqlite::Result<Option<Existence>> {
    let of = |at: usize| -> rusqlite::Result<Option<Existence>> {
        match r.get::<_, Option<i64>>(at)? {
            Some(_) => Ok(Some(etablissement::existence(
                r,
                [at + 1, at + 2, at + 3, at + 4],
            )?)),
            None => Ok(None),
        }
    };
    Ok(match (of(9)?, of(14)?) {
        (Some(annuaire), Some(acce)) => Some(annuaire.complete(acce)),
        (annuaire, acce) => annuaire.or(acce),
    })
}

impl Store {
    /// Partners that pass the filter (campus, type, words; région and filière of one of their campuses),
    /// in French order.
    pub fn partenaires(&self, f: &Filtre) -> Result<Vec<PartenaireLigne>> {
        let tx = self.conn.unchecked_transaction()?;
        lignes(&tx, f)
    }

    /// Everything about one partner.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such row.
    pub fn partenaire(&self, id: PartenaireId) -> Result<PartenaireFiche> {
        let tx = self.conn.unchecked_transaction()?;
        let line = tx
            .prepare_cached(&format!("{LIGNE} WHERE p.id = ?2"))?
            .query_row((None::<i64>, id.0), ligne)
            .optional()?
            .ok_or_else(|| Error::NotFound(format!("le partenaire {id}")))?;
        let (noms, departement, siren, note, rna, adresse): (String, _, _, _, _, _) = tx
            .prepare_cached(
                "SELECT autres_noms, departement, siren, note, rna,
                   nullif(concat_ws(', ', adresse, nullif(concat_ws(' ', code_postal, iif(adresse IS NULL, NULL, commune)), '')), '')
                 FROM partenaire WHERE id = ?1",
            )?
            .query_row([id.0], |r| {
                Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?))
            })?;
        let autres_noms = serde_json::from_str(&noms)
            .map_err(|e| Error::Integrity(format!("autres noms du partenaire {id}\u{202f}: {e}")))?;
        let etablissement = match &line.uai {
            Some(uai) => etablissement::par_uai(&tx, uai)?,
            None => None,
        };
        Ok(PartenaireFiche {
            etablissement,
            ligne: line,
            autres_noms,
            departement,
            siren,
            rna,
            adresse,
            note,
            liens: liens(&tx, id)?,
        })
    }

    /// Types of partner, in the nomenclature's order: code, name.
    pub fn types_partenaire(&self) -> Result<Vec<(String, String)>> {
        let mut stmt = self
            .conn
            .prepare_cached("SELECT code, libelle FROM type_partenaire ORDER BY ordre")?;
        let rows = stmt.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// [`Store::partenaires`] inside the caller's transaction.
pub(crate) fn lignes(conn: &Connection, f: &Filtre) -> Result<Vec<PartenaireLigne>> {
    let mut sql = format!("{LIGNE} WHERE p.archive IS NULL");
    let mut values: Vec<Box<dyn ToSql>> = vec![Box::new(f.campus.map(|c| c.0))];
    let mut add = |condition: &str, value: Box<dyn ToSql>| {
        sql.push_str(" AND ");
        sql.push_str(condition);
        values.push(value);
    };
    if let Some(campus) = f.campus {
        add(
            "p.id IN (SELECT partenaire FROM campus_partenaire WHERE campus = ? AND archive IS NULL)",
            Box::new(campus.0),
        );
    }
    if let Some(code) = &f.type_code {
        add("t.code = ?", Box::new(code.clone()));
    }
    if let Some(query) = f.recherche() {
        add(
            "p.id IN (SELECT rowid FROM partenaire_recherche WHERE partenaire_recherche MATCH ?)",
            Box::new(query),
        );
    }
    if let Some(region) = f.region {
        let regions = json_ids(Regions::load(conn)?.couvertes(region));
        add(
            "p.id IN (SELECT partenaire FROM campus_partenaire JOIN campus c ON c.id = campus
               WHERE campus_partenaire.archive IS NULL AND c.region IN (SELECT value FROM json_each(?)))",
            Box::new(regions),
        );
    }
    if let Some(filiere) = f.filiere {
        add(
            "p.id IN (SELECT partenaire FROM campus_partenaire JOIN campus_filiere USING (campus)
               WHERE archive IS NULL AND filiere = ?)",
            Box::new(filiere.0),
        );
    }
    let conditions = requete::conditions(&f.recherche, requete::partenaire);
    let mut values: Vec<&dyn ToSql> = values.iter().map(|v| &**v).collect();
    requete::ajouter(&conditions, &mut sql, &mut values);
    sql.push_str(" ORDER BY p.cle_tri, p.id");
    let mut stmt = conn.prepare_cached(&sql)?;
    let rows = stmt.query_map(values.as_slice(), ligne)?;
    let meets = |p: &PartenaireLigne| f.recherche.iter().all(|k| k.partenaire(p, f.au).unwrap_or(true));
    let kept = rows.filter(|p| p.as_ref().is_ok_and(meets) || p.is_err());
    Ok(kept.collect::<rusqlite::Result<_>>()?)
}

/// The campuses of a partner, in French order, with what says so.
fn liens(conn: &Connection, id: PartenaireId) -> Result<Vec<LienCampus>> {
    let mut sources: HashMap<i64, Vec<(String, String)>> = HashMap::new();
    let mut stmt = conn.prepare_cached(
        "SELECT lien, titre, url FROM lien_source JOIN source s ON s.id = source
         JOIN campus_partenaire l ON l.id = lien WHERE l.partenaire = ?1 ORDER BY lien_source.id",
    )?;
    let mut rows = stmt.query([id.0])?;
    while let Some(r) = rows.next()? {
        sources.entry(r.get(0)?).or_default().push((r.get(1)?, r.get(2)?));
    }
    let mut stmt = conn.prepare_cached(
        "SELECT l.id, c.id, c.nom_court, l.role, l.ecrite, l.debut, l.fin, l.convention, l.note
         FROM campus_partenaire l JOIN campus c ON c.id = l.campus
         WHERE l.partenaire = ?1 AND l.archive IS NULL ORDER BY c.cle_tri, c.id",
    )?;
    let links = stmt.query_map([id.0], |r| {
        Ok(LienCampus {
            campus: CampusId(r.get(1)?),
            campus_nom: r.get(2)?,
            role: r.get(3)?,
            ecrite: r.get(4)?,
            debut: date(r, 5)?,
            fin: date(r, 6)?,
            convention: date(r, 7)?,
            note: r.get(8)?,
            sources: sources.remove(&r.get(0)?).unwrap_or_default(),
        })
    })?;
    Ok(links.collect::<rusqlite::Result<_>>()?)
}
