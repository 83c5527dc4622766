//! A review being filled in: the answers, the one live editor, what is open over the fields.
//! Moving never refuses; nothing typed is lost.

pub mod chooser;
pub mod draft;
pub mod editor;
pub mod lists;
pub mod table;

pub mod open;
mod submit;

use std::time::Instant;

use super::{Cx, action::Action, geometry, key::Key, keymap::Context, screen::Flow};
use crate::{
    domain::{CampusId, EtatRevue, TypeRevue, texte},
    form::{Field, FormState, Kind, Move, Problem, Value, edit_text, parse, show},
    store::Saisie,
};
use chooser::{Chooser, Chosen};
use draft::Draft;
use editor::Editor;
use lists::List;
use table::{Outcome, TableMode};

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

    fn fields(&mut self, action: &Action, cx: &mut Cx<'_>) -> Flow {
        match action {
            Action::Type(key) => self.typed(*key, cx),
            Action::Paste(text) => self.paste(text, cx),
            Action::UndoTyping | Action::RedoTyping => self.undo(*action == Action::UndoTyping),
            Action::Enter => self.enter(cx),
            Action::Up | Action::Down => self.vertical(*action == Action::Up, cx),
            Action::NextField => self.go(Move::NextField, cx),
            Action::PrevField => self.go(Move::PrevField, cx),
            Action::NextStep | Action::PrevStep => self.step(*action == Action::NextStep, cx),
            Action::NextProblem => {
                self.leave(cx);
                if !self.state.go(Move::NextProblem) {
                    cx.say("Rien à revoir dans ce qui a été vu jusqu'ici ; F10 montre tout ce qui manque.");
                }
                self.arrive();
            }
            Action::Toggle => self.choose(),
            Action::ClearCell => self.answer(None, cx),
            Action::TakePrevious => self.take_previous(cx),
            Action::Save => self.save(cx),
            Action::FullScreen => self.full_screen(),
            Action::Jump => {
                self.leave(cx);
                let mut list = List::jump(&self.state, &self.problems);
                list.cursor
                    .reveal(list.rows.len(), geometry::list_height(cx.size));
                self.mode = Mode::Jump(list);
            }
            Action::Recap => self.open_recap(cx),
            Action::Reopen => self.ask_reason(cx),
            Action::Back if matches!(self.mode, Mode::FullText) => self.mode = Mode::Fields,
            Action::Back => return self.close(cx),
            _ => return Flow::Ignored,
        }
        Flow::Done
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

    fn typed(&mut self, key: Key, cx: &mut Cx<'_>) {
        if self.refuse_frozen(cx) {
            return;
        }
        match &mut self.editor {
            Some(editor) => {
                if editor.key(key) {
                    self.touch();
                }
            }
            None => self.letter(key, cx),
        }
    }

    fn touch(&mut self) {
        self.touched = true;
        self.draft.touch();
    }

    /// A letter on a closed choice takes the next option that begins with it; otherwise the list opens.
    fn letter(&mut self, key: Key, cx: &mut Cx<'_>) {
        let field = self.focused().clone();
        let options = table::options(&field.kind);
        let Some(c) = key.typed() else { return };
        let first = texte::plier(&c.to_string());
        let hits: Vec<&String> = options
            .iter()
            .filter(|o| texte::plier(o).starts_with(&first))
            .collect();
        if matches!(field.kind, Kind::Table(_)) {
            self.open_table(cx, Some(key));
        } else if let ([only], Kind::Choice(_) | Kind::YesNo { .. }) = (hits.as_slice(), &field.kind) {
            let value = parse(&field.kind, only, crate::clock::today());
            self.answer(value, cx);
        } else {
            self.choose();
            if let Mode::Choose(chooser) = &mut self.mode {
                chooser.update(&Action::Type(key), 10);
            }
        }
    }

    fn paste(&mut self, text: &str, cx: &mut Cx<'_>) {
        if self.refuse_frozen(cx) {
            return;
        }
        let Some(editor) = &mut self.editor else { return };
        let (changed, folded) = editor.paste(text);
        if changed {
            self.touch();
        }
        if folded {
            cx.say("Les retours à la ligne du texte collé sont devenus des espaces.");
        }
    }

    fn undo(&mut self, undo: bool) {
        let changed = self
            .editor
            .as_mut()
            .is_some_and(|e| if undo { e.undo() } else { e.redo() });
        if changed {
            self.touch();
        }
    }

    fn enter(&mut self, cx: &mut Cx<'_>) {
        let fixed = self.focused().fixed();
        let kind = self.focused().kind.clone();
        match (&mut self.editor, kind) {
            (Some(editor), _) if editor.long() => {
                if self.open_for_writing()
                    && let Some(editor) = &mut self.editor
                {
                    editor.newline();
                    self.touch();
                }
            }
            (None, Kind::Table(_)) => self.open_table(cx, None),
            (None, Kind::Choice(_) | Kind::Choices(_) | Kind::YesNo { .. }) if !fixed => {
                if !self.refuse_frozen(cx) {
                    self.choose();
                }
            }
            _ => self.go(Move::NextField, cx),
        }
    }

    fn vertical(&mut self, up: bool, cx: &mut Cx<'_>) {
        if let Some(editor) = &mut self.editor
            && editor.long()
            && (editor.vertical(up, 1) || matches!(self.mode, Mode::FullText))
        {
            return;
        }
        self.go(if up { Move::PrevField } else { Move::NextField }, cx);
    }

    /// Page keys: a page of the text in full screen, a step elsewhere.
    fn step(&mut self, next: bool, cx: &mut Cx<'_>) {
        if let (Mode::FullText, Some(editor)) = (&self.mode, &mut self.editor) {
            editor.vertical(!next, geometry::list_height(cx.size));
            return;
        }
        self.go(if next { Move::NextStep } else { Move::PrevStep }, cx);
    }

    /// Leaves the field, moves, arrives. Never refuses.
    fn go(&mut self, to: Move, cx: &mut Cx<'_>) {
        self.leave(cx);
        self.state.go(to);
        self.arrive();
        if matches!(self.mode, Mode::FullText) && !self.editor.as_ref().is_some_and(Editor::long) {
            self.mode = Mode::Fields;
        }
    }

    /// Writes what was typed in the focused field: into the answers and to disk.
    fn leave(&mut self, cx: &mut Cx<'_>) {
        let Some(editor) = self.editor.take() else { return };
        if !std::mem::take(&mut self.touched) {
            return;
        }
        let field = self.focused().clone();
        let value = parse(&field.kind, &editor.text(), crate::clock::today());
        self.state.set(&field.id, value);
        self.save_answer(&field.id, cx);
    }

    /// Sets up the focused field: its editor when it is typed.
    fn arrive(&mut self) {
        self.touched = false;
        self.draft.moved();
        let field = self.focused();
        let long = matches!(field.kind, Kind::Text { .. });
        let typed =
            long || matches!(field.kind, Kind::Line { .. } | Kind::Date { .. }) || field.kind.numeric();
        self.editor = (typed && !field.fixed()).then(|| {
            let value = self.state.value(&field.id);
            Editor::new(
                &value.map(|v| edit_text(&field.kind, &v)).unwrap_or_default(),
                long,
            )
        });
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

    /// An answer that is chosen, not typed: at once in the answers and on disk.
    fn answer(&mut self, value: Option<Value>, cx: &mut Cx<'_>) {
        let field = self.focused().clone();
        if field.fixed() || matches!(field.kind, Kind::Table(_)) || self.refuse_frozen(cx) {
            return;
        }
        if self.state.answer(&field.id) != value.as_ref() {
            self.state.set(&field.id, value);
            self.save_answer(&field.id, cx);
        }
        self.arrive();
    }

    fn choose(&mut self) {
        let field = self.focused();
        let options = table::options(&field.kind);
        if options.is_empty() || field.fixed() || !self.open_for_writing() {
            return;
        }
        let taken = match self.state.value(&field.id) {
            Some(Value::List(list)) => list,
            Some(v) => vec![show(&field.kind, &v)],
            None => Vec::new(),
        };
        let several = matches!(field.kind, Kind::Choices(_));
        self.mode = Mode::Choose(Chooser::new(&field.label, &options, taken, several));
    }

    fn chosen(&mut self, chosen: Chosen, action: &Action, cx: &mut Cx<'_>) -> Flow {
        match chosen {
            Chosen::NotYet => return Flow::Done,
            Chosen::Ignored => return Flow::Ignored,
            Chosen::Leave => self.mode = Mode::Fields,
            Chosen::Take(taken) => {
                self.mode = Mode::Fields;
                let kind = self.focused().kind.clone();
                let value = match kind {
                    Kind::Choices(_) => (!taken.is_empty()).then_some(Value::List(taken)),
                    kind => taken.first().and_then(|t| parse(&kind, t, crate::clock::today())),
                };
                self.answer(value, cx);
                if matches!(action, Action::Enter | Action::NextField) {
                    self.go(Move::NextField, cx);
                }
            }
        }
        Flow::Done
    }

    fn open_table(&mut self, cx: &mut Cx<'_>, key: Option<Key>) {
        let field = self.focused().clone();
        let mut mode = TableMode::open(&self.state, &field);
        if let Some(key) = key
            && !self.refuse_frozen(cx)
        {
            mode.update(
                &Action::Type(key),
                &mut self.state,
                geometry::list_height(cx.size),
            );
        }
        self.mode = Mode::Table(Box::new(mode));
    }

    fn table(&mut self, outcome: Outcome, action: &Action, cx: &mut Cx<'_>) -> Flow {
        let Mode::Table(table) = &self.mode else {
            return Flow::Ignored;
        };
        let field = table.field.clone();
        match outcome {
            Outcome::Moved => self.draft.moved(),
            Outcome::Typed => self.draft.touch(),
            Outcome::Changed => self.save_answer(&field, cx),
            Outcome::Say(text) => cx.say(text),
            Outcome::ChangedSay(text) => {
                self.save_answer(&field, cx);
                cx.say(text);
            }
            Outcome::Closed => {
                self.mode = Mode::Fields;
                self.arrive();
                if *action == Action::Recap {
                    self.open_recap(cx);
                }
            }
            Outcome::Ignored if matches!(action, Action::Help | Action::Suspend) => return Flow::Ignored,
            Outcome::Ignored => {
                self.save_answer(&field, cx);
                self.mode = Mode::Fields;
                return self.fields(action, cx);
            }
        }
        Flow::Done
    }

    fn take_previous(&mut self, cx: &mut Cx<'_>) {
        if self.refuse_frozen(cx) {
            return;
        }
        let field = self.focused().clone();
        let Some(value) = self.state.previous(&field.id) else {
            cx.say("La revue précédente n'a pas de réponse à reprendre ici.");
            return;
        };
        self.state.set(&field.id, Some(value));
        self.save_answer(&field.id, cx);
        self.arrive();
        cx.say("Réponse de la revue précédente reprise.");
    }

    fn full_screen(&mut self) {
        self.mode = match (&self.mode, &self.editor) {
            (Mode::Fields, Some(e)) if e.long() => Mode::FullText,
            _ => Mode::Fields,
        };
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
