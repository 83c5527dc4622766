//! What of a review is on disk, and when the rest must go there: every answer within a second of the last
//! key, and at every field change, whatever its validity.

use std::time::{Duration, Instant};

use jiff::civil::Date;

use crate::{
    app::Cx,
    domain::{CampusId, RevueId, TypeRevue},
    form::Value,
    store::{Saisie, Store},
};

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

/// The draft of one review.
pub struct Draft {
    campus: CampusId,
    kind: TypeRevue,
    version: u32,
    toml: String,
    au: Date,
    /// The review, once begun.
    pub revue: Option<RevueId>,
    /// Whether all is on disk.
    pub saved: Saved,
    typed: Option<(Instant, Instant)>,
    moved: bool,
}

/// Step and field.
pub type Position = (String, String);

impl Draft {
    /// The draft of `campus`; `revue` when it was begun before, saved at `enregistre` (UTC); begun, it is of the
    /// label period of the reference day `au`.
    pub fn new(
        campus: CampusId,
        kind: TypeRevue,
        form: (u32, String),
        revue: Option<RevueId>,
        enregistre: Option<&str>,
        au: Date,
    ) -> Self {
        let at = enregistre.and_then(crate::clock::local_time);
        let (version, toml) = form;
        let saved = at.map_or(Saved::Never, Saved::At);
        Self {
            campus,
            kind,
            version,
            toml,
            au,
            revue,
            saved,
            typed: None,
            moved: false,
        }
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
        self.moved = self.revue.is_some();
    }

    /// When the disk must have it at the latest.
    #[must_use]
    pub fn due(&self) -> Option<Instant> {
        self.typed
            .map(|(first, last)| (last + QUIET).min(first + LONGEST))
    }

    /// Whether something typed or the place is not on disk.
    #[must_use]
    pub fn pending(&self) -> bool {
        self.typed.is_some() || self.moved
    }

    /// Whether the text being typed is not on disk.
    #[must_use]
    pub fn typing(&self) -> bool {
        self.typed.is_some()
    }

    /// The review, begun now if it was not: the first answer makes the draft, opening does not.
    fn revue(&mut self, store: &mut Store) -> crate::store::Result<RevueId> {
        if let Some(id) = self.revue {
            return Ok(id);
        }
        let id = store.start_revue(self.campus, self.kind, self.version, &self.toml, self.au)?;
        self.revue = Some(id);
        Ok(id)
    }

    /// Writes an answer and the place.
    pub fn save_answer(&mut self, cx: &mut Cx<'_>, field: &str, value: Option<&Value>, at: &Position) {
        let done = self
            .revue(cx.store)
            .and_then(|id| cx.store.save_reponse(id, field, value, (&at.0, &at.1)));
        if self.settle(done.map(|_| ())) {
            self.typed = None;
        }
    }

    /// Writes the text being typed, as it stands.
    pub fn save_typing(&mut self, store: &mut Store, saisie: &Saisie) {
        let done = self.revue(store).and_then(|id| store.save_saisie(id, saisie));
        if self.settle(done) {
            self.typed = None;
            self.moved = false;
        }
    }

    /// Writes the place.
    pub fn save_place(&mut self, store: &mut Store, at: &Position) {
        if let Some(id) = self.revue.filter(|_| self.moved) {
            let done = store.save_position(id, (&at.0, &at.1));
            self.moved = false;
            if let Err(error) = done {
                crate::log::error(&error.into());
            }
        }
    }

    /// The header tells the truth: what the disk answered. After a refusal the next try is a while away.
    fn settle(&mut self, done: crate::store::Result<()>) -> bool {
        match done {
            Ok(()) => {
                self.saved = Saved::At(crate::clock::hour());
                true
            }
            Err(error) => {
                self.saved = Saved::Failed(error.to_string());
                crate::log::error(&error.into());
                let later = Instant::now() + LONGEST;
                self.typed = self.typed.map(|_| (later, later));
                false
            }
        }
    }
}
