//! Suivis and évaluations by the quarter they are due in.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{
    super::{Echeance, Etat, TypeRevue},
    table::{Table, compte},
};

/// A quarter of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Trimestre {
    /// Year.
    pub annee: i16,
    /// 1 to 4.
    pub rang: i8,
}

impl Trimestre {
    /// The quarter of a day.
    #[must_use]
    pub fn de(jour: Date) -> Self {
        Self {
            annee: jour.year(),
            rang: (jour.month() - 1) / 3 + 1,
        }
    }

    /// The next one.
    #[must_use]
    pub fn suivant(self) -> Self {
        if self.rang < 4 {
            Self {
                rang: self.rang + 1,
                ..self
            }
        } else {
            Self {
                annee: self.annee.saturating_add(1),
                rang: 1,
            }
        }
    }

    /// `T3 2015`.
    #[must_use]
    pub fn fr(self) -> String {
        format!("T{} {}", self.rang, self.annee)
    }

    /// `2015-T3`.
    #[must_use]
    pub fn code(self) -> String {
        format!("{:04}-T{}", self.annee, self.rang)
    }
}

/// Reviews of one kind due in one quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RevuesTrimestre {
    /// Quarter of the last day of the term.
    pub trimestre: Trimestre,
    /// Which review.
    pub type_revue: TypeRevue,
    /// Handed in.
    pub faites: usize,
    /// To be done now, begun or not.
    pub a_faire: usize,
    /// Late.
    pub en_retard: usize,
    /// Not yet to be done.
    pub a_venir: usize,
}

impl RevuesTrimestre {
    /// All of them.
    #[must_use]
    pub fn total(&self) -> usize {
        self.faites + self.a_faire + self.en_retard + self.a_venir
    }

    /// Count, letter and name of each state, in a bar's order.
    #[must_use]
    pub fn parts(&self) -> [(usize, char, &'static str); 4] {
        [
            (self.faites, 'F', "fait"),
            (self.a_faire, 'A', "à faire"),
            (self.en_retard, 'R', "en retard"),
            (self.a_venir, '-', "à venir"),
        ]
    }
}

/// Counts deadlines by quarter and review, oldest first; every quarter between the first and the last is there,
/// with no count where nothing is due. A term known to the year is due in its last quarter: late means that all
/// of it is past. What has no object any more is left out.
#[must_use]
pub fn par_trimestre<'a>(echeances: impl IntoIterator<Item = &'a Echeance>) -> Vec<RevuesTrimestre> {
    let mut found: BTreeMap<(Trimestre, TypeRevue), RevuesTrimestre> = BTreeMap::new();
    for e in echeances {
        let Some(type_revue) = e.type_echeance.revue() else {
            continue;
        };
        let trimestre = Trimestre::de(e.terme.fin().last());
        let line = found
            .entry((trimestre, type_revue))
            .or_insert_with(|| vide(trimestre, type_revue));
        match e.etat {
            Etat::Fait => line.faites += 1,
            Etat::AFaire | Etat::EnCours => line.a_faire += 1,
            Etat::EnRetard => line.en_retard += 1,
            Etat::AVenir => line.a_venir += 1,
            Etat::SansObjet | Etat::Echu => {}
        }
    }
    found.retain(|_, line| line.total() > 0);
    let (Some((first, _)), Some((last, _))) = (found.keys().next().copied(), found.keys().last().copied())
    else {
        return Vec::new();
    };
    let mut at = first;
    while at <= last {
        let known = TypeRevue::Suivi..=TypeRevue::Evaluation;
        if found
            .range((at, *known.start())..=(at, *known.end()))
            .next()
            .is_none()
        {
            found.insert((at, TypeRevue::Suivi), vide(at, TypeRevue::Suivi));
        }
        at = at.suivant();
    }
    found.into_values().collect()
}

fn vide(trimestre: Trimestre, type_revue: TypeRevue) -> RevuesTrimestre {
    RevuesTrimestre {
        trimestre,
        type_revue,
        faites: 0,
        a_faire: 0,
        en_retard: 0,
        a_venir: 0,
    }
}

/// The same figures in rows.
#[must_use]
pub fn table(revues: &[RevuesTrimestre]) -> Table {
    let colonnes = vec![
        ("Trimestre", false),
        ("Revue", false),
        ("Dues", true),
        ("Faites", true),
        ("À faire", true),
        ("En retard", true),
        ("À venir", true),
    ];
    let ligne = |r: &RevuesTrimestre| {
        let mut cells = vec![r.trimestre.fr(), nom(r).to_owned(), compte(r.total())];
        cells.extend(r.parts().map(|(n, ..)| compte(n)));
        cells
    };
    Table {
        colonnes,
        lignes: revues.iter().map(ligne).collect(),
    }
}

/// `suivi`, `évaluation`; nothing where nothing is due.
#[must_use]
pub fn nom(r: &RevuesTrimestre) -> &'static str {
    match r.type_revue {
        _ if r.total() == 0 => "",
        kind => kind.court(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{DatePartielle, Terme, TypeEcheance};
    use proptest::prelude::*;

    fn due(type_echeance: TypeEcheance, terme: &str, etat: Etat) -> Echeance {
        let date = DatePartielle::parse_iso(terme).unwrap();
        Echeance {
            type_echeance,
            terme: Terme::Date(date),
            etat,
            revue: None,
            proposee: false,
        }
    }

    #[test]
    fn a_year_is_due_in_its_last_quarter_and_gaps_are_shown() {
        let found = par_trimestre(&[
            due(TypeEcheance::Suivi, "2015", Etat::EnRetard),
            due(TypeEcheance::Suivi, "2015-12-01", Etat::Fait),
            due(TypeEcheance::Evaluation, "2016-05", Etat::AFaire),
            due(TypeEcheance::Fin, "2019", Etat::AVenir),
        ]);
        let said: Vec<_> = found
            .iter()
            .map(|r| (r.trimestre.fr(), nom(r), r.total()))
            .collect();
        assert_eq!(
            said,
            [
                ("T4 2015".to_owned(), "suivi", 2),
                ("T1 2016".to_owned(), "", 0),
                ("T2 2016".to_owned(), "évaluation", 1),
            ]
        );
        assert_eq!((found[0].faites, found[0].en_retard), (1, 1));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_quarters_follow(days in prop::collection::vec((2012i16..2030, 1i8..=12, 0usize..7), 0..40)) {
            let all: Vec<Echeance> = days
                .iter()
                .map(|(y, m, e)| due(TypeEcheance::Suivi, &format!("{y}-{m:02}"), Etat::ALL[*e]))
                .collect();
            let found = par_trimestre(&all);
            let counted = all.iter().filter(|e| !matches!(e.etat, Etat::SansObjet | Etat::Echu)).count();
            prop_assert_eq!(found.iter().map(RevuesTrimestre::total).sum::<usize>(), counted);
            for pair in found.windows(2) {
                prop_assert_eq!(pair[0].trimestre.suivant(), pair[1].trimestre);
            }
        }
    }
}
