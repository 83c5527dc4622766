//! A suivi left in the middle of a long text, and taken up again.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "a test's own tools; each file uses its part"
)]

use std::path::{Path, PathBuf};

use crate::pty::Pty;

/// Typed in the first long text of a suivi.
pub const LONG: &str = "Le contexte a beaucoup change depuis deux ans dans le bassin";

/// Opens the suivi of Plasticampus and types in its first long text.
pub fn typing(home: &Path) -> Pty {
    let mut p = Pty::start(home, &["--au", "2015-09-01", "suivi", "plasticampus"], (80, 24));
    p.wait_for("Étape 1/14");
    p.keys("pagedown");
    p.wait_for("Étape 2/14");
    p.send(LONG);
    p.wait_for("dans le bassin");
    p
}

/// Opens the same review again: the same field, the whole text.
#[track_caller]
pub fn resumes(home: &Path) {
    let mut p = Pty::start(home, &["--au", "2015-09-01", "suivi", "plasticampus"], (80, 24));
    p.wait_for("Étape 2/14");
    p.wait_for("Le contexte a beaucoup change");
    p.wait_for("dans le bassin");
    // The cursor is where it was: the next letters follow the text.
    p.send(" FIN");
    p.wait_for("bassin FIN");
    p.keys("esc");
    p.wait_for("Brouillon enregistré");
    p.keys("q");
    assert_eq!(p.end(), 0);
}

/// Where a home keeps its register.
pub fn registre(home: &Path) -> PathBuf {
    home.join(".local/share/cmq/registre.db")
}

/// Where a home keeps what the register could not take.
pub fn etat(home: &Path) -> PathBuf {
    home.join(".local/state/cmq")
}

/// The files that sessions of this home put aside: in its state folder, else in memory, which every home shares.
fn mis_de_cote_ou(home: &Path) -> Vec<(std::path::PathBuf, String)> {
    let memory = format!("/dev/shm/cmq-{}", rustix::process::geteuid().as_raw());
    let files = [etat(home), memory.into()]
        .into_iter()
        .flat_map(|dir| std::fs::read_dir(dir).into_iter().flatten().flatten());
    files
        .map(|f| f.path())
        .filter(|p| p.extension().is_some_and(|x| x == "json"))
        // Another home's may vanish meanwhile.
        .filter_map(|p| std::fs::read_to_string(&p).ok().map(|text| (p, text)))
        .filter(|(_, text)| text.contains(registre(home).to_str().unwrap()))
        .collect()
}

/// What sessions of this home put aside, as files.
pub fn mis_de_cote(home: &Path) -> Vec<String> {
    mis_de_cote_ou(home).into_iter().map(|(_, text)| text).collect()
}

/// Forgets it.
pub fn oublie(home: &Path) {
    for (path, _) in mis_de_cote_ou(home) {
        std::fs::remove_file(path).unwrap();
    }
}

/// Everything typed that the register has, answers and texts being typed; fails when the file is not sound.
#[track_caller]
pub fn textes(home: &Path) -> String {
    let conn = rusqlite::Connection::open(registre(home)).unwrap();
    let verdict: String = conn
        .query_row("PRAGMA integrity_check", [], |r| r.get(0))
        .unwrap();
    assert_eq!(verdict, "ok");
    let broken: i64 = conn
        .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |r| r.get(0))
        .unwrap();
    assert_eq!(broken, 0, "references");
    conn.query_row(
        "SELECT coalesce(group_concat(t, char(10)), '') FROM
           (SELECT CAST(valeur AS TEXT) t FROM reponse UNION ALL SELECT texte FROM saisie)",
        [],
        |r| r.get(0),
    )
    .unwrap()
}
