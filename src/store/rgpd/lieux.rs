//! Where texts stand: every text column of every table, and which of them name places and bodies, never persons.

use rusqlite::{
    Connection, Row,
    types::{Value as Sql, ValueRef},
};
use serde_json::Value as Json;

use crate::store::{Result, schema};

/// The journal and the program's own housekeeping: the journal is read apart.
const A_PART: [&str; 5] = ["lot", "changement", "chaine", "porte", "meta"];

/// Tables of public nomenclature, and columns that name places and bodies: a lycée may bear a person's name.
const PUBLICS: [(&str, &[&str]); 17] = [
    ("academie", &[]),
    ("departement", &[]),
    ("famille", &[]),
    ("filiere", &[]),
    ("formulaire", &[]),
    ("region", &[]),
    ("regime", &[]),
    ("instance", &[]),
    ("college", &[]),
    ("type_partenaire", &[]),
    ("indicateur", &[]),
    ("source", &[]),
    ("territoire", &[]),
    ("etablissement", &[]),
    ("etablissement_mot", &[]),
    (
        "campus",
        &[
            "nom",
            "nom_usage",
            "nom_court",
            "lieu",
            "commune",
            "position",
            "support",
            "pli",
        ],
    ),
    ("partenaire", &["nom", "autres_noms", "adresse", "commune", "pli"]),
];

/// Whether a column names a place or a body.
pub(super) fn public(table: &str, column: &str) -> bool {
    column == "uid"
        || PUBLICS
            .iter()
            .any(|(t, columns)| *t == table && (columns.is_empty() || columns.contains(&column)))
}

/// A table whose texts are looked through.
pub(super) struct Lieu {
    /// Its name.
    pub table: String,
    /// Its primary key.
    pub cles: Vec<String>,
    /// Its text columns.
    pub textes: Vec<String>,
    /// Whether its rows have a revision.
    pub rev: bool,
}

/// A row and its texts.
pub(super) struct Ligne {
    /// Its primary key.
    pub cle: Vec<Sql>,
    /// Its texts, None for what is no text, in the order of [`Lieu::textes`].
    pub textes: Vec<Option<String>>,
}

/// Every table with texts but the journal.
pub(super) fn lieux(conn: &Connection) -> Result<Vec<Lieu>> {
    let names = conn
        .prepare(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict ORDER BY name",
        )?
        .query_map([], |r| r.get::<_, String>(0))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let mut out = Vec::new();
    for nom in names.into_iter().filter(|n| !A_PART.contains(&n.as_str())) {
        let table = schema::table(conn, nom)?;
        let textes = conn
            .prepare_cached(
                "SELECT name FROM pragma_table_info(?1) WHERE type IN ('TEXT', 'ANY') ORDER BY cid",
            )?
            .query_map([&table.nom], |r| r.get::<_, String>(0))?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        if !textes.is_empty() {
            out.push(Lieu {
                rev: table.has("rev"),
                table: table.nom,
                cles: table.cles,
                textes,
            });
        }
    }
    Ok(out)
}

impl Lieu {
    /// Calls `f` with every row.
    pub fn lignes(&self, conn: &Connection, mut f: impl FnMut(Ligne) -> Result<()>) -> Result<()> {
        let columns: Vec<&str> = self.cles.iter().chain(&self.textes).map(String::as_str).collect();
        let mut stmt = conn.prepare(&format!("SELECT {} FROM {}", columns.join(", "), self.table))?;
        let mut rows = stmt.query([])?;
        while let Some(r) = rows.next()? {
            f(self.lire(r)?)?;
        }
        Ok(())
    }

    fn lire(&self, r: &Row<'_>) -> Result<Ligne> {
        let n = self.cles.len();
        let cle = (0..n).map(|i| r.get(i)).collect::<rusqlite::Result<_>>()?;
        let textes = (n..n + self.textes.len())
            .map(|i| match r.get_ref(i) {
                Ok(ValueRef::Text(t)) => Ok(Some(String::from_utf8_lossy(t).into_owned())),
                Ok(_) => Ok(None),
                Err(e) => Err(e),
            })
            .collect::<rusqlite::Result<_>>()?;
        Ok(Ligne { cle, textes })
    }

    /// The row that a key names, as a condition; its values are `?2` and on.
    pub fn condition(&self) -> String {
        let all = self.cles.iter().enumerate();
        all.map(|(i, c)| format!("{c} = ?{}", i + 2))
            .collect::<Vec<_>>()
            .join(" AND ")
    }
}

/// Does to every text of a value what `f` does, also inside texts that are JSON; None when nothing changes.
pub(super) fn changer(value: &Json, f: &impl Fn(&str) -> Option<String>) -> Option<Json> {
    match value {
        Json::String(t) => texte(t, f).map(Json::String),
        Json::Array(all) => {
            let changed: Vec<Option<Json>> = all.iter().map(|v| changer(v, f)).collect();
            changed.iter().any(Option::is_some).then(|| {
                let both = all.iter().zip(changed);
                both.map(|(old, new)| new.unwrap_or_else(|| old.clone()))
                    .collect()
            })
        }
        Json::Object(map) => {
            let changed: Vec<Option<Json>> = map.values().map(|v| changer(v, f)).collect();
            changed.iter().any(Option::is_some).then(|| {
                let both = map.iter().zip(changed);
                Json::Object(
                    both.map(|((k, old), new)| (k.clone(), new.unwrap_or_else(|| old.clone())))
                        .collect(),
                )
            })
        }
        _ => None,
    }
}

/// The same for a text, which may be JSON itself.
pub(super) fn texte(text: &str, f: &impl Fn(&str) -> Option<String>) -> Option<String> {
    if text.starts_with(['[', '{'])
        && let Ok(inner) = serde_json::from_str::<Json>(text)
    {
        return changer(&inner, f).map(|v| v.to_string());
    }
    f(text)
}
