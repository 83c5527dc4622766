//! A person in the register: what it says of them, how they leave it, that the journal still tells the truth.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "common/env.rs"]
mod env;

use std::{fs, path::Path};

use cmq::{
    domain::{CampusId, Formalite, TypeRevue},
    form::Value,
    store::{Brouillon, Op, Saisie, Store, record},
};
use env::Env;
use rusqlite::Connection;

const AU: jiff::civil::Date = jiff::civil::date(2016, 6, 1);

/// A register that speaks of Jeanne Durand everywhere it can, in both orders and with accents.
fn jeanne(env: &Env) {
    env.ok(&["campus"]);
    let mut store = Store::open(&env.registre(), "Jeanne Durand").unwrap();
    store
        .write(Op::EditContact, |conn| {
            let id = record::insert(
                conn,
                "contact",
                &[
                    ("campus", &10),
                    ("nom", &"Jeanne Durand"),
                    ("fonction", &"Proviseure"),
                    ("courriel", &"jdur@ac-lyon.fr"),
                    ("telephone", &"04 72 12 34 56"),
                    ("finalite", &"suivi du campus"),
                    ("source", &"l'intéressée"),
                    ("collecte", &"2012-03"),
                    ("base_legale", &"mission d'intérêt public"),
                ],
            )?;
            record::update(conn, "contact", id, 1, &[("fonction", &"Cheffe d'établissement")])?;
            record::update(conn, "campus", 10, 1, &[("note", &"Vu avec Mme DURAND Jeanne.")])?;
            // A lycée that bears the name keeps it.
            record::update(
                conn,
                "partenaire",
                1,
                1,
                &[("nom", &"Lycée Jeanne-Durand"), ("note", &"tél. 0472123456")],
            )
        })
        .unwrap();
    let revue = store
        .start_revue(CampusId(10), TypeRevue::Suivi, 2, "id = \"suivi\"", AU)
        .unwrap();
    let texte = |t: &str| Value::Text(t.to_owned());
    store
        .save_reponse(
            revue,
            "a",
            Some(&texte("Entretien avec Jeanne Durand")),
            ("s", "a"),
        )
        .unwrap();
    store
        .save_reponse(
            revue,
            "a",
            Some(&texte("Entretien avec la proviseure")),
            ("s", "a"),
        )
        .unwrap();
    store
        .save_reponse(
            revue,
            "b",
            Some(&Value::List(vec!["Durand\nJeanne".into(), "Paul Martin".into()])),
            ("s", "b"),
        )
        .unwrap();
    let answers = [
        ("a".to_owned(), texte("Entretien avec la proviseure")),
        (
            "b".to_owned(),
            Value::List(vec!["Durand\nJeanne".into(), "Paul Martin".into()]),
        ),
        ("c".to_owned(), texte("écrire à jdur@ac-lyon.fr")),
    ];
    store.submit_revue(revue, &answers.into(), AU).unwrap();
    store.reopen_revue(revue, "erreur de Jeanne Durand").unwrap();
    store
        .save_saisie(
            revue,
            &Saisie {
                step: "s".into(),
                champ: "a".into(),
                texte: "que Jeanne Durand".into(),
                ligne: 0,
                colonne: 0,
                enregistre: String::new(),
            },
        )
        .unwrap();
    let f = Formalite::Seance(None);
    let b = Brouillon {
        version: 1,
        rev: 0,
        reponses: [("president".to_owned(), Some(texte("Jeanne Durand")))].into(),
        base: std::collections::BTreeMap::new(),
        place: ("s".into(), "president".into()),
        saisie: None,
        enregistre: String::new(),
    };
    store.save_brouillon(f, &b).unwrap();
    store.verify_journal().unwrap();
}

/// Every file of the register's folder, backups apart.
fn bytes(env: &Env) -> Vec<u8> {
    let folder = env.registre().parent().unwrap().to_owned();
    let files = fs::read_dir(folder)
        .unwrap()
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.is_file());
    files.flat_map(|p| fs::read(p).unwrap()).collect()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|w| w == text.as_bytes())
}

const FORMES: [&str; 7] = [
    "Jeanne Durand",
    "DURAND Jeanne",
    "jdur@ac-lyon",
    "04 72 12 34 56",
    "0472123456",
    "Proviseure",
    "Durand\\\\nJeanne",
];

#[test]
fn an_extract_finds_them_everywhere_and_a_rehearsal_writes_nothing() {
    let env = Env::new();
    jeanne(&env);
    let before = fs::read(env.registre()).unwrap();
    let found: serde_json::Value =
        serde_json::from_str(&env.ok(&["rgpd", "extrait", "durand", "JEANNE", "--json"])).unwrap();
    assert_eq!(found["contacts"][0]["courriel"], "jdur@ac-lyon.fr");
    let places: Vec<&str> = found["mentions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["ou"].as_str().unwrap())
        .collect();
    for place in [
        "contact",
        "campus",
        "partenaire",
        "réponse",
        "agent",
        "saisie",
        "brouillon",
        "revue",
    ] {
        assert!(places.contains(&place), "{place}: {places:?}");
    }
    let mut drafts = found["mentions"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|m| m["ou"] == "brouillon");
    let draft = drafts.find(|m| m["champ"] != "agent").unwrap();
    assert_eq!(draft["fiche"], "Séance (à créer)");
    assert_eq!(draft["texte"], "Présidence\u{202f}: Jeanne Durand");
    let public = found["mentions"]
        .as_array()
        .unwrap()
        .iter()
        .find(|m| m["nom_public"] == true)
        .unwrap();
    assert_eq!(public["texte"], "Lycée Jeanne-Durand");
    assert!(
        found["journal"]
            .as_array()
            .unwrap()
            .iter()
            .any(|j| j["texte"] == "Entretien avec Jeanne Durand"),
        "a past answer"
    );
    let run = env.run(&["rgpd", "effacer", "Jeanne Durand"]);
    assert!(
        run.code == 0 && run.err.contains("Répétition") && run.out.contains("nom public"),
        "{run:?}"
    );
    assert_eq!(fs::read(env.registre()).unwrap(), before);
    env.refused(&["rgpd", "extrait", "M."], 2, &["ne désigne personne"]);
    assert!(
        env.run(&["rgpd", "extrait", "Zoé Personne"])
            .err
            .contains("ne nomme personne")
    );
}

#[test]
fn an_erased_person_is_in_no_byte_of_the_file_and_the_journal_still_verifies() {
    let env = Env::new();
    jeanne(&env);
    let saves = env.registre().with_file_name("sauvegardes");
    fs::create_dir_all(&saves).unwrap();
    fs::copy(env.registre(), saves.join("hier.db")).unwrap();
    for forme in FORMES {
        assert!(holds(&bytes(&env), forme), "{forme} is there to begin with");
    }
    let refused = env.run(&[
        "rgpd",
        "effacer",
        "Jeanne Durand",
        "--motif",
        "demande de Jeanne Durand",
        "--appliquer",
    ]);
    assert_eq!(refused.code, 1, "{refused:?}");
    let run = env.run(&[
        "rgpd",
        "effacer",
        "Jeanne Durand",
        "--motif",
        "demande du 3 mars",
        "--appliquer",
    ]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.err.contains("hier.db"),
        "the backup that still holds it is named: {run:?}"
    );
    let left = bytes(&env);
    for forme in FORMES {
        assert!(!holds(&left, forme), "{forme}");
    }
    assert!(
        !holds(&left, "jeanne durand") || holds(&left, "lycee jeanne durand"),
        "folded texts too"
    );
    // Nothing else went, and all of it still holds together.
    sound(&env);
    env.ok(&["journal", "--verifier"]);
    assert!(env.ok(&["partenaire", "jeanne"]).contains("Lycée Jeanne-Durand"));
    assert!(env.ok(&["fiche", "10"]).contains("Vu avec Mme ⟦effacé⟧."));
    let journal = env.ok(&["journal"]);
    assert!(
        journal.contains("Effacement d'une personne") && journal.contains("demande du 3 mars"),
        "{journal}"
    );
    // A backup made afterwards does not hold it either.
    let store = Store::open(&env.registre(), "essai").unwrap();
    store.verify_journal().unwrap();
    let copy = env.home().join("copie.db");
    Connection::open(env.registre())
        .unwrap()
        .execute("VACUUM INTO ?1", [copy.to_str().unwrap()])
        .unwrap();
    let copy = fs::read(copy).unwrap();
    assert!(FORMES.iter().all(|f| !holds(&copy, f)));
    // The register goes on living, and a second person can leave it.
    drop(store);
    let run = env.run(&["rgpd", "effacer", "Paul Martin", "--appliquer"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(!holds(&bytes(&env), "Paul Martin"));
    sound(&env);
    // Nothing of it can be undone.
    let mut store = Store::open(&env.registre(), "Inspectrice d'essai").unwrap();
    if let Ok((undone, _)) = store.undo() {
        panic!("{undone:?}");
    }
}

/// The file, its links and its journal hold together, the first two in another program's eyes.
fn sound(env: &Env) {
    let conn = Connection::open(env.registre()).unwrap();
    let verdict: String = conn
        .query_row("PRAGMA integrity_check", [], |r| r.get(0))
        .unwrap();
    assert_eq!(verdict, "ok");
    let orphans: i64 = conn
        .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |r| r.get(0))
        .unwrap();
    assert_eq!(orphans, 0);
    env.ok(&["journal", "--verifier"]);
}

/// Changes the file with the triggers set aside, as who wants to hide it would.
fn tamper(path: &Path, sql: &str) {
    let conn = Connection::open(path).unwrap();
    let names: Vec<String> = conn
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for name in names {
        conn.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    assert!(conn.execute(sql, []).unwrap() > 0, "{sql}");
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
}

#[test]
fn tampering_is_found_in_redacted_lots_and_when_it_poses_as_a_redaction() {
    let env = Env::new();
    jeanne(&env);
    env.ok(&[
        "rgpd",
        "effacer",
        "Jeanne Durand",
        "--motif",
        "demande",
        "--appliquer",
    ]);
    env.ok(&["journal", "--verifier"]);
    let whole = fs::read(env.registre()).unwrap();
    for sql in [
        // A redacted value changed again, one of the same lot that was not redacted, the marks taken out.
        "UPDATE changement SET apres = replace(apres, 'Entretien avec ⟦effacé⟧', 'Entretien avec personne') WHERE apres LIKE '%Entretien avec ⟦%'",
        "UPDATE changement SET apres = replace(apres, 'suivi du campus', 'publicité') WHERE nom_table = 'contact'",
        "UPDATE lot SET quand = '2015-01-01T00:00:00Z' WHERE agent = '⟦effacé⟧'",
        // A value elsewhere replaced by the mark, without a lot that says so.
        "UPDATE changement SET apres = replace(apres, 'Plasticampus', '⟦effacé⟧') WHERE nom_table = 'campus' AND lot = 1",
        // What the erasure sealed.
        "UPDATE changement SET apres = replace(apres, '\"marques\":1', '\"marques\":0') WHERE nom_table = 'caviardage'",
        "DELETE FROM changement WHERE nom_table = 'caviardage'",
        "UPDATE lot SET motif = 'autre chose' WHERE op = 'caviardage'",
        "UPDATE lot SET op = 'import' WHERE op = 'caviardage'",
    ] {
        fs::write(env.registre(), &whole).unwrap();
        tamper(&env.registre(), sql);
        let run = env.run(&["journal", "--verifier"]);
        assert_eq!(run.code, 6, "{sql}: {run:?}");
    }
}

#[test]
fn a_session_at_work_keeps_old_pages_and_that_is_said() {
    let env = Env::new();
    jeanne(&env);
    let other = Connection::open(env.registre()).unwrap();
    other
        .execute_batch("BEGIN; SELECT count(*) FROM campus;")
        .unwrap();
    let n: i64 = other
        .query_row("SELECT count(*) FROM campus", [], |r| r.get(0))
        .unwrap();
    assert_eq!(n, 12);
    let run = env.run(&["rgpd", "effacer", "Jeanne Durand", "--appliquer"]);
    assert!(run.code == 3 && run.err.contains("cmq rgpd compacter"), "{run:?}");
    other.execute_batch("COMMIT").unwrap();
    drop(other);
    env.ok(&["rgpd", "compacter"]);
    let left = bytes(&env);
    assert!(FORMES.iter().all(|f| !holds(&left, f)));
}

#[test]
fn nobody_is_erased_while_a_form_is_open_elsewhere() {
    let env = Env::new();
    jeanne(&env);
    let mut other = Store::open(&env.registre(), "Paul Roy").unwrap();
    other.present(&["contact:1".to_owned()]).unwrap();
    let before = bytes(&env);
    assert!(FORMES.iter().any(|f| holds(&before, f)));
    let run = env.run(&["rgpd", "effacer", "Jeanne Durand", "--appliquer"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(
        run.err.contains("Paul Roy modifie une fiche ou une revue"),
        "{run:?}"
    );
    assert!(
        run.err.contains("recommencez quand elle sera refermée"),
        "{run:?}"
    );
    let names = |env: &Env| {
        let conn = Connection::open(env.registre()).unwrap();
        conn.query_row("SELECT nom FROM contact", [], |r| r.get::<_, String>(0))
            .unwrap()
    };
    assert_eq!(names(&env), "Jeanne Durand", "nothing is half erased");
    other.present(&[]).unwrap();
    drop(other);
    env.ok(&["rgpd", "effacer", "Jeanne Durand", "--appliquer"]);
    let left = bytes(&env);
    assert!(FORMES.iter().all(|f| !holds(&left, f)));
}

#[test]
fn what_is_kept_long_enough_is_listed_by_the_durations_of_the_register() {
    let env = Env::new();
    jeanne(&env);
    let run = env.run(&["rgpd", "echues", "--au", "2015-03-30"]);
    assert_eq!(run.code, 0, "{run:?}");
    let run = env.run(&["rgpd", "echues", "--au", "2015-03-31"]);
    assert_eq!(run.code, 10, "{run:?}");
    assert!(
        run.out.contains("Jeanne Durand") && run.err.contains("responsable de traitement décide"),
        "{run:?}"
    );
    fs::write(env.registre().with_file_name("conservation.toml"),
        "phrase = \"Décidé le 1er janvier.\"\n[[categorie]]\ncode = \"contacts\"\nlibelle = \"Contact\"\ndepuis = \"x\"\nmois = 600\nsuite = \"y\"\n").unwrap();
    let run = env.run(&["rgpd", "echues", "--json"]);
    assert_eq!((run.code, run.out.as_str()), (0, "[]\n"), "{run:?}");
    fs::write(env.registre().with_file_name("conservation.toml"), "phrase = 3").unwrap();
    assert_eq!(env.run(&["rgpd", "echues"]).code, 2);
}
