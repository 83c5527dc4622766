//! Deadlines of a label: a pure function of label, regime, what is done and the reference day.

use jiff::civil::Date;

use super::{DatePartielle, EtatRevue, Label, Regime, RevueId, TypeRevue};

/// What falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TypeEcheance {
    /// Two-year review.
    Suivi,
    /// Fourth-year evaluation.
    Evaluation,
    /// Renewal file.
    Renouvellement,
    /// End of the label.
    Fin,
}

impl TypeEcheance {
    /// Every kind, in a label's order.
    pub const ALL: [Self; 4] = [Self::Suivi, Self::Evaluation, Self::Renouvellement, Self::Fin];

    /// Stable name (`suivi`, `evaluation`, `renouvellement`, `fin`).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Suivi => "suivi",
            Self::Evaluation => "evaluation",
            Self::Renouvellement => "renouvellement",
            Self::Fin => "fin",
        }
    }

    /// Name for people.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Suivi => "suivi",
            Self::Evaluation => "évaluation",
            Self::Renouvellement => "renouvellement",
            Self::Fin => "fin du label",
        }
    }

    /// The review that answers it, if one does.
    #[must_use]
    pub fn revue(self) -> Option<TypeRevue> {
        match self {
            Self::Suivi => Some(TypeRevue::Suivi),
            Self::Evaluation => Some(TypeRevue::Evaluation),
            _ => None,
        }
    }
}

/// State of a deadline on the reference day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Etat {
    /// Not yet.
    AVenir,
    /// The time has come.
    AFaire,
    /// A draft exists.
    EnCours,
    /// All of the span is past and nothing was handed in.
    EnRetard,
    /// Handed in.
    Fait,
    /// Does not apply.
    SansObjet,
    /// The label has ended.
    Echu,
}

impl Etat {
    /// Every state.
    pub const ALL: [Self; 7] = [
        Self::AVenir,
        Self::AFaire,
        Self::EnCours,
        Self::EnRetard,
        Self::Fait,
        Self::SansObjet,
        Self::Echu,
    ];

    /// Name for people and for `--json` (`à venir`, `à faire`, `en cours`, `en retard`, `fait`,
    /// `sans objet`, `échu`).
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::AVenir => "à venir",
            Self::AFaire => "à faire",
            Self::EnCours => "en cours",
            Self::EnRetard => "en retard",
            Self::Fait => "fait",
            Self::SansObjet => "sans objet",
            Self::Echu => "échu",
        }
    }
}

/// When something is due: a date, or a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Terme {
    /// By this date (a span when imprecise).
    Date(DatePartielle),
    /// Between these.
    Fenetre(DatePartielle, DatePartielle),
}

/// One deadline of one label.
#[derive(Clone, Debug, PartialEq)]
pub struct Echeance {
    /// What.
    pub type_echeance: TypeEcheance,
    /// When.
    pub terme: Terme,
    /// State on the reference day.
    pub etat: Etat,
    /// The review begun or handed in for it.
    pub revue: Option<RevueId>,
}

/// Deadlines of `label` on `au`, given the reviews begun or handed in. (stub, to be written)
#[must_use]
pub fn echeances(
    _label: &Label,
    _regime: &Regime,
    _revues: &[(TypeRevue, RevueId, EtatRevue)],
    _au: Date,
) -> Vec<Echeance> {
    Vec::new()
}

/// One phrase for a list. (stub, to be written)
#[must_use]
pub fn situation(_label: &Label, _echeances: &[Echeance], _au: Date) -> String {
    String::new()
}
