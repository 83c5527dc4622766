//! A period of the label: start, duration, regime, act.

use jiff::civil::Date;

use super::DatePartielle;

/// One label period of a campus.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Start, with the precision the source gives.
    pub debut: DatePartielle,
    /// Duration in years.
    pub duree_ans: i64,
    /// Regime code: `2013`, `2014`, `2019` (`domaine.md` § 1.3).
    pub regime: String,
    /// Category, e.g. `CMQ`.
    pub categorie: String,
    /// The act (courrier, arrêté), if known.
    pub acte: Option<String>,
    /// What was decided of it, if it is on the reference day.
    pub suite: Option<Suite>,
}

/// What becomes of a label after its term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
    /// Another period follows.
    Renouvele,
    /// It ends at its term.
    NonRenouvele,
}

impl Suite {
    /// Name for people.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Renouvele => "renouvelé",
            Self::NonRenouvele => "non renouvelé",
        }
    }
}

impl Label {
    /// End of the label: start + duration, at the start's precision.
    #[must_use]
    pub fn fin(&self) -> DatePartielle {
        self.debut.plus_years(self.duree_ans)
    }

    /// State on `au`: `à venir`, `en vigueur`, `échu` (all of the end's span is past).
    #[must_use]
    pub fn etat(&self, au: Date) -> &'static str {
        if self.fin().last() < au {
            "échu"
        } else if self.debut.first() > au {
            "à venir"
        } else {
            "en vigueur"
        }
    }
}
