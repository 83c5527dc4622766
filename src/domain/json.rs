//! Why a text is no JSON, in words.

use serde_json::{Error, error::Category};

/// What is wrong, a clause: where the text ends too soon, or the column of what JSON has not.
#[must_use]
pub fn defaut(error: &Error) -> String {
    match error.classify() {
        Category::Eof => "il s'arrête au milieu d'une valeur".to_owned(),
        _ if error.to_string().starts_with("recursion limit") => {
            "il est imbriqué sur trop de niveaux".to_owned()
        }
        _ => format!("colonne {}, ce qui suit n'est pas du JSON", error.column()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_said_in_words() {
        let why = |text: &str| defaut(&serde_json::from_str::<serde_json::Value>(text).unwrap_err());
        assert_eq!(why("[{\"Nom\":\"San"), "il s'arrête au milieu d'une valeur");
        assert_eq!(why(&"[".repeat(1_000)), "il est imbriqué sur trop de niveaux");
        assert_eq!(why("[1 2]"), "colonne 4, ce qui suit n'est pas du JSON");
    }
}
