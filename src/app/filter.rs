//! The words typed to narrow a list.

use crossterm::event::KeyCode;

use super::{Cx, action::Action, key::Key};
use crate::domain::texte;

/// Longest filter, in characters.
pub const LONGEST: usize = 200;

/// A filter: its words, and whether they are being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// What was typed.
    pub text: String,
    /// The cursor is in it.
    pub typing: bool,
    /// What of the words cannot be understood, in a sentence.
    pub probleme: Option<String>,
}

/// What a filter did with an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filtered {
    /// Nothing: the list's business.
    No,
    /// It took it, the words are the same.
    Kept,
    /// The words changed: read the list again.
    Changed,
}

impl Filter {
    /// Takes the actions that concern the words; Échap clears them.
    pub fn update(&mut self, action: &Action) -> Filtered {
        match action {
            Action::Filter => self.typing = true,
            Action::Type(key) if self.typing => return self.key(*key),
            Action::Paste(text) if self.typing => {
                let room = LONGEST.saturating_sub(self.text.chars().count());
                self.text.extend(texte::une_ligne(text).chars().take(room));
                return Filtered::Changed;
            }
            Action::Back if self.typing || !self.text.is_empty() => {
                self.typing = false;
                let changed = !self.text.is_empty();
                self.text.clear();
                return if changed {
                    Filtered::Changed
                } else {
                    Filtered::Kept
                };
            }
            Action::Open if self.typing => self.typing = false,
            _ => return Filtered::No,
        }
        Filtered::Kept
    }

    fn key(&mut self, key: Key) -> Filtered {
        match key.code {
            KeyCode::Backspace => {
                if self.text.pop().is_none() {
                    self.typing = false;
                    return Filtered::Kept;
                }
            }
            KeyCode::Char('u') if key.ctrl => self.text.clear(),
            _ => match key.typed() {
                Some(_) if self.text.chars().count() >= LONGEST => return Filtered::Kept,
                Some(c) => self.text.push_str(&texte::une_ligne(&c.to_string())),
                None => return Filtered::Kept,
            },
        }
        Filtered::Changed
    }

    /// Says what of the words cannot be understood: while they are typed, and when Entrée ends them.
    pub fn say(&self, action: &Action, cx: &mut Cx<'_>) {
        let ends = self.typing || *action == Action::Open;
        if let Some(why) = self.probleme.as_ref().filter(|_| ends && !self.text.is_empty()) {
            cx.say(why.clone());
        }
    }

    /// Its folded words, to match rows kept in memory.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        texte::mots(&self.text)
    }
}
