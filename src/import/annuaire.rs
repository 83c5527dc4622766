//! The national directory of establishments as its files have it: `fr-en-annuaire-education` of any year, extracts of
//! ACCE, as CSV or JSON. Read a record at a time, whatever the size of the file (`domaine.md` § 6).

use std::{
    fs::File,
    io::{self, Cursor, Read},
    path::Path,
    rc::Rc,
};

use super::flux::{Encodage, Flux, Jauge, PasDuTexte, RECORD_MAX};
use crate::domain::Source;

mod colonnes;
mod erreur;
mod ligne;
mod lignes;
mod objets;
mod valeurs;

pub use erreur::Erreur;
pub use ligne::{Lu, Remarque};

use colonnes::Colonnes;
use ligne::Valeurs;
use lignes::Lignes;
use objets::Objets;

/// How many remarks on values are kept; the others are only counted.
const REMARQUES_MAX: usize = 100;

/// The text of a file.
type Fichier = Flux<Box<dyn Read>>;

/// The text of a file, from its beginning although a piece was read ahead.
type Texte = io::Chain<Cursor<Vec<u8>>, Fichier>;

/// A directory file being read.
pub struct Lecteur {
    colonnes: Colonnes,
    corps: Corps,
    jauge: Rc<Jauge>,
    taille: Option<u64>,
    vides: Vec<Remarque>,
    nombre_vides: usize,
}

/// What the records are written in.
enum Corps {
    Csv(Lignes),
    Json(Objets),
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
    pub fn lire(mut bytes: Box<dyn Read>, taille: Option<u64>) -> Result<Self, Erreur> {
        let mut magie = Vec::new();
        bytes
            .by_ref()
            .take(8)
            .read_to_end(&mut magie)
            .map_err(Erreur::Lecture)?;
        erreur::autre_format(&magie)?;
        let mut flux: Fichier = Flux::new(Box::new(Cursor::new(magie).chain(bytes)));
        let jauge = flux.jauge();
        let tete = tete(&mut flux)?;
        let texte = Cursor::new(tete.clone()).chain(flux);
        let (colonnes, corps) = match debut(&tete).map(|at| tete[at]) {
            None => return Err(Erreur::Vide),
            Some(b'[' | b'{') => {
                let (colonnes, objets) = Objets::ouvrir(texte, Rc::clone(&jauge))?;
                (colonnes, Corps::Json(objets))
            }
            Some(_) => {
                let (colonnes, lignes) = Lignes::ouvrir(&tete, texte, Rc::clone(&jauge))?;
                (colonnes, Corps::Csv(lignes))
            }
        };
        Ok(Self {
            colonnes,
            corps,
            jauge,
            taille,
            vides: Vec::new(),
            nombre_vides: 0,
        })
    }

    /// Which file it is.
    #[must_use]
    pub fn source(&self) -> Source {
        self.colonnes.source
    }

    /// How its characters turned out to be written, so far.
    #[must_use]
    pub fn encodage(&self) -> Encodage {
        self.jauge.encodage()
    }

    /// Bytes in the file, when it is a file.
    #[must_use]
    pub fn taille(&self) -> Option<u64> {
        self.taille
    }

    /// Bytes read so far.
    #[must_use]
    pub fn lus(&self) -> u64 {
        self.jauge.lus()
    }

    /// Values left unknown because they could not be read: the first ones, and how many there are.
    #[must_use]
    pub fn vides(&self) -> (&[Remarque], usize) {
        (&self.vides, self.nombre_vides)
    }

    /// The next line; None after the last.
    ///
    /// # Errors
    /// [`Erreur`] when the rest of the file cannot be read.
    pub fn suivant(&mut self) -> Result<Option<Lu>, Erreur> {
        let mut vides = Vec::new();
        let lu = match &mut self.corps {
            Corps::Csv(lignes) => lignes.suivant(&self.colonnes, &mut vides)?,
            Corps::Json(objets) => objets.suivant(&self.colonnes, &mut vides)?,
        };
        self.nombre_vides += vides.len();
        let room = REMARQUES_MAX.saturating_sub(self.vides.len());
        self.vides.extend(vides.into_iter().take(room));
        Ok(lu)
    }
}

/// Reads the text up to the end of the first line; of JSON, which may have but one, a piece.
fn tete(flux: &mut Fichier) -> Result<Vec<u8>, Erreur> {
    let mut tete = Vec::new();
    let mut piece = [0; 8 * 1024];
    loop {
        let n = flux.read(&mut piece).map_err(Erreur::de_lecture)?;
        tete.extend_from_slice(&piece[..n]);
        let debut = debut(&tete);
        let line = debut.is_some_and(|at| matches!(tete[at], b'[' | b'{') || tete[at..].contains(&b'\n'));
        if n == 0 || line {
            return Ok(tete);
        }
        if tete.len() as u64 > RECORD_MAX {
            return Err(Erreur::Texte(PasDuTexte::SansFin(1)));
        }
    }
}

/// Where a text says something first.
fn debut(texte: &[u8]) -> Option<usize> {
    texte.iter().position(|b| !b.is_ascii_whitespace())
}
