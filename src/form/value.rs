//! An answer.

use std::collections::BTreeMap;

use crate::domain::DatePartielle;

/// One row of a table answer: column id → cell. A missing key is an empty cell.
pub type Row = BTreeMap<String, Value>;

/// An answer to one field. What was typed and could not be read as the field's kind stays `Text`:
/// nothing typed is ever lost, the check says what is wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text, or something unreadable for the field's kind.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A decimal number, percentage or amount.
    Real(f64),
    /// Oui or non.
    Bool(bool),
    /// A date with its precision.
    Date(DatePartielle),
    /// Several choices.
    List(Vec<String>),
    /// A table.
    Rows(Vec<Row>),
    /// *Donnée absente*: asked for and not available. Never 0.
    Absent,
}

impl Value {
    /// Whether nothing is said: blank text, no choice, no row with a cell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(t) => t.trim().is_empty(),
            Self::List(l) => l.is_empty(),
            Self::Rows(rows) => rows.iter().all(blank),
            _ => false,
        }
    }

    /// The number, for numbers only.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self {
            #[allow(clippy::cast_precision_loss)]
            Self::Int(n) => Some(*n as f64),
            Self::Real(x) => Some(*x),
            _ => None,
        }
    }

    /// The text, for texts and single choices only.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(t) => Some(t),
            _ => None,
        }
    }
}

/// Whether a row has no cell that says anything.
#[must_use]
pub fn blank(row: &Row) -> bool {
    row.values().all(Value::is_empty)
}
