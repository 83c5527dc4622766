//! Texts that a spreadsheet would take for formulas: guarded on the way out, given back on the way in.

/// Before a text that a spreadsheet would compute.
const GARDE: char = '\'';

/// The text behind a `'` when a spreadsheet would take it for a formula (CWE-1236): it begins with `= + - @`, their
/// wide forms, a tabulation or a line break. Telephone numbers, negative numbers and lone signs are no formulas and
/// stay as they are. [`rendre`] takes the guard off.
#[must_use]
pub fn garder(text: &str) -> String {
    if a_garder(text) || deja_garde(text) {
        format!("{GARDE}{text}")
    } else {
        text.to_owned()
    }
}

/// The text without what [`garder`] or [`figer`] put around it.
#[must_use]
pub fn rendre(text: &str) -> &str {
    if let Some(code) = text.strip_prefix("=\"").and_then(|t| t.strip_suffix('"'))
        && se_fige(code)
    {
        return code;
    }
    match text.strip_prefix(GARDE) {
        Some(rest) if a_garder(rest) || deja_garde(rest) => rest,
        _ => text,
    }
}

/// What [`garder`] does; and a code of figures as `="01"`, which a spreadsheet that opens a CSV shows as it is: it would
/// make `1` of `01`, `7,3E+13` of a SIRET, and a day of `2013-09` or of `3/4`. [`rendre`] gives the code back.
#[must_use]
pub fn figer(text: &str) -> String {
    if se_fige(text) {
        format!("=\"{text}\"")
    } else {
        garder(text)
    }
}

/// Figures that are no number: a first zero means something, there are more of them than a spreadsheet shows, or signs
/// part them as in a day, an hour, a telephone number.
fn se_fige(text: &str) -> bool {
    /// Figures that a spreadsheet shows before it writes a power of ten.
    const MONTRES: usize = 11;
    /// No code is longer, and a formula holds but 255 characters of text.
    const LONG: usize = 64;
    let figures = text.bytes().all(|b| b.is_ascii_digit());
    let parted = text
        .bytes()
        .all(|b| b.is_ascii_digit() || b" -/.:,eE%".contains(&b));
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.len() <= LONG
        && parted
        && !decimal(text)
        && (!figures || text.len() > MONTRES || (text.len() > 1 && text.starts_with('0')))
}

/// A number with a French comma, which a French spreadsheet gives back as it is.
fn decimal(text: &str) -> bool {
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    text.split_once(',').is_some_and(|(whole, part)| {
        digits(whole) && digits(part) && (whole == "0" || !whole.starts_with('0'))
    })
}

/// A text that itself looks guarded: it is guarded again, so that what comes back is what went out.
fn deja_garde(text: &str) -> bool {
    text.strip_prefix(GARDE)
        .is_some_and(|rest| a_garder(rest) || deja_garde(rest))
}

fn a_garder(text: &str) -> bool {
    let begins = text.starts_with(['\t', '\r', '\n']);
    let text = text.trim_start();
    match text.chars().next() {
        Some('=' | '@' | '＝' | '＋' | '－' | '＠') => true,
        Some('+' | '-') => !figures(&text[1..]),
        _ => begins,
    }
}

/// Figures with what parts them, as in `33 1 23 45 67 89` or `1 234,5`; nothing at all for a lone sign. An operator
/// or a letter makes a formula of it.
fn figures(rest: &str) -> bool {
    rest.chars()
        .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '.' | ',' | '(' | ')'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_guarded_and_figures_are_not() {
        for formula in [
            "=1+1",
            "+A1",
            "-2+3",
            "@SUM(A1)",
            "=cmd|' /C calc'!A0",
            "\t=1",
            "＝1",
            "+33 1 + A1",
            "-A",
        ] {
            assert_eq!(garder(formula), format!("'{formula}"));
        }
        for plain in [
            "+33 1 23 45 67 89",
            "-1 234,5",
            "-",
            "–",
            "l'eau",
            "'",
            "0,5",
            "+33(0)1.23",
        ] {
            assert_eq!(garder(plain), plain);
        }
    }

    #[test]
    fn codes_of_figures_stay_what_they_are() {
        for code in [
            "01",
            "01000",
            "0612345678",
            "13002526500013",
            "2013-09",
            "3/4",
            "12E3",
            "05 56 84 01 02",
        ] {
            let cell = figer(code);
            assert_eq!(cell, format!("=\"{code}\""));
            assert_eq!(rendre(&cell), code);
        }
        for plain in [
            "0",
            "44",
            "2A",
            "0141274C",
            "2015",
            "",
            "46,2",
            "0,5",
            "12 mars",
            "e",
            "2013–2017",
        ] {
            assert_eq!(figer(plain), plain);
        }
        // What somebody typed so is not taken for ours.
        assert_eq!(rendre(&figer("=\"01\"")), "=\"01\"");
    }

    proptest! {
        #[test]
        fn the_guard_comes_off_again(text in "['=+\\-@ 0-9a-z\\t]{0,8}|\\PC{0,12}") {
            let guarded = garder(&text);
            prop_assert_eq!(rendre(&guarded), text.as_str());
            let cell = figer(&text);
            prop_assert_eq!(rendre(&cell), text.as_str());
            let first = guarded.trim_start().chars().next();
            prop_assert!(!matches!(first, Some('=' | '@' | '＝' | '＋' | '－' | '＠')), "{}", guarded);
        }
    }
}
