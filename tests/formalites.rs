//! Forms that are not reviews: filled in by keyboard, left in mid-word, found again, thrown away, recorded.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/screen.rs"]
mod screen;

use cmq::{
    app::{form::FormScreen, msg::Msg, screen::Screen},
    domain::{Formalite, SeanceId},
    form::Value,
};
use screen::Harness;

const NEW: Formalite = Formalite::Seance(None);

fn form(h: &Harness) -> &FormScreen {
    match h.app.screens.last() {
        Some(Screen::Form(f)) => f,
        _ => panic!("no form on top"),
    }
}

fn open(h: &mut Harness, f: Formalite) {
    h.app.open_formalite(f).unwrap();
}

/// A harness with a new séance open.
fn seance() -> Harness {
    let mut h = Harness::at("2015-09-01", (80, 24));
    open(&mut h, NEW);
    h
}

/// A recorded séance held in Lyon.
fn recorded() -> (Harness, Formalite) {
    let mut h = seance();
    h.keys("tab tab").text("Lyon").keys("f10");
    (h, Formalite::Seance(Some(SeanceId(1))))
}

/// What the program would be after a kill: only what is on disk.
fn killed(h: &mut Harness) {
    h.app.screens.truncate(1);
    h.app.message = None;
}

#[test]
fn filled_in_by_keyboard_and_recorded_at_once() {
    let mut h = seance();
    h.shows("Date").shows("aucun brouillon").shows("F10 enregistrer");
    h.hides("revue").hides("transm").hides("Étape");
    h.keys("tab tab").text("Lyon").keys("tab").text("Mme Durand");
    h.keys("tab enter").text("M. Martin").keys("enter");
    h.keys("ctrl+n enter")
        .shows("taper restreint")
        .text("rien de tel")
        .keys("enter")
        .shows("Aucune option");
    h.keys("ctrl+u").text("dgesco").keys("enter");
    h.text("M. Petit").keys("enter esc").shows("M. Martin");
    h.keys("f10");
    assert_eq!(h.app.screens.len(), 1, "{}", h.screen());
    assert!(h.app.message.is_some());
    assert!(h.app.store.brouillon(NEW).unwrap().is_none());
    open(&mut h, Formalite::Seance(Some(SeanceId(1))));
    h.shows("Lyon").shows("aucun brouillon");
    h.app.store.verify_journal().unwrap();
}

#[test]
fn opening_makes_no_draft_nor_does_typing_taken_back() {
    let mut h = seance();
    h.keys("tab*4 backtab pagedown f1 esc ctrl+g esc esc");
    assert!(h.app.store.brouillon(NEW).unwrap().is_none());
    assert!(h.app.message.is_none(), "{:?}", h.app.message);
    open(&mut h, NEW);
    h.keys("tab tab")
        .text("x")
        .keys("tab")
        .shows("brouillon enregistré à");
    assert!(h.app.store.brouillon(NEW).unwrap().is_some());
    h.keys("backtab backspace tab")
        .shows("aucun brouillon")
        .keys("esc");
    assert!(h.app.store.brouillon(NEW).unwrap().is_none());
}

#[test]
fn left_in_mid_word_it_comes_back_to_the_word() {
    let mut h = seance();
    h.keys("tab tab").text("Lycée Arbez").keys("left*5");
    h.app.handle(Msg::End(129));
    h.app.end = None;
    killed(&mut h);
    open(&mut h, NEW);
    h.shows("Lycée Arbez").shows("Brouillon repris");
    // The cursor is where it was.
    h.text("-")
        .shows("Lycée -Arbez")
        .keys("esc")
        .shows("Brouillon gardé");
    open(&mut h, NEW);
    assert_eq!(form(&h).focused().id, "lieu");
    h.keys("f10");
    assert_eq!(h.app.screens.len(), 1, "{}", h.screen());
    open(&mut h, Formalite::Seance(Some(SeanceId(1))));
    h.shows("Lycée -Arbez");
}

#[test]
fn a_cell_left_in_mid_word_comes_back_to_the_cell() {
    let mut h = seance();
    h.keys("tab tab").text("Lyon").keys("tab*2 enter").text("M. Mar");
    h.app.handle(Msg::End(129));
    h.app.end = None;
    killed(&mut h);
    open(&mut h, NEW);
    h.text("tin").keys("enter esc").shows("M. Martin").shows("Lyon");
}

#[test]
fn what_is_wrong_is_kept_and_shown_before_recording() {
    let mut h = seance();
    h.keys("home")
        .keys("ctrl+delete*9")
        .text("demain peut-être")
        .keys("tab");
    h.shows("À corriger").keys("f10");
    h.shows("Récapitulation").shows("Pas encore enregistrable");
    h.hides("transm").hides("revue");
    h.keys("enter esc esc esc");
    assert_eq!(h.app.screens.len(), 1, "{}", h.screen());
    open(&mut h, NEW);
    h.shows("demain peut-être");
    h.app.store.verify_journal().unwrap();
}

#[test]
fn a_draft_is_thrown_away_at_the_second_press() {
    let mut h = seance();
    h.keys("f8").shows("Aucun brouillon");
    h.keys("tab tab")
        .text("Lyon")
        .keys("f8")
        .shows("F8 encore une fois")
        .shows("Lyon");
    // Any other key keeps it.
    h.keys("tab f8").shows("F8 encore une fois").shows("Lyon");
    h.keys("f8").shows("Brouillon jeté").hides("Lyon");
    assert!(h.app.store.brouillon(NEW).unwrap().is_none());
    h.keys("esc s f8").shows("Une revue ne se jette pas");
}

#[test]
fn a_record_that_changed_meanwhile_keeps_what_was_typed() {
    let (mut h, known) = recorded();
    open(&mut h, known);
    h.keys("tab*3").text("Mme Durand").keys("esc");
    // Somebody else moves the séance.
    let p = h.app.store.prepare(known, "2015-09-01".parse().unwrap()).unwrap();
    let mut values = p.valeurs.clone();
    values.insert("date".into(), p.sources["jour"].clone());
    values.insert("instance".into(), p.sources["instance"].clone());
    values.insert("lieu".into(), Value::Text("Dijon".into()));
    h.app
        .store
        .record(known, p.rev, &values, jiff::civil::date(2030, 1, 1))
        .unwrap();
    open(&mut h, known);
    h.shows("a changé depuis").shows("Mme Durand").shows("Dijon");
    // It happens again while the form is open.
    values.insert("lieu".into(), Value::Text("Nancy".into()));
    h.app
        .store
        .record(known, p.rev + 1, &values, jiff::civil::date(2030, 1, 1))
        .unwrap();
    h.keys("f10")
        .shows("vient de changer ailleurs")
        .shows("Nancy")
        .shows("Mme Durand");
    h.keys("f10");
    assert_eq!(h.app.screens.len(), 1, "{}", h.screen());
    open(&mut h, known);
    h.shows("Nancy").shows("Mme Durand").shows("aucun brouillon");
    h.app.store.verify_journal().unwrap();
}
