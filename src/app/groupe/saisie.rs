//! The value of the one field: typed or chosen, under the rules of its form.

use std::collections::BTreeMap;

use crossterm::event::KeyCode;
use jiff::civil::Date;

use super::Champ;
use crate::{
    app::{
        action::Action,
        form::{
            chooser::{Chooser, Chosen},
            editor::Editor,
            table::options,
        },
    },
    form::{
        Field, FormDef, FormState, Kind, Severity, Sources, Step, Value, edit_text, parse, resolve, show,
    },
};

/// How the value is given.
pub enum Entree {
    /// Typed.
    Texte(Box<Editor>),
    /// Chosen.
    Choix(Chooser),
}

/// The value being given.
pub struct Saisie {
    /// The field.
    pub field: Field,
    /// What the records say of it now.
    pub present: String,
    /// The value.
    pub entree: Entree,
    /// What is wrong with it, once something was typed.
    pub remarque: Option<(Severity, String)>,
}

/// What came of an action.
pub enum Dit {
    /// Not mine.
    Ignore,
    /// Still at it.
    Encore,
    /// Back to the fields.
    Renonce,
    /// This value; None: the field is emptied.
    Prend(Option<Value>),
}

impl Saisie {
    /// Starts with what all the records have.
    #[must_use]
    pub fn new(champ: &Champ) -> Self {
        let field = champ.field.clone();
        let offered = options(&field.kind);
        let entree = if offered.is_empty() {
            let text = champ.commun.as_ref().map(|v| edit_text(&field.kind, v));
            let long = matches!(field.kind, Kind::Text { .. });
            Entree::Texte(Box::new(Editor::new(&text.unwrap_or_default(), long)))
        } else {
            let several = matches!(field.kind, Kind::Choices(_));
            let taken = match &champ.commun {
                Some(Value::List(list)) => list.clone(),
                Some(v) => vec![show(&field.kind, v)],
                None => Vec::new(),
            };
            Entree::Choix(Chooser::new(&field.label, &offered, taken, several))
        };
        Self {
            present: champ.present.clone(),
            field,
            entree,
            remarque: None,
        }
    }

    /// Carries an action out.
    pub fn update(&mut self, action: &Action, height: usize, au: Date, sources: &Sources) -> Dit {
        let said = match &mut self.entree {
            Entree::Choix(chooser) => match chooser.update(action, height) {
                Chosen::Ignored => Dit::Ignore,
                Chosen::NotYet | Chosen::Create(_) => Dit::Encore,
                Chosen::Leave => Dit::Renonce,
                Chosen::Take(taken) => Dit::Prend(value(&self.field.kind, taken, au)),
            },
            Entree::Texte(editor) => match action {
                Action::Back => Dit::Renonce,
                Action::Enter => Dit::Prend(parse(&self.field.kind, &editor.text(), au)),
                Action::Type(key) if key.code == KeyCode::Enter => Dit::Encore,
                Action::Type(key) => {
                    editor.key(*key);
                    Dit::Encore
                }
                Action::Paste(text) => {
                    editor.paste(text);
                    Dit::Encore
                }
                _ => Dit::Ignore,
            },
        };
        if let (Dit::Encore, Entree::Texte(editor)) = (&said, &self.entree) {
            let typed = parse(&self.field.kind, &editor.text(), au);
            self.remarque = self.probleme(typed.as_ref(), sources);
        }
        said
    }

    /// What the rules of the form say against a value, the heaviest.
    #[must_use]
    pub fn probleme(&self, value: Option<&Value>, sources: &Sources) -> Option<(Severity, String)> {
        let def = FormDef {
            id: "champ".to_owned(),
            version: 1,
            title: self.field.label.clone(),
            note: None,
            steps: vec![Step {
                id: "champ".to_owned(),
                title: self.field.label.clone(),
                help: None,
                repeat: None,
                fields: vec![self.field.clone()],
            }],
            checks: Vec::new(),
            reprises: Vec::new(),
        };
        let mut state = FormState::new(resolve(&def, sources), BTreeMap::new(), sources.clone());
        state.set(&self.field.id, value.cloned());
        state.touch_all();
        let worst = state.problems().into_iter().max_by_key(|p| p.severity)?;
        Some((worst.severity, worst.message))
    }
}

/// What was chosen, as an answer; nothing chosen empties the field.
fn value(kind: &Kind, taken: Vec<String>, au: Date) -> Option<Value> {
    match kind {
        Kind::Choices(_) => (!taken.is_empty()).then_some(Value::List(taken)),
        other => parse(other, taken.first()?, au),
    }
}
