//! What people do about a damaged register: it is looked over, read apart, salvaged, restored; what was being typed is kept.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/env.rs"]
mod env;
#[path = "common/pty.rs"]
mod pty;
#[path = "common/screen.rs"]
mod screen;

use std::{fs, os::unix::fs::FileExt as _, path::Path};

use cmq::store::{self, Op, Store, record};
use env::Env;
use pty::Pty;

/// A file's bytes.
fn bytes(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap()
}

/// A register of which one page of partners is spoiled, and which is looked over at the next opening.
fn spoiled_partners(path: &Path) {
    {
        let conn = rusqlite::Connection::open(path).unwrap();
        conn.execute(
            "UPDATE meta SET valeur = '2026-01-01T00:00:00Z' WHERE cle = 'verifie'",
            [],
        )
        .unwrap();
    }
    spoiled_leaf(path);
}

/// The same, looked over today: the damage is met only by who reads there.
fn spoiled_leaf(path: &Path) {
    let page = {
        let conn = rusqlite::Connection::open(path).unwrap();
        let leaf = "SELECT pageno FROM dbstat WHERE name = 'partenaire' AND pagetype = 'leaf' LIMIT 1";
        let page: i64 = conn.query_row(leaf, [], |r| r.get(0)).unwrap();
        usize::try_from(page).unwrap()
    };
    let mut file = fs::read(path).unwrap();
    file[(page - 1) * 4096..page * 4096].fill(0x5a);
    fs::write(path, file).unwrap();
}

#[test]
fn a_look_up_answers_from_what_can_be_read_with_a_warning() {
    let env = Env::new();
    let campus = env.ok(&["campus"]);
    spoiled_partners(&env.registre());
    let before = bytes(&env.registre());
    let run = env.run(&["campus"]);
    assert_eq!((run.code, run.out), (6, campus));
    assert!(
        run.err.contains("Voici ce qui peut en être montré"),
        "{}",
        run.err
    );
    let write = env.run(&["corbeille", "purger", "partenaire:1", "--oui"]);
    assert_eq!(write.code, 6, "{write:?}");
    let told = env.run(&["verifier"]);
    assert_eq!(told.code, 6);
    assert!(told.out.contains("fichier"), "{told:?}");
    assert!(bytes(&env.registre()) == before);
}

#[test]
fn what_can_be_read_goes_to_a_new_file_that_takes_its_place() {
    let env = Env::new();
    env.ok(&["campus"]);
    let partners = env.ok(&["partenaire"]);
    spoiled_partners(&env.registre());
    let before = bytes(&env.registre());
    let new = env.home().join("neuf.db");
    let run = env.run(&["verifier", "--reparer", "-o", new.to_str().unwrap()]);
    assert_eq!(run.code, 6, "{run:?}");
    assert!(
        run.out.contains("Récupération") && run.out.contains("partenaire"),
        "{run:?}"
    );
    assert!(bytes(&env.registre()) == before);
    env.ok(&["restaurer", new.to_str().unwrap(), "--appliquer"]);
    assert_eq!(env.ok(&["partenaire"]), partners);
    env.ok(&["verifier"]);
}

#[test]
fn a_page_lost_since_the_last_look_is_not_written_over_and_the_rest_is_saved() {
    let env = Env::new();
    env.ok(&["campus"]);
    spoiled_leaf(&env.registre());
    let before = bytes(&env.registre());
    let told = env.run(&["verifier"]);
    assert_eq!(told.code, 6);
    assert!(!told.err.contains("refait ce qui se déduit"), "{told:?}");
    let new = env.home().join("neuf.db");
    let run = env.run(&["verifier", "--reparer", "-o", new.to_str().unwrap()]);
    assert_eq!(run.code, 6, "{run:?}");
    assert!(run.out.contains("Récupération"), "{run:?}");
    assert!(bytes(&env.registre()) == before);
    env.ok(&["--registre", new.to_str().unwrap(), "verifier"]);
}

#[test]
fn derived_columns_are_made_again() {
    let env = Env::new();
    env.ok(&["campus"]);
    {
        let conn = rusqlite::Connection::open(env.registre()).unwrap();
        conn.execute("UPDATE campus SET pli = 'faux' WHERE id = 3", [])
            .unwrap();
    }
    let run = env.run(&["verifier"]);
    assert_eq!(run.code, 6, "{run:?}");
    assert!(
        run.out.contains("recherche") && run.err.contains("--reparer"),
        "{run:?}"
    );
    let json = env.json(&["verifier", "--reparer"]);
    assert_eq!(json["intact"], true);
    env.ok(&["verifier"]);
}

#[test]
fn the_screen_says_what_is_wrong_and_reads_what_it_can() {
    let env = Env::new();
    env.ok(&["campus"]);
    spoiled_partners(&env.registre());
    let before = bytes(&env.registre());
    let registre = env.registre();
    let mut pty = Pty::start(env.home(), &["--registre", registre.to_str().unwrap()], (80, 24));
    pty.wait_for("Registre abîmé");
    pty.wait_for("cmq restaurer");
    pty.keys("enter");
    pty.wait_for("Régions");
    pty.wait_for("lecture seule");
    pty.keys("n");
    pty.wait_for("abîmé");
    pty.keys("q");
    assert_eq!(pty.end(), 6);
    assert!(bytes(&registre) == before);
    let mut pty = Pty::start(env.home(), &["--registre", registre.to_str().unwrap()], (60, 16));
    pty.wait_for("Registre abîmé");
    pty.keys("q");
    assert_eq!(pty.end(), 6);
}

#[test]
fn damage_met_in_the_middle_of_a_session_stops_its_writes() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("registre.db");
    drop(Store::open_or_create(&path, "essai").unwrap());
    let s = Store::open(&path, "essai").unwrap();
    let mut h = screen::Harness::on(s, "2016-06-01", (80, 24));
    h.shows("Régions");
    h.app.store.geler("une page ne se lit plus");
    h.keys("down")
        .shows("Registre abîmé")
        .shows("une page ne se lit plus");
    h.keys("enter").shows("Régions").shows("lecture seule");
    h.keys("n").shows("abîmé");
    let write = h.app.store.write(Op::EditCampus, |conn| {
        record::update(conn, "campus", 3, 1, &[("note", &"x")])
    });
    assert!(write.is_err());
    assert!(store::sauvegarder_du_jour(&path).unwrap().is_none());
}

#[test]
fn what_a_verification_found_holds_at_every_start_until_the_register_is_restored() {
    let env = Env::new();
    env.ok(&["campus"]);
    env.ok(&["sauvegarder"]);
    let partners = env.ok(&["partenaire"]);
    spoiled_leaf(&env.registre());
    let before = bytes(&env.registre());
    let told = env.run(&["verifier"]);
    assert_eq!(told.code, 6);
    assert!(
        told.out
            .contains("1 page de «\u{a0}partenaire\u{a0}» ne se lit plus"),
        "{told:?}"
    );
    // Looked over yesterday or not, the file is left alone from now on.
    let write = env.run(&["corbeille", "purger", "partenaire:1", "--oui"]);
    assert_eq!(write.code, 6, "{write:?}");
    let look = env.run(&["campus"]);
    assert_eq!(look.code, 6);
    assert!(look.err.contains("ne se lit plus"), "{look:?}");
    assert_eq!(env.run(&["verifier"]).code, 6);
    assert!(bytes(&env.registre()) == before);
    let list = env.json(&["restaurer", "--lister"]);
    let newest = list[0]["nom"].as_str().unwrap().to_owned();
    env.ok(&["restaurer", &newest, "--appliquer"]);
    assert_eq!(env.ok(&["partenaire"]), partners);
    env.ok(&["verifier"]);
}

#[test]
fn a_mark_that_is_no_longer_true_goes_with_a_verification() {
    let env = Env::new();
    env.ok(&["campus"]);
    let sound = bytes(&env.registre());
    spoiled_leaf(&env.registre());
    assert_eq!(env.run(&["verifier"]).code, 6);
    // Somebody puts a sound copy back by hand.
    fs::write(env.registre(), sound).unwrap();
    assert_eq!(env.run(&["campus"]).code, 6);
    env.ok(&["verifier"]);
    env.ok(&["campus"]);
}

#[test]
fn a_register_of_which_no_page_is_left_shows_its_last_backup() {
    let env = Env::new();
    env.ok(&["campus"]);
    env.ok(&["sauvegarder"]);
    let mut file = bytes(&env.registre());
    file.fill(0x5a);
    fs::write(env.registre(), &file).unwrap();
    let registre = env.registre();
    let mut pty = Pty::start(env.home(), &["--registre", registre.to_str().unwrap()], (80, 24));
    pty.wait_for("Registre abîmé");
    pty.wait_for("rien ne s'en lit plus");
    pty.keys("enter");
    pty.wait_for("Aérocampus Aquitaine");
    pty.wait_for("lecture seule");
    pty.keys("q");
    assert_eq!(pty.end(), 6);
    assert!(bytes(&registre) == file);
    let run = env.run(&["verifier", "--reparer"]);
    assert_eq!(run.code, 6, "{run:?}");
    assert!(
        run.out.contains("cmq restaurer") || run.err.contains("cmq restaurer"),
        "{run:?}"
    );
}

#[test]
fn a_verification_names_the_newest_sound_backup_and_the_line_to_type() {
    let env = Env::new();
    env.ok(&["campus"]);
    let partners = env.ok(&["partenaire"]);
    let older = env.ok(&["sauvegarder"]).trim().to_owned();
    let newer = env.ok(&["sauvegarder"]).trim().to_owned();
    fs::write(&newer, "plus rien").unwrap();
    let mut file = bytes(&env.registre());
    file[..8192].fill(0x5a);
    fs::write(env.registre(), &file).unwrap();
    let told = env.run(&["verifier"]);
    assert_eq!(told.code, 6, "{told:?}");
    assert!(told.out.lines().all(|l| l.chars().count() <= 80), "{told:?}");
    assert!(
        told.out.contains("«\u{a0}région\u{a0}» ne se lit plus en entier"),
        "{told:?}"
    );
    let older = Path::new(&older).file_name().unwrap().to_str().unwrap();
    let line = told.err.lines().find_map(|l| l.strip_prefix("  cmq ")).unwrap();
    assert!(
        line.starts_with(&format!("restaurer {older} --appliquer")),
        "{told:?}"
    );
    let json = env.run(&["verifier", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["sauvegarde"], older);
    let words: Vec<&str> = line.split_whitespace().collect();
    env.ok(&words);
    assert_eq!(env.ok(&["partenaire"]), partners);
    env.ok(&["verifier"]);
}

#[test]
fn a_register_of_which_nothing_is_left_without_a_backup_is_said_on_the_screen() {
    let env = Env::new();
    env.ok(&["campus"]);
    let mut file = bytes(&env.registre());
    file.fill(0x5a);
    fs::write(env.registre(), &file).unwrap();
    fs::remove_dir_all(env.registre().with_file_name("sauvegardes")).ok();
    let registre = env.registre();
    for keys in ["enter", "q", "esc q"] {
        let mut pty = Pty::start(env.home(), &["--registre", registre.to_str().unwrap()], (80, 24));
        pty.wait_for("Registre abîmé");
        pty.wait_for("Rien ne s'en lit plus");
        pty.wait_for("cmq restaurer");
        pty.keys(keys);
        assert_eq!(pty.end(), 6, "{keys}");
    }
    assert!(bytes(&registre) == file);
    assert_eq!(env.run(&["campus"]).code, 6);
}

/// Spoils every page that a form's answers go to, under the feet of a session whose pages are no longer its own.
fn spoiled_under_a_session(path: &Path) {
    let pages: Vec<i64> = {
        let conn = rusqlite::Connection::open(path).unwrap();
        // Another commit: the session reads its pages again.
        conn.execute("UPDATE meta SET valeur = valeur WHERE cle = 'verifie'", [])
            .unwrap();
        conn.execute_batch("PRAGMA wal_checkpoint(PASSIVE)").unwrap();
        let tables =
            "SELECT pageno FROM dbstat WHERE name IN ('lot', 'changement', 'reponse', 'brouillon', 'chaine')";
        let mut stmt = conn.prepare(tables).unwrap();
        let rows = stmt.query_map([], |r| r.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    };
    let file = fs::File::options().write(true).open(path).unwrap();
    for page in pages {
        let at = (u64::try_from(page).unwrap() - 1) * 4096;
        file.write_all_at(&[0x5a; 4096], at).unwrap();
    }
}

#[test]
fn what_is_typed_when_damage_comes_is_kept_and_offered_once_the_register_is_restored() {
    let env = Env::new();
    env.ok(&["campus"]);
    env.ok(&["sauvegarder"]);
    let registre = env.registre();
    let args = ["--registre", registre.to_str().unwrap(), "--au", "2015-09-01"];
    let state = env.home().join("etat");
    let vars = [("XDG_STATE_HOME", state.to_str().unwrap())];
    let mut pty = Pty::with_env(env.home(), &args, (80, 24), &vars);
    pty.wait_for("Aérocampus Aquitaine");
    pty.keys("2 s");
    pty.wait_for("Étape 1/14");
    pty.keys("pagedown");
    pty.wait_for("Étape 2/14");
    pty.send("Avant le dommage. ");
    pty.wait_for("enregistré");
    spoiled_under_a_session(&registre);
    pty.send("Pendant le dommage.");
    pty.wait_for("Registre abîmé");
    pty.keys("enter");
    pty.wait_for("Pendant le dommage.");
    pty.keys("esc esc esc");
    pty.keys("q q");
    assert_eq!(pty.end(), 6);
    let list = env.json(&["restaurer", "--lister"]);
    let newest = list[0]["nom"].as_str().unwrap().to_owned();
    env.ok(&["restaurer", &newest, "--appliquer"]);
    let mut pty = Pty::with_env(env.home(), &args, (80, 24), &vars);
    pty.wait_for("n'a pas pu aller au registre");
    pty.keys("enter");
    pty.wait_for("Pendant le dommage.");
    pty.signal(rustix::process::Signal::KILL);
}
