//! The objective *au moins un campus par région*, as a map of tiles.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{
    super::{CampusId, Echeance, Etat, Label, RegionId},
    decoupage::Decoupage,
    table::{Table, compte},
};

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
    /// Those whose label begins later.
    pub a_venir: usize,
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
    /// Which of them lie on each tile.
    places: Vec<Vec<usize>>,
}

impl Carte {
    /// Counts the campuses on the tiles.
    #[must_use]
    pub fn new(decoupage: Decoupage, tuiles: Vec<Tuile>, campus: Vec<PointCampus>) -> Self {
        let mut comptes = vec![Compte::default(); tuiles.len()];
        let mut places = vec![Vec::new(); tuiles.len()];
        for (i, c) in campus.iter().enumerate() {
            for tuile in &c.tuiles {
                let (Some(compte), Some(place)) = (comptes.get_mut(*tuile), places.get_mut(*tuile)) else {
                    continue;
                };
                place.push(i);
                compte.campus += 1;
                compte.retard += usize::from(c.etat == EtatCampus::Retard);
                compte.echus += usize::from(c.etat == EtatCampus::Echu);
                compte.a_venir += usize::from(c.etat == EtatCampus::AVenir);
            }
        }
        Self {
            decoupage,
            tuiles,
            comptes,
            campus,
            places,
        }
    }

    /// What a tile counts.
    #[must_use]
    pub fn compte(&self, tuile: usize) -> Compte {
        self.comptes.get(tuile).copied().unwrap_or_default()
    }

    /// The campuses of a tile.
    pub fn de(&self, tuile: usize) -> impl Iterator<Item = &PointCampus> {
        let places = self.places.get(tuile).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|i| self.campus.get(*i))
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
        let only = |etat: EtatCampus, of: fn(&Compte) -> usize| {
            let all = |c: &&Compte| c.campus > 0 && c.campus == of(c);
            match self.comptes.iter().filter(all).count() {
                0 => String::new(),
                n => format!(", dont {n} au {}", etat.libelle()),
            }
        };
        let apart = only(EtatCampus::Echu, |c| c.echus) + &only(EtatCampus::AVenir, |c| c.a_venir);
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
