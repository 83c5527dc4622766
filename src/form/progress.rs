//! How far a form is, in words and figures.

use std::fmt;

use super::{FormState, Problem, def::Severity};

/// Progress of a whole form, seen from the person's step. `Display` is the line shown:
/// `Étape 3/14 · Gouvernance et pilotage · 21/67 réponses · 2 à revoir`; a form of one step does not count them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Step, from 1.
    pub step: usize,
    /// How many steps.
    pub steps: usize,
    /// Title of the step.
    pub step_title: String,
    /// Visible fields with an answer, filled in ones included.
    pub answered: usize,
    /// Visible fields.
    pub total: usize,
    /// Fields to mend, among those that may be spoken of already.
    pub to_review: usize,
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.total > 1 { "réponses" } else { "réponse" };
        if self.steps > 1 {
            write!(f, "Étape {}/{} · ", self.step, self.steps)?;
        }
        write!(
            f,
            "{} · {}/{} {plural}",
            self.step_title, self.answered, self.total
        )?;
        if self.to_review > 0 {
            write!(f, " · {} à revoir", self.to_review)?;
        }
        Ok(())
    }
}

/// How far a step is. `Display` is the word shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// No field shows.
    SansObjet,
    /// No answer yet.
    Vide,
    /// Some answers.
    Commencee,
    /// Nothing left that submission needs.
    Complete,
    /// So many fields to mend.
    ARevoir(usize),
}

impl fmt::Display for StepState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SansObjet => f.write_str("sans objet"),
            Self::Vide => f.write_str("vide"),
            Self::Commencee => f.write_str("commencée"),
            Self::Complete => f.write_str("complète"),
            Self::ARevoir(n) => write!(f, "à revoir\u{202f}: {n}"),
        }
    }
}

impl FormState {
    /// Progress of the whole form.
    pub fn progress(&self) -> Progress {
        let fields = self.visible_fields();
        let step = self.form.steps.get(self.place.0);
        Progress {
            step: self.place.0 + 1,
            steps: self.form.steps.len(),
            step_title: step.map(|s| s.title.clone()).unwrap_or_default(),
            answered: fields.iter().filter(|(_, f)| self.is_answered(f)).count(),
            total: fields.len(),
            to_review: to_mend(&self.problems(), None),
        }
    }

    /// How far one step is.
    pub fn step_state(&self, step: usize) -> StepState {
        self.state_among(step, &self.problems())
    }

    /// How far every step is: the problems are looked for once.
    pub fn step_states(&self) -> Vec<StepState> {
        let problems = self.problems();
        (0..self.form.steps.len())
            .map(|step| self.state_among(step, &problems))
            .collect()
    }

    /// How far one step is, its problems among `problems`.
    fn state_among(&self, step: usize, problems: &[Problem]) -> StepState {
        let shown = self.shown(step);
        if shown.is_empty() {
            return StepState::SansObjet;
        }
        let due = to_mend(problems, Some(step));
        if due > 0 {
            return StepState::ARevoir(due);
        }
        if !shown.iter().any(|f| self.is_answered(f)) {
            return StepState::Vide;
        }
        let held = problems
            .iter()
            .any(|p| p.step == step && p.severity == Severity::Blocking);
        if held {
            StepState::Commencee
        } else {
            StepState::Complete
        }
    }
}

/// How many fields have something to mend, in one step or all.
fn to_mend(problems: &[Problem], step: Option<usize>) -> usize {
    let mut fields: Vec<&str> = problems
        .iter()
        .filter(|p| p.to_mend() && step.is_none_or(|s| s == p.step))
        .map(|p| p.field.as_str())
        .collect();
    // Problems come in page order: those of one field follow each other.
    fields.dedup();
    fields.len()
}
