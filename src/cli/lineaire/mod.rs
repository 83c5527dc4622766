//! A review question by question on plain lines: for screen readers, dumb terminals and scripts.
//! Same form, same drafts, same checks as the screen; must not write an escape byte.

mod ask;
pub mod command;
mod conflit;
mod finish;
pub mod garde;
pub mod lines;
pub mod question;
pub mod session;
mod table;

use anyhow::Result;
use jiff::civil::Date;

use crate::form::{Field, FormState, Move, StepState};
pub use garde::Garde;
pub use lines::{Lines, Plain};

/// How a sitting ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Left: the draft stays.
    Draft,
    /// Left after a submission was refused: the draft stays.
    Refused,
    /// To be handed in: nothing holds it.
    Submit,
}

/// Asks the form from where the person is, until it is left or handed in. The end of the input leaves.
/// `today` is what `aujourd'hui` means.
pub fn run(io: &mut dyn Lines, state: &mut FormState, today: Date, save: &mut dyn Garde) -> Result<Outcome> {
    let mut sitting = Sitting {
        io,
        state,
        today,
        save,
        refused: false,
    };
    sitting.welcome()?;
    if sitting.state.is_frozen() {
        sitting.recap()?;
        return Ok(Outcome::Draft);
    }
    if !sitting.settle()? {
        return sitting.leave();
    }
    sitting.walk()
}

/// What follows a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Forward,
    Back,
    Step(usize),
    Skip,
    Recap,
    Submit,
    Quit,
}

/// One sitting.
struct Sitting<'a> {
    io: &'a mut dyn Lines,
    state: &'a mut FormState,
    today: Date,
    save: &'a mut dyn Garde,
    /// The last submission asked for was refused.
    refused: bool,
}

impl Sitting<'_> {
    /// Title, origin of the form, how to be helped.
    fn welcome(&mut self) -> Result<()> {
        let form = self.state.form();
        let mut text = form.title.clone();
        if let Some(note) = &form.note {
            text.push('\n');
            text.push_str(note);
        }
        if self.state.is_frozen() {
            text.push_str("\nRevue transmise\u{202f}: elle ne se modifie plus.");
        } else {
            text.push_str(
                "\nTaper ? pour l'aide, :quitter pour s'arrêter\u{202f}; tout est enregistré à chaque réponse.",
            );
        }
        Ok(self.io.say(&text)?)
    }

    /// The questions in order, back and forth.
    fn walk(&mut self) -> Result<Outcome> {
        let mut told_step = None;
        let mut backwards = false;
        loop {
            if told_step != Some(self.state.step()) {
                told_step = Some(self.state.step());
                self.tell_step()?;
            }
            let field = self.state.focused().clone();
            let next = if field.fixed() {
                self.tell_fixed(&field, backwards)?
            } else if field.table().is_some() {
                self.ask_table(&field)?
            } else {
                self.ask(&field)?
            };
            let next = if self.settle()? { next } else { Next::Quit };
            backwards = next == Next::Back;
            let outcome = match next {
                Next::Quit => Some(self.leave()?),
                Next::Submit => self.submit()?,
                Next::Recap => self.end()?,
                Next::Forward if !self.forward(&field)? => self.end()?,
                Next::Forward => None,
                Next::Back => {
                    backwards = self.state.go(Move::PrevField);
                    None
                }
                Next::Skip => {
                    let step = self.state.step();
                    let moved = self.state.go(Move::NextStep);
                    self.warn(step)?;
                    if moved { None } else { self.end()? }
                }
                Next::Step(n) => self.go_to_step(n)?,
            };
            if let Some(outcome) = outcome {
                return Ok(outcome);
            }
        }
    }

    /// The next field; tells what is wrong with the one left. False at the end of the form.
    fn forward(&mut self, field: &Field) -> Result<bool> {
        let moved = self.state.go(Move::NextField);
        if !field.fixed() {
            self.tell_problems(&field.id)?;
        }
        Ok(moved)
    }

    /// Progress and the step's help.
    fn tell_step(&mut self) -> Result<()> {
        let mut text = format!("\n{}", self.state.progress());
        let step = self.state.steps().get(self.state.step());
        if let Some(help) = step.and_then(|s| s.help.as_ref()) {
            text.push('\n');
            text.push_str(help);
        }
        Ok(self.io.say(&text)?)
    }

    /// A field that nobody types in is told, not asked; going back passes over it.
    fn tell_fixed(&mut self, field: &Field, backwards: bool) -> Result<Next> {
        if backwards {
            return Ok(Next::Back);
        }
        let mut text = question::lines(self.state, field);
        if let Some(table) = field.table() {
            text.extend(table::rows(self.state, field, table));
        }
        self.io.say(&text.join("\n"))?;
        Ok(Next::Forward)
    }

    /// Says something.
    fn said(&mut self, text: &str) -> Result<()> {
        Ok(self.io.say(text)?)
    }

    /// What is wrong with a field that was left.
    fn tell_problems(&mut self, id: &str) -> Result<()> {
        for problem in self.state.problems().iter().filter(|p| p.field == id && p.due) {
            self.io.say(&question::told(problem))?;
        }
        Ok(())
    }

    /// A step left with things to mend: told, never held.
    fn warn(&mut self, step: usize) -> Result<()> {
        let state = self.state.step_state(step);
        if let StepState::ARevoir(_) = state {
            self.io.say(&format!("Étape {} {state}.", step + 1))?;
        }
        Ok(())
    }

    /// The step of that number, from 1; past the last, the recapitulation.
    fn go_to_step(&mut self, n: usize) -> Result<Option<Outcome>> {
        let steps = self.state.steps();
        let Some(step) = n.checked_sub(1).and_then(|i| steps.get(i)) else {
            let last = steps.len();
            self.said(&format!("Les étapes vont de 1 à {last}."))?;
            return Ok(None);
        };
        let to = Move::To(step.id.clone(), String::new());
        if self.state.shown(n - 1).is_empty() {
            self.said(&format!("L'étape {n} est sans objet ici."))?;
        }
        self.state.go(to);
        Ok(None)
    }
}
