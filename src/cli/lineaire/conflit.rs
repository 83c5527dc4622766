//! An answer that another session changed meanwhile: the texts, and the question whose stays.

use anyhow::Result;

use super::{
    Sitting,
    command::{self, Command},
};
use crate::{app::form::conflit::words, domain::texte::plier};

impl Sitting<'_> {
    /// Asks about each answer that another session changed meanwhile. False when the person leaves it for later: both
    /// answers are kept.
    pub(super) fn settle(&mut self) -> Result<bool> {
        while let Some(told) = self.told() {
            self.said(&told)?;
            loop {
                let Some(line) = self
                    .io
                    .ask("Garder la vôtre ou prendre la leur\u{202f}? (v/l) ")?
                else {
                    return Ok(false);
                };
                let Some(leur) = side(&line) else {
                    if command::read(&line) == Command::Quit {
                        return Ok(false);
                    }
                    self.said(
                        "Répondre v (la vôtre) ou l (la leur)\u{202f}; l'autre reste au journal. \
                         :quitter laisse les deux pour plus tard.",
                    )?;
                    continue;
                };
                self.save.settle(self.state, leur)?;
                break;
            }
        }
        Ok(true)
    }

    /// The texts of the first conflict.
    fn told(&self) -> Option<String> {
        let c = self.save.conflit()?;
        let field = self.state.form().field(&c.champ);
        let said = |v| field.map_or_else(String::new, |f| words(f, v));
        let label = field.map_or(c.champ.as_str(), |f| f.label.as_str());
        Some(format!(
            "\n«\u{a0}{label}\u{a0}» a changé aussi ailleurs ({}).\nAvant\u{202f}: {}\nLa leur\u{202f}: {}\nLa vôtre\u{202f}: {}",
            c.par,
            said(c.avant.as_ref()),
            said(c.eux.as_ref()),
            said(self.state.answer(&c.champ)),
        ))
    }
}

/// Whose answer stays, theirs being true; None for anything else.
fn side(line: &str) -> Option<bool> {
    match plier(line).trim() {
        "v" | "votre" | "la votre" | "garder" | "garder la votre" => Some(false),
        "l" | "leur" | "la leur" | "prendre" | "prendre la leur" => Some(true),
        _ => None,
    }
}
