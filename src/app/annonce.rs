//! A screen still to come: says in one sentence what it will show.

use super::action::Action;

/// Title and sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annonce {
    /// Its name.
    pub title: &'static str,
    /// What it will show.
    pub sentence: &'static str,
}

impl Annonce {
    /// The announcement of a screen.
    #[must_use]
    pub fn of(action: &Action) -> Self {
        let (title, sentence) = match action {
            Action::Commission => (
                "Commission",
                "Cet écran montrera les séances : membres présents par collège, ordre du jour, avis et décisions.",
            ),
            Action::Journal => (
                "Journal",
                "Cet écran montrera qui a changé quoi, quand, avec avant et après. Le journal est déjà tenu ; « cmq journal --verifier » en contrôle la chaîne.",
            ),
            _ => (
                "Tableau de bord",
                "Cet écran montrera la carte de France des campus, les suivis et évaluations par trimestre et les indicateurs communs.",
            ),
        };
        Self { title, sentence }
    }
}
