//! A date known to the day, the month or the year, as the register's sources give it.

use jiff::{Span, civil::Date};

use super::texte;

/// Months as written in French.
pub const MOIS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// A date with its true precision. Ordered by first day, then by precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DatePartielle {
    /// The year only.
    Annee(i16),
    /// Year and month (1–12).
    Mois(i16, i8),
    /// The day.
    Jour(Date),
}

impl DatePartielle {
    /// Reads `2013`, `2013-09` or `2013-09-11`.
    #[must_use]
    pub fn parse_iso(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('-').collect();
        if parts
            .iter()
            .any(|p| p.is_empty() || !p.bytes().all(|b| b.is_ascii_digit()))
        {
            return None;
        }
        let year = |p: &str| (p.len() == 4).then(|| p.parse::<i16>().ok()).flatten();
        let two = |p: &str| (p.len() == 2).then(|| p.parse::<i8>().ok()).flatten();
        match parts.as_slice() {
            [y] => Some(Self::Annee(year(y)?)),
            [y, m] => Self::month(year(y)?, two(m)?),
            [y, m, d] => Date::new(year(y)?, two(m)?, two(d)?).ok().map(Self::Jour),
            _ => None,
        }
    }

    /// A month, if it exists.
    fn month(y: i16, m: i8) -> Option<Self> {
        (1..=12).contains(&m).then_some(Self::Mois(y, m))
    }

    /// Reads a date as French people type it: `12/3/26`, `12 mars 2026`, `1er mars 2026`, `mars 2026`,
    /// `3/2026`, `2026`, `2026-03-12`. Two-figure years are of this century.
    #[must_use]
    pub fn parse_fr(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(d) = Self::parse_iso(text) {
            return Some(d);
        }
        let words = morceaux(text);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            [y] => Self::parse_iso(y),
            [m, y] => Self::month(year_fr(y)?, month_fr(m)?),
            [d, m, y] => Date::new(year_fr(y)?, month_fr(m)?, day_fr(d)?)
                .ok()
                .map(Self::Jour),
            _ => None,
        }
    }

    /// Why a text of a day, a month and a year is no date, when its month has fewer days: `février 2025 a 28 jours`.
    #[must_use]
    pub fn hors_du_mois(text: &str) -> Option<String> {
        let words = morceaux(text);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let [first, month, last] = words.as_slice() else {
            return None;
        };
        let (day, year) = if first.len() == 4 {
            (last, first)
        } else {
            (first, last)
        };
        let (day, year, month) = (day_fr(day)?, year_fr(year)?, month_fr(month)?);
        let days = Self::month(year, month)?.last().day();
        (day > days).then(|| format!("{} {year} a {days} jours", nom_mois(month)))
    }

    /// ISO text at its precision: `2013`, `2013-09`, `2013-09-11`.
    #[must_use]
    pub fn iso(self) -> String {
        match self {
            Self::Annee(y) => format!("{y:04}"),
            Self::Mois(y, m) => format!("{y:04}-{m:02}"),
            Self::Jour(d) => d.to_string(),
        }
    }

    /// French text: `2013`, `septembre 2013`, `11 septembre 2013`, `1er mars 2026`.
    #[must_use]
    pub fn fr(self) -> String {
        match self {
            Self::Annee(y) => y.to_string(),
            Self::Mois(y, m) => format!("{} {y}", nom_mois(m)),
            Self::Jour(d) => {
                let er = if d.day() == 1 { "er" } else { "" };
                format!("{}{er} {} {}", d.day(), nom_mois(d.month()), d.year())
            }
        }
    }

    /// French text after « à compter »: `du 11 septembre 2013`, `d'août 2013`, `de 2013`.
    #[must_use]
    pub fn de(self) -> String {
        let text = self.fr();
        match self {
            Self::Jour(_) => format!("du {text}"),
            _ => texte::de(&text),
        }
    }

    /// `depuis le 1er septembre 2026`, `depuis septembre 2026`, `depuis 2026`.
    #[must_use]
    pub fn depuis(self) -> String {
        let le = if matches!(self, Self::Jour(_)) { "le " } else { "" };
        format!("depuis {le}{}", self.fr())
    }

    /// `jusqu'au 31 août 2026`, `jusqu'en août 2026`, `jusqu'en 2026`.
    #[must_use]
    pub fn jusque(self) -> String {
        let en = if matches!(self, Self::Jour(_)) { "au" } else { "en" };
        format!("jusqu'{en} {}", self.fr())
    }

    /// Short figures for lists: `2013`, `09/2013`, `11/09/2013`.
    #[must_use]
    pub fn court(self) -> String {
        match self {
            Self::Annee(y) => y.to_string(),
            Self::Mois(y, m) => format!("{m:02}/{y}"),
            Self::Jour(d) => format!("{:02}/{:02}/{}", d.day(), d.month(), d.year()),
        }
    }

    /// First day it may be.
    #[must_use]
    pub fn first(self) -> Date {
        match self {
            Self::Annee(y) => Date::constant(y, 1, 1),
            Self::Mois(y, m) => Date::new(y, m, 1).unwrap_or(Date::constant(y, 1, 1)),
            Self::Jour(d) => d,
        }
    }

    /// Last day it may be.
    #[must_use]
    pub fn last(self) -> Date {
        match self {
            Self::Annee(y) => Date::constant(y, 12, 31),
            Self::Mois(..) => self.first().last_of_month(),
            Self::Jour(d) => d,
        }
    }

    /// The same date `years` later, at the same precision. 29 February goes to the 28th.
    #[must_use]
    pub fn plus_years(self, years: i64) -> Self {
        let shift = |y: i16| i16::try_from(i64::from(y) + years).unwrap_or(y).clamp(0, 9999);
        match self {
            Self::Annee(y) => Self::Annee(shift(y)),
            Self::Mois(y, m) => Self::Mois(shift(y), m),
            Self::Jour(d) => Self::Jour(d.saturating_add(Span::new().years(years.clamp(-9999, 9999)))),
        }
    }
}

impl PartialOrd for DatePartielle {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DatePartielle {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.first(), self.last()).cmp(&(other.first(), other.last()))
    }
}

/// The folded words and figures of a typed date.
fn morceaux(text: &str) -> Vec<String> {
    text.split(|c: char| c == '/' || c == '.' || c == '-' || c.is_whitespace())
        .filter(|w| !w.is_empty())
        .map(super::texte::plier)
        .collect()
}

/// French name of month 1–12.
fn nom_mois(m: i8) -> &'static str {
    usize::try_from(m - 1)
        .ok()
        .and_then(|i| MOIS.get(i))
        .copied()
        .unwrap_or("?")
}

/// `3`, `03`, `mars`, `sept` → month.
fn month_fr(word: &str) -> Option<i8> {
    if let Ok(m) = word.parse::<i8>() {
        return (1..=12).contains(&m).then_some(m);
    }
    if word.len() < 3 {
        return None;
    }
    let mut hits = (1i8..=12).filter(|m| super::texte::plier(nom_mois(*m)).starts_with(word));
    hits.next().filter(|_| hits.next().is_none())
}

/// `2026` or `26` → year.
fn year_fr(word: &str) -> Option<i16> {
    let y = word.parse::<i16>().ok()?;
    match word.len() {
        4 => Some(y),
        2 => Some(2000 + y),
        _ => None,
    }
}

/// `12` or `1er` → day.
fn day_fr(word: &str) -> Option<i8> {
    word.strip_suffix("er").unwrap_or(word).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_french_people_type() {
        for (typed, iso) in [
            ("12/3/26", "2026-03-12"),
            ("12 mars 2026", "2026-03-12"),
            ("1er août 2026", "2026-08-01"),
            ("Mars 2026", "2026-03"),
            ("3/2026", "2026-03"),
            ("2026", "2026"),
            ("2026-03", "2026-03"),
            ("11.09.2013", "2013-09-11"),
            ("11 sept. 2013", "2013-09-11"),
        ] {
            assert_eq!(
                DatePartielle::parse_fr(typed).map(DatePartielle::iso).as_deref(),
                Some(iso),
                "{typed}"
            );
        }
        for typed in [
            "31/2/2026",
            "13/2026",
            "ju 2026",
            "12 mars",
            "",
            "demain matin",
            "1/2/3/4",
        ] {
            assert_eq!(DatePartielle::parse_fr(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_day_that_its_month_does_not_have_is_explained() {
        for (typed, why) in [
            ("31/02/2025", Some("février 2025 a 28 jours")),
            ("2024-02-30", Some("février 2024 a 29 jours")),
            ("31 avril 26", Some("avril 2026 a 30 jours")),
            ("28/02/2025", None),
            ("31/13/2025", None),
            ("bientôt", None),
        ] {
            assert_eq!(DatePartielle::hors_du_mois(typed).as_deref(), why, "{typed}");
        }
    }

    #[test]
    fn leap_day_and_spans() {
        let d = DatePartielle::Jour(Date::constant(2012, 2, 29));
        assert_eq!(d.plus_years(2).iso(), "2014-02-28");
        assert_eq!(DatePartielle::Mois(2012, 2).last().to_string(), "2012-02-29");
        assert_eq!(
            DatePartielle::Annee(2013).plus_years(2).last().to_string(),
            "2015-12-31"
        );
        assert_eq!(
            DatePartielle::Jour(Date::constant(2026, 3, 1)).fr(),
            "1er mars 2026"
        );
        assert_eq!(DatePartielle::Mois(2013, 8).de(), "d'août 2013");
        assert_eq!(DatePartielle::Annee(2013).de(), "de 2013");
    }

    proptest! {
        #[test]
        fn iso_and_french_read_back(y in 1900i16..2100, m in 1i8..=12, d in 1i8..=28) {
            for p in [DatePartielle::Annee(y), DatePartielle::Mois(y, m), DatePartielle::Jour(Date::constant(y, m, d))] {
                prop_assert_eq!(DatePartielle::parse_iso(&p.iso()), Some(p));
                prop_assert_eq!(DatePartielle::parse_fr(&p.fr()), Some(p));
                prop_assert_eq!(DatePartielle::parse_fr(&p.court()), Some(p));
            }
        }

        #[test]
        fn any_text_is_read_or_refused(s in any::<String>()) {
            let _ = DatePartielle::parse_fr(&s);
        }
    }
}
