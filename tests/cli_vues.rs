//! Views kept at the screen, used by commands.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/env.rs"]
mod env;

use cmq::{
    domain::vue::{Definition, Liste},
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
