//! What an agent may do in the register, read from `data/roles.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

/// The five roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Reads.
    Lecteur,
    /// Keeps the records.
    Gestionnaire,
    /// Fills in reviews.
    Inspecteur,
    /// Prepares and keeps the sittings.
    Commission,
    /// Everything, access included.
    Administrateur,
}

impl Role {
    /// Every role, the least first.
    pub const ALL: [Self; 5] = [
        Self::Lecteur,
        Self::Gestionnaire,
        Self::Inspecteur,
        Self::Commission,
        Self::Administrateur,
    ];

    /// Stable word, as the register stores it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Lecteur => "lecteur",
            Self::Gestionnaire => "gestionnaire",
            Self::Inspecteur => "inspecteur",
            Self::Commission => "commission",
            Self::Administrateur => "administrateur",
        }
    }

    /// Reads [`Self::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == code)
    }

    /// Whether the table gives this role that operation.
    #[must_use]
    pub fn peut(self, operation: &str) -> bool {
        self.droits()
            .is_some_and(|d| d.peut.iter().any(|o| o == operation))
    }

    /// Its line of the table; None when the shipped table cannot be read: nothing is allowed then.
    #[must_use]
    pub fn droits(self) -> Option<&'static Droits> {
        roles().iter().find(|d| d.code == self)
    }
}

/// A role's line of the table.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Droits {
    /// The role.
    pub code: Role,
    /// What people read.
    pub nom: String,
    /// After *a le rôle*.
    pub du: String,
    /// After *est réservé*.
    pub aux: String,
    /// Operations, by the journal's words for them.
    pub peut: Vec<String>,
}

/// Every line of the table.
#[must_use]
pub fn roles() -> &'static [Droits] {
    static TABLE: LazyLock<Vec<Droits>> =
        LazyLock::new(|| read(include_str!("../../data/roles.toml")).unwrap_or_default());
    &TABLE
}

/// Who may do an operation, after *est réservé*: `aux gestionnaires et aux administrateurs`.
#[must_use]
pub fn reserve_a(operation: &str) -> String {
    let mut who: Vec<&str> = roles()
        .iter()
        .filter(|d| d.peut.iter().any(|o| o == operation))
        .map(|d| d.aux.as_str())
        .collect();
    let last = who.pop().unwrap_or_default();
    if who.is_empty() {
        return last.to_owned();
    }
    format!("{} et {last}", who.join(", "))
}

fn read(text: &str) -> Result<Vec<Droits>, toml::de::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        role: Vec<Droits>,
    }
    Ok(toml::from_str::<File>(text)?.role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_role_once_in_order() {
        let codes: Vec<Role> = roles().iter().map(|d| d.code).collect();
        assert_eq!(codes, Role::ALL);
        for role in Role::ALL {
            assert_eq!(Role::from_code(role.code()), Some(role));
        }
    }

    #[test]
    fn who_may_is_said_in_words() {
        assert_eq!(reserve_a("purge"), "aux administrateurs");
        assert_eq!(
            reserve_a("vue"),
            "aux gestionnaires, aux inspecteurs, aux membres de la commission et aux administrateurs"
        );
    }
}
