//! What a change did to a row, field by field, as people read it.

use serde_json::Value as Json;

use super::{
    super::{Result, valeur},
    mots,
    noms::{Ligne, Noms},
};
use crate::{
    clock,
    domain::{
        DatePartielle,
        journal::{Champ, Changement, Nature},
    },
    form::{self, Kind, Value, number},
};

/// One change as the file keeps it.
pub(in crate::store) struct Brut {
    /// Row of the journal.
    pub id: i64,
    /// Table.
    pub table: String,
    /// Row.
    pub ligne: i64,
    /// Its stable key.
    pub cle: String,
    /// The row before, None when there was none.
    pub avant: Option<Ligne>,
    /// The row after, None when there is none.
    pub apres: Option<Ligne>,
}

impl Brut {
    /// What the row says, after or before.
    pub fn dit(&self) -> Option<&Ligne> {
        self.apres.as_ref().or(self.avant.as_ref())
    }

    /// The columns that changed, the edit counter apart. The instants the program notes on the way count only
    /// when nothing else changed.
    pub fn colonnes(&self) -> Vec<&String> {
        let value =
            |of: &Option<Ligne>, c: &String| of.as_ref().and_then(|l| l.get(c)).cloned().unwrap_or_default();
        let all: Vec<&String> = self
            .dit()
            .into_iter()
            .flat_map(|l| l.keys())
            .filter(|c| c.as_str() != "rev" && value(&self.avant, c) != value(&self.apres, c))
            .collect();
        let said: Vec<&String> = all
            .iter()
            .copied()
            .filter(|c| !mots::INSTANTS.contains(&c.as_str()))
            .collect();
        if said.is_empty() { all } else { said }
    }

    /// The field of a review that an answer answers.
    pub fn champ(&self) -> Option<&str> {
        let (_, champ) = self.cle.split_once('/').filter(|_| self.table == "reponse")?;
        Some(champ)
    }
}

/// The change as people read it.
pub(super) fn changement(noms: &mut Noms<'_>, brut: &Brut) -> Result<Changement> {
    let nature = match (&brut.avant, &brut.apres) {
        (None, _) => Nature::Ajout,
        (_, None) => Nature::Retrait,
        _ => Nature::Modification,
    };
    let objet = match brut.dit() {
        Some(ligne) => noms.nom_de(&brut.table, brut.ligne, ligne)?,
        None => String::new(),
    };
    let champs = match brut.champ() {
        Some(champ) => vec![reponse(noms, brut, champ)?],
        None => brut
            .colonnes()
            .into_iter()
            .map(|c| colonne(noms, brut, c))
            .filter(|c| {
                !matches!(
                    c,
                    Ok(Champ {
                        avant: None,
                        apres: None,
                        ..
                    })
                )
            })
            .collect::<Result<_>>()?,
    };
    Ok(Changement {
        id: brut.id,
        genre: mots::genre(&brut.table),
        objet,
        nature,
        champs,
    })
}

/// A column before and after.
fn colonne(noms: &mut Noms<'_>, brut: &Brut, colonne: &str) -> Result<Champ> {
    let mut side = |ligne: &Option<Ligne>| -> Result<Option<String>> {
        match ligne.as_ref().and_then(|l| l.get(colonne)) {
            Some(value) => montrer(noms, &brut.table, colonne, value),
            None => Ok(None),
        }
    };
    Ok(Champ {
        nom: mots::colonne(&brut.table, colonne),
        avant: side(&brut.avant)?,
        apres: side(&brut.apres)?,
    })
}

/// A value of a column, in words.
fn montrer(noms: &mut Noms<'_>, table: &str, colonne: &str, value: &Json) -> Result<Option<String>> {
    let lien = noms.liens(table)?.iter().find(|(c, _)| c == colonne).cloned();
    Ok(match (value, lien) {
        (Json::Null, _) => None,
        (Json::Number(n), Some((_, vers))) if n.is_i64() => {
            Some(noms.nom(&vers, n.as_i64().unwrap_or_default())?)
        }
        (Json::Number(n), _) if matches!(colonne, "ecrite" | "hebergement") => {
            Some(if n.as_i64() == Some(0) { "non" } else { "oui" }.to_owned())
        }
        (Json::Number(n), _) => Some(match n.as_i64() {
            Some(i) => number::show_integer(i),
            None => number::show_decimal(n.as_f64().unwrap_or_default()),
        }),
        (Json::String(t), _) if t.is_empty() => None,
        (Json::String(t), _) => Some(parole(table, colonne, t)),
        (other, _) => Some(other.to_string()),
    })
}

/// A text of a column: code, date, instant, list or plain words.
fn parole(table: &str, colonne: &str, texte: &str) -> String {
    if let Some(words) = mots::code(table, colonne, texte) {
        return words.to_owned();
    }
    if mots::date(colonne)
        && let Some(date) = DatePartielle::parse_iso(texte)
    {
        return date.fr();
    }
    if mots::INSTANTS.contains(&colonne) {
        return instant(texte);
    }
    if colonne == "autres_noms"
        && let Ok(list) = serde_json::from_str::<Vec<String>>(texte)
    {
        return list.join("\u{202f}; ");
    }
    texte.to_owned()
}

/// `23 novembre 2026 à 14:02`, local; as it stands when it cannot be read.
fn instant(stored: &str) -> String {
    match clock::local_day(stored).zip(clock::local_time(stored)) {
        Some((day, time)) => format!("{} à {time}", DatePartielle::Jour(day).fr()),
        None => stored.to_owned(),
    }
}

/// An answer before and after, as its form shows it.
fn reponse(noms: &mut Noms<'_>, brut: &Brut, champ: &str) -> Result<Champ> {
    let def = noms.formulaire(brut.ligne)?;
    let (base, copie) = champ.split_once('.').unwrap_or((champ, ""));
    let field = def.and_then(|d| d.steps.iter().flat_map(|s| &s.fields).find(|f| f.id == base));
    let text = Kind::Text { max: None };
    let kind = field.map_or(&text, |f| &f.kind);
    let label = field.map_or(champ, |f| f.label.as_str());
    let copie = if copie.is_empty() {
        String::new()
    } else {
        format!(" ({copie})")
    };
    let side = |ligne: &Option<Ligne>| ligne.as_ref().map(|l| valeur_de(kind, l));
    Ok(Champ {
        nom: format!("{label}{copie}"),
        avant: side(&brut.avant),
        apres: side(&brut.apres),
    })
}

/// The label of an answer's field, in words.
pub(in crate::store) fn question(noms: &mut Noms<'_>, revue: i64, champ: &str) -> Result<String> {
    let def = noms.formulaire(revue)?;
    let base = champ.split('.').next().unwrap_or(champ);
    let field = def.and_then(|d| d.steps.iter().flat_map(|s| &s.fields).find(|f| f.id == base));
    Ok(field.map_or(champ, |f| f.label.as_str()).to_owned())
}

/// An answer of the journal as its form shows it; a value nobody can read is shown as it stands.
fn valeur_de(kind: &Kind, ligne: &Ligne) -> String {
    use rusqlite::types::ValueRef;
    let genre = ligne.get("genre").and_then(Json::as_str).unwrap_or_default();
    let raw = ligne.get("valeur").unwrap_or(&Json::Null);
    let sql = match raw {
        Json::Null => ValueRef::Null,
        Json::String(t) => ValueRef::Text(t.as_bytes()),
        Json::Number(n) => match n.as_i64().filter(|_| genre != "reel") {
            Some(i) => ValueRef::Integer(i),
            None => ValueRef::Real(n.as_f64().unwrap_or_default()),
        },
        _ => return raw.to_string(),
    };
    match valeur::decode(genre, sql) {
        Ok(Value::Rows(rows)) => table(kind, &rows),
        Ok(value) => form::show(kind, &value),
        Err(_) => raw.to_string(),
    }
}

/// A table: one line per row, each cell under its heading.
fn table(kind: &Kind, rows: &[form::Row]) -> String {
    let text = Kind::Text { max: None };
    let columns = if let Kind::Table(t) = kind {
        t.columns.as_slice()
    } else {
        &[]
    };
    let cell = |(id, value): (&String, &Value)| {
        let column = columns.iter().find(|c| c.id == *id);
        let shown = form::show(column.map_or(&text, |c| &c.kind), value);
        format!(
            "{}\u{202f}: {shown}",
            column.map_or(id.as_str(), |c| c.label.as_str())
        )
    };
    let row = |row: &form::Row| row.iter().map(cell).collect::<Vec<_>>().join("\u{202f}; ");
    if rows.is_empty() {
        return "aucune ligne".to_owned();
    }
    rows.iter().map(row).collect::<Vec<_>>().join("\n")
}
