//! A campus: the line of a list and the whole fiche.

use super::{
    CampusId, Constat, DatePartielle, Echeance, FiliereId, Label, PartenaireLigne, RegionId, RevueLigne,
};

/// The generic head of official names, left out in lists.
const GENERIQUE: &str = "Campus des métiers et des qualifications";

/// One axis of a campus.
#[derive(Clone, Debug, PartialEq)]
pub struct Axe {
    /// Words of the communiqué.
    pub libelle: String,
    /// `principal` or `secondaire`.
    pub rang: String,
}

/// Where a campus lies besides the région and the académie that bear its label.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ailleurs {
    /// Régions, in French order.
    pub regions: Vec<(RegionId, String)>,
    /// Académies, in French order.
    pub academies: Vec<String>,
}

/// A campus as a list and `cmq campus --json` show it.
#[derive(Clone, Debug, PartialEq)]
pub struct CampusLigne {
    /// Row.
    pub id: CampusId,
    /// Official name.
    pub nom: String,
    /// Name in use, when it differs.
    pub nom_usage: Option<String>,
    /// The official name without its generic head: what lists show.
    pub nom_court: String,
    /// Région of the award.
    pub region_id: RegionId,
    /// Région of the award.
    pub region: String,
    /// The région that covers it today.
    pub region_actuelle: String,
    /// Académie of the award.
    pub academie: String,
    /// The other régions and académies that it lies in; most have none.
    pub ailleurs: Ailleurs,
    /// Place, in the communiqué's words (`Bassin d'Oyonnax`).
    pub lieu: String,
    /// Axes in order.
    pub axes: Vec<Axe>,
    /// Filières attached.
    pub filieres: Vec<(FiliereId, String)>,
    /// The label period in force, else the latest.
    pub label: Label,
    /// Deadlines of that period on the reference day.
    pub echeances: Vec<Echeance>,
    /// The period that follows, once it is decided, and its deadlines.
    pub suivant: Option<(Label, Vec<Echeance>)>,
    /// How many partners.
    pub partenaires: usize,
    /// Edit counter, for optimistic checks.
    pub rev: i64,
}

impl CampusLigne {
    /// What the list says of the campus on the reference day: the most pressing deadline, or the label.
    #[must_use]
    pub fn situation(&self, au: jiff::civil::Date) -> String {
        super::echeance::situation(&self.label, &self.echeances, au)
    }

    /// What words find one of its deadlines by: campus, place, région of then and of today, académie, filières, kind,
    /// state.
    #[must_use]
    pub fn echeance_dite(&self, e: &Echeance) -> String {
        let filieres: Vec<&str> = self.filieres.iter().map(|(_, nom)| nom.as_str()).collect();
        let regions: Vec<&str> = self
            .ailleurs
            .regions
            .iter()
            .map(|(_, nom)| nom.as_str())
            .collect();
        [
            &self.nom,
            &self.region,
            &self.region_actuelle,
            &self.academie,
            &self.lieu,
            e.type_echeance.libelle(),
            e.etat.libelle(),
            &filieres.join(" "),
            &self.ailleurs.academies.join(" "),
            &regions.join(" "),
        ]
        .join(" ")
    }

    /// The label period that a deadline of this campus is of: the present one, or the one that follows it.
    #[must_use]
    pub fn periode(&self, echeance: &Echeance) -> &Label {
        match &self.suivant {
            Some((label, next)) if next.contains(echeance) && !self.echeances.contains(echeance) => label,
            _ => &self.label,
        }
    }
}

/// Everything about one campus.
#[derive(Clone, Debug, PartialEq)]
pub struct Fiche {
    /// The line.
    pub ligne: CampusLigne,
    /// Town of the seat, when it differs from the place.
    pub commune: Option<String>,
    /// Supporting establishment and what the source says of it.
    pub support: Option<(String, Option<String>)>,
    /// Why each filière: name, reason, origin.
    pub raisons: Vec<(String, String, String)>,
    /// Events: date as written, what.
    pub evenements: Vec<(String, String)>,
    /// Mention of the label shown, when it bears one.
    pub mention: Option<String>,
    /// Label periods known on the reference day, oldest first.
    pub periodes: Vec<Label>,
    /// What the commission and the acts made of it by the reference day, oldest first: day, what.
    pub vie: Vec<(DatePartielle, String)>,
    /// The call that retained it.
    pub appel: Option<String>,
    /// What D335-33 asks, as far as the register knows on the reference day.
    pub conditions: Vec<Constat>,
    /// Free note.
    pub note: Option<String>,
    /// Sources: title and address.
    pub sources: Vec<(String, String)>,
    /// Partners.
    pub partenaires: Vec<PartenaireLigne>,
    /// Reviews.
    pub revues: Vec<RevueLigne>,
}

/// The name that lists show: the official one without its generic head. `Campus des métiers et des
/// qualifications du numérique` gives `Numérique`.
#[must_use]
pub fn nom_court(nom: &str) -> String {
    let rest = nom.strip_prefix(GENERIQUE).unwrap_or(nom).trim_start();
    let rest = ["de l'", "de la ", "des ", "du ", "de ", "- ", "– ", ": "]
        .iter()
        .find_map(|link| rest.strip_prefix(link))
        .unwrap_or(rest)
        .trim();
    let mut letters = rest.chars();
    match letters.next() {
        Some(first) if rest.len() < nom.len() => first.to_uppercase().chain(letters).collect(),
        _ => nom.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::nom_court;

    #[test]
    fn the_short_name_leaves_the_generic_head_out() {
        assert_eq!(
            nom_court("Campus des métiers et des qualifications du numérique"),
            "Numérique"
        );
        assert_eq!(
            nom_court("Campus des métiers et des qualifications - Aérocampus Bretagne"),
            "Aérocampus Bretagne"
        );
        assert_eq!(nom_court("Nautisme en Corse"), "Nautisme en Corse");
        assert_eq!(
            nom_court("Campus des métiers et des qualifications"),
            "Campus des métiers et des qualifications"
        );
    }
}
