//! A command line that came as one text, cut into words without any shell: spaces part, quotes keep together, and
//! what a shell would obey is refused rather than searched for.

/// Longest text, in bytes.
pub const LONGUEUR: usize = 4096;

/// Why a text is not cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Illisible {
    /// More than [`LONGUEUR`] bytes.
    Longue,
    /// Controls, or characters that hide what is read.
    Caractere,
    /// A quote that is not closed.
    Guillemet,
    /// A sign that a shell would obey: whoever wrote it expected one.
    Coquille,
}

/// Signs that a shell obeys outside quotes; between quotes they are text (`'échéance<2027'`, `'Recherche & santé'`).
const HORS_GUILLEMETS: [char; 8] = [';', '&', '|', '<', '>', '(', ')', '*'];

/// Signs that a shell obeys between double quotes too, and that no name holds.
const PARTOUT: [char; 3] = ['$', '`', '\\'];

impl Illisible {
    /// After *la commande*.
    #[must_use]
    pub fn pourquoi(self) -> &'static str {
        match self {
            Self::Longue => "est trop longue",
            Self::Caractere => "contient des caractères de commande ou invisibles",
            Self::Guillemet => "ouvre un guillemet sans le fermer",
            Self::Coquille => {
                "contient un signe qu'une coquille exécuterait, et il n'y en a pas ici (entre guillemets, & ; < > | sont du texte)"
            }
        }
    }
}

/// The words of a text. `'…'` and `"…"` keep what is between them as it is and may stand inside a word; there is no
/// escape and no variable.
///
/// # Errors
/// [`Illisible`].
pub fn mots(text: &str) -> Result<Vec<String>, Illisible> {
    if text.len() > LONGUEUR {
        return Err(Illisible::Longue);
    }
    if text.contains(|c: char| c.is_control() || crate::domain::texte::interdit(c)) {
        return Err(Illisible::Caractere);
    }
    if text.contains(PARTOUT) {
        return Err(Illisible::Coquille);
    }
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    for c in text.chars() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, c) if HORS_GUILLEMETS.contains(&c) => return Err(Illisible::Coquille),
            (None, ' ') => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    if quote.is_some() {
        return Err(Illisible::Guillemet);
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<String> {
        mots(text).unwrap()
    }

    #[test]
    fn spaces_part_and_quotes_keep_together() {
        assert_eq!(cut("campus  bretagne "), ["campus", "bretagne"]);
        assert_eq!(cut("fiche 'Bassin d\"Oyonnax'"), ["fiche", "Bassin d\"Oyonnax"]);
        assert_eq!(
            cut("--region=\"Pays de la Loire\""),
            ["--region=Pays de la Loire"]
        );
        assert_eq!(cut("campus ''"), ["campus", ""]);
        assert_eq!(cut(""), [""; 0]);
        assert_eq!(
            cut("campus 'échéance<2027' \"R & D\""),
            ["campus", "échéance<2027", "R & D"]
        );
        for shell in [
            "campus; id",
            "campus && id",
            "campus|sh",
            "campus > x",
            "campus (id)",
            "campus *",
            "campus $HOME",
            "campus \"$(id)\"",
            "campus '`id`'",
            "campus a\\ b",
        ] {
            assert_eq!(mots(shell), Err(Illisible::Coquille), "{shell}");
        }
        assert_eq!(mots("fiche \"x"), Err(Illisible::Guillemet));
        assert_eq!(mots("fiche d'oyonnax"), Err(Illisible::Guillemet));
        assert_eq!(mots("fiche\tx"), Err(Illisible::Caractere));
        assert_eq!(mots("fiche\nx"), Err(Illisible::Caractere));
        assert_eq!(mots("fiche \u{202e}x"), Err(Illisible::Caractere));
        assert_eq!(mots(&"a".repeat(LONGUEUR + 1)), Err(Illisible::Longue));
        assert_eq!(cut(&"a".repeat(LONGUEUR)).len(), 1);
    }

    proptest! {
        #[test]
        fn any_text_is_cut_or_refused_and_nothing_is_made_up(text in any::<String>()) {
            if let Ok(words) = mots(&text) {
                let kept: usize = words.iter().map(String::len).sum();
                prop_assert!(kept <= text.len());
                prop_assert!(words.iter().all(|w| text.contains(w.as_str()) || text.contains(['\'', '"'])));
                prop_assert!(!words.iter().any(|w| w.contains(char::is_control)));
            }
        }

        #[test]
        fn words_put_between_quotes_come_back(words in prop::collection::vec("[^'\\p{C}]{0,12}", 0..6)) {
            let line: Vec<String> = words.iter().map(|w| format!("'{w}'")).collect();
            match mots(&line.join(" ")) {
                Ok(back) => prop_assert_eq!(back, words),
                Err(e) => prop_assert!(matches!(e, Illisible::Caractere | Illisible::Coquille)),
            }
        }
    }
}
