//! What a screen is given while it changes, and how the program was opened.

use jiff::civil::Date;

use super::{Enclos, message::Message, msg::Effect};
use crate::{
    form::Forms,
    store::{Nouveautes, Store},
};

/// How the program was opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// Reference day.
    pub au: Date,
    /// Whether the person chose that day: the title then says so.
    pub au_choisi: bool,
    /// Demonstration on a throw-away copy.
    pub demo: bool,
    /// What a restricted session is held to; None elsewhere.
    pub enclos: Option<Enclos>,
}

/// What a screen may use while it changes.
pub struct Cx<'a> {
    /// The register.
    pub store: &'a mut Store,
    /// Forms as shipped, or those of a pilot.
    pub forms: &'a Forms,
    /// Reference day and mode.
    pub options: &'a Options,
    /// What others changed since this agent's last visit.
    pub nouveautes: &'a Nouveautes,
    /// Columns and rows.
    pub size: (u16, u16),
    /// The status line.
    pub message: &'a mut Option<Message>,
    /// What the terminal is asked to do.
    pub effects: &'a mut Vec<Effect>,
    /// The key came so soon that it is being held.
    pub held: bool,
}

impl Cx<'_> {
    /// Puts a sentence on the status line.
    pub fn say(&mut self, text: impl Into<String>) {
        *self.message = Some(Message::info(text));
    }
}
