//! The real program in a real pseudo-terminal: starts and leaves the screen clean, loses nothing when the line
//! drops, is killed or is told to end.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "common/pty.rs"]
mod pty;
#[path = "common/saisie.rs"]
mod saisie;

use std::time::{Duration, Instant};

use pty::Pty;
use rustix::process::Signal;
use saisie::{LONG, resumes, typing};

#[test]
fn starts_without_a_query_and_leaves_the_screen_clean() {
    let home = tempfile::tempdir().unwrap();
    let mut p = Pty::start(home.path(), &[], (80, 24));
    p.wait_for("2 Campus · 12");
    p.keys("j k G g q");
    assert_eq!(p.end(), 0);
    let bytes = String::from_utf8_lossy(&p.bytes()).into_owned();
    for query in ["\x1b[c", "\x1b[6n", "\x1b[?u", "\x1b]11;?", "\x1b[>"] {
        assert!(!bytes.contains(query), "query {query:?}");
    }
    assert!(bytes.starts_with("\x1b[?1049h"));
    let end = bytes.rfind("\x1b[?1049l").expect("leaves the alternate screen");
    assert!(bytes.rfind("\x1b[?2004l").unwrap() < end && bytes[end..].contains("\x1b[?25h"));
}

#[test]
fn a_hang_up_in_a_long_text_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    let mut p = typing(home.path());
    p.signal(Signal::HUP);
    assert_eq!(p.end(), 129);
    resumes(home.path());
}

#[test]
fn a_terminal_that_closes_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    let mut p = typing(home.path());
    let start = Instant::now();
    p.hang_up();
    p.end();
    assert!(
        start.elapsed() < Duration::from_secs(3),
        "gone within moments of its terminal"
    );
    resumes(home.path());
}

#[test]
fn told_to_end_it_saves_and_restores_the_screen() {
    let home = tempfile::tempdir().unwrap();
    let mut p = typing(home.path());
    p.signal(Signal::TERM);
    assert_eq!(p.end(), 143);
    assert!(String::from_utf8_lossy(&p.bytes()).contains("\x1b[?1049l"));
    resumes(home.path());
}

#[test]
fn killed_it_loses_at_most_the_last_second() {
    let home = tempfile::tempdir().unwrap();
    let mut p = typing(home.path());
    p.wait_for("enregistré à");
    p.signal(Signal::KILL);
    p.end();
    resumes(home.path());
}

/// Opens a new séance of the commission.
fn seance(home: &std::path::Path) -> Pty {
    let mut p = Pty::start(home, &["--au", "2015-09-01"], (80, 24));
    p.wait_for("2 Campus · 12");
    p.keys("8");
    p.wait_for("Commission");
    p.keys("n");
    p.wait_for("Nouvelle séance");
    p
}

#[test]
fn a_seance_killed_in_mid_word_comes_back_to_the_word() {
    let home = tempfile::tempdir().unwrap();
    let mut p = seance(home.path());
    p.keys("tab tab");
    p.send("Ministere, rue de Gren");
    p.wait_for("brouillon enregistré à");
    p.signal(Signal::KILL);
    p.end();
    let mut p = seance(home.path());
    p.wait_for("Brouillon repris");
    p.send("elle");
    p.wait_for("Ministere, rue de Grenelle");
    p.send("\x1b[21~");
    p.wait_for("enregistrée");
    p.keys("q");
    assert_eq!(p.end(), 0);
}

#[test]
fn a_panic_saves_the_draft_and_restores_the_screen() {
    let home = tempfile::tempdir().unwrap();
    let args = ["--au", "2015-09-01", "suivi", "plasticampus"];
    let mut p = Pty::with_env(home.path(), &args, (80, 24), &[("CMQ_TEST_PANIQUE", "1")]);
    p.wait_for("Étape 1/14");
    p.keys("pagedown");
    p.wait_for("Étape 2/14");
    p.send(LONG);
    p.wait_for("dans le bassin");
    p.send("\x1b[24~");
    assert_eq!(p.end(), 101);
    let bytes = String::from_utf8_lossy(&p.bytes()).into_owned();
    let left = bytes.rfind("\x1b[?1049l").expect("leaves the alternate screen");
    assert!(
        bytes[left..].contains("le brouillon est enregistré"),
        "{:?}",
        &bytes[left..]
    );
    assert!(!bytes.contains("panicked at"), "nothing English on the screen");
    resumes(home.path());
}

#[test]
fn an_arrow_cut_in_two_is_an_arrow() {
    let home = tempfile::tempdir().unwrap();
    let mut p = Pty::start(home.path(), &[], (80, 24));
    p.wait_for("2 Campus · 12");
    let (before, _) = p.cursor();
    p.send("\x1b");
    std::thread::sleep(Duration::from_millis(5));
    p.send("[B");
    let start = Instant::now();
    while p.cursor().0 == before && start.elapsed() < Duration::from_secs(5) {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(p.cursor().0, before + 1, "{}", p.screen());
}

#[test]
fn hostile_text_reaches_no_terminal() {
    let home = tempfile::tempdir().unwrap();
    let mut p = typing(home.path());
    p.send("\x1b[200~\x1b]0;pris\x07\x1b[31mrouge\u{202e}\x1b[201~");
    p.wait_for("rouge");
    p.keys("f10");
    p.wait_for("Récapitulation");
    p.keys("esc esc");
    p.wait_for("2 Campus");
    let bytes = String::from_utf8_lossy(&p.bytes()).into_owned();
    assert!(!bytes.contains("\x1b]0;pris") && !bytes.contains('\u{202e}'));
}

#[test]
fn resizing_redraws() {
    let home = tempfile::tempdir().unwrap();
    let mut p = Pty::start(home.path(), &[], (80, 24));
    p.wait_for("2 Campus · 12");
    for (w, h) in [(60, 16), (29, 7), (140, 40), (20, 5), (80, 24)] {
        p.resize(w, h);
        p.wait_for(if w < 30 { "Fenêtre" } else { "2 Campus · 12" });
    }
    p.wait_for("4 Partenaires");
}

#[test]
fn without_utf8_the_screen_is_ascii() {
    let home = tempfile::tempdir().unwrap();
    let mut p = Pty::with_env(home.path(), &[], (80, 24), &[("LC_ALL", "C")]);
    p.wait_for("2 Campus . 12");
    p.keys("q");
    p.end();
    assert!(p.bytes().is_ascii());
}

#[test]
fn no_color_still_shows_the_selection() {
    let home = tempfile::tempdir().unwrap();
    let mut p = Pty::with_env(home.path(), &[], (80, 24), &[("NO_COLOR", "1")]);
    p.wait_for("2 Campus · 12");
    p.keys("q");
    p.end();
    let bytes = String::from_utf8_lossy(&p.bytes()).into_owned();
    assert!(
        !bytes.contains("\x1b[36") && !bytes.contains(";36") && bytes.contains("7m"),
        "{bytes:?}"
    );
}

#[test]
fn two_sessions_on_one_register() {
    let home = tempfile::tempdir().unwrap();
    let mut a = Pty::start(home.path(), &[], (80, 24));
    a.wait_for("2 Campus · 12");
    a.keys("6");
    a.wait_for("Aucune revue");
    let mut b = typing(home.path());
    b.keys("tab");
    // The other session sees the draft within moments, without a key.
    a.wait_for("brouillon");
    b.keys("esc");
    b.wait_for("Brouillon enregistré");
}
