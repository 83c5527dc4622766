//! Cells as values of the trade: by the kind of their column, or a refusal that says which cell and why.

use std::collections::BTreeMap;

use super::{
    champs::{Champ, Champs, Genre, Plan},
    tableau::Ligne,
};
use crate::{
    domain::{
        DatePartielle,
        formule::rendre,
        importation::Rejet,
        texte::{nettoyer, plier},
    },
    form::{Value, number},
};

/// A line's values by field; a blank cell gives none: the unknown stays unknown.
///
/// # Errors
/// A [`Rejet`] for each cell that does not read.
pub fn lire(champs: &Champs, plan: &Plan, ligne: &Ligne) -> Result<BTreeMap<String, Value>, Vec<Rejet>> {
    if let Some(why) = &ligne.defaut {
        return Err(vec![Rejet::ligne(why.clone())]);
    }
    let (mut out, mut wrong) = (BTreeMap::new(), Vec::new());
    for champ in &champs.champ {
        let cell = plan.places.get(&champ.cle).and_then(|at| ligne.cellules.get(*at));
        let text = cell
            .map(|c| nettoyer(rendre(c)).trim().to_owned())
            .unwrap_or_default();
        if text.is_empty() {
            continue;
        }
        match valeur(champ, &text) {
            Some(value) => drop(out.insert(champ.cle.clone(), value)),
            None => wrong.push(refus(champ, text)),
        }
    }
    if wrong.is_empty() { Ok(out) } else { Err(wrong) }
}

/// The refusal of a cell that does not read.
fn refus(champ: &Champ, text: String) -> Rejet {
    let raison = format!(
        "«\u{a0}{}\u{a0}» n'est pas {}",
        extrait(&text),
        attendu(champ.genre)
    );
    Rejet {
        champ: champ.cle.clone(),
        valeur: text,
        raison,
        proche: None,
    }
}

fn valeur(champ: &Champ, text: &str) -> Option<Value> {
    Some(match champ.genre {
        Genre::Texte => Value::Text(text.to_owned()),
        Genre::Liste => {
            let parts = text
                .split(['|', ';', '\n'])
                .map(str::trim)
                .filter(|p| !p.is_empty());
            Value::List(parts.map(str::to_owned).collect())
        }
        Genre::Date => Value::Date(date(text)?),
        Genre::Nombre => Value::Real(number::decimal(text)?),
        Genre::Mesure if matches!(plier(text).as_str(), "na" | "n a" | "nd" | "donnee absente") => {
            Value::Absent
        }
        Genre::Mesure => Value::Real(number::decimal(text.trim_end_matches('%').trim_end())?),
        // A workbook may write a whole number with decimals.
        Genre::Entier => Value::Int(number::integer(text.strip_suffix(".0").unwrap_or(text))?),
        Genre::OuiNon => match plier(text).as_str() {
            "oui" | "o" | "vrai" | "true" | "1" | "x" => Value::Bool(true),
            "non" | "n" | "faux" | "false" | "0" => Value::Bool(false),
            _ => return None,
        },
    })
}

/// A date as people write it, or as a workbook or a machine does (`2013-09-11T00:00:00`).
fn date(text: &str) -> Option<DatePartielle> {
    let day = text
        .split_once(['T', ' '])
        .filter(|(d, _)| d.len() == 10)
        .map_or(text, |(d, _)| d);
    DatePartielle::parse_iso(day).or_else(|| DatePartielle::parse_fr(text))
}

fn attendu(genre: Genre) -> &'static str {
    match genre {
        Genre::Texte | Genre::Liste => "un texte",
        Genre::Date => "une date (2013, 09/2013, 11/09/2013…)",
        Genre::Nombre => "un nombre",
        Genre::Mesure => "un nombre, ni « na »",
        Genre::Entier => "un nombre entier",
        Genre::OuiNon => "oui ou non",
    }
}

/// A cell cut for a message.
fn extrait(text: &str) -> String {
    const MOST: usize = 40;
    let short: String = text.chars().take(MOST).collect();
    if short.len() < text.len() {
        format!("{short}…")
    } else {
        short
    }
}
