//! What a key costs inside the program: the action and the frame, at 120×40. `cargo bench --bench ecran`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a bench fails by panicking"
)]

use cmq::{
    app::{App, Options, key::Key, msg::Msg},
    form::Forms,
    store::Store,
    ui::{self, skin::Skin},
};
use divan::Bencher;
use ratatui::{Terminal, backend::TestBackend};

fn main() {
    divan::main();
}

fn app(keys: &[&str]) -> (App, Terminal<TestBackend>) {
    let options = Options {
        au: "2016-06-01".parse().unwrap(),
        au_choisi: true,
        demo: false,
        enclos: None,
    };
    let store = Store::in_memory("mesure").unwrap();
    let mut app = App::new(store, Forms::default(), options, (120, 40)).unwrap();
    for key in keys {
        app.handle(Msg::Key(Key::parse(key).unwrap()));
    }
    (app, Terminal::new(TestBackend::new(120, 40)).unwrap())
}

/// Presses `there` and `back` in turn, drawing after each.
fn keys(bencher: Bencher<'_, '_>, first: &[&str], there: &str, back: &str) {
    let (mut app, mut terminal) = app(first);
    let pair = [Key::parse(there).unwrap(), Key::parse(back).unwrap()];
    let mut turn = 0;
    bencher.bench_local(move || {
        turn = 1 - turn;
        app.handle(Msg::Key(pair[turn]));
        terminal
            .draw(|f| ui::draw(f, &app, &Skin { color: true }))
            .unwrap();
    });
}

#[divan::bench]
fn move_a_row(bencher: Bencher<'_, '_>) {
    keys(bencher, &[], "j", "k");
}

#[divan::bench]
fn move_a_region(bencher: Bencher<'_, '_>) {
    keys(bencher, &["1"], "j", "k");
}

#[divan::bench]
fn type_a_letter_in_a_line(bencher: Bencher<'_, '_>) {
    keys(bencher, &["s", "tab"], "a", "backspace");
}

#[divan::bench]
fn type_a_letter_in_a_long_text(bencher: Bencher<'_, '_>) {
    keys(bencher, &["s", "pagedown"], "a", "backspace");
}

#[divan::bench]
fn type_in_a_filter(bencher: Bencher<'_, '_>) {
    keys(bencher, &["/"], "a", "backspace");
}
