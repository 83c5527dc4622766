//! A workbook of one sheet: typed cells, frozen and filtered headings, widths.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Note, Workbook, Worksheet, XlsxError};

use super::{Cellule, Feuille, Refus};
use crate::domain::DatePartielle;

/// Widest column, in characters; longer cells are cut on the screen, not in the file.
const LARGEUR: usize = 60;
/// Longest name of a sheet.
const NOM: usize = 31;

/// The workbook.
pub(super) fn ecrire(feuille: &Feuille) -> Result<Vec<u8>, Refus> {
    build(feuille).map_err(|e| Refus::Classeur(e.to_string()))
}

fn build(feuille: &Feuille) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let persons = feuille
        .personnes
        .map(|p| format!("Ce fichier contient des données personnelles\u{202f}: {p}."));
    if let Some(text) = &persons {
        book.set_properties(&DocProperties::new().set_comment(text));
    }
    let bold = Format::new().set_bold();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let sheet = book.add_worksheet();
    sheet.set_name(feuille.nom.chars().take(NOM).collect::<String>())?;
    for (column, c) in (0u16..).zip(&feuille.colonnes) {
        sheet.write_with_format(0, column, c.titre, &bold)?;
    }
    for (row, line) in (1u32..).zip(&feuille.lignes) {
        for (column, cell) in (0u16..).zip(line) {
            write(sheet, row, column, cell, &day)?;
        }
    }
    for (i, column) in (0u16..).zip(0..feuille.colonnes.len()) {
        sheet.set_column_width(i, width(feuille, column) as f64)?;
    }
    if let Some(text) = &persons {
        sheet.insert_note(0, 0, &Note::new(text).set_author("cmq"))?;
    }
    sheet.set_freeze_panes(1, 1)?;
    if let (Some(rows), Some(columns)) = (
        u32::try_from(feuille.lignes.len()).ok(),
        (feuille.colonnes.len() as u16).checked_sub(1),
    ) {
        sheet.autofilter(0, 0, rows, columns)?;
    }
    book.save_to_buffer()
}

/// One cell as its type: never a formula, whatever it begins with.
fn write(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cellule,
    day: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cellule::Vide => {}
        // Beyond 2^53 a workbook's numbers are no longer exact.
        Cellule::Entier(n) if n.unsigned_abs() < 1 << 53 => {
            sheet.write_number(row, column, *n as f64)?;
        }
        Cellule::Reel(x) => {
            sheet.write_number(row, column, *x)?;
        }
        Cellule::OuiNon(b) => {
            sheet.write_boolean(row, column, *b)?;
        }
        Cellule::Date(DatePartielle::Jour(d)) if d.year() >= 1900 => {
            let (year, month) = (d.year().unsigned_abs(), d.month().unsigned_abs());
            let date = ExcelDateTime::from_ymd(year, month, d.day().unsigned_abs())?;
            sheet.write_datetime_with_format(row, column, &date, day)?;
        }
        other => {
            // A text longer than a cell may be (32,767 characters) is an error, not a shorter text.
            sheet.write_string(row, column, other.brut())?;
        }
    }
    Ok(())
}

/// Width of a column, in characters: its longest line, within reason.
fn width(feuille: &Feuille, column: usize) -> usize {
    let title = feuille
        .colonnes
        .get(column)
        .map_or(0, |c| c.titre.chars().count());
    let cells = feuille.lignes.iter().filter_map(|l| l.get(column));
    let longest = cells.map(|c| match c {
        Cellule::Date(_) => 10,
        other => other.brut().lines().map(|l| l.chars().count()).max().unwrap_or(0),
    });
    longest.max().unwrap_or(0).max(title + 3).min(LARGEUR) + 1
}
