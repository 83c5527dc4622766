//! The objective *au moins un campus par région*, as a map of tiles; the outline of France for wide screens.

use std::{collections::BTreeSet, sync::LazyLock};

use jiff::civil::Date;
use serde::Deserialize;

use super::{
    super::{CampusId, Echeance, Etat, Label, RegionId},
    grille::Case,
    table::{Table, compte},
};

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

/// Where a campus stands, in one word: the worst of its label and its deadlines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EtatCampus {
    /// Something is late.
    Retard,
    /// Something is to be done, or being done.
    AFaire,
    /// In force, nothing presses.
    AJour,
    /// The label has ended.
    Echu,
    /// The label begins later.
    AVenir,
}

impl EtatCampus {
    /// Every state, the most pressing first.
    pub const ALL: [Self; 5] = [Self::Retard, Self::AFaire, Self::AJour, Self::Echu, Self::AVenir];

    /// State of a label and its deadlines on the reference day.
    #[must_use]
    pub fn de(label: &Label, echeances: &[Echeance], au: Date) -> Self {
        let any = |etats: &[Etat]| echeances.iter().any(|e| etats.contains(&e.etat));
        match label.etat(au) {
            "échu" => Self::Echu,
            "à venir" => Self::AVenir,
            _ if any(&[Etat::EnRetard]) => Self::Retard,
            _ if any(&[Etat::AFaire, Etat::EnCours]) => Self::AFaire,
            _ => Self::AJour,
        }
    }

    /// Its sign on the map.
    #[must_use]
    pub fn signe(self) -> char {
        match self {
            Self::Retard => '!',
            Self::AFaire => '+',
            Self::AJour => 'o',
            Self::Echu => 'x',
            Self::AVenir => '-',
        }
    }

    /// Name for people and for `--json`.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Retard => "en retard",
            Self::AFaire => "à faire",
            Self::AJour => "à jour",
            Self::Echu => "label échu",
            Self::AVenir => "label à venir",
        }
    }
}

/// A tile of the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Tuile {
    /// Row of the région.
    pub region: RegionId,
    /// INSEE code.
    pub code: String,
    /// Name.
    pub nom: String,
    /// Name in at most eight columns.
    pub court: String,
    /// Overseas.
    pub outre_mer: bool,
    /// Column and row on the grid.
    pub place: (u16, u16),
}

/// A campus on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct PointCampus {
    /// Row.
    pub id: CampusId,
    /// Short name.
    pub nom: String,
    /// Its tiles: several for a campus that lies in several régions, none when they are not of this map.
    pub tuiles: BTreeSet<usize>,
    /// Where it stands.
    pub etat: EtatCampus,
    /// The most pressing deadline, or the label, in a phrase.
    pub situation: String,
    /// Longitude and latitude in degrees, when known.
    pub position: Option<(f64, f64)>,
}

/// What a tile counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compte {
    /// Campuses of the région and of those it succeeds.
    pub campus: usize,
    /// Those with something late.
    pub retard: usize,
    /// Those whose label has ended.
    pub echus: usize,
}

/// The map.
#[derive(Clone, Debug, PartialEq)]
pub struct Carte {
    /// Which régions.
    pub decoupage: Decoupage,
    /// Its tiles, as the grid lists them.
    pub tuiles: Vec<Tuile>,
    /// What each tile counts.
    pub comptes: Vec<Compte>,
    /// Every campus, in French order.
    pub campus: Vec<PointCampus>,
}

impl Carte {
    /// Counts the campuses on the tiles.
    #[must_use]
    pub fn new(decoupage: Decoupage, tuiles: Vec<Tuile>, campus: Vec<PointCampus>) -> Self {
        let mut comptes = vec![Compte::default(); tuiles.len()];
        for c in &campus {
            for tuile in &c.tuiles {
                let Some(compte) = comptes.get_mut(*tuile) else {
                    continue;
                };
                compte.campus += 1;
                compte.retard += usize::from(c.etat == EtatCampus::Retard);
                compte.echus += usize::from(c.etat == EtatCampus::Echu);
            }
        }
        Self {
            decoupage,
            tuiles,
            comptes,
            campus,
        }
    }

    /// What a tile counts.
    #[must_use]
    pub fn compte(&self, tuile: usize) -> Compte {
        self.comptes.get(tuile).copied().unwrap_or_default()
    }

    /// The campuses of a tile.
    pub fn de(&self, tuile: usize) -> impl Iterator<Item = &PointCampus> {
        self.campus.iter().filter(move |c| c.tuiles.contains(&tuile))
    }

    /// Régions with a campus, and all of them: mainland, or overseas.
    #[must_use]
    pub fn couvertes(&self, outre_mer: bool) -> (usize, usize) {
        let of = || {
            self.tuiles
                .iter()
                .zip(&self.comptes)
                .filter(|(t, _)| t.outre_mer == outre_mer)
        };
        (of().filter(|(_, c)| c.campus > 0).count(), of().count())
    }

    /// Régions without a campus.
    pub fn manquantes(&self) -> impl Iterator<Item = &Tuile> {
        let all = self.tuiles.iter().zip(&self.comptes);
        all.filter(|(_, c)| c.campus == 0).map(|(t, _)| t)
    }

    /// Campuses of régions that this map does not have.
    #[must_use]
    pub fn hors_carte(&self) -> usize {
        self.campus.iter().filter(|c| c.tuiles.is_empty()).count()
    }

    /// How far the objective is reached, in a sentence.
    #[must_use]
    pub fn phrase(&self) -> String {
        let apart = match self.hors_carte() {
            0 => String::new(),
            n => format!("\u{202f}; {n} campus d'une région née depuis, hors de cette carte"),
        };
        format!("{}\u{202f}; {}{apart}.", self.couverture(), self.manque())
    }

    /// The sentence's first part: régions that have a campus.
    #[must_use]
    pub fn couverture(&self) -> String {
        let ((metropole, sur), (loin, sur_loin)) = (self.couvertes(false), self.couvertes(true));
        let (s, ont) = if metropole > 1 { ("s", "ont") } else { ("", "a") };
        let only = |etat: EtatCampus| {
            let all = |t: usize| self.de(t).all(|c| c.etat == etat);
            match (0..self.tuiles.len())
                .filter(|t| self.compte(*t).campus > 0 && all(*t))
                .count()
            {
                0 => String::new(),
                n => format!(", dont {n} au {}", etat.libelle()),
            }
        };
        let apart = only(EtatCampus::Echu) + &only(EtatCampus::AVenir);
        format!(
            "{metropole} région{s} sur {sur} de métropole (et {loin} sur {sur_loin} d'outre-mer) {ont} un campus{apart}"
        )
    }

    /// The sentence's second part: régions that have none.
    #[must_use]
    pub fn manque(&self) -> String {
        let missing: Vec<&str> = self.manquantes().map(|t| t.nom.as_str()).collect();
        if missing.is_empty() {
            return "l'objectif est atteint".to_owned();
        }
        format!("il en manque {}\u{202f}: {}", missing.len(), missing.join(", "))
    }

    /// The same figures in rows.
    #[must_use]
    pub fn table(&self) -> Table {
        let colonnes = vec![
            ("Région", false),
            ("Code", false),
            ("Campus", true),
            ("En retard", true),
            ("Échus", true),
            ("Situation", false),
        ];
        let ligne = |(i, t): (usize, &Tuile)| {
            let c = self.compte(i);
            let named: Vec<String> = self
                .de(i)
                .map(|p| format!("{} ({})", p.nom, p.situation))
                .collect();
            vec![
                t.nom.clone(),
                t.code.clone(),
                compte(c.campus),
                compte(c.retard),
                compte(c.echus),
                named.join(", "),
            ]
        };
        Table {
            colonnes,
            lignes: self.tuiles.iter().enumerate().map(ligne).collect(),
        }
    }
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
