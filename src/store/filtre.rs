//! What a list is narrowed by, and how words become a search that cannot fail.

use jiff::civil::Date;

use super::requete::prefixes;
use crate::domain::{CampusId, Depart, FiliereId, RegionId, requete::Critere, texte};

/// What narrows a list. Each part that is set must hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Filtre {
    /// Words as typed: prefixes of words, any order; nothing searchable in them means no filter.
    pub mots: String,
    /// What a search line asks for, read by [`super::Store::recherche`] for the list that is asked.
    pub recherche: Vec<Critere>,
    /// This région or those it succeeds.
    pub region: Option<RegionId>,
    /// Campuses attached to this filière.
    pub filiere: Option<FiliereId>,
    /// This campus, or its partners.
    pub campus: Option<CampusId>,
    /// Partners of this type.
    pub type_code: Option<String>,
    /// Words of a deadline's or the label's state (`en retard`, `echu`).
    pub etat: Option<String>,
    /// Deadlines already met, and those without object, too.
    pub faits: bool,
    /// How many lines at most; None: every one.
    pub limite: Option<usize>,
    /// Where a list that is limited begins, in the order of names.
    pub depart: Depart<CampusId>,
    /// Without axes and partner counts: thousands of campuses at once do not need them.
    pub legere: bool,
    /// The reference day.
    pub au: Date,
}

impl Filtre {
    /// No filter, on this reference day.
    #[must_use]
    pub fn au(au: Date) -> Self {
        Self {
            mots: String::new(),
            recherche: Vec::new(),
            region: None,
            filiere: None,
            campus: None,
            type_code: None,
            etat: None,
            faits: false,
            limite: None,
            depart: Depart::Apres(None),
            legere: false,
            au,
        }
    }

    /// The folded words.
    pub(crate) fn plies(&self) -> Vec<String> {
        texte::mots(&self.mots)
    }

    /// The words as a full-text query, or None when there are none. Made only of folded words, each quoted,
    /// each a prefix: no text of a person reaches the query language.
    pub(crate) fn recherche(&self) -> Option<String> {
        let words = self.plies();
        (!words.is_empty()).then(|| prefixes(&words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_quoted_prefixes() {
        let mut f = Filtre::au(Date::constant(2026, 1, 1));
        assert_eq!(f.recherche(), None);
        f.mots = "d'Oyonnax hôtel-".to_owned();
        assert_eq!(f.recherche().as_deref(), Some("\"d\"* \"oyonnax\"* \"hotel\"*"));
        for nothing in ["\"", "*", "(", "- + ^"] {
            f.mots = nothing.to_owned();
            assert_eq!(f.recherche(), None, "{nothing}");
        }
    }
}
