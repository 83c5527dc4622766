//! The list of reviews as a view keeps it, and back: which of them show, their order, their columns.

use super::Revues;
use crate::{
    app::Cx,
    domain::{Disposition, EtatRevue, vue::Definition},
};

/// Which reviews are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Etats {
    /// All.
    Toutes,
    /// Drafts, reopened ones too.
    Ouvertes,
    /// One state.
    Seul(EtatRevue),
}

impl Etats {
    /// In the order they follow each other, round.
    const ALL: [Self; 5] = [
        Self::Toutes,
        Self::Ouvertes,
        Self::Seul(EtatRevue::Transmis),
        Self::Seul(EtatRevue::Examine),
        Self::Seul(EtatRevue::Clos),
    ];

    /// The next ones round.
    pub(super) fn next(self) -> Self {
        let mut round = Self::ALL.into_iter().cycle().skip_while(|e| *e != self);
        round.nth(1).unwrap_or(Self::Toutes)
    }

    /// What the title says.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Toutes => "toutes",
            Self::Ouvertes => "à remplir",
            Self::Seul(etat) => etat.libelle(),
        }
    }

    /// Those of that name; None when none bears it.
    #[must_use]
    pub fn nommes(libelle: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|e| e.libelle() == libelle)
    }

    /// Whether a review in that state is shown.
    #[must_use]
    pub fn shows(self, etat: EtatRevue) -> bool {
        match self {
            Self::Toutes => true,
            Self::Ouvertes => etat.ouverte(),
            Self::Seul(only) => etat == only,
        }
    }
}

impl Revues {
    /// What the list shows now.
    #[must_use]
    pub fn definition(&self) -> Definition {
        let (tri, colonnes) = self.disposition.mots();
        Definition {
            requete: self.list.filter.text.clone(),
            tri,
            colonnes,
            etats: self.etats.libelle().to_owned(),
            horizon: String::new(),
        }
    }

    /// Shows what a view says; states it does not name, or names in words not known here, are all of them.
    pub fn take_view(&mut self, d: &Definition, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        self.etats = Etats::nommes(&d.etats).unwrap_or(Etats::Toutes);
        self.avec = None;
        self.list.filter.text.clone_from(&d.requete);
        self.list.filter.typing = false;
        self.lay_out(&d.tri, &d.colonnes, cx)
    }

    /// Gives the list an order and columns.
    pub fn lay_out(&mut self, tri: &[String], colonnes: &[String], cx: &mut Cx<'_>) -> anyhow::Result<()> {
        self.disposition = Disposition::de_la_vue(tri, colonnes);
        self.reload(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_comes_round_and_is_read_by_its_name() {
        let mut etats = Etats::Toutes;
        for expected in Etats::ALL {
            assert_eq!(etats, expected);
            assert_eq!(Etats::nommes(etats.libelle()), Some(etats));
            etats = etats.next();
        }
        assert_eq!(etats, Etats::Toutes);
    }
}
