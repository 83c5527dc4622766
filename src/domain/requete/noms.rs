//! The nomenclatures that terms name: régions, académies, filières, types of partner.

use super::termes::Champ;
use crate::domain::{
    proche::proches,
    texte::{correspond, mots, plier},
};

/// A row that a term may name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Nomme {
    /// The rows meant: itself, and those it succeeds.
    pub rangs: Vec<i64>,
    /// Its name.
    pub nom: String,
    /// Other words for it (sigles).
    pub autres: String,
    /// Code: typed whole only.
    pub code: String,
}

/// All of them. An empty list: the terms of that list find nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Noms {
    /// Régions of any time.
    pub regions: Vec<Nomme>,
    /// Académies of any time.
    pub academies: Vec<Nomme>,
    /// Filières.
    pub filieres: Vec<Nomme>,
    /// Types of partner.
    pub types: Vec<Nomme>,
}

impl Noms {
    /// Those that a term names.
    fn de(&self, champ: Champ) -> &[Nomme] {
        match champ {
            Champ::Region => &self.regions,
            Champ::Academie => &self.academies,
            Champ::Filiere => &self.filieres,
            Champ::Type => &self.types,
            _ => &[],
        }
    }

    /// Rows meant by a value: of its code, of its whole name, else of every name it is the beginning of words of.
    pub(super) fn rangs(&self, champ: Champ, valeur: &str) -> Vec<i64> {
        let folded = plier(valeur);
        let all = self.de(champ);
        let exact: Vec<&Nomme> = all
            .iter()
            .filter(|n| plier(&n.code) == folded || plier(&n.nom) == folded)
            .collect();
        let words = mots(valeur);
        let found = if exact.is_empty() {
            let text = |n: &Nomme| plier(&format!("{} {}", n.nom, n.autres));
            all.iter().filter(|n| correspond(&words, &text(n))).collect()
        } else {
            exact
        };
        let mut rows: Vec<i64> = found.iter().flat_map(|n| n.rangs.iter().copied()).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// Whether a name begins with this folded text: more than its first word is then its value.
    pub(super) fn commence(&self, champ: Champ, folded: &str) -> bool {
        self.de(champ).iter().any(|n| plier(&n.nom).starts_with(folded))
    }

    /// Names that look like what was typed.
    pub(super) fn proches(&self, champ: Champ, valeur: &str) -> Vec<String> {
        let near = proches(valeur, self.de(champ), |n| vec![n.nom.as_str()]);
        near.into_iter().map(|n| n.nom.clone()).collect()
    }
}
