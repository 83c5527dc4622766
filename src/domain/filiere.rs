//! A filière: one of the communiqué's two families or one of the twelve national filières.

use super::FiliereId;

/// A filière as a list shows it, with its count under the filters in force.
#[derive(Clone, Debug, PartialEq)]
pub struct FiliereLigne {
    /// Row.
    pub id: FiliereId,
    /// Stable short name, e.g. `energie`.
    pub code: String,
    /// Name.
    pub nom: String,
    /// Nomenclature: `creatrice-emploi`, `avenir` (communiqué) or `nationale`.
    pub famille: String,
    /// Campuses attached.
    pub campus: usize,
}
