//! CSV, with texts that no spreadsheet takes for formulas.

use super::{Cellule, Feuille, Refus};

/// Before a text that a spreadsheet would compute.
const GARDE: char = '\'';

/// Headings and lines. `excel`: semicolons, a byte order mark and decimal commas, as a French spreadsheet opens them.
pub(super) fn ecrire(feuille: &Feuille, excel: bool) -> Result<Vec<u8>, Refus> {
    let out = if excel {
        "\u{feff}".as_bytes().to_vec()
    } else {
        Vec::new()
    };
    let mut writer = ::csv::WriterBuilder::new()
        .delimiter(if excel { b';' } else { b',' })
        .terminator(::csv::Terminator::CRLF)
        .from_writer(out);
    let failed = |e: &dyn std::fmt::Display| Refus::Ecriture(e.to_string());
    writer
        .write_record(feuille.colonnes.iter().map(|c| c.cle))
        .map_err(|e| failed(&e))?;
    for line in &feuille.lignes {
        writer
            .write_record(line.iter().map(|c| cellule(c, excel)))
            .map_err(|e| failed(&e))?;
    }
    writer.into_inner().map_err(|e| failed(&e))
}

fn cellule(cell: &Cellule, excel: bool) -> String {
    match cell {
        Cellule::Texte(_) | Cellule::Liste(_) => garder(&cell.brut()),
        Cellule::Reel(_) if excel => cell.brut().replace('.', ","),
        other => other.brut(),
    }
}

/// The text behind a `'` when a spreadsheet would take it for a formula (CWE-1236): it begins with `= + - @`, their
/// wide forms, a tabulation or a line break. Telephone numbers, negative numbers and lone signs are no formulas and
/// stay as they are. [`rendre`] takes the guard off.
#[must_use]
pub fn garder(text: &str) -> String {
    if a_garder(text) || deja_garde(text) {
        format!("{GARDE}{text}")
    } else {
        text.to_owned()
    }
}

/// The text without the guard that [`garder`] put before it.
#[must_use]
pub fn rendre(text: &str) -> &str {
    match text.strip_prefix(GARDE) {
        Some(rest) if a_garder(rest) || deja_garde(rest) => rest,
        _ => text,
    }
}

/// A text that itself looks guarded: it is guarded again, so that what comes back is what went out.
fn deja_garde(text: &str) -> bool {
    text.strip_prefix(GARDE)
        .is_some_and(|rest| a_garder(rest) || deja_garde(rest))
}

fn a_garder(text: &str) -> bool {
    let begins = text.starts_with(['\t', '\r', '\n']);
    let text = text.trim_start();
    match text.chars().next() {
        Some('=' | '@' | '＝' | '＋' | '－' | '＠') => true,
        Some('+' | '-') => !figures(&text[1..]),
        _ => begins,
    }
}

/// Figures with what parts them, as in `33 1 23 45 67 89` or `1 234,5`; nothing at all for a lone sign. An operator
/// or a letter makes a formula of it.
fn figures(rest: &str) -> bool {
    rest.chars()
        .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '.' | ',' | '(' | ')'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_guarded_and_figures_are_not() {
        for formula in [
            "=1+1",
            "+A1",
            "-2+3",
            "@SUM(A1)",
            "=cmd|' /C calc'!A0",
            "\t=1",
            "＝1",
            "+33 1 + A1",
            "-A",
        ] {
            assert_eq!(garder(formula), format!("'{formula}"));
        }
        for plain in [
            "+33 1 23 45 67 89",
            "-1 234,5",
            "-",
            "–",
            "l'eau",
            "'",
            "0,5",
            "+33(0)1.23",
        ] {
            assert_eq!(garder(plain), plain);
        }
    }

    #[test]
    fn a_french_spreadsheet_opens_it_at_a_click() {
        let feuille = Feuille {
            colonnes: vec![
                super::super::Colonne {
                    cle: "nom",
                    titre: "Nom",
                },
                super::super::Colonne {
                    cle: "valeur",
                    titre: "Valeur",
                },
            ],
            lignes: vec![vec![
                Cellule::Texte("Énergie ; \"eau\"".into()),
                Cellule::Reel(0.5),
            ]],
            ..Feuille::default()
        };
        let text = String::from_utf8(ecrire(&feuille, true).unwrap()).unwrap();
        assert_eq!(text, "\u{feff}nom;valeur\r\n\"Énergie ; \"\"eau\"\"\";0,5\r\n");
        let text = String::from_utf8(ecrire(&feuille, false).unwrap()).unwrap();
        assert_eq!(text, "nom,valeur\r\n\"Énergie ; \"\"eau\"\"\",0.5\r\n");
    }

    proptest! {
        #[test]
        fn the_guard_comes_off_again(text in "['=+\\-@ 0-9a-z\\t]{0,8}|\\PC{0,12}") {
            let guarded = garder(&text);
            prop_assert_eq!(rendre(&guarded), text.as_str());
            let first = guarded.trim_start().chars().next();
            prop_assert!(!matches!(first, Some('=' | '@' | '＝' | '＋' | '－' | '＠')), "{}", guarded);
        }
    }
}
