//! What of the deadlines is shown, how far ahead, in which order and under which headings. Pure.

use std::rc::Rc;

use jiff::{ToSpan as _, civil::Date};

use crate::{
    app::listing::Group,
    domain::{
        CampusLigne, DatePartielle, Echeance, Etat, Sens, Tri,
        disposition::{ColonneEcheance, repere},
        texte::capital,
    },
};

/// A deadline and its campus.
pub type Ligne = (Rc<CampusLigne>, Echeance);

/// How far ahead one looks. What is late or begun is always in view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Horizon {
    /// Three months.
    Trimestre,
    /// Six months.
    Semestre,
    /// One year.
    An,
    /// Two years.
    DeuxAns,
    /// Without end.
    Tout,
}

impl Horizon {
    /// The next one round.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Trimestre => Self::Semestre,
            Self::Semestre => Self::An,
            Self::An => Self::DeuxAns,
            Self::DeuxAns => Self::Tout,
            Self::Tout => Self::Trimestre,
        }
    }

    /// What the title says.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Trimestre => "à 3 mois",
            Self::Semestre => "à 6 mois",
            Self::An => "à 1 an",
            Self::DeuxAns => "à 2 ans",
            Self::Tout => "sans limite",
        }
    }

    /// Last day looked at.
    #[must_use]
    pub fn last(self, au: Date) -> Date {
        match self {
            Self::Trimestre => au.saturating_add(3.months()),
            Self::Semestre => au.saturating_add(6.months()),
            Self::An => au.saturating_add(1.year()),
            Self::DeuxAns => au.saturating_add(2.years()),
            Self::Tout => Date::MAX,
        }
    }
}

/// Which states are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Etats {
    /// All that is still to be done, ends of labels to come included.
    Reste,
    /// One state.
    Seul(Etat),
    /// What ended or does not apply.
    Clos,
}

impl Etats {
    /// The next ones round.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Reste => Self::Seul(Etat::EnRetard),
            Self::Seul(Etat::EnRetard) => Self::Seul(Etat::AFaire),
            Self::Seul(Etat::AFaire) => Self::Seul(Etat::EnCours),
            Self::Seul(Etat::EnCours) => Self::Seul(Etat::AVenir),
            Self::Seul(Etat::AVenir) => Self::Seul(Etat::Fait),
            Self::Seul(_) => Self::Clos,
            Self::Clos => Self::Reste,
        }
    }

    /// What the title says.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Reste => "ce qui reste",
            Self::Seul(etat) => etat.libelle(),
            Self::Clos => "échu ou sans objet",
        }
    }

    /// Whether a deadline in that state is shown.
    #[must_use]
    pub fn shows(self, etat: Etat) -> bool {
        let closed = matches!(etat, Etat::Echu | Etat::SansObjet);
        match self {
            Self::Reste => !closed && etat != Etat::Fait,
            Self::Seul(only) => etat == only,
            Self::Clos => closed,
        }
    }

    /// Whether what is shown is behind: the latest then comes first.
    #[must_use]
    pub fn past(self) -> bool {
        matches!(self, Self::Clos | Self::Seul(Etat::Fait))
    }
}

/// Whether the deadline is within a horizon that ends on `last`: late, begun or behind, or its date may come by then.
#[must_use]
pub fn within(e: &Echeance, last: Date) -> bool {
    !matches!(e.etat, Etat::AVenir) || repere(e).first() <= last
}

/// Puts the lines of `among` that `etats` and `horizon` let through in order, under the headings of the first
/// criterion; equal ones by date.
#[must_use]
pub fn groups(
    all: &[Ligne],
    among: Vec<usize>,
    (etats, horizon): (Etats, Horizon),
    tri: &Tri<ColonneEcheance>,
    au: Date,
) -> Vec<Group> {
    let last = horizon.last(au);
    let line = |i: &usize| all.get(*i);
    let key = |i: &usize, c: ColonneEcheance| line(i).and_then(|(campus, e)| c.cle(campus, e));
    let mut kept = among;
    kept.retain(|i| line(i).is_some_and(|(_, e)| etats.shows(e.etat) && within(e, last)));
    // What is behind is read from the latest on.
    let behind = tri.est_usuel() && etats.past();
    let sens = if behind {
        Sens::Decroissant
    } else {
        Sens::Croissant
    };
    Tri::selon([(ColonneEcheance::Date, sens)]).trier(&mut kept, key);
    tri.trier(&mut kept, key);
    let first = tri.premier().unwrap_or(ColonneEcheance::Date);
    Group::parted(kept, |i| {
        line(&i).map_or_else(String::new, |(c, e)| heading(first, c, e))
    })
}

/// Name of the group that a line is in when the list is sorted by this column.
fn heading(colonne: ColonneEcheance, c: &CampusLigne, e: &Echeance) -> String {
    match colonne {
        ColonneEcheance::Date => titre(e),
        ColonneEcheance::Campus => String::new(),
        other => capital(&other.texte(c, e)),
    }
}

/// `En retard`, `Septembre 2015`, `Année 2016`.
fn titre(e: &Echeance) -> String {
    if e.etat == Etat::EnRetard {
        return "En retard".to_owned();
    }
    let day = repere(e);
    match day {
        DatePartielle::Annee(y) => format!("Année {y}"),
        DatePartielle::Mois(..) | DatePartielle::Jour(_) => {
            let first = day.first();
            let month = DatePartielle::Mois(first.year(), first.month()).fr();
            capital(&month)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Terme, TypeEcheance};

    fn due(etat: Etat, terme: Terme) -> Echeance {
        Echeance {
            type_echeance: TypeEcheance::Evaluation,
            terme,
            etat,
            revue: None,
            proposee: false,
        }
    }

    fn day(y: i16, m: i8, d: i8) -> DatePartielle {
        DatePartielle::Jour(Date::constant(y, m, d))
    }

    #[test]
    fn a_window_stands_where_it_opens_then_where_it_ends() {
        let window = Terme::Fenetre(day(2016, 9, 11), day(2017, 9, 11));
        assert_eq!(titre(&due(Etat::AVenir, window)), "Septembre 2016");
        assert_eq!(titre(&due(Etat::AFaire, window)), "Septembre 2017");
        assert_eq!(titre(&due(Etat::EnRetard, window)), "En retard");
        let year = Terme::Date(DatePartielle::Annee(2015));
        assert_eq!(titre(&due(Etat::AFaire, year)), "Année 2015");
    }

    #[test]
    fn the_horizon_never_hides_what_may_be_done_now() {
        let au = Date::constant(2015, 9, 1);
        let open = due(Etat::AFaire, Terme::Fenetre(day(2015, 8, 1), day(2016, 8, 1)));
        assert!(within(&open, Horizon::Trimestre.last(au)));
        let ahead = due(Etat::AVenir, Terme::Date(day(2015, 12, 2)));
        assert!(!within(&ahead, Horizon::Trimestre.last(au)) && within(&ahead, Horizon::Semestre.last(au)));
        let somewhen = due(Etat::AVenir, Terme::Date(DatePartielle::Annee(2015)));
        assert!(
            within(&somewhen, Horizon::Trimestre.last(au)),
            "it may come any day of the year"
        );
    }

    #[test]
    fn every_state_is_shown_in_turn() {
        let mut etats = Etats::Reste;
        let mut seen = Vec::new();
        loop {
            etats = etats.next();
            if etats == Etats::Reste {
                break;
            }
            seen.extend(Etat::ALL.into_iter().filter(|e| etats.shows(*e)));
        }
        seen.sort_unstable();
        assert_eq!(seen, Etat::ALL);
    }
}
