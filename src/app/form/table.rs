//! A table of a form, open: a cursor on its cells, one cell edited at a time.

mod cellule;

use jiff::civil::Date;

use super::{chooser::Chooser, editor::Editor};
use crate::{
    app::action::Action,
    form::{Field, FormState, Value, def::Column, parse},
};
pub use cellule::{chosen, options};

const FIXED_ROWS: &str = "Les lignes de ce tableau sont fixées par le formulaire.";
const FIXED_ROW: &str = "Cette ligne appartient au formulaire\u{202f}: elle ne se supprime pas.";
const FILLED: &str = "Cette case est remplie par le formulaire.";

/// Where one stands in a table, and what is being done there.
pub struct TableMode {
    /// The table's field.
    pub field: String,
    /// Row.
    pub row: usize,
    /// Column, among all.
    pub col: usize,
    /// The cell being typed.
    pub editor: Option<Editor>,
    /// The options of the cell.
    pub chooser: Option<Chooser>,
    removed: Option<(usize, Option<Value>)>,
}

/// What an action did to the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The cursor or the typing only.
    Moved,
    /// The answer changed: save it.
    Changed,
    /// Text is being typed.
    Typed,
    /// Back to the fields.
    Closed,
    /// A sentence for the status line.
    Say(String),
    /// A new record is wanted for the cell, of this name.
    Create(String),
    /// The answer changed, and a sentence.
    ChangedSay(String),
    /// Not mine.
    Ignored,
}

impl TableMode {
    /// Opens a table on its first cell that can be typed in.
    #[must_use]
    pub fn open(state: &FormState, field: &Field) -> Self {
        let mut mode = Self {
            field: field.id.clone(),
            row: 0,
            col: 0,
            editor: None,
            chooser: None,
            removed: None,
        };
        if let Some(t) = field.table() {
            mode.col = t
                .columns
                .iter()
                .position(|c| state.editable(&field.id, 0, &c.id))
                .unwrap_or(0);
        }
        mode
    }

    fn column<'a>(&self, state: &'a FormState) -> Option<&'a Column> {
        state.form().field(&self.field)?.table()?.columns.get(self.col)
    }

    /// Whether the present cell may be typed in: not computed, not read-only, not the name of a fixed row.
    fn can_type(&self, state: &FormState) -> bool {
        self.column(state)
            .is_some_and(|c| state.editable(&self.field, self.row, &c.id))
    }

    /// The present cell.
    fn cell(&self, state: &FormState) -> Option<Value> {
        let column = self.column(state)?;
        state
            .rows(&self.field)
            .get(self.row)?
            .cells
            .get(&column.id)
            .cloned()
    }

    /// `champ[row].col`, as the draft names a cell being typed.
    #[must_use]
    pub fn place(&self, state: &FormState) -> String {
        let column = self.column(state).map(|c| c.id.clone()).unwrap_or_default();
        format!("{}[{}].{column}", self.field, self.row)
    }

    /// Why an action means nothing in the present cell or row, or None.
    #[must_use]
    pub fn without(&self, action: &Action, state: &FormState) -> Option<&'static str> {
        match action {
            Action::Enter if !self.can_type(state) => Some(FILLED),
            Action::AddRow if !state.grows(&self.field) => Some(FIXED_ROWS),
            Action::RemoveRow => {
                let rows = state.rows(&self.field);
                let own = rows.get(self.row).is_none_or(|r| !r.preset);
                (!own || !state.grows(&self.field)).then_some(FIXED_ROW)
            }
            _ => None,
        }
    }

    /// Carries an action out; `au` is what `aujourd'hui` means.
    pub fn update(&mut self, action: &Action, state: &mut FormState, height: usize, au: Date) -> Outcome {
        if self.chooser.is_some() {
            return self.choosing(action, state, height, au);
        }
        if self.editor.is_some() {
            return self.editing(action, state, au);
        }
        match action {
            Action::Up => self.vertical(state, -1),
            Action::Down => self.vertical(state, 1),
            Action::NextStep => self.vertical(state, height.max(1).cast_signed()),
            Action::PrevStep => self.vertical(state, -height.max(1).cast_signed()),
            Action::First => self.vertical(state, isize::MIN / 2),
            Action::Last => self.vertical(state, isize::MAX / 2),
            Action::Left | Action::PrevField => self.horizontal(state, -1, *action == Action::PrevField),
            Action::Right | Action::NextField => self.horizontal(state, 1, *action == Action::NextField),
            Action::Enter | Action::Toggle => self.begin(state, None),
            Action::Type(key) => self.begin(state, Some(*key)),
            Action::Paste(text) => match self.begin(state, None) {
                Outcome::Moved => self.editing(&Action::Paste(text.clone()), state, au),
                other => other,
            },
            Action::ClearCell => self.write(state, None),
            Action::AddRow => self.add_row(state),
            Action::RemoveRow => self.remove_row(state),
            Action::RestoreRow => self.restore_row(state),
            Action::RowUp => self.move_row(state, -1),
            Action::RowDown => self.move_row(state, 1),
            Action::Back | Action::Recap => Outcome::Closed,
            _ => Outcome::Ignored,
        }
    }

    /// Typing in a cell: leaving it writes it.
    fn editing(&mut self, action: &Action, state: &mut FormState, au: Date) -> Outcome {
        let Some(editor) = &mut self.editor else {
            return Outcome::Ignored;
        };
        let changed = match action {
            Action::Type(key) => editor.key(*key),
            Action::Paste(text) => editor.paste(text).changed,
            Action::UndoTyping => editor.undo(),
            Action::RedoTyping => editor.redo(),
            _ => return self.leave_cell(action, state, au),
        };
        if changed { Outcome::Typed } else { Outcome::Moved }
    }

    fn leave_cell(&mut self, action: &Action, state: &mut FormState, au: Date) -> Outcome {
        let step = match action {
            Action::Enter | Action::NextField => (0, 1),
            Action::PrevField => (0, -1),
            Action::Up => (-1, 0),
            Action::Down => (1, 0),
            Action::Back => (0, 0),
            _ => {
                self.commit(state, au);
                return Outcome::Ignored;
            }
        };
        let changed = self.commit(state, au);
        if step.0 != 0 {
            self.vertical(state, step.0);
        } else if step.1 != 0 {
            self.horizontal(state, step.1, true);
        }
        if changed { Outcome::Changed } else { Outcome::Moved }
    }

    /// Writes the cell being typed into the answer. Says whether it changed.
    pub fn commit(&mut self, state: &mut FormState, au: Date) -> bool {
        let Some(editor) = self.editor.take() else {
            return false;
        };
        let Some(column) = self.column(state) else {
            return false;
        };
        let value = parse(&column.kind, &editor.text(), au);
        self.write(state, value) == Outcome::Changed
    }

    fn write(&mut self, state: &mut FormState, value: Option<Value>) -> Outcome {
        let Some(column) = self.column(state).map(|c| c.id.clone()) else {
            return Outcome::Ignored;
        };
        if !self.can_type(state) {
            return refused(state);
        }
        if !state.set_cell(&self.field, self.row, &column, value) {
            return Outcome::Moved;
        }
        // Putting a removed row back restores the whole table: not over a later change.
        self.removed = None;
        Outcome::Changed
    }

    fn vertical(&mut self, state: &FormState, by: isize) -> Outcome {
        let last = state.rows(&self.field).len().saturating_sub(1);
        self.row = self.row.saturating_add_signed(by).min(last);
        Outcome::Moved
    }

    fn columns(&self, state: &FormState) -> usize {
        state
            .form()
            .field(&self.field)
            .and_then(Field::table)
            .map_or(0, |t| t.columns.len())
    }

    /// One cell aside; with Tab to the next cell that can be typed in, and a new row past the last one.
    fn horizontal(&mut self, state: &mut FormState, by: isize, tab: bool) -> Outcome {
        let columns = self.columns(state);
        if !tab {
            self.col = self.col.saturating_add_signed(by).min(columns.saturating_sub(1));
            return Outcome::Moved;
        }
        let rows = state.rows(&self.field).len();
        let back = (self.row, self.col);
        loop {
            let at = (self.row * columns + self.col).checked_add_signed(by);
            let Some(at) = at.filter(|_| columns > 0) else {
                break;
            };
            (self.row, self.col) = (at / columns, at % columns);
            if self.row >= rows {
                (self.row, self.col) = back;
                return if state.grows(&self.field) {
                    self.add_row(state)
                } else {
                    Outcome::Moved
                };
            }
            if self.can_type(state) {
                return Outcome::Moved;
            }
        }
        (self.row, self.col) = back;
        Outcome::Moved
    }

    fn add_row(&mut self, state: &mut FormState) -> Outcome {
        let at = (self.row + 1).min(state.rows(&self.field).len());
        let Some(row) = state.insert_row(&self.field, at) else {
            return Outcome::Say(FIXED_ROWS.into());
        };
        self.row = row;
        self.col = 0;
        if !self.can_type(state) {
            self.horizontal(state, 1, true);
        }
        Outcome::Changed
    }

    fn remove_row(&mut self, state: &mut FormState) -> Outcome {
        let before = state.answer(&self.field).cloned();
        if !state.remove_row(&self.field, self.row) {
            return Outcome::Say(FIXED_ROW.into());
        }
        let said = format!("Ligne {} supprimée\u{202f}; Ctrl-U la remet.", self.row + 1);
        self.removed = Some((self.row, before));
        self.row = self.row.min(state.rows(&self.field).len().saturating_sub(1));
        Outcome::ChangedSay(said)
    }

    /// Puts the table back as it was before the row was removed, if nothing was changed since.
    fn restore_row(&mut self, state: &mut FormState) -> Outcome {
        let Some((row, before)) = self.removed.take() else {
            return Outcome::Say("Aucune ligne supprimée à remettre.".into());
        };
        state.set(&self.field, before);
        self.row = row;
        Outcome::Changed
    }

    fn move_row(&mut self, state: &mut FormState, by: isize) -> Outcome {
        let to = self.row.saturating_add_signed(by);
        if state.move_row(&self.field, self.row, to) {
            self.row = to;
            return Outcome::Changed;
        }
        Outcome::Say("Cette ligne ne peut pas aller plus loin.".into())
    }
}

/// Why a cell cannot be typed in.
fn refused(state: &FormState) -> Outcome {
    Outcome::Say(if state.is_frozen() {
        "Cette revue est transmise\u{202f}: F9 la rouvre, avec un motif.".into()
    } else {
        FILLED.into()
    })
}
