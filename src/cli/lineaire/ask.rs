//! One question: its answer, or the commands typed instead.

use anyhow::Result;

use super::{
    Next, Sitting,
    command::{self, Command, HELP},
    question,
};
use crate::form::{Field, Kind, Value, parse};

impl Sitting<'_> {
    /// One question that is not a table.
    pub(super) fn ask(&mut self, field: &Field) -> Result<Next> {
        let text = question::lines(self.state, field).join("\n");
        self.io.say(&text)?;
        let long = matches!(field.kind, Kind::Text { .. });
        if long {
            self.io.say("Un point seul sur une ligne termine le texte.")?;
        }
        loop {
            let Some(line) = self.io.ask("Réponse\u{202f}: ")? else {
                return Ok(Next::Quit);
            };
            match command::read(&line) {
                Command::Answer(typed) if typed.trim().is_empty() => return Ok(Next::Forward),
                Command::Answer(typed) if long => return self.long_text(field, String::new(), &typed),
                Command::Answer(typed) => {
                    let value = question::read(&field.kind, &typed, self.today);
                    self.answer(&field.id, value)?;
                    return Ok(Next::Forward);
                }
                Command::Append if long => {
                    let present = self.state.value(&field.id);
                    let start = present.as_ref().and_then(Value::text).unwrap_or_default();
                    let start = start.to_owned();
                    return self.next_lines(field, start);
                }
                Command::Clear => self
                    .answer(&field.id, None)
                    .and_then(|()| self.said("Réponse effacée."))?,
                Command::Take => match self.state.previous(&field.id) {
                    Some(value) => {
                        self.answer(&field.id, Some(value))?;
                        return Ok(Next::Forward);
                    }
                    None => self.said("La revue précédente ne répond pas à cette question.")?,
                },
                other => {
                    if let Some(next) = self.command(other)? {
                        return Ok(next);
                    }
                }
            }
        }
    }

    /// What a command does anywhere; `None`: the same question again.
    pub(super) fn command(&mut self, command: Command) -> Result<Option<Next>> {
        match command {
            Command::Back => return Ok(Some(Next::Back)),
            Command::Next => return Ok(Some(Next::Skip)),
            Command::Step(n) => return Ok(Some(Next::Step(n))),
            Command::Recap => return Ok(Some(Next::Recap)),
            Command::Submit => return Ok(Some(Next::Submit)),
            Command::Quit => return Ok(Some(Next::Quit)),
            Command::Help => self.said(HELP)?,
            Command::Unknown(line) => self.said(&format!(
                "« {line} » n'est pas une commande. Taper ? pour l'aide, :: pour écrire deux points."
            ))?,
            _ => self.said("Cette commande ne sert pas ici. Taper ? pour l'aide.")?,
        }
        Ok(None)
    }

    /// A text on several lines, its first one typed; kept at each line.
    pub(super) fn long_text(&mut self, field: &Field, mut text: String, first: &str) -> Result<Next> {
        if first.trim() == "." {
            return Ok(Next::Forward);
        }
        text.push_str(first);
        self.answer(
            &field.id,
            Some(Value::Text(crate::domain::texte::nettoyer(&text))),
        )?;
        self.next_lines(field, text)
    }

    /// The lines that follow, until a single point; the end of the input keeps what was typed.
    pub(super) fn next_lines(&mut self, field: &Field, mut text: String) -> Result<Next> {
        loop {
            let Some(line) = self.io.ask("")? else {
                return Ok(Next::Quit);
            };
            if line.trim() == "." {
                return Ok(Next::Forward);
            }
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&line);
            let value = parse(&field.kind, &text, self.today);
            self.answer(&field.id, value)?;
        }
    }

    /// Keeps an answer.
    pub(super) fn answer(&mut self, id: &str, value: Option<Value>) -> Result<()> {
        if self.state.set(id, value) {
            self.save.keep(self.state, id)?;
        }
        Ok(())
    }
}
