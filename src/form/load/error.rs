//! A form file that cannot be used: file, line, what is wrong, how to mend it.

use std::{fmt, ops::Range};

/// Why a form file is refused. `Display` is one message in French.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    /// File name as given.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub sentence: String,
    /// How to mend it.
    pub mend: String,
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}, ligne {}\u{202f}: {} {}",
            self.file, self.line, self.sentence, self.mend
        )
    }
}

impl std::error::Error for LoadError {}

/// A mistake found while reading, before it is tied to a file and a line.
#[derive(Debug)]
pub(super) struct Fault {
    /// Where, in bytes.
    pub span: Range<usize>,
    /// What is wrong.
    pub sentence: String,
    /// How to mend it.
    pub mend: String,
}

impl Fault {
    /// A fault at a place.
    pub(super) fn new(span: Range<usize>, sentence: String, mend: impl Into<String>) -> Self {
        Self {
            span,
            sentence,
            mend: mend.into(),
        }
    }

    /// The same, tied to its file.
    pub(super) fn into_error(self, file: &str, text: &str) -> LoadError {
        LoadError {
            file: file.to_owned(),
            line: line_of(text, self.span.start),
            sentence: self.sentence,
            mend: self.mend,
        }
    }

    /// What the TOML reader says, in French. Its own words are kept where we have none.
    pub(super) fn from_toml(error: &toml::de::Error) -> Self {
        let said = error.message();
        let quoted: Vec<&str> = said.split('`').skip(1).step_by(2).collect();
        let (sentence, mend) = match quoted.as_slice() {
            [unknown, known @ ..] if said.starts_with("unknown field") => (
                format!("la clé « {unknown} » est inconnue."),
                nearest(unknown, known.iter().copied()).map_or_else(
                    || format!("Les clés admises ici sont {}.", known.join(", ")),
                    |k| format!("Écrire « {k} »\u{202f}?"),
                ),
            ),
            [key, ..] if said.starts_with("missing field") => (
                format!("la clé « {key} » manque."),
                format!("Ajouter {key} = … à cet endroit."),
            ),
            _ if said.starts_with("duplicate key") => (
                "une clé est écrite deux fois.".to_owned(),
                "N’en garder qu’une.".to_owned(),
            ),
            _ if said.starts_with("invalid type") || said.starts_with("invalid value") => (
                format!("cette valeur n’est pas du genre attendu ({said})."),
                "Comparer avec une clé semblable d’un formulaire livré.".to_owned(),
            ),
            _ => (
                format!("ce n’est pas du TOML bien formé ({said})."),
                "Vérifier guillemets, crochets et signes = autour de cette ligne.".to_owned(),
            ),
        };
        Self::new(error.span().unwrap_or(0..0), sentence, mend)
    }
}

/// Line of a byte, from 1.
fn line_of(text: &str, byte: usize) -> usize {
    let upto = text.as_bytes().get(..byte.min(text.len())).unwrap_or_default();
    upto.split(|b| *b == b'\n').count()
}

/// The known word nearest to `word`, when it is near enough to be a slip.
pub(super) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = match word.chars().count() {
        0..=1 => 0,
        2..=3 => 1,
        n => (n / 3).max(2),
    };
    known
        .into_iter()
        .map(|k| (distance(word, k), k))
        .filter(|(d, _)| *d <= limit)
        .min_by_key(|(d, _)| *d)
        .map(|(_, k)| k)
}

/// « Écrire … ? » when a near name exists, else the fallback.
pub(super) fn suggest<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
    otherwise: impl Into<String>,
) -> String {
    nearest(word, known).map_or_else(|| otherwise.into(), |k| format!("Écrire « {k} »\u{202f}?"))
}

/// Levenshtein distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, cb) in row.iter_mut().skip(1).zip(&b) {
            let above = *cell;
            left = (diagonal + usize::from(ca != *cb)).min(above + 1).min(left + 1);
            diagonal = above;
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_near_word() {
        assert_eq!(distance("entier", "entire"), 2);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", "abc"), 0);
        assert_eq!(nearest("dte", ["date", "text", "line"]), Some("date"));
        assert_eq!(nearest("piscine", ["date", "text"]), None);
    }

    #[test]
    fn counts_lines_from_one() {
        assert_eq!(line_of("a\nb\nc", 0), 1);
        assert_eq!(line_of("a\nb\nc", 2), 2);
        assert_eq!(line_of("a\nb", 99), 2);
    }
}
