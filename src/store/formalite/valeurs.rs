//! What a form holds, read as the record needs it; what is missing or wrong becomes a refusal in words.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{
    domain::{
        DatePartielle, Renvoi, identifiant,
        texte::{nettoyer, une_ligne},
    },
    form::{Row, Value},
    store::{Error, Result},
};

/// The values of a form, and the reference day they are recorded on.
pub(super) struct Valeurs<'a>(&'a BTreeMap<String, Value>, Date);

impl<'a> Valeurs<'a> {
    pub fn new(values: &'a BTreeMap<String, Value>, au: Date) -> Self {
        Self(values, au)
    }

    /// The reference day.
    pub fn au(&self) -> Date {
        self.1
    }

    /// One line, None when blank.
    pub fn ligne(&self, field: &str) -> Option<String> {
        let text = une_ligne(self.0.get(field)?.text()?).trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    /// One line that must be there; `nom` names it in the refusal.
    pub fn requis(&self, field: &str, nom: &str) -> Result<String> {
        self.ligne(field)
            .ok_or_else(|| Error::Refused(format!("il manque {nom}")))
    }

    /// A long text, None when blank.
    pub fn texte(&self, field: &str) -> Option<String> {
        let text = nettoyer(self.0.get(field)?.text()?).trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    /// A choice among known words.
    pub fn choix<T>(&self, field: &str, nom: &str, read: fn(&str) -> Option<T>) -> Result<T> {
        let text = self.requis(field, nom)?;
        read(&text).ok_or_else(|| Error::Refused(format!("« {text} » n'est pas {nom}")))
    }

    /// A date of any precision; unreadable text is refused.
    pub fn date(&self, field: &str, nom: &str) -> Result<Option<DatePartielle>> {
        date(self.0.get(field), nom)
    }

    /// A day that must be there.
    pub fn jour(&self, field: &str, nom: &str) -> Result<Date> {
        match self.date(field, nom)? {
            Some(DatePartielle::Jour(d)) => Ok(d),
            _ => Err(Error::Refused(format!(
                "{nom}\u{202f}: donnez le jour, le mois et l'année"
            ))),
        }
    }

    /// A day that must be there and may not be still to come on the reference day: what is recorded then could
    /// not be seen.
    pub fn jour_venu(&self, field: &str, nom: &str) -> Result<Date> {
        let day = self.jour(field, nom)?;
        if day > self.1 {
            return Err(a_venir(nom, day, self.1));
        }
        Ok(day)
    }

    /// A whole number.
    pub fn entier(&self, field: &str) -> Option<i64> {
        match self.0.get(field) {
            Some(Value::Int(n)) => Some(*n),
            _ => None,
        }
    }

    /// A number with decimals.
    pub fn nombre(&self, field: &str) -> Option<f64> {
        self.0.get(field)?.number()
    }

    /// Oui or non; None when not answered.
    pub fn oui_non(&self, field: &str) -> Option<bool> {
        match self.0.get(field) {
            Some(Value::Bool(b)) => Some(*b),
            _ => None,
        }
    }

    /// An identifier as the register writes it; what does not pass its check is kept, trimmed and in capitals.
    pub fn identifiant(&self, field: &str, check: identifiant::Controle) -> Option<String> {
        identifiant::propre(self.0.get(field)?.text()?, check)
    }

    /// The row of a record that is named; None when blank.
    pub fn renvoi(&self, field: &str, nom: &str) -> Result<Option<i64>> {
        self.ligne(field).map(|text| numero(&text, nom)).transpose()
    }

    /// Several choices.
    pub fn liste(&self, field: &str) -> &[String] {
        match self.0.get(field) {
            Some(Value::List(list)) => list,
            Some(Value::Text(one)) => std::slice::from_ref(one),
            _ => &[],
        }
    }

    /// The rows of a table.
    pub fn lignes(&self, field: &str) -> &[Row] {
        match self.0.get(field) {
            Some(Value::Rows(rows)) => rows,
            _ => &[],
        }
    }
}

/// The refusal of a day still to come.
pub(super) fn a_venir(nom: &str, day: Date, au: Date) -> Error {
    let fr = |d| DatePartielle::Jour(d).fr();
    Error::Refused(format!(
        "{nom}, {}, est après le jour de référence ({})\u{202f}: corrigez-la, ou ouvrez cmq à cette date avec --au",
        fr(day),
        fr(au)
    ))
}

/// A cell's text on one line, None when blank.
pub(super) fn cellule(row: &Row, column: &str) -> Option<String> {
    let text = une_ligne(row.get(column)?.text()?).trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// A cell's date; unreadable text is refused.
pub(super) fn cellule_date(row: &Row, column: &str, nom: &str) -> Result<Option<DatePartielle>> {
    date(row.get(column), nom)
}

/// A date of any precision; unreadable text is refused.
fn date(value: Option<&Value>, nom: &str) -> Result<Option<DatePartielle>> {
    match value {
        Some(Value::Date(d)) => Ok(Some(*d)),
        Some(Value::Text(t)) if !t.trim().is_empty() => Err(Error::Refused(format!(
            "{nom} « {} » n'est pas une date",
            une_ligne(t)
        ))),
        _ => Ok(None),
    }
}

/// The row number of a record named by a form.
pub(super) fn numero(text: &str, nom: &str) -> Result<i64> {
    Renvoi::read(text).and_then(|r| r.id()).ok_or_else(|| {
        Error::Refused(format!(
            "« {text} » n'est pas {nom} du registre\u{202f}: choisissez dans la liste"
        ))
    })
}
