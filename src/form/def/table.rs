//! Tables: typed columns, and the rows that are always there.

use super::Kind;
use crate::form::Row;

/// Rows of typed columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Columns in order.
    pub columns: Vec<Column>,
    /// Source of the rows that are always there.
    pub rows_from: Option<String>,
    /// Column that names a row that is always there.
    pub key: Option<String>,
    /// Names of rows that are always there, written in the form itself: they fill the first column.
    pub rows: Vec<String>,
    /// Least number of rows at submission.
    pub min_rows: usize,
    /// Whether people may add rows: not where the rows are a reference list, unless the form says so.
    pub grows: bool,
    /// The rows that are always there; filled in when the form is resolved.
    pub preset: Vec<Row>,
}

/// One column.
#[allow(clippy::struct_excessive_bools)] // the flags of the file
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Stable name.
    pub id: String,
    /// Heading.
    pub label: String,
    /// What a cell looks like; never a table.
    pub kind: Kind,
    /// Width asked for, in cells of the screen.
    pub width: Option<u16>,
    /// Whether a total is shown.
    pub total: bool,
    /// Whether a begun row needs it.
    pub required: bool,
    /// Shown, never typed.
    pub readonly: bool,
    /// Whether *donnée absente* is an answer.
    pub absent: bool,
    /// Where the form's reprises go unless they name another column.
    pub reprise: bool,
}

impl Table {
    /// The column of that name.
    #[must_use]
    pub fn column(&self, id: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.id == id)
    }
}
