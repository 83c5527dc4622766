//! What is likely to be opened next, made while nobody types: the échéancier and the map of France are there at the key,
//! whatever time their reading takes.

use std::time::Instant;

use jiff::civil::Date;

use super::{App, REST, echeancier::Echeancier, screen::Screen, tableau::Tableau};
use crate::domain::LotId;

/// With more campuses than that, making a screen would keep a key waiting: it is made when asked for.
const MOST: usize = 2_000;

/// Screens made before they are asked for.
pub struct Ahead {
    /// What they were made of.
    of: Option<(LotId, Date)>,
    echeancier: Option<Echeancier>,
    tableau: Option<Box<Tableau>>,
    /// When to look whether something is to be made; None once all is.
    due: Option<Instant>,
}

impl Default for Ahead {
    fn default() -> Self {
        Self {
            of: None,
            echeancier: None,
            tableau: None,
            due: Some(Instant::now() + REST),
        }
    }
}

impl Ahead {
    /// A key, or another session's commit: something may have changed.
    pub(super) fn look_again(&mut self) {
        self.due = Some(Instant::now() + REST);
    }
}

impl App {
    /// The échéancier, made ahead when nothing changed since.
    pub(super) fn echeancier(&mut self) -> anyhow::Result<Echeancier> {
        self.forget_old()?;
        match self.ahead.echeancier.take() {
            Some(mut screen) => {
                screen.list.reveal(self.size);
                Ok(screen)
            }
            None => Echeancier::new(&mut self.cx(false)),
        }
    }

    /// The dashboard, made ahead when nothing changed since.
    pub(super) fn tableau(&mut self) -> anyhow::Result<Box<Tableau>> {
        self.forget_old()?;
        match self.ahead.tableau.take() {
            Some(mut screen) => {
                screen.resized(self.size);
                Ok(screen)
            }
            None => Ok(Box::new(Tableau::new(&mut self.cx(false))?)),
        }
    }

    /// When something is to be made: once no key came for a while.
    pub(super) fn ahead_due(&self) -> Option<Instant> {
        self.ahead.due.filter(|_| self.leads_anywhere())
    }

    /// Makes one screen, if it is time: a key waits for one at most.
    pub(super) fn make_ahead(&mut self) -> anyhow::Result<()> {
        if self.ahead_due().is_none_or(|due| due > Instant::now()) {
            return Ok(());
        }
        self.forget_old()?;
        let top = self.screens.last();
        let echeancier = self.ahead.echeancier.is_none() && !matches!(top, Some(Screen::Echeancier(_)));
        let tableau = self.ahead.tableau.is_none() && !matches!(top, Some(Screen::Tableau(_)));
        self.ahead.due = None;
        if !(echeancier || tableau) || self.store.plus_de_campus(MOST)? {
            return Ok(());
        }
        if echeancier {
            self.ahead.echeancier = Some(Echeancier::new(&mut self.cx(false))?);
            self.ahead.due = tableau.then(Instant::now);
        } else {
            self.ahead.tableau = Some(Box::new(Tableau::new(&mut self.cx(false))?));
        }
        Ok(())
    }

    /// Drops what was made of other rows, or for another day.
    fn forget_old(&mut self) -> anyhow::Result<()> {
        let now = (self.store.dernier_lot()?, self.options.au);
        if self.ahead.of.replace(now) != Some(now) {
            self.ahead.echeancier = None;
            self.ahead.tableau = None;
        }
        Ok(())
    }

    /// Whether the screens of the digits are a key away: not from a form or a dialog.
    fn leads_anywhere(&self) -> bool {
        matches!(
            self.screens.last(),
            Some(
                Screen::Browser(_)
                    | Screen::Fiche(_)
                    | Screen::Echeancier(_)
                    | Screen::Revues(_)
                    | Screen::Tableau(_)
                    | Screen::Commission(_)
                    | Screen::Journal(_)
            )
        )
    }
}
