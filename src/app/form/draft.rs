//! What of a form is on disk, and when the rest must go there: every answer within a second of the last
//! key, and at every field change, whatever its validity.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use crate::store::Depot;

/// Quiet after which what is being typed goes to disk.
const QUIET: Duration = Duration::from_millis(600);
/// Longest that typing without a pause stays off the disk.
const LONGEST: Duration = Duration::from_secs(4);

/// Whether all is on disk. The header says it in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// Nothing was ever typed: no draft.
    Never,
    /// All of it, at this local time (`14:02`).
    At(String),
    /// Not what was typed last.
    NotYet,
    /// The disk refused, for this reason.
    Failed(String),
}

/// The draft of one form.
pub struct Draft {
    /// Whether all is on disk.
    pub saved: Saved,
    /// The file beside the register that holds what the register could not take, and whether it holds the last of it.
    depot: Option<Depot>,
    whole: bool,
    /// Fields whose answer is not on disk yet.
    owed: BTreeSet<String>,
    begun: bool,
    typed: Option<(Instant, Instant)>,
    /// When the disk is asked again after it refused.
    retry: Option<Instant>,
    moved: bool,
}

/// Step and field.
pub type Position = (String, String);

impl Draft {
    /// A draft, begun before when it was saved at `enregistre` (UTC).
    #[must_use]
    pub fn new(begun: bool, enregistre: Option<&str>) -> Self {
        let at = enregistre.and_then(crate::clock::local_time);
        Self {
            saved: at.map_or(Saved::Never, Saved::At),
            depot: None,
            whole: false,
            owed: BTreeSet::new(),
            begun,
            typed: None,
            retry: None,
            moved: false,
        }
    }

    /// Whether there is one on disk.
    #[must_use]
    pub fn begun(&self) -> bool {
        self.begun
    }

    /// A key changed what is being typed.
    pub fn touch(&mut self) {
        let now = Instant::now();
        let first = self.typed.map_or(now, |(first, _)| first);
        self.typed = Some((first, now));
        if !matches!(self.saved, Saved::Failed(_)) {
            self.saved = Saved::NotYet;
        }
    }

    /// The focus moved: the place goes to disk with the next save.
    pub fn moved(&mut self) {
        self.moved = self.begun;
    }

    /// Whether the place has to go to disk; asked once.
    pub fn take_moved(&mut self) -> bool {
        std::mem::take(&mut self.moved)
    }

    /// The file beside the register, when it holds all that the register could not take.
    #[must_use]
    pub fn aside(&self) -> Option<&Depot> {
        self.depot.as_ref().filter(|_| self.whole)
    }

    /// Puts aside, over what was put before, what `put` writes to the file.
    pub fn put_aside(
        &mut self,
        put: impl FnOnce(&mut Option<Depot>) -> crate::store::Result<()>,
    ) -> crate::store::Result<()> {
        let done = put(&mut self.depot);
        self.whole = done.is_ok();
        done
    }

    /// The register has it all: what was put aside is thrown away.
    pub fn forget_aside(&mut self) {
        if let Some(depot) = self.depot.take() {
            depot.oublier();
        }
    }

    /// An answer has to go to disk.
    pub fn owe(&mut self, field: &str) {
        self.owed.insert(field.to_owned());
    }

    /// An answer is on disk.
    pub fn paid(&mut self, field: &str) {
        self.owed.remove(field);
    }

    /// The fields whose answer is not on disk yet.
    #[must_use]
    pub fn owed(&self) -> &BTreeSet<String> {
        &self.owed
    }

    /// Whether the disk refused and has to be asked again.
    #[must_use]
    pub fn refused(&self) -> bool {
        self.retry.is_some()
    }

    /// When the disk must have it at the latest.
    #[must_use]
    pub fn due(&self) -> Option<Instant> {
        let quiet = self
            .typed
            .map(|(first, last)| (last + QUIET).min(first + LONGEST));
        quiet.into_iter().chain(self.retry).min()
    }

    /// Whether something typed or the place is not on disk.
    #[must_use]
    pub fn pending(&self) -> bool {
        self.typed.is_some() || self.refused() || self.moved
    }

    /// Whether the text being typed is not on disk.
    #[must_use]
    pub fn typing(&self) -> bool {
        self.typed.is_some()
    }

    /// What the disk answered: whether there is a draft now, or why not. The header tells the truth.
    /// After a refusal the next try is a while away. Says whether all is on disk.
    pub fn settle(&mut self, done: crate::store::Result<bool>) -> bool {
        match done {
            Ok(begun) => {
                self.begun = begun;
                self.typed = None;
                self.retry = None;
                self.saved = if begun {
                    Saved::At(crate::clock::hour())
                } else {
                    Saved::Never
                };
                true
            }
            Err(error) => {
                self.saved = Saved::Failed(error.to_string());
                crate::log::error(&error.into());
                let later = Instant::now() + LONGEST;
                self.typed = self.typed.map(|_| (later, later));
                self.retry = Some(later);
                false
            }
        }
    }
}
