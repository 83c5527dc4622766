//! The end of a sitting: recapitulation, submission, leaving.

use anyhow::Result;

use super::{
    Next, Outcome, Sitting,
    command::{self, Command},
    question,
};
use crate::{
    domain::texte::plier,
    form::{Move, Severity},
};

impl Sitting<'_> {
    /// The end of the form: recapitulation, then the last question.
    pub(super) fn end(&mut self) -> Result<Option<Outcome>> {
        self.recap()?;
        loop {
            let Some(line) = self.io.ask("Transmettre\u{202f}? (oui/non) ")? else {
                return self.leave().map(Some);
            };
            let next = match command::read(&line) {
                Command::Answer(typed) => match plier(&typed).as_str() {
                    "oui" | "o" => return self.submit(),
                    "non" | "n" => return self.leave().map(Some),
                    _ => {
                        self.said("Répondre oui ou non, < pour revenir à la dernière question, :etape N pour une étape.")?;
                        None
                    }
                },
                other => self.command(other)?,
            };
            match next {
                None => {}
                Some(Next::Submit) => return self.submit(),
                Some(Next::Quit) => return self.leave().map(Some),
                Some(Next::Step(n)) => return self.go_to_step(n),
                Some(Next::Recap) => self.recap()?,
                Some(_) => return Ok(None),
            }
        }
    }

    /// Hands in, or goes to the first thing that holds it.
    pub(super) fn submit(&mut self) -> Result<Option<Outcome>> {
        if self.state.is_submittable() {
            return Ok(Some(Outcome::Submit));
        }
        self.refused = true;
        self.state.touch_all();
        let problems = self.state.problems();
        let blocking: Vec<_> = problems
            .iter()
            .filter(|p| p.severity == Severity::Blocking)
            .collect();
        let plural = if blocking.len() > 1 {
            "points empêchent"
        } else {
            "point empêche"
        };
        self.said(&format!(
            "\n{} {plural} de transmettre\u{202f}; retour au premier.",
            blocking.len()
        ))?;
        if let Some(first) = blocking.first() {
            let step = self.state.steps().get(first.step).map(|s| s.id.clone());
            self.state
                .go(Move::To(step.unwrap_or_default(), first.field.clone()));
            self.said(&question::told(first))?;
        }
        Ok(None)
    }

    /// Leaving: the draft stays.
    pub(super) fn leave(&mut self) -> Result<Outcome> {
        self.said("\nBrouillon gardé\u{202f}; la même commande reprend à cette question.")?;
        Ok(if self.refused {
            Outcome::Refused
        } else {
            Outcome::Draft
        })
    }

    /// Every answer and every problem.
    pub(super) fn recap(&mut self) -> Result<()> {
        let mut out = vec!["\nRécapitulation".to_owned()];
        for step in self.state.recap() {
            out.push(format!("\n{}. {} ({})", step.step + 1, step.title, step.state));
            for line in step.lines {
                let text = match (line.text.is_empty(), line.hidden) {
                    (true, _) => "–".to_owned(),
                    (false, true) => format!("{} (sans objet, non transmis)", line.text),
                    (false, false) if line.text.contains('\n') => format!("\n{}", line.text),
                    (false, false) => line.text,
                };
                out.push(format!("{}\u{202f}: {text}", line.label));
                out.extend(line.problems.iter().map(|p| format!("  {}", question::told(p))));
            }
        }
        out.push(format!("\n{}", self.state.progress()));
        self.said(&out.join("\n"))
    }
}
