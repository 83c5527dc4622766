//! French order as bytes: `ORDER BY cle_tri` sorts as a dictionary does, in any `sqlite3`.

use icu_collator::{Collator, CollatorBorrowed, options::CollatorOptions};
use icu_locale_core::locale;

/// Sort keys in French order (CLDR, `fr`).
pub(crate) struct Ordre(Option<CollatorBorrowed<'static>>);

impl Ordre {
    /// The French collator. Costs some microseconds; made only when something is written.
    pub fn new() -> Self {
        Self(Collator::try_new(locale!("fr").into(), CollatorOptions::default()).ok())
    }

    /// Key whose byte order is the French order of `text`. Falls back on the folded text.
    pub fn cle(&self, text: &str) -> Vec<u8> {
        let mut key = Vec::new();
        match &self.0 {
            Some(collator) => {
                let Ok(()) = collator.write_sort_key_to(text, &mut key);
            }
            None => key.extend(crate::domain::texte::plier(text).into_bytes()),
        }
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_as_a_french_dictionary() {
        let ordre = Ordre::new();
        let mut names = [
            "Picardie",
            "Île-de-France",
            "Évry",
            "Fécamp",
            "Essonne",
            "Étampes",
            "Guyane",
        ];
        names.sort_by_key(|n| ordre.cle(n));
        assert_eq!(
            names,
            [
                "Essonne",
                "Étampes",
                "Évry",
                "Fécamp",
                "Guyane",
                "Île-de-France",
                "Picardie"
            ]
        );
        let mut names = ["côté", "cote", "coté", "côte", "œuvre", "ogive"];
        names.sort_by_key(|n| ordre.cle(n));
        assert_eq!(names, ["cote", "coté", "côte", "côté", "œuvre", "ogive"]);
    }
}
