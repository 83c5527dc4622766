//! The order of a list: criteria, the first one first, each up or down.

use std::cmp::Ordering;

use super::Colonne;
use crate::domain::{DatePartielle, Ordre, texte::plier};

/// Which way a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sens {
    /// From the first to the last.
    Croissant,
    /// From the last to the first.
    Decroissant,
}

impl Sens {
    /// Its sign.
    #[must_use]
    pub fn signe(self) -> &'static str {
        match self {
            Self::Croissant => "↑",
            Self::Decroissant => "↓",
        }
    }

    /// Its word.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Croissant => "croissant",
            Self::Decroissant => "décroissant",
        }
    }
}

/// What a cell is sorted by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cle {
    /// Numbers, the first one first.
    Nombres(Vec<i64>),
    /// A text in French order.
    Texte(Vec<u8>),
}

impl Cle {
    /// A text; None when blank: what is not known comes last.
    #[must_use]
    pub fn texte(text: &str) -> Option<Self> {
        (!text.trim().is_empty()).then(|| Self::Texte(Ordre::new().cle(text)))
    }

    /// A number.
    #[must_use]
    pub fn nombre(n: usize) -> Option<Self> {
        Some(Self::Nombres(vec![i64::try_from(n).unwrap_or(i64::MAX)]))
    }

    /// A date, by its first day.
    #[must_use]
    pub fn date(date: DatePartielle) -> Option<Self> {
        Some(Self::Nombres(vec![jour(date.first())]))
    }
}

/// A day as a number that grows with it.
pub(super) fn jour(d: jiff::civil::Date) -> i64 {
    i64::from(d.year()) * 10_000 + i64::from(d.month()) * 100 + i64::from(d.day())
}

/// Criteria, the first one first; none: the usual order of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tri<C>(Vec<(C, Sens)>);

impl<C> Default for Tri<C> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<C: Colonne> Tri<C> {
    /// By one column.
    #[must_use]
    pub fn par(colonne: C) -> Self {
        Self(vec![(colonne, Sens::Croissant)])
    }

    /// By these criteria; a column named twice counts the first time.
    #[must_use]
    pub fn selon(criteres: impl IntoIterator<Item = (C, Sens)>) -> Self {
        let mut out: Vec<(C, Sens)> = Vec::new();
        for (c, sens) in criteres {
            if out.iter().all(|(known, _)| *known != c) {
                out.push((c, sens));
            }
        }
        Self(out)
    }

    /// The criteria.
    #[must_use]
    pub fn criteres(&self) -> &[(C, Sens)] {
        &self.0
    }

    /// The first column, if there is one.
    #[must_use]
    pub fn premier(&self) -> Option<C> {
        self.0.first().map(|(c, _)| *c)
    }

    /// Whether the list is in its usual order.
    #[must_use]
    pub fn est_usuel(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads `region`, `-label`; what a title says (`par région`) too.
    ///
    /// # Errors
    /// The word that names no column.
    pub fn lire(mots: &[String]) -> Result<Self, String> {
        let read = mots.iter().map(|mot| critere(mot).ok_or_else(|| mot.clone()));
        Ok(Self::selon(read.collect::<Result<Vec<_>, _>>()?))
    }

    /// The same, a word that names no column left out; the usual order by its name is no criterion.
    #[must_use]
    pub fn connu(mots: &[String]) -> Self {
        let named = mots.iter().filter(|mot| *mot != C::ORDRE_USUEL);
        Self::selon(named.filter_map(|mot| critere(mot)))
    }

    /// The words that [`Self::lire`] reads back.
    #[must_use]
    pub fn codes(&self) -> Vec<String> {
        let minus = |sens| if sens == Sens::Decroissant { "-" } else { "" };
        self.0
            .iter()
            .map(|(c, s)| format!("{}{}", minus(*s), c.code()))
            .collect()
    }

    /// `par région, puis label ↓`: downwards is said, upwards goes without saying.
    #[must_use]
    pub fn phrase(&self) -> String {
        let words = self.0.iter().map(|(c, sens)| match sens {
            Sens::Croissant => c.titre().to_lowercase(),
            Sens::Decroissant => format!("{} {}", c.titre().to_lowercase(), sens.signe()),
        });
        format!("par {}", words.collect::<Vec<_>>().join(", puis "))
    }

    /// Sorts `rows`; equal ones keep their order, what is not known comes last whichever way a column goes.
    pub fn trier<T>(&self, rows: &mut Vec<T>, cle: impl Fn(&T, C) -> Option<Cle>) {
        if self.est_usuel() {
            return;
        }
        let keys = |row: &T| self.0.iter().map(|(c, _)| cle(row, *c)).collect::<Vec<_>>();
        let mut keyed: Vec<(Vec<Option<Cle>>, T)> = rows.drain(..).map(|r| (keys(&r), r)).collect();
        keyed.sort_by(|(a, _), (b, _)| self.compare(a, b));
        rows.extend(keyed.into_iter().map(|(_, row)| row));
    }

    fn compare(&self, a: &[Option<Cle>], b: &[Option<Cle>]) -> Ordering {
        for ((a, b), (_, sens)) in a.iter().zip(b).zip(&self.0) {
            let order = match (a, b, sens) {
                (Some(a), Some(b), Sens::Croissant) => a.cmp(b),
                (Some(a), Some(b), Sens::Decroissant) => b.cmp(a),
                (a, b, _) => a.is_none().cmp(&b.is_none()),
            };
            if order.is_ne() {
                return order;
            }
        }
        Ordering::Equal
    }
}

fn critere<C: Colonne>(mot: &str) -> Option<(C, Sens)> {
    let (mot, sens) = match mot.trim().strip_prefix('-') {
        Some(rest) => (rest, Sens::Decroissant),
        None => (mot, Sens::Croissant),
    };
    let folded = plier(mot);
    let bare = folded.strip_prefix("par ").unwrap_or(&folded);
    C::lue(bare).filter(|c| c.triable()).map(|c| (c, sens))
}

#[cfg(test)]
mod tests {
    use super::{super::ColonneCampus as C, *};
    use proptest::prelude::*;

    fn sorted(tri: &Tri<C>, rows: &[(&str, &str)]) -> Vec<String> {
        let mut rows = rows.to_vec();
        tri.trier(&mut rows, |(region, lieu), c| match c {
            C::Region => Cle::texte(region),
            _ => Cle::texte(lieu),
        });
        rows.iter().map(|(a, b)| format!("{a} {b}")).collect()
    }

    #[test]
    fn several_criteria_in_french_order_the_unknown_last() {
        let rows = [
            ("Île-de-France", "Paris"),
            ("Essonne", ""),
            ("Essonne", "Évry"),
            ("Essonne", "Étampes"),
            ("", "Nulle part"),
        ];
        let both = Tri::lire(&["region".into(), "-lieu".into()]).unwrap();
        assert_eq!(
            sorted(&both, &rows),
            [
                "Essonne Évry",
                "Essonne Étampes",
                "Essonne ",
                "Île-de-France Paris",
                " Nulle part"
            ]
        );
        let down = Tri::lire(&["-région".into()]).unwrap();
        assert_eq!(sorted(&down, &rows)[0], "Île-de-France Paris");
        assert_eq!(sorted(&down, &rows)[4], " Nulle part");
        assert_eq!(Tri::<C>::lire(&["poids".into()]), Err("poids".to_owned()));
        assert_eq!(both.phrase(), "par région, puis lieu ↓");
    }

    proptest! {
        #[test]
        fn sorting_loses_no_row_and_twice_is_once(rows in prop::collection::vec(("[a-cé]{0,2}", "[a-c]{0,2}"), 0..12), down in any::<bool>()) {
            let words = vec!["region".to_owned(), format!("{}lieu", if down { "-" } else { "" })];
            let tri = Tri::<C>::lire(&words).unwrap();
            let key = |(r, l): &(String, String), c| Cle::texte(if c == C::Region { r } else { l });
            let mut once = rows.clone();
            tri.trier(&mut once, key);
            let mut twice = once.clone();
            tri.trier(&mut twice, key);
            prop_assert_eq!(&once, &twice);
            let (mut a, mut b) = (rows, once);
            a.sort();
            b.sort();
            prop_assert_eq!(a, b);
            prop_assert_eq!(tri.codes(), words);
        }
    }
}
