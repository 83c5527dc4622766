//! clap's errors, said in French with the mend; help asked for by a word.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::failure::Failure;

/// `cmq aide campus` (`help` too) is `cmq campus --help`: what people type before they know the option.
#[must_use]
pub fn aide(mut args: Vec<OsString>) -> Vec<OsString> {
    if args.get(1).is_some_and(|word| word == "aide" || word == "help") {
        args.remove(1);
        args.push("--help".into());
    }
    args
}

/// A clap error as a sentence and its mend.
#[must_use]
pub fn translate(error: &clap::Error) -> Failure {
    let arg = context(error, ContextKind::InvalidArg);
    let value = context(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let name = context(error, ContextKind::InvalidSubcommand).unwrap_or_default();
            Failure::usage(format!("commande inconnue\u{202f}: «\u{a0}{name}\u{a0}»"))
                .hint(suggestion(error, ContextKind::SuggestedSubcommand))
        }
        ErrorKind::UnknownArgument => unknown_argument(error, &arg.unwrap_or_default()),
        ErrorKind::InvalidValue if value.as_deref().is_none_or(str::is_empty) => {
            Failure::usage(format!("il manque une valeur après {}", arg.unwrap_or_default()))
                .hint(valid_values(error).unwrap_or_else(help))
        }
        ErrorKind::InvalidValue => Failure::usage(format!(
            "valeur inconnue pour {}\u{202f}: «\u{a0}{}\u{a0}»",
            arg.unwrap_or_default(),
            value.unwrap_or_default()
        ))
        .hint(valid_values(error).unwrap_or_else(help)),
        ErrorKind::MissingRequiredArgument => {
            Failure::usage(format!("il manque {}", arg.unwrap_or_default()))
                .hint("ajoutez-le\u{202f}; cmq COMMANDE --help détaille la commande")
        }
        ErrorKind::ArgumentConflict => {
            Failure::usage(format!("{} est donné deux fois", arg.unwrap_or_default()))
                .hint("donnez-le une seule fois")
        }
        ErrorKind::TooManyValues => Failure::usage(format!(
            "{} ne prend pas de valeur, «\u{a0}{}\u{a0}» est en trop",
            arg.unwrap_or_default(),
            value.unwrap_or_default()
        ))
        .hint(help()),
        ErrorKind::InvalidUtf8 => {
            Failure::usage("un argument n'est pas du texte UTF-8").hint("vérifiez l'encodage du terminal")
        }
        _ => Failure::usage("commande mal écrite").hint(help()),
    }
}

/// An option that does not exist, or a word where none is expected.
fn unknown_argument(error: &clap::Error, arg: &str) -> Failure {
    if !arg.starts_with('-') {
        return Failure::usage(format!("«\u{a0}{arg}\u{a0}» est en trop")).hint(help());
    }
    let failure = Failure::usage(format!("option inconnue\u{202f}: «\u{a0}{arg}\u{a0}»"));
    if context(error, ContextKind::SuggestedArg).is_some() {
        failure.hint(suggestion(error, ContextKind::SuggestedArg))
    } else {
        failure.hint(
            "si c'est un mot à chercher, écrivez -- avant lui\u{202f}; sinon cmq --help dit les options",
        )
    }
}

fn help() -> String {
    "cmq --help dit tout\u{202f}; cmq COMMANDE --help détaille une commande".into()
}

/// The nearest word, if clap found one.
fn suggestion(error: &clap::Error, kind: ContextKind) -> String {
    context(error, kind).map_or_else(help, |near| format!("vouliez-vous dire {near}\u{202f}?"))
}

fn valid_values(error: &clap::Error) -> Option<String> {
    context(error, ContextKind::ValidValue).map(|v| format!("valeurs possibles\u{202f}: {v}"))
}

/// One piece of what clap knows of the error, lists joined.
fn context(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(all) if !all.is_empty() => Some(all.join(", ")),
        _ => None,
    }
}
