//! A file as rows of text: CSV in any of its French flavours, JSON, a sheet of a workbook.

mod classeur;
mod objets;
mod texte;

use std::{fs::File, io::Read, path::Path};

pub use super::refus::Refus;
use super::{flux::Encodage, format};

/// More columns than any list of the trade has: a file that has them is something else.
const COLONNES: usize = 500;
/// Most rows held at once.
const LIGNES: usize = 200_000;

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ligne {
    /// Line of the file, row of the sheet, or rank of the object, from 1.
    pub numero: u64,
    /// Its cells, as many as the headings; trimmed.
    pub cellules: Vec<String>,
    /// Why it cannot be read, in words; its cells are then those it has.
    pub defaut: Option<String>,
}

/// Headings and rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tableau {
    /// Headings, as the file has them.
    pub entetes: Vec<String>,
    /// Rows that say something.
    pub lignes: Vec<Ligne>,
    /// How the characters of a text file turned out to be written.
    pub encodage: Encodage,
}

impl Tableau {
    /// Adds a row of the file, unless it is blank; with what is wrong with it, or its width if that is.
    fn ajouter(&mut self, numero: u64, cellules: Vec<String>, defaut: Option<String>) -> Result<(), Refus> {
        if cellules.iter().all(|c| c.trim().is_empty()) {
            return Ok(());
        }
        if self.lignes.len() >= LIGNES {
            return Err(Refus::Trop(format!(
                "ligne {numero}\u{202f}: plus de {LIGNES} lignes"
            )));
        }
        let mut cellules: Vec<String> = cellules.into_iter().map(|c| c.trim().to_owned()).collect();
        let (found, wanted) = (cellules.len(), self.entetes.len());
        // Spreadsheets leave the blank cells at a line's end out, or add some.
        let blank = cellules.iter().skip(wanted).all(String::is_empty);
        let surplus = found > wanted && !blank;
        let defaut = defaut.or_else(|| {
            surplus.then(|| {
                format!(
                    "{found} valeurs pour {wanted} colonnes\u{202f}: un séparateur de trop, ou un guillemet oublié"
                )
            })
        });
        if !surplus {
            cellules.resize(wanted, String::new());
        }
        self.lignes.push(Ligne {
            numero,
            cellules,
            defaut,
        });
        Ok(())
    }
}

/// Headings that may be those of a list.
fn entetes(noms: Vec<String>) -> Result<Vec<String>, Refus> {
    if noms.len() > COLONNES {
        return Err(Refus::Large(noms.len(), COLONNES));
    }
    Ok(noms.into_iter().map(|n| n.trim().to_owned()).collect())
}

/// Reads a file; `feuille` names the sheet of a workbook, else the first that holds something.
///
/// # Errors
/// [`Refus`] when no row can be read.
pub fn lire(path: &Path, feuille: Option<&str>) -> Result<Tableau, Refus> {
    let mut file = File::open(path).map_err(Refus::Lecture)?;
    let meta = file.metadata().map_err(Refus::Lecture)?;
    if meta.is_dir() {
        return Err(Refus::Dossier);
    }
    let mut magie = [0; 8];
    let n = file.read(&mut magie).map_err(Refus::Lecture)?;
    if magie.starts_with(b"PK\x03\x04") || magie.starts_with(b"\xD0\xCF\x11\xE0") {
        return classeur::lire(path, meta.len(), feuille);
    }
    if let Some(what) = format::autre(&magie[..n]) {
        return Err(Refus::Format(what));
    }
    let bytes = std::io::Cursor::new(magie[..n].to_vec()).chain(file);
    lire_texte(Box::new(bytes))
}

/// Reads a text that is no workbook: CSV or JSON.
///
/// # Errors
/// [`Refus`] when no row can be read.
pub fn lire_texte(bytes: Box<dyn Read>) -> Result<Tableau, Refus> {
    let tableau = texte::lire(bytes)?;
    match (tableau.entetes.is_empty(), tableau.lignes.is_empty()) {
        (true, _) => Err(Refus::Vide),
        (false, true) => Err(Refus::SansLigne),
        (false, false) => Ok(tableau),
    }
}
