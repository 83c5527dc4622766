//! The recapitulation: every answer and every problem, step by step, as text.

use super::{Field, FormState, Origin, Problem, Row, StepState, Value, def::Table, show::show};

/// One step of the recapitulation.
#[derive(Clone, Debug, PartialEq)]
pub struct RecapStep {
    /// Step, from 0.
    pub step: usize,
    /// Its title.
    pub title: String,
    /// How far it is.
    pub state: StepState,
    /// Its fields that show, then the hidden ones that hold an answer.
    pub lines: Vec<RecapLine>,
}

/// One field of the recapitulation.
#[derive(Clone, Debug, PartialEq)]
pub struct RecapLine {
    /// Field.
    pub field: String,
    /// The question; a repeated one begins with what it is about.
    pub label: String,
    /// The answer, one or several lines; empty without an answer.
    pub text: String,
    /// Where the answer comes from.
    pub origin: Origin,
    /// Kept, *sans objet*, not handed in.
    pub hidden: bool,
    /// What is wrong: all of it, whether it was spoken of or not.
    pub problems: Vec<Problem>,
}

impl FormState {
    /// The whole recapitulation.
    pub fn recap(&self) -> Vec<RecapStep> {
        let mut problems = self.problems();
        let states = self.step_states();
        self.form
            .steps
            .iter()
            .zip(states)
            .enumerate()
            .map(|(i, (step, state))| {
                let (shown, hidden): (Vec<&Field>, Vec<&Field>) =
                    step.fields.iter().partition(|f| self.visible(f));
                let mut lines: Vec<RecapLine> = shown
                    .into_iter()
                    .map(|f| self.recap_line(f, &mut problems))
                    .collect();
                lines.extend(hidden.into_iter().filter_map(|f| self.hidden_line(f)));
                RecapStep {
                    step: i,
                    title: step.title.clone(),
                    state,
                    lines,
                }
            })
            .collect()
    }

    /// A field that shows; takes its problems out of `problems`.
    fn recap_line(&self, field: &Field, problems: &mut Vec<Problem>) -> RecapLine {
        let (own, others) = problems.drain(..).partition(|p| p.field == field.id);
        *problems = others;
        let (value, origin) = self.effective(field);
        RecapLine {
            field: field.id.clone(),
            label: label(field),
            text: value.map(|v| text(field, &v)).unwrap_or_default(),
            origin,
            hidden: false,
            problems: own,
        }
    }

    /// A field that does not show but holds an answer.
    fn hidden_line(&self, field: &Field) -> Option<RecapLine> {
        let value = self.answers.get(&field.id)?;
        Some(RecapLine {
            field: field.id.clone(),
            label: label(field),
            text: text(field, value),
            origin: Origin::Answer,
            hidden: true,
            problems: Vec::new(),
        })
    }
}

/// The question, with what it is about when it repeats.
pub(super) fn label(field: &Field) -> String {
    match &field.item {
        Some(item) => format!("{item} · {}", field.label),
        None => field.label.clone(),
    }
}

/// An answer as text: a table row by row.
fn text(field: &Field, value: &Value) -> String {
    match (field.table(), value) {
        (Some(table), Value::Rows(rows)) => rows
            .iter()
            .map(|row| row_text(table, row))
            .collect::<Vec<_>>()
            .join("\n"),
        _ => show(&field.kind, value),
    }
}

/// The cells of a row: bare where the row begins, then with the name of their column.
pub(super) fn row_text(table: &Table, row: &Row) -> String {
    let cells = table.columns.iter().filter_map(|c| {
        let cell = row.get(&c.id).filter(|v| !v.is_empty())?;
        Some((c, show(&c.kind, cell)))
    });
    cells
        .enumerate()
        .map(|(i, (column, shown))| match i {
            0 => shown,
            _ => format!("{}\u{202f}: {shown}", column.label),
        })
        .collect::<Vec<_>>()
        .join(" · ")
}
