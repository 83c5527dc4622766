use std::os::unix::fs::PermissionsExt;

use super::*;
use crate::store::{Op, record};

fn register() -> (tempfile::TempDir, std::path::PathBuf, Store) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("registre.db");
    let store = Store::open_or_create(&path, "marie").unwrap();
    (dir, path, store)
}

fn age(store: &Store) {
    store
        .conn
        .execute(
            "UPDATE meta SET valeur = '2026-01-01T00:00:00Z' WHERE cle = ?1",
            [JOUR],
        )
        .unwrap();
}

fn edit(store: &mut Store, note: &str) {
    store
        .write(Op::EditCampus, |conn| {
            let rev = conn.query_row("SELECT rev FROM campus WHERE id = 3", [], |r| r.get(0))?;
            record::update(conn, "campus", 3, rev, &[("note", &note)])
        })
        .unwrap();
}

#[test]
fn a_backup_is_private_verified_recorded_and_holds_the_last_lot() {
    let (_dir, path, mut store) = register();
    edit(&mut store, "revu");
    let made = store.sauvegarder(Motif::Demande, None).unwrap();
    let meta = std::fs::metadata(&made.chemin).unwrap();
    assert_eq!(meta.permissions().mode() & 0o777, 0o600);
    assert_eq!(made.lot, Some(store.dernier_lot().unwrap().0));
    assert_eq!(store.sauvegardes().unwrap(), std::slice::from_ref(&made));
    let copy = copy::open_copy(&made.chemin).unwrap();
    let note: String = copy
        .query_row("SELECT note FROM campus WHERE id = 3", [], |r| r.get(0))
        .unwrap();
    assert_eq!(note, "revu");
    assert_eq!(
        std::fs::read_dir(folder::of(&path)).unwrap().count(),
        1,
        "nothing else is left"
    );
    store.verify().unwrap();
}

#[test]
fn the_backup_of_the_day_is_made_once_and_not_of_a_new_register() {
    let (_dir, path, store) = register();
    assert!(!store.sauvegarde_due().unwrap());
    assert_eq!(sauvegarder_du_jour(&path).unwrap(), None);
    age(&store);
    assert!(store.sauvegarde_due().unwrap());
    assert!(sauvegarder_du_jour(&path).unwrap().is_some());
    assert_eq!(sauvegarder_du_jour(&path).unwrap(), None);
    assert_eq!(store.sauvegardes().unwrap().len(), 1);
}

#[test]
fn a_backup_of_the_day_that_fails_is_remembered_and_the_next_one_forgets_it() {
    let (_dir, path, store) = register();
    age(&store);
    std::fs::write(folder::of(&path), "a file in the way").unwrap();
    let error = sauvegarder_du_jour(&path).unwrap_err();
    assert!(error.to_string().contains("sauvegardes"), "{error}");
    let told = store.sauvegarde_echec().unwrap().unwrap();
    assert!(told.contains("impossible de créer le dossier"), "{told}");
    std::fs::remove_file(folder::of(&path)).unwrap();
    sauvegarder_du_jour(&path).unwrap().unwrap();
    assert_eq!(store.sauvegarde_echec().unwrap(), None);
}

#[test]
fn a_purge_is_preceded_by_a_backup_and_refused_without_one() {
    let (_dir, path, mut store) = register();
    let id: i64 = store
        .conn
        .query_row(
            "SELECT id FROM filiere WHERE id NOT IN (SELECT filiere FROM campus_filiere) LIMIT 1",
            [],
            |r| r.get(0),
        )
        .unwrap();
    let objet = crate::domain::Archivable::Filiere(crate::domain::FiliereId(id));
    store.archive(objet).unwrap();
    std::fs::write(folder::of(&path), "a file in the way").unwrap();
    assert!(store.purge(&[objet]).is_err());
    let kept = |s: &Store| {
        s.conn
            .query_row("SELECT count(*) FROM filiere WHERE id = ?1", [id], |r| {
                r.get::<_, i64>(0)
            })
            .unwrap()
    };
    assert_eq!(kept(&store), 1);
    std::fs::remove_file(folder::of(&path)).unwrap();
    store.purge(&[objet]).unwrap();
    assert_eq!(kept(&store), 0);
    let all = store.sauvegardes().unwrap();
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].motif, Motif::Purge);
}

#[test]
fn what_a_killed_backup_left_is_swept_and_what_another_makes_is_not() {
    let (_dir, path, mut store) = register();
    let dir = folder::ensure(&path).unwrap();
    let dead = dir.join("registre-x.0000.tmp");
    std::fs::write(&dead, "half").unwrap();
    let alive = dir.join("registre-y.0000.tmp");
    let held = std::fs::File::create(&alive).unwrap();
    rustix::fs::flock(&held, rustix::fs::FlockOperation::LockExclusive).unwrap();
    store.sauvegarder(Motif::Demande, None).unwrap();
    assert!(!dead.exists());
    assert!(alive.exists());
    assert_eq!(
        store.sauvegardes().unwrap().len(),
        1,
        "neither counts as a backup"
    );
}

#[test]
fn a_file_of_that_name_is_never_replaced() {
    let (dir, _path, mut store) = register();
    let dest = dir.path().join("ailleurs.db");
    std::fs::write(&dest, "mine").unwrap();
    assert!(store.sauvegarder(Motif::Demande, Some(&dest)).is_err());
    assert_eq!(std::fs::read_to_string(&dest).unwrap(), "mine");
    let other = dir.path().join("copie.db");
    store.sauvegarder(Motif::Demande, Some(&other)).unwrap();
    Store::open(&other, "marie").unwrap().verify().unwrap();
}

#[test]
fn backups_are_whole_while_others_write() {
    let (_dir, path, mut store) = register();
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut other = Store::open(&path, "paul").unwrap();
            let mut n = 0;
            while n < 400 && !stop.load(std::sync::atomic::Ordering::Relaxed) {
                edit(&mut other, &format!("note {n}"));
                n += 1;
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
        });
        for _ in 0..2 {
            let made = store.sauvegarder(Motif::Demande, None).unwrap();
            copy::examine(&made.chemin).unwrap();
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}

#[test]
fn old_backups_are_thinned_and_forgotten() {
    let (_dir, path, mut store) = register();
    let first = store.sauvegarder(Motif::Demande, None).unwrap();
    for month in 1..=9 {
        for day in [3, 4] {
            let fait = format!("2024-0{month}-0{day}T08:00:00.000Z");
            let nom = crate::domain::sauvegarde::nom("registre", &fait, Motif::Jour);
            std::fs::copy(&first.chemin, folder::of(&path).join(nom)).unwrap();
        }
    }
    store.sauvegarder(Motif::Demande, None).unwrap();
    let left = store.sauvegardes().unwrap();
    // Today's two; the seven last days before them reach back to May; then a month each.
    let days: Vec<&str> = left.iter().map(|s| &s.fait[..10]).collect();
    assert!(
        days.contains(&"2024-09-04") && days.contains(&"2024-01-04"),
        "{days:?}"
    );
    assert!(!days.contains(&"2024-01-03"), "{days:?}");
    store.verify().unwrap();
}
