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
