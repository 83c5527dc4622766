//! What a verification finds.

/// What kind of thing does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Genre {
    /// Pages and indexes of the file.
    Fichier,
    /// A row that points to one that is not there.
    Lien,
    /// The journal's chain, or a row that is not what the journal says.
    Journal,
    /// A column or a search table made from others.
    Derive,
    /// A rule of the trade.
    Regle,
}

impl Genre {
    /// Stable word.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Fichier => "fichier",
            Self::Lien => "lien",
            Self::Journal => "journal",
            Self::Derive => "derive",
            Self::Regle => "regle",
        }
    }

    /// Word for people.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Derive => "recherche",
            Self::Regle => "règle",
            other => other.code(),
        }
    }
}

/// One thing that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probleme {
    /// What kind.
    pub genre: Genre,
    /// What is wrong, a sentence without its full stop.
    pub phrase: String,
    /// The mend.
    pub conseil: String,
    /// It can be made again from what is sound.
    pub reparable: bool,
}

/// The mend of what cannot be made again.
const SECOURS: &str = "cmq restaurer revient à la dernière sauvegarde\u{202f}; cmq verifier --reparer copie ce qui se lit dans un fichier neuf";
/// The mend of what can.
const REFAIRE: &str = "cmq verifier --reparer le refait";

impl Probleme {
    /// Something that does not hold and cannot be made again; `phrase` without its full stop.
    #[must_use]
    pub fn perdu(genre: Genre, phrase: String) -> Self {
        Self {
            genre,
            phrase,
            conseil: SECOURS.to_owned(),
            reparable: false,
        }
    }

    /// Something that can be made again from what is sound.
    #[must_use]
    pub fn refaisable(genre: Genre, phrase: String) -> Self {
        Self {
            genre,
            phrase,
            conseil: REFAIRE.to_owned(),
            reparable: true,
        }
    }

    /// Nothing is made again in a file that is left alone: the mend of what it lost is that of everything.
    pub(super) fn laisse(&mut self) {
        SECOURS.clone_into(&mut self.conseil);
    }
}
