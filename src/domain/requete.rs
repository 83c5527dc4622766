//! What one types after `/` or after a command: words, phrases, terms such as `région:bretagne`, what must not be.
//!
//! A line is cut ([`jetons`]), then read for the list it narrows ([`lire`]): each criterion stands for itself, a term
//! that cannot be understood is told with its place and left out, so that the others still hold.

mod jetons;
mod juge;
mod lecture;
mod noms;
mod termes;

use std::{collections::HashSet, ops::Range};

use super::{DatePartielle, EtatRevue, TypeEcheance, TypeRevue};

pub use jetons::{Comparaison, Jeton, Quoi, jetons, ligne};
pub use juge::dans;
pub use lecture::lire;
pub use noms::{Nomme, Noms};
pub use termes::{Champ, Manque, Sur, aide};

/// One thing that a line asks for. Every one must hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Critere {
    /// It must not hold.
    pub nie: bool,
    /// What.
    pub quoi: Cherche,
    /// Of lists that are not of campuses nor of partners: the rows it holds for by what campuses say (campuses of
    /// deadlines and reviews, régions, filières). None: the line itself decides.
    pub parmi: Option<HashSet<i64>>,
}

/// What a criterion looks for; words are folded.
#[derive(Clone, Debug, PartialEq)]
pub enum Cherche {
    /// Beginnings of words, each anywhere.
    Mots(Vec<String>),
    /// Whole words that follow each other.
    Phrase(String),
    /// One of these rows of a nomenclature: régions with those they succeed, académies, filières, types of partner.
    Rangs(Champ, Vec<i64>),
    /// Beginnings of words of one thing the line says.
    Dit(Champ, Vec<String>),
    /// One of these states, in the words of [`super::Etat::libelle`], of the label or of the directory.
    Etats(Vec<&'static str>),
    /// One of these states of a review.
    EtatsRevue(Vec<EtatRevue>),
    /// One of these kinds of deadline.
    Echeances(Vec<TypeEcheance>),
    /// One of these kinds of review.
    Revues(Vec<TypeRevue>),
    /// A date before, in or after another.
    Date(Champ, Comparaison, DatePartielle),
    /// Something is not there.
    Manque(Manque),
}

/// How bad what could not be read is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gravite {
    /// It is still being typed: a screen waits, a command refuses.
    EnCours,
    /// It cannot be meant so.
    Refus,
    /// No term looks like it: it was taken for words.
    Mots,
}

/// What could not be read of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faute {
    /// Its bytes in the line.
    pub place: Range<usize>,
    /// How bad it is.
    pub gravite: Gravite,
    /// A sentence without its full stop.
    pub phrase: String,
    /// What may have been meant, the nearest first.
    pub proches: Vec<String>,
    /// The mend, when nothing is near.
    pub conseil: String,
}

impl Lecture {
    /// What a screen says of the line: the first thing that is wrong for sure.
    #[must_use]
    pub fn probleme(&self) -> Option<String> {
        let sure = self.fautes.iter().find(|f| f.gravite != Gravite::EnCours);
        sure.map(Faute::dite)
    }
}

impl Faute {
    /// The sentence, with what may have been meant or the mend.
    #[must_use]
    pub fn dite(&self) -> String {
        match self.proches.as_slice() {
            [] if self.conseil.is_empty() => format!("{}.", self.phrase),
            [] => format!("{}\u{202f}: {}.", self.phrase, self.conseil),
            near => format!(
                "{}. Vouliez-vous dire {}\u{202f}?",
                self.phrase,
                near.join(" ou ")
            ),
        }
    }
}

/// A line that was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lecture {
    /// What holds.
    pub criteres: Vec<Critere>,
    /// What could not be read.
    pub fautes: Vec<Faute>,
}
