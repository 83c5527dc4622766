//! The fuzz targets on stable, a moment each: texts near to what each expects, and anything at all. The hour-long run
//! is `cargo fuzz run` (README).
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../fuzz/cibles.rs"]
mod cibles;

use proptest::prelude::*;

/// Pieces of what is expected, put together at random with anything.
fn morceaux(pieces: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        6 => prop::sample::select(pieces).prop_map(|p| p.as_bytes().to_vec()),
        1 => "(?s).{0,6}".prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>(), 0..6),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|all| all.concat())
}

const IMPORT: &[&str] = &[
    "nom;région;académie;ville;label_debut;latitude\n",
    "nom,type,commune,uai\n",
    "campus;code;valeur\n",
    ";",
    ",",
    "\t",
    "\n",
    "\r\n",
    "\"",
    "'=",
    "[{\"nom\": \"x\"}]",
    "{\"nom\": [1, null]}",
    "2013-09",
    "11/09/2013",
    "1 234,5",
    "na",
    "oui",
    "\u{feff}",
    "\u{1b}[2J",
    "\u{202e}",
    "LPO",
    "Bretagne",
    "\\u001b",
    "}",
    "]",
];
const DATES: &[&str] = &[
    "1er", "12", "31", "29", "/", "-", " ", ".", "mars", "février", "sept", "2013", "0000", "9999", "20",
    "T", ":", "+", "fin", "début", "-9999", "\u{202f}", "é",
];
const REQUETES: &[&str] = &[
    "etat:",
    "région:",
    "campus:",
    "dû<",
    "dans:",
    "-",
    "\"",
    "(",
    ")",
    " OU ",
    ":",
    "<=",
    ">",
    "2016-06",
    "90j",
    "plasti",
    "*",
    "d'oyonnax",
    "œ",
    "\u{301}",
    " ",
    "--",
    "+",
    "non:",
];
const FORMULAIRES: &[&str] = &[
    "id = \"a\"\n",
    "version = 1\n",
    "title = \"T\"\n",
    "[[step]]\n",
    "[[step.field]]\n",
    "label = \"L\"\n",
    "kind = \"line\"\n",
    "kind = \"choice\"\n",
    "options = [\"a\", \"b\"]\n",
    "kind = \"computed\"\n",
    "formula = { add = [\"a\", \"b\"] }\n",
    "when = { field = \"a\", is = true }\n",
    "[[check]]\n",
    "min = -1\n",
    "max = 1e400\n",
    "required = true\n",
    "\"\"\"",
    "[",
    "]",
    "= ",
    "precision = \"year\"\n",
    "\\u001b",
];

const COMMANDES: &[&str] = &[
    "campus ",
    "fiche ",
    "echeancier ",
    "tableau ",
    "acces ",
    "--json ",
    "--region=",
    "--au ",
    "--tri=-",
    "--vue ",
    "-o",
    "-- ",
    "--",
    "=",
    " ",
    "'",
    "\"",
    "bretagne",
    "90j",
    ";",
    "$(",
    "`",
    "\\",
    "\n",
    "\u{1b}",
    "\u{202e}",
    "\u{a0}",
    "œ",
];

/// How many cases: under a minute for all, or as many as asked.
fn cases(few: u32) -> ProptestConfig {
    let long = std::env::var_os("CMQ_LONG").is_some();
    ProptestConfig {
        cases: if long { few * 200 } else { few },
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn any_file_imports_or_is_refused(bytes in morceaux(IMPORT)) {
        cibles::importer(&bytes);
    }

    #[test]
    fn any_text_is_a_date_or_none(bytes in morceaux(DATES)) {
        cibles::dater(&bytes);
    }

    #[test]
    fn any_line_is_a_search(bytes in morceaux(REQUETES)) {
        cibles::chercher(&bytes);
    }

    #[test]
    fn any_text_is_a_form_or_an_error(bytes in morceaux(FORMULAIRES)) {
        cibles::charger(&bytes);
    }

    #[test]
    fn any_line_of_a_session_is_a_look_up_or_a_refusal(bytes in morceaux(COMMANDES)) {
        cibles::commander(&bytes);
    }
}

#[test]
fn a_line_of_a_session_may_be_as_long_as_can_be() {
    for piece in ["campus ", "'", "--json ", "é", "-", "\""] {
        for n in [4096, 4097] {
            let line: String = "campus ".chars().chain(piece.chars().cycle()).take(n).collect();
            cibles::commander(line.as_bytes());
        }
    }
}

#[test]
fn the_shipped_files_pass_the_targets() {
    for dir in ["data/formulaires", "data/import"] {
        for entry in std::fs::read_dir(dir).unwrap() {
            cibles::charger(&std::fs::read(entry.unwrap().path()).unwrap());
        }
    }
}
