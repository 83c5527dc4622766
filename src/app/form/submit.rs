//! The jump list, the recapitulation, handing in, reopening.

use crossterm::event::KeyCode;

use super::{FormScreen, Mode, draft::Saved, editor::Editor, lists::List, sujet::Sujet};
use crate::{
    app::{Cx, action::Action, geometry, screen::Flow},
    form::{Move, Severity},
    store::Error,
};

impl FormScreen {
    pub(super) fn jump(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let Mode::Jump(list) = &self.mode else {
            return Ok(Flow::Ignored);
        };
        match action {
            Action::Enter => {
                let target = list.selected().map(|r| (r.step, r.field.clone()));
                self.mode = Mode::Fields;
                if let Some((step, field)) = target {
                    self.go_to(step, field);
                }
                self.arrive();
            }
            Action::Back | Action::Jump => {
                self.mode = Mode::Fields;
                self.arrive();
            }
            Action::Recap => return self.conclude(cx),
            Action::Help | Action::Suspend => return Ok(Flow::Ignored),
            _ => {}
        }
        Ok(Flow::Done)
    }

    /// To a field, or to the first of a step.
    fn go_to(&mut self, step: usize, field: Option<String>) {
        let id = self
            .state
            .steps()
            .get(step)
            .map(|s| s.id.clone())
            .unwrap_or_default();
        let first = || self.state.shown(step).first().map(|f| f.id.clone());
        if let Some(field) = field.or_else(first) {
            self.state.go(Move::To(id, field));
        }
    }

    /// Every answer and every problem.
    pub(super) fn open_recap(&mut self, cx: &mut Cx<'_>) {
        self.leave(cx);
        self.state.touch_all();
        let mut list = List::recap(&self.state);
        list.select(self.state.place().1, geometry::list_height(cx.size));
        self.mode = Mode::Recap(list, false);
        self.from_recap = false;
    }

    pub(super) fn recap(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let height = geometry::list_height(cx.size);
        let Mode::Recap(list, armed) = &mut self.mode else {
            return Ok(Flow::Ignored);
        };
        match action {
            Action::Recap if *armed => return self.submit(cx),
            Action::Recap => return self.ready(cx),
            Action::NextProblem => list.next_problem(height),
            Action::Enter => {
                let target = list.selected().map(|r| (r.step, r.field.clone()));
                self.mode = Mode::Fields;
                self.from_recap = true;
                if let Some((step, field)) = target {
                    self.go_to(step, field);
                }
                self.arrive();
            }
            Action::Back => {
                self.mode = Mode::Fields;
                self.arrive();
            }
            Action::Jump => {
                self.mode = Mode::Fields;
                return self.fields(action, cx);
            }
            Action::Reopen => self.ask_reason(cx),
            Action::Help | Action::Suspend => return Ok(Flow::Ignored),
            _ => {}
        }
        Ok(Flow::Done)
    }

    /// First F10 in the recapitulation: says what keeps the form from being handed in or recorded, or goes on.
    pub(super) fn ready(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        if self.interdit.is_none() && self.handed_in().is_some() {
            cx.say("Cette revue est déjà transmise\u{202f}: F9 la rouvre, avec un motif.");
            return Ok(Flow::Done);
        }
        if self.refuse_frozen(cx) {
            return Ok(Flow::Done);
        }
        if self.sujet.formalite().is_none() && !self.conflits.is_empty() {
            self.dispute(cx);
            return Ok(Flow::Done);
        }
        let problems = self.state.problems();
        let blocking: Vec<_> = problems
            .iter()
            .filter(|p| p.severity == Severity::Blocking)
            .collect();
        let Mode::Recap(list, armed) = &mut self.mode else {
            return Ok(Flow::Ignored);
        };
        if let Some(first) = blocking.first() {
            let n = blocking.len();
            let s = if n > 1 { "s" } else { "" };
            let what = match self.sujet {
                Sujet::Revue { .. } => "transmissible",
                Sujet::Formalite { .. } => "enregistrable",
            };
            cx.say(format!(
                "Pas encore {what}\u{202f}: {n} point{s} à corriger (Entrée y mène, F7 suivant)."
            ));
            list.select(&first.field, geometry::list_height(cx.size));
            return Ok(Flow::Done);
        }
        if let Some(formalite) = self.sujet.formalite() {
            return self.ready_to_record(formalite, cx);
        }
        *armed = true;
        cx.say("F10 encore une fois transmet\u{202f}: la revue sera figée (F9 la rouvre, avec motif).");
        Ok(Flow::Done)
    }

    /// Second F10: hands the review in, or records.
    fn submit(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let Sujet::Revue { kind, id, .. } = self.sujet else {
            return self.record(cx);
        };
        if id.is_none() {
            // A review whose every answer came from the register: its first save begins it.
            if let Some((field, value)) = self.state.final_answers().into_iter().next() {
                self.begin_with(&field, &value, cx);
            }
        }
        self.flush(cx);
        if let Saved::Failed(why) = &self.draft.saved {
            cx.say(format!("Pas transmis\u{202f}: {why}"));
            return Ok(Flow::Done);
        }
        let Some(revue) = self.sujet.revue() else {
            return Ok(Flow::Done);
        };
        let answers = self.state.final_answers();
        match cx
            .store
            .submit_revue_lue(revue, &answers, &self.lues, cx.options.au)
        {
            Err(Error::Stale(_)) => {
                self.pull(cx)?;
                self.open_recap(cx);
                return Ok(Flow::Done);
            }
            done => done?,
        };
        *self = Self::open_revue(revue, cx)?;
        let mut list = List::recap(&self.state);
        list.cursor
            .reveal(list.rows.len(), geometry::list_height(cx.size));
        self.mode = Mode::Recap(list, false);
        cx.say(format!(
            "{} transmis{} à {}. Échap revient.",
            kind.libelle(),
            kind.accord(),
            crate::clock::hour()
        ));
        Ok(Flow::Done)
    }

    /// Asks why the review is reopened.
    pub(super) fn ask_reason(&mut self, cx: &mut Cx<'_>) {
        if self.handed_in().is_none() {
            cx.say("Cette revue n'est pas transmise\u{202f}: elle se modifie librement.");
        } else {
            self.mode = Mode::Reason(Box::new(Editor::new("", false)));
        }
    }

    pub(super) fn reason(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let Mode::Reason(editor) = &mut self.mode else {
            return Ok(Flow::Ignored);
        };
        match action {
            Action::Type(key) if key.code == KeyCode::Enter => {}
            Action::Type(key) => {
                editor.key(*key);
            }
            Action::Paste(text) => {
                editor.paste(text);
            }
            Action::Back => {
                self.mode = Mode::Fields;
                self.arrive();
            }
            Action::Enter => {
                let motif = editor.text().trim().to_owned();
                let Some(revue) = self.sujet.revue() else {
                    return Ok(Flow::Done);
                };
                if motif.is_empty() {
                    cx.say("Un motif est nécessaire\u{202f}: il entre au journal. Échap renonce.");
                    return Ok(Flow::Done);
                }
                cx.store.reopen_revue(revue, &motif)?;
                *self = Self::open_revue(revue, cx)?;
                cx.say("Revue rouverte\u{202f}; le motif est au journal.");
            }
            _ => return Ok(Flow::Ignored),
        }
        Ok(Flow::Done)
    }
}
