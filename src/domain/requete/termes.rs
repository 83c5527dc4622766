//! The terms there are, the lists each is of, and what may be missing.

use crate::domain::{proche::proches, texte::plier};

/// The lists one searches in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sur {
    /// Régions.
    Regions,
    /// Campuses.
    Campus,
    /// Filières.
    Filieres,
    /// Partners.
    Partenaires,
    /// Deadlines.
    Echeancier,
    /// Reviews.
    Revues,
}

impl Sur {
    /// Every list.
    pub const ALL: [Self; 6] = [
        Self::Regions,
        Self::Campus,
        Self::Filieres,
        Self::Partenaires,
        Self::Echeancier,
        Self::Revues,
    ];
}

/// What a term is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Champ {
    /// Région, with those it succeeds.
    Region,
    /// Académie, with those it succeeds.
    Academie,
    /// Filière.
    Filiere,
    /// Type of partner, kind of deadline or of review.
    Type,
    /// State of a deadline, of the label, of a review, of an establishment.
    Etat,
    /// When something falls due.
    Echeance,
    /// What is not there.
    Sans,
    /// What is there.
    Avec,
    /// When the record last changed.
    Modifie,
    /// Campus.
    Campus,
    /// Partner.
    Partenaire,
    /// Place or town.
    Lieu,
    /// Inspector.
    Agent,
}

/// A term: what it is about, its name, other names folded, its lists.
type Terme = (Champ, &'static str, &'static [&'static str], &'static [Sur]);

const TERMES: [Terme; 13] = [
    (Champ::Region, "région", &["regions", "reg"], &Sur::ALL),
    (Champ::Academie, "académie", &["academies", "acad"], &Sur::ALL),
    (Champ::Filiere, "filière", &["filieres", "fil"], &Sur::ALL),
    (
        Champ::Type,
        "type",
        &["types"],
        &[Sur::Campus, Sur::Partenaires, Sur::Echeancier, Sur::Revues],
    ),
    (
        Champ::Etat,
        "état",
        &["etats"],
        &[Sur::Campus, Sur::Partenaires, Sur::Echeancier, Sur::Revues],
    ),
    (
        Champ::Echeance,
        "échéance",
        &["echeances", "terme"],
        &[Sur::Campus, Sur::Echeancier],
    ),
    (Champ::Sans, "sans", &[], &Sur::ALL),
    (Champ::Avec, "avec", &[], &Sur::ALL),
    (
        Champ::Modifie,
        "modifié",
        &["modifiee", "modification", "change"],
        &[Sur::Campus, Sur::Partenaires, Sur::Echeancier, Sur::Revues],
    ),
    (
        Champ::Campus,
        "campus",
        &[],
        &[Sur::Partenaires, Sur::Echeancier, Sur::Revues],
    ),
    (
        Champ::Partenaire,
        "partenaire",
        &["partenaires"],
        &[Sur::Campus, Sur::Echeancier, Sur::Revues],
    ),
    (
        Champ::Lieu,
        "lieu",
        &["commune", "ville"],
        &[Sur::Campus, Sur::Partenaires, Sur::Echeancier],
    ),
    (
        Champ::Agent,
        "agent",
        &["inspecteur", "inspectrice"],
        &[Sur::Revues],
    ),
];

impl Champ {
    /// Its name in a line.
    #[must_use]
    pub fn nom(self) -> &'static str {
        let found = TERMES.iter().find(|t| t.0 == self);
        found.map_or("", |t| t.1)
    }

    /// Whether its value is a date.
    #[must_use]
    pub fn date(self) -> bool {
        matches!(self, Self::Echeance | Self::Modifie)
    }

    /// Whether a list has it.
    #[must_use]
    pub fn de(self, sur: Sur) -> bool {
        TERMES.iter().any(|t| t.0 == self && t.3.contains(&sur))
    }

    /// The term of that name, accents and case aside.
    #[must_use]
    pub(super) fn lire(nom: &str) -> Option<Self> {
        let nom = plier(nom);
        let found = TERMES
            .iter()
            .find(|t| plier(t.1) == nom || t.2.contains(&nom.as_str()));
        found.map(|t| t.0)
    }

    /// Names of a list's terms that look like a mistyped one, as one types them.
    pub(super) fn proches(nom: &str, sur: Sur) -> Vec<String> {
        let here = TERMES.iter().filter(|t| t.3.contains(&sur));
        let near = proches(nom, here, |t| {
            let mut names = vec![t.1];
            names.extend(t.2);
            names
        });
        near.into_iter().map(|t| t.0.tape()).collect()
    }

    /// As one types it, with its sign: `région:`, `échéance<`.
    #[must_use]
    pub fn tape(self) -> String {
        format!("{}{}", self.nom(), if self.date() { "<" } else { ":" })
    }
}

/// The terms of a list, as one types them: `région:, académie:, …`.
#[must_use]
pub fn aide(sur: Sur) -> String {
    let here = TERMES.iter().filter(|t| t.3.contains(&sur));
    let names: Vec<String> = here.map(|t| t.0.tape()).collect();
    names.join(", ")
}

/// What may not be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manque {
    /// The two-year review of the present label period.
    Suivi,
    /// The fourth-year evaluation of the present label period.
    Evaluation,
    /// A partner.
    Partenaire,
    /// The day a convention was signed: the campus's, or a partner's with one of its campuses.
    Convention,
    /// A filière.
    Filiere,
    /// An axis.
    Axe,
    /// A word on lodging.
    Hebergement,
    /// A supporting establishment.
    Support,
    /// Coordinates.
    Position,
    /// A town.
    Commune,
    /// A note.
    Note,
    /// A campus.
    Campus,
    /// A UAI.
    Uai,
    /// A SIRET.
    Siret,
    /// A review begun for the deadline.
    Revue,
    /// An answer.
    Reponse,
}

/// What may be missing: its name, other names folded, its lists.
type Absence = (Manque, &'static str, &'static [&'static str], &'static [Sur]);

const FICHES: [Sur; 2] = [Sur::Campus, Sur::Partenaires];

const MANQUES: [Absence; 16] = [
    (
        Manque::Suivi,
        "suivi",
        &["suivis"],
        &[Sur::Campus, Sur::Echeancier],
    ),
    (
        Manque::Evaluation,
        "évaluation",
        &["evaluations"],
        &[Sur::Campus, Sur::Echeancier],
    ),
    (
        Manque::Partenaire,
        "partenaire",
        &["partenaires"],
        &[Sur::Campus, Sur::Echeancier, Sur::Revues],
    ),
    (
        Manque::Convention,
        "convention",
        &["conventions"],
        &[Sur::Campus, Sur::Partenaires, Sur::Echeancier, Sur::Revues],
    ),
    (Manque::Filiere, "filière", &["filieres"], &[Sur::Campus]),
    (Manque::Axe, "axe", &["axes"], &[Sur::Campus]),
    (Manque::Hebergement, "hébergement", &[], &[Sur::Campus]),
    (Manque::Support, "support", &[], &[Sur::Campus]),
    (Manque::Position, "position", &["coordonnees"], &FICHES),
    (Manque::Commune, "commune", &["ville"], &FICHES),
    (Manque::Note, "note", &["notes"], &FICHES),
    (
        Manque::Campus,
        "campus",
        &[],
        &[Sur::Regions, Sur::Filieres, Sur::Partenaires],
    ),
    (Manque::Uai, "uai", &[], &[Sur::Partenaires]),
    (Manque::Siret, "siret", &["siren"], &[Sur::Partenaires]),
    (Manque::Revue, "revue", &["revues"], &[Sur::Echeancier]),
    (Manque::Reponse, "réponse", &["reponses"], &[Sur::Revues]),
];

impl Manque {
    /// Those of a list whose name begins as typed; all that are typed whole win.
    pub(super) fn lire(valeur: &str, sur: Sur) -> Vec<Self> {
        let valeur = plier(valeur);
        let here = || MANQUES.iter().filter(move |m| m.3.contains(&sur));
        let whole: Vec<Self> = here()
            .filter(|m| plier(m.1) == valeur || m.2.contains(&valeur.as_str()))
            .map(|m| m.0)
            .collect();
        if !whole.is_empty() {
            return whole;
        }
        here()
            .filter(|m| plier(m.1).starts_with(&valeur))
            .map(|m| m.0)
            .collect()
    }

    /// Those of a list that look like what was typed; and all of them.
    pub(super) fn proches(valeur: &str, sur: Sur) -> (Vec<String>, String) {
        let here = MANQUES.iter().filter(|m| m.3.contains(&sur));
        let all: Vec<&str> = here.clone().map(|m| m.1).collect();
        let near = proches(valeur, here, |m| vec![m.1]);
        (near.into_iter().map(|m| m.1.to_owned()).collect(), all.join(", "))
    }
}
