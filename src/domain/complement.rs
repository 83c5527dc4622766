//! What lists leave out of a record and files give: read for exports only.

use super::DatePartielle;

/// The rest of a campus's own record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ComplementCampus {
    /// Stable identity.
    pub uid: String,
    /// Town of the seat.
    pub commune: Option<String>,
    /// INSEE code of the town.
    pub code_insee: Option<String>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// Supporting establishment.
    pub support: Option<String>,
    /// Day the convention was signed.
    pub convention: Option<DatePartielle>,
    /// Whether lodging is offered.
    pub hebergement: Option<bool>,
    /// Free note.
    pub note: Option<String>,
}

/// The rest of a partner's own record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ComplementPartenaire {
    /// Stable identity.
    pub uid: String,
    /// Other names.
    pub autres_noms: Vec<String>,
    /// Département code.
    pub departement: Option<String>,
    /// SIREN.
    pub siren: Option<String>,
    /// Number of an association.
    pub rna: Option<String>,
    /// Street.
    pub adresse: Option<String>,
    /// Postal code.
    pub code_postal: Option<String>,
    /// INSEE code of the town.
    pub code_insee: Option<String>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// Campuses it belongs to, as an import reads them back: by short name, with the number where that is not enough.
    pub campus: Vec<String>,
    /// Free note.
    pub note: Option<String>,
}
