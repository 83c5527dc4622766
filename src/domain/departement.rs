//! Département codes, from the many ways in which files write them.

/// A département as the register writes it, from any of the ways files do: `1`, `01`, `001`, `1.0`, `02A`, `2a`, `971`,
/// and the first figures of a UAI in Corsica, `620` and `720` (`domaine.md` §§ 5.1 and 6). None for what is none.
#[must_use]
pub fn departement(text: &str) -> Option<String> {
    let code = text.trim();
    let code = code.strip_suffix(".0").unwrap_or(code).trim_start_matches('0');
    let figures = code.bytes().all(|b| b.is_ascii_digit());
    match (code.len(), figures) {
        (1, true) => Some(format!("0{code}")),
        (2, true) => Some(code.to_owned()),
        (2, false) if matches!(code, "2A" | "2a" | "2B" | "2b") => Some(code.to_ascii_uppercase()),
        (3, true) if code.starts_with("97") || code.starts_with("98") => Some(code.to_owned()),
        (3, true) if code == "620" => Some("2A".to_owned()),
        (3, true) if code == "720" => Some("2B".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_way_of_writing_a_departement_is_one_code() {
        for (written, code) in [
            ("1", "01"),
            ("01", "01"),
            ("001", "01"),
            (" 1.0 ", "01"),
            ("02A", "2A"),
            ("2b", "2B"),
            ("620", "2A"),
            ("720", "2B"),
            ("033", "33"),
            ("10", "10"),
            ("971", "971"),
            ("0976", "976"),
        ] {
            assert_eq!(departement(written).as_deref(), Some(code), "{written}");
        }
        for none in ["", "0", "000", "A", "2C", "1234", "3A", "Ain", "123", "1,0"] {
            assert_eq!(departement(none), None, "{none}");
        }
    }

    proptest! {
        #[test]
        fn a_departement_is_stable(text in "\\PC{0,6}|[0-9AaBb.]{1,5}") {
            if let Some(code) = departement(&text) {
                prop_assert_eq!(departement(&code), Some(code.clone()));
                prop_assert!(matches!(code.len(), 2 | 3), "{}", code);
            }
        }

        #[test]
        fn the_zeros_before_it_do_not_count(n in 1u32..96, zeros in 0usize..3) {
            prop_assert_eq!(departement(&format!("{}{n}", "0".repeat(zeros))), Some(format!("{n:02}")));
        }
    }
}
