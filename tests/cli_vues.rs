//! Views kept at the screen, used by commands.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/env.rs"]
mod env;

use cmq::{
    domain::{
        CampusId, TypeRevue,
        vue::{Definition, Liste},
    },
    form::Forms,
    store::Store,
};
use env::Env;

#[test]
fn a_view_narrows_a_command_and_words_narrow_it_further() {
    let env = Env::new();
    env.ok(&["campus"]);
    let mut store = Store::open(&env.registre(), "Inspectrice d'essai").unwrap();
    let rhone = Definition {
        requete: "rhone".to_owned(),
        ..Definition::default()
    };
    store
        .save_vue(Liste::Campus, "Rhône et alentour", false, &rhone)
        .unwrap();
    store
        .save_vue(Liste::Echeancier, "Rhône et alentour", false, &rhone)
        .unwrap();
    drop(store);
    assert_eq!(
        env.texts(&["campus", "--vue", "rhone et alentour"], "nom_court")
            .len(),
        3
    );
    assert_eq!(
        env.texts(&["campus", "oyonnax", "--vue", "Rhône et alentour"], "nom_court"),
        ["Plasticampus"]
    );
    let due = env.run(&["echeancier", "--vue", "rhone et alentour"]);
    assert!(
        due.out.contains("Plasticampus") && !due.out.contains("Aquitaine"),
        "{due:?}"
    );
    env.refused(
        &["campus", "--vue", "inconnue"],
        2,
        &["il n'y a pas de vue", "Rhône et alentour"],
    );
    let late = env.run(&["echeancier", "--vue", "en retard", "--json"]);
    let direct = env.run(&["echeancier", "--etat", "en retard", "--json"]);
    assert!(late.code == 20 && late.out == direct.out, "{late:?}");
}

#[test]
fn a_list_is_sorted_and_cut_into_columns_as_asked() {
    let env = Env::new();
    let sorted = env.texts(&["campus", "--tri", "-region,nom"], "region");
    let mut down = sorted.clone();
    down.sort_by(|a, b| b.cmp(a));
    assert_eq!(sorted, down);
    assert_eq!(sorted[0], "Rhône-Alpes");
    let table = env.ok(&["campus", "plasti", "--colonnes", "label,nom,académie"]);
    let lines: Vec<Vec<&str>> = table
        .lines()
        .map(|l| l.split("  ").map(str::trim).filter(|c| !c.is_empty()).collect())
        .collect();
    assert_eq!(lines[0], ["Label", "Nom", "Académie"]);
    assert_eq!(lines[1], ["2013–2017", "Plasticampus", "Lyon"]);
    let due = env.run(&["echeancier", "--tri=-campus", "--colonnes", "campus,date"]);
    assert!(
        due.out.lines().nth(1).unwrap().starts_with("Plasticampus"),
        "{due:?}"
    );
    let partners = env.ok(&[
        "partenaire",
        "--campus",
        "plasticampus",
        "--tri",
        "type,-nom",
        "--colonnes",
        "type",
    ]);
    let types: Vec<&str> = partners.lines().skip(1).map(str::trim).collect();
    assert!(types.is_sorted(), "{types:?}");
}

#[test]
fn a_column_that_is_not_there_is_refused_with_those_there_are() {
    let env = Env::new();
    env.refused(
        &["campus", "--tri", "poids"],
        2,
        &["n'est pas une colonne de cette liste", "region", "label"],
    );
    env.refused(
        &["partenaire", "--colonnes", "nom,poids"],
        2,
        &["«\u{a0}poids\u{a0}»", "commune"],
    );
    env.refused(
        &["campus", "--json", "--colonnes", "nom"],
        2,
        &["sa forme est fixe"],
    );
}

#[test]
fn a_view_brings_its_order_and_its_columns() {
    let env = Env::new();
    env.ok(&["campus"]);
    let mut store = Store::open(&env.registre(), "Inspectrice d'essai").unwrap();
    let view = Definition {
        tri: vec!["-region".to_owned()],
        colonnes: vec!["label".to_owned()],
        ..Definition::default()
    };
    store.save_vue(Liste::Campus, "Par âge", true, &view).unwrap();
    drop(store);
    let table = env.ok(&["campus", "--vue", "par age"]);
    let mut lines = table.lines();
    assert!(
        lines.next().unwrap().split_whitespace().eq(["Nom", "Label"]),
        "{table}"
    );
    assert!(lines.next().unwrap().contains("Grenoble"), "{table}");
    // An option given wins over the view; a file has its own columns, in the view's order.
    let first = |args: &[&str]| env.texts(args, "region")[0].clone();
    assert_eq!(
        first(&["campus", "--vue", "par age", "--tri", "region"]),
        "Aquitaine"
    );
    assert_eq!(first(&["exporter", "campus", "--vue", "par age"]), "Rhône-Alpes");
}

#[test]
fn reviews_are_sorted_cut_into_columns_and_seen_by_a_view() {
    let env = Env::new();
    env.ok(&["campus"]);
    let mut store = Store::open(&env.registre(), "Inspectrice d'essai").unwrap();
    let form = Forms::default();
    let au = "2016-10-01".parse().unwrap();
    for (campus, kind) in [
        (10, TypeRevue::Suivi),
        (9, TypeRevue::Suivi),
        (10, TypeRevue::Evaluation),
    ] {
        let text = form.text(kind.form_id()).unwrap();
        store.start_revue(CampusId(campus), kind, 1, &text, au).unwrap();
    }
    drop(store);
    let table = env.ok(&[
        "revues",
        "--tri",
        "type,-campus",
        "--colonnes",
        "campus,type,label",
        "--au",
        "2016-10-01",
    ]);
    let lines: Vec<Vec<&str>> = table
        .lines()
        .map(|l| l.split("  ").map(str::trim).filter(|c| !c.is_empty()).collect())
        .collect();
    assert_eq!(lines[0], ["Campus", "Revue", "Label"]);
    assert_eq!(lines[1], ["Plasticampus", "Suivi à deux ans", "2013–2017"]);
    assert!(
        lines[2][0].starts_with("Grenoble") && lines[3][1].starts_with("Évaluation"),
        "{table}"
    );
    let empty = env.run(&["revues", "--vue", "à examiner", "--au", "2016-10-01"]);
    assert!(
        empty.code == 0 && !empty.out.contains("Plasticampus"),
        "{empty:?}"
    );
    let drafts = env.ok(&["revues", "--vue", "à remplir", "--au", "2016-10-01"]);
    assert_eq!(drafts.matches("brouillon").count(), 3, "{drafts}");
    env.refused(
        &["revues", "--tri", "points"],
        2,
        &["n'est pas une colonne", "enregistrement"],
    );
}
