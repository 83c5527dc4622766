//! Which columns a kind of file has, by any of the names that files give them: data/import/*.toml.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use super::tableau::{Refus, Tableau};
use crate::domain::texte::plier;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// Campuses.
    Campus,
    /// Partners.
    Partenaires,
    /// Figures of indicators.
    Indicateurs,
}

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Genre {
    /// Text.
    Texte,
    /// Several texts.
    Liste,
    /// Date, of any precision.
    Date,
    /// Number.
    Nombre,
    /// Number, or `na` for a datum known to be absent.
    Mesure,
    /// Whole number.
    Entier,
    /// Yes or no.
    OuiNon,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Champ {
    /// Its name in files.
    pub cle: String,
    /// Its name for people.
    pub libelle: String,
    /// What its cells are.
    pub genre: Genre,
    /// A new record needs it.
    #[serde(default)]
    pub requis: bool,
    /// Least number.
    #[serde(default)]
    pub min: Option<f64>,
    /// Greatest number.
    #[serde(default)]
    pub max: Option<f64>,
    /// Other names that files give it.
    #[serde(default)]
    pub synonymes: Vec<String>,
}

/// The columns of a kind of file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Champs {
    /// Columns known and left aside: the program works them out.
    pub ignores: Vec<String>,
    /// The fields.
    pub champ: Vec<Champ>,
}

/// Where each field is in a row, and what the file has besides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Column of a field, by its name.
    pub places: BTreeMap<String, usize>,
    /// Columns that are no field, with the nearest field of each, if any is near.
    pub inconnues: Vec<(String, Option<String>)>,
}

/// Least likeness of a name to be offered.
const PROCHE: f64 = 0.85;

impl Genre {
    /// Its word in files.
    #[must_use]
    pub fn mot(self) -> &'static str {
        match self {
            Self::Texte => "texte",
            Self::Liste => "liste",
            Self::Date => "date",
            Self::Nombre => "nombre",
            Self::Mesure => "mesure",
            Self::Entier => "entier",
            Self::OuiNon => "oui-non",
        }
    }
}

impl Champ {
    /// Whether a cell may hold several texts.
    #[must_use]
    pub fn est_liste(&self) -> bool {
        self.genre == Genre::Liste
    }
}

/// A shipped table, read once.
type Table = LazyLock<Result<Champs, toml::de::Error>>;

static CAMPUS: Table = LazyLock::new(|| toml::from_str(include_str!("../../data/import/campus.toml")));
static PARTENAIRES: Table =
    LazyLock::new(|| toml::from_str(include_str!("../../data/import/partenaires.toml")));
static INDICATEURS: Table =
    LazyLock::new(|| toml::from_str(include_str!("../../data/import/indicateurs.toml")));

impl Champs {
    /// Those of a kind of file.
    ///
    /// # Errors
    /// The shipped table does not read; a test forbids it.
    pub fn de(nature: Nature) -> Result<&'static Self, toml::de::Error> {
        let table = match nature {
            Nature::Campus => &CAMPUS,
            Nature::Partenaires => &PARTENAIRES,
            Nature::Indicateurs => &INDICATEURS,
        };
        table.as_ref().map_err(Clone::clone)
    }

    /// The field that a column's name means.
    fn nomme(&self, nom: &str) -> Option<&Champ> {
        let nom = plier(nom);
        self.champ.iter().find(|c| {
            [&c.cle, &c.libelle]
                .into_iter()
                .chain(&c.synonymes)
                .any(|n| plier(n) == nom)
        })
    }

    /// Where each field is; `dits` are columns that the person named: name in the file, field.
    ///
    /// # Errors
    /// [`Refus::Colonnes`] when two columns mean one field, when what a record needs has no column, or when the person
    /// named what is not there.
    pub fn plan(&self, tableau: &Tableau, dits: &[(String, String)]) -> Result<Plan, Refus> {
        let mut plan = Plan {
            places: self.dites(tableau, dits)?,
            inconnues: Vec::new(),
        };
        let said = plan.places.clone();
        let others = |(at, nom): &(usize, &String)| !nom.is_empty() && !said.values().any(|s| s == at);
        for (at, nom) in tableau.entetes.iter().enumerate().filter(others) {
            let ignored = self.ignores.iter().any(|i| plier(i) == plier(nom));
            match self.nomme(nom) {
                Some(c) if said.contains_key(&c.cle) => {}
                Some(c) => {
                    if let Some(other) = plan.places.insert(c.cle.clone(), at) {
                        return Err(Refus::Colonnes(format!(
                            "«\u{a0}{}\u{a0}» et «\u{a0}{nom}\u{a0}» sont toutes deux «\u{a0}{}\u{a0}»",
                            tableau.entetes[other], c.libelle
                        )));
                    }
                }
                None if ignored => {}
                None => plan.inconnues.push((nom.clone(), self.proche(nom))),
            }
        }
        self.complet(tableau, &plan)?;
        Ok(plan)
    }

    /// The columns that the person named.
    fn dites(&self, tableau: &Tableau, dits: &[(String, String)]) -> Result<BTreeMap<String, usize>, Refus> {
        let no = |what: &str, nom: &str| {
            Refus::Colonnes(format!("--colonnes\u{202f}: {what} «\u{a0}{nom}\u{a0}»"))
        };
        let one = |(colonne, champ): &(String, String)| {
            let at = tableau.entetes.iter().position(|e| plier(e) == plier(colonne));
            let at = at.ok_or_else(|| no("le fichier n'a pas de colonne", colonne))?;
            let field = self
                .nomme(champ)
                .ok_or_else(|| no("il n'y a pas de champ", champ))?;
            Ok((field.cle.clone(), at))
        };
        dits.iter().map(one).collect()
    }

    /// Refuses a file without the columns that a new record needs; with its number, a record is known.
    fn complet(&self, tableau: &Tableau, plan: &Plan) -> Result<(), Refus> {
        let lacks = |c: &&Champ| c.requis && !plan.places.contains_key(&c.cle);
        let missing: Vec<&str> = self
            .champ
            .iter()
            .filter(lacks)
            .map(|c| c.libelle.as_str())
            .collect();
        if missing.is_empty() || plan.places.contains_key("id") {
            return Ok(());
        }
        let there: Vec<String> = tableau
            .entetes
            .iter()
            .take(12)
            .map(|e| format!("«\u{a0}{e}\u{a0}»"))
            .collect();
        Err(Refus::Colonnes(format!(
            "le fichier n'a pas la colonne {} (il a {})",
            missing.join(" ni "),
            there.join(", ")
        )))
    }

    /// The field whose name is nearest.
    fn proche(&self, nom: &str) -> Option<String> {
        let nom = plier(nom);
        let scored = self.champ.iter().map(|c| {
            let names = [&c.cle, &c.libelle].into_iter().chain(&c.synonymes);
            let best = names
                .map(|n| strsim::jaro_winkler(&nom, &plier(n)))
                .fold(0.0, f64::max);
            (best, &c.libelle)
        });
        let best = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
        (best.0 >= PROCHE).then(|| best.1.clone())
    }
}
