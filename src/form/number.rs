//! Numbers as French people type and read them: `1 234,5`, with any space between groups of three.

/// What parts thousands when a number is shown.
pub(super) const FINE: char = '\u{202f}';

/// Numbers beyond this are slips, and would lose digits.
const LIMIT: f64 = 1e15;

/// Reads a whole number. A space only parts groups of three figures: `12 34` is refused, not guessed.
#[must_use]
pub fn integer(text: &str) -> Option<i64> {
    let (sign, body) = signed(text);
    format!("{sign}{}", whole(body)?).parse().ok()
}

/// Reads a number with a decimal comma or point.
#[must_use]
pub fn decimal(text: &str) -> Option<f64> {
    let (sign, body) = signed(text);
    let (left, right) = body.split_once([',', '.']).unwrap_or((body, "0"));
    if right.is_empty() || !right.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let n: f64 = format!("{sign}{}.{right}", whole(left)?).parse().ok()?;
    let n = if n == 0.0 { 0.0 } else { n };
    (n.abs() < LIMIT).then_some(n)
}

/// The sign and the rest.
fn signed(text: &str) -> (&'static str, &str) {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix(['-', '\u{2212}']) {
        ("-", rest.trim_start())
    } else {
        ("", text.strip_prefix('+').unwrap_or(text).trim_start())
    }
}

/// Figures, with or without spaces between groups of three.
fn whole(text: &str) -> Option<String> {
    let groups: Vec<&str> = text.split(char::is_whitespace).collect();
    let figures = |g: &str| !g.is_empty() && g.bytes().all(|b| b.is_ascii_digit());
    let (first, rest) = groups.split_first()?;
    let grouped = rest.is_empty() || (first.len() <= 3 && rest.iter().all(|g| g.len() == 3));
    (grouped && groups.iter().all(|g| figures(g))).then(|| groups.concat())
}

/// `1 234 567`, figures in groups of three.
#[must_use]
pub fn show_integer(n: i64) -> String {
    let figures = n.unsigned_abs().to_string();
    format!("{}{}", if n < 0 { "\u{2212}" } else { "" }, group(&figures))
}

/// `1 234,5`: every decimal the number has.
#[must_use]
pub fn show_decimal(n: f64) -> String {
    show_text(&format!("{}", n.abs()), n < 0.0)
}

/// At most `places` decimals, rounded, without idle zeros.
#[must_use]
pub fn show_rounded(n: f64, places: usize) -> String {
    let text = format!("{:.places$}", n.abs());
    let text = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        &text
    };
    show_text(text, n < 0.0 && text != "0")
}

/// A figure of a count or a rate: at most two decimals.
#[must_use]
pub fn show_figure(n: f64) -> String {
    show_rounded(n, 2)
}

/// Euros: two decimals when there are cents.
#[must_use]
pub fn show_amount(n: f64) -> String {
    let cents = n * 100.0;
    if n.fract() != 0.0 && (cents - cents.round()).abs() < 1e-6 {
        let text = format!("{:.2}", n.abs());
        if text
            .parse::<f64>()
            .is_ok_and(|back| back.to_bits() == n.abs().to_bits())
        {
            return show_text(&text, n < 0.0);
        }
    }
    show_decimal(n)
}

/// A number for an editor: `-1234,5`.
#[must_use]
pub fn edit_decimal(n: f64) -> String {
    format!("{n}").replace('.', ",")
}

/// Comma, groups and sign put on Rust's notation.
fn show_text(text: &str, negative: bool) -> String {
    let sign = if negative { "\u{2212}" } else { "" };
    match text.split_once('.') {
        Some((left, right)) => format!("{sign}{},{right}", group(left)),
        None => format!("{sign}{}", group(text)),
    }
}

/// Figures in groups of three from the right.
fn group(figures: &str) -> String {
    let mut out = String::with_capacity(figures.len() * 2);
    for (i, c) in figures.chars().enumerate() {
        if i > 0 && (figures.len() - i).is_multiple_of(3) {
            out.push(FINE);
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_french_people_type() {
        for (typed, n) in [
            ("1 234,5", 1234.5),
            ("1234.5", 1234.5),
            ("1\u{202f}234\u{a0}567", 1_234_567.0),
            ("-0,25", -0.25),
            ("\u{2212}3", -3.0),
            ("+ 4", 4.0),
            ("0", 0.0),
        ] {
            assert_eq!(decimal(typed), Some(n), "{typed}");
        }
        for typed in [
            "",
            "12 34",
            "1.234,5",
            "1e5",
            "12,",
            ",5",
            "abc",
            "1 2 3",
            "NaN",
            "1234567890123456",
        ] {
            assert_eq!(decimal(typed), None, "{typed}");
        }
        assert_eq!(integer("12 500"), Some(12_500));
        assert_eq!(integer("12,5"), None);
        assert_eq!(integer("99999999999999999999"), None);
    }

    #[test]
    fn shows_as_the_french_read() {
        assert_eq!(show_integer(-1_234_567), "\u{2212}1\u{202f}234\u{202f}567");
        assert_eq!(show_decimal(1234.5), "1\u{202f}234,5");
        assert_eq!(show_rounded(66.666, 1), "66,7");
        assert_eq!(show_rounded(-0.01, 1), "0");
        assert_eq!(show_rounded(40.0, 1), "40");
        assert_eq!(show_amount(1234.5), "1\u{202f}234,50");
        assert_eq!(show_amount(1000.0), "1\u{202f}000");
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(n in any::<i64>(), x in -1e14..1e14f64, cents in -1_000_000_000i64..1_000_000_000) {
            prop_assert_eq!(integer(&show_integer(n)), Some(n));
            prop_assert_eq!(decimal(&show_decimal(x)), Some(x));
            prop_assert_eq!(decimal(&edit_decimal(x)), Some(x));
            let amount = cents as f64 / 100.0;
            prop_assert_eq!(decimal(&show_amount(amount)), Some(amount));
        }
    }
}
