//! How long what is about persons is kept: configuration, read from `data/conservation.toml`.

use serde::Deserialize;

/// The durations that come with the program.
const LIVREES: &str = include_str!("../../data/conservation.toml");

/// The durations, and who decides them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Durees {
    /// Who decides, in words.
    pub phrase: String,
    /// Each category.
    pub categorie: Vec<Categorie>,
}

/// What is kept, and how long.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Categorie {
    /// What is counted.
    pub code: String,
    /// What people read.
    pub libelle: String,
    /// From when, in words.
    pub depuis: String,
    /// Months.
    pub mois: u32,
    /// What to do when it is over, in words.
    pub suite: String,
}

impl Durees {
    /// Reads a file of durations.
    ///
    /// # Errors
    /// What is wrong with it, with the line.
    pub fn lire(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|e| e.to_string())
    }

    /// Those that come with the program.
    ///
    /// # Errors
    /// Never, as a test holds.
    pub fn livrees() -> Result<Self, String> {
        Self::lire(LIVREES)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_durations_read_and_say_who_decides() {
        let d = Durees::livrees().unwrap();
        assert!(d.phrase.contains("responsable de traitement"));
        assert!(d.categorie.iter().all(|c| c.mois > 0 && !c.suite.is_empty()));
        assert!(Durees::lire("phrase = 3").is_err());
    }
}
