//! Which rows belong to a record: a campus owns its labels, reviews, answers…, also those taken away since.

use rusqlite::Connection;
use serde_json::{Value as Json, json};

use super::super::Result;
use crate::domain::journal::Sujet;

/// Child table, its column, the table it names; parents before children.
const TIENT: [(&str, &str, &str); 26] = [
    ("axe", "campus", "campus"),
    ("campus_filiere", "campus", "campus"),
    ("campus_autre_region", "campus", "campus"),
    ("campus_autre_academie", "campus", "campus"),
    ("campus_partenaire", "campus", "campus"),
    ("campus_partenaire", "partenaire", "partenaire"),
    ("campus_source", "campus", "campus"),
    ("candidature", "campus", "campus"),
    ("candidature", "appel", "appel"),
    ("evenement", "campus", "campus"),
    ("label", "campus", "campus"),
    ("label", "regime", "regime"),
    ("revue", "campus", "campus"),
    ("revue", "label", "label"),
    ("appel_source", "appel", "appel"),
    ("partenaire_source", "partenaire", "partenaire"),
    ("lien_source", "lien", "campus_partenaire"),
    ("succession", "region", "region"),
    ("succession", "successeur", "region"),
    ("membre", "seance", "seance"),
    ("point", "seance", "seance"),
    ("point", "revue", "revue"),
    ("point", "candidature", "candidature"),
    ("recommandation", "point", "point"),
    ("decision", "point", "point"),
    ("decision", "acte", "acte"),
];

/// The keys of the rows of these records and of all that belongs to them, as a JSON array of
/// `[table, first key, key after the last]`: one row's key, or the answers of a review as a range.
pub(super) fn cles(conn: &Connection, sujets: &[Sujet]) -> Result<String> {
    let mut owned: Vec<(String, i64, String)> = Vec::new();
    for sujet in sujets {
        let (table, id) = sujet.ligne();
        let mut stmt =
            conn.prepare_cached("SELECT DISTINCT cle FROM changement WHERE nom_table = ?1 AND ligne = ?2")?;
        for cle in stmt.query_map((table, id), |r| r.get(0))? {
            owned.push((table.to_owned(), id, cle?));
        }
    }
    let mut children = conn.prepare_cached(
        "SELECT DISTINCT ligne, cle FROM changement
         WHERE nom_table = ?1 AND coalesce(apres, avant) ->> ?2 IN (SELECT value FROM json_each(?3))",
    )?;
    for (child, column, parent) in TIENT {
        let parents: Vec<i64> = owned.iter().filter(|o| o.0 == parent).map(|o| o.1).collect();
        if parents.is_empty() {
            continue;
        }
        let found = children
            .query_map((child, column, json!(parents).to_string()), |r| {
                Ok((child.to_owned(), r.get(0)?, r.get(1)?))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        owned.extend(found);
    }
    owned.sort();
    owned.dedup();
    let mut keys: Vec<Json> = Vec::new();
    for (table, id, cle) in &owned {
        // `0` follows `/`: every key `12/champ` and no other lies between.
        if table == "revue" {
            keys.push(json!(["reponse", format!("{id}/"), format!("{id}0")]));
        }
        keys.push(json!([table, cle, format!("{cle}\u{1}")]));
    }
    Ok(Json::from(keys).to_string())
}
