//! Campuses that lie in several régions, and campuses of two régions that bear one name.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/env.rs"]
mod env;
#[path = "common/fiche.rs"]
mod fiche;
#[path = "common/screen.rs"]
mod screen;

use env::Env;
use fiche::SIZE;
use screen::Harness;
use serde_json::Value;

const FICHIER: &str = "nom;région;académie;lieu;début\n\
    Campus des métiers et des qualifications du nautisme;Bretagne;Rennes;Lorient;2016\n\
    Campus des métiers et des qualifications du nautisme;Occitanie;Montpellier;Sète;2017-03\n\
    Campus des métiers et des qualifications Propulsions;Basse-Normandie et Haute-Normandie;Caen, Rouen;Caen;2015\n\
    Campus des métiers et des qualifications du tourisme;;Nice;;2019\n\
    Campus des métiers et des qualifications de l'industrie et des énergies;Normandie;Normandie;;\n";

fn importe(env: &Env) -> String {
    let path = env.home().join("campus.csv");
    std::fs::write(&path, FICHIER).unwrap();
    path.to_str().unwrap().to_owned()
}

fn json(env: &Env, args: &[&str]) -> Value {
    serde_json::from_str(&env.ok(args)).unwrap()
}

#[test]
fn a_file_of_later_campuses_comes_in_with_its_gaps() {
    let env = Env::new();
    let path = importe(&env);
    let out = env.ok(&["importer", "campus", &path, "--appliquer"]);
    assert!(
        out.contains("homonyme de la ligne 2 de ce fichier, en Bretagne"),
        "{out}"
    );
    assert!(out.contains("Haute-Normandie s'ajoute"), "{out}");
    assert!(
        out.contains("Provence-Alpes-Côte d'Azur, celle de l'académie"),
        "{out}"
    );
    // Named by what its région and académie became: the award's stay.
    let known = json(&env, &["fiche", "7", "--json"]);
    assert_eq!(known["region"], "Basse-Normandie");
    assert_eq!(known["academie"], "Caen");
    let again = env.run(&["importer", "campus", &path, "--appliquer"]);
    assert!(
        again.err.contains("5 inchangées") && again.err.contains("Rien n'a changé"),
        "{again:?}"
    );
    assert_eq!(
        json(&env, &["campus", "nautisme", "--json"])
            .as_array()
            .unwrap()
            .len(),
        2
    );
    // One of the two is meant: the name alone does not say which.
    env.refused(&["fiche", "nautisme"], 2, &["Bretagne", "Occitanie"]);
}

#[test]
fn a_campus_of_two_regions_is_found_in_both_and_counts_once_where_they_became_one() {
    let env = Env::new();
    let before = json(&env, &["region", "normandie", "--json"]);
    env.ok(&["importer", "campus", &importe(&env), "--appliquer"]);
    let after = json(&env, &["region", "normandie", "--json"]);
    let count = |all: &Value, nom: &str| {
        let row = all.as_array().unwrap().iter().find(|r| r["nom"] == nom);
        row.unwrap()["campus"].as_u64().unwrap()
    };
    for nom in ["Basse-Normandie", "Haute-Normandie", "Normandie"] {
        assert_eq!(count(&after, nom), count(&before, nom) + 1, "{nom}");
        let found = env.ok(&["campus", "propulsions", "--region", nom]);
        assert!(found.contains("Propulsions"), "{nom}: {found}");
    }
    let fiche = json(&env, &["fiche", "propulsions", "--json"]);
    assert_eq!(fiche["autres_regions"][0], "Haute-Normandie");
    assert_eq!(fiche["autres_academies"][0], "Rouen");
    let due = json(&env, &["tableau", "--vue", "carte", "--json"]);
    let tile = due["carte"]["regions"].as_array().unwrap();
    let normandie = tile.iter().find(|r| r["nom"] == "Normandie").unwrap();
    assert_eq!(normandie["campus"].as_u64().unwrap(), count(&after, "Normandie"));
    let rouen = env.run(&["echeancier", "--academie", "rouen"]);
    assert!(rouen.out.contains("Propulsions"), "{rouen:?}");
}

#[test]
fn the_record_says_the_other_regions_and_its_history_does_too() {
    let mut h = Harness::at("2015-09-01", SIZE);
    h.keys("2 /").text("plasti").keys("enter e").shows("Plasticampus");
    h.keys("ctrl+g").text("autres régions").keys("enter enter");
    h.text("bourg")
        .keys("space enter enter")
        .text("dijon")
        .keys("space enter");
    h.keys("f10 f10").shows("enregistré");
    h.keys("enter")
        .shows("Autres régions")
        .shows("Bourgogne")
        .shows("Dijon");
    h.keys("esc 1 /")
        .text("bourgogne")
        .keys("enter 2")
        .shows("Plasticampus");
    h.keys("9 enter").shows("autre région d'un campus");
    h.keys("esc esc u u 2 enter").hides("Dijon");
}
