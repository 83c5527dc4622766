//! A review of a campus: the two-year suivi or the fourth-year évaluation.

use super::{CampusId, RevueId};

/// Which review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TypeRevue {
    /// Bilan d'étape, due two years after the label's start.
    Suivi,
    /// Évaluation of the fourth year.
    Evaluation,
}

impl TypeRevue {
    /// Stable name, as stored and as typed (`suivi`, `evaluation`).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Suivi => "suivi",
            Self::Evaluation => "evaluation",
        }
    }

    /// Name for people.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Suivi => "Suivi à deux ans",
            Self::Evaluation => "Évaluation de la quatrième année",
        }
    }

    /// Name in a word.
    #[must_use]
    pub fn court(self) -> &'static str {
        match self {
            Self::Suivi => "suivi",
            Self::Evaluation => "évaluation",
        }
    }

    /// What a participle takes after the name: `transmis`, `transmise`.
    #[must_use]
    pub fn accord(self) -> &'static str {
        match self {
            Self::Suivi => "",
            Self::Evaluation => "e",
        }
    }

    /// The form used today for this review.
    #[must_use]
    pub fn form_id(self) -> &'static str {
        match self {
            Self::Suivi => "suivi-2013",
            Self::Evaluation => "evaluation-2013",
        }
    }

    /// Reads [`Self::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Suivi, Self::Evaluation]
            .into_iter()
            .find(|t| t.code() == code)
    }
}

/// Where a review stands: brouillon → transmis → examiné → clos, and rouvert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EtatRevue {
    /// Being filled in.
    Brouillon,
    /// Handed in, frozen.
    Transmis,
    /// Seen by the commission.
    Examine,
    /// Finished.
    Clos,
    /// Reopened with a reason: a draft again.
    Rouvert,
}

impl EtatRevue {
    /// Every state, in order.
    pub const ALL: [Self; 5] = [
        Self::Brouillon,
        Self::Transmis,
        Self::Examine,
        Self::Clos,
        Self::Rouvert,
    ];

    /// Stable name, as stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Brouillon => "brouillon",
            Self::Transmis => "transmis",
            Self::Examine => "examine",
            Self::Clos => "clos",
            Self::Rouvert => "rouvert",
        }
    }

    /// Name for people.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Examine => "examiné",
            other => other.code(),
        }
    }

    /// Whether answers may still be written.
    #[must_use]
    pub fn ouverte(self) -> bool {
        matches!(self, Self::Brouillon | Self::Rouvert)
    }

    /// Reads [`Self::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|e| e.code() == code)
    }
}

impl RevueLigne {
    /// What words find it by: campus, kind, state, inspector, years of the label period, form.
    #[must_use]
    pub fn dite(&self, periode: &str) -> String {
        [
            &self.campus_nom,
            self.type_revue.libelle(),
            self.type_revue.code(),
            self.etat.libelle(),
            &self.agent,
            periode,
            &self.form_id,
        ]
        .join(" ")
    }
}

/// A review as a list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct RevueLigne {
    /// Row.
    pub id: RevueId,
    /// Campus reviewed.
    pub campus: CampusId,
    /// Its short name.
    pub campus_nom: String,
    /// Which review.
    pub type_revue: TypeRevue,
    /// Where it stands.
    pub etat: EtatRevue,
    /// The agent who keeps it.
    pub agent: String,
    /// Form and version it was begun with.
    pub form_id: String,
    /// Version of the form.
    pub form_version: u32,
    /// Last save, UTC, `2026-11-23T14:02:00Z`.
    pub enregistre: String,
    /// Field left at, if any: step id, field id.
    pub position: Option<(String, String)>,
    /// Answers on disk.
    pub reponses: usize,
}
