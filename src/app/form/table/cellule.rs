//! Opening a cell of a table: its editor, or the list it is chosen from.

use jiff::civil::Date;

use super::{Outcome, TableMode, refused};
use crate::{
    app::{
        action::Action,
        form::{
            chooser::{Chooser, Chosen},
            editor::Editor,
        },
        key::Key,
    },
    form::{FormState, Kind, Value, def::Column, edit_text, parse, show},
};

impl TableMode {
    /// Opens the cell: an editor, or its options. A letter begins the text.
    pub(super) fn begin(&mut self, state: &FormState, key: Option<Key>) -> Outcome {
        let Some(column) = self.column(state) else {
            return Outcome::Ignored;
        };
        if !self.can_type(state) {
            return refused(state);
        }
        let cell = self.cell(state);
        if let Some(mut chooser) = chooser(column, cell.as_ref()) {
            if let Some(key) = key {
                chooser.update(&Action::Type(key), 10);
            }
            self.chooser = Some(chooser);
            return Outcome::Moved;
        }
        let Some(key) = key else {
            let text = cell.map(|v| edit_text(&column.kind, &v)).unwrap_or_default();
            self.editor = Some(Editor::new(&text, false));
            return Outcome::Moved;
        };
        if key.typed().is_none() {
            return Outcome::Ignored;
        }
        let mut editor = Editor::new("", false);
        editor.key(key);
        self.editor = Some(editor);
        Outcome::Typed
    }

    pub(super) fn choosing(
        &mut self,
        action: &Action,
        state: &mut FormState,
        height: usize,
        au: Date,
    ) -> Outcome {
        let Some(chooser) = &mut self.chooser else {
            return Outcome::Ignored;
        };
        let taken = match chooser.update(action, height) {
            Chosen::NotYet => return Outcome::Moved,
            Chosen::Ignored => return Outcome::Ignored,
            Chosen::Leave => None,
            Chosen::Create(nom) => return Outcome::Create(nom),
            Chosen::Take(taken) => Some(taken.into_iter().next()),
        };
        let Some(option) = taken else {
            self.chooser = None;
            return Outcome::Moved;
        };
        self.take(option, state, au)
    }

    /// Writes what was chosen in the cell, and goes on to the next one.
    pub fn take(&mut self, option: Option<String>, state: &mut FormState, au: Date) -> Outcome {
        self.chooser = None;
        let Some(kind) = self.column(state).map(|c| c.kind.clone()) else {
            return Outcome::Ignored;
        };
        let value = option.and_then(|o| parse(&kind, &o, au));
        let written = self.write(state, value);
        self.horizontal(state, 1, true);
        written
    }
}

/// The list a cell is chosen from, when it is not typed.
fn chooser(column: &Column, cell: Option<&Value>) -> Option<Chooser> {
    if let Kind::Ref(renvois) = column.kind {
        let taken = cell.and_then(Value::text).map(str::to_owned);
        return Some(Chooser::among(
            &column.label,
            renvois,
            taken.into_iter().collect(),
        ));
    }
    let options = options(&column.kind);
    let taken = || cell.iter().map(|v| show(&column.kind, v)).collect();
    (!options.is_empty()).then(|| Chooser::new(&column.label, &options, taken(), false))
}

/// Whether a field or a cell of this kind is chosen from a list.
#[must_use]
pub fn chosen(kind: &Kind) -> bool {
    matches!(kind, Kind::Ref(_)) || !options(kind).is_empty()
}

/// Options of a cell or field that is chosen, not typed.
#[must_use]
pub fn options(kind: &Kind) -> Vec<String> {
    match kind {
        Kind::YesNo { .. } => vec!["oui".into(), "non".into()],
        kind => kind.options().to_vec(),
    }
}
