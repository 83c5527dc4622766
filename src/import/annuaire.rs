//! The national directory of establishments as its files have it: `fr-en-annuaire-education` of any year, extracts of
//! ACCE, as CSV or JSON. Read a record at a time, whatever the size of the file (`domaine.md` § 6).

use std::{
    fs::File,
    io::{self, Cursor, Read},
    path::Path,
};

use super::flux::{Encodage, Flux};
use crate::domain::Source;

mod avance;
mod colonnes;
mod erreur;
mod lecture;
mod ligne;
mod lignes;
mod objets;
mod valeurs;

pub use colonnes::personnelle;
pub use erreur::Erreur;
pub use ligne::{Lu, Remarque};

use avance::{Avance, Reconnu};
use colonnes::Colonnes;
use ligne::Valeurs;

/// The text of a file.
type Fichier = Flux<Box<dyn Read>>;

/// The text of a file, from its beginning although a piece was read ahead.
type Texte = io::Chain<Cursor<Vec<u8>>, Fichier>;

/// A directory file being read.
pub struct Lecteur {
    reconnu: Reconnu,
    taille: Option<u64>,
    avance: Avance,
}

impl Lecteur {
    /// Opens a file and recognises it.
    ///
    /// # Errors
    /// [`Erreur`] when it cannot be read, is no text, or is no directory.
    pub fn ouvrir(path: &Path) -> Result<Self, Erreur> {
        let file = File::open(path).map_err(Erreur::Lecture)?;
        let meta = file.metadata().map_err(Erreur::Lecture)?;
        if meta.is_dir() {
            return Err(Erreur::Dossier);
        }
        let taille = meta.is_file().then_some(meta.len());
        Self::lire(Box::new(file), taille)
    }

    /// Reads any source of bytes; `taille`: how many there are, when it is known.
    pub fn lire(bytes: Box<dyn Read + Send>, taille: Option<u64>) -> Result<Self, Erreur> {
        let (reconnu, avance) = Avance::commencer(bytes)?;
        Ok(Self {
            reconnu,
            taille,
            avance,
        })
    }

    /// Which file it is.
    #[must_use]
    pub fn source(&self) -> Source {
        self.reconnu.source
    }

    /// Its columns that nothing is kept of, as it names them.
    #[must_use]
    pub fn ecartees(&self) -> &[String] {
        &self.reconnu.ecartees
    }

    /// What its remarks number: `Ligne`, or `Entrée` of JSON, where a file may have but one line.
    #[must_use]
    pub fn unite(&self) -> &'static str {
        self.reconnu.unite
    }

    /// How its characters turned out to be written, so far.
    #[must_use]
    pub fn encodage(&self) -> Encodage {
        self.avance.etat.encodage
    }

    /// Bytes in the file, when it is a file.
    #[must_use]
    pub fn taille(&self) -> Option<u64> {
        self.taille
    }

    /// Bytes read so far.
    #[must_use]
    pub fn lus(&self) -> u64 {
        self.avance.etat.lus
    }

    /// Values left unknown because they could not be read: the first ones, and how many there are. Known after the last
    /// line; none before.
    #[must_use]
    pub fn vides(&self) -> (&[Remarque], usize) {
        let fin = self.avance.fin.as_ref();
        fin.map_or((&[], 0), |(first, n)| (first, *n))
    }

    /// The next line; None after the last.
    ///
    /// # Errors
    /// [`Erreur`] when the rest of the file cannot be read.
    pub fn suivant(&mut self) -> Result<Option<Lu>, Erreur> {
        self.avance.suivant()
    }
}
