//! A review being filled in: the answers, the one live editor, what is open over the fields.
//! Moving never refuses; nothing typed is lost.

pub mod chooser;
pub mod draft;
pub mod editor;
pub mod lists;
pub mod table;

mod answers;
mod fields;
pub mod open;
mod submit;

use std::time::Instant;

use super::{Cx, action::Action, geometry, keymap::Context, screen::Flow};
use crate::{
    domain::{CampusId, EtatRevue, TypeRevue},
    form::{Field, FormState, Problem},
    store::Saisie,
};
use chooser::Chooser;
use draft::Draft;
use editor::Editor;
use lists::List;
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
    /// Every answer; the flag: F10 was pressed once, the next one hands in.
    Recap(List, bool),
    /// Why the review is reopened.
    Reason(Box<Editor>),
}

/// A review on the screen.
pub struct FormScreen {
    /// Its campus.
    pub campus: CampusId,
    /// Name of the campus.
    pub campus_nom: String,
    /// Which review.
    pub kind: TypeRevue,
    /// Where the review stands; None before the first answer.
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
    touched: bool,
    from_recap: bool,
}

impl FormScreen {
    /// Whether answers may be written.
    #[must_use]
    pub fn open_for_writing(&self) -> bool {
        self.etat.is_none_or(EtatRevue::ouverte)
    }

    /// Contexts of its keys, narrowest first.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        let narrow = match &self.mode {
            Mode::Choose(_) => Context::Choose,
            Mode::Jump(_) => Context::Jump,
            Mode::Recap(..) => Context::Recap,
            Mode::Reason(_) => return vec![Context::Dialog, Context::Global],
            Mode::Table(t) if t.chooser.is_some() => Context::Choose,
            Mode::Table(t) if t.editor.is_some() => Context::Cell,
            Mode::Table(_) => Context::Table,
            Mode::FullText => Context::Text,
            Mode::Fields => match &self.editor {
                Some(e) if e.long() => Context::Text,
                Some(_) => Context::Line,
                None if table::options(&self.focused().kind).is_empty() || self.focused().fixed() => {
                    return vec![Context::Form, Context::Global];
                }
                None => Context::Choice,
            },
        };
        vec![narrow, Context::Form, Context::Global]
    }

    /// Carries an action out.
    pub fn update(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let flow = self.carry_out(action, cx)?;
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
            Mode::Fields | Mode::FullText => Ok(self.fields(action, cx)),
            Mode::Choose(chooser) => {
                let chosen = chooser.update(action, height);
                Ok(self.chosen(chosen, action, cx))
            }
            Mode::Table(table) => {
                let outcome = table.update(action, &mut self.state, height);
                Ok(self.table(outcome, action, cx))
            }
            Mode::Jump(list) => {
                if list.update(action, height) {
                    return Ok(Flow::Done);
                }
                Ok(self.jump(action, cx))
            }
            Mode::Recap(list, armed) => {
                if list.update(action, height) {
                    *armed = false;
                    return Ok(Flow::Done);
                }
                self.recap(action, cx)
            }
            Mode::Reason(_) => self.reason(action, cx),
        }
    }

    /// The focused field.
    #[must_use]
    pub fn focused(&self) -> &Field {
        self.state.focused()
    }

    fn refuse_frozen(&self, cx: &mut Cx<'_>) -> bool {
        let frozen = !self.open_for_writing();
        if frozen {
            cx.say("Cette revue est transmise : F9 la rouvre, avec un motif.");
        }
        frozen
    }

    fn position(&self) -> draft::Position {
        let (step, field) = self.state.place();
        (step.to_owned(), field.to_owned())
    }

    fn save_answer(&mut self, field: &str, cx: &mut Cx<'_>) {
        let at = self.position();
        let value = self.state.answer(field).cloned();
        self.draft.save_answer(cx, field, value.as_ref(), &at);
        self.etat = self.etat.or(Some(EtatRevue::Brouillon));
    }

    /// Saves now, without leaving the field.
    fn save(&mut self, cx: &mut Cx<'_>) {
        self.flush(cx);
        cx.say(match &self.draft.saved {
            draft::Saved::At(at) => format!("Enregistré à {at}."),
            draft::Saved::Failed(why) => format!("Échec de l'enregistrement : {why}"),
            _ => "Rien à enregistrer pour l'instant.".into(),
        });
    }

    /// Puts on disk what is being typed and where one stands.
    pub fn flush(&mut self, cx: &mut Cx<'_>) {
        if self.draft.typing() {
            let saisie = self.saisie();
            self.draft.save_typing(cx.store, &saisie);
            self.etat = self.etat.or(self.draft.revue.map(|_| EtatRevue::Brouillon));
        }
        let at = self.position();
        self.draft.save_place(cx.store, &at);
    }

    /// What is being typed, as the draft keeps it.
    fn saisie(&self) -> Saisie {
        let (step, field) = self.position();
        let (champ, editor) = match &self.mode {
            Mode::Table(t) if t.editor.is_some() => (t.place(&self.state), t.editor.as_ref()),
            _ => (field, self.editor.as_ref()),
        };
        let (ligne, colonne) = editor.map_or((0, 0), Editor::cursor);
        let texte = editor.map(Editor::text).unwrap_or_default();
        Saisie {
            step,
            champ,
            texte,
            ligne,
            colonne,
            enregistre: String::new(),
        }
    }

    /// Nothing came for a while. Returns whether the header changed.
    pub fn idle(&mut self, cx: &mut Cx<'_>) -> bool {
        let due = self.draft.due().is_some_and(|t| t <= Instant::now());
        if due || (self.draft.pending() && !self.draft.typing()) {
            self.flush(cx);
        }
        due
    }

    /// Leaves; the draft stays.
    fn close(&mut self, cx: &mut Cx<'_>) -> Flow {
        if std::mem::take(&mut self.from_recap) {
            self.open_recap(cx);
            return Flow::Done;
        }
        self.leave(cx);
        self.flush(cx);
        if let draft::Saved::Failed(why) = &self.draft.saved {
            cx.say(format!(
                "Le brouillon n'est pas enregistré : {why} Restez ici, Ctrl-S réessaie."
            ));
            self.arrive();
            return Flow::Done;
        }
        if self.draft.revue.is_some() && self.open_for_writing() {
            cx.say("Brouillon enregistré ; la même touche y revient, au même champ.");
        }
        Flow::Pop
    }
}
