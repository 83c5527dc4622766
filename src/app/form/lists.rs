//! The jump list (steps and fields with their state) and the recapitulation (every answer, every problem).

use crate::{
    app::{
        action::Action,
        cursor::{Cursor, Step},
        filter::{Filter, Filtered},
    },
    domain::texte,
    form::{FormState, Problem, Severity},
};

/// One row of either list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Step, from 0.
    pub step: usize,
    /// Field; None for the step's own row.
    pub field: Option<String>,
    /// Title or question.
    pub label: String,
    /// The answer, or the step's state.
    pub text: String,
    /// What is to be mended, with its weight.
    pub problem: Option<(Severity, String)>,
}

/// A list over a form.
pub struct List {
    all: Vec<Row>,
    /// Rows that match the words.
    pub rows: Vec<Row>,
    /// Words typed (jump list).
    pub filter: Filter,
    /// Where one stands.
    pub cursor: Cursor,
}

impl List {
    /// Steps and fields with their state in a word; the cursor on the present field.
    #[must_use]
    pub fn jump(state: &FormState, problems: &[Problem]) -> Self {
        let mut rows = Vec::new();
        for (i, step) in state.steps().iter().enumerate() {
            rows.push(step_row(state, i, format!("{}. {}", i + 1, step.title)));
            for field in state.shown(i) {
                let text = if problems.iter().any(|p| p.to_mend() && p.field == field.id) {
                    "à revoir"
                } else if state.is_answered(field) {
                    "répondu"
                } else if state.needs(field) {
                    "à remplir"
                } else {
                    "facultatif"
                };
                rows.push(Row {
                    step: i,
                    field: Some(field.id.clone()),
                    label: match &field.item {
                        Some(item) => format!("{} · {item}", field.label),
                        None => field.label.clone(),
                    },
                    text: text.into(),
                    problem: None,
                });
            }
        }
        let here = state.place().1.to_owned();
        let at = rows
            .iter()
            .position(|r| r.field.as_deref() == Some(&here))
            .unwrap_or(0);
        let filter = Filter {
            typing: true,
            ..Filter::default()
        };
        Self {
            rows: rows.clone(),
            all: rows,
            filter,
            cursor: Cursor {
                selected: at,
                offset: 0,
            },
        }
    }

    /// Every answer and every problem; a hidden answer is kept, *sans objet*.
    #[must_use]
    pub fn recap(state: &FormState) -> Self {
        let mut rows = Vec::new();
        for step in state.recap() {
            let label = format!("{}. {}", step.step + 1, step.title);
            rows.push(Row {
                step: step.step,
                field: None,
                label,
                text: step.state.to_string(),
                problem: None,
            });
            for line in step.lines {
                let worst = line.problems.iter().max_by_key(|p| p.severity);
                let text = if line.text.is_empty() {
                    "—".to_owned()
                } else {
                    line.text.replace('\n', " · ")
                };
                rows.push(Row {
                    step: step.step,
                    problem: worst.map(|p| (p.severity, p.message.clone())),
                    label: if line.hidden {
                        format!("{} (sans objet)", line.label)
                    } else {
                        line.label
                    },
                    field: (!line.hidden).then_some(line.field),
                    text,
                });
            }
        }
        Self {
            rows: rows.clone(),
            all: rows,
            filter: Filter::default(),
            cursor: Cursor::default(),
        }
    }

    /// The row under the cursor.
    #[must_use]
    pub fn selected(&self) -> Option<&Row> {
        self.rows.get(self.cursor.selected)
    }

    /// Puts the cursor on a field.
    pub fn select(&mut self, field: &str, height: usize) {
        if let Some(i) = self.rows.iter().position(|r| r.field.as_deref() == Some(field)) {
            self.cursor.selected = i;
            self.cursor.reveal(self.rows.len(), height);
        }
    }

    /// To the next row with a problem, around the end.
    pub fn next_problem(&mut self, height: usize) {
        let after = self.cursor.selected + 1;
        let order = (after..self.rows.len()).chain(0..after.min(self.rows.len()));
        let found = order
            .into_iter()
            .find(|i| self.rows.get(*i).is_some_and(|r| r.problem.is_some()));
        if let Some(i) = found {
            self.cursor.selected = i;
            self.cursor.reveal(self.rows.len(), height);
        }
    }

    /// The row that the words typed mean first: a field of that name, one whose name they begin, any.
    fn best(&self) -> usize {
        let typed = texte::plier(&self.filter.text);
        let field = |meets: &dyn Fn(&str) -> bool| {
            let mut rows = self.rows.iter();
            rows.position(|r| r.field.is_some() && meets(&texte::plier(&r.label)))
        };
        if typed.trim().is_empty() {
            return 0;
        }
        let typed = typed.trim();
        field(&|label| label == typed)
            .or_else(|| field(&|label| label.starts_with(typed)))
            .unwrap_or(0)
    }

    /// Moves, or narrows by the words typed. Says whether it was its business.
    pub fn update(&mut self, action: &Action, height: usize) -> bool {
        let page = height.max(1).cast_signed();
        let step = match action {
            Action::NextStep => Some(Step::By(page)),
            Action::PrevStep => Some(Step::By(-page)),
            Action::NextField => Some(Step::By(1)),
            Action::PrevField => Some(Step::By(-1)),
            other => Step::of(other, height),
        };
        if let Some(step) = step {
            self.cursor.go(step, self.rows.len(), height);
            return true;
        }
        if !self.filter.typing || *action == Action::Back {
            return false;
        }
        match self.filter.update(action) {
            Filtered::No => false,
            Filtered::Kept => true,
            Filtered::Changed => {
                let words = self.filter.words();
                let matches =
                    |r: &&Row| texte::correspond(&words, &texte::plier(&format!("{} {}", r.label, r.text)));
                self.rows = self.all.iter().filter(matches).cloned().collect();
                self.cursor = Cursor {
                    selected: self.best(),
                    offset: 0,
                };
                self.cursor.reveal(self.rows.len(), height);
                self.filter.typing = true;
                true
            }
        }
    }
}

fn step_row(state: &FormState, step: usize, label: String) -> Row {
    Row {
        step,
        field: None,
        label,
        text: state.step_state(step).to_string(),
        problem: None,
    }
}
