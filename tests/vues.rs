//! Views of a list, by keyboard: kept, applied, shared, forgotten.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/screen.rs"]
mod screen;

use cmq::{domain::vue::Liste, store::Store};
use screen::Harness;

#[test]
fn the_present_list_is_kept_and_applied_again() {
    let mut h = Harness::new((80, 24));
    h.keys("/").text("rhône").keys("enter t V").shows("Vues · campus");
    h.keys("n")
        .shows("Nom de la vue, pour vous (rhône · tri")
        .text("Ma région")
        .keys("enter");
    h.shows("Ma région")
        .shows("personnelle")
        .shows("gardée pour vous");
    h.keys("esc / esc").shows("par région · 12");
    h.keys("V /").text("ma reg").keys("enter enter");
    h.shows("2 Campus · par région · 3")
        .shows("Vue «\u{a0}Ma région\u{a0}»");
    h.hides("Métallurgie et plasturgie");
    // Échap takes the words off again.
    h.keys("esc").shows("Campus · par région · 12");
}

#[test]
fn a_view_for_everybody_a_view_forgotten_and_brought_back() {
    let mut h = Harness::new((80, 24));
    h.keys("V p")
        .text("Tous les campus")
        .keys("enter")
        .shows("partagée");
    let other = h.app.store.vues(Liste::Campus).unwrap();
    assert!(other.iter().any(|v| v.nom == "Tous les campus"));
    h.keys("delete").shows("oubliée").hides("partagée");
    h.keys("u u").shows("Annulé");
    assert!(h.app.store.vue(Liste::Campus, "tous les campus").is_ok());
    h.keys("n enter")
        .shows("Une vue a un nom")
        .keys("esc esc")
        .shows("2 Campus");
    h.app.store.verify_journal().unwrap();
}

#[test]
fn a_view_of_the_deadlines_keeps_states_and_horizon() {
    let mut h = Harness::new((80, 24));
    h.keys("5 f d t /")
        .text("plasti")
        .keys("enter V")
        .shows("Vues · échéancier");
    h.keys("n").text("Plasti en retard").keys("enter esc");
    h.keys("5").shows("ce qui reste").hides("par campus");
    h.keys("V enter")
        .shows("en retard · à 2 ans · par campus")
        .shows("plasti");
}

#[test]
fn other_lists_have_no_views_and_say_so() {
    let mut h = Harness::on(Store::in_memory("essai").unwrap(), "2016-06-01", (80, 24));
    h.keys("9 V").shows("Les vues sont celles du registre");
}
