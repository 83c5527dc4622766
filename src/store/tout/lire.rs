//! Lines as a register: a new one, made whole or not at all.
//!
//! The file is read twice: for the row number of every uid, then for the rows. What freezes its rows once it is closed
//! (a review handed in, a séance) is put in open, and closed when all its rows are there.

use std::{
    collections::HashMap,
    fs::File,
    io::{BufRead, BufReader, Read, Seek},
    path::Path,
};

use rusqlite::{Connection, Statement, ToSql, types::Value as Sql};
use serde_json::{Map, Value as Json};

use super::{
    super::{Error, Op, Result, Store, auteur::Auteur, create, migrate, open, write},
    NATURE, Plan, plans,
};
use crate::domain::{
    json::defaut,
    texte::{self, une_ligne},
};

/// Longest line, in bytes: a form's whole text is under a hundredth of it.
const LIGNE: u64 = 16 << 20;

/// Table, its column of states, the state in which its rows still change.
const GELS: [(&str, &str, &str, &[&str]); 2] = [
    ("revue", "etat", "brouillon", &["transmis", "examine", "clos"]),
    ("seance", "etat", "ouverte", &["close"]),
];

/// Columns whose text is JSON: its texts are cleaned, not its escapes.
const JSON: [(&str, &str); 2] = [("partenaire", "autres_noms"), ("vue", "definition")];

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lu {
    /// Rows.
    pub lignes: usize,
    /// Texts that lost what a terminal could obey.
    pub nettoyes: usize,
    /// The first of them, what it lost made visible.
    pub exemple: Option<String>,
}

impl Store {
    /// Makes a new register at `path` from a file that [`Store::ecrire_tout`] wrote, as one lot of `agent`.
    ///
    /// # Errors
    /// [`Error::Refused`] when a register is there already; with the line and what is wrong for a file that cannot be
    /// read. No register is left then.
    pub fn lire_tout(path: &Path, source: &Path, agent: &str) -> Result<Lu> {
        if path.metadata().is_ok_and(|m| m.len() > 0) {
            return Err(Error::Refused(format!(
                "{} existe déjà\u{202f}: un registre entier ne se lit que dans un registre neuf",
                path.display()
            )));
        }
        create::create_with(path, |conn| fill(conn, source, agent))
    }

    /// What [`Self::lire_tout`] would answer, with nothing written.
    ///
    /// # Errors
    /// Those of [`Self::lire_tout`].
    pub fn essayer_tout(source: &Path, agent: &str) -> Result<Lu> {
        let mut conn = Connection::open_in_memory()?;
        open::configure(&conn)?;
        fill(&mut conn, source, agent)
    }
}

fn fill(conn: &mut Connection, source: &Path, agent: &str) -> Result<Lu> {
    let opened = File::open(source).map_err(|e| Error::io("impossible de lire", source, e))?;
    let mut lines = Lines::new(opened, source);
    head(&mut lines)?;
    let ids = numbers(&mut lines)?;
    lines.rewind()?;
    // Who makes a register holds it.
    let auteur = Auteur::proprietaire(agent.to_owned());
    create::fill_with(conn, |conn| {
        conn.execute_batch("PRAGMA defer_foreign_keys = ON")?;
        let (read, _) = write::lot(conn, Op::Import.into(), &auteur, |conn| {
            rows(conn, &mut lines, &ids)
        })?;
        migrate::check_foreign_keys(conn)?;
        Ok(read)
    })
}

/// The lines of a file, with their numbers.
struct Lines<'p> {
    file: BufReader<File>,
    path: &'p Path,
    number: usize,
    line: Vec<u8>,
}

impl<'p> Lines<'p> {
    fn new(file: File, path: &'p Path) -> Self {
        Self {
            file: BufReader::new(file),
            path,
            number: 0,
            line: Vec::new(),
        }
    }

    /// The next object; None at the end.
    fn next(&mut self) -> Result<Option<Map<String, Json>>> {
        self.line.clear();
        let read = self
            .file
            .by_ref()
            .take(LIGNE)
            .read_until(b'\n', &mut self.line)
            .map_err(|e| Error::io("impossible de lire", self.path, e))?;
        if read == 0 {
            return Ok(None);
        }
        self.number += 1;
        if read as u64 == LIGNE && !self.line.ends_with(b"\n") {
            return Err(self.wrong("elle est plus longue que toute ligne d'un registre"));
        }
        match serde_json::from_slice(&self.line) {
            Ok(Json::Object(map)) => Ok(Some(map)),
            Ok(_) => Err(self.wrong("ce n'est pas un objet JSON")),
            Err(_) if !self.line.ends_with(b"\n") => {
                Err(self.wrong("elle est coupée\u{202f}: le fichier est tronqué"))
            }
            Err(e) => Err(self.wrong(&format!("ce n'est pas du JSON\u{202f}: {}", defaut(&e)))),
        }
    }

    /// Back to the first row.
    fn rewind(&mut self) -> Result<()> {
        self.file
            .rewind()
            .map_err(|e| Error::io("impossible de relire", self.path, e))?;
        self.number = 0;
        head(self)
    }

    fn wrong(&self, why: &str) -> Error {
        Error::Refused(format!("ligne {}\u{202f}: {}", self.number, une_ligne(why)))
    }
}

/// The first line: a register of this schema.
fn head(lines: &mut Lines<'_>) -> Result<()> {
    let first = lines.next()?;
    let known = first
        .as_ref()
        .filter(|m| m.get("cmq").and_then(Json::as_str) == Some(NATURE));
    let Some(schema) = known.and_then(|m| m.get("schema")?.as_i64()) else {
        return Err(Error::Refused(
            "ligne 1\u{202f}: ce fichier n'est pas un registre écrit par « cmq exporter --tout »".to_owned(),
        ));
    };
    if schema != migrate::latest() {
        return Err(Error::Refused(format!(
            "ligne 1\u{202f}: ce registre a été écrit avec le schéma {schema}, cmq en est au schéma {}\u{202f}; \
             exportez-le avec la même version de cmq",
            migrate::latest()
        )));
    }
    Ok(())
}

/// Row numbers by table and uid.
type Ids = HashMap<String, HashMap<String, i64>>;

/// Reads the row number of every uid.
fn numbers(lines: &mut Lines<'_>) -> Result<Ids> {
    let mut ids = Ids::new();
    while let Some(map) = lines.next()? {
        let text = |key: &str| map.get(key).and_then(Json::as_str);
        let Some(table) = text("table") else {
            return Err(lines.wrong("il manque « table »"));
        };
        let Some(uid) = text("uid") else { continue };
        let Some(id) = map.get("id").and_then(Json::as_i64) else {
            return Err(lines.wrong("il manque « id »"));
        };
        let all = ids.entry(table.to_owned()).or_default();
        if all.insert(uid.to_owned(), id).is_some() {
            return Err(lines.wrong(&format!("l'identité {uid} est déjà plus haut")));
        }
    }
    Ok(ids)
}

/// Puts every row in, then closes what was closed.
fn rows(conn: &Connection, lines: &mut Lines<'_>, ids: &Ids) -> Result<Lu> {
    let plans = plans(conn)?;
    let mut read = Lu::default();
    let mut closings: Vec<(usize, i64, String)> = Vec::new();
    let mut open: Option<(usize, Statement<'_>)> = None;
    while let Some(mut map) = lines.next()? {
        let Some(Json::String(table)) = map.shift_remove("table") else {
            return Err(lines.wrong("il manque « table »"));
        };
        let at = plans
            .iter()
            .position(|p| p.table.nom == table)
            .ok_or_else(|| lines.wrong(&format!("la table « {table} » n'existe pas")))?;
        if open.as_ref().is_none_or(|(known, _)| *known != at) {
            open = Some((at, conn.prepare(&insert(&plans[at]))?));
        }
        if let Some(closing) = reopen(&table, &mut map) {
            closings.push(closing);
        }
        clean(&table, &mut map, &mut read);
        let values = values(&plans[at], map, ids, lines)?;
        if let Some((_, stmt)) = &mut open {
            let values: Vec<&dyn ToSql> = values.iter().map(|v| v as &dyn ToSql).collect();
            stmt.execute(values.as_slice())
                .map_err(|e| lines.wrong(&format!("elle est refusée ({e})")))?;
        }
        read.lignes += 1;
    }
    for (gel, id, state) in closings {
        let (table, column, ..) = GELS[gel];
        conn.prepare_cached(&format!(
            "UPDATE {table} SET {column} = ?2, rev = rev + 1 WHERE id = ?1"
        ))?
        .execute((id, state))?;
    }
    Ok(read)
}

/// Cleans every text of a row, as a form or a list would; notes what was lost.
fn clean(table: &str, map: &mut Map<String, Json>, read: &mut Lu) {
    let listed = matches!(map.get("genre").and_then(Json::as_str), Some("liste" | "lignes"));
    for (column, value) in map {
        let Json::String(text) = value else { continue };
        let column = column.as_str();
        // The file of a form is its author's: what is shown of it is cleaned then.
        if column == "toml" {
            continue;
        }
        let kept = if (table == "reponse" && column == "valeur" && listed) || JSON.contains(&(table, column))
        {
            clean_json(text)
        } else {
            Some(texte::nettoyer(text))
        };
        let Some(kept) = kept.filter(|k| k != text) else {
            continue;
        };
        if let Some(shown) = texte::montrer(text) {
            read.nettoyes += 1;
            read.exemple.get_or_insert(shown.chars().take(80).collect());
        }
        *text = kept;
    }
}

/// The same JSON with its texts cleaned; None when there is nothing to do, or it is no JSON (the schema refuses it).
fn clean_json(text: &str) -> Option<String> {
    fn texts(value: &Json) -> Json {
        match value {
            Json::String(t) => Json::from(texte::nettoyer(t)),
            Json::Array(all) => all.iter().map(texts).collect(),
            Json::Object(map) => {
                Json::Object(map.iter().map(|(k, v)| (texte::nettoyer(k), texts(v))).collect())
            }
            other => other.clone(),
        }
    }
    let read: Json = serde_json::from_str(text).ok()?;
    let clean = texts(&read);
    (clean != read).then(|| clean.to_string())
}

fn insert(plan: &Plan) -> String {
    let columns = &plan.table.colonnes;
    let marks = vec!["?"; columns.len()].join(", ");
    format!(
        "INSERT INTO {}({}) VALUES ({marks})",
        plan.table.nom,
        columns.join(", ")
    )
}

/// Opens a row that is closed, one revision back; says how it is to be closed again.
fn reopen(table: &str, map: &mut Map<String, Json>) -> Option<(usize, i64, String)> {
    let gel = GELS.iter().position(|g| g.0 == table)?;
    let (_, column, ouvert, closed) = GELS[gel];
    let state = map.get(column)?.as_str()?.to_owned();
    let (id, rev) = (map.get("id")?.as_i64()?, map.get("rev")?.as_i64()?);
    if !closed.contains(&state.as_str()) {
        return None;
    }
    map.insert(column.to_owned(), Json::from(ouvert));
    map.insert("rev".to_owned(), Json::from(rev - 1));
    Some((gel, id, state))
}

/// The row's values in the order of its columns; a reference becomes its row number.
fn values(plan: &Plan, mut map: Map<String, Json>, ids: &Ids, lines: &Lines<'_>) -> Result<Vec<Sql>> {
    let mut out = Vec::with_capacity(plan.table.colonnes.len());
    for column in &plan.table.colonnes {
        let value = map
            .shift_remove(column)
            .ok_or_else(|| lines.wrong(&format!("il manque « {column} »")))?;
        out.push(match (plan.renvois.get(column), value) {
            (_, Json::Null) => Sql::Null,
            (Some(target), Json::String(uid)) => {
                let id = ids.get(target).and_then(|all| all.get(&uid));
                Sql::Integer(*id.ok_or_else(|| {
                    lines.wrong(&format!(
                        "« {column} » renvoie à {uid}, qui n'est pas dans « {target} »"
                    ))
                })?)
            }
            (None, Json::String(text)) => Sql::Text(text),
            (None, Json::Number(n)) => match n.as_i64() {
                Some(n) => Sql::Integer(n),
                None => Sql::Real(n.as_f64().unwrap_or_default()),
            },
            _ => return Err(lines.wrong(&format!("« {column} » n'est pas ce qu'il devrait être"))),
        });
    }
    match map.keys().next() {
        None => Ok(out),
        Some(other) => Err(lines.wrong(&format!(
            "« {other} » n'est pas une colonne de « {} »",
            plan.table.nom
        ))),
    }
}
