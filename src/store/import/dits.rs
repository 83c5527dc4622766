//! Values as a table of changes says them.

use crate::form::{Row, Value};

/// What a value was and is. Rows of one name that differ in the rest say that rest.
pub(super) fn dits(before: Option<&Value>, after: &Value) -> (String, String) {
    match (before, after) {
        (Some(Value::Rows(old)), Value::Rows(new)) => (lignes(old, new), lignes(new, old)),
        _ => (before.map(dit).unwrap_or_default(), dit(after)),
    }
}

/// A value.
pub(super) fn dit(value: &Value) -> String {
    match value {
        Value::Text(t) => t.clone(),
        Value::List(all) => all.join(" | "),
        Value::Date(d) => d.iso(),
        Value::Real(x) => x.to_string(),
        Value::Int(n) => n.to_string(),
        Value::Bool(b) => if *b { "oui" } else { "non" }.to_owned(),
        Value::Rows(rows) => lignes(rows, rows),
        Value::Absent => "na".to_owned(),
    }
}

/// Columns that name a row, the first that it has.
const NOMS: [&str; 2] = ["libelle", "campus"];

fn nom(row: &Row) -> Option<&str> {
    NOMS.iter().find_map(|c| row.get(*c)?.text())
}

/// Rows by their names; one that the other side has too, but not the same, in full.
fn lignes(rows: &[Row], other: &[Row]) -> String {
    let said = |row: &Row| {
        let nom = nom(row)?;
        let differs = other.iter().any(|o| self::nom(o) == Some(nom) && o != row);
        Some(if differs {
            entiere(nom, row)
        } else {
            nom.to_owned()
        })
    };
    rows.iter().filter_map(said).collect::<Vec<_>>().join(" | ")
}

/// A row with all that it says: `#13 Plasticampus (porteur, depuis 2024)`.
fn entiere(nom: &str, row: &Row) -> String {
    let rest = row.iter().filter(|(c, _)| !NOMS.contains(&c.as_str()));
    // The role or the rank, then the dates.
    let mut rest: Vec<(u8, String)> = rest
        .map(|(column, value)| match (column.as_str(), value) {
            ("debut", Value::Date(d)) => (1, format!("depuis {}", d.iso())),
            ("fin", Value::Date(d)) => (2, format!("jusqu'à {}", d.iso())),
            (_, value) => (0, dit(value)),
        })
        .collect();
    rest.sort_by_key(|(rank, _)| *rank);
    let rest: Vec<String> = rest.into_iter().map(|(_, text)| text).collect();
    if rest.is_empty() {
        return nom.to_owned();
    }
    format!("{nom} ({})", rest.join(", "))
}
