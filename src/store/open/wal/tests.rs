use std::fs;

use super::*;
use crate::{
    domain::sauvegarde::Motif,
    store::{Op, Store, record},
};

fn note(store: &mut Store, rev: i64) {
    store
        .write(Op::EditCampus, |conn| {
            record::update(conn, "campus", 3, rev, &[("note", &format!("note {rev}"))])
        })
        .unwrap();
}

/// A register in a folder of its own, and the `-wal` of a session that wrote to it five times and never ended.
fn with_wal() -> (tempfile::TempDir, PathBuf, Vec<u8>) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("le registre, 50 %.db");
    let mut store = Store::open_or_create(&path, "marie").unwrap();
    (1..6).for_each(|rev| note(&mut store, rev));
    let (file, wal) = (
        fs::read(&path).unwrap(),
        fs::read(companion(&path, "-wal")).unwrap(),
    );
    drop(store);
    // As the machine's death leaves them.
    fs::write(&path, file).unwrap();
    fs::write(companion(&path, "-wal"), &wal).unwrap();
    (dir, path, wal)
}

/// Puts a `-wal` beside a register: it is not opened, in words, and neither file changes. Without it, it opens.
fn refused_with(path: &Path, wal: &[u8]) {
    let beside = companion(path, "-wal");
    fs::write(&beside, wal).unwrap();
    let before = fs::read(path).unwrap();
    for opened in [
        Store::open(path, "marie"),
        Store::open_restricted(path, "marie"),
        Store::consult(path, "marie"),
    ] {
        let error = opened.unwrap_err();
        assert!(matches!(error, Error::Unfit { .. }), "{error}");
        assert!(error.to_string().contains("-wal ne vient pas de lui"), "{error}");
    }
    assert!(fs::read(path).unwrap() == before && fs::read(&beside).unwrap() == wal);
    fs::remove_file(&beside).unwrap();
    Store::open(path, "marie").unwrap().verify().unwrap();
}

#[test]
fn what_a_session_that_died_left_is_read() {
    let (_dir, path, _) = with_wal();
    let store = Store::open(&path, "marie").unwrap();
    assert_eq!(store.dernier_lot().unwrap().0, 6);
    store.verify().unwrap();
}

/// Its salts are sound, and it is read: what `SQLite` does when nobody asks.
#[test]
fn sqlite_reads_the_wal_of_another_register() {
    let (_dir, path, _) = with_wal();
    let (_other, foreign, wal) = with_wal();
    drop(Store::open(&foreign, "marie").unwrap());
    fs::copy(&path, &foreign).unwrap();
    fs::write(companion(&foreign, "-wal"), wal).unwrap();
    let first = |conn: &Connection| -> String {
        conn.query_row("SELECT empreinte FROM chaine WHERE lot = 2", [], |r| r.get(0))
            .unwrap_or_default()
    };
    assert_ne!(
        first(&Connection::open(&foreign).unwrap()),
        first(&Connection::open(&path).unwrap())
    );
}

#[test]
fn the_wal_of_another_register_is_refused_in_words() {
    let (_dir, path, _) = with_wal();
    drop(Store::open(&path, "marie").unwrap());
    let (_other, _, wal) = with_wal();
    refused_with(&path, &wal);
}

#[test]
fn the_wal_of_the_register_beside_its_backup_is_refused_in_words() {
    let (dir, path, wal) = with_wal();
    let mut store = Store::open(&path, "marie").unwrap();
    note(&mut store, 6);
    let made = store.sauvegarder(Motif::Demande, None).unwrap();
    drop(store);
    let copy = dir.path().join("copie.db");
    fs::copy(&made.chemin, &copy).unwrap();
    refused_with(&copy, &wal);
}

/// A copy of the file alone, made too early for the `-wal` it stands beside: some of what comes between is in neither.
#[test]
fn a_later_wal_of_the_same_register_is_refused_in_words() {
    let (_dir, path, _) = with_wal();
    drop(Store::open(&path, "marie").unwrap());
    let early = fs::read(&path).unwrap();
    let mut store = Store::open(&path, "marie").unwrap();
    (6..60).for_each(|rev| note(&mut store, rev));
    drop(store);
    let mut store = Store::open(&path, "marie").unwrap();
    note(&mut store, 60);
    let late = fs::read(companion(&path, "-wal")).unwrap();
    drop(store);
    fs::write(&path, early).unwrap();
    refused_with(&path, &late);
}

#[test]
fn a_wal_that_is_cut_or_empty_is_read_as_far_as_it_goes() {
    let (_dir, path, wal) = with_wal();
    let sound = fs::read(&path).unwrap();
    for len in [0, 1, 31, 32, 33, 4000, wal.len() / 2, wal.len() - 1] {
        fs::write(&path, &sound).unwrap();
        fs::write(companion(&path, "-wal"), &wal[..len]).unwrap();
        Store::open(&path, "marie").unwrap().verify().unwrap();
    }
}

#[test]
fn a_register_that_others_have_open_is_opened_beside_them() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("registre.db");
    let mut store = Store::open_or_create(&path, "marie").unwrap();
    note(&mut store, 1);
    assert!(alone(&path, OpenFlags::empty()).is_none());
    let mut other = Store::open(&path, "lea").unwrap();
    note(&mut other, 2);
    note(&mut store, 3);
    drop((store, other));
    assert!(alone(&path, OpenFlags::empty()).is_some());
}
