//! Answers that are chosen or laid out in rows: the options of a choice, the cells of a table.

use super::{
    FormScreen, Mode,
    chooser::{Chooser, Chosen},
    renvoi::Complement,
    table::{self, Outcome, TableMode},
};
use crate::{
    app::{Cx, action::Action, geometry, key::Key, screen::Flow},
    form::{Kind, Move, Value, parse, show},
};

impl FormScreen {
    /// An answer that is chosen, not typed: at once in the answers and on disk.
    pub(super) fn answer(&mut self, value: Option<Value>, cx: &mut Cx<'_>) {
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

    pub(super) fn choose(&mut self) {
        let field = self.focused();
        let options = table::options(&field.kind);
        if let (Kind::Ref(renvois), false, true) = (&field.kind, field.fixed(), self.open_for_writing()) {
            let taken = self
                .state
                .value(&field.id)
                .and_then(|v| v.text().map(str::to_owned));
            let chooser = Chooser::among(&field.label, *renvois, taken.into_iter().collect());
            self.mode = Mode::Choose(chooser);
            return;
        }
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

    pub(super) fn chosen(
        &mut self,
        chosen: Chosen,
        action: &Action,
        cx: &mut Cx<'_>,
    ) -> anyhow::Result<Flow> {
        match chosen {
            Chosen::NotYet => return Ok(Flow::Done),
            Chosen::Ignored if matches!(action, Action::Help | Action::Suspend) => return Ok(Flow::Ignored),
            Chosen::Ignored => {
                self.mode = Mode::Fields;
                return self.fields(action, cx);
            }
            Chosen::Leave => {
                self.mode = Mode::Fields;
                if *action == Action::NextField {
                    self.go(Move::NextField, cx);
                }
            }
            Chosen::Create(nom) => return Ok(self.create(nom)),
            Chosen::Take(taken) => {
                self.mode = Mode::Fields;
                let kind = self.focused().kind.clone();
                if let (Kind::Ref(renvois), Some(text)) = (&kind, taken.first()) {
                    self.complete(renvois.entity, text, Complement::Tout, cx);
                }
                let value = match kind {
                    Kind::Choices(_) => (!taken.is_empty()).then_some(Value::List(taken)),
                    kind => taken.first().and_then(|t| parse(&kind, t, cx.options.au)),
                };
                self.answer(value, cx);
                if matches!(action, Action::Enter | Action::NextField) {
                    self.go(Move::NextField, cx);
                }
            }
        }
        Ok(Flow::Done)
    }

    pub(super) fn open_table(&mut self, cx: &mut Cx<'_>, key: Option<Key>) {
        let field = self.focused().clone();
        let mut mode = TableMode::open(&self.state, &field);
        if let Some(key) = key
            && !self.refuse_frozen(cx)
        {
            let typed = mode.update(
                &Action::Type(key),
                &mut self.state,
                geometry::list_height(cx.size),
                cx.options.au,
            );
            if typed == Outcome::Typed {
                self.draft.touch();
            }
        }
        self.mode = Mode::Table(Box::new(mode));
    }

    pub(super) fn table(
        &mut self,
        outcome: Outcome,
        action: &Action,
        cx: &mut Cx<'_>,
    ) -> anyhow::Result<Flow> {
        let Mode::Table(table) = &self.mode else {
            return Ok(Flow::Ignored);
        };
        let field = table.field.clone();
        match outcome {
            Outcome::Moved => self.draft.moved(),
            Outcome::Typed => self.draft.touch(),
            Outcome::Create(nom) => return Ok(self.create(nom)),
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
                    return self.conclude(cx);
                }
            }
            Outcome::Ignored if matches!(action, Action::Help | Action::Suspend) => return Ok(Flow::Ignored),
            Outcome::Ignored => {
                self.save_answer(&field, cx);
                self.mode = Mode::Fields;
                return self.fields(action, cx);
            }
        }
        Ok(Flow::Done)
    }
}
