//! A call for projects and the candidatures it receives (`domaine.md` § 1).

use jiff::civil::Date;

use super::{AppelId, Avis, CampusId, CandidatureId, DatePartielle, SeanceId};

/// A call for projects.
#[derive(Clone, Debug, PartialEq)]
pub struct Appel {
    /// Row.
    pub id: AppelId,
    /// Stable name, e.g. `2013-1`.
    pub code: String,
    /// Title.
    pub titre: String,
    /// The act that opens it.
    pub texte: Option<String>,
    /// Where it was published (`BO n° 20 du 16 mai 2013`).
    pub bulletin: Option<String>,
    /// Day it was opened.
    pub ouvert: Option<DatePartielle>,
    /// Last day for files.
    pub depot: Option<DatePartielle>,
    /// Day the outcome was announced.
    pub annonce: Option<DatePartielle>,
    /// Projects presented as the source counts them; None: count the candidatures.
    pub presentes: Option<i64>,
    /// Projects retained as the source counts them; None: count the candidatures.
    pub retenus: Option<i64>,
    /// Note.
    pub note: Option<String>,
    /// Candidatures known by name.
    pub candidatures: usize,
    /// Those retained.
    pub retenues: usize,
    /// Edit counter.
    pub rev: i64,
}

impl Appel {
    /// Projects presented that no source names: a count, never rows.
    #[must_use]
    pub fn sans_nom(&self) -> usize {
        let presentes = usize::try_from(self.presentes.unwrap_or(0)).unwrap_or(0);
        presentes.saturating_sub(self.candidatures)
    }

    /// Projects presented: the source's count, else the candidatures.
    #[must_use]
    pub fn presentes(&self) -> usize {
        self.candidatures + self.sans_nom()
    }

    /// State on `au`: `à venir`, `ouvert`, `en examen`, `clos`.
    #[must_use]
    pub fn etat(&self, au: Date) -> &'static str {
        let past = |d: Option<DatePartielle>| d.is_some_and(|d| d.last() < au);
        if self.annonce.is_some_and(|d| d.first() <= au) {
            "clos"
        } else if past(self.depot) {
            "en examen"
        } else if self.ouvert.is_some_and(|d| d.first() > au) {
            "à venir"
        } else {
            "ouvert"
        }
    }
}

/// Where the file of a candidature stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dossier {
    /// Announced, not received.
    Attendu,
    /// Received, something is missing.
    Incomplet,
    /// Complete: it may be examined.
    Complet,
    /// Withdrawn by its bearers.
    Retire,
}

impl Dossier {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Attendu, Self::Incomplet, Self::Complet, Self::Retire];

    /// Stable name, as stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Retire => "retire",
            other => other.libelle(),
        }
    }

    /// Name for people.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Attendu => "attendu",
            Self::Incomplet => "incomplet",
            Self::Complet => "complet",
            Self::Retire => "retiré",
        }
    }

    /// Reads [`Self::code`] or [`Self::libelle`] back.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|e| e.code() == text || e.libelle() == text)
    }
}

/// What became of a candidature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Issue {
    /// Retained: an act may make it a label.
    Retenue,
    /// Put off: it may come back to a later séance.
    Ajournee,
    /// Refused.
    Refusee,
}

impl Issue {
    /// Every outcome.
    pub const ALL: [Self; 3] = [Self::Retenue, Self::Ajournee, Self::Refusee];

    /// Stable name, as stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Retenue => "retenue",
            Self::Ajournee => "ajournee",
            Self::Refusee => "refusee",
        }
    }

    /// Name for people.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Retenue => "retenue",
            Self::Ajournee => "ajournée",
            Self::Refusee => "refusée",
        }
    }

    /// Reads [`Self::code`] or [`Self::libelle`] back.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|e| e.code() == text || e.libelle() == text)
    }
}

/// A campus that answers a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidature {
    /// Row.
    pub id: CandidatureId,
    /// The call.
    pub appel: AppelId,
    /// The campus proposed.
    pub campus: CampusId,
    /// Its short name.
    pub campus_nom: String,
    /// Its place.
    pub lieu: String,
    /// Presenting région.
    pub region: String,
    /// Académie of the presenting rectorat.
    pub academie: String,
    /// Where the file stands.
    pub dossier: Dossier,
    /// Day it was received.
    pub depose: Option<DatePartielle>,
    /// Avis of the latest closed séance that examined it, and the séance.
    pub avis: Option<(SeanceId, Date, Avis)>,
    /// What became of it, on the reference day.
    pub issue: Option<Issue>,
    /// Day of the outcome, when recorded.
    pub issue_le: Option<Date>,
    /// Why.
    pub motif: Option<String>,
    /// Whether it has become a label.
    pub labellise: bool,
    /// Edit counter.
    pub rev: i64,
}
