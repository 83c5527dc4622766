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

/// A line's values by field, and a [`Rejet`] for each cell that does not read. A blank cell gives neither: the unknown
/// stays unknown.
#[must_use]
pub fn lire(champs: &Champs, plan: &Plan, ligne: &Ligne) -> (BTreeMap<String, Value>, Vec<Rejet>) {
    let (mut out, mut wrong) = (BTreeMap::new(), Vec::new());
    if let Some(why) = &ligne.defaut {
        return (out, vec![Rejet::ligne(why.clone())]);
    }
    for champ in &champs.champ {
        let cell = plan.places.get(&champ.cle).and_then(|at| ligne.cellules.get(*at));
        let text = cell
            .map(|c| nettoyer(rendre(c)).trim().to_owned())
            .unwrap_or_default();
        if text.is_empty() {
            continue;
        }
        match valeur(champ, &text).filter(|_| !erreur_de_calcul(&text)) {
            Some(value) => drop(out.insert(champ.cle.clone(), value)),
            None => wrong.push(refus(champ, text)),
        }
    }
    (out, wrong)
}

/// The refusal of a cell that does not read.
fn refus(champ: &Champ, text: String) -> Rejet {
    let raison = if erreur_de_calcul(&text) {
        format!(
            "«\u{a0}{}\u{a0}» est une erreur de calcul du tableur, ou une colonne trop étroite",
            extrait(&text)
        )
    } else if let Some(why) = hors_du_mois(champ, &text) {
        format!(
            "«\u{a0}{}\u{a0}» n'est pas une date\u{202f}: {why}",
            extrait(&text)
        )
    } else {
        format!("«\u{a0}{}\u{a0}» n'est pas {}", extrait(&text), attendu(champ))
    };
    Rejet {
        champ: champ.cle.clone(),
        valeur: text,
        raison,
        proche: None,
    }
}

/// Why a date is none for its month's sake.
fn hors_du_mois(champ: &Champ, text: &str) -> Option<String> {
    (champ.genre == Genre::Date)
        .then(|| DatePartielle::hors_du_mois(text))
        .flatten()
}

/// What a spreadsheet writes where it could not compute, in English or in French, or where a day does not fit.
fn erreur_de_calcul(text: &str) -> bool {
    const ERREURS: [&str; 12] = [
        "#N/A", "#REF!", "#VALUE!", "#VALEUR!", "#NAME?", "#NOM?", "#DIV/0!", "#NUM!", "#NOMBRE!", "#NULL!",
        "#NUL!", "#SPILL!",
    ];
    let short: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    ERREURS.contains(&short.to_uppercase().as_str()) || (short.len() > 2 && short.bytes().all(|b| b == b'#'))
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
        Genre::Nombre => Value::Real(number::decimal(text).filter(|x| {
            let (min, max) = bornes(champ);
            (min..=max).contains(x)
        })?),
        Genre::Mesure if matches!(plier(text).as_str(), "na" | "n a" | "nd" | "donnee absente") => {
            Value::Absent
        }
        Genre::Mesure => Value::Real(number::decimal(text.trim_end_matches('%').trim_end())?),
        Genre::Entier => Value::Int(number::integer(entier(sans_signe(champ, text)))?),
        Genre::OuiNon => match plier(text).as_str() {
            "oui" | "o" | "vrai" | "true" | "1" | "x" => Value::Bool(true),
            "non" | "n" | "faux" | "false" | "0" => Value::Bool(false),
            _ => return None,
        },
    })
}

/// The number of a record without the mark that people put before it: `#14`, `n° 14`.
fn sans_signe<'t>(champ: &Champ, text: &'t str) -> &'t str {
    let marks = ["#", "n°", "N°", "nº", "Nº"];
    let bare = marks.iter().find_map(|mark| text.strip_prefix(mark));
    bare.filter(|_| champ.cle == "id").map_or(text, str::trim_start)
}

/// The bounds of a number.
fn bornes(champ: &Champ) -> (f64, f64) {
    (champ.min.unwrap_or(f64::MIN), champ.max.unwrap_or(f64::MAX))
}

/// A whole number as people and programs write it: `4`, `4.0`, `4 ans`.
fn entier(text: &str) -> &str {
    let text = text
        .strip_suffix("ans")
        .or(text.strip_suffix("an"))
        .unwrap_or(text)
        .trim_end();
    text.strip_suffix(".0").unwrap_or(text)
}

/// A date as people write it, or as a workbook or a machine does (`2013-09-11T00:00:00`, `2013.0`, `2013/09`).
fn date(text: &str) -> Option<DatePartielle> {
    let day = text
        .split_once(['T', ' '])
        .filter(|(d, _)| d.len() == 10)
        .map_or(text, |(d, _)| d);
    let iso = day.strip_suffix(".0").unwrap_or(day).replace('/', "-");
    DatePartielle::parse_iso(&iso).or_else(|| DatePartielle::parse_fr(text))
}

fn attendu(champ: &Champ) -> String {
    match champ.genre {
        Genre::Texte | Genre::Liste => "un texte",
        Genre::Date => "une date (2013, 09/2013, 11/09/2013…)",
        Genre::Nombre if champ.min.is_some() || champ.max.is_some() => {
            let (min, max) = bornes(champ);
            return format!("un nombre de {min} à {max}");
        }
        Genre::Nombre => "un nombre",
        Genre::Mesure => "un nombre, ni « na »",
        Genre::Entier => "un nombre entier",
        Genre::OuiNon => "oui ou non",
    }
    .to_owned()
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
