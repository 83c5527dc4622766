//! Columns of a list: the template, the names and cells that people write, what is said of those that do not read.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/env.rs"]
mod env;

use std::fs;

use env::Env;
use serde_json::Value;

/// What a rehearsal says of each line.
fn essai(env: &Env, kind: &str, text: &str) -> Vec<Value> {
    let path = env.file("essai.csv", text);
    let run = env.run(&["importer", kind, &path, "--json"]);
    serde_json::from_str(&run.out).unwrap_or_else(|e| panic!("{e}: {run:?}"))
}

#[test]
fn a_template_goes_to_the_file_that_is_named_and_over_none() {
    let env = Env::new();
    for (kind, needed) in [
        ("campus", "nom, region"),
        ("partenaires", "nom, type"),
        ("indicateurs", "campus, indicateur"),
    ] {
        let run = env.run(&["importer", kind, "m.csv", "--modele", "--ecraser"]);
        assert!(
            run.code == 0 && run.out.is_empty() && run.err.contains(needed),
            "{run:?}"
        );
        assert_eq!(
            run.err
                .contains("séparées par «\u{a0};\u{a0}» ou «\u{a0}|\u{a0}»"),
            kind != "indicateurs",
            "{run:?}"
        );
    }
    let text = fs::read_to_string(env.home().join("m.csv")).unwrap();
    assert!(text.starts_with("\u{feff}campus;indicateur;"), "{text}");
    env.refused(
        &["importer", "campus", "m.csv", "--modele"],
        2,
        &["m.csv existe déjà", "--ecraser"],
    );
    env.refused(
        &["importer", "campus", "m.ods", "--modele"],
        2,
        &["en CSV ou en XLSX", "m.ods"],
    );
    env.refused(
        &["importer", "campus", "m.csv", "--modele", "--appliquer"],
        2,
        &["--modele"],
    );
    env.ok(&["importer", "campus", "m.xlsx", "--modele"]);
    env.refused(
        &["importer", "campus", "m.xlsx"],
        1,
        &["que la ligne des colonnes"],
    );
    let columns = env.json(&["importer", "campus", "--modele"]);
    let region = columns
        .as_array()
        .unwrap()
        .iter()
        .find(|c| c["champ"] == "region")
        .unwrap();
    assert_eq!(
        (&region["requis"], &region["genre"], &region["libelle"]),
        (&true.into(), &"texte".into(), &"Région".into())
    );
    let help = env.ok(&["importer", "campus", "--help"]);
    assert!(
        help.contains("Colonnes qu'il faut") && help.contains("se séparent par"),
        "{help}"
    );
}

#[test]
fn the_number_of_a_record_is_known_by_its_sign() {
    let env = Env::new();
    for (head, cell) in [
        ("N°", "10"),
        ("n°", "#10"),
        ("Nº", "n° 10"),
        ("N° du campus", "10"),
    ] {
        let said = essai(&env, "campus", &format!("{head};Commune\n{cell};Ailleurs\n"));
        assert_eq!(said[0]["effet"], "modifier", "{head}: {said:?}");
    }
    let said = essai(&env, "partenaires", "N°;Commune\n1;Ailleurs\n");
    assert_eq!(said[0]["effet"], "modifier", "{said:?}");
}

#[test]
fn filieres_are_parted_by_a_comma_when_each_part_is_one() {
    let env = Env::new();
    let names = env.texts(&["filiere"], "nom");
    let (one, two) = (&names[0], &names[1]);
    let line =
        |cell: &str| format!("Nom;Région;Académie;Lieu;Filières\nBeta;Bretagne;Rennes;Rennes;\"{cell}\"\n");
    for cell in [
        format!("{one}, {two}"),
        format!("{one} ; {two}"),
        format!("{one} | {two}"),
    ] {
        let path = env.file("f.csv", line(&cell));
        env.ok(&["importer", "campus", &path]);
    }
    let said = essai(&env, "campus", &line(&format!("{one}, Poterie")));
    assert_eq!(
        said[0]["rejets"][0]["valeur"],
        format!("{one}, Poterie"),
        "{said:?}"
    );
}

#[test]
fn an_unknown_type_lists_those_there_are() {
    let env = Env::new();
    let said = essai(&env, "partenaires", "Nom;Type\nForge;PME\n");
    let why = said[0]["rejets"][0]["raison"].as_str().unwrap();
    for part in [
        "«\u{a0}PME\u{a0}» n'est pas au registre",
        "ENT Entreprise",
        "LP Lycée professionnel",
    ] {
        assert!(why.contains(part), "{why}");
    }
}

#[test]
fn a_day_that_does_not_exist_is_told_by_its_month() {
    let env = Env::new();
    let said = essai(
        &env,
        "campus",
        "Nom;Région;Début du label\nBeta;Bretagne;31/02/2025\nGamma;Bretagne;31/02\n",
    );
    let why = |i: usize| said[i]["rejets"][0]["raison"].as_str().unwrap();
    assert_eq!(
        why(0),
        "«\u{a0}31/02/2025\u{a0}» n'est pas une date\u{202f}: février 2025 a 28 jours"
    );
    assert!(why(1).contains("une date (2013, "), "{said:?}");
}

#[test]
fn a_whole_register_is_said_to_need_a_new_one_from_the_rehearsal_on() {
    let env = Env::new();
    env.ok(&["exporter", "--tout", "-o", "tout.jsonl"]);
    let run = env.run(&["importer", "registre", "tout.jsonl"]);
    assert!(
        run.code == 0
            && run.err.contains("registre.db existe déjà")
            && run.err.contains("nommez-en un nouveau"),
        "{run:?}"
    );
    let run = env.run(&["importer", "registre", "tout.jsonl", "--registre", "neuf.db"]);
    assert!(
        run.code == 0 && run.err.contains("--appliquer crée le registre"),
        "{run:?}"
    );
    env.refused(
        &["importer", "registre", "tout.jsonl", "--appliquer"],
        1,
        &["existe déjà", "nommez-en un nouveau"],
    );
}
