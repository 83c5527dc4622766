//! Formulas: computed cells of a row, computed fields of a form.

use super::{
    Kind, Row, Sources, Value,
    compute::{Answers, read, sum},
    def::{Column, Formula, Table},
    show::show,
};
use crate::domain::indicateur::{Sens, atteinte};

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
        Formula::Summary { table: id } => summary(table(id)?, &answers.rows(id)?),
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
fn summary(table: &Table, rows: &[Row]) -> Option<Value> {
    let attainment = |c: &&Column| matches!(c.kind, Kind::Computed(Formula::Attainment { .. }));
    let column = table.columns.iter().find(attainment)?;
    let reached: Vec<f64> = rows.iter().filter_map(|r| r.get(&column.id)?.number()).collect();
    let count = reached.len();
    if count == 0 {
        return None;
    }
    let on_target = reached.iter().filter(|r| **r >= 100.0).count();
    let mean = reached.iter().sum::<f64>() / count as f64;
    Some(Value::Text(format!(
        "{on_target} {} sur {count}\u{202f}; taux d'atteinte moyen {}",
        if on_target > 1 {
            "cibles atteintes"
        } else {
            "cible atteinte"
        },
        show(&column.kind, &Value::Real(mean)),
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[(&str, Value)]) -> Row {
        cells.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect()
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
}
