//! A review filled in by keyboard, quickly: what several stories begin with.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test's own tools; each file uses its part"
)]

use cmq::{
    app::{form::FormScreen, screen::Screen},
    domain::EtatRevue,
    form::Kind,
};

use crate::screen::Harness;

/// The form on top.
#[track_caller]
pub fn form(h: &Harness) -> &FormScreen {
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
pub fn fill_and_submit(h: &mut Harness, steps: usize) {
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
        .shows("Échap revient.");
    assert_eq!(form(h).etat, Some(EtatRevue::Transmis));
}
