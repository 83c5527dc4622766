//! What the screen holds and what each action does to it.
//! Must not draw, nor know the terminal beyond the names of its keys.

pub mod action;
mod archive;
pub mod ask;
pub mod browser;
pub mod commission;
pub mod compare;
pub mod corbeille;
pub mod cursor;
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
pub mod journal;
pub mod key;
pub mod keymap;
pub mod listing;
pub mod message;
pub mod msg;
pub mod palette;
pub mod reglage;
pub mod revues;
mod sauvegarde;
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

use jiff::civil::Date;

use crate::{
    form::Forms,
    store::{Nouveautes, Store},
};
use action::Action;
use ask::Asked;
use browser::Browser;
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

    /// Reads what waited for the keyboard to rest.
    fn rest(&mut self) -> anyhow::Result<()> {
        let Some(mut top) = self.screens.pop() else {
            return Ok(());
        };
        let mut cx = self.cx(false);
        let done = match &mut top {
            Screen::Browser(browser) => browser.rest(&mut cx),
            other => other.reload(&mut cx),
        };
        self.screens.push(top);
        done
    }

    fn resized(&mut self) {
        let size = self.size;
        for screen in &mut self.screens {
            screen.resized(size);
        }
        self.rest_if_waiting();
    }

    /// What waits is shown once no key came for a while.
    fn rest_if_waiting(&mut self) {
        self.rest_at = self.top_waits().then(|| Instant::now() + REST);
    }

    /// Nothing came for a while: dependent panes follow, drafts go to disk, another session's commits show.
    fn idle(&mut self) -> anyhow::Result<bool> {
        self.ensemble.look();
        let mut changed = self.backup_of_the_day();
        if self.rest_at.is_some_and(|t| t <= Instant::now()) {
            self.rest_at = None;
            self.rest()?;
            self.rest_if_waiting();
            changed = true;
        }
        self.each_form(|form, cx| {
            changed |= form.idle(cx);
            Ok(())
        })?;
        if let Err(error) = self.store.check_file() {
            // Said once: the next key may take the sentence away, the header of a form keeps telling.
            if std::mem::replace(&mut self.estranged, true) {
                return Ok(changed);
            }
            return Err(error.into());
        }
        self.estranged = false;
        Ok(self.look_elsewhere()? || changed)
    }

    /// When [`Msg::Idle`] is wanted at the latest.
    #[must_use]
    pub fn wake_at(&self) -> Option<Instant> {
        let draft = self.form().and_then(|f| f.draft.due());
        let look = Some(self.ensemble.due());
        self.rest_at.into_iter().chain(draft).chain(look).min()
    }

    fn form(&self) -> Option<&FormScreen> {
        self.screens
            .iter()
            .rev()
            .find_map(|s| if let Screen::Form(f) = s { Some(&**f) } else { None })
    }

    fn top_waits(&self) -> bool {
        match self.screens.last() {
            Some(Screen::Browser(s)) => s.waits(),
            Some(Screen::Revues(s)) => s.waits(),
            _ => false,
        }
    }

    /// Puts on disk whatever is being typed, on every layer: in the register, else in a file beside it, which
    /// [`Self::parting`] then names.
    ///
    /// # Errors
    /// When neither could be written.
    pub fn save(&mut self) -> anyhow::Result<()> {
        let mut parting = None;
        let done = self.each_form(|form, cx| {
            form.flush(cx);
            match (&form.draft.saved, form.draft.aside()) {
                (form::draft::Saved::Failed(why), Some(depot)) => {
                    parting = Some(format!(
                        "Le registre n'a pas pu être écrit ({})\u{202f}: votre saisie est gardée dans {}\u{202f}; elle sera proposée au prochain démarrage de cmq.",
                        why.trim_end_matches('.'),
                        depot.lieu()
                    ));
                    Ok(())
                }
                (form::draft::Saved::Failed(why), None) => {
                    Err(anyhow::anyhow!("brouillon non enregistré\u{202f}: {why}"))
                }
                _ => Ok(()),
            }
        });
        self.parting = parting;
        done
    }

    /// Notes how far the journal was seen: what others change from now on is new next time. That it cannot be noted
    /// (a register that is only read) loses nothing.
    fn seen(&mut self) {
        if self.store.dommage().is_some() {
            return;
        }
        if let Err(error) = self.store.marquer_visite() {
            crate::log::error(&error.into());
        }
    }

    fn each_form(
        &mut self,
        mut f: impl FnMut(&mut FormScreen, &mut Cx<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut done = Ok(());
        for i in 0..self.screens.len() {
            done = done.and(self.on_screen(i, |screen, cx| match screen {
                Screen::Form(form) => f(form, cx),
                _ => Ok(()),
            }));
        }
        done
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

    /// Why an action means nothing where one is.
    fn out_of_place(&self, action: &Action) -> Option<&'static str> {
        if self.store.dommage().is_some() && dommage::writes(action) {
            return Some("Le registre est abîmé\u{202f}: il n'est ouvert qu'en lecture seule.");
        }
        if let Some(reason) = self.form().and_then(|form| form.without(action)) {
            return Some(reason);
        }
        let commission = match self.screens.last() {
            Some(Screen::Commission(screen)) => Some(screen),
            _ => None,
        };
        if let Some(reason) = commission.and_then(|screen| screen.disabled(action)) {
            return Some(reason);
        }
        match action {
            Action::Mark | Action::MarkAll | Action::EditMany
                if !matches!(self.screens.last(), Some(Screen::Browser(_))) =>
            {
                Some("Les lignes se marquent dans le registre\u{202f}: campus (2), partenaires (4).")
            }
            Action::News if !self.screens.last().is_some_and(Screen::tells_news) => Some(
                "Les nouveautés se montrent dans le registre (2, 4), l'échéancier (5) et les revues (6).",
            ),
            Action::New | Action::Edit | Action::Archive if commission.is_some() => None,
            Action::New | Action::Archive if matches!(self.screens.last(), Some(Screen::Vues(_))) => None,
            Action::Agenda | Action::Close | Action::Decide | Action::Publish | Action::Annex
                if commission.is_none() =>
            {
                Some("Cela se fait dans la commission (8).")
            }
            Action::New | Action::Edit
                if !matches!(self.screens.last(), Some(Screen::Browser(_) | Screen::Fiche(_))) =>
            {
                Some("Une fiche se modifie depuis le registre (2) ou depuis elle-même (Entrée l'ouvre).")
            }
            Action::Undo | Action::Redo
                if self.form().is_some() && matches!(self.screens.last(), Some(Screen::Journal(_))) =>
            {
                Some(
                    "Un formulaire est ouvert dessous\u{202f}: Échap y revient\u{202f}; sortez-en, puis annulez.",
                )
            }
            Action::Suivi | Action::Evaluation
                if matches!(
                    self.screens.last(),
                    Some(
                        Screen::Journal(_)
                            | Screen::Corbeille(_)
                            | Screen::Fusion(_)
                            | Screen::Doublons(_)
                            | Screen::Secours(_)
                    )
                ) =>
            {
                Some("Une revue s'ouvre depuis le registre (2) ou l'échéancier (5).")
            }
            Action::Export if !self.screens.last().is_some_and(Screen::lists) => {
                Some("Ici, rien ne s'exporte\u{202f}: les listes du registre (2), 5, 6, 7 et 9 le font.")
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
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
