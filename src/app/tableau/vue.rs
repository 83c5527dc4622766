//! The views, and what each shows.

use crate::{
    domain::tableau::{Carte, Labels, RevuesTrimestre, Table, VueCampus, VueIndicateur, revues},
    form::number,
};

/// A view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vue {
    /// At least one campus per région.
    Carte,
    /// Labels by state, family, filière.
    Labels,
    /// Reviews by quarter.
    Revues,
    /// One indicator, all campuses.
    Indicateur,
    /// One campus, all indicators.
    Campus,
}

impl Vue {
    /// Its word in the name of a file.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Carte => "carte",
            Self::Labels => "labels",
            Self::Revues => "revues",
            Self::Indicateur => "indicateur",
            Self::Campus => "campus",
        }
    }

    /// In Tab order.
    pub const ALL: [Self; 5] = [
        Self::Carte,
        Self::Labels,
        Self::Revues,
        Self::Indicateur,
        Self::Campus,
    ];

    /// Its name.
    #[must_use]
    pub fn titre(self) -> &'static str {
        match self {
            Self::Carte => "Carte",
            Self::Labels => "Labels",
            Self::Revues => "Revues",
            Self::Indicateur => "Indicateur",
            Self::Campus => "Campus",
        }
    }

    pub(super) fn next(self, by: usize) -> Self {
        let at = self as usize + by;
        Self::ALL[at % Self::ALL.len()]
    }
}

/// What the view shows.
#[derive(Debug)]
pub enum Donnees {
    /// The map.
    Carte(Carte),
    /// Labels.
    Labels(Labels),
    /// Reviews by quarter.
    Revues(Vec<RevuesTrimestre>),
    /// One indicator.
    Indicateur(VueIndicateur),
    /// One campus.
    Campus(VueCampus),
    /// The register has no campus.
    Rien,
}

impl Donnees {
    /// Rows of the picture.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Carte(c) => c.tuiles.len(),
            Self::Labels(l) => l.groupes.len(),
            Self::Revues(r) => r.len(),
            Self::Indicateur(v) => v.lignes.len(),
            Self::Campus(v) => v.lignes.len(),
            Self::Rien => 0,
        }
    }

    pub(super) fn table(&self) -> Table {
        match self {
            Self::Carte(c) => c.table(),
            Self::Labels(l) => l.table(),
            Self::Revues(r) => revues::table(r),
            Self::Indicateur(v) => v.table(number::show_figure),
            Self::Campus(v) => v.table(number::show_figure),
            Self::Rien => Table::default(),
        }
    }
}
