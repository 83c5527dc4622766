//! The journal cannot be gone round nor rewritten; a lot can be undone; several sessions live together.

#![allow(clippy::unwrap_used)] // helpers of tests are tests

use std::{os::unix::fs::PermissionsExt, path::PathBuf};

use cmq::{
    domain::{
        CampusId, Depart, PartenaireId, TypeRevue,
        journal::{FiltreJournal, Sujet},
        texte,
    },
    form::Value,
    store::{Error, Filtre, Op, Store, record},
};
use jiff::civil::date;
use proptest::prelude::*;
use rusqlite::Connection;

/// A register in a folder of its own, and a plain connection to it, as `sqlite3` would have.
fn register() -> (tempfile::TempDir, PathBuf, Store) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("cmq/registre.db");
    let store = Store::open_or_create(&path, "m.durand").unwrap();
    (dir, path, store)
}

fn note(store: &mut Store, id: i64, rev: i64, note: &str) -> cmq::store::Result<cmq::store::Changes> {
    let columns: [record::Column<'_>; 1] = [("note", &note)];
    let done = store.write(Op::EditCampus, |conn| {
        record::update(conn, "campus", id, rev, &columns)
    });
    done.map(|((), changes)| changes)
}

fn rev(store: &Store, id: i64) -> i64 {
    let line = store.campus_par_id(CampusId(id), date(2015, 9, 1)).unwrap();
    line.unwrap().rev
}

fn note_of(store: &Store, id: i64) -> Option<String> {
    store.fiche(CampusId(id), date(2015, 9, 1)).unwrap().note
}

#[test]
fn nothing_is_written_past_the_door() {
    let (_dir, path, store) = register();
    let plain = Connection::open(path).unwrap();
    for sql in [
        "UPDATE campus SET note = 'x', rev = rev + 1",
        "UPDATE campus SET note = 'x'",
        "DELETE FROM evenement",
        "INSERT INTO agent(uid, nom) VALUES ('u', 'intrus')",
        "INSERT OR REPLACE INTO evenement SELECT * FROM evenement LIMIT 1",
        "INSERT INTO reponse VALUES (1, 'a', 'entier', 1, '')",
        "INSERT INTO porte VALUES (1, 1)",
        "INSERT INTO changement(lot, nom_table, ligne, cle, apres) VALUES (1, 'campus', 1, 'x', '{}')",
    ] {
        let error = plain.execute_batch(sql).unwrap_err().to_string();
        assert!(
            error.contains("hors de la porte") || error.contains("sans révision"),
            "{sql} : {error}"
        );
    }
    for sql in [
        "UPDATE lot SET agent = 'autre'",
        "DELETE FROM lot",
        "INSERT OR REPLACE INTO lot SELECT * FROM lot",
        "INSERT OR REPLACE INTO lot(uid, op, agent, quand) SELECT uid, op, 'autre', quand FROM lot",
        "UPDATE changement SET apres = '{}'",
        "DELETE FROM changement",
        "UPDATE chaine SET empreinte = 'x'",
        "DELETE FROM chaine",
        "INSERT OR REPLACE INTO chaine SELECT * FROM chaine",
    ] {
        let error = plain.execute_batch(sql).unwrap_err().to_string();
        assert!(error.contains("journal ne se modifie pas"), "{sql} : {error}");
    }
    store.verify_journal().unwrap();
    assert_eq!(store.agent(), "m.durand");
}

#[test]
fn an_edit_is_one_lot_with_who_when_before_and_after() {
    let (_dir, path, mut store) = register();
    let before = note_of(&store, 1);
    let changes = note(&mut store, 1, 1, "nouvelle note").unwrap();
    assert_eq!(changes.tables().collect::<Vec<_>>(), ["campus"]);
    let plain = Connection::open(path).unwrap();
    let (op, agent, quand): (String, String, String) = plain
        .query_row(
            "SELECT op, agent, quand FROM lot ORDER BY id DESC LIMIT 1",
            [],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
        )
        .unwrap();
    assert_eq!((op.as_str(), agent.as_str()), ("campus-modification", "m.durand"));
    assert!(quand.ends_with('Z') && quand.len() == 20, "{quand}");
    let (avant, apres): (Option<String>, String) = plain
        .query_row(
            "SELECT avant ->> 'note', apres ->> 'note' FROM changement ORDER BY id DESC LIMIT 1",
            [],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )
        .unwrap();
    assert_eq!((avant, apres.as_str()), (before, "nouvelle note"));
    store.verify_journal().unwrap();
}

#[test]
fn a_write_that_fails_leaves_nothing() {
    let (_dir, _path, mut store) = register();
    let failed: cmq::store::Result<((), _)> = store.write(Op::EditCampus, |conn| {
        conn.execute("UPDATE campus SET note = 'x', rev = rev + 1", [])?;
        Err(Error::Refused("non".to_owned()))
    });
    assert!(failed.is_err());
    assert_eq!(rev(&store, 1), 1);
    let bad = store.write(Op::EditCampus, |conn| {
        Ok(conn.execute("UPDATE label SET debut = '2013-13', rev = rev + 1", [])?)
    });
    assert!(bad.is_err(), "a date that does not exist");
    store.verify_journal().unwrap();
}

#[test]
fn what_was_tampered_with_is_named() {
    let tampered = |sql: &str| {
        let (_dir, path, mut store) = register();
        note(&mut store, 1, 1, "une note").unwrap();
        let plain = Connection::open(path).unwrap();
        plain
            .execute_batch("DROP TRIGGER changement_fige; DROP TRIGGER lot_fige; DROP TRIGGER lot_garde;")
            .unwrap();
        plain
            .execute_batch("DROP TRIGGER chaine_gardee; DROP TRIGGER changement_garde;")
            .unwrap();
        plain
            .execute_batch("DROP TRIGGER journal_campus_modification")
            .unwrap();
        plain.execute_batch(sql).unwrap();
        match store.verify_journal() {
            Err(e @ Error::Integrity(_)) => {
                assert_eq!(e.exit_code(), 6);
                e.to_string()
            }
            other => panic!("{sql} : {other:?}"),
        }
    };
    assert!(tampered("UPDATE lot SET agent = 'autre' WHERE id = 2").contains("lot 2"));
    assert!(tampered("UPDATE lot SET quand = '2000-01-01T00:00:00Z' WHERE id = 1").contains("lot 1"));
    assert!(
        tampered("UPDATE changement SET apres = replace(apres, 'une', 'la') WHERE lot = 2").contains("lot 2")
    );
    assert!(tampered("DELETE FROM changement WHERE lot = 2").contains("lot 2"));
    assert!(tampered("DELETE FROM chaine WHERE lot = 2").contains("lot 2"));
    assert!(tampered("UPDATE campus SET note = 'autre' WHERE id = 3").contains("campus"));
}

#[test]
fn two_sessions_see_each_other_and_never_overwrite() {
    let (_dir, path, mut one) = register();
    let mut two = Store::open(&path, "p.martin").unwrap();
    assert!(!two.changed_elsewhere().unwrap());
    note(&mut one, 1, 1, "de Durand").unwrap();
    assert!(!one.changed_elsewhere().unwrap(), "its own commit");
    assert!(two.changed_elsewhere().unwrap());
    assert!(!two.changed_elsewhere().unwrap(), "told once");
    let late = note(&mut two, 1, 1, "de Martin").unwrap_err();
    assert!(matches!(late, Error::Stale(_)));
    assert_eq!(late.exit_code(), 4);
    assert_eq!(note_of(&two, 1).as_deref(), Some("de Durand"));
    assert!(matches!(note(&mut two, 99, 1, "x"), Err(Error::NotFound(_))));
}

#[test]
fn a_held_lock_is_said_after_a_while() {
    let (_dir, path, mut store) = register();
    let other = Connection::open(path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let start = std::time::Instant::now();
    let busy = note(&mut store, 1, 1, "x").unwrap_err();
    assert!(matches!(busy, Error::Busy));
    assert_eq!(busy.exit_code(), 3);
    assert!(start.elapsed().as_secs() >= 4, "others are given time");
    assert_eq!(
        store.campus(&Filtre::au(date(2015, 9, 1))).unwrap().len(),
        12,
        "readers never wait"
    );
    other.execute_batch("ROLLBACK").unwrap();
    note(&mut store, 1, 1, "x").unwrap();
}

#[test]
fn undo_gives_back_what_was_there() {
    let (_dir, path, mut store) = register();
    assert!(
        matches!(store.undo(), Err(Error::Refused(_))),
        "the creation stays"
    );
    let before = note_of(&store, 1);
    note(&mut store, 1, 1, "a").unwrap();
    note(&mut store, 1, 2, "b").unwrap();
    let (what, changes) = store.undo().unwrap();
    assert_eq!(what, Op::EditCampus.libelle());
    assert!(changes.touches("campus"));
    assert_eq!(note_of(&store, 1).as_deref(), Some("a"));
    store.undo().unwrap();
    assert_eq!(note_of(&store, 1), before);
    assert!(store.undo().is_err());

    // Someone else's change is not undone, nor written over.
    let now = rev(&store, 1);
    note(&mut store, 1, now, "c").unwrap();
    let mut two = Store::open(&path, "p.martin").unwrap();
    assert!(two.undo().is_err());
    let now = rev(&two, 1);
    note(&mut two, 1, now, "d").unwrap();
    let refused = store.undo().unwrap_err().to_string();
    assert!(refused.contains("a changé depuis"), "{refused}");
    assert_eq!(note_of(&store, 1).as_deref(), Some("d"));
    store.verify_journal().unwrap();
}

#[test]
fn a_review_is_undone_step_by_step() {
    let (_dir, _path, mut store) = register();
    let id = store
        .start_revue(CampusId(10), TypeRevue::Suivi, 1, "x", cmq::clock::today())
        .unwrap();
    store
        .save_reponse(id, "n", Some(&Value::Int(1)), ("a", "n"))
        .unwrap();
    store
        .save_reponse(id, "n", Some(&Value::Real(0.1)), ("a", "n"))
        .unwrap();
    store.save_reponse(id, "n", None, ("a", "n")).unwrap();
    let last = [("t".to_owned(), Value::Text("x".to_owned()))].into();
    store.submit_revue(id, &last, cmq::clock::today()).unwrap();
    store.undo().unwrap();
    assert!(store.revue(id).unwrap().etat.ouverte());
    assert!(store.reponses(id).unwrap().is_empty());
    store.undo().unwrap();
    assert_eq!(store.reponses(id).unwrap()["n"], Value::Real(0.1));
    store.undo().unwrap();
    assert_eq!(store.reponses(id).unwrap()["n"], Value::Int(1));
    store.undo().unwrap();
    store.undo().unwrap();
    assert!(matches!(store.revue(id), Err(Error::NotFound(_))));
    assert!(store.undo().is_err());
    store.verify_journal().unwrap();
}

/// A review begun and undone, then another: the first one's answer has nowhere to come back to.
#[test]
fn a_number_is_never_given_twice() {
    let (_dir, _path, mut store) = register();
    let au = cmq::clock::today();
    let first = store
        .start_revue(CampusId(1), TypeRevue::Suivi, 1, "x", au)
        .unwrap();
    let texte = Value::Text("Dupont".to_owned());
    store.save_reponse(first, "n", Some(&texte), ("a", "n")).unwrap();
    store.undo().unwrap();
    let answer = store.mon_annulation().unwrap().id;
    store.undo().unwrap();
    let second = store
        .start_revue(CampusId(10), TypeRevue::Suivi, 1, "x", au)
        .unwrap();
    assert_ne!(second, first);
    let refused = store.undo_lot(answer).unwrap_err().to_string();
    assert!(refused.contains("impossible"), "{refused}");
    assert!(store.reponses(second).unwrap().is_empty());
    // The journal names each by its own campus.
    let named = store.lot(answer).unwrap();
    assert!(named.quoi().contains("Aéronautique"), "{}", named.quoi());
    let page = store.lots(
        &FiltreJournal {
            sujet: Some(Sujet::Revue(second)),
            ..FiltreJournal::default()
        },
        Depart::Avant(None),
        10,
    );
    assert_eq!(page.unwrap().lots.len(), 1);
    store.verify_journal().unwrap();
}

#[test]
fn search_follows_edits() {
    let (_dir, _path, mut store) = register();
    let name = "Le Nouveau Nom";
    let columns: [record::Column<'_>; 1] = [("nom_usage", &name)];
    store
        .write(Op::EditCampus, |c| record::update(c, "campus", 10, 1, &columns))
        .unwrap();
    let find = |store: &Store, words: &str| {
        let mut f = Filtre::au(date(2015, 9, 1));
        f.mots = words.to_owned();
        store.campus(&f).unwrap().len()
    };
    assert_eq!((find(&store, "nouveau nom"), find(&store, "oyonnax")), (1, 1));
    store.undo().unwrap();
    assert_eq!((find(&store, "nouveau nom"), find(&store, "oyonnax")), (0, 1));
    store.rebuild_search().unwrap();
    assert_eq!((find(&store, "nouveau nom"), find(&store, "oyonnax")), (0, 1));
}

#[test]
fn a_register_is_private_and_many_may_start_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a/b/registre.db");
    let starts: Vec<_> = (0..6)
        .map(|i| {
            let path = path.clone();
            std::thread::spawn(move || Store::open_or_create(&path, &format!("agent{i}")).map(drop))
        })
        .collect();
    for start in starts {
        start.join().unwrap().unwrap();
    }
    let mode = |p: &std::path::Path| std::fs::metadata(p).unwrap().permissions().mode() & 0o777;
    let folder = path.parent().unwrap();
    assert_eq!((mode(&path), mode(folder)), (0o600, 0o700));
    let files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap().file_name())
        .collect();
    assert_eq!(files, ["registre.db"], "nothing is left over");
    let store = Store::open(&path, "x").unwrap();
    store.verify_journal().unwrap();
    let side = folder.join("registre.db-wal");
    assert_eq!(mode(&side), 0o600);
}

#[test]
fn an_empty_file_becomes_a_register_and_a_missing_one_is_not_made_by_opening() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("vide.db");
    std::fs::write(&path, "").unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    assert!(matches!(Store::open(&path, "x"), Err(Error::NotARegister(_))));
    Store::open_or_create(&path, "x")
        .unwrap()
        .verify_journal()
        .unwrap();
    let missing = dir.path().join("absent.db");
    assert!(matches!(Store::open(&missing, "x"), Err(Error::Missing(_))));
    assert!(!missing.exists());
    assert!(Store::open_or_create(&path, " ").is_err(), "someone must sign");
}

#[test]
fn any_sqlite3_can_read_the_file() {
    let (_dir, path, store) = register();
    drop(store);
    let plain = Connection::open(path).unwrap();
    let verdict: String = plain
        .query_row("PRAGMA integrity_check", [], |r| r.get(0))
        .unwrap();
    assert_eq!(verdict, "ok");
    let first: String = plain
        .query_row(
            "SELECT nom FROM region WHERE fin IS NULL ORDER BY cle_tri LIMIT 1",
            [],
            |r| r.get(0),
        )
        .unwrap();
    assert_eq!(first, "Auvergne-Rhône-Alpes");
    let (id, version): (i64, i64) = plain
        .query_row(
            "SELECT application_id, user_version FROM pragma_application_id, pragma_user_version",
            [],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )
        .unwrap();
    assert_eq!((id.to_be_bytes()[4..].to_vec(), version), (b"CMQ1".to_vec(), 11));
    let loose: i64 = plain
        .query_row(
            "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict
                    AND name NOT GLOB 'sqlite_*'",
            [],
            |r| r.get(0),
        )
        .unwrap();
    assert_eq!(loose, 0, "every table is strict");
}

/// Every partner with the folded text it is searched by.
fn partners() -> (Store, Vec<(PartenaireId, String)>) {
    let store = Store::in_memory("essai").unwrap();
    let lines = store.partenaires(&Filtre::au(date(2015, 9, 1))).unwrap();
    let all = lines.into_iter().map(|p| {
        let fiche = store.partenaire(p.id).unwrap();
        let parts = [
            Some(p.nom),
            Some(fiche.autres_noms.join(" ")),
            Some(p.type_code),
            Some(p.type_libelle),
            p.commune,
            fiche.departement,
            p.uai,
            fiche.siren,
            p.siret,
        ];
        let text: Vec<String> = parts.into_iter().flatten().collect();
        (p.id, texte::plier(&text.join(" ")))
    });
    let all = all.collect();
    (store, all)
}

/// A generator that needs no crate: xorshift.
fn next(seed: &mut u64) -> usize {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    usize::try_from(*seed >> 16).unwrap()
}

#[test]
fn a_damaged_file_is_refused_or_read_never_a_panic() {
    let (dir, path, store) = register();
    drop(store);
    let sound = std::fs::read(&path).unwrap();
    let bad = dir.path().join("abime.db");
    let au = Filtre::au(date(2015, 9, 1));
    let mut refused = 0;
    for round in 0..60_u64 {
        let mut seed = round + 1;
        let mut bytes = sound.clone();
        for _ in 0..20 {
            let at = next(&mut seed) % bytes.len();
            bytes[at] = next(&mut seed).to_le_bytes()[0];
        }
        if round % 3 == 0 {
            bytes.truncate(next(&mut seed) % sound.len());
        }
        std::fs::write(&bad, bytes).unwrap();
        std::fs::set_permissions(&bad, std::fs::Permissions::from_mode(0o600)).unwrap();
        let read = Store::open(&bad, "x").and_then(|store| {
            store.campus(&au)?;
            store.partenaires(&au)?;
            store.regions(&au)?;
            store.fiche(CampusId(10), date(2015, 9, 1))?;
            store.verify_journal()
        });
        if let Err(e) = read {
            refused += 1;
            assert!([1, 6].contains(&e.exit_code()), "{e}");
        }
        for side in ["-wal", "-shm"] {
            drop(std::fs::remove_file(dir.path().join(format!("abime.db{side}"))));
        }
    }
    assert!(refused >= 20, "truncated files are noticed: {refused}");
}

proptest! {
    #[test]
    fn any_words_search_as_the_folded_text_says(words in "\\PC{0,12}", tail in "[a-zA-Zé'\" -]{0,6}") {
        thread_local!(static KNOWN: (Store, Vec<(PartenaireId, String)>) = partners());
        KNOWN.with(|(store, all)| {
            for words in [words.clone(), format!("{words} {tail}"), tail.clone()] {
                let mut f = Filtre::au(date(2015, 9, 1));
                f.mots.clone_from(&words);
                store.campus(&f).unwrap();
                let found: Vec<_> = store.partenaires(&f).unwrap().into_iter().map(|p| p.id).collect();
                let searched = texte::mots(&words);
                let expected: Vec<_> = all.iter().filter(|(_, pli)| texte::correspond(&searched, pli)).map(|(id, _)| *id).collect();
                assert_eq!(found, expected, "{words:?}");
            }
        });
    }

    #[test]
    fn hostile_text_is_kept_without_what_a_terminal_obeys(text in any::<String>()) {
        thread_local!(static STORE: std::cell::RefCell<Store> = Store::in_memory("essai").unwrap().into());
        STORE.with(|store| {
            let mut store = store.borrow_mut();
            let id = store.start_revue(CampusId(1), TypeRevue::Suivi, 1, "x", cmq::clock::today()).unwrap();
            let nasty = Value::Text(format!("{text}\x1b[31m\u{202e}"));
            store.save_reponse(id, "t", Some(&nasty), ("a", "t")).unwrap();
            let kept = store.reponses(id).unwrap();
            let Value::Text(kept) = &kept["t"] else { panic!("text expected") };
            assert!(!kept.chars().any(|c| c != '\n' && c.is_control()) && !kept.contains('\u{202e}'));
            assert_eq!(kept, &texte::nettoyer(&format!("{text}\x1b[31m\u{202e}")));
        });
    }
}
