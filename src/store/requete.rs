//! A search line against the register: names to rows, criteria to SQL. Only numbers, folded words and dates are bound;
//! no text of a person is part of a query.

mod conditions;
mod modifie;
mod premiers;

use std::collections::HashSet;

use rusqlite::{Connection, ToSql};

use super::{Result, Store, academie, campus::json_ids};
use crate::domain::requete::{self, Cherche, Critere, Lecture, Nomme, Noms, Sur};

pub(crate) use conditions::{campus, partenaire};
pub(crate) use premiers::{chacun, trouves};

/// A condition: SQL with `?` for each value.
pub(crate) struct Sql {
    /// The condition.
    pub texte: String,
    /// What its marks are bound to, in order.
    pub valeurs: Vec<Box<dyn ToSql>>,
}

impl Sql {
    /// A condition with one value.
    pub fn un(texte: impl Into<String>, valeur: impl ToSql + 'static) -> Self {
        Self {
            texte: texte.into(),
            valeurs: vec![Box::new(valeur)],
        }
    }

    /// A condition without values.
    fn sans(texte: impl Into<String>) -> Self {
        Self {
            texte: texte.into(),
            valeurs: Vec::new(),
        }
    }
}

impl Store {
    /// Reads a search line for a list: what it asks for, and what of it cannot be understood.
    pub fn recherche(&self, sur: Sur, texte: &str) -> Result<Lecture> {
        let tx = self.conn.unchecked_transaction()?;
        let noms = if texte.contains([':', '=']) {
            noms(&tx)?
        } else {
            Noms::default()
        };
        let mut lecture = requete::lire(texte, sur, &noms);
        if let Some(rows) = rangs_de(sur) {
            for critere in &mut lecture.criteres {
                critere.parmi = parmi(&tx, critere, sur, rows)?;
            }
        }
        Ok(lecture)
    }
}

/// The rows of a list that a condition on campus `c` holds for; None for lists whose query asks it itself.
fn rangs_de(sur: Sur) -> Option<&'static str> {
    match sur {
        Sur::Campus | Sur::Partenaires => None,
        Sur::Regions => Some(
            "SELECT DISTINCT x.region FROM (SELECT id AS campus, region FROM campus
               UNION ALL SELECT campus, region FROM campus_autre_region) x
             JOIN campus c ON c.id = x.campus WHERE c.archive IS NULL AND",
        ),
        Sur::Filieres => Some(
            "SELECT DISTINCT x.filiere FROM campus_filiere x JOIN campus c ON c.id = x.campus WHERE c.archive IS NULL AND",
        ),
        Sur::Echeancier | Sur::Revues => Some("SELECT c.id FROM campus c WHERE"),
    }
}

/// The rows that a criterion holds for, when it is about campuses and not about the line itself.
fn parmi(conn: &Connection, critere: &Critere, sur: Sur, rows: &str) -> Result<Option<HashSet<i64>>> {
    let of_line = match &critere.quoi {
        Cherche::Mots(_) | Cherche::Phrase(_) => matches!(sur, Sur::Regions | Sur::Filieres),
        Cherche::Date(..) => sur == Sur::Revues,
        _ => false,
    };
    let Some(sql) = campus(&critere.quoi).filter(|_| !of_line) else {
        return Ok(None);
    };
    let mut stmt = conn.prepare_cached(&format!("{rows} ({})", sql.texte))?;
    let ids = stmt.query_map(rusqlite::params_from_iter(sql.valeurs), |r| r.get(0))?;
    Ok(Some(ids.collect::<rusqlite::Result<_>>()?))
}

/// The criteria that the register decides, in SQL, each with whether it must not hold.
pub(crate) fn conditions(criteres: &[Critere], en_sql: fn(&Cherche) -> Option<Sql>) -> Vec<(bool, Sql)> {
    let sql = criteres.iter().map(|k| (k.nie, en_sql(&k.quoi)));
    sql.filter_map(|(nie, sql)| Some((nie, sql?))).collect()
}

/// Adds conditions to a query, each as ` AND …`.
pub(crate) fn ajouter<'a>(conditions: &'a [(bool, Sql)], sql: &mut String, valeurs: &mut Vec<&'a dyn ToSql>) {
    for (nie, condition) in conditions {
        sql.push_str(if *nie { " AND NOT (" } else { " AND (" });
        sql.push_str(&condition.texte);
        sql.push(')');
        valeurs.extend(condition.valeurs.iter().map(|v| &**v));
    }
}

/// Beginnings of words as a full-text query: each folded, quoted, a prefix.
pub(super) fn prefixes(words: &[String]) -> String {
    let quoted: Vec<String> = words
        .iter()
        .map(|w| format!("\"{}\"*", w.replace('"', "\"\"")))
        .collect();
    quoted.join(" ")
}

/// Folded words that follow each other, as a full-text query.
fn suite(phrase: &str) -> String {
    format!("\"{}\"", phrase.replace('"', "\"\""))
}

/// Every name that a term may give.
fn noms(conn: &Connection) -> Result<Noms> {
    let regions = super::region::Regions::load(conn)?;
    let academies = academie::toutes(conn)?;
    Ok(Noms {
        regions: regions.nommees(),
        academies: academies
            .into_iter()
            .map(|(rangs, a)| Nomme {
                rangs,
                nom: a.nom,
                autres: String::new(),
                code: a.code,
            })
            .collect(),
        filieres: nomenclature(conn, "SELECT id, nom, code FROM filiere WHERE archive IS NULL")?,
        types: nomenclature(conn, "SELECT id, libelle, code FROM type_partenaire")?,
    })
}

fn nomenclature(conn: &Connection, sql: &str) -> Result<Vec<Nomme>> {
    let mut stmt = conn.prepare_cached(sql)?;
    let rows = stmt.query_map([], |r| {
        Ok(Nomme {
            rangs: vec![r.get(0)?],
            nom: r.get(1)?,
            autres: String::new(),
            code: r.get(2)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Rows of a nomenclature as the JSON array that `json_each` reads.
fn rangs(ids: &[i64]) -> String {
    json_ids(ids.iter().copied())
}
