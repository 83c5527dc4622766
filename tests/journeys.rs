//! Whole stories: an inspector fills both reviews by keyboard at 80×24, is cut off, comes back, hands in.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/screen.rs"]
mod screen;

use cmq::{
    app::{form::FormScreen, msg::Msg, screen::Screen},
    domain::EtatRevue,
    form::Kind,
};
use screen::Harness;

fn form(h: &Harness) -> &FormScreen {
    match h.app.screens.last() {
        Some(Screen::Form(f)) => f,
        _ => panic!("no form on top"),
    }
}

/// What a person types for a kind.
fn typed(kind: &Kind) -> String {
    match kind {
        Kind::Date { .. } => "12 mars 2015".into(),
        Kind::Int(b) => b.min.map_or_else(|| "4".into(), |min| format!("{}", min + 1.0)),
        Kind::Decimal(b) if b.max == Some(1.0) => "0,5".into(),
        Kind::Decimal(_) | Kind::Percent(_) => "12,5".into(),
        Kind::Amount(_) => "1 000".into(),
        _ => "Réponse d'essai".into(),
    }
}

/// Answers the focused field with the keyboard, and goes on.
fn answer(h: &mut Harness) {
    let field = form(h).focused().clone();
    let answered = form(h).state.value(&field.id).is_some();
    match &field.kind {
        _ if field.fixed() => {}
        Kind::Table(_) => table(h),
        _ if answered => {}
        Kind::YesNo { .. } => {
            h.keys("o");
        }
        Kind::Choice(_) => {
            h.keys("enter enter");
            return;
        }
        Kind::Choices(_) => {
            h.keys("enter space enter");
            return;
        }
        kind => {
            h.text(&typed(kind));
        }
    }
    h.keys("tab");
}

/// Opens the table and fills its first row: every cell that can be typed in.
fn table(h: &mut Harness) {
    h.keys("enter");
    let field = form(h).focused().clone();
    let columns = field.table().unwrap().columns.clone();
    for (i, column) in columns.iter().enumerate() {
        // A table without a row begins one at the first letter.
        if !form(h).state.editable(&field.id, 0, &column.id) {
            continue;
        }
        h.keys("home").keys(&format!("left*{} right*{i}", columns.len()));
        match &column.kind {
            Kind::YesNo { .. } => h.keys("o enter"),
            Kind::Choice(_) => h.keys("enter enter"),
            kind => h.text(&typed(kind)).keys("enter"),
        };
    }
    h.keys("esc");
}

/// Walks the whole form, then hands it in from the recapitulation.
fn fill_and_submit(h: &mut Harness, steps: usize) {
    let mut guard = 0;
    loop {
        let before = form(h).state.place().1.to_owned();
        answer(h);
        if form(h).state.step() + 1 == steps && form(h).state.place().1 == before {
            break;
        }
        guard += 1;
        assert!(guard < 400, "stuck:\n{}", h.screen());
    }
    h.keys("f10").shows("Récapitulation");
    let blocking: Vec<String> = form(h)
        .problems
        .iter()
        .filter(|p| p.severity == cmq::form::Severity::Blocking)
        .map(|p| format!("{}: {}", p.field, p.message))
        .collect();
    assert!(blocking.is_empty(), "{blocking:#?}");
    h.keys("f10")
        .shows("F10 encore une fois")
        .keys("f10")
        .shows("transmis à");
    assert_eq!(form(h).etat, Some(EtatRevue::Transmis));
}

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
