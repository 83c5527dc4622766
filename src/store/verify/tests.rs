use super::*;

#[test]
fn a_link_to_nothing_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("registre.db");
    let store = Store::open_or_create(&path, "marie").unwrap();
    store.verify().unwrap();
    drop(store);
    let conn = Connection::open(&path).unwrap();
    conn.execute_batch("PRAGMA foreign_keys = off; CREATE TABLE x(c INTEGER REFERENCES campus(id)) STRICT; INSERT INTO x VALUES (999);")
        .unwrap();
    drop(conn);
    let error = file(&path).unwrap_err();
    assert_eq!(error.exit_code(), 6);
    assert!(error.to_string().contains("campus"), "{error}");
}

fn register() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open_or_create(&dir.path().join("registre.db"), "marie").unwrap();
    (dir, store)
}

/// Changes the file behind the program's back, as another program could.
fn behind(store: &Store, sql: &str) {
    let conn = Connection::open(store.path().unwrap()).unwrap();
    conn.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)
        .unwrap();
    conn.execute_batch(&format!("PRAGMA foreign_keys = off; {sql}"))
        .unwrap();
}

fn genres(store: &Store) -> Vec<Genre> {
    store.examiner().unwrap().iter().map(|p| p.genre).collect()
}

#[test]
fn the_shipped_register_has_nothing_to_say() {
    let (_dir, store) = register();
    assert_eq!(store.examiner().unwrap(), []);
    assert_eq!(Store::in_memory("marie").unwrap().examiner().unwrap(), []);
}

#[test]
fn what_is_made_from_rows_is_found_wrong_and_made_again() {
    let (_dir, mut store) = register();
    behind(
        &store,
        "UPDATE campus SET pli = 'faux' WHERE id = 3; UPDATE region SET cle_tri = x'00' WHERE id = 1",
    );
    let found = store.examiner().unwrap();
    assert!(
        found.iter().all(|p| p.genre == Genre::Derive && p.reparable),
        "{found:?}"
    );
    assert!(found.len() >= 2, "{found:?}");
    store.reparer().unwrap();
    assert_eq!(store.examiner().unwrap(), []);
    behind(
        &store,
        "INSERT INTO campus_recherche(campus_recherche) VALUES ('delete-all')",
    );
    let found = store.examiner().unwrap();
    assert!(found.iter().any(|p| p.genre == Genre::Derive), "{found:?}");
    assert!(store.examiner().unwrap().iter().all(|p| p.reparable));
    store.reparer().unwrap();
    assert_eq!(store.examiner().unwrap(), []);
}

#[test]
fn a_row_changed_behind_the_door_and_a_link_to_nothing_are_found() {
    let (_dir, store) = register();
    behind(&store, "UPDATE campus SET note = 'retouché' WHERE id = 3");
    assert_eq!(genres(&store), [Genre::Journal]);
    behind(&store, "UPDATE campus SET academie = 9999 WHERE id = 3");
    assert!(genres(&store).contains(&Genre::Lien));
}

#[test]
fn each_rule_of_the_trade_is_a_sentence() {
    for (sql, says) in [
        (
            "INSERT INTO label(id, uid, campus, debut, duree_ans, regime, categorie)
               SELECT 900, 'x', campus, '2015', 4, regime, categorie FROM label WHERE id = 1",
            "se recouvrent",
        ),
        (
            "INSERT INTO agent(id, uid, nom) VALUES (90, 'g', 'G');
             INSERT OR IGNORE INTO formulaire(id, uid, code, version, toml) VALUES (90, 'f', 'f', 1, 'pas = du [toml');
             INSERT INTO revue(id, uid, campus, label, type, etat, etat_depuis, agent, formulaire)
               SELECT 900, 'v', (SELECT id FROM campus WHERE id <> l.campus LIMIT 1), l.id, 'suivi', 'brouillon', '', 90, 90
               FROM label l LIMIT 1",
            "d'un autre campus",
        ),
        (
            "INSERT INTO formulaire(id, uid, code, version, toml) VALUES (90, 'f', 'f', 1, 'pas = du [toml')",
            "ne se lit pas",
        ),
        (
            "INSERT INTO seance(id, uid, date, instance, etat) SELECT 9, 's', '2015-01-01', min(id), 'close' FROM instance;
             INSERT INTO point(uid, seance, ordre, candidature) SELECT 'p', 9, 1, min(id) FROM candidature",
            "pas d'avis",
        ),
        (
            "UPDATE campus SET archive = '2020-01-01T00:00:00Z' WHERE id = (SELECT campus FROM campus_partenaire LIMIT 1)",
            "dont un bout est dans la corbeille",
        ),
        (
            "UPDATE filiere SET archive = '2020-01-01T00:00:00Z' WHERE id = (SELECT filiere FROM campus_filiere LIMIT 1)",
            "filière qui est dans la corbeille",
        ),
        (
            "INSERT INTO regime(id, uid, code, libelle) VALUES (90, 'r', '1999', '1999'); UPDATE label SET regime = 90 WHERE id = 1",
            "régime 1999",
        ),
        (
            "UPDATE partenaire SET fusion = 2 WHERE id = 1",
            "a été fusionné",
        ),
    ] {
        let (_dir, store) = register();
        behind(&store, sql);
        let found = store.examiner().unwrap();
        assert!(
            found.iter().any(|p| p.genre == Genre::Regle && p.phrase.contains(says) && !p.conseil.is_empty()),
            "{says}: {found:?}"
        );
    }
}
