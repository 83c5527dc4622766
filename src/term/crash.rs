//! A panic: the report goes to a file without anything typed, the screen comes back, one sentence says so.

use std::{panic, sync::Mutex};

static REPORT: Mutex<Option<String>> = Mutex::new(None);

/// Sets the hook: it writes the report and leaves the screen alone (the screen is given back by the caller).
pub fn install() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let trace = std::backtrace::Backtrace::force_capture();
        let text = format!(
            "cmq {}\u{202f}: panique à {place}\n{trace}\n",
            env!("CARGO_PKG_VERSION")
        );
        let path = crate::log::write_crash(&text).map(|p| p.display().to_string());
        if let Ok(mut report) = REPORT.lock() {
            *report = path;
        }
    }));
}

/// Says what happened, once the terminal is back; `aside` is where the draft is when it is not in the register.
pub fn say(saved: bool, aside: Option<&str>) {
    let draft = match (saved, aside) {
        (true, None) => "le brouillon est enregistré",
        (true, Some(_)) => "le brouillon est mis de côté",
        (false, _) => "le brouillon n'a pas pu être enregistré",
    };
    let report = REPORT.lock().ok().and_then(|r| r.clone());
    let place = report
        .map(|p| format!(" Compte rendu\u{202f}: {p}"))
        .unwrap_or_default();
    let aside = aside.map(|a| format!(" {a}")).unwrap_or_default();
    super::guard::say(&format!(
        "cmq s'est arrêté sur une erreur interne\u{202f}; {draft}.{aside}{place}"
    ));
}

/// F12 panics in a debug build told so (`CMQ_TEST_PANIQUE`): the only way to test this file in a terminal.
pub fn test_panic(msg: &crate::app::msg::Msg) {
    #[cfg(debug_assertions)]
    if let crate::app::msg::Msg::Key(key) = msg {
        let asked =
            key.code == crossterm::event::KeyCode::F(12) && crate::env::var_os("CMQ_TEST_PANIQUE").is_some();
        assert!(!asked, "asked for by the test");
    }
    #[cfg(not(debug_assertions))]
    let _ = msg;
}
