//! A list to be written: its columns, its cells with their types, the object each line is in JSON.

use serde_json::Value;

use super::Format;
use crate::domain::{
    DatePartielle,
    texte::{accorder, nettoyer, plier},
};

/// A heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colonne {
    /// Key in JSON and heading of CSV: `snake_case`, as imports read it.
    pub cle: &'static str,
    /// Heading of a workbook.
    pub titre: &'static str,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cellule {
    /// Unknown.
    Vide,
    /// Text.
    Texte(String),
    /// Whole number.
    Entier(i64),
    /// Number.
    Reel(f64),
    /// Date, at its precision.
    Date(DatePartielle),
    /// Yes or no.
    OuiNon(bool),
    /// Several texts.
    Liste(Vec<String>),
}

/// Between the texts of a list in one cell.
pub const ENTRE: &str = " | ";

impl Cellule {
    /// A text, unknown when it is None or empty.
    #[must_use]
    pub fn texte(text: Option<&str>) -> Self {
        match text.filter(|t| !t.is_empty()) {
            Some(t) => Self::Texte(nettoyer(t)),
            None => Self::Vide,
        }
    }

    /// A count.
    #[must_use]
    pub fn nombre(n: usize) -> Self {
        Self::Entier(i64::try_from(n).unwrap_or(i64::MAX))
    }

    /// As CSV has it: ISO dates, a decimal point, `oui` and `non`.
    #[must_use]
    pub fn brut(&self) -> String {
        match self {
            Self::Vide => String::new(),
            Self::Texte(t) => nettoyer(t),
            Self::Entier(n) => n.to_string(),
            Self::Reel(x) => x.to_string(),
            Self::Date(d) => d.iso(),
            Self::OuiNon(b) => if *b { "oui" } else { "non" }.to_owned(),
            Self::Liste(all) => nettoyer(&all.join(ENTRE)),
        }
    }

    /// As JSON has it.
    #[must_use]
    pub fn json(&self) -> Value {
        match self {
            Self::Vide => Value::Null,
            Self::Texte(t) => Value::from(nettoyer(t)),
            Self::Entier(n) => Value::from(*n),
            Self::Reel(x) => Value::from(*x),
            Self::Date(d) => Value::from(d.iso()),
            Self::OuiNon(b) => Value::from(*b),
            Self::Liste(all) => all.iter().map(|t| Value::from(nettoyer(t))).collect(),
        }
    }
}

/// A list to be written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Feuille {
    /// What it is, and the name a file of it gets: `campus`, `echeancier`.
    pub nom: String,
    /// Headings.
    pub colonnes: Vec<Colonne>,
    /// Lines of as many cells.
    pub lignes: Vec<Vec<Cellule>>,
    /// The documented object of each line, where JSON says more than the cells; empty: the cells.
    pub objets: Vec<Value>,
    /// Where the lines are: degrees east and north; None for those nobody knows. Empty: the list has no places.
    pub points: Vec<Option<(f64, f64)>>,
    /// What of it is about persons, in words; None: nothing.
    pub personnes: Option<&'static str>,
}

impl Feuille {
    /// The object of a line.
    #[must_use]
    pub fn objet(&self, i: usize) -> Value {
        if let Some(object) = self.objets.get(i) {
            return propre(object);
        }
        let cells = self.lignes.get(i).map_or(&[][..], Vec::as_slice);
        let pairs = self.colonnes.iter().zip(cells);
        Value::Object(pairs.map(|(c, cell)| (c.cle.to_owned(), cell.json())).collect())
    }

    /// Keeps the columns of these names, keys or headings, in that order.
    ///
    /// # Errors
    /// The first name that no column has; nothing is changed then.
    pub fn choisir(&mut self, noms: &[String]) -> Result<(), String> {
        let place = |nom: &String| {
            let nom_plie = plier(nom);
            let mut all = self.colonnes.iter();
            all.position(|c| plier(c.cle) == nom_plie || plier(c.titre) == nom_plie)
                .ok_or_else(|| nom.clone())
        };
        let places = noms.iter().map(place).collect::<Result<Vec<usize>, _>>()?;
        self.colonnes = places.iter().map(|at| self.colonnes[*at]).collect();
        for line in &mut self.lignes {
            *line = places.iter().filter_map(|at| line.get(*at).cloned()).collect();
        }
        Ok(())
    }

    /// How many of its lines have a place.
    #[must_use]
    pub fn places(&self) -> usize {
        self.points.iter().flatten().count()
    }

    /// What a file in that format holds, in words: `12 lignes`, `3 points`.
    #[must_use]
    pub fn contenu(&self, format: Format) -> String {
        match format {
            Format::Geojson => accorder(self.places(), "point"),
            _ => accorder(self.lignes.len(), "ligne"),
        }
    }

    /// What a file in that format leaves out, a sentence; None: nothing.
    #[must_use]
    pub fn omis(&self, format: Format) -> Option<String> {
        let missing = self.lignes.len().saturating_sub(self.places());
        (format == Format::Geojson && missing > 0).then(|| {
            format!(
                "{} sans coordonnées connues\u{202f}: hors du fichier.",
                accorder(missing, "ligne")
            )
        })
    }
}

/// The value with every text cleaned of what a terminal could obey.
fn propre(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(nettoyer(text)),
        Value::Array(all) => all.iter().map(propre).collect(),
        Value::Object(map) => Value::Object(map.iter().map(|(k, v)| (nettoyer(k), propre(v))).collect()),
        other => other.clone(),
    }
}
