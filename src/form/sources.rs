//! What may fill a form in: the register's facts and the previous review's answers, by name.

use std::collections::BTreeMap;

use super::{Row, Value};

/// Names under which the previous review's answers stand: `suivi.<field>`.
const PREVIOUS: &str = "suivi.";

/// Facts by name (`campus.nom`, `partenaires`, `suivi.forts`).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sources(pub BTreeMap<String, Value>);

impl Sources {
    /// The fact of that name, unless it says nothing.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key).filter(|v| !v.is_empty())
    }

    /// The entries of a list; one for a single text; none for anything else.
    #[must_use]
    pub fn list(&self, key: &str) -> &[String] {
        match self.get(key) {
            Some(Value::List(list)) => list,
            Some(Value::Text(one)) => std::slice::from_ref(one),
            _ => &[],
        }
    }

    /// The rows of a table; none for anything else.
    #[must_use]
    pub fn rows(&self, key: &str) -> &[Row] {
        match self.get(key) {
            Some(Value::Rows(rows)) => rows,
            _ => &[],
        }
    }

    /// The previous review's answer to a field.
    #[must_use]
    pub fn previous(&self, field: &str) -> Option<&Value> {
        self.get(&format!("{PREVIOUS}{field}"))
    }

    /// The field of the previous review that a name stands for, if it does.
    #[must_use]
    pub fn previous_field(key: &str) -> Option<&str> {
        key.strip_prefix(PREVIOUS)
    }

    /// Whether a name stands for an answer of the previous review.
    #[must_use]
    pub fn is_previous(key: &str) -> bool {
        key.starts_with(PREVIOUS)
    }
}

impl From<BTreeMap<String, Value>> for Sources {
    fn from(facts: BTreeMap<String, Value>) -> Self {
        Self(facts)
    }
}
