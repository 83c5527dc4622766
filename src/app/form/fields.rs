//! The fields of a step: typing, moving, leaving, arriving. Moving never refuses; leaving writes.

use super::{FormScreen, Mode, editor::Editor, lists::List, sujet::Sujet, table};
use crate::{
    app::{Cx, action::Action, geometry, key::Key, screen::Flow},
    domain::texte,
    form::{Kind, Move, edit_text, parse, state::Origin},
};

impl FormScreen {
    pub(super) fn fields(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
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
                    cx.say("Rien à revoir dans ce qui a été vu jusqu'ici\u{202f}; F10 montre tout ce qui manque.");
                }
                self.arrive();
            }
            Action::Toggle => self.choose(),
            Action::ClearCell => self.clear(cx),
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
            Action::Recap => return self.conclude(cx),
            Action::Reopen => self.ask_reason(cx),
            Action::Back if matches!(self.mode, Mode::FullText) => self.mode = Mode::Fields,
            Action::Back => return Ok(self.close(cx)),
            Action::Together => self.together(cx),
            _ => return Ok(Flow::Ignored),
        }
        Ok(Flow::Done)
    }

    pub(super) fn typed(&mut self, key: Key, cx: &mut Cx<'_>) {
        if self.refuse_frozen(cx) {
            return;
        }
        if key.typed().is_some() && self.offered() {
            self.editor = Some(Editor::new("", false));
        }
        match &mut self.editor {
            Some(editor) => {
                let full = key.typed().is_some() && editor.room() == 0;
                if editor.key(key) {
                    self.touch();
                } else if full {
                    cx.say("Ce texte a sa longueur la plus grande\u{202f}: rien ne s'y ajoute plus.");
                }
            }
            None => self.letter(key, cx),
        }
    }

    /// Whether the editor holds, untouched, a date, a number or a record's line that the register offers: what is typed
    /// takes its place instead of following it. A review's lines are long texts that people go on with.
    fn offered(&self) -> bool {
        let field = self.focused();
        let record = matches!(self.sujet, Sujet::Formalite { .. });
        let short = match field.kind {
            Kind::Date { .. } => true,
            Kind::Line { .. } => record,
            _ => field.kind.numeric(),
        };
        let given = matches!(self.state.origin(&field.id), Origin::Register | Origin::Previous);
        let at_end = self
            .editor
            .as_ref()
            .is_some_and(|e| e.cursor().1 == e.text().chars().count());
        short && given && at_end && !self.touched
    }

    /// Empties a text, takes a choice back.
    fn clear(&mut self, cx: &mut Cx<'_>) {
        if self.editor.is_none() {
            self.answer(None, cx);
        } else if !self.refuse_frozen(cx)
            && let Some(editor) = &mut self.editor
            && editor.clear()
        {
            self.touch();
        }
    }

    pub(super) fn touch(&mut self) {
        self.touched = true;
        self.draft.touch();
    }

    /// `o` and `n` answer yes or no; elsewhere a letter on a closed choice opens its list, narrowed by it: one goes on
    /// typing, Entrée takes.
    pub(super) fn letter(&mut self, key: Key, cx: &mut Cx<'_>) {
        let field = self.focused().clone();
        let Some(c) = key.typed() else { return };
        let yes_no = matches!(field.kind, Kind::YesNo { .. });
        let hit = table::options(&field.kind)
            .into_iter()
            .find(|o| yes_no && texte::plier(o).starts_with(&texte::plier(&c.to_string())));
        if matches!(field.kind, Kind::Table(_)) {
            self.open_table(cx, Some(key));
        } else if let Some(only) = hit {
            let value = parse(&field.kind, &only, cx.options.au);
            self.answer(value, cx);
        } else {
            self.choose();
            if let Mode::Choose(chooser) = &mut self.mode {
                chooser.update(&Action::Type(key), 10);
            }
        }
    }

    pub(super) fn paste(&mut self, text: &str, cx: &mut Cx<'_>) {
        if self.refuse_frozen(cx) {
            return;
        }
        let Some(editor) = &mut self.editor else { return };
        let pasted = editor.paste(text);
        if pasted.changed {
            self.touch();
        }
        if pasted.cut {
            cx.say("Le texte collé dépasse la longueur permise ici\u{202f}: seul son début est entré.");
        } else if pasted.folded {
            cx.say("Les retours à la ligne du texte collé sont devenus des espaces.");
        }
    }

    pub(super) fn undo(&mut self, undo: bool) {
        let changed = self
            .editor
            .as_mut()
            .is_some_and(|e| if undo { e.undo() } else { e.redo() });
        if changed {
            self.touch();
        }
    }

    pub(super) fn enter(&mut self, cx: &mut Cx<'_>) {
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
            (None, kind) if table::chosen(&kind) && !fixed => {
                if !self.refuse_frozen(cx) {
                    self.choose();
                }
            }
            _ => self.go(Move::NextField, cx),
        }
    }

    pub(super) fn vertical(&mut self, up: bool, cx: &mut Cx<'_>) {
        if let Some(editor) = &mut self.editor
            && editor.long()
            && (editor.vertical(up, 1) || matches!(self.mode, Mode::FullText))
        {
            return;
        }
        self.go(if up { Move::PrevField } else { Move::NextField }, cx);
    }

    /// Page keys: a page of the text in full screen, a step elsewhere.
    pub(super) fn step(&mut self, next: bool, cx: &mut Cx<'_>) {
        if let (Mode::FullText, Some(editor)) = (&self.mode, &mut self.editor) {
            editor.vertical(!next, geometry::list_height(cx.size));
            return;
        }
        self.go(if next { Move::NextStep } else { Move::PrevStep }, cx);
    }

    /// Leaves the field, moves, arrives. Never refuses.
    pub(super) fn go(&mut self, to: Move, cx: &mut Cx<'_>) {
        self.leave(cx);
        self.state.go(to);
        self.arrive();
        if matches!(self.mode, Mode::FullText) && !self.editor.as_ref().is_some_and(Editor::long) {
            self.mode = Mode::Fields;
        }
    }

    /// Writes what was typed in the focused field: into the answers and to disk.
    pub(super) fn leave(&mut self, cx: &mut Cx<'_>) {
        let Some(editor) = self.editor.take() else { return };
        if !std::mem::take(&mut self.touched) {
            return;
        }
        let field = self.focused().clone();
        let value = parse(&field.kind, &editor.text(), cx.options.au);
        self.state.set(&field.id, value);
        self.propose(&field.id, cx);
        self.save_answer(&field.id, cx);
    }

    /// Sets up the focused field: its editor when it is typed.
    pub(super) fn arrive(&mut self) {
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

    pub(super) fn take_previous(&mut self, cx: &mut Cx<'_>) {
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

    pub(super) fn full_screen(&mut self) {
        self.mode = match (&self.mode, &self.editor) {
            (Mode::Fields, Some(e)) if e.long() => Mode::FullText,
            _ => Mode::Fields,
        };
    }
}
