//! How many labels, by state, family and filière.

use jiff::civil::Date;

use super::{
    super::{FiliereId, Label, Suite},
    table::{Table, compte},
};

/// What a group of labels has in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Genre {
    /// Every label.
    Ensemble,
    /// Its filières' family.
    Famille,
    /// A filière.
    Filiere,
}

impl Genre {
    /// Heading for people.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Ensemble => "Ensemble",
            Self::Famille => "Famille",
            Self::Filiere => "Filière",
        }
    }

    /// Stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Ensemble => "ensemble",
            Self::Famille => "famille",
            Self::Filiere => "filiere",
        }
    }
}

/// State of a label on the reference day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EtatLabel {
    /// In force, a first period of which nothing is decided.
    EnVigueur,
    /// In force after an earlier period, or with a next one decided.
    Renouvele,
    /// In force, and decided not to be renewed.
    NonRenouvele,
    /// Ended.
    Echu,
    /// Decided and not begun.
    AVenir,
}

impl EtatLabel {
    /// Every state.
    pub const ALL: [Self; 5] = [
        Self::EnVigueur,
        Self::Renouvele,
        Self::NonRenouvele,
        Self::Echu,
        Self::AVenir,
    ];

    /// State of a label; `suit` when an earlier period of the campus came before.
    #[must_use]
    pub fn de(label: &Label, suit: bool, au: Date) -> Self {
        match (label.etat(au), label.suite) {
            ("échu", _) => Self::Echu,
            ("à venir", _) => Self::AVenir,
            (_, Some(Suite::NonRenouvele)) => Self::NonRenouvele,
            (_, Some(Suite::Renouvele)) => Self::Renouvele,
            (_, None) if suit => Self::Renouvele,
            (_, None) => Self::EnVigueur,
        }
    }

    /// Name for people.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::EnVigueur => "en vigueur",
            Self::Renouvele => "renouvelé",
            Self::NonRenouvele => "non renouvelé",
            Self::Echu => "échu",
            Self::AVenir => "à venir",
        }
    }

    /// Stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::EnVigueur => "en_vigueur",
            Self::Renouvele => "renouveles",
            Self::NonRenouvele => "non_renouveles",
            Self::Echu => "echus",
            Self::AVenir => "a_venir",
        }
    }

    /// What its part of a bar is made of.
    #[must_use]
    pub fn signe(self) -> char {
        match self {
            Self::EnVigueur => '█',
            Self::Renouvele => '▓',
            Self::NonRenouvele => 'x',
            Self::Echu => '░',
            Self::AVenir => '▒',
        }
    }
}

/// Labels of a group, one a campus: its period of the reference day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Groupe {
    /// What they have in common.
    pub genre: Genre,
    /// Its name.
    pub nom: String,
    /// Row of the filière, to filter by.
    pub filiere: Option<FiliereId>,
    /// How many of each state, as [`EtatLabel::ALL`] orders them.
    pub comptes: [usize; 5],
}

impl Groupe {
    /// An empty group.
    #[must_use]
    pub fn new(genre: Genre, nom: String, filiere: Option<FiliereId>) -> Self {
        Self {
            genre,
            nom,
            filiere,
            comptes: [0; 5],
        }
    }

    /// Counts one label more.
    pub fn ajoute(&mut self, etat: EtatLabel) {
        self.comptes[etat as usize] += 1;
    }

    /// All of them.
    #[must_use]
    pub fn total(&self) -> usize {
        self.comptes.iter().sum()
    }

    /// Each state with its count.
    pub fn parts(&self) -> impl Iterator<Item = (EtatLabel, usize)> {
        EtatLabel::ALL.into_iter().zip(self.comptes)
    }
}

/// Every group: the whole, families, filières.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels {
    /// In order.
    pub groupes: Vec<Groupe>,
}

impl Labels {
    /// The same figures in rows. A campus of several filières counts in each, and once in a family.
    #[must_use]
    pub fn table(&self) -> Table {
        let colonnes = vec![
            ("Nom", false),
            ("Groupe", false),
            ("Labels", true),
            ("En vigueur", true),
            ("Renouvelés", true),
            ("Non renouvelés", true),
            ("Échus", true),
            ("À venir", true),
        ];
        let ligne = |g: &Groupe| {
            let mut cells = vec![g.nom.clone(), g.genre.libelle().to_owned(), compte(g.total())];
            cells.extend(g.comptes.map(compte));
            cells
        };
        Table {
            colonnes,
            lignes: self.groupes.iter().map(ligne).collect(),
        }
    }
}
