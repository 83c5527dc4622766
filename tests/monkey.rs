//! Random keys at random sizes on every screen: no panic, the cursor inside the window, the register sound.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "common/screen.rs"]
mod screen;

use cmq::app::msg::Msg;
use proptest::prelude::*;
use screen::Harness;

/// Keys that lead to every screen, and some that are only typed.
const KEYS: [&str; 63] = [
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
