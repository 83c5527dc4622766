//! Columns of a list of deadlines.

use super::{Cle, Colonne, tri::jour};
use crate::domain::{CampusLigne, DatePartielle, Echeance, Etat};

/// A column of a list of deadlines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColonneEcheance {
    /// Short name of the campus.
    Campus,
    /// State.
    Etat,
    /// What falls due.
    Type,
    /// When.
    Date,
    /// Région of the award.
    Region,
    /// Académie of the award.
    Academie,
    /// Place.
    Lieu,
}

impl Colonne for ColonneEcheance {
    const TOUTES: &'static [Self] = &[
        Self::Campus,
        Self::Etat,
        Self::Type,
        Self::Date,
        Self::Region,
        Self::Academie,
        Self::Lieu,
    ];
    const USUELLES: &'static [Self] = &[Self::Etat, Self::Type, Self::Date, Self::Region, Self::Academie];
    const TOUR: &'static [Self] = &[Self::Campus, Self::Region];
    const ORDRE_USUEL: &'static str = "par date";

    fn code(self) -> &'static str {
        match self {
            Self::Campus => "campus",
            Self::Etat => "etat",
            Self::Type => "type",
            Self::Date => "date",
            Self::Region => "region",
            Self::Academie => "academie",
            Self::Lieu => "lieu",
        }
    }

    fn titre(self) -> &'static str {
        match self {
            Self::Campus => "Campus",
            Self::Etat => "État",
            Self::Type => "Type",
            Self::Date => "Date",
            Self::Region => "Région",
            Self::Academie => "Académie",
            Self::Lieu => "Lieu",
        }
    }

    fn largeur(self) -> u16 {
        match self {
            Self::Etat => 10,
            Self::Type => 14,
            Self::Campus | Self::Region => 20,
            Self::Date => 21,
            Self::Academie => 18,
            Self::Lieu => 22,
        }
    }
}

impl ColonneEcheance {
    /// What the cell says.
    #[must_use]
    pub fn texte(self, c: &CampusLigne, e: &Echeance) -> String {
        match self {
            Self::Campus => c.nom_court.clone(),
            Self::Etat => e.etat.libelle().to_owned(),
            Self::Type => e.type_echeance.libelle().to_owned(),
            Self::Date => e.terme.court(),
            Self::Region => c.region.clone(),
            Self::Academie => c.academie.clone(),
            Self::Lieu => c.lieu.clone(),
        }
    }

    /// What it is sorted by.
    #[must_use]
    pub fn cle(self, c: &CampusLigne, e: &Echeance) -> Option<Cle> {
        match self {
            Self::Etat => Some(Cle::Nombres(vec![urgence(e.etat)])),
            Self::Type => Some(Cle::Nombres(vec![e.type_echeance as i64])),
            Self::Date => Some(rang(e)),
            other => Cle::texte(&other.texte(c, e)),
        }
    }
}

/// The most pressing first.
fn urgence(etat: Etat) -> i64 {
    match etat {
        Etat::EnRetard => 0,
        Etat::EnCours => 1,
        Etat::AFaire => 2,
        Etat::AVenir => 3,
        Etat::Fait => 4,
        Etat::Echu => 5,
        Etat::SansObjet => 6,
    }
}

/// The date a deadline stands at: a window not open yet stands where it opens, everything else where it ends.
#[must_use]
pub fn repere(e: &Echeance) -> DatePartielle {
    if e.etat == Etat::AVenir {
        e.terme.debut()
    } else {
        e.terme.fin()
    }
}

/// Late first, then by month; what is known to the year only comes after that year's months.
fn rang(e: &Echeance) -> Cle {
    let on = repere(e);
    let year_only = matches!(on, DatePartielle::Annee(_));
    Cle::Nombres(vec![
        i64::from(e.etat != Etat::EnRetard),
        jour(on.last().last_of_month()),
        i64::from(year_only),
        jour(e.terme.fin().last()),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Terme, TypeEcheance};
    use jiff::civil::Date;

    fn due(etat: Etat, on: DatePartielle) -> Echeance {
        Echeance {
            type_echeance: TypeEcheance::Evaluation,
            terme: Terme::Date(on),
            etat,
            revue: None,
            proposee: false,
        }
    }

    #[test]
    fn late_first_then_months_then_the_year_as_a_whole() {
        let day = |y, m, d| DatePartielle::Jour(Date::constant(y, m, d));
        let year = due(Etat::AVenir, DatePartielle::Annee(2015));
        let december = due(Etat::AVenir, day(2015, 12, 2));
        let october = due(Etat::AVenir, DatePartielle::Mois(2015, 10));
        let late = due(Etat::EnRetard, day(2015, 1, 2));
        let next = due(Etat::AVenir, day(2016, 1, 2));
        let mut all = [&next, &year, &december, &late, &october];
        all.sort_by_key(|e| rang(e));
        assert_eq!(all, [&late, &october, &december, &year, &next]);
    }
}
