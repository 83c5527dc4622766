//! French order as bytes: `ORDER BY cle_tri` sorts as a dictionary does, in any `sqlite3`.
//!
//! The three levels of the Unicode collation algorithm (UTS 10) that French names need: letters, then
//! accents from left to right (as CLDR orders French since 2012), then the text itself. The whole algorithm
//! (`icu_collator`) orders the same names the same way, for two megabytes of tables in the binary.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::texte::plier;

/// Weight of a letter without an accent, below every accent's.
const NO_ACCENT: u8 = 2;

/// Sort keys in French order.
#[derive(Clone, Debug, Default)]
pub struct Ordre;

impl Ordre {
    /// The French order.
    #[must_use]
    pub fn new() -> Self {
        Self
    }

    /// Key whose byte order is the French order of `text`.
    #[allow(clippy::unused_self, reason = "an order has a key for each text")]
    #[must_use]
    pub fn cle(&self, text: &str) -> Vec<u8> {
        let mut key = plier(text).into_bytes();
        key.push(0);
        key.extend(text.nfkd().map(|c| {
            if is_combining_mark(c) {
                NO_ACCENT + 1 + (u32::from(c) % 64) as u8
            } else {
                NO_ACCENT
            }
        }));
        key.push(0);
        key.extend(text.bytes());
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
