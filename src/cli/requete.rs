//! A search line of a command: what it asks for, or a refusal that names the nearest; and the hyphens of words that
//! must not be, which are no options.

use std::ffi::OsString;

use super::failure::Failure;
use crate::domain::requete::{Critere, Faute, Gravite, Sur};
use crate::store::Store;

/// What a line asks for in a list.
///
/// # Errors
/// [`Failure`] of code 2 for a term that cannot be understood, with the nearest.
pub fn criteres(store: &Store, sur: Sur, ligne: &str) -> anyhow::Result<Vec<Critere>> {
    let read = store.recherche(sur, ligne)?;
    match read.fautes.into_iter().find(|f| f.gravite != Gravite::Mots) {
        Some(faute) => Err(refus(faute).into()),
        None => Ok(read.criteres),
    }
}

fn refus(faute: Faute) -> Failure {
    let failure = Failure::usage(faute.phrase);
    if faute.proches.is_empty() {
        failure.hint(faute.conseil)
    } else {
        failure.nearest(faute.proches)
    }
}

/// Commands whose words are a search line.
const LISTES: [&str; 10] = [
    "campus",
    "partenaire",
    "partenaires",
    "region",
    "regions",
    "filiere",
    "filieres",
    "echeancier",
    "revues",
    "exporter",
];

/// Options that take the argument after them, whatever it begins with.
const PRENNENT: [&str; 6] = ["--dans", "--tri", "--au", "--registre", "--agent", "--data"];

/// In commands that search, `-mot` and `-région:bretagne` are words that must not be: their hyphen becomes a minus
/// sign, which the search reads alike and which begins no option.
#[must_use]
pub fn proteger(args: Vec<OsString>) -> Vec<OsString> {
    if !commande(&args).is_some_and(|name| LISTES.contains(&name)) {
        return args;
    }
    let mut out: Vec<OsString> = Vec::with_capacity(args.len());
    let mut plain = false;
    for arg in args {
        let value = out.last().is_some_and(prend);
        plain |= arg == "--";
        match arg.to_str().and_then(nie).filter(|_| !plain && !value) {
            Some(word) => out.push(format!("−{word}").into()),
            None => out.push(arg),
        }
    }
    out
}

/// Whether the next argument is the value of this one.
fn prend(arg: &OsString) -> bool {
    arg.to_str().is_some_and(|a| PRENNENT.contains(&a))
}

/// The command's name: the first argument that is neither an option nor an option's value.
fn commande(args: &[OsString]) -> Option<&str> {
    let pairs = args.iter().zip(args.iter().skip(1));
    let found = pairs.map(|(before, arg)| (before, arg.to_str().unwrap_or_default()));
    found
        .filter(|(before, arg)| !arg.starts_with('-') && !prend(before))
        .map(|(_, arg)| arg)
        .next()
}

/// What follows the hyphen of a word that must not be; one letter is an option.
fn nie(arg: &str) -> Option<&str> {
    let word = arg.strip_prefix('-')?;
    let mut letters = word.chars();
    let (first, second) = (letters.next()?, letters.next());
    // `-ofichier` is `-o fichier` where a list is written.
    let joined = first == 'o' && !word.contains([':', '<', '>', '=']);
    (first != '-' && second.is_some() && !joined).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_must_not_be_is_no_option() {
        let of = |line: &str| {
            let args = proteger(line.split(' ').map(OsString::from).collect());
            let words: Vec<String> = args.iter().map(|a| a.to_string_lossy().into_owned()).collect();
            words.join(" ")
        };
        assert_eq!(of("cmq campus -bretagne --json"), "cmq campus −bretagne --json");
        assert_eq!(
            of("cmq exporter campus -région:bretagne -o x.csv -h"),
            "cmq exporter campus −région:bretagne -o x.csv -h"
        );
        assert_eq!(of("cmq echeancier --dans -3j -V"), "cmq echeancier --dans -3j -V");
        assert_eq!(of("cmq campus --tri -region"), "cmq campus --tri -region");
        assert_eq!(of("cmq campus -- -bretagne"), "cmq campus -- -bretagne");
        for other in [
            "cmq verifier -xy",
            "cmq importer campus -xy",
            "cmq --agent campus journal -xy",
            "cmq campus -x",
        ] {
            assert_eq!(of(other), other);
        }
        assert_eq!(of("cmq --agent moi campus -xy"), "cmq --agent moi campus −xy");
    }
}
