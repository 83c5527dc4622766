//! Columns of a list of campuses.

use jiff::civil::Date;

use super::{Cle, Colonne, tri::jour};
use crate::domain::{CampusLigne, Echeance, Etat};

/// A column of a list of campuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColonneCampus {
    /// Short name.
    Nom,
    /// Région of the award.
    Region,
    /// Place.
    Lieu,
    /// What is due first, in words.
    Echeance,
    /// Académie of the award.
    Academie,
    /// Filières.
    Filiere,
    /// Years of the label: `2013–2017`.
    Label,
    /// How many partners.
    Partenaires,
    /// Number in the register.
    Id,
}

impl Colonne for ColonneCampus {
    const TOUTES: &'static [Self] = &[
        Self::Nom,
        Self::Region,
        Self::Lieu,
        Self::Echeance,
        Self::Academie,
        Self::Filiere,
        Self::Label,
        Self::Partenaires,
        Self::Id,
    ];
    const USUELLES: &'static [Self] = &[Self::Region, Self::Lieu, Self::Echeance];
    const TOUR: &'static [Self] = Self::USUELLES;
    const ORDRE_USUEL: &'static str = "";

    fn code(self) -> &'static str {
        match self {
            Self::Nom => "nom",
            Self::Region => "region",
            Self::Lieu => "lieu",
            Self::Echeance => "echeance",
            Self::Academie => "academie",
            Self::Filiere => "filiere",
            Self::Label => "label",
            Self::Partenaires => "partenaires",
            Self::Id => "id",
        }
    }

    fn titre(self) -> &'static str {
        match self {
            Self::Nom => "Nom",
            Self::Region => "Région",
            Self::Lieu => "Lieu",
            Self::Echeance => "Échéance",
            Self::Academie => "Académie",
            Self::Filiere => "Filière",
            Self::Label => "Label",
            Self::Partenaires => "Partenaires",
            Self::Id => "Id",
        }
    }

    fn largeur(self) -> u16 {
        match self {
            Self::Nom => 26,
            Self::Region | Self::Echeance | Self::Filiere => 20,
            Self::Lieu => 22,
            Self::Academie => 18,
            Self::Label => 9,
            Self::Partenaires => 11,
            Self::Id => 4,
        }
    }
}

impl ColonneCampus {
    /// What the cell says on the reference day.
    #[must_use]
    pub fn texte(self, c: &CampusLigne, au: Date) -> String {
        match self {
            Self::Nom => c.nom_court.clone(),
            Self::Region => c.region.clone(),
            Self::Lieu => c.lieu.clone(),
            Self::Echeance => c.situation(au),
            Self::Academie => c.academie.clone(),
            Self::Filiere => filieres(c),
            Self::Label => c.label.annees(),
            Self::Partenaires => c.partenaires.to_string(),
            Self::Id => c.id.to_string(),
        }
    }

    /// What it is sorted by.
    #[must_use]
    pub fn cle(self, c: &CampusLigne) -> Option<Cle> {
        match self {
            Self::Nom => Cle::texte(&c.nom_court),
            Self::Region => Cle::texte(&c.region),
            Self::Lieu => Cle::texte(&c.lieu),
            Self::Echeance => {
                let open = |e: &&Echeance| !matches!(e.etat, Etat::Fait | Etat::SansObjet | Etat::Echu);
                let ends = c.echeances.iter().filter(open).map(|e| e.terme.fin().last());
                ends.min().map(|d| Cle::Nombres(vec![jour(d)]))
            }
            Self::Academie => Cle::texte(&c.academie),
            Self::Filiere => Cle::texte(&filieres(c)),
            Self::Label => Cle::date(c.label.debut),
            Self::Partenaires => Cle::nombre(c.partenaires),
            Self::Id => Some(Cle::Nombres(vec![c.id.0])),
        }
    }
}

fn filieres(c: &CampusLigne) -> String {
    let names: Vec<&str> = c.filieres.iter().map(|(_, nom)| nom.as_str()).collect();
    names.join(", ")
}
