//! The commission: séances, members by college, items, avis, recommendations, decisions
//! (communiqué d'octobre 2013; D335-35 for the experts of 2014).

use jiff::civil::Date;

use super::{CampusId, CandidatureId, DatePartielle, PointId, RevueId, SeanceId, TypeRevue};

/// What the commission thinks of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Avis {
    /// Favorable.
    Favorable,
    /// Favorable avec recommandations.
    FavorableRecommandations,
    /// Réservé.
    Reserve,
    /// Défavorable.
    Defavorable,
    /// Put off to a later séance.
    Ajourne,
}

impl Avis {
    /// Every avis.
    pub const ALL: [Self; 5] = [
        Self::Favorable,
        Self::FavorableRecommandations,
        Self::Reserve,
        Self::Defavorable,
        Self::Ajourne,
    ];

    /// Stable name, as stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Favorable => "favorable",
            Self::FavorableRecommandations => "favorable-recommandations",
            Self::Reserve => "reserve",
            Self::Defavorable => "defavorable",
            Self::Ajourne => "ajourne",
        }
    }

    /// Name for people.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Favorable => "favorable",
            Self::FavorableRecommandations => "favorable avec recommandations",
            Self::Reserve => "réservé",
            Self::Defavorable => "défavorable",
            Self::Ajourne => "ajourné",
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

/// What was decided on an évaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssueEvaluation {
    /// A new period of the regime's duration.
    Renouvele,
    /// A new, shorter period.
    Reduite,
    /// The label ends at its term.
    NonRenouvele,
    /// Put off: the évaluation comes back to a later séance.
    Ajourne,
}

impl IssueEvaluation {
    /// Every outcome.
    pub const ALL: [Self; 4] = [Self::Renouvele, Self::Reduite, Self::NonRenouvele, Self::Ajourne];

    /// Stable name, as stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Renouvele => "renouvele",
            Self::Reduite => "reduite",
            Self::NonRenouvele => "non-renouvele",
            Self::Ajourne => "ajourne",
        }
    }

    /// Name for people.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Renouvele => "renouvelé",
            Self::Reduite => "renouvelé pour une durée réduite",
            Self::NonRenouvele => "non renouvelé",
            Self::Ajourne => "ajourné",
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

/// A college of the instance that sits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct College {
    /// Row.
    pub id: i64,
    /// Quality represented.
    pub libelle: String,
    /// Seats; None when no text gives the number.
    pub nombre: Option<i64>,
}

/// A member present.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membre {
    /// Name.
    pub nom: String,
    /// Row of the college sat for; None when not said.
    pub college: Option<i64>,
}

/// What an item is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Objet {
    /// A candidature.
    Candidature(CandidatureId),
    /// A review handed in.
    Revue(RevueId, TypeRevue),
}

impl Objet {
    /// Its kind in a word: `candidature`, `suivi`, `évaluation`.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Candidature(_) => "candidature",
            Self::Revue(_, kind) => kind.court(),
        }
    }
}

/// A recommendation of the commission.
#[derive(Clone, Debug, PartialEq)]
pub struct Recommandation {
    /// What to do.
    pub texte: String,
    /// The criterion it belongs to.
    pub critere: Option<String>,
    /// By when.
    pub echeance: Option<DatePartielle>,
}

/// What was decided after the séance.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// In a phrase: `renouvelé`, `retenue`…
    pub libelle: &'static str,
    /// Day, when recorded.
    pub le: Option<Date>,
    /// Why.
    pub motif: Option<String>,
    /// The period it opened: start, years.
    pub label: Option<(DatePartielle, i64)>,
    /// The act that carries it, and the day it was published.
    pub acte: Option<(String, Option<Date>)>,
}

/// An item of the agenda.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Row.
    pub id: PointId,
    /// About what.
    pub objet: Objet,
    /// The campus.
    pub campus: CampusId,
    /// Its short name.
    pub campus_nom: String,
    /// Its région.
    pub region: String,
    /// Who presents it.
    pub rapporteur: Option<String>,
    /// What the commission thinks.
    pub avis: Option<Avis>,
    /// Why.
    pub motifs: Option<String>,
    /// What it recommends.
    pub recommandations: Vec<Recommandation>,
    /// What was decided since.
    pub decision: Option<Decision>,
    /// Edit counter.
    pub rev: i64,
}

/// A séance with its members and its agenda.
#[derive(Clone, Debug, PartialEq)]
pub struct Seance {
    /// Row.
    pub id: SeanceId,
    /// Day.
    pub date: Date,
    /// Place.
    pub lieu: Option<String>,
    /// Who presides.
    pub president: Option<String>,
    /// Name of the instance that sits.
    pub instance: String,
    /// Whether it is closed: nothing of it changes any more.
    pub close: bool,
    /// Why it was closed although a college was missing.
    pub derogation: Option<String>,
    /// Colleges of the instance, in order.
    pub colleges: Vec<College>,
    /// Members present, in order.
    pub membres: Vec<Membre>,
    /// The agenda, in order.
    pub points: Vec<Point>,
    /// Edit counter.
    pub rev: i64,
}

impl Seance {
    /// What was known of it on `au`: nothing of one held and closed later; of an item, no decision taken later and no
    /// act published later. An open one is work in hand, shown as it stands: its members and avis have no day of
    /// their own before the close.
    #[must_use]
    pub fn connue(mut self, au: Date) -> Option<Self> {
        if self.close && self.date > au {
            return None;
        }
        let later = |day: Option<Date>| day.is_some_and(|day| day > au);
        for point in &mut self.points {
            point.decision.take_if(|d| later(d.le));
            if let Some(decision) = &mut point.decision {
                decision.acte.take_if(|(_, publie)| later(*publie));
            }
        }
        Some(self)
    }

    /// Members present of a college.
    pub fn presents(&self, college: i64) -> impl Iterator<Item = &Membre> {
        self.membres.iter().filter(move |m| m.college == Some(college))
    }

    /// Colleges that nobody present represents.
    #[must_use]
    pub fn absents(&self) -> Vec<&College> {
        self.colleges
            .iter()
            .filter(|c| self.presents(c.id).next().is_none())
            .collect()
    }

    /// Colleges with more members present than seats.
    #[must_use]
    pub fn en_surnombre(&self) -> Vec<&College> {
        let over = |c: &&College| {
            c.nombre
                .is_some_and(|n| self.presents(c.id).count() > n.unsigned_abs() as usize)
        };
        self.colleges.iter().filter(over).collect()
    }

    /// Items without an avis.
    #[must_use]
    pub fn sans_avis(&self) -> usize {
        self.points.iter().filter(|p| p.avis.is_none()).count()
    }

    /// Items of a closed séance that wait for a decision; a suivi calls for none.
    #[must_use]
    pub fn a_decider(&self) -> usize {
        let waits =
            |p: &&Point| p.decision.is_none() && !matches!(p.objet, Objet::Revue(_, TypeRevue::Suivi));
        if self.close {
            self.points.iter().filter(waits).count()
        } else {
            0
        }
    }
}

/// What the program proposes for an agenda: ready, and on no open agenda.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposition {
    /// About what.
    pub objet: Objet,
    /// The campus's short name.
    pub campus_nom: String,
    /// Its région.
    pub region: String,
    /// Why now: `dossier complet`, `transmis le 3 septembre 2015`, `ajourné le 12 mars 2017`.
    pub raison: String,
}
