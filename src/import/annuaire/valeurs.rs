//! One value of a line as the directory keeps it. Each answers None for what it cannot read.

use jiff::civil::Date;

use crate::domain::{
    Secteur,
    etablissement::Etat,
    texte::{plier, propre},
};

/// The longest value kept; a name of a real establishment has at most a hundred characters.
pub const LONGUEUR_MAX: usize = 500;

/// A text on one line, cleaned of what a terminal could obey.
pub fn texte(value: &str) -> Option<String> {
    let text = propre(value);
    (!text.is_empty() && text.len() <= LONGUEUR_MAX).then(|| text.into_owned())
}

/// A day: `2020-09-01`, with a time or not, `01/09/2020`, `1/9/2020`.
pub fn jour(value: &str) -> Option<Date> {
    let value = value.trim();
    let day = value.split(['T', ' ']).next()?;
    let mut parts = day.split(['-', '/']);
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let (year, month, day) = if a.len() == 4 { (a, b, c) } else { (c, b, a) };
    let number = |text: &str, most: usize| -> Option<i16> {
        let figures = !text.is_empty() && text.len() <= most && text.bytes().all(|b| b.is_ascii_digit());
        figures.then(|| text.parse().ok()).flatten()
    };
    let year = number(year, 4).filter(|y| *y >= 1000)?;
    Date::new(
        year,
        i8::try_from(number(month, 2)?).ok()?,
        i8::try_from(number(day, 2)?).ok()?,
    )
    .ok()
}

/// A number with a point or a comma.
fn nombre(value: &str) -> Option<f64> {
    let value = value.trim();
    let read = if value.contains(',') {
        value.replace(',', ".").parse()
    } else {
        value.parse()
    };
    read.ok().filter(|n: &f64| n.is_finite())
}

/// Latitude and longitude from two columns.
pub fn coordonnees(latitude: &str, longitude: &str) -> Option<(f64, f64)> {
    let (latitude, longitude) = (nombre(latitude)?, nombre(longitude)?);
    ((-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude))
        .then_some((latitude, longitude))
}

/// Latitude and longitude from one column: `46.2,5.3`, `46.2, 5.3`, `46,2 5,3`, `[46.2, 5.3]`.
pub fn position(value: &str) -> Option<(f64, f64)> {
    let value = value.trim_matches(|c: char| c.is_whitespace() || "[]()".contains(c));
    let halves = match value.matches(',').count() {
        1 => value.split_once(','),
        _ => value.split_once([' ', ';']),
    };
    let (latitude, longitude) = halves?;
    coordonnees(latitude.trim().trim_end_matches([',', ';']), longitude)
}

/// A code of figures at least `width` long: `10.0` and `10` are one, `1` is `01` where two are wanted.
pub fn code(value: &str, width: usize) -> Option<String> {
    let value = value.trim();
    let value = value.strip_suffix(".0").unwrap_or(value);
    let figures = !value.is_empty() && value.len() <= 5 && value.bytes().all(|b| b.is_ascii_digit());
    figures.then(|| format!("{value:0>width$}"))
}

/// Code of a town: five figures, `2A` or `2B` and three in Corsica.
pub fn code_insee(value: &str) -> Option<String> {
    let value = value.trim().to_ascii_uppercase();
    match value.strip_prefix("2A").or_else(|| value.strip_prefix("2B")) {
        Some(rest) if rest.len() == 3 && rest.bytes().all(|b| b.is_ascii_digit()) => Some(value),
        Some(_) => None,
        None => code(&value, 5).filter(|c| c.len() == 5),
    }
}

/// A nature: the three figures that begin the value (`306`, `306.0`, `306 LYCEE POLYVALENT`).
pub fn nature(value: &str) -> Option<String> {
    let value = value.trim();
    let end = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
    (end == 3).then(|| value[..end].to_owned())
}

/// A SIREN or a SIRET: nine or fourteen figures, whatever separates them. The key is not looked at: a wrong number is
/// still what the source says.
pub fn siret(value: &str) -> Option<String> {
    let value = value.trim();
    let value = value.strip_suffix(".0").unwrap_or(value);
    let figures: String = value
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '.')
        .collect();
    (matches!(figures.len(), 9 | 14) && figures.bytes().all(|b| b.is_ascii_digit())).then_some(figures)
}

/// `Public`, `PU`, `Privé`, `PR`, `Privé sous contrat`…
pub fn secteur(value: &str) -> Option<Secteur> {
    let word = plier(value);
    if word == "pu" || word.starts_with("public") {
        Some(Secteur::Public)
    } else if word == "pr" || word.starts_with("prive") {
        Some(Secteur::Prive)
    } else {
        None
    }
}

/// `OUVERT`, `A FERMER`, `FERME`, or RAMSESE's codes (1 ouvert, 2 à fermer, 3 à ouvrir).
pub fn etat(value: &str) -> Option<Etat> {
    match plier(value).as_str() {
        "ouvert" | "ouverte" | "1" => Some(Etat::Ouvert),
        "a fermer" | "2" => Some(Etat::AFermer),
        "a ouvrir" | "3" => Some(Etat::AOuvrir),
        "ferme" | "fermee" => Some(Etat::Ferme),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_of_both_files() {
        let day = Some(Date::constant(2020, 9, 1));
        for written in [
            "2020-09-01",
            "2020-09-01T00:00:00+02:00",
            "01/09/2020",
            "1/9/2020 ",
            "2020/09/01",
        ] {
            assert_eq!(jour(written), day, "{written}");
        }
        for none in [
            "",
            "2020",
            "31/02/2020",
            "2020-13-01",
            "01/09/20",
            "43831",
            "a/b/c",
            "1/2/3/4",
            "-1-2",
        ] {
            assert_eq!(jour(none), None, "{none}");
        }
    }

    #[test]
    fn places_in_one_column_or_two() {
        let place = Some((46.25, 5.65));
        for written in [
            "46.25,5.65",
            "46.25, 5.65",
            " [46.25, 5.65]",
            "46,25 5,65",
            "46,25, 5,65",
            "46.25;5.65",
        ] {
            assert_eq!(position(written), place, "{written}");
        }
        assert_eq!(coordonnees("46,25", "5.65"), place);
        for none in [
            "",
            "46.25",
            "146.25,5.65",
            "46.25,200",
            "a,b",
            "NaN,5",
            "inf,1",
            "46.25,5.65,7",
        ] {
            assert_eq!(position(none), None, "{none}");
        }
    }

    #[test]
    fn codes_that_a_spreadsheet_has_handled() {
        assert_eq!(code("10.0", 2).as_deref(), Some("10"));
        assert_eq!(code("1", 2).as_deref(), Some("01"));
        assert_eq!(code("1100", 5).as_deref(), Some("01100"));
        assert_eq!(code("Lyon", 2), None);
        assert_eq!(code_insee("1053").as_deref(), Some("01053"));
        assert_eq!(code_insee("2a004").as_deref(), Some("2A004"));
        assert_eq!(code_insee("2A4é"), None);
        assert_eq!(nature("306.0").as_deref(), Some("306"));
        assert_eq!(nature("306 LYCEE POLYVALENT").as_deref(), Some("306"));
        assert_eq!(nature("LYCEE"), None);
        assert_eq!(siret("190 100 164 00010").as_deref(), Some("19010016400010"));
        assert_eq!(siret("19010016400010.0").as_deref(), Some("19010016400010"));
        assert_eq!(siret("1.901E+13"), None);
    }

    #[test]
    fn words_of_both_files() {
        assert_eq!(secteur("PU"), Some(Secteur::Public));
        assert_eq!(secteur("Privé"), Some(Secteur::Prive));
        assert_eq!(secteur("?"), None);
        assert_eq!(etat("A FERMER"), Some(Etat::AFermer));
        assert_eq!(etat("Fermé"), Some(Etat::Ferme));
        assert_eq!(etat("99"), None);
        assert_eq!(texte("  Lycée\u{1b}[31m\tX "), Some("Lycée[31m X".into()));
        assert_eq!(texte(&"x".repeat(LONGUEUR_MAX + 1)), None);
    }

    proptest! {
        #[test]
        fn any_text_gets_an_answer(s in any::<String>()) {
            let kept = texte(&s).unwrap_or_default();
            prop_assert!(!kept.chars().any(char::is_control));
            let _ = (jour(&s), position(&s), code(&s, 2), code_insee(&s), nature(&s), siret(&s), secteur(&s), etat(&s));
        }

        #[test]
        fn a_day_reads_back(y in 1900i16..2100, m in 1i8..=12, d in 1i8..=28) {
            let day = Date::new(y, m, d).unwrap();
            prop_assert_eq!(jour(&day.to_string()), Some(day));
            prop_assert_eq!(jour(&format!("{d:02}/{m:02}/{y}")), Some(day));
        }
    }
}
