//! The command line's manners: French refusals with their mend, exit codes, closed pipes, the reference
//! day, the throw-away register.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "common/env.rs"]
mod env;
#[path = "common/pty.rs"]
mod pty;

use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};

use env::{Env, Run};
use serde_json::json;

/// A run that must be refused with `code` and say every one of `parts`.
fn refused(env: &Env, args: &[&str], code: i32, parts: &[&str]) {
    let run = env.run(args);
    assert_eq!(run.code, code, "{args:?}: {run:?}");
    assert_eq!(run.out, "", "{args:?}: a refusal has no data");
    assert!(run.err.starts_with("erreur\u{a0}: "), "{args:?}: {}", run.err);
    assert!(
        run.err.contains("\nconseil\u{a0}: "),
        "{args:?}: no mend in {}",
        run.err
    );
    for part in parts {
        assert!(run.err.contains(part), "{args:?}: no {part:?} in {}", run.err);
    }
}

#[test]
fn mistakes_are_refused_with_the_nearest_word() {
    let env = Env::new();
    refused(
        &env,
        &["campu"],
        2,
        &["commande inconnue", "vouliez-vous dire campus"],
    );
    refused(&env, &["xyzzy"], 2, &["commande inconnue", "cmq --help"]);
    refused(
        &env,
        &["campus", "--regio", "x"],
        2,
        &["option inconnue", "--region"],
    );
    refused(&env, &["campus", "--region"], 2, &["il manque une valeur"]);
    refused(
        &env,
        &["campus", "-x"],
        2,
        &["option inconnue", "écrivez -- avant"],
    );
    refused(&env, &["fiche"], 2, &["il manque", "CAMPUS"]);
    refused(
        &env,
        &["revues", "trop"],
        2,
        &["« trop »".replace(' ', "\u{a0}").as_str(), "en trop"],
    );
    refused(
        &env,
        &["echeancier", "--format", "xml"],
        2,
        &["valeurs possibles", "table, json, csv"],
    );
    refused(
        &env,
        &["echeancier", "--format", "ics"],
        2,
        &["pas encore", "csv"],
    );
    refused(
        &env,
        &["echeancier", "--dans", "bientôt"],
        2,
        &["n'est pas une durée", "90j"],
    );
    refused(&env, &["journal"], 2, &["--verifier"]);
    refused(
        &env,
        &["--demo", "--registre", "x.db", "campus"],
        2,
        &["s'excluent"],
    );
}

#[test]
fn no_english_is_left_in_helps_and_refusals() {
    let env = Env::new();
    let mut texts = vec![env.ok(&["--help"]), env.run(&["campus", "--nope"]).err];
    for command in [
        "region",
        "campus",
        "filiere",
        "partenaire",
        "fiche",
        "echeancier",
        "suivi",
        "evaluation",
        "revues",
        "journal",
        "verifier",
        "diagnostic",
    ] {
        texts.push(env.ok(&[command, "--help"]));
        assert!(
            texts[0].contains(&format!("\n  {command} ")),
            "{command} is not in the help"
        );
    }
    for text in texts {
        for english in [
            "Options:",
            "Commands",
            "Usage:",
            "Print",
            "default",
            "possible values",
            "error:",
            "tip:",
        ] {
            assert!(!text.contains(english), "{english} in {text}");
        }
        for sign in [';', '?', '!', ':'] {
            assert!(
                !text.contains(&format!(" {sign}")),
                "a plain space before {sign} in {text}"
            );
        }
    }
}

#[test]
fn names_that_mean_several_or_none_are_refused() {
    let env = Env::new();
    refused(
        &env,
        &["fiche", "aéronautique"],
        2,
        &["plusieurs campus", "Aérocampus Aquitaine", "Aérocampus Auvergne"],
    );
    refused(
        &env,
        &["fiche", "plasticanpus"],
        2,
        &["campus inconnu", "Plasticampus"],
    );
    refused(&env, &["fiche", "99"], 2, &["campus inconnu"]);
    refused(&env, &["fiche", "\""], 2, &["il manque un campus"]);
    refused(
        &env,
        &["campus", "--region", "rhone"],
        2,
        &["plusieurs régions", "Auvergne-Rhône-Alpes"],
    );
    refused(
        &env,
        &["campus", "--region", "bretange"],
        2,
        &["région inconnue", "Bretagne"],
    );
    refused(
        &env,
        &["campus", "--region", "999"],
        2,
        &["code de région inconnu"],
    );
    refused(
        &env,
        &["campus", "--filiere", "transition"],
        2,
        &["plusieurs filières", "transition-energetique"],
    );
    refused(
        &env,
        &["campus", "--etat", "perdu"],
        2,
        &["état inconnu", "en retard"],
    );
    refused(
        &env,
        &["partenaire", "--type", "lycée"],
        2,
        &["plusieurs types", "LPO"],
    );
    refused(
        &env,
        &["partenaire", "--campus", "zorglub"],
        2,
        &["campus inconnu"],
    );
}

#[test]
fn the_reference_day_rules_states_and_lists() {
    let env = Env::new();
    let suivi = |au: &str| env.json(&["campus", "10", "--au", au])[0].clone();
    assert!(suivi("2015-09-01").is_null(), "a number is no word of a campus");
    let etat = |au: &str| env.json(&["fiche", "10", "--au", au])["echeances"][0]["etat"].clone();
    assert_eq!(etat("2014-01-01"), "à venir");
    assert_eq!(etat("2015-09-01"), "à faire");
    assert_eq!(
        etat("31 décembre 2015"),
        "à faire",
        "late means that all of the year is past"
    );
    assert_eq!(etat("1er janvier 2016"), "en retard");
    assert_eq!(
        env.json(&["--au", "2015-09-01", "fiche", "10"]),
        env.json(&["fiche", "10", "--au", "2015-09-01"])
    );

    let run = Run::of(
        env.command(&["campus", "--json"]).env("CMQ_AU", "2015-09-01"),
        &[],
    );
    assert!(run.out.contains("à faire"), "{run:?}");
    let run = Run::of(
        env.command(&["campus", "--json", "--au", "2014-01-01"])
            .env("CMQ_AU", "2015-09-01"),
        &[],
    );
    assert!(
        !run.out.contains("à faire"),
        "an option wins over the environment"
    );
    for day in ["demain", "2015-02-30", "2015-09", "", "-1"] {
        refused(&env, &["campus", "--au", day], 2, &["2015-09-01"]);
    }
    let run = Run::of(env.command(&["campus"]).env("CMQ_AU", "demain"), &[]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("CMQ_AU"), "{run:?}");
}

#[test]
fn the_echeancier_says_by_its_code_what_is_due() {
    let env = Env::new();
    let code = |args: &[&str]| env.run(&[&["echeancier"], args].concat()).code;
    assert_eq!(code(&["--au", "2013-10-15", "--dans", "90j"]), 0);
    assert_eq!(code(&["--au", "2015-09-01", "--dans", "90j"]), 10);
    assert_eq!(code(&["--au", "2016-06-01"]), 20);
    let run = env.run(&["echeancier", "--au", "2013-10-15", "--dans", "90j"]);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", "Aucune échéance.\n"));

    let run = env.run(&[
        "echeancier",
        "--au",
        "2015-09-01",
        "--dans",
        "1m",
        "--region",
        "basse",
        "--json",
    ]);
    let all: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(
        all,
        json!([{
            "campus": {
                "id": 7, "nom": "Campus des métiers et des qualifications de l'industrie et des énergies",
                "lieu": "Cherbourg", "region": "Basse-Normandie"
            },
            "type": "suivi", "due": "2015-09-11", "etat": "à faire", "revue": null
        }])
    );
    let run = env.run(&[
        "echeancier",
        "--au",
        "2016-12-01",
        "--region",
        "basse",
        "--format",
        "csv",
    ]);
    assert_eq!(run.code, 20);
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines[0], "campus;nom;lieu;region;type;debut;fin;etat;revue");
    assert!(
        lines[1].ends_with(";Cherbourg;Basse-Normandie;suivi;;2015-09-11;en retard;"),
        "late first: {lines:?}"
    );
    assert!(
        lines[2].ends_with(";evaluation;2016-09-11;2017-09-11;à faire;"),
        "{lines:?}"
    );
}

#[test]
fn the_register_is_made_at_the_first_command_and_kept() {
    let env = Env::new();
    let first = env.run(&["campus"]);
    assert!(first.err.contains("Registre créé"), "{first:?}");
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&env.registre()), 0o600);
    assert_eq!(mode(env.registre().parent().unwrap()), 0o700);
    let second = env.run(&["campus"]);
    assert_eq!((second.out, second.err.as_str()), (first.out, ""));

    let other = env.home().join("autre.db");
    let run = env.run(&["--registre", other.to_str().unwrap(), "region"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(other.exists());
    assert_eq!(
        Run::of(env.command(&["region"]).env("CMQ_REGISTRE", &other), &[]).out,
        run.out
    );
}

#[test]
fn a_file_that_is_no_register_is_refused_untouched() {
    let env = Env::new();
    let path = env.home().join("notes.txt");
    std::fs::write(&path, "ma liste de courses, plus longue que seize octets").unwrap();
    let run = env.run(&["--registre", path.to_str().unwrap(), "campus"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""), "{run:?}");
    assert!(run.err.contains("n'est pas un registre"), "{run:?}");
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("ma liste"));
}

#[test]
fn a_retouched_register_is_code_6() {
    let env = Env::new();
    assert!(env.ok(&["verifier"]).contains("intact"));
    assert_eq!(env.json(&["journal", "--verifier"]), json!({ "intact": true }));
    let conn = rusqlite::Connection::open(env.registre()).unwrap();
    let triggers: Vec<String> = conn
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for trigger in triggers {
        conn.execute_batch(&format!("DROP TRIGGER \"{trigger}\""))
            .unwrap();
    }
    conn.execute("UPDATE campus SET lieu = 'Paris' WHERE id = 10", [])
        .unwrap();
    drop(conn);
    for args in [&["journal", "--verifier"][..], &["verifier"]] {
        refused(&env, args, 6, &["endommagé"]);
    }
}

#[test]
fn the_demonstration_leaves_nothing_behind() {
    let env = Env::new();
    let run = env.run(&["--demo", "campus", "oyonnax"]);
    assert_eq!(run.code, 0);
    assert!(run.out.contains("suivi à faire"), "as of 2015-09-01: {run:?}");
    assert_eq!(run.err, "");
    assert_eq!(env.leftovers(), 0);
    assert!(
        !env.registre().exists(),
        "the register of the home is not touched"
    );
    assert!(
        env.ok(&["campus", "oyonnax", "--demo", "--au", "2014-01-01"])
            .contains("2013–2017")
    );
    refused(&env, &["--demo", "fiche", "zorglub"], 2, &["campus inconnu"]);
    assert_eq!(env.leftovers(), 0);
}

#[test]
fn a_reader_who_leaves_is_no_error() {
    let env = Env::new();
    env.ok(&["campus"]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_cmq"))
        .args(["fiche", "10", "--json"])
        .env_clear()
        .env("HOME", env.home())
        .env("XDG_DATA_HOME", env.home().join("donnees"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{err}");
    assert_eq!(err, "");
}

#[test]
fn the_screen_is_refused_where_none_can_be_drawn() {
    let env = Env::new();
    refused(&env, &[], 2, &["terminal", "cmq campus"]);
    refused(&env, &["suivi", "oyonnax"], 2, &["--lineaire"]);
    assert!(!env.registre().exists(), "a refusal makes no register");
}

#[test]
fn a_wrong_form_file_is_refused_with_its_line() {
    let env = Env::new();
    let dir = env.home().join("pilote");
    std::fs::create_dir_all(&dir).unwrap();
    std::fs::write(
        dir.join("suivi-2013.toml"),
        "id = \"suivi-2013\"\nversion = 2\ncouleur = \"bleu\"\n",
    )
    .unwrap();
    refused(
        &env,
        &["campus", "--data", dir.to_str().unwrap()],
        1,
        &["suivi-2013.toml", "ligne 3"],
    );
    let absent = env.home().join("absent");
    refused(
        &env,
        &["campus", "--data", absent.to_str().unwrap()],
        1,
        &["absent"],
    );
}

#[test]
fn in_a_terminal_columns_give_way_before_names() {
    let env = Env::new();
    let longest = "Habitat, énergies renouvelables et éco-construction";
    for (columns, place) in [(80, false), (160, true)] {
        let pty = pty::Pty::start(env.home(), &["campus", "--au", "2015-09-01"], (columns, 24));
        pty.wait_for("10  Plasticampus");
        let bytes = pty.bytes();
        assert!(!bytes.contains(&0x1b), "a list needs no escape sequence");
        let text = String::from_utf8(bytes).unwrap();
        let lines: Vec<&str> = text.lines().filter(|l| !l.contains("Registre créé")).collect();
        assert!(
            lines.iter().all(|l| l.chars().count() <= usize::from(columns)),
            "{text}"
        );
        let habitat = lines.iter().find(|l| l.contains(longest)).unwrap();
        assert!(habitat.ends_with("suivi à faire"), "{text}");
        assert_eq!(habitat.contains("Bassin nîmois"), place, "{text}");
    }
}

#[test]
fn a_dumb_terminal_is_told_of_the_questions_one_by_one() {
    let env = Env::new();
    let pty = pty::Pty::with_env(env.home(), &["suivi", "oyonnax"], (80, 24), &[("TERM", "dumb")]);
    pty.wait_for("--lineaire");
    assert!(!pty.bytes().contains(&0x1b));
}

#[test]
fn the_diagnostic_names_no_one_and_makes_nothing() {
    let env = Env::new();
    let report = env.json(&["diagnostic"]);
    assert_eq!(report["registre"]["chemin"], "~/donnees/cmq/registre.db");
    assert_eq!(report["registre"]["etat"], "n'existe pas encore");
    assert!(!env.registre().exists());
    assert!(report["sqlite"].as_str().unwrap() >= "3.53");
    env.ok(&["campus"]);
    let text = env.ok(&["diagnostic"]);
    assert!(text.contains("s'ouvre") && text.contains("0600"), "{text}");
    assert!(
        !text.contains("Inspectrice") && !text.contains(env.home().to_str().unwrap()),
        "{text}"
    );
}

#[test]
fn the_version_is_that_of_the_package() {
    let env = Env::new();
    assert_eq!(
        env.ok(&["--version"]),
        format!("cmq {}\n", env!("CARGO_PKG_VERSION"))
    );
}
