//! Rows as files: CSV, JSON, JSONL, XLSX, `GeoJSON`, and a file put on disk whole or not at all.
//! Knows the trade's rows; must not know the register, the screen or the command line.

mod csv;
mod feuille;
pub mod fichier;
pub mod formes;
mod geojson;
mod json;
pub mod listes;
mod xlsx;

pub use feuille::{Cellule, Colonne, Feuille};

/// What a list may be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180: commas, CRLF, UTF-8.
    Csv,
    /// CSV as a French spreadsheet opens it at a click: semicolons, byte order mark.
    Excel,
    /// An array of objects.
    Json,
    /// An object a line.
    Jsonl,
    /// A workbook: typed cells, frozen headings.
    Xlsx,
    /// RFC 7946: what bears coordinates, as points.
    Geojson,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 6] = [
        Self::Csv,
        Self::Excel,
        Self::Json,
        Self::Jsonl,
        Self::Xlsx,
        Self::Geojson,
    ];

    /// What the ending of a file is.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv | Self::Excel => "csv",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Xlsx => "xlsx",
            Self::Geojson => "geojson",
        }
    }

    /// Name for people.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Excel => "CSV pour tableur français",
            Self::Json => "JSON",
            Self::Jsonl => "JSON, un objet par ligne",
            Self::Xlsx => "classeur XLSX",
            Self::Geojson => "GeoJSON",
        }
    }

    /// The format that the ending of a name says.
    #[must_use]
    pub fn of_name(name: &std::path::Path) -> Option<Self> {
        let ending = name.extension()?.to_str()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|f| f.extension() == ending)
    }
}

/// What could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Refus {
    /// The format shows points, and the list has none.
    #[error("cette liste n'a pas de coordonnées\u{202f}: elle ne s'écrit pas en GeoJSON")]
    SansPoint,
    /// More rows or longer cells than a workbook may hold.
    #[error("le classeur ne peut pas être écrit\u{202f}: {0}")]
    Classeur(String),
    /// The rest.
    #[error("{0}")]
    Ecriture(String),
}

/// The list in a format, as bytes.
///
/// # Errors
/// [`Refus`] when the format cannot hold the list.
pub fn ecrire(feuille: &Feuille, format: Format) -> Result<Vec<u8>, Refus> {
    match format {
        Format::Csv => csv::ecrire(feuille, false),
        Format::Excel => csv::ecrire(feuille, true),
        Format::Json => json::tableau(feuille),
        Format::Jsonl => json::lignes(feuille),
        Format::Xlsx => xlsx::ecrire(feuille),
        Format::Geojson => geojson::ecrire(feuille),
    }
}
