//! A view that people keep: what is looked for in a list, its order, its columns, under a name.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::VueId;

/// The lists a view may be of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Liste {
    /// Campuses of the register.
    #[default]
    Campus,
    /// Partners.
    Partenaires,
    /// What is due.
    Echeancier,
    /// Reviews.
    Revues,
}

impl Liste {
    /// Every list.
    pub const ALL: [Self; 4] = [Self::Campus, Self::Partenaires, Self::Echeancier, Self::Revues];

    /// Stable word.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Campus => "campus",
            Self::Partenaires => "partenaires",
            Self::Echeancier => "echeancier",
            Self::Revues => "revues",
        }
    }

    /// Reads [`Self::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.code() == code)
    }

    /// Name for people.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Campus => "campus",
            Self::Partenaires => "partenaires",
            Self::Echeancier => "échéancier",
            Self::Revues => "revues",
        }
    }
}

/// What a view shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Definition {
    /// What one would type after `/`.
    pub requete: String,
    /// Columns the list is sorted by, the first one first; empty: the usual order.
    pub tri: Vec<String>,
    /// Columns shown besides the name; empty: the usual ones.
    pub colonnes: Vec<String>,
    /// Of the échéancier and the reviews: the states shown; empty: the usual ones.
    pub etats: String,
    /// Of the échéancier: how far ahead; empty: the usual horizon.
    pub horizon: String,
}

impl Definition {
    /// What it shows, in a line: `rhône · en retard · tri : region, -label`.
    #[must_use]
    pub fn phrase(&self) -> String {
        let parts = [&self.requete, &self.etats, &self.horizon];
        let mut parts: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).cloned().collect();
        if !self.tri.is_empty() {
            parts.push(format!("tri\u{202f}: {}", self.tri.join(", ")));
        }
        if !self.colonnes.is_empty() {
            parts.push(format!("colonnes\u{202f}: {}", self.colonnes.join(", ")));
        }
        if parts.is_empty() {
            return "tout".to_owned();
        }
        parts.join(" · ")
    }
}

/// Whose a view is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Portee {
    /// Comes with the program; cannot be changed.
    Livree,
    /// Everybody's.
    Partagee,
    /// One's own.
    Personnelle,
}

impl Portee {
    /// What lists say.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Livree => "livrée",
            Self::Partagee => "partagée",
            Self::Personnelle => "personnelle",
        }
    }
}

/// A view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vue {
    /// Row; None for a shipped one.
    pub id: Option<VueId>,
    /// Name.
    pub nom: String,
    /// Whose it is.
    pub portee: Portee,
    /// The list it is of.
    pub liste: Liste,
    /// What it shows.
    pub definition: Definition,
}

/// Views that come with the program, in the file's order; none when the shipped file cannot be read, which a test
/// forbids.
#[must_use]
pub fn livrees() -> &'static [Vue] {
    static ALL: LazyLock<Vec<Vue>> = LazyLock::new(|| shipped().unwrap_or_default());
    &ALL
}

fn shipped() -> Result<Vec<Vue>, toml::de::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        vue: Vec<Entry>,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Entry {
        nom: String,
        ecran: Liste,
        #[serde(default)]
        requete: String,
        #[serde(default)]
        etats: String,
        #[serde(default)]
        horizon: String,
        #[serde(default)]
        tri: Vec<String>,
        #[serde(default)]
        colonnes: Vec<String>,
    }
    let file: File = toml::from_str(include_str!("../../data/vues.toml"))?;
    Ok(file
        .vue
        .into_iter()
        .map(|e| Vue {
            id: None,
            nom: e.nom,
            portee: Portee::Livree,
            liste: e.ecran,
            definition: Definition {
                requete: e.requete,
                tri: e.tri,
                colonnes: e.colonnes,
                etats: e.etats,
                horizon: e.horizon,
            },
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_views_read_and_bear_different_names() {
        let all = shipped().unwrap();
        assert!(all.len() > 3);
        for (i, v) in all.iter().enumerate() {
            assert!(
                !all[..i].iter().any(|o| o.nom == v.nom && o.liste == v.liste),
                "{}",
                v.nom
            );
        }
    }
}
