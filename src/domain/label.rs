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

    /// Its years, `2013–2017`.
    #[must_use]
    pub fn annees(&self) -> String {
        let year = |d: DatePartielle| d.first().year();
        format!("{}–{}", year(self.debut), year(self.fin()))
    }

    /// Whether both certainly run on the same day, whatever their imprecise starts.
    #[must_use]
    pub fn recouvre(&self, other: &Self) -> bool {
        self.debut.last() < other.fin().first() && other.debut.last() < self.fin().first()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn label(debut: &str, duree_ans: i64) -> Label {
        Label {
            debut: DatePartielle::parse_iso(debut).unwrap(),
            duree_ans,
            regime: "2019".to_owned(),
            categorie: "CMQ".to_owned(),
            acte: None,
            suite: None,
        }
    }

    #[test]
    fn a_label_that_begins_when_another_ends_does_not_overlap_it() {
        for (one, other, both) in [
            (label("2025", 5), label("2024", 4), true),
            (label("2025", 5), label("2026", 4), true),
            (label("2025", 5), label("2026", 1), true),
            (label("2025", 5), label("2030", 5), false),
            (label("2025", 5), label("2023", 2), false),
            (label("2025-09", 5), label("2024-09-01", 1), false),
            (label("2025-09", 5), label("2024-10", 1), true),
            (label("2025-09-01", 5), label("2030-08-31", 5), true),
        ] {
            assert_eq!(one.recouvre(&other), both, "{one:?} {other:?}");
            assert_eq!(other.recouvre(&one), both, "{other:?} {one:?}");
        }
    }
}
