//! Two partners that are one: side by side, then joined in one lot. Never by themselves.

pub(super) mod doublons;
mod joindre;
#[cfg(test)]
mod tests;

use rusqlite::{Connection, Row, types::Value as Sql};

use super::{Error, Result, Store, journal};
use crate::{
    domain::{
        PartenaireId,
        fusion::{ChampFusion, Cote, Fusion, PartenaireFusion},
    },
    form::number,
};

/// What a field of a merge is made of: its word, the columns it decides.
pub(super) const CHAMPS: [(&str, &[&str]); 13] = [
    ("nom", &["nom"]),
    ("type", &["type"]),
    ("commune", &["commune"]),
    ("departement", &["departement"]),
    ("adresse", &["adresse"]),
    ("code_postal", &["code_postal"]),
    ("code_insee", &["code_insee"]),
    ("position", &["latitude", "longitude"]),
    ("uai", &["uai"]),
    ("siren", &["siren"]),
    ("siret", &["siret"]),
    ("rna", &["rna"]),
    ("note", &["note"]),
];

impl Store {
    /// Two partners side by side: a field keeps what `garde` says, or the other's word where `garde` says nothing.
    ///
    /// # Errors
    /// [`Error::Refused`] when they are the same row or one is in the corbeille; [`Error::NotFound`] when there is no
    /// such row.
    pub fn merge_preview(&self, garde: PartenaireId, perdu: PartenaireId) -> Result<Fusion> {
        let tx = self.conn.unchecked_transaction()?;
        if garde == perdu {
            return Err(Error::Refused(
                "un partenaire ne se joint pas à lui-même".to_owned(),
            ));
        }
        let (left, right) = (valeurs(&tx, garde)?, valeurs(&tx, perdu)?);
        let champs = CHAMPS.iter().zip(left.into_iter().zip(right));
        Ok(Fusion {
            garde: partenaire(&tx, garde)?,
            perdu: partenaire(&tx, perdu)?,
            champs: champs
                .map(|((code, _), (gauche, droite))| ChampFusion {
                    code,
                    libelle: libelle(code),
                    choix: if gauche.is_none() && droite.is_some() {
                        Cote::Droite
                    } else {
                        Cote::Gauche
                    },
                    gauche,
                    droite,
                })
                .collect(),
        })
    }
}

/// A field's French name.
fn libelle(code: &str) -> String {
    match code {
        "position" => "position (latitude, longitude)".to_owned(),
        "code_postal" => "code postal".to_owned(),
        "rna" => "RNA".to_owned(),
        code => journal::colonne("partenaire", code),
    }
}

/// Name, links and revision of a live partner.
fn partenaire(conn: &Connection, id: PartenaireId) -> Result<PartenaireFusion> {
    let read = |r: &Row<'_>| {
        Ok((
            r.get::<_, String>(0)?,
            r.get::<_, String>(1)?,
            r.get(2)?,
            r.get::<_, bool>(3)?,
        ))
    };
    let (nom, autres, rev, away) = conn
        .prepare_cached("SELECT nom, autres_noms, rev, archive IS NOT NULL FROM partenaire WHERE id = ?1")?
        .query_row([id.0], read)
        .map_err(|e| match e {
            rusqlite::Error::QueryReturnedNoRows => Error::NotFound(format!("le partenaire {id}")),
            e => e.into(),
        })?;
    if away {
        return Err(Error::Refused(format!(
            "«\u{a0}{nom}\u{a0}» est dans la corbeille\u{202f}: restaurez-le d'abord"
        )));
    }
    let mut stmt = conn.prepare_cached(
        "SELECT c.nom_court FROM campus_partenaire l JOIN campus c ON c.id = l.campus
         WHERE l.partenaire = ?1 AND l.archive IS NULL ORDER BY c.cle_tri, c.id",
    )?;
    let campus = stmt
        .query_map([id.0], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(PartenaireFusion {
        id,
        autres_noms: autres_noms(&nom, &autres)?,
        nom,
        campus,
        rev,
    })
}

/// Other names, as the register keeps them.
fn autres_noms(nom: &str, json: &str) -> Result<Vec<String>> {
    serde_json::from_str(json).map_err(|e| Error::Integrity(format!("autres noms de « {nom} »\u{202f}: {e}")))
}

/// What a partner says in each of [`CHAMPS`], for people; None where it says nothing.
fn valeurs(conn: &Connection, id: PartenaireId) -> Result<Vec<Option<String>>> {
    CHAMPS
        .iter()
        .map(|(code, columns)| {
            let column = if *code == "type" {
                "(SELECT libelle FROM type_partenaire WHERE id = p.type)".to_owned()
            } else {
                columns.join(", ")
            };
            let mut stmt =
                conn.prepare_cached(&format!("SELECT {column} FROM partenaire p WHERE id = ?1"))?;
            let parts = stmt.query_row([id.0], |r| {
                (0..columns.len())
                    .map(|i| r.get::<_, Sql>(i))
                    .collect::<rusqlite::Result<Vec<_>>>()
            });
            let missing = |e| match e {
                rusqlite::Error::QueryReturnedNoRows => Error::NotFound(format!("le partenaire {id}")),
                e => Error::from(e),
            };
            let said: Option<Vec<String>> = parts.map_err(missing)?.into_iter().map(texte).collect();
            Ok(said.map(|all| all.join(", ")))
        })
        .collect()
}

/// A value for people; None when nothing is known.
fn texte(value: Sql) -> Option<String> {
    match value {
        Sql::Text(t) if t.trim().is_empty() => None,
        Sql::Text(t) => Some(t),
        Sql::Integer(n) => Some(number::show_integer(n)),
        Sql::Real(x) => Some(number::show_decimal(x)),
        Sql::Null | Sql::Blob(_) => None,
    }
}
