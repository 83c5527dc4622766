//! Whole stories: an inspector fills both reviews by keyboard at 80×24, is cut off, comes back, hands in.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/review.rs"]
mod review;
#[path = "common/screen.rs"]
mod screen;

use cmq::{app::msg::Msg, form::Kind};
use review::{fill_and_submit, form};
use screen::Harness;

#[test]
fn a_suivi_then_its_evaluation_by_keyboard() {
    let mut h = Harness::at("2015-09-01", (80, 24));
    h.keys("/")
        .text("plasticampus")
        .keys("enter s")
        .shows("Étape 1/14");
    fill_and_submit(&mut h, 14);
    // Frozen: typing changes nothing and says why.
    h.keys("esc pagedown*20 pageup*12")
        .text("x")
        .shows("F9 la rouvre");
    h.keys("esc").shows("2 Campus");
    h.keys("6").shows("transmis").keys("esc");

    h.keys("v").shows("Étape 1/10");
    // The suivi's answers stand beside the évaluation's questions.
    fill_and_submit(&mut h, 10);
    h.keys("esc esc 5 /").text("plasticampus fait").keys("enter");
    h.app.store.verify_journal().unwrap();
}

#[test]
fn a_review_that_was_handed_in_reopens_with_a_reason() {
    let mut h = Harness::at("2015-09-01", (80, 24));
    h.keys("/").text("plasticampus").keys("enter s");
    fill_and_submit(&mut h, 14);
    // As the next day: opened again, frozen, then reopened.
    h.keys("esc esc s f9 enter").shows("Un motif est nécessaire");
    h.text("chiffre erroné").keys("enter").shows("Revue rouverte");
    h.keys("pagedown").text("Corrigé. ").keys("tab").shows("rouvert");
}

#[test]
fn moving_never_refuses_and_problems_speak_after() {
    let mut h = Harness::at("2015-09-01", (80, 24));
    h.keys("/")
        .text("grenoble")
        .keys("enter s pagedown*5")
        .shows("Étape 6/14");
    // A percentage that is none: said in words after leaving, and nothing holds.
    h.keys("tab").text("beaucoup").keys("tab").shows("À corriger");
    h.keys("pageup")
        .shows("Étape 5/14")
        .keys("pagedown tab")
        .shows("beaucoup");
}

#[test]
fn opening_makes_no_draft_and_the_first_key_does() {
    let mut h = Harness::at("2015-09-01", (80, 24));
    h.keys("s pagedown*3 tab esc");
    assert!(h.app.store.revues(None, cmq::clock::today()).unwrap().is_empty());
    h.keys("s pagedown").text("a").keys("esc");
    let revues = h.app.store.revues(None, cmq::clock::today()).unwrap();
    assert_eq!(revues.len(), 1);
    // Back at the same field.
    h.keys("s").shows("Étape 2/14");
}

#[test]
fn a_hang_up_in_a_cell_comes_back_to_the_cell() {
    let mut h = Harness::at("2015-09-01", (80, 24));
    h.keys("s pagedown*2");
    while !matches!(form(&h).focused().kind, Kind::Table(_)) {
        h.keys("tab");
    }
    h.keys("enter right").text("une phrase en cours");
    h.app.handle(Msg::End(129));
    h.app.end = None;
    h.app.screens.truncate(1);
    h.keys("s").shows("une phrase en cours");
    h.text(" suite").keys("enter esc");
    h.shows("une phrase en cours suite");
}

#[test]
fn the_jump_list_narrows_and_goes() {
    let mut h = Harness::at("2015-09-01", (80, 24));
    h.keys("s ctrl+g")
        .shows("Sommaire")
        .text("points forts")
        .keys("enter")
        .shows("Étape 12/14");
}
