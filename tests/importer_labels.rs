//! The label columns of a list of campuses: each is written, or it is said why not.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/env.rs"]
mod env;

use env::Env;
use serde_json::Value;

const BETA: &str = "Nom;Région;Académie;Lieu;Début du label;Durée\nBeta;Bretagne;Rennes;Rennes;2025;5\n";

/// A register where the campus Beta has a label from 2025 to 2030.
fn beta() -> Env {
    let env = Env::new();
    let path = env.file("beta.csv", BETA);
    env.ok(&["importer", "campus", &path, "--appliquer"]);
    env
}

/// What a rehearsal says of one line about Beta.
fn essai(env: &Env, heads: &str, line: &str) -> Value {
    let path = env.file("essai.csv", format!("Nom;Région;{heads}\nBeta;Bretagne;{line}\n"));
    let run = env.run(&["importer", "campus", &path, "--json"]);
    serde_json::from_str::<Value>(&run.out).unwrap_or_else(|e| panic!("{e}: {run:?}"))[0].clone()
}

#[test]
fn a_label_that_overlaps_another_is_refused_with_the_period_and_the_mend() {
    let env = beta();
    for line in ["2024;4", "2026;4", "2020;7", "09/2024;2"] {
        let said = essai(&env, "Début du label;Durée", line);
        let text = said.to_string();
        assert_eq!(said["effet"], "rejeté", "{line}: {said}");
        if line != "2020;7" {
            assert!(
                text.contains("recouvre la période 2025–2030") && text.contains("écrivez 2025"),
                "{line}: {said}"
            );
        }
    }
    let path = env.file("a.csv", "Nom;Région;Début du label;Durée\nBeta;Bretagne;2024;4\n");
    assert_eq!(env.run(&["importer", "campus", &path, "--appliquer"]).code, 5);
    env.ok(&["verifier"]);
}

#[test]
fn a_period_that_does_not_overlap_is_told_as_a_new_one() {
    let env = beta();
    for (line, years) in [("2030;5", "2030–2035"), ("2023;2", "2023–2025")] {
        let said = essai(&env, "Début du label;Durée", line);
        assert_eq!(said["effet"], "modifier", "{line}: {said}");
        assert_eq!(
            said["remarques"][0],
            format!("nouvelle période du label\u{202f}: {years}, outre 2025–2030")
        );
    }
    let path = env.file("a.csv", "Nom;Région;Début du label\nBeta;Bretagne;2030\n");
    env.ok(&["importer", "campus", &path, "--appliquer"]);
    env.ok(&["verifier"]);
    let said = essai(&env, "Début du label", "31/12/2029").to_string();
    assert!(
        said.contains("qui commence le 31 décembre 2029 recouvre"),
        "{said}"
    );
    // Now between two periods: neither may be overlapped, by a new one or by a start that moves.
    for line in ["2029;1", "2032;1"] {
        assert_eq!(
            essai(&env, "Début du label;Durée", line)["effet"],
            "rejeté",
            "{line}"
        );
    }
    assert_eq!(essai(&env, "Début du label", "2030")["effet"], "inchangé");
    assert_eq!(essai(&env, "Début du label", "09/2030")["effet"], "modifier");
}

#[test]
fn a_start_is_corrected_or_kept_for_being_more_precise_and_it_is_said() {
    let env = beta();
    let said = essai(&env, "Début du label", "09/2025");
    let change = &said["champs"][0];
    assert_eq!(
        (&change["champ"], &change["avant"], &change["apres"]),
        (&"label_debut".into(), &"2025".into(), &"2025-09".into()),
        "{said}"
    );
    let path = env.file("a.csv", "Nom;Région;Début du label\nBeta;Bretagne;15/09/2025\n");
    env.ok(&["importer", "campus", &path, "--appliquer"]);
    assert_eq!(
        essai(&env, "Début du label", "2025")["remarques"],
        serde_json::json!([])
    );
    let said = essai(&env, "Début du label", "10/2025");
    assert_eq!(said["effet"], "inchangé", "{said}");
    assert!(
        said["remarques"][0]
            .as_str()
            .unwrap()
            .contains("15 septembre 2025"),
        "{said}"
    );
    assert_eq!(
        essai(&env, "Début du label", "16/09/2025")["champs"][0]["avant"],
        "2025-09-15"
    );
}

#[test]
fn another_duration_is_kept_and_said_with_or_without_a_start() {
    let env = beta();
    for (heads, line) in [("Début du label;Durée", "2025;4"), ("Durée", "4")] {
        let said = essai(&env, heads, line);
        assert_eq!(said["effet"], "inchangé", "{said}");
        assert!(
            said["remarques"][0]
                .as_str()
                .unwrap()
                .contains("durée du label 2025–2030 gardée\u{202f}: 5 ans, et non 4"),
            "{said}"
        );
    }
    let twice = env.file(
        "b.csv",
        BETA.replace("Beta", "Gamma") + "Gamma;Bretagne;Rennes;Rennes;2025;4\n",
    );
    let run = env.run(&["importer", "campus", &twice]);
    assert!(run.out.contains("5 ans, et non 4"), "{run:?}");
    assert_eq!(
        essai(&env, "Durée", "5"),
        serde_json::json!({ "ligne": 2, "nom": "Beta", "effet": "inchangé", "remarques": [] })
    );
}

#[test]
fn act_and_category_are_written_without_a_start_too() {
    let env = beta();
    let said = essai(&env, "Acte;Catégorie", "Arrêté du 3 mai 2025;campus d'excellence");
    let fields: Vec<&str> = said["champs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["champ"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["label_acte", "label_categorie"], "{said}");
    let path = env.file(
        "a.csv",
        "Nom;Région;Catégorie\nPlasticampus;Rhône-Alpes;Excellence\n",
    );
    let run = env.run(&["importer", "campus", &path]);
    assert!(
        run.code == 5 && run.out.contains("n'existe pas sous le régime de 2013"),
        "{run:?}"
    );
}

#[test]
fn a_candidate_gets_its_first_label_and_what_needs_a_start_is_said() {
    let env = Env::new();
    let path = env.file(
        "a.csv",
        "Nom;Région;Académie;Lieu;Durée;Acte\nBeta;Bretagne;Rennes;Rennes;5;Arrêté\n",
    );
    let run = env.run(&["importer", "campus", &path, "--appliquer"]);
    assert!(
        run.out.contains("(laissé de côté\u{202f}: durée, acte)"),
        "{run:?}"
    );
    let said = essai(&env, "Début du label", "2025");
    assert_eq!(said["effet"], "modifier", "{said}");
    assert_eq!(said["remarques"][0], "premier label\u{202f}: 2025–2030");
}
