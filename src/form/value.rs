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
