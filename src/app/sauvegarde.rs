//! The backup of the day: made beside the screen, once it is drawn, and heard of only when it failed.

use std::{path::Path, thread::JoinHandle};

use super::{App, message::Message};
use crate::store;

/// How far the backup of the day is.
#[derive(Debug, Default)]
pub enum Jour {
    /// The first quiet moment begins it.
    #[default]
    Attendu,
    /// A thread is making it, on a connection of its own.
    EnCours(JoinHandle<store::Result<()>>),
    /// Nothing more to do.
    Fini,
}

impl App {
    /// Begins the backup, or looks whether it is finished. Returns whether there is something new to show.
    pub(super) fn backup_of_the_day(&mut self) -> bool {
        match &self.jour {
            Jour::Attendu => self.jour = self.begin_backup(),
            Jour::EnCours(thread) if thread.is_finished() => return self.end_backup(),
            Jour::EnCours(_) | Jour::Fini => {}
        }
        false
    }

    fn begin_backup(&self) -> Jour {
        let path = self.store.path().filter(|_| !self.options.demo);
        let due = self.store.sauvegarde_due().unwrap_or_default();
        let Some(path) = path.filter(|_| due).map(Path::to_path_buf) else {
            return Jour::Fini;
        };
        Jour::EnCours(std::thread::spawn(move || {
            store::sauvegarder_du_jour(&path).map(drop)
        }))
    }

    fn end_backup(&mut self) -> bool {
        let Jour::EnCours(thread) = std::mem::replace(&mut self.jour, Jour::Fini) else {
            return false;
        };
        let Ok(Err(error)) = thread.join() else {
            return false;
        };
        let error = anyhow::Error::new(error).context("la sauvegarde du jour n'a pas été faite");
        crate::log::error(&error);
        self.message = Some(Message::error(&error));
        true
    }
}
