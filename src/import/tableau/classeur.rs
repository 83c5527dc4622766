//! A sheet of a workbook, XLSX or ODS.

use std::path::Path;

use calamine::{Data, Range, Reader as _, open_workbook_auto_from_rs};

use super::{Refus, Tableau, entetes};

/// Most bytes of a workbook: compressed, it holds some fifty times more.
const TAILLE: u64 = 20 << 20;
/// Most cells of a sheet.
const CELLULES: usize = 5_000_000;

/// Reads the sheet of that name, else the first that holds something.
pub(super) fn lire(path: &Path, taille: u64, feuille: Option<&str>) -> Result<Tableau, Refus> {
    if taille > TAILLE {
        return Err(Refus::Trop(format!(
            "un classeur de plus de {} mégaoctets",
            TAILLE >> 20
        )));
    }
    let bytes = std::fs::read(path).map_err(Refus::Lecture)?;
    let refused = |e: &dyn std::fmt::Display| Refus::Classeur(pourquoi(&e.to_string()));
    let mut book = open_workbook_auto_from_rs(std::io::Cursor::new(bytes)).map_err(|e| refused(&e))?;
    let names = book.sheet_names();
    let wanted: Vec<String> = match feuille {
        Some(name) if names.iter().any(|n| n == name) => vec![name.to_owned()],
        Some(name) => return Err(Refus::Feuille(name.to_owned(), names.join(", "))),
        None => names,
    };
    let mut headed = false;
    for name in wanted {
        let range = book.worksheet_range(&name).map_err(|e| refused(&e))?;
        let out = rangs(&name, &range)?;
        if !out.lignes.is_empty() {
            return Ok(out);
        }
        headed |= !out.entetes.is_empty();
    }
    Err(if headed { Refus::SansLigne } else { Refus::Vide })
}

/// The rows of a sheet, the first that says something as headings.
fn rangs(nom: &str, range: &Range<Data>) -> Result<Tableau, Refus> {
    if range.get_size().0.saturating_mul(range.get_size().1) > CELLULES {
        return Err(Refus::Trop(format!(
            "la feuille «\u{a0}{nom}\u{a0}» a plus de {CELLULES} cellules"
        )));
    }
    let above = u64::from(range.start().map_or(0, |(row, _)| row));
    let mut out = Tableau::default();
    for (i, row) in (1..).zip(range.rows()) {
        let cells: Vec<String> = row.iter().map(cellule).collect();
        if !out.entetes.is_empty() {
            out.ajouter(above + i, cells, None)?;
        } else if cells.iter().any(|c| !c.trim().is_empty()) {
            out.entetes = entetes(cells)?;
        }
    }
    Ok(out)
}

/// Why a workbook does not open, from what the library says of it.
fn pourquoi(said: &str) -> &'static str {
    if said.to_lowercase().contains("password") {
        "il est protégé par un mot de passe"
    } else {
        "il est coupé, abîmé, ou n'est ni XLSX ni ODS"
    }
}

/// A cell as a person would type it: whole numbers without decimals, days as ISO.
fn cellule(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(s) | Data::DateTimeIso(s) | Data::DurationIso(s) => s.clone(),
        Data::Float(x) => x.to_string(),
        Data::Int(n) => n.to_string(),
        Data::Bool(b) => if *b { "oui" } else { "non" }.to_owned(),
        Data::DateTime(d) => {
            let (year, month, day, ..) = d.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::Error(e) => e.to_string(),
    }
}
