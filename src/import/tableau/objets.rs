//! JSON: an array of objects, or an object a line. What is nested becomes columns: `label.debut` is `label_debut`.

use std::{collections::HashSet, io::Read};

use serde_json::{Map, Value};

use super::{Ligne, Refus, Tableau, entetes};
use crate::domain::json::defaut;

/// Most bytes of JSON held at once.
const TAILLE: u64 = 64 << 20;
/// Between the texts of a list.
const ENTRE: &str = " | ";

/// An object, and its line or its rank.
type Objet = (u64, Map<String, Value>);

/// Reads the objects.
pub(super) fn lire(text: impl Read) -> Result<Tableau, Refus> {
    let mut all = String::new();
    text.take(TAILLE + 1)
        .read_to_string(&mut all)
        .map_err(Refus::de_lecture)?;
    if all.len() as u64 > TAILLE {
        return Err(Refus::Trop(format!(
            "plus de {} mégaoctets de JSON",
            TAILLE >> 20
        )));
    }
    let objects = if all.trim_start().starts_with('[') {
        tableau(&all)?
    } else {
        par_ligne(&all)?
    };
    let flat = |(n, object)| {
        let mut out = Map::new();
        aplatir("", object, &mut out);
        (n, out)
    };
    let flat: Vec<Objet> = objects.into_iter().map(flat).collect();
    let names = noms(&flat)?;
    let cell =
        |o: &Map<String, Value>, k: &String| o.get(k).and_then(Value::as_str).unwrap_or_default().to_owned();
    let lignes = flat
        .iter()
        .map(|(numero, o)| Ligne {
            numero: *numero,
            cellules: names.iter().map(|k| cell(o, k)).collect(),
            defaut: None,
        })
        .collect();
    Ok(Tableau {
        entetes: names,
        lignes,
        ..Tableau::default()
    })
}

/// The names of all objects, each once, in the order in which they come.
fn noms(objects: &[Objet]) -> Result<Vec<String>, Refus> {
    let (mut names, mut seen) = (Vec::new(), HashSet::new());
    for key in objects.iter().flat_map(|(_, object)| object.keys()) {
        if seen.insert(key) {
            names.push(key.clone());
        }
        // Too many names are refused before they cost time.
        if names.len() > super::COLONNES {
            return entetes(names);
        }
    }
    Ok(names)
}

fn tableau(all: &str) -> Result<Vec<Objet>, Refus> {
    let values: Vec<Value> = serde_json::from_str(all).map_err(|e| {
        Refus::Ligne(
            e.line() as u64,
            format!("ce n'est pas un tableau JSON\u{202f}: {}", defaut(&e)),
        )
    })?;
    let numbered = (1..).zip(values);
    numbered
        .map(|(n, v)| match v {
            Value::Object(o) => Ok((n, o)),
            _ => Err(Refus::Ligne(
                n,
                "l'élément de ce rang n'est pas un objet".to_owned(),
            )),
        })
        .collect()
}

fn par_ligne(all: &str) -> Result<Vec<Objet>, Refus> {
    let lines = (1..).zip(all.lines()).filter(|(_, l)| !l.trim().is_empty());
    lines
        .map(|(n, l)| match serde_json::from_str(l) {
            Ok(Value::Object(o)) => Ok((n, o)),
            Ok(_) => Err(Refus::Ligne(n, "ce n'est pas un objet JSON".to_owned())),
            Err(e) => Err(Refus::Ligne(
                n,
                format!("ce n'est pas du JSON\u{202f}: {}", defaut(&e)),
            )),
        })
        .collect()
}

/// The texts of an object, nested ones under joined names. Axes part by their rank.
fn aplatir(prefix: &str, object: Map<String, Value>, out: &mut Map<String, Value>) {
    for (key, value) in object {
        let name = if prefix.is_empty() {
            key
        } else {
            format!("{prefix}_{key}")
        };
        match value {
            Value::Object(inner) => aplatir(&name, inner, out),
            Value::Array(all) if name == "axes" => {
                for (rang, column) in [("principal", "axes"), ("secondaire", "axes_secondaires")] {
                    let of = all
                        .iter()
                        .filter(|a| a.get("rang").and_then(Value::as_str).unwrap_or("principal") == rang);
                    let texts: Vec<String> = of
                        .filter_map(|a| a.get("libelle").unwrap_or(a).as_str().map(str::to_owned))
                        .collect();
                    out.insert(column.to_owned(), Value::from(texts.join(ENTRE)));
                }
            }
            Value::Array(all) => {
                let texts: Vec<String> = all.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect();
                out.insert(name, Value::from(texts.join(ENTRE)));
            }
            // How many campuses a partner has, where cmq prints it; a file names them.
            Value::Number(_) if name == "campus" => {}
            other => {
                out.insert(name, Value::from(simple(&other)));
            }
        }
    }
}

fn simple(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(b) => if *b { "oui" } else { "non" }.to_owned(),
        Value::String(s) => s.clone(),
        other => other.to_string(),
    }
}
