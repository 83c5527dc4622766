//! Why a file cannot be read as a directory: a sentence, a mend.

use std::io;

use thiserror::Error as ThisError;

use super::colonnes::Manque;
use crate::import::{flux::PasDuTexte, format};

/// Why a whole file is refused.
#[derive(Debug, ThisError)]
pub enum Erreur {
    /// The path is a folder.
    #[error("c'est un dossier, pas un fichier")]
    Dossier,
    /// Nothing in it.
    #[error("le fichier est vide")]
    Vide,
    /// Another kind of file, known by its first bytes.
    #[error("c'est {0}, pas un fichier CSV ou JSON")]
    Format(&'static str),
    /// Not text, or a record without end.
    #[error("{}", texte(*.0))]
    Texte(PasDuTexte),
    /// Not a directory: the columns it lacks.
    #[error("ce n'est ni l'annuaire de l'éducation ni une extraction ACCE\u{202f}: {}", manques(.0))]
    Colonnes(Vec<Manque>),
    /// JSON that is none.
    #[error("ligne {0}\u{202f}: ce n'est pas une liste d'objets JSON")]
    Json(u64),
    /// The disk refused.
    #[error("le fichier ne peut pas être lu")]
    Lecture(#[source] io::Error),
}

impl Erreur {
    /// What the person can do about it.
    #[must_use]
    pub fn conseil(&self) -> &'static str {
        match self {
            Self::Dossier => "donnez le chemin du fichier",
            Self::Vide => "téléchargez-le à nouveau",
            Self::Format(_) => "ouvrez-le et enregistrez-le en CSV (UTF-8), puis importez ce CSV",
            Self::Texte(PasDuTexte::Binaire(_)) => {
                "vérifiez que c'est bien l'export CSV ou JSON de l'annuaire"
            }
            Self::Texte(PasDuTexte::SansFin(_)) => {
                "vérifiez à cette ligne les fins de ligne, et qu'aucun guillemet n'y reste ouvert"
            }
            Self::Colonnes(_) => {
                "vérifiez la première ligne\u{202f}; elle doit nommer les colonnes comme le jeu \
                 fr-en-annuaire-education ou comme une extraction ACCE (numero_uai, appellation_officielle…)"
            }
            Self::Json(_) => "exportez le jeu entier, un tableau d'objets\u{202f}: [ { … }, { … } ]",
            Self::Lecture(_) => "vérifiez le chemin et les droits du fichier",
        }
    }

    /// What a read that failed means.
    pub(super) fn de_lecture(error: io::Error) -> Self {
        match error.get_ref().and_then(|e| e.downcast_ref::<PasDuTexte>()) {
            Some(refus) => Self::Texte(*refus),
            None => Self::Lecture(error),
        }
    }
}

fn texte(refus: PasDuTexte) -> String {
    match refus {
        PasDuTexte::Binaire(ligne) => {
            format!("ligne {ligne}\u{202f}: un octet nul\u{202f}; ce fichier n'est pas du texte")
        }
        PasDuTexte::SansFin(ligne) => {
            format!("ligne {ligne}\u{202f}: un enregistrement de plus d'un mégaoctet")
        }
    }
}

fn manques(all: &[Manque]) -> String {
    let one = |(nom, proche): &Manque| match proche {
        Some(proche) => format!("la colonne {nom} manque (la plus proche est «\u{a0}{proche}\u{a0}»)"),
        None => format!("la colonne {nom} manque"),
    };
    all.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Refuses the files people take for a CSV, by their first bytes.
pub(super) fn autre_format(debut: &[u8]) -> Result<(), Erreur> {
    match format::autre(debut) {
        Some(name) => Err(Erreur::Format(name)),
        None => Ok(()),
    }
}
