//! Search terms: in commands, in the panes, in the lists of deadlines and reviews, in views.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/env.rs"]
mod env;
#[path = "common/screen.rs"]
mod screen;

use cmq::{
    domain::vue::{Definition, Liste},
    store::Store,
};
use env::Env;
use screen::Harness;

fn names(env: &Env, args: &[&str]) -> Vec<String> {
    env.texts(args, "nom_court")
}

/// How many lines a command lists.
fn count(env: &Env, args: &[&str]) -> usize {
    let args = [args, &["--json"]].concat();
    let run = env.run(&args);
    assert!(matches!(run.code, 0 | 10 | 20), "{args:?}: {run:?}");
    serde_json::from_str::<Vec<serde_json::Value>>(&run.out)
        .unwrap()
        .len()
}

#[test]
fn a_term_narrows_and_a_hyphen_excludes() {
    let env = Env::new();
    let rhone = ["Grenoble Énergies", "Plasticampus"];
    let mut found = names(&env, &["campus", "région:rhône-alpes"]);
    found.sort();
    assert_eq!(found, rhone);
    assert_eq!(count(&env, &["campus", "-région:rhone-alpes"]), 10);
    assert_eq!(
        names(&env, &["campus", "REGION:rhone-alpes", "-plasti"]),
        ["Grenoble Énergies"]
    );
    assert_eq!(count(&env, &["campus", "académie:lyon"]), 1);
    let energie = count(&env, &["campus", "filière:énergie"]);
    assert_eq!(energie, 5);
    assert_eq!(count(&env, &["campus", "-filière:énergie"]), 12 - energie);
    // A région of today finds the campus of the one it succeeds.
    assert_eq!(count(&env, &["campus", "région:occitanie"]), 1);
    assert_eq!(
        count(&env, &["campus", "région:pays", "de", "la", "loire"]),
        count(&env, &["campus", "région:pays de la loire"])
    );
}

#[test]
fn quoted_words_follow_each_other() {
    let env = Env::new();
    assert_eq!(count(&env, &["campus", "alpes rhône"]), 3);
    assert_eq!(count(&env, &["campus", "\"alpes rhône\""]), 0);
    assert_eq!(names(&env, &["campus", "\"bassin d'oyonnax\""]), ["Plasticampus"]);
    assert_eq!(count(&env, &["campus", "\"d'oyonnax bassin\""]), 0);
    assert_eq!(count(&env, &["campus", "-\"bassin d'oyonnax\""]), 11);
}

#[test]
fn deadlines_are_compared_and_what_is_missing_is_found() {
    let env = Env::new();
    let at = |args: &[&str]| count(&env, &[args, &["--au", "2015-06-01"]].concat());
    let all = at(&["campus"]);
    assert_eq!(
        at(&["campus", "échéance<2016"]),
        all,
        "every suivi is due in 2015"
    );
    assert_eq!(at(&["campus", "échéance<2015"]), 0);
    assert_eq!(at(&["campus", "echeance>=2017"]), all);
    assert_eq!(at(&["campus", "sans:suivi"]), all);
    assert_eq!(at(&["campus", "avec:suivi"]), 0);
    assert_eq!(
        at(&["campus", "sans:partenaire"]) + at(&["campus", "avec:partenaire"]),
        all
    );
    assert_eq!(at(&["campus", "sans:convention"]), all);
    assert_eq!(at(&["echeancier", "type:suivi"]), all);
    assert_eq!(at(&["echeancier", "type:suivi", "région:rhône-alpes"]), 2);
    assert_eq!(at(&["echeancier", "type:suivi", "échéance>2015"]), 0);
    assert_eq!(at(&["echeancier", "-type:suivi"]) + all, at(&["echeancier"]));
    assert_eq!(
        at(&["region", "sans:campus"]) + at(&["region", "avec:campus"]),
        at(&["region"])
    );
    assert_eq!(at(&["region", "filière:matériaux"]), 2);
    assert!(at(&["filiere", "région:rhône-alpes"]) < at(&["filiere"]));
}

#[test]
fn states_and_changes() {
    let env = Env::new();
    assert_eq!(count(&env, &["campus", "état:échu"]), 12);
    let late = |words: &[&str]| count(&env, &[&["campus"], words, &["--au", "2015-12-01"]].concat());
    assert_eq!(late(&["état:en", "retard"]), late(&["--etat", "en retard"]));
    assert_eq!(late(&["-état:en-retard"]) + late(&["état:retard"]), 12);
    assert_eq!(count(&env, &["campus", "modifié>2026-11-23"]), 0);
    assert_eq!(count(&env, &["campus", "modifié>=2026-11-23"]), 12);
    assert_eq!(count(&env, &["campus", "modifié<2026-11-23"]), 0);
    assert_eq!(count(&env, &["campus", "modifié:2026"]), 12);
}

#[test]
fn partners_by_type_town_campus_and_what_they_lack() {
    let env = Env::new();
    let all = count(&env, &["partenaire"]);
    let of_type = count(&env, &["partenaire", "type:lpo"]);
    assert_eq!(of_type, count(&env, &["partenaire", "--type", "LPO"]));
    assert_eq!(count(&env, &["partenaire", "-type:lpo"]), all - of_type);
    assert_eq!(
        count(&env, &["partenaire", "campus:plasticampus"]),
        count(&env, &["partenaire", "--campus", "plasticampus"])
    );
    assert!(env.ok(&["partenaire", "commune:bellignat"]).contains("Arbez"));
    assert_eq!(
        count(&env, &["partenaire", "sans:uai"]) + count(&env, &["partenaire", "avec:uai"]),
        all
    );
    assert!(count(&env, &["partenaire", "région:rhône-alpes"]) < all);
}

#[test]
fn a_wrong_term_or_value_is_refused_with_the_nearest() {
    let env = Env::new();
    for command in [
        "campus",
        "partenaire",
        "region",
        "filiere",
        "echeancier",
        "revues",
    ] {
        env.refused(&[command, "régoin:bretagne"], 2, &["régoin", "région:"]);
        env.refused(&[command, "région:bretange"], 2, &["bretange", "Bretagne"]);
        env.refused(
            &[command, "région:"],
            2,
            &["attend une valeur", "région:bretagne"],
        );
    }
    env.refused(&["campus", "sans:suvi"], 2, &["suivi"]);
    env.refused(
        &["campus", "échéance<demain"],
        2,
        &["n'est pas une date", "2027-03"],
    );
    env.refused(
        &["campus", "agent:dupont"],
        2,
        &["ne se cherche pas dans cette liste", "région:"],
    );
    env.refused(&["revues", "type:fin"], 2, &["type de revue inconnu", "suivi"]);
}

#[test]
fn a_view_with_terms_narrows_a_command() {
    let env = Env::new();
    env.ok(&["campus"]);
    let mut store = Store::open(&env.registre(), "essai").unwrap();
    let of = |requete: &str| Definition {
        requete: requete.to_owned(),
        ..Definition::default()
    };
    store
        .save_vue(Liste::Campus, "Rhône", true, &of("région:rhone-alpes"))
        .unwrap();
    store
        .save_vue(
            Liste::Echeancier,
            "Suivis",
            true,
            &of("type:suivi -région:rhone-alpes"),
        )
        .unwrap();
    drop(store);
    assert_eq!(
        names(&env, &["campus", "--vue", "rhône", "-grenoble"]),
        ["Plasticampus"]
    );
    assert_eq!(
        count(&env, &["echeancier", "--vue", "suivis", "--au", "2015-06-01"]),
        10
    );
}

#[test]
fn panes_take_terms_and_say_what_is_wrong() {
    let mut h = Harness::at("2015-09-01", (120, 36));
    h.keys("/").text("région:rhône-alpes").shows("2 Campus · 2");
    h.keys("esc /").text("-région:rhône-alpes").shows("2 Campus · 10");
    h.keys("esc /")
        .text("région:")
        .shows("2 Campus · 12")
        .hides("attend");
    h.text("bretange")
        .shows("2 Campus · 12")
        .shows("Vouliez-vous dire Bretagne");
    h.keys("enter")
        .shows("Vouliez-vous dire Bretagne")
        .keys("esc")
        .shows("2 Campus · 12");
    h.keys("/")
        .text("regoin:x plasti")
        .shows("2 Campus · 1")
        .shows("Vouliez-vous dire région:");
    h.keys("esc 4 /").text("type:lpo").hides("Erreur");
    h.keys("esc 1 /")
        .text("sans:campus")
        .shows("Alsace")
        .hides("Auvergne ");
    h.keys("esc 3 /").text("région:rhône-alpes").hides("Erreur");
}

#[test]
fn deadlines_and_reviews_take_terms() {
    let mut h = Harness::at("2015-09-01", (120, 36));
    h.keys("5 /")
        .text("type:suivi région:rhône-alpes")
        .shows("Échéancier · 2")
        .keys("enter");
    h.keys("esc /")
        .text("état:retrad")
        .shows("Vouliez-vous dire en retard");
    h.keys("esc /").text("paca").shows("Provence");
    let mut h = Harness::at("2015-09-01", (120, 36));
    h.keys("/")
        .text("plasti")
        .keys("enter s")
        .text("Mots")
        .keys("f2 esc esc");
    h.keys("6 /")
        .text("type:suivi région:rhône-alpes")
        .shows("Revues · 1");
    h.keys("esc /").text("-type:suivi").shows("Revues · 0");
    h.keys("esc /").text("sans:réponse").shows("Revues ·");
}

#[test]
fn the_journal_takes_quotes() {
    let mut h = Harness::new((100, 30));
    h.keys("9 /")
        .text("agent:\"personne d'autre\"")
        .shows("Aucun lot");
}
