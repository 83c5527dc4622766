//! A form being filled in, a review or another: the answers, the one live editor, what is open over the fields.
//! Moving never refuses; nothing typed is lost.

pub mod chooser;
pub mod conflit;
pub mod draft;
pub mod editor;
pub mod lists;
pub mod table;

mod answers;
mod fields;
mod formalite;
pub mod frappe;
pub mod open;
mod partage;
mod renvoi;
mod reunion;
mod save;
pub mod secours;
mod submit;
pub mod sujet;

use std::collections::BTreeMap;

use super::{Cx, action::Action, geometry, keymap::Context, screen::Flow};
use crate::{
    domain::{EtatRevue, Presence},
    form::{Field, FormState, Problem, Value},
};
use chooser::Chooser;
use conflit::{Conflit, Face};
use draft::Draft;
use editor::Editor;
use lists::List;
use sujet::Sujet;
use table::TableMode;

/// What is open over the fields.
pub enum Mode {
    /// Nothing: the fields of a step.
    Fields,
    /// The long text, in full screen.
    FullText,
    /// The options of the focused field.
    Choose(Chooser),
    /// The table of the focused field.
    Table(Box<TableMode>),
    /// Steps and fields.
    Jump(List),
    /// Every answer; the flag: F10 was pressed once, the next one hands in or records.
    Recap(List, bool),
    /// Why the review is reopened.
    Reason(Box<Editor>),
    /// Fields that another session changed too: whose value is kept.
    Conflit(Face),
    /// Another session writes in the review: what to do.
    Partage,
}

/// A form on the screen.
pub struct FormScreen {
    /// What it is about.
    pub sujet: Sujet,
    /// Where the review stands; None before the first answer, and for what is not a review.
    pub etat: Option<EtatRevue>,
    /// The answers and where one stands.
    pub state: FormState,
    /// The editor of the focused field, when it is typed.
    pub editor: Option<Editor>,
    /// What is open.
    pub mode: Mode,
    /// What is on disk.
    pub draft: Draft,
    /// Problems of the present answers; found again when an answer changes, not at every key.
    pub problems: Vec<Problem>,
    /// Progress of the present answers.
    pub progress: String,
    /// Why the agent's role lets it be read only.
    pub interdit: Option<String>,
    /// Fields that another session changed too, still to be settled.
    pub conflits: Vec<Conflit>,
    /// Others who have it open for writing.
    pub autres: Vec<Presence>,
    /// Why it is only read here, though it is open: empty, because another session writes in it.
    pub lecture: Option<String>,
    /// What they are typing meanwhile.
    frappes: Vec<frappe::Frappe>,
    /// Since when it is only read, UTC.
    lecture_depuis: Option<String>,
    /// Answers of a review as they were last read or written: what is written is checked against them.
    lues: BTreeMap<String, Value>,
    /// Revision of the record that was told of.
    told: i64,
    touched: bool,
    from_recap: bool,
    /// What the same key does when it comes again.
    asked: Asked,
}

/// What was asked for once in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// Nothing.
    Nothing,
    /// F8: to throw the draft away.
    Discard,
    /// Échap: to leave although the register could not be written.
    Leave,
}

impl FormScreen {
    /// Whether answers may be written.
    #[must_use]
    pub fn open_for_writing(&self) -> bool {
        self.interdit.is_none() && self.handed_in().is_none() && self.lecture.is_none()
    }

    /// The state of a review that was handed in: it is frozen.
    #[must_use]
    pub fn handed_in(&self) -> Option<EtatRevue> {
        self.etat.filter(|e| !e.ouverte())
    }

    /// Contexts of its keys, narrowest first.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        match self.mode {
            Mode::Conflit(_) => return vec![Context::Conflit, Context::Global],
            Mode::Partage => return vec![Context::Partage, Context::Global],
            _ => {}
        }
        let mut contexts = self.narrow();
        if self.sujet.formalite().is_some() {
            // In the recapitulation F10 records, where a review's hands in.
            let recap = matches!(self.mode, Mode::Recap(..));
            let form = contexts
                .iter()
                .position(|c| *c == Context::Form)
                .filter(|_| !recap);
            contexts.insert(form.unwrap_or(0), Context::Formalite);
        }
        contexts
    }

    fn narrow(&self) -> Vec<Context> {
        let narrow = match &self.mode {
            Mode::Choose(_) => Context::Choose,
            Mode::Jump(_) => Context::Jump,
            Mode::Recap(..) => Context::Recap,
            Mode::Reason(_) | Mode::Conflit(_) | Mode::Partage => {
                return vec![Context::Dialog, Context::Global];
            }
            Mode::Table(t) if t.chooser.is_some() => Context::Choose,
            Mode::Table(t) if t.editor.is_some() => Context::Cell,
            Mode::Table(_) => Context::Table,
            Mode::FullText => Context::Text,
            Mode::Fields => match &self.editor {
                Some(e) if e.long() => Context::Text,
                Some(_) => Context::Line,
                None if !self.answerable_by_choice() => {
                    return vec![Context::Form, Context::Global];
                }
                None => Context::Choice,
            },
        };
        vec![narrow, Context::Form, Context::Global]
    }

    /// Whether Espace chooses an answer where one stands.
    fn answerable_by_choice(&self) -> bool {
        let field = self.focused();
        table::chosen(&field.kind) && !field.fixed() && self.open_for_writing()
    }

    /// Carries an action out.
    pub fn update(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        if *action == Action::Discard {
            return self.discard(cx);
        }
        if *action != Action::Back || self.asked != Asked::Leave {
            self.asked = Asked::Nothing;
        }
        let flow = self.carry_out(action, cx)?;
        self.look_up(cx)?;
        if !matches!(action, Action::Type(_) | Action::Paste(_)) || self.editor.is_none() {
            self.refresh();
        }
        Ok(flow)
    }

    /// Finds problems and progress again.
    fn refresh(&mut self) {
        self.problems = self.state.problems();
        self.progress = self.state.progress().to_string();
    }

    /// The heaviest problem of a field, or of one of its cells, that may be spoken of already.
    #[must_use]
    pub fn problem(&self, field: &str, cell: Option<(usize, &str)>) -> Option<&Problem> {
        let here = |p: &&Problem| {
            let at = p.row.zip(p.column.as_deref());
            p.due && p.field == field && (cell.is_none() || at == cell)
        };
        self.problems.iter().filter(here).max_by_key(|p| p.severity)
    }

    fn carry_out(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let height = geometry::list_height(cx.size);
        match &mut self.mode {
            Mode::Fields | Mode::FullText => self.fields(action, cx),
            Mode::Choose(chooser) => {
                let chosen = chooser.update(action, height);
                self.chosen(chosen, action, cx)
            }
            Mode::Table(table) => {
                let outcome = table.update(action, &mut self.state, height, cx.options.au);
                self.table(outcome, action, cx)
            }
            Mode::Jump(list) => {
                if list.update(action, height) {
                    return Ok(Flow::Done);
                }
                self.jump(action, cx)
            }
            Mode::Recap(list, armed) => {
                if list.update(action, height) {
                    *armed = false;
                    return Ok(Flow::Done);
                }
                self.recap(action, cx)
            }
            Mode::Reason(_) => self.reason(action, cx),
            Mode::Conflit(_) => self.disputing(action, cx),
            Mode::Partage => self.sharing(action, cx),
        }
    }

    /// The focused field.
    #[must_use]
    pub fn focused(&self) -> &Field {
        self.state.focused()
    }

    /// Why an action means nothing for what is being filled in, or None.
    #[must_use]
    pub fn without(&self, action: &Action) -> Option<&'static str> {
        match (action, self.sujet.formalite()) {
            (Action::Discard, None) => {
                Some("Une revue ne se jette pas\u{202f}: ses réponses sont déjà au journal.")
            }
            (Action::Reopen, Some(_)) => Some("Rien à rouvrir ici\u{202f}: F10 enregistre."),
            (Action::TakePrevious, Some(_)) => Some("Rien à reprendre ici."),
            (Action::NextStep | Action::PrevStep, _)
                if self.state.steps().len() == 1 && self.among_fields() =>
            {
                Some("Ce formulaire n'a qu'une étape.")
            }
            _ => None,
        }
    }

    /// Whether page keys mean a step: not over a list, a table or a text in full screen.
    fn among_fields(&self) -> bool {
        match &self.mode {
            Mode::Fields => true,
            Mode::Table(t) => t.editor.is_some(),
            _ => false,
        }
    }

    fn refuse_frozen(&self, cx: &mut Cx<'_>) -> bool {
        if let Some(why) = self.frozen() {
            cx.say(why);
        }
        !self.open_for_writing()
    }

    /// Why it is only read, in a sentence.
    fn frozen(&self) -> Option<String> {
        if let Some(why) = &self.interdit {
            return Some(why.clone());
        }
        if self.handed_in().is_some() {
            return Some("Cette revue est transmise\u{202f}: F9 la rouvre, avec un motif.".to_owned());
        }
        let why = self.reading()?;
        Some(format!(
            "Lecture seule\u{202f}: {why}\u{202f}; F3 pour prendre la main."
        ))
    }

    /// Why an action that writes cannot be used in the table that is open, or None.
    #[must_use]
    pub fn without_in_table(&self, action: &Action) -> Option<String> {
        let Mode::Table(table) = &self.mode else {
            return None;
        };
        if table.editor.is_some() || table.chooser.is_some() {
            return None;
        }
        let writes = matches!(
            action,
            Action::Enter
                | Action::Toggle
                | Action::Type(_)
                | Action::Paste(_)
                | Action::ClearCell
                | Action::AddRow
                | Action::RemoveRow
                | Action::RestoreRow
                | Action::RowUp
                | Action::RowDown
        );
        let frozen = writes.then(|| self.frozen()).flatten();
        frozen.or_else(|| table.without(action, &self.state).map(str::to_owned))
    }
}
