//! What the fuzz targets hold: the same functions are tried by `tests/fuzz.rs` on stable, a moment each.
#![allow(
    dead_code,
    clippy::panic,
    reason = "each target uses one; a target fails by panicking"
)]

use std::io::Cursor;

use cmq::{
    cli::{
        args::Args,
        session::{demande, mots},
    },
    domain::{
        DatePartielle,
        requete::{self, Noms, Sur},
        texte,
    },
    form,
    import::{
        champs::{Champs, Nature},
        tableau, valeurs,
    },
};

/// Any bytes as a list to import: rows of text and values, or a refusal; nothing of it a terminal could obey.
pub fn importer(bytes: &[u8]) {
    let Ok(table) = tableau::lire_texte(Box::new(Cursor::new(bytes.to_vec()))) else {
        return;
    };
    for nature in [Nature::Campus, Nature::Partenaires, Nature::Indicateurs] {
        let champs = Champs::de(nature).unwrap_or_else(|e| panic!("{e}"));
        let Ok(plan) = champs.plan(&table, &[]) else {
            continue;
        };
        for line in &table.lignes {
            let (values, _) = valeurs::lire(champs, &plan, line);
            for text in values.values().filter_map(form::Value::text) {
                assert!(!text.contains(|c| c != '\n' && texte::interdit(c)), "{text:?}");
            }
        }
    }
}

/// Any text as a date: what is read is written and read again the same.
pub fn dater(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    for date in [DatePartielle::parse_fr(text), DatePartielle::parse_iso(text)]
        .into_iter()
        .flatten()
    {
        assert_eq!(DatePartielle::parse_iso(&date.iso()), Some(date), "{text:?}");
        let _ = (date.fr(), date.court(), date.first(), date.last());
    }
}

/// Any line as a search, in every list: criteria and faults, the faults at places of the line.
pub fn chercher(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let noms = Noms::default();
    for sur in Sur::ALL {
        let read = requete::lire(text, sur, &noms);
        for fault in read.fautes {
            assert!(
                text.get(fault.place.clone()).is_some(),
                "{text:?}: {:?}",
                fault.place
            );
            let _ = fault.dite();
        }
    }
}

/// Any text as the file of a form: a form, or an error with its place.
pub fn charger(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Err(error) = form::load("essai.toml", text) {
        assert!(!error.to_string().is_empty());
    }
}

/// Any bytes as the line of a restricted session: a look-up with its own options and plain words, or a refusal in one
/// line; nothing in either that a terminal could obey, nothing that was not typed.
pub fn commander(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let words = mots::mots(text);
    match demande::lire(text) {
        Err(why) => {
            assert!(!why.is_empty() && why.chars().count() < 250, "{text:?}: {why:?}");
            assert!(
                !why.contains(texte::interdit) && !why.contains('\n'),
                "{text:?}: {why:?}"
            );
        }
        Ok(args) => {
            let words = words.unwrap_or_else(|e| panic!("{text:?} is read, and refused as {e:?}"));
            let cut = args.iter().position(|a| a == "--");
            let cut = cut.unwrap_or_else(|| panic!("{text:?}: {args:?}"));
            assert_eq!(args.first().map(String::as_str), Some("cmq"));
            let command = args.get(1).unwrap_or_else(|| panic!("{text:?}: {args:?}"));
            assert!(demande::permises().split(", ").any(|c| c == command), "{args:?}");
            let (options, names) = args.split_at(cut);
            assert!(options.iter().skip(2).all(|o| o.starts_with("--")), "{args:?}");
            assert!(
                names
                    .iter()
                    .skip(1)
                    .all(|n| !n.starts_with('-') && words.contains(n)),
                "{args:?}"
            );
            assert!(
                !args
                    .iter()
                    .any(|a| a.contains(|c: char| c == '\n' || texte::interdit(c))),
                "{args:?}"
            );
            // What the program's own parser says of it is a refusal or not, never a panic.
            let _ = Args::read(args.into_iter().map(Into::into));
        }
    }
}
