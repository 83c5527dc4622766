//! A région, of 2013 or of today.

use super::{DatePartielle, RegionId};

/// A région as a list shows it, with its count under the filters in force.
#[derive(Clone, Debug, PartialEq)]
pub struct RegionLigne {
    /// Row.
    pub id: RegionId,
    /// INSEE code (a région of 2013 and one of today may share it, e.g. 24).
    pub code: String,
    /// Name.
    pub nom: String,
    /// First day in force, if known (overseas: unknown).
    pub debut: Option<DatePartielle>,
    /// Last day in force; None while in force.
    pub fin: Option<DatePartielle>,
    /// Name of the région that covers it today (itself when still in force).
    pub actuelle: String,
    /// Campuses: those of this région and of the régions it succeeds.
    pub campus: usize,
}
