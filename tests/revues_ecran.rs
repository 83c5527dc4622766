//! The reviews on the screen: progress, states, order, opening, reopening, comparing two.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/screen.rs"]
mod screen;

use std::collections::BTreeMap;

use cmq::{
    domain::{CampusId, RevueId, TypeRevue},
    form::{Forms, Value},
    store::Store,
};
use screen::Harness;

/// Begins a review and answers some of its questions.
fn begun(store: &mut Store, campus: i64, kind: TypeRevue, answers: &[(&str, &str)], au: &str) -> RevueId {
    let text = Forms::default().text(kind.form_id()).unwrap();
    let id = store
        .start_revue(CampusId(campus), kind, 1, &text, au.parse().unwrap())
        .unwrap();
    for (champ, value) in answers {
        let value = Value::Text((*value).to_owned());
        store
            .save_reponse(id, champ, Some(&value), ("bilan", champ))
            .unwrap();
    }
    id
}

/// Plasticampus with its suivi handed in and its évaluation begun, Grenoble with a suivi begun.
fn register() -> Store {
    let mut store = Store::in_memory("m.durand").unwrap();
    let weak = "Peu d'entreprises associées aux instances du campus, malgré les conventions signées en 2014";
    let suivi = begun(
        &mut store,
        10,
        TypeRevue::Suivi,
        &[("forts", "Internat"), ("faibles", weak)],
        "2015-09-01",
    );
    let au = "2015-09-01".parse().unwrap();
    store.submit_revue(suivi, &BTreeMap::new(), au).unwrap();
    let answers = [("forts", "Internat"), ("faibles", "Gouvernance à clarifier")];
    begun(&mut store, 10, TypeRevue::Evaluation, &answers, "2016-10-01");
    begun(
        &mut store,
        9,
        TypeRevue::Suivi,
        &[("forts", "Réseau")],
        "2015-09-01",
    );
    store
}

#[test]
fn a_review_handed_in_is_left_from_any_of_its_tables() {
    let mut h = Harness::on(register(), "2016-06-01", (80, 24));
    h.keys("/").text("plasticampus").keys("enter s").shows("transmis");
    h.keys("ctrl+g").text("objectifs").keys("enter enter f9");
    h.shows("Motif de la réouverture").keys("esc").hides("échec");
    h.keys("esc esc").shows("2 Campus");
    h.app.store.verify_journal().unwrap();
}

#[test]
fn a_choice_is_taken_by_the_words_typed() {
    let mut h = Harness::on(register(), "2016-06-01", (80, 24));
    h.keys("1 esc / esc 2 /").text("grenoble").keys("enter s");
    h.keys("ctrl+g").text("catégorie").keys("enter");
    h.text("exc").shows("/exc").keys("enter").shows("Excellence");
    h.keys("up").text("zzz").keys("tab").hides("/zzz");
    h.keys("esc");
}

fn open(size: (u16, u16)) -> Harness {
    let mut h = Harness::on(register(), "2017-03-01", size);
    h.keys("6");
    h
}

#[test]
fn every_review_with_its_progress() {
    let mut h = open((160, 36));
    // What is not measured at once follows when the keyboard rests.
    for _ in 0..4 {
        std::thread::sleep(std::time::Duration::from_millis(130));
        h.app.handle(cmq::app::msg::Msg::Idle);
    }
    h.shows("Revues · 3 · toutes · par enregistrement")
        .shows("m.durand")
        .shows("2013–2017")
        .shows("manquent")
        .hides("…");
}

#[test]
fn states_words_and_order() {
    let mut h = open((80, 24));
    h.keys("f").shows("Revues · 2 · à remplir").hides("transmis  ");
    h.keys("f").shows("Revues · 1 · transmis");
    h.keys("f")
        .shows("Revues · 0 · examiné")
        .shows("Aucune revue ici");
    h.keys("f f").shows("Revues · 3 · toutes");
    h.keys("t")
        .shows("par campus")
        .keys("t")
        .shows("par état")
        .shows("Brouillon · 2")
        .shows("Transmis · 1");
    h.keys("/").text("grenoble durand suivi").shows("Revues · 1 /");
}

#[test]
fn reviews_are_sorted_by_several_columns_which_are_chosen_and_kept_in_a_view() {
    let mut h = open((120, 36));
    h.shows("Enregistrement ─").shows("À reprendre");
    h.keys("T").shows("À reprendre").keys("down*4 t");
    h.shows("Cette colonne-là ne trie pas").hides("tri 1");
    // By kind, then by campus; without the answers.
    h.keys("home down t up t down*3 space enter");
    h.shows("par revue, puis campus").hides("Réponses ─");
    h.shows("Suivi · 2").shows("Évaluation · 1");
    h.keys("f V n").text("Mes revues").keys("enter esc 6");
    h.shows("Revues · 3 · toutes · par enregistrement");
    h.keys("V /").text("mes").keys("enter enter");
    h.shows("Revues · 2 · à remplir · par revue, puis campus")
        .hides("Réponses ─");
    // From another screen, by the palette.
    h.keys("2 :").text("à examiner").keys("enter");
    h.shows("Revues · 1 · transmis · par enregistrement")
        .shows("Plasticampus");
}

#[test]
fn enter_resumes_a_draft_and_reads_what_was_handed_in() {
    let mut h = open((80, 24));
    h.keys("/").text("grenoble").keys("enter enter");
    h.shows("Grenoble Énergies › Suivi").keys("esc esc");
    h.keys("/").text("plasti transmis").keys("enter enter").text("x");
    h.shows("F9 la rouvre");
}

#[test]
fn a_handed_in_review_reopens_from_the_list() {
    let mut h = open((80, 24));
    h.keys("/").text("grenoble").keys("enter f9");
    h.shows("Cette revue n'est pas transmise").keys("esc");
    h.keys("/").text("plasti transmis").keys("enter f9");
    h.text("effectif à corriger")
        .keys("enter")
        .shows("Revue rouverte");
    h.keys("esc esc").shows("rouvert");
}

#[test]
fn two_reviews_of_a_campus_side_by_side() {
    let mut h = open((80, 24));
    h.keys("/").text("plasti transmis").keys("enter c");
    h.shows("Comparer · Plasticampus · 3 différences · ce qui a changé")
        .shows("Points à améliorer [modifié]")
        .shows("Peu d'entreprises")
        .shows("~ Gouvernance à clarifier")
        .hides("Internat");
    h.keys("f").shows("· tout").resize(80, 200);
    h.shows("Internat").shows("[inchangé]").shows("[sans équivalent]");
    // One above the other where two columns would be too narrow.
    h.keys("f").resize(60, 16).keys("G");
    h.shows("- Peu d'entreprises").shows("+ Gouvernance à clarifier");
    h.resize(30, 8).resize(120, 36).shows("Gouvernance à clarifier");
    h.keys("tab").keys("esc").shows("Revues ·");
    h.keys("esc /").text("grenoble").keys("enter c");
    h.shows("n'a pas d'autre revue à comparer");
}
