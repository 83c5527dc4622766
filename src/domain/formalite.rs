//! What a form other than a review records: a record, or one act of the label's life, written at once.

use serde::{Deserialize, Serialize};

use super::{
    ActeId, AppelId, CampusId, CandidatureId, ContactId, FiliereId, LabelId, PartenaireId, PointId, RegionId,
    SeanceId,
};

/// One thing to fill in and record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
    /// A campus's record, new or known.
    Campus(Option<CampusId>),
    /// A partner's record, new or known.
    Partenaire(Option<PartenaireId>),
    /// The link of a campus and a partner; new when one end is not given or nothing links them yet.
    Lien(Option<CampusId>, Option<PartenaireId>),
    /// A label's own record, corrected.
    Label(LabelId),
    /// A filière, new or known.
    Filiere(Option<FiliereId>),
    /// A région and its successors.
    Region(RegionId),
    /// A person to reach, known; else a new one of a campus or of a partner.
    Contact(Option<ContactId>, Option<CampusId>, Option<PartenaireId>),
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
            Self::Campus(_) => "campus",
            Self::Partenaire(_) => "partenaire",
            Self::Lien(..) => "lien",
            Self::Label(_) => "label",
            Self::Filiere(_) => "filiere",
            Self::Region(_) => "region",
            Self::Contact(..) => "contact",
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
            Self::Campus(id) => id.map(|i| i.0),
            Self::Partenaire(id) => id.map(|i| i.0),
            Self::Lien(campus, partenaire) => return cle_deux("lien", campus, partenaire),
            Self::Label(id) => Some(id.0),
            Self::Filiere(id) => id.map(|i| i.0),
            Self::Region(id) => Some(id.0),
            Self::Contact(Some(id), ..) => Some(id.0),
            Self::Contact(None, campus, partenaire) => {
                return cle_deux("contact:nouveau", campus, partenaire);
            }
        };
        row.map_or_else(
            || format!("{}:nouveau", self.form_id()),
            |id| format!("{}:{id}", self.form_id()),
        )
    }
}

/// `lien:3:12`; `nouveau` for an end to choose.
fn cle_deux(head: &str, campus: Option<CampusId>, partenaire: Option<PartenaireId>) -> String {
    let end = |id: Option<i64>| id.map_or_else(|| "nouveau".to_owned(), |id| id.to_string());
    format!(
        "{head}:{}:{}",
        end(campus.map(|c| c.0)),
        end(partenaire.map(|p| p.0))
    )
}
