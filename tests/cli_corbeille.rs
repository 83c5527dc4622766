//! The corbeille and the doubles from the command line.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/double.rs"]
mod double;
#[path = "common/env.rs"]
mod env;

use cmq::{domain::Archivable, store::Store};
use double::{double, plasticampus};
use env::Env;

#[test]
fn the_command_line_lists_brings_back_and_purges() {
    let env = Env::new();
    let before = env.json(&["campus"]).as_array().unwrap().len();
    assert_eq!(env.json(&["corbeille"]), serde_json::json!([]));
    let mut s = Store::open(&env.registre(), "Paul").unwrap();
    let (_, lost) = double(&mut s);
    let pairs = env.json(&["partenaire", "--doublons"]);
    let found = pairs
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["autre"]["id"] == lost.0);
    assert_eq!(found.unwrap()["raison"], "même nom, même commune");
    let campus = plasticampus(&s);
    let partners = env.json(&["partenaire"]).as_array().unwrap().len();
    s.archive(Archivable::Campus(campus)).unwrap();
    s.archive(Archivable::Partenaire(lost)).unwrap();
    drop(s);
    assert_eq!(env.json(&["campus"]).as_array().unwrap().len(), before - 1);
    assert_eq!(env.json(&["partenaire"]).as_array().unwrap().len(), partners - 1);
    assert!(
        !env.run(&["echeancier", "--format", "csv"])
            .out
            .contains("Plasticampus")
    );
    env.refused(
        &["fiche", &campus.to_string()],
        2,
        &["dans la corbeille", "restaurer campus:"],
    );
    env.refused(&["fiche", "plasticampus"], 2, &["campus inconnu"]);
    let all = env.json(&["corbeille"]);
    assert_eq!(all[0]["id"], format!("partenaire:{lost}"));
    assert_eq!(all[1]["agent"], "Paul");
    assert!(all[1]["liens"].as_u64().unwrap() > 0);
    assert!(env.ok(&["corbeille", "plasti"]).contains("Plasticampus"));
    let id = format!("partenaire:{lost}");
    env.refused(
        &["corbeille", "purger", &id],
        2,
        &["rien n'a été supprimé", "--oui"],
    );
    env.ok(&["corbeille", "purger", &id, "--oui"]);
    let held = env.run(&["corbeille", "purger", &format!("campus:{campus}"), "--oui"]);
    assert_eq!(held.code, 1);
    assert!(held.err.contains("label"), "{}", held.err);
    env.refused(&["corbeille", "restaurer", "3"], 2, &["n'est pas un numéro"]);
    let back = env.run(&["corbeille", "restaurer", &format!("campus:{campus}")]);
    assert_eq!(back.code, 0);
    assert!(back.err.contains("est sorti de la corbeille"), "{}", back.err);
    assert_eq!(env.json(&["campus"]).as_array().unwrap().len(), before);
    assert_eq!(env.json(&["corbeille"]), serde_json::json!([]));
    env.ok(&["verifier"]);
}

#[test]
fn a_register_with_a_corbeille_goes_out_and_comes_back() {
    let env = Env::new();
    env.ok(&["campus"]);
    let mut s = Store::open(&env.registre(), "Paul").unwrap();
    let (kept, lost) = double(&mut s);
    let f = s.merge_preview(kept, lost).unwrap();
    s.merge(&f).unwrap();
    s.archive(Archivable::Campus(plasticampus(&s))).unwrap();
    drop(s);
    let out = env.ok(&["exporter", "--tout"]);
    let file = env.home().join("tout.jsonl");
    std::fs::write(&file, &out).unwrap();
    let other = env.home().join("autre.db");
    let other = other.to_str().unwrap();
    env.ok(&[
        "importer",
        "registre",
        file.to_str().unwrap(),
        "--appliquer",
        "--registre",
        other,
    ]);
    assert!(
        env.ok(&["exporter", "--tout", "--registre", other]) == out,
        "byte for byte"
    );
    let away = env.json(&["corbeille", "--registre", other]);
    assert_eq!(away.as_array().unwrap().len(), 2);
}
