//! A search line cut into words, quoted phrases and terms. Any text can be cut; what is printed cuts the same again.

use std::{fmt, ops::Range};

/// How a term compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparaison {
    /// `:` or `=`.
    Egal,
    /// `<`.
    Avant,
    /// `<=`.
    AvantOuEgal,
    /// `>`.
    Apres,
    /// `>=`.
    ApresOuEgal,
}

impl Comparaison {
    /// As typed.
    #[must_use]
    pub fn signe(self) -> &'static str {
        match self {
            Self::Egal => ":",
            Self::Avant => "<",
            Self::AvantOuEgal => "<=",
            Self::Apres => ">",
            Self::ApresOuEgal => ">=",
        }
    }

    /// The comparison at the beginning of a text, and how many bytes it takes. A colon before another sign says nothing.
    fn lire(text: &str) -> Option<(Self, usize)> {
        const SIGNES: [(&str, Comparaison); 7] = [
            ("<=", Comparaison::AvantOuEgal),
            (">=", Comparaison::ApresOuEgal),
            ("≤", Comparaison::AvantOuEgal),
            ("≥", Comparaison::ApresOuEgal),
            ("<", Comparaison::Avant),
            (">", Comparaison::Apres),
            ("=", Comparaison::Egal),
        ];
        let colon = usize::from(text.starts_with(':'));
        let rest = text.get(colon..)?;
        let found = SIGNES.iter().find(|(signe, _)| rest.starts_with(signe));
        match found {
            Some((signe, op)) => Some((*op, de_trop(text, colon + signe.len()))),
            None => (colon == 1).then(|| (Self::Egal, de_trop(text, 1))),
        }
    }
}

/// Where a value begins: signs after the first one say nothing.
fn de_trop(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from + (rest.len() - rest.trim_start_matches(signe).len())
}

/// Whether a character may stand in a comparison.
fn signe(c: char) -> bool {
    matches!(c, ':' | '<' | '>' | '=' | '≤' | '≥')
}

/// What a token asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quoi {
    /// A word, as typed.
    Mot(String),
    /// Words between quotes, which follow each other.
    Phrase(String),
    /// `région:bretagne`, `échéance<2027-03`.
    Terme {
        /// The name, as typed.
        nom: String,
        /// The sign.
        op: Comparaison,
        /// The value without its quotes; empty while nothing follows the sign.
        valeur: String,
    },
}

/// One token and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jeton {
    /// A hyphen before it: what must not be.
    pub nie: bool,
    /// What it asks for.
    pub quoi: Quoi,
    /// Its bytes in the line.
    pub place: Range<usize>,
}

/// Cuts a line. Quotes are `"…"`, `«…»` or `“…”`; one that nothing closes holds to the end.
#[must_use]
pub fn jetons(ligne: &str) -> Vec<Jeton> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(rest) = ligne.get(at..) {
        let Some(skip) = rest.find(|c: char| !c.is_whitespace()) else {
            break;
        };
        let start = at + skip;
        let (jeton, end) = un(ligne, start);
        out.push(jeton);
        at = end;
    }
    out
}

/// The token that begins at `start`, which no space does, and where the next may begin.
fn un(ligne: &str, start: usize) -> (Jeton, usize) {
    let body = |at: usize| ligne.get(at..).unwrap_or_default();
    let hyphen = body(start).chars().next().filter(|c| matches!(c, '-' | '−'));
    let after = start + hyphen.map_or(0, char::len_utf8);
    let nie = hyphen.is_some() && body(after).starts_with(|c: char| !c.is_whitespace());
    let from = if nie { after } else { start };
    let (quoi, len) = quoi(body(from));
    let end = from + len;
    let place = start..end;
    (Jeton { nie, quoi, place }, end)
}

/// What a text begins with, and its length in bytes.
fn quoi(text: &str) -> (Quoi, usize) {
    if let Some((phrase, len)) = phrase(text) {
        return (Quoi::Phrase(phrase), len);
    }
    let nom = text.find(|c: char| !lettre(c)).filter(|at| *at > 0);
    if let Some((nom, (op, signe))) =
        nom.and_then(|at| Some((text.get(..at)?, signe_apres(text.get(at..)?)?)))
    {
        let from = nom.len() + signe;
        let rest = text.get(from..).unwrap_or_default();
        let (valeur, len) = phrase(rest).unwrap_or_else(|| {
            let bare = bare(rest);
            (bare.to_owned(), bare.len())
        });
        let nom = nom.to_owned();
        return (Quoi::Terme { nom, op, valeur }, from + len);
    }
    let word = bare(text);
    (Quoi::Mot(word.to_owned()), word.len())
}

/// The comparison that follows a name, and how many bytes it takes. Spaces around it, as French writes them before a
/// colon, are its own.
fn signe_apres(text: &str) -> Option<(Comparaison, usize)> {
    let bare = text.trim_start();
    let before = text.len() - bare.len();
    let (op, len) = Comparaison::lire(bare)?;
    let rest = bare.get(len..)?;
    let after = if before > 0 {
        rest.len() - rest.trim_start().len()
    } else {
        0
    };
    Some((op, before + len + after))
}

/// Whether a character may stand in a term's name.
fn lettre(c: char) -> bool {
    c.is_alphabetic() || unicode_normalization::char::is_combining_mark(c) || matches!(c, '\'' | '’' | '_')
}

fn ouvre(c: char) -> bool {
    matches!(c, '"' | '«' | '“')
}

/// The text up to the next space.
fn bare(text: &str) -> &str {
    text.split(char::is_whitespace).next().unwrap_or_default()
}

/// What stands between quotes at the beginning of a text, and the bytes it takes with them.
fn phrase(text: &str) -> Option<(String, usize)> {
    let open = text.chars().next().filter(|c| ouvre(*c))?;
    let inside = text.get(open.len_utf8()..)?;
    let closing = inside.char_indices().find(|(_, c)| matches!(c, '"' | '»' | '”'));
    let (content, len) = match closing {
        Some((at, c)) => (inside.get(..at)?, at + c.len_utf8()),
        None => (inside, inside.len()),
    };
    Some((content.trim().to_owned(), open.len_utf8() + len))
}

impl fmt::Display for Jeton {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hyphen = if self.nie { "-" } else { "" };
        match &self.quoi {
            Quoi::Mot(mot) => write!(f, "{hyphen}{mot}"),
            Quoi::Phrase(phrase) => write!(f, "{hyphen}\"{phrase}\""),
            Quoi::Terme { nom, op, valeur } => {
                let quoted =
                    valeur.contains(char::is_whitespace) || valeur.starts_with(|c| ouvre(c) || signe(c));
                let quote = if quoted { "\"" } else { "" };
                write!(f, "{hyphen}{nom}{}{quote}{valeur}{quote}", op.signe())
            }
        }
    }
}

/// Tokens as a line that [`jetons`] cuts the same again.
#[must_use]
pub fn ligne(jetons: &[Jeton]) -> String {
    let parts: Vec<String> = jetons.iter().map(Jeton::to_string).collect();
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<(bool, Quoi)> {
        jetons(text).into_iter().map(|j| (j.nie, j.quoi)).collect()
    }

    fn terme(nom: &str, op: Comparaison, valeur: &str) -> Quoi {
        Quoi::Terme {
            nom: nom.to_owned(),
            op,
            valeur: valeur.to_owned(),
        }
    }

    #[test]
    fn words_phrases_and_terms() {
        let mot = |t: &str| Quoi::Mot(t.to_owned());
        assert_eq!(
            cut("oyonnax -région:bretagne «\u{a0}pays de la loire\u{a0}» échéance<=2027-03"),
            [
                (false, mot("oyonnax")),
                (true, terme("région", Comparaison::Egal, "bretagne")),
                (false, Quoi::Phrase("pays de la loire".to_owned())),
                (false, terme("échéance", Comparaison::AvantOuEgal, "2027-03")),
            ]
        );
        assert_eq!(
            cut("région:\"pays de la loire\"reste - energie 14:02 a≥3 b:>4"),
            [
                (false, terme("région", Comparaison::Egal, "pays de la loire")),
                (false, mot("reste")),
                (false, mot("-")),
                (false, mot("energie")),
                (false, mot("14:02")),
                (false, terme("a", Comparaison::ApresOuEgal, "3")),
                (false, terme("b", Comparaison::Apres, "4")),
            ]
        );
        assert_eq!(cut("\"sans fin"), [(false, Quoi::Phrase("sans fin".to_owned()))]);
        assert_eq!(cut("−mot"), [(true, mot("mot"))]);
        // As French writes a colon, and as people write a comparison.
        assert_eq!(
            cut("-région\u{a0}: bretagne échéance < 2027 mot\u{202f}:"),
            [
                (true, terme("région", Comparaison::Egal, "bretagne")),
                (false, terme("échéance", Comparaison::Avant, "2027")),
                (false, terme("mot", Comparaison::Egal, "")),
            ]
        );
    }

    #[test]
    fn a_token_knows_its_place() {
        let line = "un  -région:bretagne";
        let all = jetons(line);
        assert_eq!(&line[all[1].place.clone()], "-région:bretagne");
    }

    proptest! {
        #[test]
        fn any_text_is_cut_and_printing_cuts_the_same(
            text in prop_oneof![any::<String>(), "[-a-zé:<>=«»\"“” ',0-9]{0,24}"]
        ) {
            let all = jetons(&text);
            let mut at = 0;
            for j in &all {
                prop_assert!(j.place.start >= at && j.place.end > j.place.start && text.get(j.place.clone()).is_some());
                at = j.place.end;
            }
            prop_assert!(text[at..].trim().is_empty());
            let printed = ligne(&all);
            prop_assert_eq!(cut(&printed), cut(&text), "{}", printed);
        }
    }
}
