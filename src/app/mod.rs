//! What the screen holds and what each action does to it.
//! Must not draw, nor know the terminal beyond the names of its keys.

pub mod action;
mod ahead;
mod archive;
pub mod ask;
pub mod browser;
pub mod commission;
pub mod compare;
pub mod corbeille;
pub mod cursor;
mod cx;
mod dispositions;
pub mod dommage;
mod droits;
pub mod echeancier;
mod ensemble;
pub mod exporter;
pub mod fiche;
pub mod filter;
pub mod form;
pub mod fusion;
pub mod geometry;
pub mod groupe;
mod history;
mod idle;
pub mod journal;
pub mod key;
pub mod keymap;
pub mod listing;
pub mod message;
pub mod msg;
pub mod palette;
mod place;
pub mod reglage;
pub mod revues;
mod sauvegarde;
mod save;
pub mod screen;
pub mod secours;
mod stack;
pub mod tableau;
mod undo;
pub mod vues;

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    time::{Duration, Instant},
};

use crate::{
    form::Forms,
    store::{Nouveautes, Store},
};
use action::Action;
use ask::Asked;
use browser::Browser;
pub use cx::{Cx, Options};
pub use droits::Enclos;
use form::FormScreen;
use keymap::{Context, Keymap};
use message::Message;
use msg::{Effect, Msg};
use screen::Screen;

/// A key that comes sooner than this after the one before is held: dependent panes wait.
const HELD: Duration = Duration::from_millis(100);
/// Dependent panes follow when no key came for this long.
const REST: Duration = Duration::from_millis(120);

/// The program ends: writers wait a second at most from now on.
pub fn hurry() {
    crate::store::hurry();
}

/// The whole program but its terminal.
pub struct App {
    /// The register.
    pub store: Store,
    /// Forms as shipped, or those of a pilot.
    pub forms: Forms,
    /// The key table.
    pub keymap: Keymap,
    /// The stack: the register at the bottom, what is open above it.
    pub screens: Vec<Screen>,
    /// The status line.
    pub message: Option<Message>,
    /// Columns and rows.
    pub size: (u16, u16),
    /// Reference day and mode.
    pub options: Options,
    /// Set when the program must end, with its exit code.
    pub end: Option<u8>,
    /// What to say once the terminal is given back: where what the register could not take is.
    pub parting: Option<String>,
    effects: Vec<Effect>,
    /// What others changed since this agent's last visit.
    pub nouveautes: Nouveautes,
    /// What was just asked for: the same key again confirms.
    asked: Option<Asked>,
    /// Screens made before they are asked for.
    ahead: ahead::Ahead,
    /// Others at the same work.
    ensemble: ensemble::Ensemble,
    last_key: Option<Instant>,
    rest_at: Option<Instant>,
    /// It was said that the register is no longer the file that was opened.
    estranged: bool,
    jour: sauvegarde::Jour,
    /// The damage of the register has been said.
    dommage_dit: bool,
}

impl App {
    /// Opens the register's screen with the shipped keys.
    pub fn new(store: Store, forms: Forms, options: Options, size: (u16, u16)) -> anyhow::Result<Self> {
        let keymap = Keymap::shipped().map_err(anyhow::Error::msg)?;
        Self::with_keys(keymap, store, forms, options, size)
    }

    /// Opens the register's screen.
    pub fn with_keys(
        keymap: Keymap,
        store: Store,
        forms: Forms,
        options: Options,
        size: (u16, u16),
    ) -> anyhow::Result<Self> {
        let nouveautes = store.nouveautes()?;
        let mut app = Self {
            nouveautes,
            store,
            forms,
            keymap,
            screens: Vec::new(),
            message: None,
            size,
            options,
            end: None,
            parting: None,
            effects: Vec::new(),
            asked: None,
            ahead: ahead::Ahead::default(),
            ensemble: ensemble::Ensemble::default(),
            last_key: None,
            rest_at: None,
            estranged: false,
            jour: sauvegarde::Jour::default(),
            dommage_dit: false,
        };
        let browser = Browser::new(&mut app.cx(false))?;
        app.screens.push(Screen::Browser(Box::new(browser)));
        Ok(app)
    }

    fn cx(&mut self, held: bool) -> Cx<'_> {
        Cx {
            store: &mut self.store,
            forms: &self.forms,
            options: &self.options,
            nouveautes: &self.nouveautes,
            size: self.size,
            message: &mut self.message,
            effects: &mut self.effects,
            held,
        }
    }

    /// What happened. Never fails: an error becomes the status line and a line of the log.
    /// Returns whether anything may have changed on the screen.
    pub fn handle(&mut self, msg: Msg) -> bool {
        let result = match msg {
            Msg::Key(key) => {
                let Some(action) = self.keymap.action(&self.contexts(), key) else {
                    return false;
                };
                self.message = None;
                self.perform(&action)
            }
            Msg::Paste(text) => self.paste(text),
            Msg::Resize(w, h) => {
                self.size = (w, h);
                self.resized();
                Ok(())
            }
            Msg::Idle => match self.idle() {
                Ok(changed) => return self.say_damage() || changed,
                Err(e) => Err(e),
            },
            Msg::Redraw => Ok(()),
            Msg::End(code) => {
                self.end = Some(code);
                self.seen();
                let saved = self.save();
                if let Err(error) = &saved {
                    self.parting = Some(format!(
                        "La fin de la saisie n'a pas pu être gardée\u{202f}: {error:#}."
                    ));
                }
                saved
            }
        };
        if self.rest_at.is_none() {
            // What was just opened may wait too.
            self.rest_if_waiting();
        }
        if let Err(error) = result {
            crate::log::error(&error);
            self.met_damage(&error);
            self.message = Some(self.error_message(&error));
        }
        self.say_damage();
        true
    }

    /// Reads again what the top screen shows, the selection staying on its record.
    fn reload(&mut self) -> anyhow::Result<()> {
        self.on_top(Screen::reload)
    }

    /// Text pasted in one piece. What is longer than a filter or a line may be is cut; the fields of a form see to it
    /// themselves.
    fn paste(&mut self, mut text: String) -> anyhow::Result<()> {
        let most = match self.contexts().first() {
            Some(Context::Filter | Context::Palette | Context::Choose | Context::Jump) => filter::LONGEST,
            Some(Context::Cell | Context::Dialog | Context::Exporter) => form::editor::LONGEST_LINE,
            _ => usize::MAX,
        };
        let cut = text.char_indices().nth(most).map(|(end, _)| end);
        if let Some(end) = cut {
            text.truncate(end);
        }
        self.message = None;
        self.perform(&Action::Paste(text))?;
        if cut.is_some() && self.message.is_none() {
            self.message = Some(Message::info(
                "Texte collé trop long pour ici\u{202f}: seul son début a été gardé.",
            ));
        }
        Ok(())
    }

    fn resized(&mut self) {
        let size = self.size;
        for screen in &mut self.screens {
            screen.resized(size);
        }
        self.rest_if_waiting();
    }

    fn form(&self) -> Option<&FormScreen> {
        self.screens
            .iter()
            .rev()
            .find_map(|s| if let Screen::Form(f) = s { Some(&**f) } else { None })
    }

    /// Lets the top screen change.
    fn on_top(
        &mut self,
        f: impl FnOnce(&mut Screen, &mut Cx<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        match self.screens.len().checked_sub(1) {
            Some(top) => self.on_screen(top, f),
            None => Ok(()),
        }
    }

    /// Lets one screen of the stack change. A panic in it leaves the screen in its place: what is typed there is
    /// saved before the program ends.
    fn on_screen<T>(
        &mut self,
        i: usize,
        f: impl FnOnce(&mut Screen, &mut Cx<'_>) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        let mut screen = self.screens.remove(i);
        let done = catch_unwind(AssertUnwindSafe(|| f(&mut screen, &mut self.cx(false))));
        self.screens.insert(i, screen);
        done.unwrap_or_else(|panic| resume_unwind(panic))
    }

    /// The terminal takes no text that long.
    pub fn say_too_long_to_copy(&mut self) {
        self.message = Some(Message::info(
            "Texte trop long pour le presse-papiers du terminal.",
        ));
    }

    /// What the terminal is asked to do since the last call.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// Contexts of the top screen, narrowest first.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        self.screens
            .last()
            .map_or_else(|| vec![Context::Global], Screen::contexts)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::*;

    #[test]
    fn a_panic_in_a_screen_leaves_it_in_its_place() {
        let options = Options {
            au: Date::constant(2016, 6, 1),
            au_choisi: true,
            demo: false,
            enclos: None,
        };
        let store = Store::in_memory("essai").unwrap();
        let mut app = App::new(store, Forms::default(), options, (80, 24)).unwrap();
        app.perform(&Action::Echeancier).unwrap();
        let hit = catch_unwind(AssertUnwindSafe(|| {
            app.on_top(|_, cx| {
                assert!(cx.held, "asked for by the test");
                Ok(())
            })
        }));
        assert!(hit.is_err());
        assert!(matches!(app.screens.last(), Some(Screen::Echeancier(_))));
        assert_eq!(app.screens.len(), 2);
    }
}
