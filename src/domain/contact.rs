//! A person to reach at a campus or a partner, and why the register keeps them.

use super::{CampusId, ContactId, DatePartielle, PartenaireId};

/// The legal ground proposed: the label is a public task of the ministry.
pub const BASE_LEGALE: &str = "mission d'intérêt public (article 6.1.e du RGPD)";

/// A contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Row.
    pub id: ContactId,
    /// Edit counter.
    pub rev: i64,
    /// First and last name.
    pub nom: String,
    /// What they do there.
    pub fonction: Option<String>,
    /// Address.
    pub courriel: Option<String>,
    /// Telephone.
    pub telephone: Option<String>,
    /// The campus they are of, and its name.
    pub campus: Option<(CampusId, String)>,
    /// The partner they are of, and its name.
    pub partenaire: Option<(PartenaireId, String)>,
    /// What they are kept for.
    pub finalite: String,
    /// Who gave it.
    pub source: String,
    /// When.
    pub collecte: DatePartielle,
    /// On what ground.
    pub base_legale: String,
    /// Remarks.
    pub note: Option<String>,
}

impl Contact {
    /// How to reach them, in one line: `Jeanne Durand, 04 72 00 00 00, jeanne@exemple.fr`.
    #[must_use]
    pub fn ligne(&self) -> String {
        let parts = [Some(&self.nom), self.telephone.as_ref(), self.courriel.as_ref()];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        parts.join(", ")
    }
}
