//! Columns of a list of partners.

use jiff::civil::Date;

use super::{Cle, Colonne};
use crate::domain::PartenaireLigne;

/// A column of a list of partners.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColonnePartenaire {
    /// Name.
    Nom,
    /// Type code.
    Type,
    /// Town.
    Commune,
    /// Role in the campus.
    Role,
    /// UAI.
    Uai,
    /// SIRET.
    Siret,
    /// How many campuses.
    Campus,
    /// Whether the directory says it closed.
    Etablissement,
    /// Number in the register.
    Id,
}

impl Colonne for ColonnePartenaire {
    const TOUTES: &'static [Self] = &[
        Self::Nom,
        Self::Type,
        Self::Commune,
        Self::Role,
        Self::Uai,
        Self::Siret,
        Self::Campus,
        Self::Etablissement,
        Self::Id,
    ];
    const USUELLES: &'static [Self] = &[Self::Type, Self::Commune, Self::Role];
    const TOUR: &'static [Self] = Self::USUELLES;
    const ORDRE_USUEL: &'static str = "";

    fn code(self) -> &'static str {
        match self {
            Self::Nom => "nom",
            Self::Type => "type",
            Self::Commune => "commune",
            Self::Role => "role",
            Self::Uai => "uai",
            Self::Siret => "siret",
            Self::Campus => "campus",
            Self::Etablissement => "etablissement",
            Self::Id => "id",
        }
    }

    fn titre(self) -> &'static str {
        match self {
            Self::Nom => "Nom",
            Self::Type => "Type",
            Self::Commune => "Commune",
            Self::Role => "Rôle",
            Self::Uai => "UAI",
            Self::Siret => "SIRET",
            Self::Campus => "Campus",
            Self::Etablissement => "Établissement",
            Self::Id => "Id",
        }
    }

    fn largeur(self) -> u16 {
        match self {
            Self::Nom => 40,
            Self::Type | Self::Uai => 8,
            Self::Commune | Self::Role => 20,
            Self::Siret => 14,
            Self::Campus => 6,
            Self::Etablissement => 13,
            Self::Id => 5,
        }
    }
}

impl ColonnePartenaire {
    /// What the cell says on the reference day.
    #[must_use]
    pub fn texte(self, p: &PartenaireLigne, au: Date) -> String {
        let known = |t: &Option<String>| t.clone().unwrap_or_default();
        match self {
            Self::Nom => p.nom.clone(),
            Self::Type => p.type_code.clone(),
            Self::Commune => known(&p.commune),
            Self::Role => known(&p.role),
            Self::Uai => known(&p.uai),
            Self::Siret => known(&p.siret),
            Self::Campus => p.campus.to_string(),
            Self::Etablissement => if p.est_ferme(au) { "fermé" } else { "" }.to_owned(),
            Self::Id => p.id.to_string(),
        }
    }

    /// What it is sorted by on the reference day.
    #[must_use]
    pub fn cle(self, p: &PartenaireLigne, au: Date) -> Option<Cle> {
        match self {
            Self::Campus => Cle::nombre(p.campus),
            Self::Id => Some(Cle::Nombres(vec![p.id.0])),
            other => Cle::texte(&other.texte(p, au)),
        }
    }
}
