//! Acts that make decisions public, and the annex that lists labelled campuses.

use jiff::civil::Date;

use super::{ActeId, CampusId, DatePartielle};

/// What an act is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NatureActe {
    /// A minister's letter (2013).
    Courrier,
    /// An arrêté, with its NOR and its day in the Journal officiel.
    Arrete,
}

impl NatureActe {
    /// Both, in order.
    pub const ALL: [Self; 2] = [Self::Courrier, Self::Arrete];

    /// Stable name, as stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Courrier => "courrier",
            Self::Arrete => "arrete",
        }
    }

    /// Name for people.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Courrier => "courrier",
            Self::Arrete => "arrêté",
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

/// A line of the annex: one labelled campus.
#[derive(Clone, Debug, PartialEq)]
pub struct LigneAnnexe {
    /// The campus.
    pub campus: CampusId,
    /// Official name.
    pub nom: String,
    /// Its short name, for lists.
    pub nom_court: String,
    /// Territory: place and région.
    pub territoire: String,
    /// Sector: its filières.
    pub secteur: String,
    /// Category of the label.
    pub categorie: String,
    /// Duration, years.
    pub duree_ans: i64,
    /// Date of effect.
    pub effet: DatePartielle,
}

/// An act and the labels it carries.
#[derive(Clone, Debug, PartialEq)]
pub struct Acte {
    /// Row.
    pub id: ActeId,
    /// Letter or arrêté.
    pub nature: NatureActe,
    /// What it is about.
    pub objet: String,
    /// Day it was signed.
    pub signe: Date,
    /// NOR of an arrêté.
    pub nor: Option<String>,
    /// Day of the Journal officiel.
    pub jo: Option<Date>,
    /// Day it was published here; None: a project, may still change.
    pub publie: Option<Date>,
    /// How many decisions it carries, refusals included.
    pub decisions: usize,
    /// The labels it gives or renews.
    pub annexe: Vec<LigneAnnexe>,
    /// Edit counter.
    pub rev: i64,
}

impl Acte {
    /// `arrêté du 12 juillet 2017 (MENE1700000A, JO du 20 juillet 2017)`.
    #[must_use]
    pub fn reference(&self) -> String {
        let mut inside = Vec::new();
        inside.extend(self.nor.clone());
        inside.extend(self.jo.map(|d| format!("JO du {}", DatePartielle::Jour(d).fr())));
        let day = DatePartielle::Jour(self.signe).fr();
        let head = format!("{} du {day}", self.nature.libelle());
        if inside.is_empty() {
            head
        } else {
            format!("{head} ({})", inside.join(", "))
        }
    }
}
