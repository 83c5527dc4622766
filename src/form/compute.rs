//! Reading a set of answers: references, sums, totals.

use std::{borrow::Cow, collections::BTreeMap};

use super::{Ref, Row, Sources, Value, def::Table, value::blank};

/// A set of answers that references can read.
pub trait Answers {
    /// The answer to a field that is not a table.
    fn answer(&self, field: &str) -> Option<Value>;
    /// The rows of a table that was answered.
    fn rows(&self, table: &str) -> Option<Cow<'_, [Row]>>;
}

/// The previous review's answers, as the sources hold them.
pub struct Previous<'a>(pub &'a Sources);

impl Answers for Previous<'_> {
    fn answer(&self, field: &str) -> Option<Value> {
        self.0.previous(field).cloned()
    }

    fn rows(&self, table: &str) -> Option<Cow<'_, [Row]>> {
        match self.0.previous(table) {
            Some(Value::Rows(rows)) => Some(Cow::Borrowed(rows)),
            _ => None,
        }
    }
}

/// Values worked out once, for many references.
#[derive(Clone, Debug, Default)]
pub struct Known(pub BTreeMap<String, Value>);

impl Answers for Known {
    fn answer(&self, field: &str) -> Option<Value> {
        self.0.get(field).cloned()
    }

    fn rows(&self, table: &str) -> Option<Cow<'_, [Row]>> {
        match self.0.get(table) {
            Some(Value::Rows(rows)) => Some(Cow::Borrowed(rows)),
            _ => None,
        }
    }
}

/// What a reference reads. `None` when nothing was answered there: a table nobody filled in has no count.
#[must_use]
pub fn read(reference: &Ref, answers: &impl Answers) -> Option<Value> {
    match reference {
        Ref::Number(n) => Some(Value::Real(*n)),
        Ref::Field(id) => answers.answer(id),
        Ref::Cell { table, key, column } => {
            let rows = answers.rows(table)?;
            let row = rows
                .iter()
                .find(|r| r.values().any(|v| v.text() == Some(key.as_str())))?;
            row.get(column).cloned()
        }
        Ref::Sum { table, column } => {
            let rows = answers.rows(table)?;
            sum(rows.iter().filter_map(|r| r.get(column)))
        }
        Ref::Last { table, column } => {
            let rows = answers.rows(table)?;
            let last = rows
                .iter()
                .rev()
                .find_map(|r| r.get(column).filter(|v| !v.is_empty()));
            last.cloned()
        }
        Ref::Count { table, only } => {
            let rows = answers.rows(table)?;
            let n = rows
                .iter()
                .filter(|row| !blank(row))
                .filter(|row| match only {
                    None => true,
                    Some((column, wanted)) => row.get(column).is_some_and(|v| says(v, wanted)),
                })
                .count();
            i64::try_from(n).ok().map(Value::Int)
        }
    }
}

/// Whether a cell shows this text (`oui` for a yes).
fn says(value: &Value, wanted: &str) -> bool {
    match value {
        Value::Text(t) => t == wanted,
        Value::Bool(b) => wanted == if *b { "oui" } else { "non" },
        Value::List(l) => l.iter().any(|o| o == wanted),
        Value::Int(n) => n.to_string() == wanted,
        _ => false,
    }
}

/// The sum of what is given. `None` when nothing is, and when one value is a *donnée absente* or
/// unreadable: a sum that leaves it out would be taken for the whole.
#[must_use]
pub fn sum<'a>(values: impl Iterator<Item = &'a Value>) -> Option<Value> {
    let mut whole: Option<i64> = Some(0);
    let mut total = 0.0;
    let mut any = false;
    for value in values.filter(|v| !v.is_empty()) {
        total += value.number()?;
        whole = match value {
            Value::Int(n) => whole.and_then(|w| w.checked_add(*n)),
            _ => None,
        };
        any = true;
    }
    any.then(|| whole.map_or(Value::Real(total), Value::Int))
}

/// One reference as it stands, or the sum of several; `None` when one of them reads nothing.
#[must_use]
pub fn total_of(references: &[Ref], answers: &impl Answers) -> Option<Value> {
    if let [one] = references {
        return read(one, answers);
    }
    let values: Option<Vec<Value>> = references.iter().map(|r| read(r, answers)).collect();
    sum(values?.iter())
}

/// The sum of a side of a check: every value must be there. Dates are compared alone, by their span.
#[must_use]
pub fn side(references: &[Ref], answers: &impl Answers) -> Option<Side> {
    if let [one] = references
        && let Some(Value::Date(d)) = read(one, answers)
    {
        return Some(Side::Date(d.first(), d.last()));
    }
    let mut total = 0.0;
    for reference in references {
        total += read(reference, answers)?.number()?;
    }
    Some(Side::Number(total))
}

/// One side of a comparison.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Side {
    /// A sum.
    Number(f64),
    /// First and last day a date may be.
    Date(jiff::civil::Date, jiff::civil::Date),
}

/// The total of each column that has one.
#[must_use]
pub fn totals(table: &Table, rows: &[Row]) -> Row {
    table
        .columns
        .iter()
        .filter(|c| c.total)
        .filter_map(|c| Some((c.id.clone(), sum(rows.iter().filter_map(|r| r.get(&c.id)))?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[(&str, Value)]) -> Row {
        cells.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect()
    }

    #[test]
    fn a_sum_never_takes_an_absent_figure_for_zero() {
        assert_eq!(sum([Value::Int(2), Value::Int(3)].iter()), Some(Value::Int(5)));
        assert_eq!(
            sum([Value::Int(2), Value::Real(0.5)].iter()),
            Some(Value::Real(2.5))
        );
        assert_eq!(sum([Value::Int(2), Value::Absent].iter()), None);
        assert_eq!(sum([].iter()), None);
    }

    #[test]
    fn references_read_the_previous_review() {
        let rows = vec![
            row(&[("annee", Value::Int(2013)), ("n", Value::Int(100))]),
            row(&[
                ("annee", Value::Int(2014)),
                ("n", Value::Int(120)),
                ("c", Value::Bool(true)),
            ]),
            row(&[("annee", Value::Int(2015))]),
        ];
        let sources = Sources([("suivi.t".to_owned(), Value::Rows(rows))].into());
        let previous = Previous(&sources);
        let says = |text: &str| read(&Ref::parse(text).expect(text), &previous);
        assert_eq!(says("last(t.n)"), Some(Value::Int(120)));
        assert_eq!(says("sum(t.n)"), Some(Value::Int(220)));
        assert_eq!(says("count(t)"), Some(Value::Int(3)));
        assert_eq!(says("count(t.c = oui)"), Some(Value::Int(1)));
        assert_eq!(says("count(u)"), None, "a table nobody answered has no count");
    }
}
