//! Backups as people make them, and as they make themselves.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/env.rs"]
mod env;
#[path = "common/screen.rs"]
mod screen;

use std::{
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use cmq::{app::msg::Msg, store::Store};
use env::Env;
use rusqlite::Connection;

fn folder(env: &Env) -> PathBuf {
    env.registre().with_file_name("sauvegardes")
}

/// Names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut all: Vec<_> = entries
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    all.sort();
    all
}

/// Makes the register believe that its last backup of the day is old.
fn age(path: &Path) {
    let conn = Connection::open(path).unwrap();
    conn.execute(
        "UPDATE meta SET valeur = '2026-01-01T00:00:00Z' WHERE cle = 'sauvegarde_jour'",
        [],
    )
    .unwrap();
}

/// Whether a file bears the name of a whole backup.
fn is_backup(name: &str) -> bool {
    std::path::Path::new(name).extension().is_some_and(|x| x == "db")
}

#[test]
fn a_backup_on_demand_is_a_register_of_its_own() {
    let env = Env::new();
    env.ok(&["campus"]);
    let run = env.run(&["sauvegarder"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.err.contains("vérifiée"), "{run:?}");
    let path = PathBuf::from(run.out.trim_end());
    assert_eq!(path.parent(), Some(folder(&env).as_path()));
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert_eq!(
        std::fs::metadata(folder(&env)).unwrap().permissions().mode() & 0o777,
        0o700
    );
    let campus = env.ok(&["campus"]);
    assert_eq!(env.ok(&["campus", "--registre", path.to_str().unwrap()]), campus);
    let json = env.json(&["sauvegarder"]);
    assert_eq!(json["motif"], "demande");
    assert_eq!(json["bonne"], true);
    assert_eq!(names(&folder(&env)).len(), 2);
}

#[test]
fn a_backup_goes_where_it_is_told_and_never_over_a_file() {
    let env = Env::new();
    env.ok(&["campus"]);
    let dest = env.home().join("copie.db");
    let dest = dest.to_str().unwrap();
    env.ok(&["sauvegarder", "-o", dest]);
    assert!(env.ok(&["verifier", "--registre", dest]).contains("intact"));
    env.refused(&["sauvegarder", "-o", dest], 2, &["existe déjà"]);
    let nowhere = env.home().join("absent/copie.db");
    let run = env.run(&["sauvegarder", "-o", nowhere.to_str().unwrap()]);
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!(names(&folder(&env)), Vec::<String>::new());
}

#[test]
fn the_first_command_of_a_day_leaves_a_backup_after_its_answer() {
    let env = Env::new();
    env.ok(&["campus"]);
    assert_eq!(
        names(&folder(&env)).len(),
        0,
        "a register made today holds nothing yet"
    );
    age(&env.registre());
    env.ok(&["campus"]);
    env.ok(&["campus"]);
    let all = names(&folder(&env));
    assert_eq!(all.len(), 1, "{all:?}");
    assert!(
        all[0].starts_with("registre-") && all[0].ends_with("-jour.db"),
        "{all:?}"
    );
}

#[test]
fn a_backup_of_the_day_that_cannot_be_made_is_said_and_the_answer_stands() {
    let env = Env::new();
    let campus = env.ok(&["campus"]);
    age(&env.registre());
    std::fs::write(folder(&env), "a file in the way").unwrap();
    let run = env.run(&["campus"]);
    assert_eq!((run.code, &run.out), (0, &campus));
    assert!(
        run.err.contains("la sauvegarde du jour n'a pas été faite"),
        "{run:?}"
    );
    assert!(run.err.contains("sauvegardes"), "{run:?}");
    env.refused(&["sauvegarder"], 1, &["impossible de créer le dossier"]);
}

#[test]
fn the_screen_makes_the_backup_of_the_day_once_it_is_drawn_and_says_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("registre.db");
    drop(Store::open_or_create(&path, "essai").unwrap());
    age(&path);
    let store = Store::open(&path, "essai").unwrap();
    let mut h = screen::Harness::on(store, "2016-06-01", (80, 24));
    let folder = dir.path().join("sauvegardes");
    assert!(names(&folder).is_empty(), "nothing before the screen is drawn");
    let start = Instant::now();
    while !names(&folder).iter().any(|n| n.ends_with("-jour.db")) {
        h.app.handle(Msg::Idle);
        assert!(start.elapsed() < Duration::from_secs(30), "{:?}", names(&folder));
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(h.app.message.is_none());
}

#[test]
fn the_screen_says_that_the_backup_of_the_day_failed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("registre.db");
    drop(Store::open_or_create(&path, "essai").unwrap());
    age(&path);
    std::fs::write(dir.path().join("sauvegardes"), "a file in the way").unwrap();
    let store = Store::open(&path, "essai").unwrap();
    let mut h = screen::Harness::on(store, "2016-06-01", (120, 24));
    let start = Instant::now();
    while h.app.message.is_none() {
        h.app.handle(Msg::Idle);
        assert!(start.elapsed() < Duration::from_secs(30));
        std::thread::sleep(Duration::from_millis(20));
    }
    h.shows("la sauvegarde du jour n'a pas été faite");
}

#[test]
fn a_backup_killed_at_any_moment_leaves_no_half_file_under_a_final_name() {
    let env = Env::new();
    env.ok(&["campus"]);
    let mut killed = 0;
    for n in 0..12_u64 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_cmq"))
            .args(["sauvegarder", "--registre"])
            .arg(env.registre())
            .env("HOME", env.home())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(n * 7));
        child.kill().unwrap();
        killed += u32::from(!child.wait().unwrap().success());
    }
    assert!(killed > 0, "no run was cut");
    for name in names(&folder(&env)) {
        let path = folder(&env).join(&name);
        if is_backup(&name) {
            let told = env.ok(&["verifier", "--registre", path.to_str().unwrap()]);
            assert!(told.contains("intact"), "{name}: {told}");
        }
    }
    env.ok(&["sauvegarder"]);
    assert!(
        names(&folder(&env)).iter().all(|n| is_backup(n)),
        "leftovers are swept: {:?}",
        names(&folder(&env))
    );
    env.ok(&["verifier"]);
}

#[test]
fn a_full_disk_leaves_no_backup_and_a_sentence() {
    let env = Env::new();
    env.ok(&["campus"]);
    // A file may not grow past a hundred blocks: the register opens, the copy does not fit.
    let output = Command::new("sh")
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f 100; exec \"$0\" sauvegarder --registre \"$1\"",
        ])
        .arg(env!("CARGO_BIN_EXE_cmq"))
        .arg(env.registre())
        .env("HOME", env.home())
        .output()
        .unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{err}");
    assert!(err.starts_with("erreur\u{202f}: "), "{err}");
    assert_eq!(names(&folder(&env)), Vec::<String>::new(), "{err}");
    env.ok(&["verifier"]);
}
