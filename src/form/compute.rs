//! What is worked out: formulas of a row or a field, references over answers, totals.

use std::{borrow::Cow, collections::BTreeMap};

use super::{
    Ref, Row, Sources, Value,
    def::{Formula, Table},
    show::show,
    value::blank,
};
use crate::domain::indicateur::{Sens, atteinte};

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

/// Works out a cell of a row, from the other cells.
#[must_use]
pub fn cell(formula: &Formula, row: &Row) -> Option<Value> {
    let number = |id: &String| row.get(id).and_then(Value::number);
    match formula {
        Formula::Difference(a, b) => difference(row.get(a)?, row.get(b)?),
        Formula::Ratio(a, b) => ratio(number(a)?, number(b)?),
        Formula::Sum(names) => sum(names.iter().filter_map(|n| row.get(n))),
        Formula::Attainment {
            depart,
            cible,
            valeur,
            sens,
        } => {
            let sens = row.get(sens).and_then(Value::text).and_then(Sens::from_code)?;
            atteinte(number(depart)?, number(cible)?, number(valeur)?, sens).map(Value::Real)
        }
        Formula::Source(_) | Formula::AddYears { .. } | Formula::Summary { .. } => None,
    }
}

/// Works out a computed field from other fields. `rows` gives a table as its reader sees it.
#[must_use]
pub fn field<'a>(
    formula: &Formula,
    answers: &impl Answers,
    sources: &Sources,
    table: impl Fn(&str) -> Option<&'a Table>,
) -> Option<Value> {
    let value = |id: &String| answers.answer(id);
    match formula {
        Formula::Source(key) => sources.get(key).cloned(),
        Formula::AddYears { date, years } => match (read(date, answers)?, read(years, answers)?) {
            (Value::Date(d), Value::Int(n)) => Some(Value::Date(d.plus_years(n))),
            (Value::Date(d), Value::Real(n)) if n.fract() == 0.0 => Some(Value::Date(d.plus_years(n as i64))),
            _ => None,
        },
        Formula::Difference(a, b) => difference(&value(a)?, &value(b)?),
        Formula::Ratio(a, b) => ratio(value(a)?.number()?, value(b)?.number()?),
        Formula::Sum(names) => {
            let values: Vec<Value> = names.iter().filter_map(value).collect();
            sum(values.iter())
        }
        Formula::Summary { table: id } => Some(summary(table(id)?, &answers.rows(id)?)),
        Formula::Attainment { .. } => None,
    }
}

/// First minus second; whole when both are.
fn difference(a: &Value, b: &Value) -> Option<Value> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => a.checked_sub(*b).map(Value::Int),
        _ => Some(Value::Real(a.number()? - b.number()?)),
    }
}

/// First over second in percent.
fn ratio(a: f64, b: f64) -> Option<Value> {
    let r = a / b * 100.0;
    r.is_finite().then_some(Value::Real(r))
}

/// How many targets are reached, and how far on average, in a sentence: a mean alone would hide
/// how few indicators it rests on.
fn summary(table: &Table, rows: &[Row]) -> Value {
    let column = table.columns.iter().find_map(|c| match &c.kind {
        super::Kind::Computed(f @ Formula::Attainment { .. }) => Some((c, f)),
        _ => None,
    });
    let reached: Vec<f64> = column
        .map(|(c, _)| rows.iter().filter_map(|r| r.get(&c.id)?.number()).collect())
        .unwrap_or_default();
    let Some((column, _)) = column.filter(|_| !reached.is_empty()) else {
        return Value::Text("aucun taux d'atteinte calculable pour l'instant".to_owned());
    };
    let count = reached.len();
    let on_target = reached.iter().filter(|r| **r >= 100.0).count();
    let mean = reached.iter().sum::<f64>() / count as f64;
    Value::Text(format!(
        "{on_target} {} sur {count}\u{202f}; taux d'atteinte moyen {}",
        if on_target > 1 {
            "cibles atteintes"
        } else {
            "cible atteinte"
        },
        show(&column.kind, &Value::Real(mean)),
    ))
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
    fn attainment_reads_its_direction_in_the_row() {
        let formula = Formula::Attainment {
            depart: "d".into(),
            cible: "c".into(),
            valeur: "v".into(),
            sens: "s".into(),
        };
        let falling = row(&[
            ("d", Value::Real(12.0)),
            ("c", Value::Real(6.0)),
            ("v", Value::Real(9.0)),
            ("s", Value::Text("baisse".into())),
        ]);
        assert_eq!(cell(&formula, &falling), Some(Value::Real(50.0)));
        let mut against = falling.clone();
        against.insert("s".into(), Value::Text("hausse".into()));
        assert_eq!(cell(&formula, &against), None);
        let mut unknown = falling;
        unknown.insert("v".into(), Value::Absent);
        assert_eq!(cell(&formula, &unknown), None);
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
