//! The command line and its register: made, checked, thrown away; the reference day; what is due; reviews.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "common/env.rs"]
mod env;

use std::os::unix::fs::PermissionsExt as _;

use env::{Env, Run};
use serde_json::json;

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
        env.refused(&["campus", "--au", day], 2, &["2015-09-01"]);
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
    env.refused(&["journal", "--verifier"], 6, &["endommagé"]);
    let run = env.run(&["verifier"]);
    assert_eq!(run.code, 6, "{run:?}");
    let words: Vec<&str> = run.out.split_whitespace().collect();
    assert!(
        words.join(" ").contains("ne correspond plus au journal"),
        "{run:?}"
    );
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
    env.refused(&["--demo", "fiche", "zorglub"], 2, &["campus inconnu"]);
    assert_eq!(env.leftovers(), 0);
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
    env.ok(&["sauvegarder"]);
    let report = env.json(&["diagnostic"]);
    let registre = &report["registre"];
    assert_eq!(registre["sauvegarde"]["nombre"], 1);
    assert_eq!(registre["sauvegarde"]["verdict"], "vérifiée");
    assert_eq!(registre["lignes"]["campus"], 12);
    assert_eq!(registre["proprietaire"], "ce compte");
    assert!(registre["options_sqlite"].to_string().contains("ENABLE_FTS5"));
    let text = env.ok(&["diagnostic"]);
    assert!(text.contains("s'ouvre") && text.contains("0600"), "{text}");
    assert!(
        !text.contains("Inspectrice") && !text.contains(env.home().to_str().unwrap()),
        "{text}"
    );
}
#[test]
fn a_review_is_asked_on_plain_lines_and_kept() {
    let env = Env::new();
    let ask = |input: &str| {
        let args = ["suivi", "oyonnax", "--lineaire", "--au", "2015-09-01"];
        Run::of(env.command(&args).write_stdin(input.to_owned()), &args)
    };
    let run = ask(":quitter\n");
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("Étape 1/14"), "{run:?}");
    assert_eq!(env.json(&["revues"]), json!([]), "opening begins nothing");

    // The input ends in the middle: a closed line loses no answer.
    assert_eq!(ask("Plasturgie et composites\n").code, 0);
    let revues = env.json(&["revues"]);
    assert_eq!(revues[0]["type"], "suivi");
    assert_eq!(revues[0]["etat"], "brouillon");
    assert_eq!(revues[0]["campus"], json!({ "id": 10, "nom": "Plasticampus" }));
    assert_eq!(revues[0]["agent"], "Inspectrice d'essai");
    assert_eq!(revues[0]["formulaire"], "suivi-2013");
    assert_eq!(revues[0]["reponses"], 1);
    assert!(
        ask("<\n:quitter\n").out.contains("Plasturgie et composites"),
        "resumed with its answer"
    );
    let etat = |au: &str| env.json(&["fiche", "10", "--au", au])["echeances"][0]["etat"].clone();
    assert_eq!(etat("2015-09-01"), "en cours");

    let run = ask(":transmettre\n:quitter\n");
    assert_eq!(run.code, 5, "{run:?}");
    assert!(run.out.contains("de transmettre"), "{run:?}");
    assert_eq!(env.json(&["revues"])[0]["etat"], "brouillon");
    assert!(env.ok(&["verifier"]).contains("intact"));
}
