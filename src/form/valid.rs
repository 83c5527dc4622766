//! One value against its kind: what is wrong and how to mend it, in a sentence.

use super::{
    Kind, Value,
    def::{Advised, Bounds, Precision},
    number::{FINE, show_decimal, show_integer},
};
use crate::domain::{DatePartielle, Renvoi, identifiant};

/// What keeps this value from being handed in, or `None`. `absent`: whether *donnée absente* is an answer.
#[must_use]
pub fn wrong(kind: &Kind, absent: bool, value: &Value) -> Option<String> {
    match (kind, value) {
        (_, Value::Absent) => (!absent).then(|| {
            "« donnée absente » n'est pas admis ici. Donner la réponse, ou laisser vide si elle n'est pas \
             obligatoire."
                .to_owned()
        }),
        (Kind::Line { max: Some(max) } | Kind::Text { max: Some(max) }, Value::Text(t)) => too_long(t, *max),
        (Kind::Int(b), Value::Int(n)) => out_of(b, *n as f64, "na"),
        (Kind::Decimal(b) | Kind::Percent(b) | Kind::Amount(b), Value::Real(x)) => {
            out_of(b, *x, if absent { "na" } else { "" })
        }
        (Kind::Date { precision }, Value::Date(d)) => too_vague(*precision, *d),
        (
            Kind::YesNo {
                must_be: Some(wanted),
            },
            Value::Bool(b),
        ) if b != wanted => Some(format!(
            "Seul « {} » permet de transmettre. Corriger la réponse, ou garder le brouillon.",
            if *wanted { "oui" } else { "non" }
        )),
        (Kind::Choice(o), Value::Text(t)) if !o.list.is_empty() && !o.list.contains(t) => Some(format!(
            "« {t} » n'est pas dans la liste. {}",
            expected(kind, absent)
        )),
        (Kind::Choices(o), Value::List(l)) if !o.list.is_empty() => l
            .iter()
            .find(|t| !o.list.contains(t))
            .map(|t| format!("« {t} » n'est pas dans la liste. {}", expected(kind, absent))),
        (Kind::Ref(_), Value::Text(t)) if Renvoi::read(t).is_some() => None,
        (Kind::Line { .. } | Kind::Text { .. } | Kind::Choice(_) | Kind::Computed(_), _) => None,
        (_, Value::Text(t)) => Some(format!(
            "« {} » n'est pas {}. {}",
            short(t),
            one(kind),
            expected(kind, absent)
        )),
        _ => None,
    }
}

/// How to answer a field of this kind, in a sentence.
#[must_use]
pub fn expected(kind: &Kind, absent: bool) -> String {
    let what = match kind {
        Kind::Line { .. } => "Taper un texte court",
        Kind::Text { .. } => "Taper un texte",
        Kind::Int(_) => "Taper un nombre entier, par exemple 1\u{202f}250",
        Kind::Decimal(_) => "Taper un nombre, par exemple 1\u{202f}234,5",
        Kind::Percent(_) => "Taper un pourcentage, par exemple 12,5",
        Kind::Amount(_) => "Taper un montant en euros, par exemple 12\u{202f}000",
        Kind::Date { precision } => match precision {
            Precision::Day => "Taper un jour, par exemple 12/3/2026 ou 12 mars 2026",
            Precision::Month => "Taper un mois ou un jour, par exemple mars 2026 ou 12/3/2026",
            Precision::Year => "Taper une année, un mois ou un jour, par exemple 2026 ou 12/3/2026",
        },
        Kind::YesNo { .. } => "Répondre oui ou non",
        Kind::Choice(_) => "Choisir une des options proposées",
        Kind::Choices(_) => "Choisir parmi les options proposées, séparées par des points-virgules",
        Kind::Ref(_) => "Taper quelques mots et choisir dans la liste",
        Kind::Table(_) => "Remplir au moins une ligne",
        Kind::Computed(_) => "Se calcule",
    };
    let na = if absent && !matches!(kind, Kind::Table(_) | Kind::Computed(_)) {
        ", ou na si la donnée est absente"
    } else {
        ""
    };
    format!("{what}{na}.")
}

/// Advice on the form of a text, or `None`.
#[must_use]
pub fn advice(check: Advised, text: &str) -> Option<String> {
    let first_bad = |read: fn(&str) -> Result<String, String>| read(text).err();
    let said = match check {
        Advised::Uai => first_bad(identifiant::uai),
        Advised::Siren => first_bad(identifiant::siren),
        Advised::Siret => first_bad(identifiant::siret),
        Advised::Rna => first_bad(identifiant::rna),
        Advised::Departement => first_bad(identifiant::departement),
        Advised::Commune => first_bad(identifiant::commune),
        Advised::CodePostal => first_bad(identifiant::code_postal),
        Advised::Email => {
            (!looks_like_mail(text)).then(|| "une adresse a la forme nom@domaine.fr".to_owned())
        }
    }?;
    Some(format!("{said}."))
}

/// A name, an at sign, a domain with a dot, no space.
fn looks_like_mail(text: &str) -> bool {
    text.trim().split_once('@').is_some_and(|(name, domain)| {
        !name.is_empty()
            && !text.trim().contains(char::is_whitespace)
            && !domain.contains('@')
            && domain
                .rsplit_once('.')
                .is_some_and(|(host, end)| !host.is_empty() && end.len() >= 2)
    })
}

/// A number out of its bounds.
fn out_of(bounds: &Bounds, n: f64, na: &str) -> Option<String> {
    let low = bounds.min.is_some_and(|m| n < m);
    let high = bounds.max.is_some_and(|m| n > m);
    if !low && !high {
        return None;
    }
    let range = match (bounds.min, bounds.max) {
        (Some(a), Some(b)) => format!("entre {} et {}", bound(a), bound(b)),
        (Some(a), None) => format!("au moins {}", bound(a)),
        (None, Some(b)) => format!("au plus {}", bound(b)),
        (None, None) => return None,
    };
    let or = if na.is_empty() {
        String::new()
    } else {
        format!(", ou taper {na} si la donnée est absente")
    };
    Some(format!(
        "{} est hors des bornes. Attendu\u{202f}: {range}\u{202f}; corriger le nombre{or}.",
        bound(n)
    ))
}

/// A number beside its bounds: below 10 000 in one piece, for it may be a year.
fn bound(n: f64) -> String {
    let shown = show_decimal(n);
    if n.abs() < 10_000.0 {
        shown.replace(FINE, "")
    } else {
        shown
    }
}

/// A date less precise than asked.
fn too_vague(precision: Precision, date: DatePartielle) -> Option<String> {
    let has = match date {
        DatePartielle::Annee(_) => Precision::Year,
        DatePartielle::Mois(..) => Precision::Month,
        DatePartielle::Jour(_) => Precision::Day,
    };
    (has < precision).then(|| {
        let missing = if precision == Precision::Day {
            "Le jour"
        } else {
            "Le mois"
        };
        format!("{missing} manque. {}", expected(&Kind::Date { precision }, false))
    })
}

/// A text longer than the form takes.
fn too_long(text: &str, max: usize) -> Option<String> {
    let n = text.chars().count();
    let say = |n: usize| i64::try_from(n).map_or_else(|_| n.to_string(), show_integer);
    (n > max).then(|| {
        format!(
            "Texte trop long\u{202f}: {} caractères pour {} au plus. Le raccourcir.",
            say(n),
            say(max)
        )
    })
}

/// What an answer of this kind is called.
fn one(kind: &Kind) -> &'static str {
    match kind {
        Kind::Int(_) => "un nombre entier",
        Kind::Decimal(_) => "un nombre",
        Kind::Percent(_) => "un pourcentage",
        Kind::Amount(_) => "un montant",
        Kind::Date { .. } => "une date",
        Kind::YesNo { .. } => "oui ou non",
        Kind::Choices(_) => "dans la liste",
        Kind::Ref(_) => "une fiche du registre",
        _ => "une réponse",
    }
}

/// A text cut for a message.
fn short(text: &str) -> String {
    const MOST: usize = 40;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let start: String = text.chars().take(MOST).collect();
    format!("{start}…")
}
