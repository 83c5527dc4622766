//! What checks, formulas and reprises read: a number, a field, a cell, a sum, a count, a last value.

use std::fmt;

/// Something that can be read in a set of answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Ref {
    /// A number written in the form.
    Number(f64),
    /// A field.
    Field(String),
    /// `table[KEY].column`: a cell of a row that is always there.
    Cell {
        /// Table field.
        table: String,
        /// Name of the row.
        key: String,
        /// Column.
        column: String,
    },
    /// `sum(table.column)`.
    Sum {
        /// Table field.
        table: String,
        /// Column.
        column: String,
    },
    /// `last(table.column)`: the cell of the last row that has one.
    Last {
        /// Table field.
        table: String,
        /// Column.
        column: String,
    },
    /// `count(table)` or `count(table.column = value)`.
    Count {
        /// Table field.
        table: String,
        /// Only rows whose column shows this text.
        only: Option<(String, String)>,
    },
}

impl Ref {
    /// Reads a reference, or says `None` when it is none of the forms above.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(n) = text.parse::<f64>()
            && n.is_finite()
        {
            return Some(Self::Number(n));
        }
        if let Some(inner) = call(text, "sum") {
            let (table, column) = pair(inner)?;
            return Some(Self::Sum { table, column });
        }
        if let Some(inner) = call(text, "last") {
            let (table, column) = pair(inner)?;
            return Some(Self::Last { table, column });
        }
        if let Some(inner) = call(text, "count") {
            return count(inner);
        }
        if let Some((table, rest)) = text.split_once('[') {
            let (key, column) = rest.split_once("].")?;
            return Some(Self::Cell {
                table: name(table)?,
                key: key.trim().to_owned(),
                column: name(column)?,
            });
        }
        name(text).map(Self::Field)
    }

    /// The field it reads, if any.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Number(_) => None,
            Self::Field(f) => Some(f),
            Self::Cell { table, .. }
            | Self::Sum { table, .. }
            | Self::Last { table, .. }
            | Self::Count { table, .. } => Some(table),
        }
    }

    /// The column it reads, if any.
    #[must_use]
    pub fn column(&self) -> Option<&str> {
        match self {
            Self::Cell { column, .. } | Self::Sum { column, .. } | Self::Last { column, .. } => Some(column),
            Self::Count { only, .. } => only.as_ref().map(|(c, _)| c.as_str()),
            _ => None,
        }
    }
}

impl fmt::Display for Ref {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(n) => write!(f, "{n}"),
            Self::Field(id) => f.write_str(id),
            Self::Cell { table, key, column } => write!(f, "{table}[{key}].{column}"),
            Self::Sum { table, column } => write!(f, "sum({table}.{column})"),
            Self::Last { table, column } => write!(f, "last({table}.{column})"),
            Self::Count { table, only: None } => write!(f, "count({table})"),
            Self::Count {
                table,
                only: Some((c, v)),
            } => write!(f, "count({table}.{c} = {v})"),
        }
    }
}

/// What stands between `function(` and `)`.
fn call<'a>(text: &'a str, function: &str) -> Option<&'a str> {
    text.strip_prefix(function)?
        .trim_start()
        .strip_prefix('(')?
        .strip_suffix(')')
}

/// `table.column`.
fn pair(text: &str) -> Option<(String, String)> {
    let (table, column) = text.split_once('.')?;
    Some((name(table)?, name(column)?))
}

/// `table` or `table.column = value`.
fn count(inner: &str) -> Option<Ref> {
    let (path, value) = match inner.split_once('=') {
        Some((path, value)) => (path, Some(value.trim())),
        None => (inner, None),
    };
    match value {
        None => Some(Ref::Count {
            table: name(path)?,
            only: None,
        }),
        Some(value) => {
            let (table, column) = pair(path)?;
            (!value.is_empty()).then(|| Ref::Count {
                table,
                only: Some((column, value.to_owned())),
            })
        }
    }
}

/// A field or column name: letters, figures and `_`.
fn name(text: &str) -> Option<String> {
    let text = text.trim();
    is_name(text).then(|| text.to_owned())
}

/// Whether `text` may name a step, a field or a column: unaccented lower-case letters, figures and `_`,
/// a letter first.
#[must_use]
pub fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_every_form() {
        for text in [
            "12",
            "eple",
            "tab_ind[EFF_TOT].valeur_4",
            "sum(budget.montant)",
            "last(effectifs.scolaire)",
            "count(reunions)",
            "count(membres.type = Lycée professionnel)",
        ] {
            assert_eq!(
                Ref::parse(text).map(|r| r.to_string()).as_deref(),
                Some(text),
                "{text}"
            );
        }
        for text in [
            "",
            "sum(budget)",
            "Sum(a.b)",
            "a.b",
            "t[K]",
            "count(t.c = )",
            "été",
            "NaN",
            "sum(a.b",
        ] {
            assert_eq!(Ref::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(s in any::<String>()) {
            if let Some(r) = Ref::parse(&s) {
                prop_assert_eq!(Ref::parse(&r.to_string()), Some(r));
            }
        }
    }
}
