//! A person as texts name them: found in any of them, and taken out of them.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::texte::plier;

/// What stands where a person was named.
pub const EFFACE: &str = "⟦effacé⟧";

/// Words before a name that are no part of it.
const CIVILITES: [&str; 9] = [
    "m",
    "mr",
    "mme",
    "mlle",
    "monsieur",
    "madame",
    "mademoiselle",
    "dr",
    "pr",
];

/// Fewest letters of a word that may name a person alone.
const COURT: usize = 3;

/// A person: the words of their name, the addresses and telephones known to be theirs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Personne {
    nom: Vec<String>,
    courriels: Vec<Vec<String>>,
    telephones: Vec<String>,
}

impl Personne {
    /// Reads a name, `Mme Jeanne Durand`; None when no word of it is long enough to tell a person.
    #[must_use]
    pub fn lire(text: &str) -> Option<Self> {
        let mut nom: Vec<String> = mots(text).into_iter().map(|(_, m)| m).collect();
        while nom.len() > 1 && CIVILITES.contains(&nom[0].as_str()) {
            nom.remove(0);
        }
        let long = nom.iter().any(|m| m.chars().count() >= COURT);
        let marker = nom.iter().any(|m| m == "efface");
        (long && !marker && !CIVILITES.contains(&nom.first()?.as_str())).then_some(Self {
            nom,
            ..Self::default()
        })
    }

    /// Adds an address of theirs.
    pub fn ajouter_courriel(&mut self, text: &str) {
        let words: Vec<String> = mots(text).into_iter().map(|(_, m)| m).collect();
        if text.contains('@') && words.len() > 1 && !self.courriels.contains(&words) {
            self.courriels.push(words);
        }
    }

    /// Adds a telephone of theirs.
    pub fn ajouter_telephone(&mut self, text: &str) {
        let digits = chiffres(text);
        if digits.len() >= 6 && !self.telephones.contains(&digits) {
            self.telephones.push(digits);
        }
    }

    /// Whether a text is the name, and nothing else.
    #[must_use]
    pub fn est(&self, text: &str) -> bool {
        Self::lire(text).is_some_and(|other| en_ordre(&other.nom) == en_ordre(&self.nom))
    }

    /// Where a text names the person: byte ranges, in order, apart from each other. The words of the name may come in
    /// any order; an address that holds the name goes whole.
    #[must_use]
    pub fn passages(&self, text: &str) -> Vec<Range<usize>> {
        let words = mots(text);
        let mut found = Vec::new();
        let wanted = en_ordre(&self.nom);
        for some in words.windows(self.nom.len()) {
            let these: Vec<String> = some.iter().map(|(_, m)| m.clone()).collect();
            if en_ordre(&these) == wanted {
                found.push(etendre(text, &couvre(some)));
            }
        }
        for courriel in &self.courriels {
            for some in words.windows(courriel.len()) {
                if some.iter().map(|(_, m)| m).eq(courriel) {
                    found.push(etendre(text, &couvre(some)));
                }
            }
        }
        found.extend(
            suites(text)
                .into_iter()
                .filter(|r| self.telephones.contains(&chiffres(&text[r.clone()]))),
        );
        joindre(found)
    }

    /// The text without the person; None when it does not name them.
    #[must_use]
    pub fn effacer(&self, text: &str) -> Option<String> {
        let found = self.passages(text);
        if found.is_empty() {
            return None;
        }
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        for r in found {
            out.push_str(&text[from..r.start]);
            out.push_str(EFFACE);
            from = r.end;
        }
        out.push_str(&text[from..]);
        Some(out)
    }

    /// What bytes of a file would hold if it named the person in this way: as folded texts keep it.
    #[must_use]
    pub fn pli(&self) -> String {
        self.nom.join(" ")
    }
}

/// The words of a text, folded, and where they stand.
fn mots(text: &str) -> Vec<(Range<usize>, String)> {
    let mut out = Vec::new();
    let mut start = None;
    let ends = text.char_indices().chain([(text.len(), ' ')]);
    for (at, c) in ends {
        let inside = c.is_alphanumeric() || is_combining_mark(c);
        match (start, inside) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                let word = plier(&text[from..at]);
                if !word.is_empty() {
                    out.push((from..at, word));
                }
                start = None;
            }
            _ => {}
        }
    }
    out
}

fn en_ordre(words: &[String]) -> Vec<&String> {
    let mut all: Vec<&String> = words.iter().collect();
    all.sort();
    all
}

/// From the first word to the last.
fn couvre(words: &[(Range<usize>, String)]) -> Range<usize> {
    let start = words.first().map_or(0, |w| w.0.start);
    start..words.last().map_or(start, |w| w.0.end)
}

/// The whole address around a range that is in one.
fn etendre(text: &str, r: &Range<usize>) -> Range<usize> {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '@' | '%');
    let start = text[..r.start]
        .char_indices()
        .rev()
        .take_while(|(_, c)| part(*c))
        .last()
        .map_or(r.start, |(at, _)| at);
    let after: usize = text[r.end..]
        .chars()
        .take_while(|c| part(*c))
        .map(char::len_utf8)
        .sum();
    let whole = start..r.end + after;
    if text[whole.clone()].contains('@') {
        whole
    } else {
        r.clone()
    }
}

/// The digits of a telephone, in the national form.
fn chiffres(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let national = digits.strip_prefix("0033").or_else(|| {
        let plus = text.trim_start().trim_start_matches('(').starts_with('+');
        digits.strip_prefix("33").filter(|_| plus)
    });
    match national {
        Some(rest) => format!("0{}", rest.trim_start_matches('0')),
        None => digits,
    }
}

/// Runs of digits and of what stands between those of a telephone.
fn suites(text: &str) -> Vec<Range<usize>> {
    let part = |c: char| {
        c.is_ascii_digit() || matches!(c, ' ' | '.' | '-' | '(' | ')' | '+' | '/' | '\u{a0}' | '\u{202f}')
    };
    let mut out: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| part(*c)) {
        let end = at + c.len_utf8();
        match out.last_mut() {
            Some(last) if last.end == at => last.end = end,
            _ => out.push(at..end),
        }
    }
    let trim = |r: Range<usize>| {
        let run = &text[r.clone()];
        let from = run.find(|c: char| c.is_ascii_digit() || c == '+')?;
        let to = run.rfind(|c: char| c.is_ascii_digit())?;
        Some(r.start + from..r.start + to + 1)
    };
    out.into_iter().filter_map(trim).collect()
}

/// Ranges in order, those that touch made one.
fn joindre(mut all: Vec<Range<usize>>) -> Vec<Range<usize>> {
    all.sort_by_key(|r| (r.start, r.end));
    let mut out: Vec<Range<usize>> = Vec::new();
    for r in all {
        match out.last_mut() {
            Some(last) if r.start <= last.end => last.end = last.end.max(r.end),
            _ => out.push(r),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn jeanne() -> Personne {
        let mut p = Personne::lire("Mme Jeanne Durand").unwrap();
        p.ajouter_courriel("jdur@ac-lyon.fr");
        p.ajouter_telephone("+33 2 99 12 34 56");
        p
    }

    #[test]
    fn is_found_however_it_is_written_and_taken_out_alone() {
        for (text, left) in [
            (
                "Entretien avec JEANNE DURAND, proviseure",
                "Entretien avec ⟦effacé⟧, proviseure",
            ),
            ("Mme Durand Jeanne", "Mme ⟦effacé⟧"),
            ("voir jeanne.durand@ac-lyon.fr.", "voir ⟦effacé⟧"),
            ("<jdur@ac-lyon.fr>", "<⟦effacé⟧>"),
            (
                "tél. 02.99.12.34.56 ou 0033299123456",
                "tél. ⟦effacé⟧ ou ⟦effacé⟧",
            ),
            ("de Jeanne\u{a0}Du\u{308}rand", "de ⟦effacé⟧"),
        ] {
            assert_eq!(jeanne().effacer(text).as_deref(), Some(left), "{text}");
        }
        for text in [
            "Jeanne Dupont",
            "Jeannette Durand",
            "Durandal",
            "02 99 12 34 57",
            "",
            "ac-lyon.fr",
        ] {
            assert_eq!(jeanne().effacer(text), None, "{text}");
        }
        assert!(jeanne().est("DURAND Jeanne") && !jeanne().est("Jeanne Durand-Petit"));
    }

    #[test]
    fn what_names_nobody_is_no_person() {
        for text in ["", "M.", "Li", "⟦effacé⟧", "Mme", "-- ?"] {
            assert_eq!(Personne::lire(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_left_and_the_rest_is_kept(
            parts in prop::collection::vec(prop_oneof![
                Just("Jeanne Durand".to_owned()), Just("DURAND, Jeanne".to_owned()), Just("jdur@ac-lyon.fr".to_owned()),
                Just("02 99 12 34 56".to_owned()), "(?s).{0,12}", "[a-zé @.+0-9]{0,12}"], 0..8)
        ) {
            let text = parts.join("\u{202f}; ");
            let p = jeanne();
            let left = p.effacer(&text).unwrap_or_else(|| text.clone());
            prop_assert!(p.passages(&left).is_empty(), "{:?}", left);
            prop_assert_eq!(p.effacer(&left), None);
            for r in p.passages(&text) {
                prop_assert!(text.is_char_boundary(r.start) && text.is_char_boundary(r.end) && !r.is_empty());
            }
        }
    }
}
