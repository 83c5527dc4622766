use super::*;
use crate::store::Store;

/// A second step, as a later release would ship it.
const NEXT: &str = "ALTER TABLE campus ADD COLUMN site TEXT;";

fn register() -> (tempfile::TempDir, std::path::PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("registre.db");
    Store::open_or_create(&path, "test").unwrap();
    (dir, path)
}

/// The released steps and one more.
fn with(next: &'static str) -> Vec<&'static str> {
    migrate::STEPS.iter().copied().chain([next]).collect()
}

fn columns(conn: &Connection) -> i64 {
    conn.query_row("SELECT count(*) FROM pragma_table_info('campus')", [], |r| {
        r.get(0)
    })
    .unwrap()
}

#[test]
fn a_step_is_applied_once_after_a_verified_copy_and_is_journaled() {
    let (dir, path) = register();
    let mut conn = connect(&path).unwrap();
    let before = columns(&conn);
    let steps = with(NEXT);
    let known = migrate::latest();
    upgrade(&mut conn, &path, &steps).unwrap();
    upgrade(&mut conn, &path, &steps).unwrap();
    assert_eq!(columns(&conn), before + 1);
    assert_eq!(migrate::version(&conn).unwrap(), known + 1);
    let trigger: String = conn
        .query_row(
            "SELECT sql FROM sqlite_schema WHERE name = 'journal_campus_ajout'",
            [],
            |r| r.get(0),
        )
        .unwrap();
    assert!(trigger.contains("NEW.site"), "the journal knows the new column");
    crate::store::chain::verify(&conn).unwrap();
    let copies: Vec<_> = std::fs::read_dir(dir.path().join("sauvegardes"))
        .unwrap()
        .collect();
    assert_eq!(copies.len(), 1);
    let copy = connect(&copies[0].as_ref().unwrap().path()).unwrap();
    assert_eq!(migrate::version(&copy).unwrap(), known);
}

/// A register of the first release: one campus, labelled through the first call.
fn first_release(path: &Path) -> Connection {
    std::fs::File::create(path).unwrap();
    let conn = connect(path).unwrap();
    migrate::apply(&conn, migrate::STEPS[0], 1).unwrap();
    conn.execute_batch("PRAGMA journal_mode = WAL;").unwrap();
    // The door derives search texts as today's schema has them.
    conn.execute_batch(
        "CREATE TEMP TABLE campus_autre_region(campus, region);
         CREATE TEMP TABLE campus_autre_academie(campus, academie);",
    )
    .unwrap();
    let fill = |conn: &Connection| {
        conn.execute_batch(
            "INSERT INTO region(id, uid, cle, code, nom, zone) VALUES (1, 'r', 'r', '53', 'Bretagne', 'metropole');
             INSERT INTO academie(id, uid, code, nom, region) VALUES (1, 'a', '14', 'Rennes', 1);
             INSERT INTO campus(id, uid, nom, nom_court, region, academie, lieu) VALUES (1, 'c', 'C', 'C', 1, 1, 'Brest');
             INSERT INTO regime(id, uid, code, libelle) VALUES (1, 'g', '2013', '2013');
             INSERT INTO label(id, uid, campus, debut, duree_ans, regime, categorie) VALUES (7, 'l', 1, '2013', 4, 1, 'CMQ');
             INSERT INTO appel(id, uid, code, titre) VALUES (1, 'p', '2013-1', 'Premier appel');
             INSERT INTO candidature(id, uid, appel, campus, issue) VALUES (1, 'k', 1, 1, 'retenue');",
        )?;
        Ok(())
    };
    crate::store::write::lot(
        &conn,
        crate::store::Op::Create.into(),
        &crate::store::auteur::Auteur::proprietaire("test".to_owned()),
        fill,
    )
    .unwrap();
    conn
}

#[test]
fn a_register_of_the_first_release_keeps_its_candidatures_and_its_journal() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("registre.db");
    drop(first_release(&path));
    let store = Store::open(&path, "test").unwrap();
    let appel = store.appels("2014-01-01".parse().unwrap()).unwrap()[0].id;
    let found = store.candidatures(appel, "2014-01-01".parse().unwrap()).unwrap();
    assert_eq!(found.len(), 1);
    assert!(found[0].labellise, "it is linked to the label it became");
    assert_eq!(
        (found[0].region.as_str(), found[0].academie.as_str()),
        ("Bretagne", "Rennes")
    );
    store.verify_journal().unwrap();
}

#[test]
fn a_step_that_fails_leaves_the_file_as_it_was() {
    let (_dir, path) = register();
    let mut conn = connect(&path).unwrap();
    let before = columns(&conn);
    let broken = "ALTER TABLE campus ADD COLUMN site TEXT; INSERT INTO nulle_part VALUES (1);";
    assert!(upgrade(&mut conn, &path, &with(broken)).is_err());
    drop(conn);
    let conn = existing(&path).unwrap();
    assert_eq!(columns(&conn), before);
    assert_eq!(migrate::version(&conn).unwrap(), migrate::latest());
}

#[test]
fn a_file_of_a_later_program_is_refused() {
    let (_dir, path) = register();
    connect(&path)
        .unwrap()
        .execute_batch("PRAGMA user_version = 99")
        .unwrap();
    let error = Store::open(&path, "test").unwrap_err();
    assert!(matches!(error, Error::TooNew { found: 99, .. }));
    assert!(error.to_string().contains("version plus récente"));
}

#[test]
fn other_files_are_not_registers() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.db");
    std::fs::write(
        &path,
        "bonjour, ceci est un texte assez long pour ne pas être une base",
    )
    .unwrap();
    assert!(matches!(Store::open(&path, "a"), Err(Error::NotARegister(_))));
    std::fs::remove_file(&path).unwrap();
    Connection::open(&path)
        .unwrap()
        .execute_batch("CREATE TABLE t(x)")
        .unwrap();
    assert!(matches!(Store::open(&path, "a"), Err(Error::NotARegister(_))));
    assert!(matches!(
        Store::open_or_create(&path, "a"),
        Err(Error::NotARegister(_))
    ));
}
