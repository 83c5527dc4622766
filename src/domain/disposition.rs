//! How a list is laid out: by which columns it is sorted, which columns it shows. Pure.

mod campus;
mod echeance;
mod partenaire;
mod revue;
mod tri;

pub use campus::ColonneCampus;
pub use echeance::{ColonneEcheance, repere};
pub use partenaire::ColonnePartenaire;
pub use revue::ColonneRevue;
pub use tri::{Cle, Sens, Tri};

use super::texte::plier;

/// A column of a list.
pub trait Colonne: Copy + Eq + std::fmt::Debug + 'static {
    /// Every column, the name first.
    const TOUTES: &'static [Self];
    /// Those shown besides the name when nobody chose.
    const USUELLES: &'static [Self];
    /// Those that sorting by the next column goes through when nobody chose.
    const TOUR: &'static [Self];
    /// What the usual order is called in a title; empty where it goes without saying.
    const ORDRE_USUEL: &'static str;

    /// Stable word, as views and commands write it.
    fn code(self) -> &'static str;

    /// Heading.
    fn titre(self) -> &'static str;

    /// Width on the screen, in columns.
    fn largeur(self) -> u16;

    /// Whether the list can be sorted by it.
    fn triable(self) -> bool {
        true
    }

    /// The column of that word: its code, or its heading; accents and case aside.
    fn lue(mot: &str) -> Option<Self> {
        let mot = plier(mot);
        let mut all = Self::TOUTES.iter().copied();
        all.find(|c| plier(c.code()) == mot || plier(c.titre()) == mot)
    }

    /// The name: always shown, first.
    fn nom() -> Option<Self> {
        Self::TOUTES.first().copied()
    }
}

/// Order and columns of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disposition<C> {
    /// The order.
    pub tri: Tri<C>,
    /// Columns chosen, besides the name; empty: the usual ones.
    pub colonnes: Vec<C>,
}

impl<C> Default for Disposition<C> {
    fn default() -> Self {
        Self {
            tri: Tri::default(),
            colonnes: Vec::new(),
        }
    }
}

impl<C: Colonne> Disposition<C> {
    /// What a view says. A column that is not known is left out.
    #[must_use]
    pub fn de_la_vue(tri: &[String], colonnes: &[String]) -> Self {
        let name = C::nom();
        Self {
            tri: Tri::connu(tri),
            colonnes: colonnes
                .iter()
                .filter_map(|c| C::lue(c))
                .filter(|c| Some(*c) != name)
                .collect(),
        }
    }

    /// The columns shown besides the name, in order.
    #[must_use]
    pub fn montrees(&self) -> &[C] {
        if self.colonnes.is_empty() {
            C::USUELLES
        } else {
            &self.colonnes
        }
    }

    /// Sorted by the next column alone; after the last one, in the usual order.
    pub fn trier_par_la_suivante(&mut self) {
        let chosen: Vec<C> = self.colonnes.iter().copied().filter(|c| c.triable()).collect();
        let tour = if self.colonnes.is_empty() {
            C::TOUR
        } else {
            &chosen
        };
        let at = self.tri.premier().and_then(|c| tour.iter().position(|t| *t == c));
        let next = match (at, self.tri.premier()) {
            (Some(i), _) => tour.get(i + 1),
            (None, None) => tour.first(),
            (None, Some(_)) => None,
        };
        self.tri = next.map_or_else(Tri::default, |c| Tri::par(*c));
    }

    /// What the title says of the order: `par région, puis lieu ↓`.
    #[must_use]
    pub fn ordre(&self) -> String {
        if self.tri.est_usuel() {
            C::ORDRE_USUEL.to_owned()
        } else {
            self.tri.phrase()
        }
    }

    /// Order and columns as a view keeps them; none for the usual ones.
    #[must_use]
    pub fn mots(&self) -> (Vec<String>, Vec<String>) {
        let columns = self.colonnes.iter().map(|c| c.code().to_owned());
        (self.tri.codes(), columns.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::texte;

    fn sound<C: Colonne>() {
        for (i, c) in C::TOUTES.iter().enumerate() {
            assert_eq!(C::lue(c.code()), Some(*c));
            assert_eq!(C::lue(c.titre()), Some(*c), "{c:?}");
            assert_eq!(texte::plier(c.code()), c.code());
            assert!(c.largeur() > 0 && c.titre().chars().count() <= usize::from(c.largeur()) || i == 0);
        }
        for c in C::USUELLES.iter().chain(C::TOUR) {
            assert!(C::TOUTES.contains(c));
        }
        assert!(C::TOUR.iter().all(|c| c.triable()));
    }

    #[test]
    fn every_column_is_read_by_its_code_and_its_heading() {
        sound::<ColonneCampus>();
        sound::<ColonnePartenaire>();
        sound::<ColonneEcheance>();
        sound::<ColonneRevue>();
    }

    #[test]
    fn the_next_column_goes_round_the_chosen_ones() {
        let mut d: Disposition<ColonneCampus> = Disposition::default();
        let mut seen = Vec::new();
        for _ in 0..4 {
            d.trier_par_la_suivante();
            seen.push(d.ordre());
        }
        assert_eq!(seen, ["par région", "par lieu", "par échéance", ""]);
        d.colonnes = vec![ColonneCampus::Academie, ColonneCampus::Label];
        d.trier_par_la_suivante();
        assert_eq!(d.ordre(), "par académie");
        d.tri = Tri::par(ColonneCampus::Lieu);
        d.trier_par_la_suivante();
        assert_eq!(
            d.ordre(),
            "",
            "a column that is not shown leads back to the usual order"
        );
    }

    #[test]
    fn a_view_of_unknown_columns_shows_the_known_ones() {
        let words = |all: &[&str]| all.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        let d = Disposition::<ColonneCampus>::de_la_vue(
            &words(&["region", "-label", "poids"]),
            &words(&["Académie", "nom", "poids"]),
        );
        assert_eq!(d.ordre(), "par région, puis label ↓");
        assert_eq!(d.mots(), (words(&["region", "-label"]), words(&["academie"])));
    }
}
