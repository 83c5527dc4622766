//! A map of tiles: cells on a grid, and the way from one to its neighbour.

use serde::Deserialize;

/// One tile of a grid, from the top left.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Case {
    /// Stable key of the région.
    pub region: String,
    /// Its name in at most eight columns.
    pub court: String,
    /// Column.
    pub colonne: u16,
    /// Row.
    pub ligne: u16,
}

/// A direction on the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cote {
    /// West.
    Gauche,
    /// East.
    Droite,
    /// North.
    Haut,
    /// South.
    Bas,
}

impl Cote {
    /// Every direction.
    pub const ALL: [Self; 4] = [Self::Gauche, Self::Droite, Self::Haut, Self::Bas];

    /// How far `to` lies that way from `from`, and how far aside; None when it lies another way.
    fn far(self, from: (u16, u16), to: (u16, u16)) -> Option<(i32, i32)> {
        let dx = i32::from(to.0) - i32::from(from.0);
        let dy = i32::from(to.1) - i32::from(from.1);
        let (ahead, aside) = match self {
            Self::Gauche => (-dx, dy),
            Self::Droite => (dx, dy),
            Self::Haut => (-dy, dx),
            Self::Bas => (dy, dx),
        };
        (ahead > 0).then_some((ahead, aside.abs()))
    }
}

/// The tile one comes to from `from` that way: the nearest of those more ahead than aside, else the nearest
/// ahead; of two equally near the one less aside, then the first. None at the edge. `places` are column and row.
#[must_use]
pub fn voisine(places: &[(u16, u16)], from: usize, way: Cote) -> Option<usize> {
    let here = *places.get(from)?;
    let ahead = places
        .iter()
        .enumerate()
        .filter_map(|(i, p)| way.far(here, *p).map(|far| (i, far)));
    ahead
        .min_by_key(|(_, (ahead, aside))| (aside > ahead, ahead * ahead + aside * aside, *aside))
        .map(|(i, _)| i)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_neighbour_is_the_nearest_that_way() {
        //  .A.
        //  B.C
        //  ...D
        let places = [(1, 0), (0, 1), (2, 1), (3, 2)];
        assert_eq!(voisine(&places, 0, Cote::Bas), Some(1));
        assert_eq!(
            voisine(&places, 1, Cote::Droite),
            Some(0),
            "a corner away is nearer"
        );
        assert_eq!(voisine(&places, 2, Cote::Bas), Some(3));
        assert_eq!(voisine(&places, 3, Cote::Haut), Some(2));
        assert_eq!(voisine(&places, 0, Cote::Haut), None);
        assert_eq!(voisine(&[], 0, Cote::Bas), None);
    }

    proptest! {
        #[test]
        fn a_move_goes_that_way_and_stops_only_at_the_edge(
            set in prop::collection::btree_set((0u16..9, 0u16..7), 1..30), at in any::<prop::sample::Index>(),
        ) {
            let places: Vec<_> = set.into_iter().collect();
            let from = at.index(places.len());
            for way in Cote::ALL {
                let ahead = places.iter().filter(|p| way.far(places[from], **p).is_some()).count();
                match voisine(&places, from, way) {
                    Some(to) => prop_assert!(way.far(places[from], places[to]).is_some()),
                    None => prop_assert_eq!(ahead, 0),
                }
            }
        }
    }
}
