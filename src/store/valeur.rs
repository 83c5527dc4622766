//! An answer as the file keeps it: a kind (`genre`) and a value plain SQL can count, average and read.

use rusqlite::types::{Value as Sql, ValueRef};
use serde_json::{Map, Value as Json, json};

use super::{Error, Result};
use crate::{
    domain::{DatePartielle, texte::nettoyer},
    form::{Row, Value},
};

/// `genre` and `valeur` of an answer. Texts are cleaned ([`nettoyer`]): nothing a terminal could obey is kept.
///
/// # Errors
/// [`Error::Refused`] for a number that is not one (infinite, NaN).
pub(crate) fn encode(value: &Value) -> Result<(&'static str, Sql)> {
    Ok(match value {
        Value::Text(t) => ("texte", Sql::Text(nettoyer(t))),
        Value::Int(i) => ("entier", Sql::Integer(*i)),
        Value::Real(x) => ("reel", Sql::Real(finite(*x)?)),
        Value::Bool(b) => ("oui_non", Sql::Integer(i64::from(*b))),
        Value::Date(d) => ("date", Sql::Text(d.iso())),
        Value::List(list) => {
            let list: Vec<String> = list.iter().map(|t| nettoyer(t)).collect();
            ("liste", Sql::Text(Json::from(list).to_string()))
        }
        Value::Rows(rows) => ("lignes", Sql::Text(rows_json(rows)?.to_string())),
        Value::Absent => ("absent", Sql::Null),
    })
}

/// Reads [`encode`] back. Texts are cleaned again: another program may have written the file.
///
/// # Errors
/// [`Error::Integrity`] when the two columns do not go together.
pub(crate) fn decode(genre: &str, value: ValueRef<'_>) -> Result<Value> {
    let text = || value.as_str().ok();
    let json = || text().and_then(|t| serde_json::from_str::<Json>(t).ok());
    let read = match (genre, value) {
        ("texte", _) => text().map(|t| Value::Text(nettoyer(t))),
        ("entier", ValueRef::Integer(i)) => Some(Value::Int(i)),
        ("reel", ValueRef::Real(x)) => Some(Value::Real(x)),
        ("oui_non", ValueRef::Integer(b)) => Some(Value::Bool(b != 0)),
        ("date", _) => text().and_then(DatePartielle::parse_iso).map(Value::Date),
        ("liste", _) => json().as_ref().and_then(list),
        ("lignes", _) => json().as_ref().and_then(rows),
        ("absent", ValueRef::Null) => Some(Value::Absent),
        _ => None,
    };
    read.ok_or_else(|| Error::Integrity(format!("une réponse de genre « {genre} » est illisible")))
}

/// A number that is one.
fn finite(x: f64) -> Result<f64> {
    if x.is_finite() {
        Ok(x)
    } else {
        Err(Error::Refused(
            "ce nombre est trop grand pour être gardé".to_owned(),
        ))
    }
}

/// A table: an array of objects, column → cell.
fn rows_json(rows: &[Row]) -> Result<Json> {
    rows.iter()
        .map(|row| {
            let cells: Result<Map<String, Json>> = row
                .iter()
                .map(|(column, cell)| Ok((column.clone(), cell_json(cell)?)))
                .collect();
            cells.map(Json::Object)
        })
        .collect::<Result<Vec<_>>>()
        .map(Json::Array)
}

/// A cell: JSON's own kinds where they say it, else an object with the kind's name.
fn cell_json(cell: &Value) -> Result<Json> {
    Ok(match cell {
        Value::Text(t) => Json::from(nettoyer(t)),
        Value::Int(i) => json!(i),
        Value::Real(x) => json!(finite(*x)?),
        Value::Bool(b) => json!(b),
        Value::Date(d) => json!({ "date": d.iso() }),
        Value::List(list) => Json::from(list.iter().map(|t| nettoyer(t)).collect::<Vec<_>>()),
        Value::Rows(rows) => json!({ "lignes": rows_json(rows)? }),
        Value::Absent => Json::Null,
    })
}

/// A list of texts.
fn list(json: &Json) -> Option<Value> {
    let texts = json.as_array()?.iter().map(|t| t.as_str().map(nettoyer));
    texts.collect::<Option<Vec<_>>>().map(Value::List)
}

/// A table.
fn rows(json: &Json) -> Option<Value> {
    let row = |object: &Json| -> Option<Row> {
        let cells = object.as_object()?.iter();
        cells
            .map(|(column, c)| Some((column.clone(), cell(c)?)))
            .collect()
    };
    json.as_array()?
        .iter()
        .map(row)
        .collect::<Option<Vec<_>>>()
        .map(Value::Rows)
}

/// A cell.
fn cell(json: &Json) -> Option<Value> {
    match json {
        Json::Null => Some(Value::Absent),
        Json::Bool(b) => Some(Value::Bool(*b)),
        Json::Number(n) => n.as_i64().map(Value::Int).or_else(|| n.as_f64().map(Value::Real)),
        Json::String(t) => Some(Value::Text(nettoyer(t))),
        Json::Array(_) => list(json),
        Json::Object(o) => match (o.get("date"), o.get("lignes")) {
            (Some(d), _) => d.as_str().and_then(DatePartielle::parse_iso).map(Value::Date),
            (None, Some(inner)) => rows(inner),
            (None, None) => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date() -> impl Strategy<Value = DatePartielle> {
        (1900i16..2100, 1i8..=12, 1i8..=28, 0..3).prop_map(|(y, m, d, precision)| match precision {
            0 => DatePartielle::Annee(y),
            1 => DatePartielle::Mois(y, m),
            _ => DatePartielle::Jour(jiff::civil::Date::constant(y, m, d)),
        })
    }

    fn value() -> impl Strategy<Value = Value> {
        let simple = prop_oneof![
            any::<String>().prop_map(|t| Value::Text(nettoyer(&t))),
            any::<i64>().prop_map(Value::Int),
            any::<f64>()
                .prop_filter("finite", |x| x.is_finite())
                .prop_map(Value::Real),
            any::<bool>().prop_map(Value::Bool),
            date().prop_map(Value::Date),
            prop::collection::vec(any::<String>().prop_map(|t| nettoyer(&t)), 0..4).prop_map(Value::List),
            Just(Value::Absent),
        ];
        simple.prop_recursive(1, 12, 3, |cell| {
            let row = prop::collection::btree_map("[a-z_]{1,8}", cell, 0..4);
            prop::collection::vec(row, 0..4).prop_map(Value::Rows)
        })
    }

    proptest! {
        #[test]
        fn every_answer_reads_back_as_it_was(v in value()) {
            let (genre, sql) = encode(&v).unwrap();
            prop_assert_eq!(decode(genre, ValueRef::from(&sql)).unwrap(), v);
        }

        #[test]
        fn no_text_keeps_what_a_terminal_could_obey(t in any::<String>()) {
            let dirty = Value::Rows(vec![Row::from([("a".to_owned(), Value::Text(t))])]);
            let (_, sql) = encode(&dirty).unwrap();
            let Sql::Text(json) = sql else { panic!("text expected") };
            prop_assert!(!json.chars().any(char::is_control));
        }
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        assert!(encode(&Value::Real(f64::NAN)).is_err());
        assert!(
            encode(&Value::Rows(vec![Row::from([(
                "a".to_owned(),
                Value::Real(f64::INFINITY)
            )])]))
            .is_err()
        );
    }
}
