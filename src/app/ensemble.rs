//! Others at the same work: what is open here is said, what they write shows within a second, and a register that they
//! keep busy is tried again.

use std::time::{Duration, Instant};

use super::{App, action::Action, message::Message, screen::Screen};
use crate::store::{
    Elsewhere, Error,
    presence::{BATTEMENT, passing},
};

/// How often another session's commits are looked for.
const LOOK: Duration = Duration::from_millis(800);
/// How long a word to the others waits after it could not be said.
const LATER: Duration = Duration::from_secs(2);

/// What this session told the others, and when it looks again.
#[derive(Debug)]
pub struct Ensemble {
    /// What is open here for writing, as said.
    said: Vec<String>,
    /// When it is said again at the latest; None when there is nothing to say.
    beat: Option<Instant>,
    /// Not before, after a failure.
    not_before: Option<Instant>,
    /// When others were last looked for.
    looked: Instant,
    /// What the busy register refused.
    retry: Option<Action>,
}

impl Default for Ensemble {
    fn default() -> Self {
        Self {
            said: Vec::new(),
            beat: None,
            not_before: None,
            looked: Instant::now(),
            retry: None,
        }
    }
}

impl Ensemble {
    /// Others are looked for now; whatever comes of it, not again at once.
    pub(super) fn look(&mut self) {
        self.looked = Instant::now();
    }

    /// When others are looked for again.
    pub(super) fn due(&self) -> Instant {
        self.looked + LOOK
    }
}

impl App {
    /// Shows what others wrote, and who they are. Says whether anything may have changed on the screen.
    pub(super) fn look_elsewhere(&mut self) -> anyhow::Result<bool> {
        let changed = match self.store.elsewhere()? {
            Elsewhere::Nothing => false,
            Elsewhere::Presence => self.who_is_here()?,
            Elsewhere::Rows => {
                self.who_is_here()?;
                self.each_form(|form, cx| form.pull(cx).map(drop))?;
                self.nouveautes = self.store.nouveautes()?;
                self.reload()?;
                self.ahead.look_again();
                true
            }
        };
        Ok(self.say_present()? || changed)
    }

    /// Reads again who else has open what is open here.
    fn who_is_here(&mut self) -> anyhow::Result<bool> {
        let taken = if self.ensemble.said.is_empty() {
            Vec::new()
        } else {
            self.store.taken_over()?
        };
        let mut changed = false;
        self.each_form(|form, cx| {
            changed |= form.meet(cx)?;
            let objet = form.objet();
            let by = taken.iter().find(|(o, _)| Some(o) == objet.as_ref());
            if let Some((_, agent)) = by.filter(|_| form.lecture.is_none()) {
                form.hand_over(agent, cx)?;
                changed = true;
            }
            Ok(())
        })?;
        for i in 0..self.screens.len() {
            changed |= self.on_screen(i, |screen, cx| match screen {
                Screen::Browser(browser) => browser.meet(cx),
                _ => Ok(false),
            })?;
        }
        if matches!(self.screens.last(), Some(Screen::Fiche(_))) {
            self.reload()?;
            changed = true;
        }
        Ok(changed)
    }

    /// Tells the others what is open here for writing: when that changed, and now and then that it still is. Where
    /// someone was quicker, the form learns it. Says whether anything may have changed on the screen.
    pub(super) fn say_present(&mut self) -> anyhow::Result<bool> {
        if self.store.path().is_none() {
            return Ok(false);
        }
        let open = self.screens.iter().filter_map(|s| match s {
            Screen::Form(form) if form.open_for_writing() => form.objet(),
            _ => None,
        });
        let mut wanted: Vec<String> = open.collect();
        wanted.sort();
        wanted.dedup();
        let now = Instant::now();
        let same = wanted == self.ensemble.said;
        let early = self.ensemble.not_before.is_some_and(|t| now < t);
        if early || same && self.ensemble.beat.is_none_or(|t| now < t) {
            return Ok(false);
        }
        match self.store.present(&wanted) {
            Ok(()) => {
                self.ensemble.beat = (!wanted.is_empty()).then(|| now + BATTEMENT);
                self.ensemble.not_before = None;
                self.ensemble.said = wanted;
            }
            Err(error) => {
                self.ensemble.not_before = Some(now + LATER);
                if !passing(&error) {
                    crate::log::error(&error.into());
                }
                return Ok(false);
            }
        }
        if same {
            return self.who_is_here();
        }
        let before = self.message.clone();
        self.each_form(|form, cx| form.met(cx).map_err(Into::into))?;
        Ok(self.message != before)
    }

    /// Does again what the busy register refused.
    pub(super) fn retry(&mut self) -> anyhow::Result<()> {
        let Some(action) = self.ensemble.retry.take() else {
            self.message = Some(Message::info("Rien à réessayer."));
            return Ok(());
        };
        self.perform(&action)
    }

    /// Keeps in mind what the busy register refused; anything else makes it forgotten.
    pub(super) fn remember(&mut self, action: &Action, done: &anyhow::Result<()>) {
        let refused = done.as_ref().is_err_and(busy);
        self.ensemble.retry = refused.then(|| action.clone());
    }

    /// An error as the status line says it; of a busy register, who keeps it so and how to try again.
    pub(super) fn error_message(&self, error: &anyhow::Error) -> Message {
        if !busy(error) {
            return Message::error(error);
        }
        let how = if self.ensemble.retry.is_some() {
            "F12 réessaie"
        } else {
            "réessayez dans un instant"
        };
        Message::info(format!(
            "{} Rien n'est perdu\u{202f}: {how}.",
            busy_words(&self.store)
        ))
    }
}

/// `Le registre est occupé depuis plus de cinq secondes, par Durand.`
pub(super) fn busy_words(store: &crate::store::Store) -> String {
    let who = store
        .occupant()
        .unwrap_or_else(|| "on ne sait par qui".to_owned());
    format!("Le registre est occupé depuis plus de cinq secondes, {who}.")
}

impl Drop for App {
    /// What was open here is no longer; a session that cannot say so is known gone by its process.
    fn drop(&mut self) {
        if !self.ensemble.said.is_empty() {
            let _ = self.store.present(&[]);
        }
    }
}

/// Whether the register was busy for too long.
fn busy(error: &anyhow::Error) -> bool {
    let is = |e: &(dyn std::error::Error + 'static)| matches!(e.downcast_ref(), Some(Error::Busy));
    error.chain().any(is)
}
