//! Whether an establishment is open on a day, as far as the directory says.

use jiff::civil::Date;

/// The word of the file on the establishment's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Etat {
    /// Open.
    Ouvert,
    /// To be opened.
    AOuvrir,
    /// To be closed.
    AFermer,
    /// Closed.
    Ferme,
}

impl Etat {
    /// Stable word, as the register stores it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Ouvert => "ouvert",
            Self::AOuvrir => "a-ouvrir",
            Self::AFermer => "a-fermer",
            Self::Ferme => "ferme",
        }
    }

    /// Reads [`Self::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Ouvert, Self::AOuvrir, Self::AFermer, Self::Ferme]
            .into_iter()
            .find(|e| e.code() == code)
    }
}

/// What the directory says of the life of a UAI.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Existence {
    /// First day.
    pub ouvert: Option<Date>,
    /// Day it closed, or will.
    pub ferme: Option<Date>,
    /// The word of the file.
    pub etat: Option<Etat>,
    /// Day of the import whose file no longer had it.
    pub absent: Option<Date>,
}

impl Existence {
    /// Where it stands on a day; None when the directory does not say. A date rules over a word.
    #[must_use]
    pub fn situation(&self, au: Date) -> Option<Situation> {
        match (self.ferme, self.etat) {
            (Some(day), _) if day <= au => Some(Situation::Ferme(Some(day))),
            (Some(day), _) => Some(Situation::AFermer(Some(day))),
            (None, Some(Etat::Ferme)) => Some(Situation::Ferme(None)),
            (None, Some(Etat::AFermer)) => Some(Situation::AFermer(None)),
            _ if self.absent.is_some() => Some(Situation::Absent),
            (None, Some(Etat::AOuvrir)) if self.ouvert.is_none_or(|d| d > au) => Some(Situation::AOuvrir),
            (None, Some(_)) => Some(Situation::Ouvert),
            (None, None) => self.ouvert.filter(|d| *d <= au).map(|_| Situation::Ouvert),
        }
    }

    /// The same with what only `other` knows. Absence is said by the first alone.
    #[must_use]
    pub fn complete(self, other: Self) -> Self {
        Self {
            ouvert: self.ouvert.or(other.ouvert),
            ferme: self.ferme.or(other.ferme),
            etat: self.etat.or(other.etat),
            absent: self.absent,
        }
    }
}

/// Where an establishment stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Situation {
    /// Open.
    Ouvert,
    /// Not open yet.
    AOuvrir,
    /// Closes later, on that day if known.
    AFermer(Option<Date>),
    /// Closed, since that day if known.
    Ferme(Option<Date>),
    /// The last file of its source no longer has it.
    Absent,
}

impl Situation {
    /// A word or few, for a column.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Ouvert => "ouvert",
            Self::AOuvrir => "à ouvrir",
            Self::AFermer(_) => "à fermer",
            Self::Ferme(_) => "fermé",
            Self::Absent => "absent du dernier fichier",
        }
    }

    /// Whether it is closed.
    #[must_use]
    pub fn est_ferme(self) -> bool {
        matches!(self, Self::Ferme(_))
    }

    /// The day it closed or closes, if known.
    #[must_use]
    pub fn jour(self) -> Option<Date> {
        match self {
            Self::AFermer(day) | Self::Ferme(day) => day,
            Self::Ouvert | Self::AOuvrir | Self::Absent => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_rules_over_a_word_and_a_word_over_absence() {
        let au: Date = "2026-11-23".parse().unwrap();
        let said = |ferme: Option<&str>, etat, absent: bool| {
            let existence = Existence {
                ferme: ferme.map(|d| d.parse().unwrap()),
                etat,
                absent: absent.then_some(au),
                ..Existence::default()
            };
            existence.situation(au).map(Situation::libelle)
        };
        assert_eq!(said(Some("2019-08-31"), Some(Etat::Ouvert), false), Some("fermé"));
        assert_eq!(
            said(Some("2027-08-31"), Some(Etat::Ferme), false),
            Some("à fermer")
        );
        assert_eq!(said(None, Some(Etat::Ferme), true), Some("fermé"));
        assert_eq!(said(None, Some(Etat::AFermer), false), Some("à fermer"));
        assert_eq!(said(None, Some(Etat::AOuvrir), false), Some("à ouvrir"));
        assert_eq!(said(None, Some(Etat::Ouvert), false), Some("ouvert"));
        assert_eq!(
            said(None, Some(Etat::Ouvert), true),
            Some("absent du dernier fichier")
        );
        assert_eq!(said(None, None, false), None, "unknown stays unknown");
    }
}
