//! From what a person typed, or what was kept, to an answer of the field's kind.

use jiff::{Span, civil::Date};

use super::{Kind, Row, Value, number, show::show};
use crate::domain::{
    DatePartielle,
    texte::{nettoyer, plier, une_ligne},
};

/// Reads what was typed in a field of this kind; `None` is an empty field. What cannot be read stays
/// `Value::Text`. `today` is what `aujourd'hui` means.
#[must_use]
pub fn parse(kind: &Kind, typed: &str, today: Date) -> Option<Value> {
    read(kind, typed, Some(today))
}

/// Gives a kept value the type its field has. Nothing is lost: what does not fit stays as it is.
#[must_use]
pub fn decode(kind: &Kind, value: Value) -> Value {
    match (kind, value) {
        (Kind::Int(_), Value::Real(x)) if x.fract() == 0.0 && x.abs() < 1e15 => Value::Int(x as i64),
        (Kind::Decimal(_) | Kind::Percent(_) | Kind::Amount(_), Value::Int(n)) => Value::Real(n as f64),
        (Kind::YesNo { .. }, Value::Int(n @ (0 | 1))) => Value::Bool(n == 1),
        (Kind::Date { .. }, Value::Int(year)) => {
            DatePartielle::parse_iso(&year.to_string()).map_or(Value::Int(year), Value::Date)
        }
        (
            Kind::Line { .. } | Kind::Text { .. } | Kind::Choice(_),
            v @ (Value::Int(_) | Value::Real(_) | Value::Bool(_) | Value::Date(_)),
        ) => text_of(kind, &v),
        (Kind::Table(table), Value::Rows(rows)) => Value::Rows(
            rows.into_iter()
                .map(|row| {
                    row.into_iter()
                        .map(|(id, cell)| match table.column(&id) {
                            Some(column) => (id, decode(&column.kind, cell)),
                            None => (id, cell),
                        })
                        .collect::<Row>()
                })
                .collect(),
        ),
        (Kind::Text { .. } | Kind::Line { .. } | Kind::Table(_) | Kind::Computed(_), value) => value,
        (_, Value::Text(t)) => read(kind, &t, None).unwrap_or(Value::Text(t)),
        (_, value) => value,
    }
}

/// A value of another type as text; figures stay plain so that `2014` stays a name.
fn text_of(kind: &Kind, value: &Value) -> Value {
    let text = match value {
        Value::Int(n) => n.to_string(),
        Value::Real(x) => number::edit_decimal(*x),
        v => show(kind, v),
    };
    match kind {
        Kind::Choice(_) => read(kind, &text, None).unwrap_or(Value::Text(text)),
        _ => Value::Text(text),
    }
}

/// The value when it fits the kind: what may fill a field in unasked.
#[must_use]
pub fn fit(kind: &Kind, value: &Value) -> Option<Value> {
    let value = decode(kind, value.clone());
    let fits = match kind {
        Kind::Choice(o) => o.list.is_empty() || value.text().is_some_and(|t| o.list.iter().any(|x| x == t)),
        Kind::Choices(o) => match &value {
            Value::List(l) => o.list.is_empty() || l.iter().all(|x| o.list.contains(x)),
            _ => false,
        },
        Kind::Line { .. } | Kind::Text { .. } | Kind::Ref(_) => value.text().is_some(),
        Kind::Table(_) => matches!(value, Value::Rows(_)),
        Kind::Computed(_) => true,
        _ => value.text().is_none(),
    };
    (fits && !value.is_empty()).then_some(value)
}

/// Reads `typed`; relative days need `today`.
fn read(kind: &Kind, typed: &str, today: Option<Date>) -> Option<Value> {
    if let Kind::Text { .. } = kind {
        let text = nettoyer(typed);
        return (!text.trim().is_empty()).then_some(Value::Text(text));
    }
    let line = une_ligne(typed);
    let line = line.trim();
    if line.is_empty() {
        return None;
    }
    if (kind.numeric() || matches!(kind, Kind::Date { .. })) && absent(line) {
        return Some(Value::Absent);
    }
    let unreadable = || Value::Text(line.to_owned());
    Some(match kind {
        Kind::Int(_) => number::integer(line).map_or_else(unreadable, Value::Int),
        Kind::Decimal(_) => number::decimal(line).map_or_else(unreadable, Value::Real),
        Kind::Percent(_) => {
            number::decimal(without_unit(line, &["%", "pour cent"])).map_or_else(unreadable, Value::Real)
        }
        Kind::Amount(_) => number::decimal(without_unit(line, &["€", "euros", "euro", "EUR"]))
            .map_or_else(unreadable, Value::Real),
        Kind::Date { .. } => date(line, today).map_or_else(unreadable, Value::Date),
        Kind::YesNo { .. } => yes_no(line).map_or_else(unreadable, Value::Bool),
        Kind::Choice(o) => one_of(&o.list, line).map_or_else(unreadable, |o| Value::Text(o.to_owned())),
        Kind::Choices(o) => several_of(&o.list, line).map_or_else(unreadable, Value::List),
        _ => unreadable(),
    })
}

/// `na`, `n/a`, `donnée absente`.
fn absent(line: &str) -> bool {
    matches!(plier(line).as_str(), "na" | "n a" | "donnee absente")
}

/// The number before its unit.
fn without_unit<'a>(line: &'a str, units: &[&str]) -> &'a str {
    units
        .iter()
        .find_map(|u| line.strip_suffix(u))
        .unwrap_or(line)
        .trim_end()
}

/// A date, or a day told from today.
fn date(line: &str, today: Option<Date>) -> Option<DatePartielle> {
    if let Some(today) = today {
        let shift = match plier(line).as_str() {
            "aujourd hui" | "aujourdhui" => Some(0),
            "hier" => Some(-1),
            "avant hier" => Some(-2),
            "demain" => Some(1),
            "apres demain" => Some(2),
            _ => None,
        };
        if let Some(days) = shift {
            return Some(DatePartielle::Jour(today.saturating_add(Span::new().days(days))));
        }
    }
    DatePartielle::parse_fr(line)
}

/// `oui`, `o`, `non`, `n`.
fn yes_no(line: &str) -> Option<bool> {
    match plier(line).as_str() {
        "oui" | "o" => Some(true),
        "non" | "n" => Some(false),
        _ => None,
    }
}

/// The option meant: the same words, else the only one they begin. Any text where nothing is offered.
fn one_of<'a>(options: &'a [String], line: &'a str) -> Option<&'a str> {
    if options.is_empty() || options.iter().any(|o| o == line) {
        return Some(line);
    }
    let wanted = plier(line);
    if wanted.is_empty() {
        return None;
    }
    if let Some(same) = options.iter().find(|o| plier(o) == wanted) {
        return Some(same);
    }
    let mut begun = options.iter().filter(|o| plier(o).starts_with(&wanted));
    begun
        .next()
        .filter(|_| begun.next().is_none())
        .map(String::as_str)
}

/// The options meant, parted by `;`, in the order of the list and once each.
fn several_of(options: &[String], line: &str) -> Option<Vec<String>> {
    let meant = line
        .split(';')
        .map(str::trim)
        .filter(|p| !p.is_empty())
        .map(|p| one_of(options, p))
        .collect::<Option<Vec<&str>>>()?;
    if meant.is_empty() {
        return None;
    }
    if options.is_empty() {
        return Some(meant.into_iter().map(str::to_owned).collect());
    }
    Some(
        options
            .iter()
            .filter(|o| meant.contains(&o.as_str()))
            .cloned()
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{
        def::{Bounds, Options, Precision},
        show::edit_text,
    };
    use proptest::prelude::*;

    const TODAY: Date = Date::constant(2015, 9, 1);

    fn choice(list: &[&str]) -> Options {
        Options {
            list: list.iter().map(|s| (*s).to_owned()).collect(),
            from: None,
        }
    }

    fn typed(kind: &Kind, text: &str) -> Option<Value> {
        parse(kind, text, TODAY)
    }

    fn kinds() -> Vec<Kind> {
        vec![
            Kind::Line { max: None },
            Kind::Text { max: None },
            Kind::Int(Bounds::default()),
            Kind::Decimal(Bounds::default()),
            Kind::Percent(Bounds::default()),
            Kind::Amount(Bounds::default()),
            Kind::Date {
                precision: Precision::Year,
            },
            Kind::YesNo { must_be: None },
            Kind::Choice(choice(&["forte", "moyenne", "faible"])),
            Kind::Choices(choice(&["dossier", "visite", "audition"])),
        ]
    }

    #[test]
    fn units_absence_and_slips() {
        let percent = Kind::Percent(Bounds::default());
        let amount = Kind::Amount(Bounds::default());
        assert_eq!(typed(&percent, "12,5 %"), Some(Value::Real(12.5)));
        assert_eq!(typed(&amount, "1\u{a0}000 €"), Some(Value::Real(1000.0)));
        for na in ["na", "N/A", "donnée absente", " NA "] {
            assert_eq!(typed(&percent, na), Some(Value::Absent), "{na}");
        }
        assert_eq!(
            typed(&percent, "beaucoup"),
            Some(Value::Text("beaucoup".to_owned()))
        );
        assert_eq!(typed(&percent, "   "), None);
        assert_eq!(
            typed(&Kind::Line { max: None }, "na"),
            Some(Value::Text("na".to_owned()))
        );
    }

    #[test]
    fn choices_are_found_by_their_beginning() {
        let notes = Kind::Choice(choice(&[
            "4 Très satisfaisant",
            "3 Satisfaisant",
            "NE Non évaluable",
        ]));
        for (text, option) in [
            ("4", "4 Très satisfaisant"),
            ("ne", "NE Non évaluable"),
            ("3 satisfaisant", "3 Satisfaisant"),
        ] {
            assert_eq!(
                typed(&notes, text),
                Some(Value::Text(option.to_owned())),
                "{text}"
            );
        }
        let sens = Kind::Choice(choice(&[
            "favorable",
            "favorable avec recommandations",
            "réservé",
        ]));
        assert_eq!(
            typed(&sens, "favorable"),
            Some(Value::Text("favorable".to_owned()))
        );
        assert_eq!(
            typed(&sens, "fav"),
            Some(Value::Text("fav".to_owned())),
            "two options: not guessed"
        );
        let several = Kind::Choices(choice(&["dossier", "visite", "audition"]));
        assert_eq!(
            typed(&several, "audition\u{202f}; dos"),
            Some(Value::List(vec!["dossier".to_owned(), "audition".to_owned()]))
        );
    }

    #[test]
    fn days_told_from_today() {
        let day = Kind::Date {
            precision: Precision::Day,
        };
        let read = |t: &str| match typed(&day, t) {
            Some(Value::Date(d)) => d.iso(),
            other => format!("{other:?}"),
        };
        assert_eq!(read("aujourd'hui"), "2015-09-01");
        assert_eq!(read("hier"), "2015-08-31");
        assert_eq!(read("12/3/26"), "2026-03-12");
    }

    #[test]
    fn what_the_file_kept_gets_its_kind_back() {
        let kept = |kind: &Kind, v| decode(kind, v);
        assert_eq!(
            kept(&Kind::YesNo { must_be: None }, Value::Int(1)),
            Value::Bool(true)
        );
        assert_eq!(
            kept(&Kind::Decimal(Bounds::default()), Value::Int(3)),
            Value::Real(3.0)
        );
        assert_eq!(
            kept(
                &Kind::Date {
                    precision: Precision::Year
                },
                Value::Text("2013-09".into())
            ),
            Value::Date(DatePartielle::Mois(2013, 9))
        );
        assert_eq!(
            kept(&Kind::Line { max: None }, Value::Int(2014)),
            Value::Text("2014".into())
        );
        assert_eq!(
            kept(&Kind::Int(Bounds::default()), Value::Text("douze".into())),
            Value::Text("douze".into())
        );
        assert_eq!(
            fit(&Kind::Choice(choice(&["Campus"])), &Value::Text("CMQ".into())),
            None
        );
    }

    proptest! {
        #[test]
        fn hostile_text_is_read_or_kept(s in any::<String>()) {
            for kind in kinds() {
                if let Some(v) = typed(&kind, &s) {
                    let shown = show(&kind, &v);
                    prop_assert!(!shown.chars().any(|c| c != '\n' && c.is_control()));
                    // What an editor starts with reads back as the same answer.
                    prop_assert_eq!(typed(&kind, &edit_text(&kind, &v)), Some(v));
                }
            }
        }

        #[test]
        fn what_is_shown_reads_back(n in any::<i64>(), x in -1e9..1e9f64, y in 1900i16..2100, m in 1i8..=12, d in 1i8..=28) {
            let dates = [DatePartielle::Annee(y), DatePartielle::Mois(y, m), DatePartielle::Jour(Date::constant(y, m, d))];
            for kind in kinds() {
                let values = match kind {
                    Kind::Int(_) => vec![Value::Int(n), Value::Absent],
                    Kind::Decimal(_) | Kind::Percent(_) | Kind::Amount(_) => vec![Value::Real(x), Value::Absent],
                    Kind::Date { .. } => dates.map(Value::Date).to_vec(),
                    Kind::YesNo { .. } => vec![Value::Bool(true), Value::Bool(false)],
                    _ => continue,
                };
                for v in values {
                    prop_assert_eq!(typed(&kind, &show(&kind, &v)), Some(v.clone()));
                    prop_assert_eq!(typed(&kind, &edit_text(&kind, &v)), Some(v));
                }
            }
        }
    }
}
