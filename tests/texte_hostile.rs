//! Text is hostile: whatever another program wrote in any text column, whatever is typed, named or imported, no byte of
//! it reaches an output as a control.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "common/env.rs"]
mod env;
#[path = "common/hostile.rs"]
mod hostile;
#[path = "common/pty.rs"]
mod pty;
#[path = "common/screen.rs"]
mod screen;

use std::{collections::BTreeSet, ffi::OsString, fs, os::unix::ffi::OsStringExt as _, path::Path};

use calamine::Reader as _;
use cmq::{app::msg::Effect, domain::texte, store::Store, term::osc52};
use env::Env;
use hostile::{CODES, HOSTILE, polluer, remplir};
use proptest::prelude::*;
use screen::{Harness, away};

/// Every look-up, in every form it answers in.
const COMMANDES: &[&str] = &[
    "region",
    "region --json",
    "campus",
    "campus --json",
    "campus plasti",
    "filiere",
    "filiere --json",
    "partenaire",
    "partenaire --json",
    "partenaire --doublons",
    "partenaire --doublons --json",
    "fiche 1",
    "fiche 1 --json",
    "fiche 2",
    "fiche aerocampus",
    "echeancier --au 2016-06-01",
    "echeancier --format json",
    "echeancier --format csv",
    "echeancier --format ics",
    "revues",
    "revues --json",
    "tableau",
    "tableau --json",
    "tableau --campus 1",
    "tableau --vue labels",
    "journal",
    "journal --json",
    "journal --lot 1",
    "journal --lot 1 --json",
    "journal pris",
    "journal --verifier",
    "corbeille",
    "corbeille --json",
    "corbeille restaurer zzz",
    "annuaire lalande",
    "annuaire 0010001W",
    "annuaire lalande --json",
    "campus --vue absente",
    "campus --vue vue",
    "verifier",
    "verifier --json",
    "diagnostic",
    "diagnostic --json",
    "suivi 2 --lineaire",
    "exporter --tout",
];

/// What every output is held to. `what` names it.
#[track_caller]
fn check(what: &str, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let lines = text.replace("\r\n", "\n");
    let bad = lines.find(|c| c != '\n' && texte::interdit(c));
    if let Some(at) = bad {
        let around: String = lines[at..].chars().take(60).collect();
        panic!("{what}: {around:?}");
    }
}

/// Runs a command whatever it answers, and looks at every byte; what it said on both outputs.
#[track_caller]
fn run(env: &Env, args: &[&str]) -> String {
    let output = env.command(args).write_stdin("\n\n:quitter\n").output().unwrap();
    check(&format!("{args:?} stdout"), &output.stdout);
    check(&format!("{args:?} stderr"), &output.stderr);
    assert_ne!(output.status.code(), Some(101), "{args:?}: {output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// A register with rows everywhere.
fn filled() -> Env {
    let env = Env::new();
    env.ok(&["campus"]);
    remplir(&env.registre());
    env
}

fn is_code(table: &str, column: &str) -> bool {
    column == "uid" || CODES.contains(&(table, column))
}

#[test]
fn no_command_lets_a_byte_of_any_column_through() {
    let env = filled();
    let done = polluer(&env.registre(), |t, c| !is_code(t, c));
    assert!(done.len() > 90, "{} columns only: {done:?}", done.len());
    let mut silent = Vec::new();
    for line in COMMANDES {
        let args: Vec<&str> = line.split(' ').collect();
        let said = run(&env, &args);
        if !said.contains("PRIS") {
            silent.push((*line, said));
        }
    }
    // The rest speaks of no text of the register.
    let quiet = [
        "verifier",
        "verifier --json",
        "journal --verifier",
        "diagnostic",
        "diagnostic --json",
        "corbeille restaurer zzz",
    ];
    silent.retain(|(l, _)| !quiet.contains(l));
    assert!(
        silent.is_empty(),
        "these show nothing of the hostile register: {silent:#?}"
    );
    // A command that came later is at least run bare.
    for name in commands(&env) {
        run(&env, &[&name]);
        run(&env, &[&name, "--json"]);
        run(&env, &[&name, "--help"]);
    }
}

/// The commands that the program says it has, without those that need a terminal.
fn commands(env: &Env) -> Vec<String> {
    let help = env.ok(&["--help"]);
    let all = help.split("Commandes\u{202f}:\n").nth(1).unwrap();
    all.lines()
        .take_while(|l| l.starts_with("  "))
        .filter_map(|l| l.split_whitespace().next().map(str::to_owned))
        .filter(|c| c.chars().all(|c| c.is_ascii_lowercase()) && !c.is_empty())
        .collect()
}

#[test]
fn no_code_of_a_row_passes_either() {
    let env = filled();
    let whole = fs::read(env.registre()).unwrap();
    for (table, column) in CODES {
        for rest in ["-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{rest}", env.registre().display()));
        }
        fs::write(env.registre(), &whole).unwrap();
        polluer(&env.registre(), |t, c| (t, c) == (table, column));
        let more = match table {
            "lot" | "changement" | "chaine" | "meta" => "journal --lot 1",
            "etablissement" => "annuaire lalande",
            _ if column == "uid" => "verifier",
            _ => "revues",
        };
        for line in ["fiche 1 --json", more] {
            let args: Vec<&str> = line.split(' ').collect();
            run(&env, &args);
        }
    }
}

#[test]
fn every_export_is_clean_in_every_format() {
    let env = filled();
    polluer(&env.registre(), |t, c| !is_code(t, c));
    for list in [
        "campus",
        "partenaires",
        "regions",
        "filieres",
        "echeancier",
        "revues",
        "journal",
    ] {
        for format in ["csv", "json", "jsonl", "geojson"] {
            run(&env, &["exporter", list, "--format", format]);
        }
        run(&env, &["exporter", list, "--excel"]);
        let path = env.home().join(format!("{list}.xlsx"));
        let said = run(&env, &["exporter", list, "-o", path.to_str().unwrap()]);
        assert!(path.exists(), "{said}");
        let mut book: calamine::Xlsx<_> = calamine::open_workbook(&path).unwrap();
        for (_, sheet) in book.worksheets() {
            for (_, _, cell) in sheet.used_cells() {
                check(list, cell.to_string().as_bytes());
            }
        }
        for (_, _, formula) in book.worksheet_formula(list).unwrap().used_cells() {
            assert_eq!(formula, "", "{list}");
        }
    }
    for format in ["csv", "ics"] {
        let path = env.home().join(format!("e.{format}"));
        run(
            &env,
            &["echeancier", "--format", format, "-o", path.to_str().unwrap()],
        );
        check(format, &fs::read(&path).unwrap());
    }
}

/// Every cell of what is drawn.
#[track_caller]
fn looks(h: &mut Harness, after: &str) -> String {
    let (screen, _) = h.look();
    check(after, screen.as_bytes());
    for effect in h.app.take_effects() {
        if let Effect::Copy(text) = effect
            && let Some(bytes) = osc52::sequence(&text)
        {
            let inside = &bytes[b"\x1b]52;c;".len()..];
            let end = inside
                .iter()
                .position(|b| !b.is_ascii_alphanumeric() && !b"+/=".contains(b));
            assert!(inside.len() - end.unwrap() <= 2, "{after}: only its own end");
            assert_eq!(osc52::sequence(&texte::nettoyer(&text)).unwrap(), bytes);
        }
    }
    screen
}

/// Keys from the start to every screen.
const CHEMINS: &[&str] = &[
    "enter",
    "enter tab enter",
    "down enter H enter",
    "enter h",
    "enter e",
    "enter y Y",
    "y Y",
    "H",
    "h",
    "x",
    "V",
    "V n",
    "C",
    "C enter",
    "D",
    "4 m",
    "4 m a b",
    "4 D enter",
    "4 e f10",
    "4 n tab enter",
    "1 e",
    "1 enter",
    "3 enter",
    "3 e",
    "n f10",
    "n tab*3 enter",
    "e pagedown f10",
    "/ p r i s",
    ": c a m p",
    "f1",
    "t t t",
    "5",
    "5 f",
    "5 d y Y",
    "5 enter",
    "5 V",
    "5 x enter",
    "6",
    "6 enter",
    "6 f c",
    "6 c enter",
    "6 y Y",
    "6 enter f10",
    "7",
    "7 tab",
    "7 tab*2",
    "7 tab*3 c",
    "7 tab*4 c enter",
    "7 t Y",
    "7 enter",
    "8",
    "8 enter",
    "8 enter enter",
    "8 enter tab",
    "8 enter e",
    "8 enter d",
    "8 tab",
    "8 tab enter",
    "8 tab enter enter f10",
    "8 tab e",
    "8 tab*2",
    "8 tab*2 enter A y Y",
    "8 tab*2 e f10",
    "8 n tab*4 enter a",
    "8 enter a",
    "9",
    "9 enter",
    "9 enter enter y Y",
    "9 c",
    "9 / p r i s",
    "9 end enter down*4 enter",
    "9 u",
    "s",
    "s f10",
    "s ctrl+g",
    "s f4",
    "s f2",
    "s pagedown*2 down*3 enter",
    "v",
    "v f10",
    "v ctrl+g",
    "v ctrl+y",
    "2 down s",
    "2 down*2 s f10",
    "u",
    "U",
];

#[test]
fn no_screen_holds_a_byte_of_any_column() {
    away();
    let env = filled();
    polluer(&env.registre(), |t, c| !is_code(t, c));
    let mut seen = BTreeSet::new();
    for path in CHEMINS {
        let store = Store::open(&env.registre(), "essai").unwrap();
        let mut h = Harness::on(store, "2016-06-01", (120, 40));
        for key in path.split(' ') {
            h.keys(key);
            let screen = looks(&mut h, path);
            if screen.contains("PRIS") {
                seen.insert(*path);
            }
        }
        for size in [(80, 24), (60, 16), (220, 60)] {
            h.resize(size.0, size.1);
            looks(&mut h, path);
        }
    }
    assert!(
        seen.len() * 10 > CHEMINS.len() * 7,
        "{} of {}: {:?}",
        seen.len(),
        CHEMINS.len(),
        CHEMINS.iter().filter(|c| !seen.contains(**c)).collect::<Vec<_>>()
    );
}

#[test]
fn the_terminal_gets_no_byte_of_any_column() {
    let env = filled();
    polluer(&env.registre(), |t, c| !is_code(t, c));
    let registre = env.registre();
    for locale in ["C.UTF-8", "C"] {
        let args = [
            "--registre",
            registre.to_str().unwrap(),
            "--au",
            "2016-06-01",
            "--agent",
            "essai",
        ];
        let mut p = pty::Pty::with_env(
            env.home(),
            &args,
            (120, 40),
            &[("LANG", locale), ("LC_ALL", locale)],
        );
        p.wait_for("2 Campus");
        for (keys, shown) in [
            ("enter", "PRIS"),
            ("esc 9", "9 Journal"),
            ("enter", "PRIS"),
            ("esc 5", "5 "),
            ("6", "6 Revues"),
        ] {
            p.keys(keys);
            p.wait_for(shown);
        }
        p.keys("q");
        p.end();
        let bytes = p.bytes();
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.contains("PRIS"), "the texts show");
        for bad in ["]0;PRIS", "[?1049l\u{1b}P", "+q"] {
            assert!(!text.contains(&format!("\u{1b}{bad}")), "{bad}");
        }
        assert_eq!(text.matches('\u{7}').count(), 1, "the title's own end");
        let left = text.replace(['\u{1b}', '\u{7}', '\r', '\n', '\u{8}'], "");
        check("terminal", left.as_bytes());
    }
}

#[test]
fn hostile_arguments_paths_and_environment_are_said_in_plain_text() {
    let env = filled();
    let nasty = HOSTILE.replace('\0', "");
    let nasty = nasty.as_str();
    let options = format!("--{nasty}");
    for args in [
        vec![nasty],
        vec![&options],
        vec!["campus", &options],
        vec!["campus", nasty],
        vec!["fiche", nasty],
        vec!["campus", "--region", nasty],
        vec!["campus", "--vue", nasty],
        vec!["campus", "--etat", nasty],
        vec!["--au", nasty, "campus"],
        vec!["--registre", nasty, "campus"],
        vec!["--data", nasty, "campus"],
        vec!["echeancier", "--dans", nasty],
        vec!["echeancier", "--format", nasty],
        vec!["exporter", nasty],
        vec!["exporter", "campus", "-o", nasty],
        vec!["exporter", "--tout", "-o", nasty],
        vec!["importer", nasty],
        vec!["importer", "campus", nasty],
        vec!["importer", "annuaire", nasty],
        vec!["importer", "registre", nasty],
        vec!["importer", "campus", "absent.csv", "--colonnes", nasty],
        vec!["journal", "--depuis", nasty],
        vec!["journal", "--campus", nasty],
        vec!["journal", "--operation", nasty],
        vec!["journal", "--agent", nasty],
        vec!["tableau", "--indicateur", nasty],
        vec!["corbeille", "restaurer", nasty],
        vec!["suivi", nasty, "--lineaire"],
    ] {
        let said = run(&env, &args);
        let listed = matches!(args[..], ["campus", _] | ["journal", ..]);
        assert!(
            listed || said.contains("erreur\u{202f}: ") || said.contains("aucun"),
            "{args:?}: {said}"
        );
    }
    for name in [
        "TERM",
        "LANG",
        "LC_ALL",
        "CMQ_AGENT",
        "CMQ_AU",
        "CMQ_REGISTRE",
        "CMQ_DATA",
        "USER",
        "TZ",
    ] {
        for line in ["diagnostic", "campus"] {
            let output = env.command(&[line]).env(name, nasty).output().unwrap();
            check(name, &output.stdout);
            check(name, &output.stderr);
        }
    }
    // The program's own name, and bytes that are no text.
    let bytes = OsString::from_vec(b"\x1b[31m\xff\xfe\x9b2J".to_vec());
    for args in [
        vec![OsString::from("fiche"), "--help".into()],
        vec![bytes.clone()],
        vec!["--registre".into(), bytes, "campus".into()],
    ] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_cmq"));
        std::os::unix::process::CommandExt::arg0(&mut command, nasty);
        let output = command
            .args(args)
            .env("HOME", env.home())
            .env("TZ", "UTC")
            .output()
            .unwrap();
        check("argv", &output.stdout);
        check("argv", &output.stderr);
    }
}

#[test]
fn what_comes_in_is_cleaned_and_the_report_shows_what_was_taken() {
    let env = Env::new();
    env.ok(&["campus"]);
    let path = env.home().join("p.csv");
    fs::write(
        &path,
        "nom;type;commune\nLycée \u{1b}[2Jdes Bois\u{202e};LPO;Brest\n",
    )
    .unwrap();
    let said = run(
        &env,
        &["importer", "partenaires", path.to_str().unwrap(), "--appliquer"],
    );
    assert!(said.contains("␛[2Jdes Bois⟦U+202E⟧"), "{said}");
    let names = env.ok(&["partenaire", "bois", "--json"]);
    assert!(names.contains("Lycée [2Jdes Bois\""), "{names}");
    // A line refused comes back clean, and so does its reason.
    fs::write(
        &path,
        format!(
            "nom;type;commune\nX{};\u{9b}31m;{}\n",
            HOSTILE.replace('\0', ""),
            "\u{202e}"
        ),
    )
    .unwrap();
    run(
        &env,
        &["importer", "partenaires", path.to_str().unwrap(), "--appliquer"],
    );
    check("rejets", &fs::read(env.home().join("p.rejets.csv")).unwrap());
}

#[test]
fn a_hostile_register_goes_out_without_loss_and_comes_back_clean() {
    let env = filled();
    polluer(&env.registre(), |t, c| {
        !is_code(t, c) && t != "changement" && t != "lot"
    });
    let file = env.home().join("tout.jsonl");
    run(&env, &["exporter", "--tout", "-o", file.to_str().unwrap()]);
    let bytes = fs::read(&file).unwrap();
    check("tout", &bytes);
    assert!(
        String::from_utf8_lossy(&bytes).contains("\\u001b]0;PRIS\\u0007"),
        "nothing is lost"
    );
    let new = env.home().join("neuf.db");
    let said = run(
        &env,
        &[
            "importer",
            "registre",
            file.to_str().unwrap(),
            "--registre",
            new.to_str().unwrap(),
            "--appliquer",
        ],
    );
    assert!(said.contains("retirés de") && said.contains('␛'), "{said}");
    assert_clean(&new);
    let out = env
        .command(&["exporter", "--tout", "--registre", new.to_str().unwrap()])
        .output()
        .unwrap()
        .stdout;
    let text = String::from_utf8(out).unwrap();
    assert!(
        text.contains("PRIS") && !text.contains("\\u001b") && !text.contains("\\u009b"),
        "no escape is left"
    );
}

/// Every text of a register, read with another program's eyes.
fn assert_clean(path: &Path) {
    let conn = rusqlite::Connection::open(path).unwrap();
    let columns: Vec<(String, String)> = conn
        .prepare("SELECT t.name, c.name FROM pragma_table_list t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.strict AND c.name <> 'toml'")
        .unwrap()
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for (table, column) in columns {
        let mut stmt = conn
            .prepare(&format!(
                "SELECT {column} FROM {table} WHERE typeof({column}) = 'text'"
            ))
            .unwrap();
        let mut rows = stmt.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let text: String = row.get(0).unwrap();
            assert!(
                !text.contains(|c| c != '\n' && texte::interdit(c)),
                "{table}.{column}: {text:?}"
            );
            assert!(!text.contains("\\u001b"), "{table}.{column}: {text:?}");
        }
    }
}

#[test]
fn search_words_that_mean_something_to_the_engine_are_words() {
    let env = Env::new();
    env.ok(&["campus"]);
    for words in [
        "d'oyonnax",
        "hotellerie-restauration",
        "batiment AND",
        "NEAR(",
        "*",
        "\"",
        "col:foo",
        "- energie",
        "a OR b)",
        "^hotel",
        "énergie + bâtiment",
        "oeuvre",
        "NOT",
        "{a b}",
        "pli:x",
        "a\"b",
        "');--",
        "%",
        "_",
    ] {
        for list in ["campus", "annuaire"] {
            let run = env.run(&[list, "--", words]);
            assert_eq!(run.code, 0, "{list} {words}: {run:?}");
        }
    }
    assert!(env.ok(&["campus", "d'oyonnax"]).contains("Plasticampus"));
    assert!(
        env.ok(&["filiere", "hotellerie-restauration"])
            .contains("tellerie")
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if std::env::var_os("CMQ_LONG").is_some() { 2_000 } else { 12 }, ..ProptestConfig::default() })]

    /// Any text typed, pasted or drawn stays text, on screens that take text.
    #[test]
    fn any_text_typed_or_pasted_stays_text(
        path in prop::sample::select(vec!["n", "4 n", "/", ":", "s", "8 n", "9 /", "x", "V n", "4 m", "7 /"]),
        text in "(?s)(.|[\\x00-\\x1f\\x7f-\\x{9f}\\x{200b}-\\x{206f}\\x{e0000}-\\x{e007f}]){0,60}",
        paste in any::<bool>(),
    ) {
        let mut h = Harness::at("2016-06-01", (80, 24));
        h.keys(path);
        if paste {
            h.app.handle(cmq::app::msg::Msg::Paste(text));
        } else {
            h.text(&text);
        }
        looks(&mut h, path);
        h.keys("tab");
        looks(&mut h, path);
        h.app.store.verify_journal().unwrap();
    }
}
