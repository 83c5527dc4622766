//! Going back to a backup: said first, done by command, nothing thrown away.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/env.rs"]
mod env;
#[path = "common/pty.rs"]
mod pty;

use std::{
    fs,
    path::{Path, PathBuf},
};

use cmq::store::{Op, Store, record};
use env::Env;
use pty::Pty;

/// A register with a backup, and a change after it.
fn with_backup() -> (Env, PathBuf) {
    let env = Env::new();
    env.ok(&["campus"]);
    note(&env.registre(), "avant");
    let backup = PathBuf::from(env.ok(&["sauvegarder"]).trim_end());
    note(&env.registre(), "après");
    (env, backup)
}

fn note(path: &Path, text: &str) {
    let mut store = Store::open(path, "Durand").unwrap();
    store
        .write(Op::EditCampus, |conn| {
            let rev = conn.query_row("SELECT rev FROM campus WHERE id = 3", [], |r| r.get(0))?;
            record::update(conn, "campus", 3, rev, &[("note", &text)])
        })
        .unwrap();
}

fn read(path: &Path) -> String {
    let conn = rusqlite::Connection::open(path).unwrap();
    conn.query_row("SELECT note FROM campus WHERE id = 3", [], |r| r.get(0))
        .unwrap()
}

/// The folders of registers put aside.
fn aside(env: &Env) -> Vec<PathBuf> {
    let folder = env.registre().with_file_name("sauvegardes");
    let entries = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    entries.filter(|p| p.is_dir()).collect()
}

#[test]
fn a_rehearsal_says_what_would_be_lost_and_writes_nothing() {
    let (env, _) = with_backup();
    let before = fs::read(env.registre()).unwrap();
    let run = env.run(&["restaurer"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.out.contains("Durand") && run.out.contains("Modification d'un campus"),
        "{run:?}"
    );
    assert!(run.err.contains("1 lot du journal serait perdu"), "{run:?}");
    assert_eq!(fs::read(env.registre()).unwrap(), before);
    let json = env.json(&["restaurer", "1"]);
    assert_eq!(json["applique"], false);
    assert_eq!(json["lots_perdus"].as_array().unwrap().len(), 1);
    assert!(env.ok(&["restaurer", "--lister"]).contains("demandée"));
}

#[test]
fn a_restored_register_says_so_in_its_journal_and_the_old_one_is_kept() {
    let (env, _) = with_backup();
    let run = env.run(&["restaurer", "--appliquer"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(read(&env.registre()), "avant");
    assert!(env.ok(&["verifier"]).contains("intact"));
    let journal = env.ok(&["journal"]);
    assert!(journal.contains("Retour à une sauvegarde"), "{journal}");
    let kept = aside(&env);
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert_eq!(read(&kept[0].join("registre.db")), "après");
    // And back again to what was put aside.
    let old = kept[0].join("registre.db");
    env.ok(&["restaurer", old.to_str().unwrap(), "--appliquer"]);
    assert_eq!(read(&env.registre()), "après");
}

#[test]
fn a_backup_that_does_not_verify_is_refused() {
    let (env, backup) = with_backup();
    let mut bytes = fs::read(&backup).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0x5a);
    fs::write(&backup, bytes).unwrap();
    let before = fs::read(env.registre()).unwrap();
    env.refused(&["restaurer", "--appliquer"], 6, &["ne peut pas servir"]);
    assert_eq!(fs::read(env.registre()).unwrap(), before);
    assert!(aside(&env).is_empty());
}

#[test]
fn a_backup_of_another_register_is_refused() {
    let (env, _) = with_backup();
    let other = Env::new();
    other.ok(&["campus"]);
    let backup = other.ok(&["sauvegarder"]);
    env.refused(&["restaurer", backup.trim_end()], 1, &["autre registre"]);
    env.refused(&["restaurer", "nulle-part"], 2, &["n'est pas une sauvegarde"]);
}

#[test]
fn a_wal_left_by_the_register_before_goes_with_it() {
    let (env, _) = with_backup();
    // A session that died: its last commits are still in the -wal.
    let copy = env.home().join("mort");
    fs::create_dir(&copy).unwrap();
    {
        let mut store = Store::open(&env.registre(), "Durand").unwrap();
        store
            .write(Op::EditCampus, |conn| {
                let rev = conn.query_row("SELECT rev FROM campus WHERE id = 3", [], |r| r.get(0))?;
                record::update(conn, "campus", 3, rev, &[("note", &"dans le wal")])
            })
            .unwrap();
        for end in ["", "-wal"] {
            let name = format!("registre.db{end}");
            fs::copy(env.registre().with_file_name(&name), copy.join(&name)).unwrap();
        }
    }
    for end in ["", "-wal"] {
        let name = format!("registre.db{end}");
        fs::copy(copy.join(&name), env.registre().with_file_name(&name)).unwrap();
    }
    let run = env.run(&["restaurer", "--appliquer"]);
    assert!(run.err.contains("2 lots du journal n'y sont plus"), "{run:?}");
    assert_eq!(read(&env.registre()), "avant");
    env.ok(&["verifier"]);
    let kept = aside(&env);
    assert!(kept[0].join("registre.db-wal").exists());
    assert_eq!(read(&kept[0].join("registre.db")), "dans le wal");
}

#[test]
fn a_register_that_is_gone_comes_back() {
    let (env, _) = with_backup();
    fs::remove_file(env.registre()).unwrap();
    env.ok(&["restaurer", "--appliquer"]);
    assert_eq!(read(&env.registre()), "avant");
    assert!(aside(&env).is_empty(), "nothing was there to put aside");
}

#[test]
fn a_running_session_keeps_its_register() {
    let (env, _) = with_backup();
    let registre = env.registre();
    let mut pty = Pty::start(env.home(), &["--registre", registre.to_str().unwrap()], (80, 24));
    pty.wait_for("Régions");
    let run = env.run(&["restaurer", "--appliquer"]);
    assert_eq!(run.code, 3, "{run:?}");
    assert!(
        run.err.contains("d'autres sessions ont ce registre ouvert"),
        "{run:?}"
    );
    assert!(run.err.contains("cmq"), "it says which process: {run:?}");
    assert_eq!(env.run(&["restaurer"]).code, 0, "a rehearsal disturbs nobody");
    pty.keys("q");
    pty.end();
    env.ok(&["restaurer", "--appliquer"]);
    assert_eq!(read(&registre), "avant");
}

#[test]
fn a_restoration_that_was_cut_is_said_and_taken_up_again() {
    let (env, _) = with_backup();
    let cut = env
        .registre()
        .with_file_name("sauvegardes")
        .join("ecarte-registre-20261123T140200Z.en-cours");
    fs::create_dir(&cut).unwrap();
    fs::rename(env.registre(), cut.join("registre.db")).unwrap();
    env.refused(&["campus"], 1, &["restauration a été interrompue"]);
    assert!(!env.registre().exists(), "no new register takes its place");
    env.ok(&["restaurer", "--appliquer"]);
    assert_eq!(read(&env.registre()), "avant");
    assert!(
        aside(&env)
            .iter()
            .all(|p| !p.to_string_lossy().ends_with(".en-cours"))
    );
}
