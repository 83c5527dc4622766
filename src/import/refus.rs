//! Why a whole file is refused: a sentence, a mend.

use std::io;

use thiserror::Error as ThisError;

use super::flux::PasDuTexte;

/// Why no row of a file can be read.
#[derive(Debug, ThisError)]
pub enum Refus {
    /// The path is a folder.
    #[error("c'est un dossier, pas un fichier")]
    Dossier,
    /// Nothing in it.
    #[error("le fichier est vide")]
    Vide,
    /// Headings, and nothing under them.
    #[error("le fichier n'a que la ligne des colonnes")]
    SansLigne,
    /// Another kind of file.
    #[error("c'est {0}, pas une liste")]
    Format(&'static str),
    /// More columns than any list has.
    #[error("{0} colonnes, plus que n'en a aucune liste ({1} au plus)")]
    Large(usize, usize),
    /// Not text, or a record without end.
    #[error("{}", texte(*.0))]
    Texte(PasDuTexte),
    /// A line that is neither CSV nor JSON.
    #[error("ligne {0}\u{202f}: {1}")]
    Ligne(u64, String),
    /// A workbook that cannot be opened.
    #[error("le classeur ne s'ouvre pas\u{202f}: {0}")]
    Classeur(&'static str),
    /// A sheet that the workbook has not.
    #[error("le classeur n'a pas de feuille «\u{a0}{0}\u{a0}» (il a {1})")]
    Feuille(String, String),
    /// More than the program holds.
    #[error("{0}")]
    Trop(String),
    /// The columns of the file are not those of the trade.
    #[error("{0}")]
    Colonnes(String),
    /// The disk refused.
    #[error("le fichier ne peut pas être lu")]
    Lecture(#[source] io::Error),
}

impl Refus {
    /// What the person can do about it.
    #[must_use]
    pub fn conseil(&self) -> &'static str {
        match self {
            Self::Dossier => "donnez le chemin du fichier",
            Self::Vide => "vérifiez que c'est le bon fichier",
            Self::SansLigne => "ajoutez des lignes sous celle-ci, ou vérifiez que c'est le bon fichier",
            Self::Large(..) => "gardez les colonnes de la liste\u{202f}: --modele en écrit la ligne",
            Self::Format(_) | Self::Texte(PasDuTexte::Binaire(_)) => {
                "donnez un fichier CSV, JSON, XLSX ou ODS"
            }
            Self::Texte(PasDuTexte::SansFin(_)) => {
                "vérifiez à cette ligne les fins de ligne, et qu'aucun guillemet n'y reste ouvert"
            }
            Self::Ligne(..) => "corrigez cette ligne, ou enregistrez de nouveau le fichier",
            Self::Classeur(_) => {
                "ouvrez-le dans un tableur et enregistrez-le à nouveau en XLSX, ODS ou CSV\u{202f}; s'il ne s'y ouvre pas, \
                 reprenez-le à sa source"
            }
            Self::Feuille(..) => "donnez l'un de ces noms avec --feuille",
            Self::Trop(_) => "coupez le fichier en plusieurs",
            Self::Colonnes(_) => {
                "--modele écrit un fichier vide à remplir, --modele --json dit ses colonnes\u{202f}; \
                 --colonnes 'Nom du fichier=champ' nomme une colonne"
            }
            Self::Lecture(_) => "vérifiez le chemin et les droits du fichier",
        }
    }

    /// What a read that failed means.
    pub(super) fn de_lecture(error: io::Error) -> Self {
        match error.get_ref().and_then(|e| e.downcast_ref::<PasDuTexte>()) {
            Some(why) => Self::Texte(*why),
            None => Self::Lecture(error),
        }
    }
}

fn texte(why: PasDuTexte) -> String {
    match why {
        PasDuTexte::Binaire(line) => format!("ligne {line}\u{202f}: ce n'est pas du texte"),
        PasDuTexte::SansFin(line) => format!("ligne {line}\u{202f}: plus d'un mégaoctet sans fin de ligne"),
    }
}
