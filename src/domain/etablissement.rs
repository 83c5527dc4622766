//! An establishment of the national directory (`domaine.md` § 6): what a partner is completed from.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

mod ecarts;
mod existence;

pub use ecarts::{Ecart, ecarts};
pub use existence::{Etat, Existence, Situation};

/// Which file a line of the directory came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Source {
    /// Annuaire de l'éducation, `fr-en-annuaire-education`.
    #[default]
    Annuaire,
    /// An extract of ACCE, or of the files made from it (`numero_uai`, `appellation_officielle`…).
    Acce,
}

impl Source {
    /// Stable word, as the register stores it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Annuaire => "annuaire",
            Self::Acce => "acce",
        }
    }

    /// Name for people.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Annuaire => "annuaire de l'éducation",
            Self::Acce => "extraction ACCE",
        }
    }

    /// Reads [`Self::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Annuaire, Self::Acce]
            .into_iter()
            .find(|s| s.code() == code)
    }
}

/// Who runs an establishment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secteur {
    /// The State or a collectivity.
    Public,
    /// Anyone else.
    Prive,
}

impl Secteur {
    /// Stable word, as the register stores it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Prive => "prive",
        }
    }

    /// Word for people.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Prive => "privé",
        }
    }

    /// Reads [`Self::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Public, Self::Prive].into_iter().find(|s| s.code() == code)
    }
}

/// One establishment of the directory. What its file does not say is None.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etablissement {
    /// UAI, its key right.
    pub uai: String,
    /// The file it is known from; the annuaire when both have it.
    pub source: Source,
    /// Name.
    pub nom: String,
    /// In the words of the file: `Lycée`, `Collège`, `Ecole`…
    pub type_libelle: Option<String>,
    /// Public or private.
    pub secteur: Option<Secteur>,
    /// Three figures of the nomenclature of natures, e.g. `306`.
    pub nature: Option<String>,
    /// The nature in words.
    pub nature_libelle: Option<String>,
    /// Street and its complements on one line.
    pub adresse: Option<String>,
    /// Postal code.
    pub code_postal: Option<String>,
    /// Town.
    pub commune: Option<String>,
    /// INSEE code of the town.
    pub code_insee: Option<String>,
    /// Département as the register writes it: `01`, `2A`, `971`.
    pub departement: Option<String>,
    /// Code of the académie, e.g. `10`.
    pub academie: Option<String>,
    /// INSEE code of the région.
    pub region: Option<String>,
    /// SIREN or SIRET.
    pub siret: Option<String>,
    /// Telephone number, as given.
    pub telephone: Option<String>,
    /// Web address, as given.
    pub web: Option<String>,
    /// Mail address, as given.
    pub mail: Option<String>,
    /// Latitude and longitude, WGS 84 degrees.
    pub position: Option<(f64, f64)>,
    /// Opening, closing, state.
    pub existence: Existence,
    /// Day its line was last changed at the source.
    pub maj: Option<Date>,
}

impl Etablissement {
    /// Code of the partner type it would be (`LP`, `LPO`, `LGT`, `LA`; `PRIV` for a private one, whatever it
    /// teaches: `domaine.md` § 5.3); None when its nature says none.
    #[must_use]
    pub fn type_partenaire(&self) -> Option<&'static str> {
        let code = nature(self.nature.as_deref()?)?.type_partenaire.as_deref()?;
        Some(if self.secteur == Some(Secteur::Prive) {
            "PRIV"
        } else {
            code
        })
    }

    /// The SIREN: the SIRET's nine first figures.
    #[must_use]
    pub fn siren(&self) -> Option<&str> {
        self.siret.as_deref()?.get(..9)
    }

    /// What it is, in words: its nature, else its type; the shipped name of a nature given by its code alone.
    #[must_use]
    pub fn quoi(&self) -> Option<&str> {
        let shipped = || Some(nature(self.nature.as_deref()?)?.libelle.as_str());
        self.nature_libelle
            .as_deref()
            .or_else(shipped)
            .or(self.type_libelle.as_deref())
    }

    /// How useful a find it is to who looks for a partner: 0 for what teaches a trade after the collège, 2 for
    /// schools (natures 1xx), 1 for the others. Second degree natures are 3xx, lycées up to 334.
    #[must_use]
    pub fn rang(&self) -> u8 {
        let nature: Option<u16> = self.nature.as_deref().and_then(|n| n.parse().ok());
        let says = |word: &str| {
            let begins = |t: &String| t.get(..word.len()).is_some_and(|t| t.eq_ignore_ascii_case(word));
            self.type_libelle.as_ref().is_some_and(begins)
        };
        match nature {
            Some(300..=334) => 0,
            Some(100..=199) => 2,
            _ if says("Ecole") || says("École") => 2,
            _ if says("Lyc") => 0,
            _ => 1,
        }
    }

    /// The same with what only `other` knows of it.
    #[must_use]
    pub fn complete(self, other: Self) -> Self {
        Self {
            type_libelle: self.type_libelle.or(other.type_libelle),
            secteur: self.secteur.or(other.secteur),
            nature: self.nature.or(other.nature),
            nature_libelle: self.nature_libelle.or(other.nature_libelle),
            adresse: self.adresse.or(other.adresse),
            code_postal: self.code_postal.or(other.code_postal),
            commune: self.commune.or(other.commune),
            code_insee: self.code_insee.or(other.code_insee),
            departement: self.departement.or(other.departement),
            academie: self.academie.or(other.academie),
            region: self.region.or(other.region),
            siret: self.siret.or(other.siret),
            telephone: self.telephone.or(other.telephone),
            web: self.web.or(other.web),
            mail: self.mail.or(other.mail),
            position: self.position.or(other.position),
            existence: self.existence.complete(other.existence),
            maj: self.maj.or(other.maj),
            ..self
        }
    }
}

/// One nature of `data/annuaire/natures.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Nature {
    code: String,
    libelle: String,
    #[serde(rename = "type")]
    type_partenaire: Option<String>,
}

/// The natures; none when the shipped table cannot be read, which a test forbids.
static NATURES: LazyLock<Vec<Nature>> = LazyLock::new(|| natures().unwrap_or_default());

fn natures() -> Result<Vec<Nature>, toml::de::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        nature: Vec<Nature>,
    }
    toml::from_str::<File>(include_str!("../../data/annuaire/natures.toml")).map(|f| f.nature)
}

fn nature(code: &str) -> Option<&'static Nature> {
    NATURES.iter().find(|n| n.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(nature: &str, secteur: Secteur) -> Etablissement {
        Etablissement {
            nature: Some(nature.to_owned()),
            secteur: Some(secteur),
            ..Etablissement::default()
        }
    }

    #[test]
    fn the_nature_gives_the_partner_type_and_private_ones_are_private() {
        assert!(natures().unwrap().len() > 5, "the shipped table reads");
        let of = |nature, secteur| named(nature, secteur).type_partenaire();
        assert_eq!(of("306", Secteur::Public), Some("LPO"));
        assert_eq!(of("320", Secteur::Prive), Some("PRIV"));
        assert_eq!(of("340", Secteur::Public), None, "a collège is no partner type");
        assert_eq!(of("999", Secteur::Public), None);
        assert_eq!(named("306", Secteur::Public).quoi(), Some("Lycée polyvalent"));
    }

    #[test]
    fn lycees_come_before_colleges_and_schools_last() {
        let rang = |nature: Option<&str>, type_libelle: Option<&str>| {
            Etablissement {
                nature: nature.map(str::to_owned),
                type_libelle: type_libelle.map(str::to_owned),
                ..Etablissement::default()
            }
            .rang()
        };
        assert_eq!(rang(Some("306"), None), 0);
        assert_eq!(rang(None, Some("Lycée")), 0);
        assert_eq!(rang(Some("340"), Some("Collège")), 1);
        assert_eq!(rang(None, None), 1);
        assert_eq!(rang(Some("151"), Some("Ecole")), 2);
        assert_eq!(rang(None, Some("École")), 2);
    }

    #[test]
    fn the_second_source_only_fills_what_the_first_left_out() {
        let of = |source, nom: &str, commune: &str| Etablissement {
            uai: "0010016M".into(),
            source,
            nom: nom.into(),
            commune: Some(commune.into()),
            ..Etablissement::default()
        };
        let annuaire = of(Source::Annuaire, "Lycée Carriat", "Bourg-en-Bresse");
        let mut acce = of(Source::Acce, "LPO CARRIAT", "BOURG");
        acce.existence.ferme = Some("2020-08-31".parse().unwrap());
        let both = annuaire.complete(acce);
        assert_eq!(both.nom, "Lycée Carriat");
        assert_eq!(both.commune.as_deref(), Some("Bourg-en-Bresse"));
        let au = "2021-01-01".parse().unwrap();
        assert!(both.existence.situation(au).unwrap().est_ferme());
    }
}
