//! The three lists of the commission.

/// Which list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vue {
    /// Sittings.
    Seances,
    /// Calls for projects.
    Appels,
    /// Letters and arrêtés.
    Actes,
}

impl Vue {
    /// In Tab order.
    pub const ALL: [Self; 3] = [Self::Seances, Self::Appels, Self::Actes];

    /// Its name.
    #[must_use]
    pub fn titre(self) -> &'static str {
        match self {
            Self::Seances => "Séances",
            Self::Appels => "Appels",
            Self::Actes => "Actes",
        }
    }

    /// What to do when it is empty.
    #[must_use]
    pub fn vide(self) -> &'static str {
        match self {
            Self::Seances => "Aucune séance. n en ouvre une\u{202f}; Tab montre les appels et les actes.",
            Self::Appels => "Aucun appel à projets. n en ouvre un.",
            Self::Actes => "Choisissez un acte\u{202f}; n en prépare un.",
        }
    }

    /// The list `by` places further in Tab order.
    #[must_use]
    pub fn next(self, by: usize) -> Self {
        let at = Self::ALL.iter().position(|v| *v == self).unwrap_or(0);
        Self::ALL.get((at + by) % 3).copied().unwrap_or(self)
    }
}
