//! Columns of a list of reviews.

use super::{Cle, Colonne};
use crate::domain::RevueLigne;

/// A column of a list of reviews.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColonneRevue {
    /// Short name of the campus.
    Campus,
    /// Which review.
    Type,
    /// State.
    Etat,
    /// Answers.
    Reponses,
    /// What is to mend or missing before submission.
    Points,
    /// Years of the label period.
    Label,
    /// Last save.
    Enregistrement,
    /// Who keeps it.
    Agent,
    /// Number in the register.
    Id,
}

impl Colonne for ColonneRevue {
    const TOUTES: &'static [Self] = &[
        Self::Campus,
        Self::Type,
        Self::Etat,
        Self::Reponses,
        Self::Points,
        Self::Label,
        Self::Enregistrement,
        Self::Agent,
        Self::Id,
    ];
    const USUELLES: &'static [Self] = &[
        Self::Type,
        Self::Etat,
        Self::Reponses,
        Self::Points,
        Self::Label,
        Self::Enregistrement,
        Self::Agent,
    ];
    const TOUR: &'static [Self] = &[Self::Campus, Self::Etat];
    const ORDRE_USUEL: &'static str = "par enregistrement";

    fn code(self) -> &'static str {
        match self {
            Self::Campus => "campus",
            Self::Type => "type",
            Self::Etat => "etat",
            Self::Reponses => "reponses",
            Self::Points => "points",
            Self::Label => "label",
            Self::Enregistrement => "enregistrement",
            Self::Agent => "agent",
            Self::Id => "id",
        }
    }

    fn titre(self) -> &'static str {
        match self {
            Self::Campus => "Campus",
            Self::Type => "Revue",
            Self::Etat => "État",
            Self::Reponses => "Réponses",
            Self::Points => "À reprendre",
            Self::Label => "Label",
            Self::Enregistrement => "Enregistrement",
            Self::Agent => "Agent",
            Self::Id => "Id",
        }
    }

    fn largeur(self) -> u16 {
        match self {
            Self::Campus | Self::Agent => 20,
            Self::Type | Self::Etat | Self::Label => 10,
            Self::Reponses => 9,
            Self::Points => 13,
            Self::Enregistrement => 16,
            Self::Id => 4,
        }
    }

    /// What is to mend is measured for the lines in view alone.
    fn triable(self) -> bool {
        self != Self::Points
    }
}

impl ColonneRevue {
    /// What the cell says of a review of that label period: the last save as it is kept, nothing for what is measured.
    #[must_use]
    pub fn texte(self, r: &RevueLigne, periode: &str) -> String {
        match self {
            Self::Campus => r.campus_nom.clone(),
            Self::Type => r.type_revue.libelle().to_owned(),
            Self::Etat => r.etat.libelle().to_owned(),
            Self::Reponses => r.reponses.to_string(),
            Self::Points => String::new(),
            Self::Label => periode.to_owned(),
            Self::Enregistrement => r.enregistre.clone(),
            Self::Agent => r.agent.clone(),
            Self::Id => r.id.to_string(),
        }
    }

    /// What it is sorted by.
    #[must_use]
    pub fn cle(self, r: &RevueLigne, periode: &str) -> Option<Cle> {
        match self {
            Self::Type => Some(Cle::Nombres(vec![r.type_revue as i64])),
            Self::Etat => Some(Cle::Nombres(vec![r.etat as i64])),
            Self::Reponses => Cle::nombre(r.reponses),
            Self::Id => Some(Cle::Nombres(vec![r.id.0])),
            other => Cle::texte(&other.texte(r, periode)),
        }
    }
}
