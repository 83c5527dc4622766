//! Forms that are not reviews: filled in by keyboard, left in mid-word, found again, thrown away, recorded.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/screen.rs"]
mod screen;

use cmq::{
    app::{
        form::{FormScreen, Mode, editor::Editor},
        msg::Msg,
        screen::Screen,
    },
    domain::{AppelId, Formalite, PointId, SeanceId},
    form::Value,
};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use screen::Harness;

const DAY: Date = date(2015, 9, 1);
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
    let p = h.app.store.prepare(known, DAY).unwrap();
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
    h.keys("f10").shows("Gardé aussi, changé ailleurs").shows("Nancy");
    assert_eq!(h.app.screens.len(), 1, "{}", h.screen());
    open(&mut h, known);
    h.shows("Nancy").shows("Mme Durand").shows("aucun brouillon");
    h.app.store.verify_journal().unwrap();
}

/// The text being typed, in a field or a cell.
fn typed(form: &FormScreen) -> Option<String> {
    let editor = match &form.mode {
        Mode::Table(table) => table.editor.as_ref(),
        _ => form.editor.as_ref(),
    };
    editor.map(Editor::text)
}

const KEYS: [&str; 28] = [
    "tab",
    "backtab",
    "enter",
    "esc",
    "up",
    "down",
    "left",
    "right",
    "home",
    "end",
    "space",
    "delete",
    "backspace",
    "f2",
    "f7",
    "f8",
    "f10",
    "ctrl+g",
    "ctrl+s",
    "ctrl+n",
    "ctrl+d",
    "ctrl+u",
    "ctrl+up",
    "a",
    "é",
    "1",
    "pagedown",
    "c",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Whatever was typed, in whatever mode, is there again after the line dropped.
    #[test]
    fn every_word_comes_back(
        f in prop::sample::select(vec![NEW, Formalite::Appel(None), Formalite::Acte(None)]),
        keys in prop::collection::vec(0..KEYS.len(), 1..60),
    ) {
        let mut h = Harness::at("2015-09-01", (80, 24));
        open(&mut h, f);
        for k in keys {
            if h.app.screens.len() == 1 {
                open(&mut h, f);
            }
            h.keys(KEYS[k]);
        }
        if h.app.screens.len() > 1 {
            let before = (form(&h).state.answers().clone(), form(&h).focused().id.clone(), typed(form(&h)));
            h.app.handle(Msg::End(129));
            h.app.end = None;
            killed(&mut h);
            let draft = h.app.store.brouillon(f).unwrap();
            open(&mut h, f);
            prop_assert_eq!(form(&h).state.answers(), &before.0);
            if draft.is_some() {
                prop_assert_eq!(&form(&h).focused().id, &before.1);
            }
            if before.2.as_ref().is_some_and(|_| draft.is_some()) {
                prop_assert_eq!(typed(form(&h)), before.2);
            }
        }
        h.app.store.verify_journal().unwrap();
    }
}

/// A séance without members that examined the one candidature of a second call, in its closing form.
fn closing() -> (Harness, Formalite) {
    let (mut h, _) = recorded();
    open(&mut h, Formalite::Appel(None));
    h.text("Deuxième appel").keys("f10");
    open(&mut h, Formalite::Candidature(AppelId(2), None));
    h.text("Campus du bois")
        .keys("tab enter")
        .text("corse")
        .keys("enter enter");
    h.text("corse").keys("enter").text("Ajaccio").keys("tab*3 enter");
    h.text("complet").keys("enter f10");
    assert_eq!(h.app.screens.len(), 1, "{}", h.screen());
    let objets: Vec<_> = h
        .app
        .store
        .propositions(DAY)
        .unwrap()
        .iter()
        .map(|p| p.objet)
        .collect();
    h.app.store.add_points(SeanceId(1), &objets).unwrap();
    open(&mut h, Formalite::Point(PointId(1)));
    h.text("Mme Petit")
        .keys("tab enter")
        .text("favorable")
        .keys("enter f10");
    assert_eq!(h.app.screens.len(), 1, "{}", h.screen());
    let f = Formalite::Cloture(SeanceId(1));
    open(&mut h, f);
    (h, f)
}

#[test]
fn what_cannot_be_taken_back_is_asked_for_twice() {
    let (mut h, _) = closing();
    // It begins where there is something to say.
    assert_eq!(form(&h).focused().id, "derogation");
    h.text("Urgence")
        .keys("f10")
        .shows("Récapitulation")
        .shows("Relisez");
    h.keys("f10").shows("F10 encore une fois");
    // Moving about asks again.
    h.keys("down f10").shows("F10 encore une fois");
    h.hides("revue").hides("transm");
    h.keys("f10");
    assert_eq!(h.app.screens.len(), 1, "{}", h.screen());
    assert!(
        h.app
            .open_formalite(Formalite::Seance(Some(SeanceId(1))))
            .is_err(),
        "it is closed"
    );
    h.app.store.verify_journal().unwrap();
}

#[test]
fn a_refusal_is_a_sentence_and_loses_nothing() {
    let (mut h, f) = closing();
    h.text("Urgence");
    // The séance is closed from elsewhere while the form is open.
    let mut other = h.app.store.prepare(f, DAY).unwrap();
    other
        .valeurs
        .insert("derogation".into(), Value::Text("Autre".into()));
    h.app
        .store
        .record(f, other.rev, &other.valeurs, jiff::civil::date(2030, 1, 1))
        .unwrap();
    h.keys("f10*3").shows("Pas enregistré").shows("Urgence");
    assert!(h.app.store.brouillon(f).unwrap().is_some());
}
