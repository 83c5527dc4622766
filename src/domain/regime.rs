//! Legal regimes of the label (`domaine.md` § 1.3), read from `data/regimes.toml`.

use serde::Deserialize;

/// One regime.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regime {
    /// `2013`, `2014` or `2019`.
    pub code: String,
    /// What people read.
    pub libelle: String,
}
