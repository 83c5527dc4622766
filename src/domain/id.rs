//! Row identifiers: one type per table, so that a campus is never looked up by a région's number.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

id! {
    /// A row of `region`.
    RegionId,
    /// A row of `campus`.
    CampusId,
    /// A row of `filiere`.
    FiliereId,
    /// A row of `partenaire`.
    PartenaireId,
    /// A row of `label`, one period.
    LabelId,
    /// A row of `campus_partenaire`, what joins the two.
    LienId,
    /// A row of `contact`.
    ContactId,
    /// A row of `revue`.
    RevueId,
    /// A row of `appel`.
    AppelId,
    /// A row of `candidature`.
    CandidatureId,
    /// A row of `seance`.
    SeanceId,
    /// A row of `point`, an item of a séance's agenda.
    PointId,
    /// A row of `acte`.
    ActeId,
    /// A row of `vue`.
    VueId,
    /// A row of `lot`, the journal's unit.
    LotId,
}
