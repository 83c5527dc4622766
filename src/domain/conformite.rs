//! What article D335-33 of the code de l'éducation asks of the network of a campus (rédaction of 2014,
//! `domaine.md` § 1.2 and § 5.3). Shown, never blocking: the register may not know all of it. Being in the network
//! stands for sitting in its governance, which the register does not tell apart.

use jiff::civil::Date;

use super::DatePartielle;

/// Types that are an EPLE of the second cycle: LP, LPO, LGT, and the public agricultural or maritime lycée.
/// A private lycée under contract (PRIV) and a CFA are not public local establishments.
const EPLE: [&str; 4] = ["LP", "LPO", "LGT", "LA"];

/// Types that are an EPCSCP or a component of one: university, IUT.
const EPCSCP: [&str; 2] = ["UNIV", "IUT"];

/// An engineering school may be an EPCSCP or a private school: its type alone does not say.
const PEUT_ETRE_EPCSCP: &str = "ING";

/// Companies.
const ENTREPRISE: &str = "ENT";

/// One thing that D335-33 asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// At least one public local establishment of the second cycle (EPLE) governs it.
    Eple,
    /// A public scientific, cultural and professional establishment (EPCSCP) governs it.
    Epcscp,
    /// Companies are in the network.
    Entreprise,
    /// The network is made by a convention.
    Convention,
    /// A lodging service for those in training.
    Hebergement,
}

impl Condition {
    /// Stable word for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Eple => "eple",
            Self::Epcscp => "epcscp",
            Self::Entreprise => "entreprise",
            Self::Convention => "convention",
            Self::Hebergement => "hebergement",
        }
    }

    /// For people.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Eple => "EPLE (2d cycle)",
            Self::Epcscp => "EPCSCP",
            Self::Entreprise => "Entreprise",
            Self::Convention => "Convention",
            Self::Hebergement => "Hébergement",
        }
    }
}

/// Whether a condition is met, as far as the register knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EtatCondition {
    /// The register shows it.
    Remplie,
    /// The register knows enough to see that it lacks.
    Manque,
    /// The register does not know.
    Inconnu,
}

impl EtatCondition {
    /// The word shown and given to programs.
    #[must_use]
    pub fn mot(self) -> &'static str {
        match self {
            Self::Remplie => "remplie",
            Self::Manque => "manque",
            Self::Inconnu => "inconnu",
        }
    }
}

/// One condition and what the register says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constat {
    /// Which.
    pub condition: Condition,
    /// Whether it is met.
    pub etat: EtatCondition,
    /// What shows it, or what is not known.
    pub detail: String,
}

/// What a campus is judged on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reseau {
    /// Type code and name of each partner linked on the day.
    pub partenaires: Vec<(String, String)>,
    /// Day the convention was signed; None: unknown.
    pub convention: Option<DatePartielle>,
    /// Whether lodging is declared; None: unknown.
    pub hebergement: Option<bool>,
    /// What is known of the lodging.
    pub hebergement_note: Option<String>,
}

/// The five conditions on the reference day. A type of partner that is absent lacks when the campus has partners at
/// all; without any partner nobody has described the network yet, and it is unknown.
#[must_use]
pub fn conditions(r: &Reseau, au: Date) -> Vec<Constat> {
    let constat = |condition, (etat, detail)| Constat {
        condition,
        etat,
        detail,
    };
    vec![
        constat(Condition::Eple, membre(r, &EPLE, "de type EPLE")),
        constat(Condition::Epcscp, epcscp(r)),
        constat(
            Condition::Entreprise,
            membre(r, &[ENTREPRISE], "de type entreprise"),
        ),
        constat(Condition::Convention, convention(r.convention, au)),
        constat(Condition::Hebergement, hebergement(r)),
    ]
}

/// Whether a partner of one of these types is in the network; `quoi` is what they are, to people.
fn membre(r: &Reseau, types: &[&str], quoi: &str) -> (EtatCondition, String) {
    let found: Vec<&str> = r
        .partenaires
        .iter()
        .filter(|(code, _)| types.contains(&code.as_str()))
        .map(|(_, nom)| nom.as_str())
        .collect();
    match (found.as_slice(), r.partenaires.is_empty()) {
        ([one], _) => (EtatCondition::Remplie, (*one).to_owned()),
        ([first, rest @ ..], _) => {
            let autres = if rest.len() == 1 {
                "1 autre".to_owned()
            } else {
                format!("{} autres", rest.len())
            };
            (EtatCondition::Remplie, format!("{first} et {autres}"))
        }
        ([], true) => (
            EtatCondition::Inconnu,
            "aucun partenaire au registre à cette date".to_owned(),
        ),
        ([], false) => (
            EtatCondition::Manque,
            format!("aucun partenaire {quoi} au registre à cette date"),
        ),
    }
}

/// As [`membre`]; an engineering school leaves the question open.
fn epcscp(r: &Reseau) -> (EtatCondition, String) {
    let found = membre(r, &EPCSCP, "de type EPCSCP");
    let ecole = r.partenaires.iter().find(|(code, _)| code == PEUT_ETRE_EPCSCP);
    match (found.0, ecole) {
        (EtatCondition::Manque, Some((_, nom))) => (
            EtatCondition::Inconnu,
            format!("{nom}\u{202f}: le type ING ne dit pas si c'est un EPCSCP"),
        ),
        _ => found,
    }
}

/// A convention signed by the reference day.
fn convention(signed: Option<DatePartielle>, au: Date) -> (EtatCondition, String) {
    match signed {
        Some(d) if d.first() <= au => (EtatCondition::Remplie, d.fr()),
        Some(d) => (
            EtatCondition::Manque,
            format!("signature prévue\u{202f}: {}", d.fr()),
        ),
        None => (
            EtatCondition::Inconnu,
            "aucune date de signature au registre".to_owned(),
        ),
    }
}

/// Lodging declared, or declared absent.
fn hebergement(r: &Reseau) -> (EtatCondition, String) {
    let note = |word: &str| {
        r.hebergement_note
            .as_ref()
            .map_or_else(|| word.to_owned(), |n| format!("{word}, {n}"))
    };
    match r.hebergement {
        Some(true) => (EtatCondition::Remplie, note("déclaré")),
        Some(false) => (EtatCondition::Manque, note("déclaré absent")),
        None => (EtatCondition::Inconnu, note("rien de déclaré au registre")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AU: Date = Date::constant(2016, 6, 1);

    fn etats(types: &[&str]) -> Vec<&'static str> {
        let r = Reseau {
            partenaires: types
                .iter()
                .map(|t| ((*t).to_owned(), format!("un {t}")))
                .collect(),
            ..Reseau::default()
        };
        conditions(&r, AU).iter().take(3).map(|c| c.etat.mot()).collect()
    }

    #[test]
    fn a_type_that_is_absent_lacks_only_in_a_network_that_is_described() {
        assert_eq!(etats(&[]), ["inconnu"; 3]);
        assert_eq!(etats(&["COLL"]), ["manque"; 3]);
        assert_eq!(etats(&["LPO", "IUT", "ENT"]), ["remplie"; 3]);
    }

    #[test]
    fn private_lycees_and_cfa_are_no_eple() {
        for no in ["PRIV", "CFA", "GRETA", "OF"] {
            assert_eq!(etats(&[no])[0], "manque", "{no}");
        }
        for yes in EPLE {
            assert_eq!(etats(&[yes])[0], "remplie", "{yes}");
        }
    }

    #[test]
    fn an_engineering_school_leaves_the_epcscp_open() {
        assert_eq!(etats(&["ING"])[1], "inconnu");
        assert_eq!(etats(&["ING", "UNIV"])[1], "remplie");
        assert_eq!(etats(&["BRANCHE"])[1], "manque");
    }

    #[test]
    fn convention_and_lodging_are_met_missing_or_unknown() {
        let of = |convention, hebergement| {
            let r = Reseau {
                convention,
                hebergement,
                ..Reseau::default()
            };
            let c = conditions(&r, AU);
            (c[3].etat.mot(), c[4].etat.mot())
        };
        assert_eq!(of(None, None), ("inconnu", "inconnu"));
        assert_eq!(
            of(Some(DatePartielle::Annee(2014)), Some(true)),
            ("remplie", "remplie")
        );
        assert_eq!(
            of(Some(DatePartielle::Annee(2018)), Some(false)),
            ("manque", "manque")
        );
    }

    #[test]
    fn several_members_are_counted() {
        let r = Reseau {
            partenaires: ["A", "B", "C"].map(|n| ("LP".to_owned(), n.to_owned())).to_vec(),
            ..Reseau::default()
        };
        assert_eq!(conditions(&r, AU)[0].detail, "A et 2 autres");
    }
}
