//! Rows of the acts' list.

use super::Rang;
use crate::domain::{Acte, ActeId};

/// A row of the acts' list.
#[derive(Clone, Debug, PartialEq)]
pub enum LigneActe {
    /// The annex of every label in force on the reference day, whatever the act.
    EnVigueur,
    /// One act.
    Acte(Acte),
}

impl LigneActe {
    /// The rows for these acts: every label in force first.
    #[must_use]
    pub fn all(actes: Vec<Acte>) -> Vec<Self> {
        std::iter::once(Self::EnVigueur)
            .chain(actes.into_iter().map(Self::Acte))
            .collect()
    }
}

impl Rang for LigneActe {
    type Id = Option<ActeId>;

    fn id(&self) -> Option<ActeId> {
        match self {
            Self::EnVigueur => None,
            Self::Acte(acte) => Some(acte.id),
        }
    }

    fn mots(&self) -> String {
        match self {
            Self::EnVigueur => "annexe labels en vigueur".to_owned(),
            Self::Acte(a) => {
                let state = if a.publie.is_some() { "publié" } else { "projet" };
                format!("{} {} {state}", a.reference(), a.objet)
            }
        }
    }
}
