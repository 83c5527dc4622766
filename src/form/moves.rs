//! Moving about a form. Every move succeeds: none looks at what was answered.

use super::{Field, FormState, def::Severity};

/// A move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Move {
    /// The next visible field, of the next step after the last.
    NextField,
    /// The previous visible field.
    PrevField,
    /// The first field of the next step that shows any.
    NextStep,
    /// The first field of the previous step that shows any.
    PrevStep,
    /// A step and one of its fields; the nearest visible one when it does not show.
    To(String, String),
    /// The next field with a problem, round the form.
    NextProblem,
    /// The first field of the form.
    First,
    /// The last field of the form.
    Last,
}

impl FormState {
    /// Where the person is, from 0.
    pub fn step(&self) -> usize {
        self.place.0
    }

    /// Where the person is: step id, field id.
    pub fn place(&self) -> (&str, &str) {
        let step = self.form.steps.get(self.place.0);
        (step.map_or("", |s| s.id.as_str()), &self.place.1)
    }

    /// The field the person is on. A form has at least one that always shows (`load` sees to it).
    ///
    /// # Panics
    /// Never on a form that was loaded.
    pub fn focused(&self) -> &Field {
        let first = &self.form.steps[0].fields[0];
        self.form.field(&self.place.1).unwrap_or(first)
    }

    /// Goes there. True when the place changed; false at an end.
    pub fn go(&mut self, to: Move) -> bool {
        let fields = self.visible_fields();
        let here = self.index(&fields);
        let target = match to {
            Move::NextField => here + 1,
            Move::PrevField => here.saturating_sub(1),
            Move::NextStep => position(&fields, |step| step > self.place.0).unwrap_or(here),
            Move::PrevStep => {
                let before = fields.iter().rev().map(|(s, _)| *s).find(|s| *s < self.place.0);
                before
                    .and_then(|wanted| position(&fields, |step| step == wanted))
                    .unwrap_or(here)
            }
            Move::To(step, field) => self.find(&fields, &step, &field).unwrap_or(here),
            Move::NextProblem => self.next_problem(&fields, here).unwrap_or(here),
            Move::First => 0,
            Move::Last => fields.len(),
        };
        let target = target.min(fields.len().saturating_sub(1));
        let Some((step, id)) = fields.get(target).map(|(s, f)| (*s, f.id.clone())) else {
            return false;
        };
        let moved = id != self.place.1;
        if moved {
            self.leave(step);
            self.place = (step, id);
        }
        moved
    }

    /// The whole form has been looked at: every missing answer may be spoken of.
    pub fn touch_all(&mut self) {
        let seen: Vec<String> = self
            .visible_fields()
            .into_iter()
            .map(|(_, f)| f.id.clone())
            .collect();
        self.touched.extend(seen);
    }

    /// Comes back to a form begun earlier: at that field, the steps answered before counted as visited.
    pub fn resume(&mut self, step: &str, field: &str) {
        let fields = self.visible_fields();
        let here = self.index(&fields);
        let target = self.find(&fields, step, field).unwrap_or(here);
        let Some((step, id)) = fields.get(target).map(|(s, f)| (*s, f.id.clone())) else {
            return;
        };
        let visited: Vec<String> = fields
            .iter()
            .filter(|(s, f)| *s < step || (*s == step && self.answers.contains_key(&f.id)))
            .map(|(_, f)| f.id.clone())
            .collect();
        self.touched.extend(visited);
        self.place = (step, id);
    }

    /// After an answer hid the person's field: the nearest visible one before it.
    pub(super) fn keep_place_visible(&mut self) {
        if self.form.field(&self.place.1).is_some_and(|f| self.visible(f)) {
            return;
        }
        let fields = self.visible_fields();
        if let Some((step, field)) = fields.get(self.index(&fields)) {
            self.place = (*step, field.id.clone());
        }
    }

    /// The field left has been seen; so has its whole step when the step is left.
    fn leave(&mut self, to: usize) {
        let (step, field) = self.place.clone();
        self.touched.insert(field);
        if to != step {
            let seen: Vec<String> = self.shown(step).into_iter().map(|f| f.id.clone()).collect();
            self.touched.extend(seen);
        }
    }

    /// Every visible field with its step, in page order.
    pub(super) fn visible_fields(&self) -> Vec<(usize, &Field)> {
        (0..self.form.steps.len())
            .flat_map(|step| self.shown(step).into_iter().map(move |f| (step, f)))
            .collect()
    }

    /// The person's place among visible fields; the nearest before it when it does not show.
    fn index(&self, fields: &[(usize, &Field)]) -> usize {
        fields
            .iter()
            .position(|(_, f)| f.id == self.place.1)
            .unwrap_or_else(|| {
                let order = self.page_order(&self.place.1);
                let before = fields.iter().rposition(|(_, f)| self.page_order(&f.id) < order);
                before.unwrap_or(0)
            })
    }

    /// Place of a field among all, hidden ones included.
    fn page_order(&self, id: &str) -> usize {
        let all = self.form.steps.iter().flat_map(|s| &s.fields);
        all.take_while(|f| f.id != id).count()
    }

    /// The field of a step asked for, else the nearest before it, else the step's first.
    fn find(&self, fields: &[(usize, &Field)], step: &str, field: &str) -> Option<usize> {
        if let Some(exact) = fields.iter().position(|(_, f)| f.id == field) {
            return Some(exact);
        }
        let wanted = self.form.steps.iter().position(|s| s.id == step)?;
        let order = self.page_order(field);
        fields
            .iter()
            .rposition(|(s, f)| *s == wanted && self.page_order(&f.id) < order)
            .filter(|_| self.form.field(field).is_some())
            .or_else(|| position(fields, |s| s >= wanted))
    }

    /// The next field with something to mend: what may be spoken of already, else anything.
    fn next_problem(&self, fields: &[(usize, &Field)], here: usize) -> Option<usize> {
        let problems = self.problems();
        let around = |due: bool| {
            (1..=fields.len()).map(|d| (here + d) % fields.len()).find(|i| {
                fields.get(*i).is_some_and(|(_, f)| {
                    problems
                        .iter()
                        .any(|p| p.field == f.id && p.severity > Severity::Advice && (p.due || !due))
                })
            })
        };
        around(true).or_else(|| around(false))
    }
}

/// The first field whose step satisfies `wanted`.
fn position(fields: &[(usize, &Field)], wanted: impl Fn(usize) -> bool) -> Option<usize> {
    fields.iter().position(|(step, _)| wanted(*step))
}
