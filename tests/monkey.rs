//! Random keys at random sizes on every screen: no panic, the cursor inside the window, the register sound.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "common/screen.rs"]
mod screen;

use std::{cell::Cell, collections::BTreeSet};

use cmq::app::{msg::Msg, screen::Screen};
use proptest::prelude::*;
use screen::{Harness, away};

/// Keys that lead to every screen, and some that are only typed.
const KEYS: [&str; 67] = [
    "up",
    "down",
    "left",
    "right",
    "pageup",
    "pagedown",
    "home",
    "end",
    "enter",
    "esc",
    "tab",
    "backtab",
    "space",
    "delete",
    "insert",
    "backspace",
    "f1",
    "f2",
    "f5",
    "f6",
    "f7",
    "f8",
    "f9",
    "f10",
    "ctrl+s",
    "ctrl+g",
    "ctrl+y",
    "ctrl+n",
    "ctrl+d",
    "ctrl+u",
    "ctrl+r",
    "ctrl+f",
    "ctrl+p",
    "ctrl+up",
    "ctrl+down",
    "/",
    ":",
    "?",
    "s",
    "v",
    "t",
    "y",
    "Y",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "9",
    "é",
    "a",
    "o",
    "n",
    "j",
    "k",
    "g",
    "G",
    "u",
    "0",
    "x",
    "*",
    "E",
    "N",
    "T",
];

#[derive(Clone, Debug)]
enum Event {
    Key(usize),
    Size(u16, u16),
    Paste(String),
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        20 => (0..KEYS.len()).prop_map(Event::Key),
        2 => (1u16..221, 1u16..61).prop_map(|(w, h)| Event::Size(w, h)),
        1 => any::<String>().prop_map(Event::Paste),
    ]
}

fn start() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "5",
        "6",
        "7",
        "8",
        "9",
        "?",
        ":",
        "s",
        "v",
        "enter",
        "/",
        "s f10",
        "s ctrl+g",
        "v pagedown*2 enter",
        "8 n",
        "8 n tab*4 enter",
        "8 tab n",
        "8 tab enter n tab enter",
        "8 tab*2 n f10",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_key_at_any_size(first in start(), events in prop::collection::vec(event(), 1..80)) {
        away();
        let mut h = Harness::new((80, 24));
        h.keys(first);
        for e in events {
            match e {
                Event::Key(k) => { h.keys(KEYS[k]); }
                Event::Size(w, height) => { h.resize(w, height); }
                Event::Paste(text) => { h.app.handle(Msg::Paste(text)); }
            }
            let (screen, (x, y)) = h.look();
            prop_assert!(x < h.app.size.0.max(1) && y < h.app.size.1.max(1));
            prop_assert!(!screen.chars().any(|c| c.is_control() && c != '\n'));
        }
        h.app.store.verify_journal().unwrap();
    }
}

#[test]
fn every_screen_at_fifty_sizes() {
    away();
    for first in [
        "",
        "5",
        "6",
        "7",
        "?",
        ":",
        "s",
        "v",
        "enter",
        "s f10",
        "s ctrl+g",
        "s pagedown*2 down*4 enter",
        "8 n",
        "8 n tab*4 enter a enter enter",
        "8 tab enter n tab enter",
        "8 n home delete*9 f10",
    ] {
        let mut h = Harness::new((80, 24));
        h.keys(first);
        for i in 0..50u16 {
            let (w, height) = (1 + (i * 37) % 220, 1 + (i * 23) % 60);
            h.resize(w, height);
            let (_, (x, y)) = h.look();
            assert!(x < w && y < height, "{first} at {w}x{height}: cursor {x},{y}");
        }
    }
}

/// Where each walk of [`ten_thousand_keys`] begins: every screen, and what opens over it.
const BEGINNINGS: [&str; 30] = [
    "2",
    "1 down*3 tab",
    "enter",
    "4 enter",
    "5",
    "5 enter",
    "6",
    "7",
    "7 tab",
    "7 t c",
    "8",
    "8 tab enter",
    "8 n tab*4 enter",
    "9",
    "9 enter",
    "C",
    "R",
    "D",
    "D enter",
    "4 m",
    "V",
    "T",
    "x",
    "?",
    ":",
    "e",
    "2 n",
    "s pagedown*3 tab*4 enter",
    "v ctrl+g",
    "s f10",
];

/// Screens that the walks must have shown.
const SHOWN: [&str; 16] = [
    "browser",
    "commission",
    "corbeille",
    "doublons",
    "echeancier",
    "exporter",
    "fiche",
    "form",
    "fusion",
    "journal",
    "palette",
    "reglage",
    "revues",
    "secours",
    "tableau",
    "vues",
];

#[allow(
    clippy::match_wildcard_for_single_variants,
    reason = "a screen to come is another one until it is named here"
)]
fn name(screen: &Screen) -> &'static str {
    match screen {
        Screen::Browser(_) => "browser",
        Screen::Fiche(_) => "fiche",
        Screen::Echeancier(_) => "echeancier",
        Screen::Revues(_) => "revues",
        Screen::Tableau(_) => "tableau",
        Screen::Commission(_) => "commission",
        Screen::Journal(_) => "journal",
        Screen::Vues(_) => "vues",
        Screen::Reglage(_) => "reglage",
        Screen::Exporter(_) => "exporter",
        Screen::Corbeille(_) => "corbeille",
        Screen::Fusion(_) => "fusion",
        Screen::Secours(_) => "secours",
        Screen::Doublons(_) => "doublons",
        Screen::Form(_) => "form",
        Screen::Palette(_) => "palette",
        _ => "another",
    }
}

/// The next figure below `n`, without a pattern and the same at every run (an xorshift).
fn dice(state: &Cell<u64>, n: u64) -> u64 {
    let mut x = state.get();
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    state.set(x);
    x % n
}

#[test]
fn ten_thousand_keys_on_every_screen_at_every_size() {
    let long = std::env::var_os("CMQ_LONG").is_some();
    let each = if long { 20_000 } else { 334 };
    away();
    let mut shown = BTreeSet::new();
    for (walk, first) in (1u64..).zip(BEGINNINGS) {
        let state = Cell::new(walk.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut h = Harness::new((80, 24));
        h.keys(first);
        for step in 0..each {
            let top = h.app.screens.last().map_or("none", name);
            shown.insert(top);
            if step % 12 == 0 {
                let (w, height) = (1 + dice(&state, 220), 1 + dice(&state, 60));
                h.resize(u16::try_from(w).unwrap(), u16::try_from(height).unwrap());
            } else {
                let key = KEYS[usize::try_from(dice(&state, KEYS.len() as u64)).unwrap()];
                h.keys(key);
            }
            if !long && step % 6 != 0 {
                continue;
            }
            let (w, height) = h.app.size;
            let (screen, (x, y)) = h.look();
            assert!(
                x < w && y < height,
                "{first} step {step}, {w}x{height}: cursor {x},{y}"
            );
            // Where there is room for a screen, the cursor is in what has the focus: never on the first or the last line.
            let small = w < 30 || height < 8;
            assert!(
                small || (y > 0 && y + 1 < height),
                "{first} step {step}, {w}x{height}: {x},{y}\n{screen}"
            );
            assert!(!screen.chars().any(|c| c.is_control() && c != '\n'));
        }
        h.app.store.verify_journal().unwrap();
    }
    for wanted in SHOWN {
        assert!(shown.contains(wanted), "never shown: {wanted}; {shown:?}");
    }
}
