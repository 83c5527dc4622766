//! Text as people type it and as the register keeps it: cleaning, folding, words.

use std::borrow::Cow;

use unicode_normalization::{
    UnicodeNormalization,
    char::{decompose_compatible, is_combining_mark},
};

/// The folded form used by every search: accents, case, ligatures, apostrophes and hyphens are gone,
/// words are separated by one space. `plier(plier(x)) == plier(x)`.
#[must_use]
pub fn plier(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            push_plie(c.to_ascii_lowercase(), &mut out);
        } else {
            // Marks fall away, so that their order does not matter: a character at a time is enough.
            decompose_compatible(c, |c| {
                if !is_combining_mark(c) {
                    c.to_lowercase().for_each(|c| push_plie(c, &mut out));
                }
            });
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Adds one lower-case character to a folded text; what separates words becomes one space.
fn push_plie(c: char, out: &mut String) {
    match c {
        'œ' => out.push_str("oe"),
        'æ' => out.push_str("ae"),
        'ß' => out.push_str("ss"),
        c if c.is_alphanumeric() => out.push(c),
        _ if out.is_empty() || out.ends_with(' ') => {}
        _ => out.push(' '),
    }
}

/// Accents and ligatures gone, case and the rest kept: for terminals that only show ASCII.
#[must_use]
pub fn plier_casse(text: &str) -> String {
    let letters = text.nfkd().filter(|c| !is_combining_mark(*c));
    letters
        .collect::<String>()
        .replace('œ', "oe")
        .replace('Œ', "Oe")
        .replace('æ', "ae")
        .replace('Æ', "Ae")
}

/// The folded words of a search line.
#[must_use]
pub fn mots(text: &str) -> Vec<String> {
    plier(text)
        .split(' ')
        .filter(|m| !m.is_empty())
        .map(str::to_owned)
        .collect()
}

/// True when every word of `search` begins a word of `folded` (already folded), in any order.
#[must_use]
pub fn correspond(search: &[String], folded: &str) -> bool {
    search
        .iter()
        .all(|m| folded.split(' ').any(|w| w.starts_with(m.as_str())))
}

/// Characters that no text of the register may hold and that no output may carry: controls, bidi controls, tags,
/// byte order mark (`sqlite-ssh-security.md` § 4.1), and the formats nobody sees. Joiners and the soft hyphen stay:
/// words are written with them.
#[must_use]
pub fn interdit(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E007F}')
}

/// Text on several lines as the register keeps it: NFC, line breaks kept, tabs as spaces,
/// everything a terminal could obey removed.
#[must_use]
pub fn nettoyer(text: &str) -> String {
    // Below U+0300 a text is in NFC.
    if text.chars().all(|c| c == '\n' || (c < '\u{300}' && !interdit(c))) {
        return text.to_owned();
    }
    let kept = text.replace("\r\n", "\n");
    let kept = kept.chars().filter_map(|c| match c {
        '\t' => Some(' '),
        '\n' | '\r' | '\u{2028}' | '\u{2029}' => Some('\n'),
        c => (!interdit(c)).then_some(c),
    });
    // Composed last: what was removed may have stood between a letter and its accent.
    kept.nfc().collect()
}

/// Text on one line: as [`nettoyer`], line breaks as spaces. Also the filter of every exit to a terminal.
#[must_use]
pub fn une_ligne(text: &str) -> String {
    nettoyer(text).replace('\n', " ")
}

/// A whole text on its way out, already laid out: what a terminal could obey is gone, line ends (LF, CRLF) stay.
#[must_use]
pub fn sortie(text: String) -> String {
    if text.chars().all(|c| c == '\n' || !interdit(c)) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut all = text.chars().peekable();
    while let Some(c) = all.next() {
        if c == '\n' || (c == '\r' && all.peek() == Some(&'\n')) || !interdit(c) {
            out.push(c);
        }
    }
    out
}

/// The text with what [`nettoyer`] removes made visible: `␛` for an escape, `⟦U+202E⟧` for the rest. None when
/// nothing of it is removed but the form of its line ends and tabs.
#[must_use]
pub fn montrer(text: &str) -> Option<String> {
    let removed = |c: char| interdit(c) && !matches!(c, '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}');
    text.contains(removed).then(|| {
        text.chars().fold(String::new(), |mut out, c| {
            match c {
                '\u{1b}' => out.push('␛'),
                c if removed(c) => out.push_str(&format!("⟦U+{:04X}⟧", u32::from(c))),
                c if interdit(c) => out.push(' '),
                c => out.push(c),
            }
            out
        })
    })
}

/// [`une_ligne`] without the spaces around, borrowed when there is nothing else to remove: files have millions of
/// such texts.
#[must_use]
pub fn propre(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    // Below U+0300 a text is in NFC; of these only the controls are forbidden.
    if text.chars().all(|c| c < '\u{300}' && !c.is_control()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(une_ligne(text).trim().to_owned())
}

/// The words with a capital.
#[must_use]
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(letters).collect()
}

/// A count and its noun, every word of it with an `s` from two on, as French counts: `0 point`, `1 point examiné`,
/// `2 points examinés`.
#[must_use]
pub fn accorder(n: usize, nom: &str) -> String {
    if n < 2 {
        return format!("{n} {nom}");
    }
    let words: Vec<String> = nom.split(' ').map(|w| format!("{w}s")).collect();
    format!("{n} {}", words.join(" "))
}

/// A name after « de »: `de Rennes`, `d'Orléans-Tours`. An h counts as a consonant.
#[must_use]
pub fn de(nom: &str) -> String {
    if plier(nom).starts_with(['a', 'e', 'i', 'o', 'u']) {
        format!("d'{nom}")
    } else {
        format!("de {nom}")
    }
}

/// Longest [`nom_simple`], in characters.
const NOM_SIMPLE: usize = 80;

/// A text as a name that means nothing to a shell or a file system: `[a-z0-9-]{1,80}`; `export` when nothing is left.
#[must_use]
pub fn nom_simple(text: &str) -> String {
    let mut out = String::new();
    for c in plier_casse(text).to_lowercase().chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(NOM_SIMPLE);
    match out.trim_end_matches('-') {
        "" => "export".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folds_what_a_person_ignores() {
        assert_eq!(plier("Bassin d'Oyonnax"), "bassin d oyonnax");
        assert_eq!(plier("hôtellerie–restauration"), "hotellerie restauration");
        assert_eq!(plier("Œuvre ÉNERGIE"), "oeuvre energie");
        assert!(mots("\" * (").is_empty());
        assert!(correspond(&mots("oyo bassin"), &plier("Bassin d'Oyonnax")));
        assert!(!correspond(&mots("yonnax"), &plier("Bassin d'Oyonnax")));
    }

    #[test]
    fn removes_what_a_terminal_could_obey() {
        assert_eq!(nettoyer("a\x1b[31mb\r\nc\u{202E}d\te\u{9b}"), "a[31mb\ncd e");
        assert_eq!(une_ligne("a\nb"), "a b");
        assert_eq!(nettoyer("e\u{301}"), "é");
        assert_eq!(nettoyer("e\u{202e}\u{301}"), "é", "composed after the removal");
        assert_eq!(nettoyer("a\u{2028}b\u{200b}c\u{ad}d"), "a\nbc\u{ad}d");
        assert_eq!(nettoyer("l\u{e0041}e\u{2067}s\u{feff}"), "les");
    }

    #[test]
    fn shows_what_it_removes_and_keeps_line_ends_on_the_way_out() {
        assert_eq!(
            montrer("a\x1b[2Jb\u{202e}c\td").as_deref(),
            Some("a␛[2Jb⟦U+202E⟧c d")
        );
        assert_eq!(montrer("a\tb\r\nc"), None);
        assert_eq!(sortie("a\r\nb\x1b\rc\u{9b}\n".to_owned()), "a\r\nbc\n");
    }

    proptest! {
        #[test]
        fn folding_and_cleaning_are_stable(s in "(?s).{0,30}|[e\\x{300}-\\x{303}\\x{200b}-\\x{202e}\\r\\n\\x1b]{0,12}") {
            prop_assert_eq!(plier(&plier(&s)), plier(&s));
            let n = nettoyer(&s);
            prop_assert_eq!(nettoyer(&n), n.clone());
            prop_assert!(!n.chars().any(|c| c != '\n' && interdit(c)));
            prop_assert_eq!(sortie(n.clone()), n);
            prop_assert!(montrer(&s).is_none_or(|m| !m.contains(interdit)));
            let line = une_ligne(s.trim());
            prop_assert_eq!(propre(&s), line.trim());
        }
    }
}
