//! The régions of 2013 and of today as grids of tiles, and the outline of France for wide screens.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::grille::Case;

/// Which régions the map is cut into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decoupage {
    /// The 27 of the first call.
    De2013,
    /// The 18 since 1 January 2016.
    Actuel,
}

impl Decoupage {
    /// The one in force on a day (loi n° 2015-29: from 1 January 2016).
    #[must_use]
    pub fn au(day: Date) -> Self {
        if day < Date::constant(2016, 1, 1) {
            Self::De2013
        } else {
            Self::Actuel
        }
    }

    /// The other one.
    #[must_use]
    pub fn autre(self) -> Self {
        match self {
            Self::De2013 => Self::Actuel,
            Self::Actuel => Self::De2013,
        }
    }

    /// Name for people.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::De2013 => "régions de 2013",
            Self::Actuel => "régions d'aujourd'hui",
        }
    }

    /// Stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::De2013 => "2013",
            Self::Actuel => "actuel",
        }
    }

    /// Its tiles.
    #[must_use]
    pub fn cases(self) -> &'static [Case] {
        let Ok(fond) = &*FOND else { return &[] };
        match self {
            Self::De2013 => &fond.cartogramme_2013.grille,
            Self::Actuel => &fond.cartogramme_actuel.grille,
        }
    }
}

/// The shipped map (`data/registre/carte.json`, with its sources).
#[derive(Debug, Deserialize)]
struct Fond {
    cartogramme_2013: Cartogramme,
    cartogramme_actuel: Cartogramme,
    contours: Vec<Contour>,
}

#[derive(Debug, Deserialize)]
struct Cartogramme {
    grille: Vec<Case>,
}

/// A closed line, as longitudes and latitudes in degrees.
#[derive(Debug, Deserialize)]
pub struct Contour {
    /// Its points, the first again at the end.
    pub points: Vec<(f64, f64)>,
}

static FOND: LazyLock<Result<Fond, String>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../data/registre/carte.json")).map_err(|e| e.to_string())
});

/// Mainland, Corsica and the larger islands.
#[must_use]
pub fn contours() -> &'static [Contour] {
    FOND.as_ref().map_or(&[], |f| &f.contours)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tableau::grille::{Cote, voisine};

    #[test]
    fn the_shipped_grids_are_whole() {
        for (d, n) in [(Decoupage::De2013, 27), (Decoupage::Actuel, 18)] {
            let cases = d.cases();
            assert_eq!(cases.len(), n, "{:?}", FOND.as_ref().err());
            let mut places: Vec<_> = cases.iter().map(|c| (c.colonne, c.ligne)).collect();
            assert!(cases.iter().all(|c| c.court.chars().count() <= 8), "{cases:?}");
            places.sort_unstable();
            places.dedup();
            assert_eq!(places.len(), n, "two tiles at one place");
        }
        assert!(
            contours()
                .iter()
                .all(|c| c.points.len() > 3 && c.points.first() == c.points.last())
        );
    }

    #[test]
    fn arrows_lead_from_any_tile_to_any_other() {
        for d in [Decoupage::De2013, Decoupage::Actuel] {
            let places: Vec<_> = d.cases().iter().map(|c| (c.colonne, c.ligne)).collect();
            for start in 0..places.len() {
                let mut seen = vec![false; places.len()];
                let mut todo = vec![start];
                while let Some(at) = todo.pop() {
                    if !std::mem::replace(&mut seen[at], true) {
                        todo.extend(Cote::ALL.into_iter().filter_map(|w| voisine(&places, at, w)));
                    }
                }
                assert!(seen.iter().all(|s| *s), "{d:?} from {:?}", d.cases()[start]);
            }
        }
    }

    #[test]
    fn the_map_of_a_day() {
        assert_eq!(Decoupage::au(Date::constant(2015, 12, 31)), Decoupage::De2013);
        assert_eq!(Decoupage::au(Date::constant(2016, 1, 1)), Decoupage::Actuel);
    }
}
