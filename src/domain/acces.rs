//! Agents who have access to a register, and the public keys that open a session of theirs.

mod cle;

pub use cle::{ClePublique, CleRefusee};

use super::Role;

/// An agent and what they hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// Row.
    pub id: i64,
    /// As the journal names them.
    pub nom: String,
    /// None: named in the register, without access of their own.
    pub role: Option<Role>,
    /// Their keys, in the order they came.
    pub cles: Vec<ClePublique>,
}

/// Longest name, in characters.
const LONGUEUR: usize = 32;

/// A name that may stand in a forced command: lower case, `[a-z0-9._-]`, 1 to 32 characters, no hyphen first.
/// None for any other.
#[must_use]
pub fn nom_d_agent(typed: &str) -> Option<String> {
    let nom = typed.trim().to_lowercase();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-');
    let fits = !nom.is_empty() && nom.len() <= LONGUEUR && !nom.starts_with('-') && nom.chars().all(plain);
    fits.then_some(nom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_brought_to_one_spelling_or_refused() {
        for (typed, nom) in [
            ("marie.durand", "marie.durand"),
            (" Marie.Durand ", "marie.durand"),
            ("a_b-9", "a_b-9"),
        ] {
            assert_eq!(nom_d_agent(typed).as_deref(), Some(nom));
        }
        let long = "a".repeat(33);
        for typed in [
            "",
            " ",
            "-rf",
            "marie durand",
            "marie\"",
            "x\ny",
            "é",
            "a/b",
            "a;b",
            "$(id)",
            "ı",
            &long,
        ] {
            assert_eq!(nom_d_agent(typed), None, "{typed:?}");
        }
    }
}
