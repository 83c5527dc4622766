//! The kind of a field or a column: the word, and the keys that go with it.

use toml::Spanned;

use super::{
    error::{Fault, nearest, suggest},
    raw::{RawColumn, RawField, Word},
    source,
};
use crate::{
    domain::Entite,
    form::{
        Kind,
        def::{Bounds, Options, Precision, Renvois},
    },
};

/// Kinds that are worked out or hold others; they are made elsewhere.
pub(super) const TABLE: &str = "table";
/// See [`TABLE`].
pub(super) const COMPUTED: &str = "computed";

/// Kinds made here.
const SIMPLE: [&str; 11] = [
    "line", "text", "int", "decimal", "percent", "amount", "date", "yes-no", "choice", "choices", "ref",
];

/// The keys of a field or a column that say what its answers look like.
pub(super) struct Parts<'a> {
    kind: &'a Word,
    min: Option<&'a Spanned<f64>>,
    max: Option<&'a Spanned<f64>>,
    options: Option<&'a Spanned<Vec<String>>>,
    options_from: Option<&'a Word>,
    precision: Option<&'a Word>,
    must_be: Option<&'a Spanned<bool>>,
    entity: Option<&'a Word>,
    create: Option<&'a Spanned<bool>>,
}

impl<'a> From<&'a RawField> for Parts<'a> {
    fn from(raw: &'a RawField) -> Self {
        Self {
            kind: &raw.kind,
            min: raw.min.as_ref(),
            max: raw.max.as_ref(),
            options: raw.options.as_ref(),
            options_from: raw.options_from.as_ref(),
            precision: raw.precision.as_ref(),
            must_be: raw.must_be.as_ref(),
            entity: raw.entity.as_ref(),
            create: raw.create.as_ref(),
        }
    }
}

impl<'a> From<&'a RawColumn> for Parts<'a> {
    fn from(raw: &'a RawColumn) -> Self {
        Self {
            kind: &raw.kind,
            min: raw.min.as_ref(),
            max: raw.max.as_ref(),
            options: raw.options.as_ref(),
            options_from: raw.options_from.as_ref(),
            precision: raw.precision.as_ref(),
            must_be: None,
            entity: raw.entity.as_ref(),
            create: raw.create.as_ref(),
        }
    }
}

impl Parts<'_> {
    /// The kind; `table` says whether the word `table` is known here.
    pub(super) fn kind(&self, table: bool) -> Result<Kind, Fault> {
        let word = self.kind.get_ref().as_str();
        self.only_fitting_keys(word)?;
        Ok(match word {
            "line" => Kind::Line { max: self.length()? },
            "text" => Kind::Text { max: self.length()? },
            "int" => Kind::Int(self.bounds(None)?),
            "decimal" => Kind::Decimal(self.bounds(None)?),
            "percent" => Kind::Percent(self.bounds(Some((0.0, 100.0)))?),
            "amount" => Kind::Amount(self.bounds(None)?),
            "date" => Kind::Date {
                precision: self.precision()?,
            },
            "yes-no" => Kind::YesNo {
                must_be: self.must_be.map(|b| *b.get_ref()),
            },
            "choice" => Kind::Choice(self.choice()?),
            "choices" => Kind::Choices(self.choice()?),
            "ref" => Kind::Ref(self.renvois()?),
            other => return Err(self.unknown(other, table)),
        })
    }

    /// A word that names no kind.
    fn unknown(&self, word: &str, table: bool) -> Fault {
        let mut known: Vec<&str> = SIMPLE.to_vec();
        known.push(COMPUTED);
        if table {
            known.push(TABLE);
        }
        Fault::new(
            self.kind.span(),
            format!("le genre « {word} » est inconnu."),
            nearest(word, known.iter().copied()).map_or_else(
                || format!("Les genres sont {}.", known.join(", ")),
                |k| format!("Écrire « {k} »\u{202f}?"),
            ),
        )
    }

    /// Keys that mean nothing for this kind are mistakes.
    pub(super) fn only_fitting_keys(&self, word: &str) -> Result<(), Fault> {
        let number = matches!(word, "int" | "decimal" | "percent" | "amount");
        let choice = matches!(word, "choice" | "choices");
        let stray = [
            ("min", self.min.filter(|_| !number).map(Spanned::span)),
            (
                "max",
                self.max
                    .filter(|_| !(number || matches!(word, "line" | "text")))
                    .map(Spanned::span),
            ),
            ("options", self.options.filter(|_| !choice).map(Spanned::span)),
            (
                "options_from",
                self.options_from.filter(|_| !choice).map(Spanned::span),
            ),
            (
                "precision",
                self.precision.filter(|_| word != "date").map(Spanned::span),
            ),
            (
                "must_be",
                self.must_be.filter(|_| word != "yes-no").map(Spanned::span),
            ),
            ("entity", self.entity.filter(|_| word != "ref").map(Spanned::span)),
            ("create", self.create.filter(|_| word != "ref").map(Spanned::span)),
        ];
        match stray.into_iter().find_map(|(key, span)| span.map(|s| (key, s))) {
            None => Ok(()),
            Some((key, span)) => Err(Fault::new(
                span,
                format!("la clé « {key} » n’a pas de sens pour le genre « {word} »."),
                "La retirer, ou changer le genre.",
            )),
        }
    }

    /// `min` and `max` of a number.
    fn bounds(&self, default: Option<(f64, f64)>) -> Result<Bounds, Fault> {
        let min = self.min.map(|m| *m.get_ref()).or(default.map(|(least, _)| least));
        let max = self.max.map(|m| *m.get_ref()).or(default.map(|(_, most)| most));
        if let (Some(least), Some(most)) = (min, max)
            && least > most
        {
            let place = self.min.or(self.max).map_or(self.kind.span(), Spanned::span);
            return Err(Fault::new(
                place,
                format!("min ({least}) dépasse max ({most})."),
                "Échanger les deux bornes.",
            ));
        }
        Ok(Bounds { min, max })
    }

    /// `max` of a text: a count of characters.
    fn length(&self) -> Result<Option<usize>, Fault> {
        let Some(max) = self.max else { return Ok(None) };
        let n = *max.get_ref();
        if (1.0..=1e6).contains(&n) && n.fract() == 0.0 {
            #[allow(clippy::cast_sign_loss)] // between 1 and a million
            return Ok(Some(n as usize));
        }
        Err(Fault::new(
            max.span(),
            "max d’un texte est un nombre de caractères.".to_owned(),
            "Écrire un entier entre 1 et 1000000.",
        ))
    }

    /// `precision` of a date; any precision when it is not said.
    fn precision(&self) -> Result<Precision, Fault> {
        let Some(word) = self.precision else {
            return Ok(Precision::Year);
        };
        match word.get_ref().as_str() {
            "year" => Ok(Precision::Year),
            "month" => Ok(Precision::Month),
            "day" => Ok(Precision::Day),
            other => Err(Fault::new(
                word.span(),
                format!("la précision « {other} » est inconnue."),
                "Écrire day, month ou year.",
            )),
        }
    }

    /// What a reference names.
    fn renvois(&self) -> Result<Renvois, Fault> {
        let known = Entite::ALL.map(Entite::code);
        let Some(word) = self.entity else {
            return Err(Fault::new(
                self.kind.span(),
                "cette référence ne dit pas ce qu’elle nomme.".to_owned(),
                format!("Ajouter entity = \"…\"\u{202f}: {}.", known.join(", ")),
            ));
        };
        let typed = word.get_ref();
        let entity = Entite::from_code(typed).ok_or_else(|| {
            Fault::new(
                word.span(),
                format!("« {typed} » n’est pas une sorte de fiche."),
                suggest(typed, known, format!("Écrire {}.", known.join(", "))),
            )
        })?;
        Ok(Renvois {
            entity,
            create: self.create.is_some_and(|c| *c.get_ref()),
        })
    }

    /// Options, in the file or from a source: exactly one of both.
    fn choice(&self) -> Result<Options, Fault> {
        match (self.options, self.options_from) {
            (Some(list), None) => {
                sound_options(list)?;
                Ok(Options {
                    list: list.get_ref().clone(),
                    from: None,
                })
            }
            (None, Some(from)) => Ok(Options {
                list: Vec::new(),
                from: Some(source(from)?),
            }),
            (None, None) => Err(Fault::new(
                self.kind.span(),
                "ce choix n’offre aucune option.".to_owned(),
                "Ajouter options = [\"…\"] ou options_from = \"…\".",
            )),
            (Some(_), Some(from)) => Err(Fault::new(
                from.span(),
                "options et options_from ne vont pas ensemble.".to_owned(),
                "N’en garder qu’une.",
            )),
        }
    }
}

/// Options are non-empty, different, and hold no `;` (which parts them when typed).
fn sound_options(list: &Spanned<Vec<String>>) -> Result<(), Fault> {
    let options = list.get_ref();
    let fault = |sentence: String, mend: &str| Err(Fault::new(list.span(), sentence, mend));
    if options.is_empty() {
        return fault(
            "la liste d’options est vide.".to_owned(),
            "Y mettre au moins une option.",
        );
    }
    for (i, option) in options.iter().enumerate() {
        if option.trim() != option || option.is_empty() || option.contains([';', '\n']) {
            return fault(
                format!("l’option « {option} » est mal formée."),
                "Pas d’option vide, ni espace au bord, ni point-virgule.",
            );
        }
        if options.iter().skip(i + 1).any(|o| o == option) {
            return fault(
                format!("l’option « {option} » est écrite deux fois."),
                "N’en garder qu’une.",
            );
        }
    }
    Ok(())
}
