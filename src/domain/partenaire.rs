//! A partner of one or several campuses.

use jiff::civil::Date;

use super::{CampusId, DatePartielle, Etablissement, Existence, PartenaireId, Situation};

/// A partner as a list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct PartenaireLigne {
    /// Row.
    pub id: PartenaireId,
    /// Name.
    pub nom: String,
    /// Type code (`LPO`, `ENT`…, `domaine.md` § 5.3).
    pub type_code: String,
    /// Type in words.
    pub type_libelle: String,
    /// Town, if known.
    pub commune: Option<String>,
    /// UAI, if known.
    pub uai: Option<String>,
    /// SIRET, if known.
    pub siret: Option<String>,
    /// Role in the campus asked for; the first role otherwise.
    pub role: Option<String>,
    /// How many campuses it belongs to.
    pub campus: usize,
    /// What the directory says of the life of its UAI; None when it does not have it.
    pub existence: Option<Existence>,
}

impl PartenaireLigne {
    /// Where its establishment stands on a day, as far as the directory says.
    #[must_use]
    pub fn situation(&self, au: Date) -> Option<Situation> {
        self.existence?.situation(au)
    }

    /// Whether the directory says its establishment closed on that day.
    #[must_use]
    pub fn est_ferme(&self, au: Date) -> bool {
        self.situation(au).is_some_and(Situation::est_ferme)
    }
}

/// One partner in one campus.
#[derive(Clone, Debug, PartialEq)]
pub struct LienCampus {
    /// The campus.
    pub campus: CampusId,
    /// Its short name.
    pub campus_nom: String,
    /// Role, e.g. `membre`, `établissement support`.
    pub role: String,
    /// True when a source names the partner in the campus, false when deduced.
    pub ecrite: bool,
    /// From when, if known.
    pub debut: Option<DatePartielle>,
    /// Until when; None while it lasts, or unknown.
    pub fin: Option<DatePartielle>,
    /// Day its convention was signed, if known.
    pub convention: Option<DatePartielle>,
    /// Free note.
    pub note: Option<String>,
    /// Sources: title and address.
    pub sources: Vec<(String, String)>,
}

impl LienCampus {
    /// What the link says: role, certainty, dates, convention.
    #[must_use]
    pub fn quoi(&self) -> String {
        let mut out = vec![self.role.clone()];
        out.push(if self.ecrite { "écrit" } else { "déduit" }.to_owned());
        out.extend(match (self.debut, self.fin) {
            (Some(d), Some(f)) => Some(format!("{} → {}", d.fr(), f.fr())),
            (Some(d), None) => Some(d.depuis()),
            (None, Some(f)) => Some(f.jusque()),
            (None, None) => None,
        });
        out.extend(self.convention.map(|c| format!("convention\u{202f}: {}", c.fr())));
        out.join(", ")
    }
}

/// Everything about one partner.
#[derive(Clone, Debug, PartialEq)]
pub struct PartenaireFiche {
    /// The line.
    pub ligne: PartenaireLigne,
    /// Other names.
    pub autres_noms: Vec<String>,
    /// Département code.
    pub departement: Option<String>,
    /// SIREN.
    pub siren: Option<String>,
    /// RNA number, of an association.
    pub rna: Option<String>,
    /// Address, with its postal code and town.
    pub adresse: Option<String>,
    /// Free note.
    pub note: Option<String>,
    /// Its campuses.
    pub liens: Vec<LienCampus>,
    /// Its establishment in the directory, found by its UAI.
    pub etablissement: Option<Etablissement>,
}
