//! An answer as people read it, and as an editor starts with it.

use super::{
    Kind, Value,
    def::{Bounds, Formula},
    number,
};
use crate::domain::Renvoi;

/// Before a unit, a `;` or another high sign.
const FINE: char = '\u{202f}';

/// The answer as French readers expect it: `1 234,5 %`, `12 mars 2026`, `oui`, `donnée absente`.
/// A table is told by its number of rows.
#[must_use]
pub fn show(kind: &Kind, value: &Value) -> String {
    match value {
        Value::Text(t) if matches!(kind, Kind::Ref(_)) => Renvoi::lisible(t).to_owned(),
        Value::Text(t) => t.clone(),
        Value::Int(n) => match kind {
            Kind::Int(bounds) if year_like(bounds) => n.to_string(),
            Kind::Computed(Formula::Difference(..)) => signed(number::show_integer(*n), *n > 0),
            _ => number::show_integer(*n),
        },
        Value::Real(x) => real(kind, *x),
        Value::Bool(b) => if *b { "oui" } else { "non" }.to_owned(),
        Value::Date(d) => d.fr(),
        Value::List(l) => l.join(&format!("{FINE}; ")),
        Value::Rows(rows) => match rows.len() {
            0 => "aucune ligne".to_owned(),
            1 => "1 ligne".to_owned(),
            n => format!("{n} lignes"),
        },
        Value::Absent => "donnée absente".to_owned(),
    }
}

/// What the editor of the field starts with: short and easy to type over (`1234,5`, `12/03/2026`, `na`).
#[must_use]
pub fn edit_text(kind: &Kind, value: &Value) -> String {
    match value {
        Value::Int(n) => n.to_string(),
        Value::Real(x) => number::edit_decimal(*x),
        Value::Date(d) => d.court(),
        Value::List(l) => l.join("\u{202f}; "),
        Value::Absent => "na".to_owned(),
        Value::Rows(_) => String::new(),
        Value::Text(t) if matches!(kind, Kind::Ref(_)) => t.clone(),
        Value::Text(_) | Value::Bool(_) => show(kind, value),
    }
}

/// A number with decimals: typed ones keep every decimal, computed ones are rounded.
fn real(kind: &Kind, x: f64) -> String {
    match kind {
        Kind::Percent(_) => format!("{}{FINE}%", number::show_decimal(x)),
        Kind::Amount(_) => format!("{}{FINE}€", number::show_amount(x)),
        Kind::Computed(Formula::Ratio(..) | Formula::Attainment { .. }) => {
            format!("{}{FINE}%", number::show_rounded(x, 1))
        }
        Kind::Computed(Formula::Difference(..)) => signed(number::show_rounded(x, 2), x > 0.0),
        Kind::Computed(_) => number::show_rounded(x, 2),
        _ => number::show_decimal(x),
    }
}

/// A difference says its sign.
fn signed(text: String, positive: bool) -> String {
    if positive && text != "0" {
        format!("+{text}")
    } else {
        text
    }
}

/// A whole number that can only be a year is not parted in groups.
fn year_like(bounds: &Bounds) -> bool {
    bounds.min.is_some_and(|m| m >= 1000.0) && bounds.max.is_some_and(|m| m < 10_000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_as_it_is_read() {
        let years = Kind::Int(Bounds {
            min: Some(2000.0),
            max: Some(2100.0),
        });
        let difference = Kind::Computed(Formula::Difference("a".into(), "b".into()));
        let ratio = Kind::Computed(Formula::Ratio("a".into(), "b".into()));
        for (kind, value, shown) in [
            (&years, Value::Int(2014), "2014"),
            (&Kind::Int(Bounds::default()), Value::Int(2014), "2\u{202f}014"),
            (
                &Kind::Amount(Bounds::default()),
                Value::Real(1234.5),
                "1\u{202f}234,50\u{202f}€",
            ),
            (
                &Kind::Percent(Bounds::default()),
                Value::Real(16.5),
                "16,5\u{202f}%",
            ),
            (&difference, Value::Real(12.0), "+12"),
            (&difference, Value::Real(-3.5), "\u{2212}3,5"),
            (&ratio, Value::Real(33.333), "33,3\u{202f}%"),
            (&years, Value::Absent, "donnée absente"),
        ] {
            assert_eq!(show(kind, &value), shown);
        }
    }
}
