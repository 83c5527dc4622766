//! What a restricted session may ask in one line: look-ups, their own options, words.

use super::mots::mots;

/// An option: its name, whether a value follows.
type Permise = (&'static str, bool);

/// What every look-up takes.
const PARTOUT: [Permise; 2] = [("json", false), ("au", true)];

/// The look-ups and what each takes besides.
const PERMISES: [(&str, &[Permise]); 7] = [
    ("region", &[("filiere", true)]),
    (
        "campus",
        &[
            ("region", true),
            ("filiere", true),
            ("etat", true),
            ("vue", true),
            ("tri", true),
            ("colonnes", true),
        ],
    ),
    ("filiere", &[("region", true)]),
    (
        "partenaire",
        &[
            ("campus", true),
            ("type", true),
            ("doublons", false),
            ("vue", true),
            ("tri", true),
            ("colonnes", true),
        ],
    ),
    ("fiche", &[]),
    (
        "echeancier",
        &[
            ("format", true),
            ("dans", true),
            ("region", true),
            ("filiere", true),
            ("academie", true),
            ("type", true),
            ("etat", true),
            ("vue", true),
            ("tri", true),
            ("colonnes", true),
        ],
    ),
    (
        "tableau",
        &[("vue", true), ("indicateur", true), ("campus", true)],
    ),
];

/// The look-ups, for people.
#[must_use]
pub fn permises() -> String {
    PERMISES.map(|(name, _)| name).join(", ")
}

/// The arguments that a line asks the program to run with, its name first: options written `--nom=valeur`, then
/// `--`, then the words. The refusal is a clause.
///
/// # Errors
/// Why the line is refused.
pub fn lire(line: &str) -> Result<Vec<String>, String> {
    let words = mots(line).map_err(|e| format!("la commande {}", e.pourquoi()))?;
    let mut words = words.into_iter();
    let asked = words.next().unwrap_or_default();
    let Some((command, own)) = PERMISES.iter().find(|(name, _)| *name == asked) else {
        return Err(format!("«\u{a0}{}\u{a0}» n'est pas permis ici", court(&asked)));
    };
    let mut args = vec!["cmq".to_owned(), (*command).to_owned()];
    let mut names = Vec::new();
    while let Some(word) = words.next() {
        if word == "--" {
            names.extend(words.by_ref());
        } else if word.starts_with('-') {
            args.push(option(&word, own, &mut words)?);
        } else {
            names.push(word);
        }
    }
    if let Some(bad) = names.iter().find(|n| n.starts_with('-')) {
        return Err(format!("«\u{a0}{}\u{a0}» n'est pas un nom", court(bad)));
    }
    args.push("--".to_owned());
    args.extend(names);
    Ok(args)
}

/// An option with its value, as one argument.
fn option(word: &str, own: &[Permise], rest: &mut impl Iterator<Item = String>) -> Result<String, String> {
    let refused = || format!("l'option «\u{a0}{}\u{a0}» n'est pas permise ici", court(word));
    let (name, given) = match word.split_once('=') {
        Some((name, value)) => (name, Some(value.to_owned())),
        None => (word, None),
    };
    let known = name.strip_prefix("--").and_then(|name| {
        let mut all = PARTOUT.iter().chain(own);
        all.find(|(n, _)| *n == name)
    });
    let Some((name, valued)) = known else {
        return Err(refused());
    };
    if !valued {
        return given.map_or(Ok(format!("--{name}")), |_| Err(refused()));
    }
    // A sort may go down: --tri=-echeance.
    let down = *name == "tri" && given.is_some();
    match given.or_else(|| rest.next()) {
        Some(value) if !value.is_empty() && (down || !value.starts_with('-')) => {
            Ok(format!("--{name}={value}"))
        }
        _ => Err(format!("--{name} demande une valeur")),
    }
}

/// What was typed, short enough for one line.
fn court(text: &str) -> String {
    const LONGUEUR: usize = 40;
    match text.char_indices().nth(LONGUEUR) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Args;
    use clap::CommandFactory as _;
    use proptest::prelude::*;

    #[test]
    fn look_ups_become_plain_arguments() {
        for (line, args) in [
            (
                "campus bretagne --json",
                &["cmq", "campus", "--json", "--", "bretagne"][..],
            ),
            (
                "fiche -- 'bassin oyonnax'",
                &["cmq", "fiche", "--", "bassin oyonnax"],
            ),
            (
                "echeancier --dans 90j --format=csv",
                &["cmq", "echeancier", "--dans=90j", "--format=csv", "--"],
            ),
            ("tableau", &["cmq", "tableau", "--"]),
        ] {
            assert_eq!(lire(line).unwrap(), args, "{line}");
        }
    }

    #[test]
    fn the_options_are_those_of_the_look_ups_but_for_files() {
        let program = Args::command();
        for (command, own) in PERMISES {
            let mut named: Vec<&str> = own.iter().map(|(name, _)| *name).collect();
            named.sort_unstable();
            let look_up = program.find_subcommand(command).unwrap();
            let mut known: Vec<&str> = look_up
                .get_arguments()
                .filter(|a| {
                    let file = |v: &clap::builder::Str| matches!(v.as_str(), "FICHIER" | "DOSSIER");
                    !a.get_value_names().unwrap_or_default().iter().any(file)
                })
                .filter_map(clap::Arg::get_long)
                .collect();
            known.sort_unstable();
            assert_eq!(named, known, "{command}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_reaches_the_parser_is_an_option_of_another_kind(
            head in "(region|campus|filiere|partenaire|fiche|echeancier|tableau)",
            rest in prop::collection::vec(
                "(--[a-z]{1,9}(=[a-z/.-]{0,6})?|-[a-zA-Z]{1,3}|--|[a-zà-ü/.$;|&<>]{0,8}|'[a-z ;$-]{0,6}')", 0..6),
        ) {
            let line = format!("{head} {}", rest.join(" "));
            if let Ok(args) = lire(&line) {
                let cut = args.iter().position(|a| a == "--").unwrap();
                let own = PERMISES.iter().find(|(n, _)| *n == head).unwrap().1;
                for option in &args[2..cut] {
                    let name = option.trim_start_matches("--").split('=').next().unwrap();
                    prop_assert!(PARTOUT.iter().chain(own).any(|(n, _)| *n == name), "{}", option);
                }
                prop_assert!(args[cut + 1..].iter().all(|a| !a.starts_with('-')));
            }
        }
    }
}
