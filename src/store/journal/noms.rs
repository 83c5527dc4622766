//! Names of rows as people read them, also of rows that are no longer there.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};
use serde_json::{Map, Value as Json};

use super::super::{Error, Result, Table, schema};
use crate::{
    domain::{DatePartielle, texte::une_ligne},
    form::{self, FormDef},
};

/// A row as the journal keeps it.
pub(in crate::store) type Ligne = Map<String, Json>;

/// How far references are followed: item → review → campus is three.
const PROFONDEUR: usize = 5;

/// Longest name, in characters; the text of a recommendation may be long.
const LONGUEUR: usize = 80;

/// Names found so far, for one read of the journal.
pub(in crate::store) struct Noms<'a> {
    conn: &'a Connection,
    tables: HashMap<String, Option<Table>>,
    liens: HashMap<String, Vec<(String, String)>>,
    trouves: HashMap<(String, i64), String>,
    formulaires: HashMap<i64, Option<FormDef>>,
}

impl<'a> Noms<'a> {
    /// No name found yet.
    pub fn new(conn: &'a Connection) -> Self {
        Self {
            conn,
            tables: HashMap::new(),
            liens: HashMap::new(),
            trouves: HashMap::new(),
            formulaires: HashMap::new(),
        }
    }

    /// The name of a row: as it is now, else as the journal last knew it.
    pub fn nom(&mut self, table: &str, id: i64) -> Result<String> {
        self.suivre(table, id, PROFONDEUR)
    }

    /// The name of a row from what it says.
    pub fn nom_de(&mut self, table: &str, id: i64, ligne: &Ligne) -> Result<String> {
        self.nommer(table, id, ligne, PROFONDEUR)
    }

    /// The columns of `table` that name rows by their number: column, table.
    pub fn liens(&mut self, table: &str) -> Result<&[(String, String)]> {
        if !self.liens.contains_key(table) {
            let mut stmt = self.conn.prepare_cached(
                "SELECT \"from\", \"table\" FROM pragma_foreign_key_list(?1) WHERE \"to\" = 'id'",
            )?;
            let found = stmt
                .query_map([table], |r| Ok((r.get(0)?, r.get(1)?)))?
                .collect::<rusqlite::Result<Vec<_>>>()?;
            self.liens.insert(table.to_owned(), found);
        }
        Ok(self.liens.get(table).map_or(&[], Vec::as_slice))
    }

    /// The form a review was begun with, when it can be read.
    pub fn formulaire(&mut self, revue: i64) -> Result<Option<&FormDef>> {
        let Some(id) = self.ligne("revue", revue)?.and_then(|l| entier(&l, "formulaire")) else {
            return Ok(None);
        };
        if !self.formulaires.contains_key(&id) {
            let ligne = self.ligne("formulaire", id)?;
            let def = ligne.and_then(|l| form::load(texte(&l, "code"), texte(&l, "toml")).ok());
            self.formulaires.insert(id, def);
        }
        Ok(self.formulaires.get(&id).and_then(Option::as_ref))
    }

    fn suivre(&mut self, table: &str, id: i64, reste: usize) -> Result<String> {
        let cle = (table.to_owned(), id);
        if let Some(known) = self.trouves.get(&cle) {
            return Ok(known.clone());
        }
        let nom = match self.ligne(table, id)? {
            Some(ligne) if reste > 0 => self.nommer(table, id, &ligne, reste - 1)?,
            _ => format!("n°\u{a0}{id}"),
        };
        self.trouves.insert(cle, nom.clone());
        Ok(nom)
    }

    /// The row as it is, else as the journal last knew it.
    pub(super) fn ligne(&mut self, table: &str, id: i64) -> Result<Option<Ligne>> {
        let conn = self.conn;
        let now: Option<String> = match self.table(table)? {
            Some(t) => conn
                .prepare_cached(&format!("SELECT {} FROM {table} t WHERE t.id = ?1", t.json("t")))?
                .query_row([id], |r| r.get(0))
                .optional()?,
            None => None,
        };
        let known = match now {
            Some(json) => Some(json),
            None => conn
                .prepare_cached(
                    "SELECT coalesce(apres, avant) FROM changement WHERE nom_table = ?1 AND ligne = ?2
                     ORDER BY id DESC LIMIT 1",
                )?
                .query_row((table, id), |r| r.get(0))
                .optional()?,
        };
        known.as_deref().map(lire).transpose()
    }

    /// The table, when the register still has it and numbers its rows.
    fn table(&mut self, nom: &str) -> Result<Option<&Table>> {
        if !self.tables.contains_key(nom) {
            let table = schema::table(self.conn, nom.to_owned())?;
            let table = (table.has("id") && table.has("uid")).then_some(table);
            self.tables.insert(nom.to_owned(), table);
        }
        Ok(self.tables.get(nom).and_then(Option::as_ref))
    }

    fn nommer(&mut self, table: &str, id: i64, l: &Ligne, reste: usize) -> Result<String> {
        let date =
            |c: &str| DatePartielle::parse_iso(texte(l, c)).map_or_else(String::new, DatePartielle::fr);
        let nom = match table {
            "campus" => texte(l, "nom_court").to_owned(),
            "revue" => {
                let kind = if texte(l, "type") == "suivi" {
                    "suivi"
                } else {
                    "évaluation"
                };
                format!("{}, {kind}", self.lien(l, "campus", "campus", reste)?)
            }
            "label" => format!("label du campus {}", self.lien(l, "campus", "campus", reste)?),
            "candidature" => format!(
                "candidature du campus {}",
                self.lien(l, "campus", "campus", reste)?
            ),
            "seance" => format!("séance du {}", date("date")),
            "acte" => {
                let kind = if texte(l, "nature") == "arrete" {
                    "arrêté"
                } else {
                    "courrier"
                };
                format!("{kind} du {}", date("signe"))
            }
            "point" if entier(l, "revue").is_some() => self.lien(l, "revue", "revue", reste)?,
            "point" => self.lien(l, "candidature", "candidature", reste)?,
            "recommandation" | "decision" => self.lien(l, "point", "point", reste)?,
            "reponse" => self.lien(l, "revue", "revue", reste)?,
            "formulaire" => format!(
                "{} version {}",
                texte(l, "code"),
                entier(l, "version").unwrap_or(0)
            ),
            "campus_partenaire" => self.deux(l, ("partenaire", "partenaire"), ("campus", "campus"), reste)?,
            "campus_autre_region" => self.deux(l, ("region", "region"), ("campus", "campus"), reste)?,
            "campus_autre_academie" => self.deux(l, ("academie", "academie"), ("campus", "campus"), reste)?,
            "campus_filiere" => self.deux(l, ("filiere", "filiere"), ("campus", "campus"), reste)?,
            "campus_source" => self.deux(l, ("source", "source"), ("campus", "campus"), reste)?,
            "appel_source" => self.deux(l, ("source", "source"), ("appel", "appel"), reste)?,
            "partenaire_source" => self.deux(l, ("source", "source"), ("partenaire", "partenaire"), reste)?,
            "lien_source" => self.deux(l, ("source", "source"), ("lien", "campus_partenaire"), reste)?,
            "succession" => self.deux(l, ("region", "region"), ("successeur", "region"), reste)?,
            _ => ["nom", "libelle", "titre", "quoi", "code"]
                .into_iter()
                .map(|c| texte(l, c))
                .find(|t| !t.is_empty())
                .map_or_else(|| format!("n°\u{a0}{id}"), str::to_owned),
        };
        Ok(court(&nom))
    }

    /// The name of the row that a column names.
    fn lien(&mut self, l: &Ligne, colonne: &str, table: &str, reste: usize) -> Result<String> {
        match entier(l, colonne) {
            Some(id) => self.suivre(table, id, reste),
            None => Ok("?".to_owned()),
        }
    }

    /// A row between two others: `Lycée X (Plasticampus)`.
    fn deux(&mut self, l: &Ligne, a: (&str, &str), b: (&str, &str), reste: usize) -> Result<String> {
        let (first, second) = (self.lien(l, a.0, a.1, reste)?, self.lien(l, b.0, b.1, reste)?);
        Ok(format!("{first} ({second})"))
    }
}

/// A row of the journal.
///
/// # Errors
/// [`Error::Integrity`] when it is no JSON object.
pub(in crate::store) fn lire(json: &str) -> Result<Ligne> {
    serde_json::from_str(json).map_err(|e| Error::Integrity(format!("journal illisible\u{202f}: {e}")))
}

/// A text of a row; empty when it has none there.
pub(super) fn texte<'l>(ligne: &'l Ligne, colonne: &str) -> &'l str {
    ligne.get(colonne).and_then(Json::as_str).unwrap_or_default()
}

/// A number of a row.
pub(super) fn entier(ligne: &Ligne, colonne: &str) -> Option<i64> {
    ligne.get(colonne).and_then(Json::as_i64)
}

/// One line, not too long.
fn court(nom: &str) -> String {
    let nom = une_ligne(nom);
    match nom.char_indices().nth(LONGUEUR) {
        Some((at, _)) => format!("{}…", nom.get(..at).unwrap_or_default().trim_end()),
        None => nom,
    }
}
