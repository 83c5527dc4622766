//! A directory file read a record at a time.

use std::{
    io::{Cursor, Read},
    rc::Rc,
};

use super::{
    Fichier,
    avance::{Etat, Vides},
    colonnes::Colonnes,
    erreur::{self, Erreur},
    ligne::{Lu, Remarque},
    lignes::Lignes,
    objets::Objets,
};
use crate::{
    domain::Source,
    import::flux::{Flux, Jauge, PasDuTexte, RECORD_MAX},
};

/// How many remarks on values are kept; the others are only counted.
const REMARQUES_MAX: usize = 100;

/// A directory file being read.
pub(super) struct Lecture {
    colonnes: Colonnes,
    corps: Corps,
    jauge: Rc<Jauge>,
    vides: Vec<Remarque>,
    nombre_vides: usize,
}

/// What the records are written in.
enum Corps {
    Csv(Lignes),
    Json(Objets),
}

impl Lecture {
    /// Recognises a file.
    pub fn lire(mut bytes: Box<dyn Read>) -> Result<Self, Erreur> {
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
            vides: Vec::new(),
            nombre_vides: 0,
        })
    }

    /// Which file it is.
    pub fn source(&self) -> Source {
        self.colonnes.source
    }

    /// The columns that nothing is kept of.
    pub fn ecartees(&self) -> Vec<String> {
        self.colonnes.ecartees()
    }

    /// How far it is.
    pub fn etat(&self) -> Etat {
        Etat {
            lus: self.jauge.lus(),
            encodage: self.jauge.encodage(),
        }
    }

    /// What remarks number.
    pub fn unite(&self) -> &'static str {
        match self.corps {
            Corps::Csv(_) => "Ligne",
            Corps::Json(_) => "Entrée",
        }
    }

    /// Values left unknown because they could not be read.
    pub fn vides(self) -> Vides {
        (self.vides, self.nombre_vides)
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
