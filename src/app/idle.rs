//! What is done while nobody types: dependent panes follow, drafts go to disk, another session's commits show.

use std::time::Instant;

use super::{App, REST, screen::Screen};

impl App {
    /// Nothing came for a while: dependent panes follow, drafts go to disk, another session's commits show.
    pub(super) fn idle(&mut self) -> anyhow::Result<bool> {
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
        changed |= self.look_elsewhere()?;
        self.make_ahead()?;
        Ok(changed)
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

    /// What waits is shown once no key came for a while.
    pub(super) fn rest_if_waiting(&mut self) {
        self.rest_at = self.top_waits().then(|| Instant::now() + REST);
    }

    pub(super) fn top_waits(&self) -> bool {
        match self.screens.last() {
            Some(Screen::Browser(s)) => s.waits(),
            Some(Screen::Revues(s)) => s.waits(),
            _ => false,
        }
    }

    /// When [`Msg::Idle`] is wanted at the latest.
    #[must_use]
    pub fn wake_at(&self) -> Option<Instant> {
        let draft = self.form().and_then(|f| f.draft.due());
        let look = Some(self.ensemble.due());
        let ahead = self.ahead_due();
        self.rest_at
            .into_iter()
            .chain(draft)
            .chain(ahead)
            .chain(look)
            .min()
    }
}
