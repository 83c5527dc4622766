//! What a form other than a review records: one act of the label's life, written at once.

use super::{ActeId, AppelId, CandidatureId, PointId, SeanceId};

/// One thing to fill in and record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Formalite {
    /// A call for projects, new or known.
    Appel(Option<AppelId>),
    /// A candidature of a call, new or known.
    Candidature(AppelId, Option<CandidatureId>),
    /// A séance of the commission: date, place, president, members present.
    Seance(Option<SeanceId>),
    /// An item of the agenda: rapporteur, avis, motives, recommendations.
    Point(PointId),
    /// The closing of a séance.
    Cloture(SeanceId),
    /// The decision on an évaluation examined.
    Decision(PointId),
    /// The outcome of a candidature examined.
    Issue(PointId),
    /// An act: letter or arrêté, and the decisions it carries.
    Acte(Option<ActeId>),
    /// The publication of an act.
    Publication(ActeId),
}

impl Formalite {
    /// The form it is filled in with, `data/formulaires/<form>.toml`.
    #[must_use]
    pub fn form_id(self) -> &'static str {
        match self {
            Self::Appel(_) => "appel",
            Self::Candidature(..) => "candidature",
            Self::Seance(_) => "seance",
            Self::Point(_) => "point",
            Self::Cloture(_) => "cloture",
            Self::Decision(_) => "decision",
            Self::Issue(_) => "issue",
            Self::Acte(_) => "acte",
            Self::Publication(_) => "publication",
        }
    }

    /// Whether it freezes what it records: asked for once more before it is done.
    #[must_use]
    pub fn grave(self) -> bool {
        matches!(self, Self::Cloture(_) | Self::Publication(_))
    }

    /// What names its draft: `point:12`, `appel:nouveau`.
    #[must_use]
    pub fn cle(self) -> String {
        let row = match self {
            Self::Appel(id) => id.map(|i| i.0),
            Self::Candidature(_, Some(id)) => Some(id.0),
            Self::Candidature(appel, None) => return format!("candidature:nouveau:{appel}"),
            Self::Seance(id) => id.map(|i| i.0),
            Self::Point(id) | Self::Decision(id) | Self::Issue(id) => Some(id.0),
            Self::Cloture(id) => Some(id.0),
            Self::Acte(id) => id.map(|i| i.0),
            Self::Publication(id) => Some(id.0),
        };
        row.map_or_else(
            || format!("{}:nouveau", self.form_id()),
            |id| format!("{}:{id}", self.form_id()),
        )
    }
}
