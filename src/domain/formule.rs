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

/// The text without the guard that [`garder`] put before it.
#[must_use]
pub fn rendre(text: &str) -> &str {
    match text.strip_prefix(GARDE) {
        Some(rest) if a_garder(rest) || deja_garde(rest) => rest,
        _ => text,
    }
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

    proptest! {
        #[test]
        fn the_guard_comes_off_again(text in "['=+\\-@ 0-9a-z\\t]{0,8}|\\PC{0,12}") {
            let guarded = garder(&text);
            prop_assert_eq!(rendre(&guarded), text.as_str());
            let first = guarded.trim_start().chars().next();
            prop_assert!(!matches!(first, Some('=' | '@' | '＝' | '＋' | '－' | '＠')), "{}", guarded);
        }
    }
}
