//! Whether a value passes what a condition asks.

use super::{Value, def::Test};

impl Test {
    /// Whether this value passes.
    pub(super) fn holds(&self, value: &Value) -> bool {
        match self {
            Self::In(wanted) => wanted.iter().any(|w| same(value, w)),
            Self::Not(unwanted) => !same(value, unwanted),
        }
    }
}

/// Whether an answer is what a condition names: one of several choices counts, `3` is `3,0`, and a
/// source's `2014` is the text `2014`.
fn same(value: &Value, wanted: &Value) -> bool {
    match (value, wanted) {
        (Value::List(list), Value::Text(one)) => list.contains(one),
        (Value::Text(t), Value::Int(n)) | (Value::Int(n), Value::Text(t)) => *t == n.to_string(),
        (a, b) => match (a.number(), b.number()) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-9,
            _ => a == b,
        },
    }
}
