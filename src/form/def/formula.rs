//! What is worked out from other answers.

use crate::form::Ref;

/// What a read-only field or cell is worked out from. Names are fields in a field, columns in a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Formula {
    /// A source as it stands.
    Source(String),
    /// A date some years later.
    AddYears {
        /// The date.
        date: Ref,
        /// How many years.
        years: Ref,
    },
    /// Summary of the attainment column of a table.
    Summary {
        /// The table.
        table: String,
    },
    /// First minus second.
    Difference(String, String),
    /// First over second, in percent.
    Ratio(String, String),
    /// Sum of what is given.
    Sum(Vec<String>),
    /// How much of the way from baseline to target, in percent (`domaine.md` § 2.2).
    Attainment {
        /// Baseline column.
        depart: String,
        /// Target column.
        cible: String,
        /// Reached value column.
        valeur: String,
        /// Column or preset cell holding `hausse`, `baisse` or `neutre`.
        sens: String,
    },
}
