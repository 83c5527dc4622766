//! The journal as people read it: lots, their changes, before and after.

mod extrait;
mod filtre;

use jiff::civil::Date;

use super::{DatePartielle, LotId};

pub use extrait::extraits;
pub use filtre::{FiltreJournal, Sujet, UnChamp};

/// One lot as the timeline shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LotLigne {
    /// Row: the lot's number.
    pub id: LotId,
    /// UTC instant, `2026-11-23T14:02:00Z`.
    pub quand: String,
    /// Local day, None when the instant cannot be read.
    pub jour: Option<Date>,
    /// Local time, `14:02`.
    pub heure: String,
    /// Who wrote it.
    pub agent: String,
    /// Stable word of the operation.
    pub op: String,
    /// The operation as a phrase; of an undo, which lot it undoes.
    pub libelle: String,
    /// Why, when a reason was given.
    pub motif: Option<String>,
    /// How many rows it changed.
    pub changements: usize,
    /// What it is about, in words; empty when that says nothing (the register's creation).
    pub objet: String,
    /// The lot it undoes.
    pub annule: Option<LotId>,
    /// What became of it.
    pub suite: Suite,
}

/// What became of a lot since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
    /// It holds.
    EnVigueur,
    /// That lot undid it.
    Annule(LotId),
    /// It was undone, and that lot did it again.
    Retabli(LotId),
}

impl LotLigne {
    /// `23 novembre 2026 à 14:02`; the stored instant when it cannot be read.
    #[must_use]
    pub fn instant(&self) -> String {
        match self.jour {
            Some(day) => format!("{} à {}", DatePartielle::Jour(day).fr(), self.heure),
            None => self.quand.clone(),
        }
    }

    /// What it did and about what: `Réponse d'une revue · Plasticampus, suivi`.
    #[must_use]
    pub fn quoi(&self) -> String {
        if self.objet.is_empty() {
            return self.libelle.clone();
        }
        format!("{} · {}", self.libelle, self.objet)
    }

    /// What became of it, in words; empty while it holds.
    #[must_use]
    pub fn etat(&self) -> String {
        match self.suite {
            Suite::EnVigueur => String::new(),
            Suite::Annule(by) => format!("annulé par le lot {by}"),
            Suite::Retabli(by) => format!("rétabli par le lot {by}"),
        }
    }
}

/// What happened to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// It was added.
    Ajout,
    /// It was edited.
    Modification,
    /// It was taken away.
    Retrait,
}

impl Nature {
    /// Name for people and for JSON.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Ajout => "ajout",
            Self::Modification => "modification",
            Self::Retrait => "retrait",
        }
    }
}

/// One changed row of a lot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changement {
    /// Row of the journal: where the next page begins.
    pub id: i64,
    /// Kind of record, in words.
    pub genre: String,
    /// Which record, in words.
    pub objet: String,
    /// What happened to it.
    pub nature: Nature,
    /// Fields that changed; of a row added or taken away, all that it said.
    pub champs: Vec<Champ>,
}

/// One field before and after, as people read it. None: nothing was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Champ {
    /// Its French name.
    pub nom: String,
    /// Before.
    pub avant: Option<String>,
    /// After.
    pub apres: Option<String>,
}

/// A page of the timeline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageJournal {
    /// Lots found, newest first.
    pub lots: Vec<LotLigne>,
    /// Where to go on in the same direction; None when the journal ends there.
    pub suite: Option<LotId>,
}
