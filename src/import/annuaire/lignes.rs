//! The records of a CSV file: separator guessed, size bounded, wrong ones refused one by one.

use std::rc::Rc;

use csv::{ByteRecord, ReaderBuilder};

use super::{
    Colonnes, Erreur, Lu, Remarque, Texte, Valeurs,
    colonnes::{self, Champ},
    ligne::extrait,
};
use crate::{
    domain::identifiant,
    import::flux::{Jauge, retard},
};

/// Separators seen in these files.
const SEPARATEURS: [u8; 3] = *b";,\t";

/// Lines of a CSV file.
pub(super) struct Lignes {
    reader: csv::Reader<Texte>,
    record: ByteRecord,
    jauge: Rc<Jauge>,
    /// To be added to the lines that the reader says.
    retard: u64,
}

impl Lignes {
    /// Reads the header; `tete` holds it. The separator is the one that makes the most known columns of it.
    pub fn ouvrir(tete: &[u8], texte: Texte, jauge: Rc<Jauge>) -> Result<(Colonnes, Self), Erreur> {
        let header = |separateur: u8| -> Vec<String> {
            let mut record = ByteRecord::new();
            let mut reader = builder(separateur).from_reader(tete);
            // What cannot be read names no column.
            let read = reader.read_byte_record(&mut record).unwrap_or(false);
            let names = record.iter().map(|n| String::from_utf8_lossy(n).into_owned());
            if read { names.collect() } else { Vec::new() }
        };
        let best = SEPARATEURS.into_iter().map(|s| (s, header(s)));
        // The first of equals wins: the last is the one max_by_key would keep.
        let (separateur, noms) = best
            .rev()
            .max_by_key(|(_, noms)| colonnes::connues(noms))
            .unwrap_or((b';', Vec::new()));
        let colonnes = Colonnes::trouver(noms).map_err(Erreur::Colonnes)?;
        let mut lignes = Self {
            reader: builder(separateur).from_reader(texte),
            record: ByteRecord::new(),
            jauge,
            retard: 0,
        };
        lignes.avancer()?;
        lignes.retard = retard(&lignes.reader, &lignes.record);
        Ok((colonnes, lignes))
    }

    /// The next line that says something; None after the last.
    pub fn suivant(&mut self, colonnes: &Colonnes, vides: &mut Vec<Remarque>) -> Result<Option<Lu>, Erreur> {
        while self.avancer()? {
            if self.record.iter().all(<[u8]>::is_empty) {
                continue;
            }
            let ligne = self.record.position().map_or(0, csv::Position::line) + self.retard;
            if let Some(rejet) = self.rejet(colonnes, ligne) {
                return Ok(Some(rejet));
            }
            let record = &self.record;
            let valeur = |i: usize| {
                record
                    .get(i)
                    .and_then(|v| std::str::from_utf8(v).ok())
                    .unwrap_or_default()
            };
            let mut valeurs = Valeurs {
                colonnes,
                valeur: &valeur,
                ligne,
                vides,
            };
            return Ok(Some(valeurs.etablissement()));
        }
        Ok(None)
    }

    /// Reads a record; false after the last.
    fn avancer(&mut self) -> Result<bool, Erreur> {
        let at = self.reader.position();
        self.jauge.record(at.byte(), at.line());
        match self.reader.read_byte_record(&mut self.record) {
            Ok(more) => Ok(more),
            Err(error) => Err(match error.into_kind() {
                csv::ErrorKind::Io(error) => Erreur::de_lecture(error),
                other => Erreur::Lecture(std::io::Error::other(format!("{other:?}"))),
            }),
        }
    }

    /// Why a line cannot be used at all: cut, too long, or in characters that nobody reads.
    fn rejet(&self, colonnes: &Colonnes, ligne: u64) -> Option<Lu> {
        let (found, wanted) = (self.record.len(), colonnes.nombre());
        let surplus = self.record.iter().skip(wanted).any(|v| !v.is_empty());
        let lossy = self
            .jauge
            .abime()
            .then(|| self.record.iter().position(illisible))
            .flatten();
        let (place, raison) = if found < wanted {
            let raison = format!("ligne tronquée\u{202f}: {found} colonnes au lieu de {wanted}");
            (found.saturating_sub(1), raison)
        } else if surplus {
            let raison = format!(
                "{found} colonnes au lieu de {wanted}\u{202f}: un séparateur est sans doute dans une valeur sans guillemets"
            );
            (wanted, raison)
        } else {
            (
                lossy?,
                "des caractères sont illisibles\u{202f}: la ligne mêle deux encodages".to_owned(),
            )
        };
        let value = |i: usize| String::from_utf8_lossy(self.record.get(i).unwrap_or_default());
        let uai = colonnes
            .place(Champ::Uai)
            .and_then(|i| identifiant::uai(&value(i)).ok());
        let remarque = Remarque {
            ligne,
            colonne: colonnes.nom_place(place),
            valeur: extrait(&value(place)),
            raison,
        };
        Some(Lu::Rejet(remarque, uai))
    }
}

/// Whether a value holds U+FFFD.
fn illisible(value: &[u8]) -> bool {
    value.windows(3).any(|w| w == "\u{FFFD}".as_bytes())
}

fn builder(separateur: u8) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder
        .delimiter(separateur)
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(64 * 1024);
    builder
}
