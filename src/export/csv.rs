//! CSV, with texts that no spreadsheet takes for formulas.

use super::{Cellule, Feuille, Refus};
use crate::domain::{
    DatePartielle,
    formule::{figer, garder},
};

/// Headings and lines. `excel`: semicolons, a byte order mark, decimal commas and codes kept as texts, as a French
/// spreadsheet opens them.
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
        // A month is no day: a spreadsheet would make it one.
        Cellule::Texte(_) | Cellule::Liste(_) | Cellule::Date(DatePartielle::Mois(..)) if excel => {
            figer(&cell.brut())
        }
        Cellule::Texte(_) | Cellule::Liste(_) => garder(&cell.brut()),
        Cellule::Reel(_) if excel => cell.brut().replace('.', ","),
        other => other.brut(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
                super::super::Colonne {
                    cle: "code",
                    titre: "Code",
                },
                super::super::Colonne {
                    cle: "debut",
                    titre: "Début",
                },
            ],
            lignes: vec![vec![
                Cellule::Texte("Énergie\u{202f}; \"eau\"".into()),
                Cellule::Reel(0.5),
                Cellule::Texte("01".into()),
                Cellule::Date(DatePartielle::Mois(2013, 9)),
            ]],
            ..Feuille::default()
        };
        let text = String::from_utf8(ecrire(&feuille, true).unwrap()).unwrap();
        assert_eq!(
            text,
            "\u{feff}nom;valeur;code;debut\r\n\"Énergie\u{202f}; \"\"eau\"\"\";0,5;\"=\"\"01\"\"\";\"=\"\"2013-09\"\"\"\r\n"
        );
        let text = String::from_utf8(ecrire(&feuille, false).unwrap()).unwrap();
        assert_eq!(
            text,
            "nom,valeur,code,debut\r\n\"Énergie\u{202f}; \"\"eau\"\"\",0.5,01,2013-09\r\n"
        );
    }
}
