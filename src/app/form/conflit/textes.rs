//! The texts of a conflict as the screen shows them: beside one another where there is room, else one under the other.

use super::{Conflit, Cote};
use crate::{
    app::form::FormScreen,
    domain::texte,
    form::{Field, Kind, Row, Value, show},
};

/// Width from which the three texts stand side by side.
const BESIDE: u16 = 96;

/// One line of the texts of a conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ligne {
    /// Whose text follows.
    Tete(String, Option<Cote>),
    /// A line of it.
    Texte(String),
    /// A line of each, side by side.
    Trois([String; 3]),
}

impl FormScreen {
    /// The field of a conflict.
    #[must_use]
    pub fn disputed(&self, c: &Conflit) -> Option<&Field> {
        self.state.form().field(&c.champ)
    }

    /// Its texts, cut to the width of the screen: side by side, or one above the other.
    #[must_use]
    pub fn disputed_lines(&self, c: &Conflit, width: u16) -> Vec<Ligne> {
        let said = |v: Option<&Value>| self.disputed(c).map_or_else(String::new, |f| words(f, v));
        let texts = [
            said(c.avant.as_ref()),
            said(c.eux.as_ref()),
            said(self.state.answer(&c.champ)),
        ];
        if width >= BESIDE {
            return beside(&texts, column(width));
        }
        let heads = heads(c);
        let mut out = Vec::new();
        for ((head, side), text) in heads.into_iter().zip(&texts) {
            out.push(Ligne::Tete(head, side));
            out.extend(
                wrapped(text, usize::from(width).saturating_sub(6))
                    .into_iter()
                    .map(Ligne::Texte),
            );
        }
        out
    }
}

/// The three heads: whose text it is.
#[must_use]
pub fn heads(c: &Conflit) -> [(String, Option<Cote>); 3] {
    [
        ("Avant".to_owned(), None),
        (format!("Eux · {}", c.par), Some(Cote::Eux)),
        ("Vous".to_owned(), Some(Cote::Vous)),
    ]
}

/// Width of one of three columns.
#[must_use]
pub fn column(width: u16) -> usize {
    usize::from(width.saturating_sub(10) / 3)
}

/// A value as people read it; the rows of a table one a line.
#[must_use]
pub fn words(field: &Field, value: Option<&Value>) -> String {
    match (value, &field.kind) {
        (None, _) => "(vide)".to_owned(),
        (Some(Value::Rows(rows)), Kind::Table(table)) => {
            let cell = |row: &Row, c: &crate::form::def::Column| {
                let text = show(&c.kind, row.get(&c.id)?);
                (!text.is_empty()).then_some(text)
            };
            let line = |row: &Row| {
                let cells: Vec<String> = table.columns.iter().filter_map(|c| cell(row, c)).collect();
                cells.join(" · ")
            };
            let lines: Vec<String> = rows.iter().map(line).collect();
            lines.join("\n")
        }
        (Some(value), kind) => show(kind, value),
    }
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    let clean = texte::nettoyer(text);
    let lines = clean.split('\n').flat_map(|l| textwrap::wrap(l, width.max(1)));
    lines.map(std::borrow::Cow::into_owned).collect()
}

fn beside(texts: &[String; 3], width: usize) -> Vec<Ligne> {
    let cut = texts.each_ref().map(|t| wrapped(t, width));
    let rows = cut.iter().map(Vec::len).max().unwrap_or(0);
    (0..rows)
        .map(|i| Ligne::Trois(cut.each_ref().map(|c| c.get(i).cloned().unwrap_or_default())))
        .collect()
}
