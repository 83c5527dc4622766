//! The kinds of answers.

use super::{Formula, Table};
use crate::domain::Entite;

/// What an answer looks like.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// One line of text.
    Line {
        /// Longest text, in characters.
        max: Option<usize>,
    },
    /// Text on several lines.
    Text {
        /// Longest text, in characters.
        max: Option<usize>,
    },
    /// Whole number.
    Int(Bounds),
    /// Number with decimals.
    Decimal(Bounds),
    /// Percentage: `12,5` means 12,5 %. Between 0 and 100 unless the file says otherwise.
    Percent(Bounds),
    /// Euros.
    Amount(Bounds),
    /// Date.
    Date {
        /// The least precision accepted.
        precision: Precision,
    },
    /// Oui or non.
    YesNo {
        /// The only answer that may be submitted.
        must_be: Option<bool>,
    },
    /// One of a list.
    Choice(Options),
    /// Several of a list.
    Choices(Options),
    /// A record of the register, found by typing.
    Ref(Renvois),
    /// Rows of typed columns.
    Table(Box<Table>),
    /// Read-only, worked out.
    Computed(Formula),
}

/// What a reference may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Renvois {
    /// Kind of record.
    pub entity: Entite,
    /// Whether a record that is not there may be created on the way.
    pub create: bool,
}

/// Least and greatest number accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bounds {
    /// Least.
    pub min: Option<f64>,
    /// Greatest.
    pub max: Option<f64>,
}

/// Precision of a date, the finest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    /// The year is enough.
    Year,
    /// The month at least.
    Month,
    /// The day.
    Day,
}

/// What a choice offers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// The options, in order.
    pub list: Vec<String>,
    /// Source list that gives them; `None` once resolved.
    pub from: Option<String>,
}

impl Kind {
    /// Whether answers are numbers.
    #[must_use]
    pub fn numeric(&self) -> bool {
        matches!(
            self,
            Self::Int(_) | Self::Decimal(_) | Self::Percent(_) | Self::Amount(_)
        )
    }

    /// The options, for a choice.
    #[must_use]
    pub fn options(&self) -> &[String] {
        match self {
            Self::Choice(o) | Self::Choices(o) => &o.list,
            _ => &[],
        }
    }

    /// Name for people.
    #[must_use]
    pub fn libelle(&self) -> &'static str {
        match self {
            Self::Line { .. } => "texte",
            Self::Text { .. } => "texte long",
            Self::Int(_) => "entier",
            Self::Decimal(_) => "décimal",
            Self::Percent(_) => "pourcentage",
            Self::Amount(_) => "montant",
            Self::Date { .. } => "date",
            Self::YesNo { .. } => "oui/non",
            Self::Choice(_) => "choix",
            Self::Choices(_) => "choix multiple",
            Self::Ref(_) => "référence",
            Self::Table(_) => "tableau",
            Self::Computed(_) => "calculé",
        }
    }
}
