use std::os::unix::fs::FileExt;

use super::*;
use crate::store::{Store, record};

fn register() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("registre.db");
    let mut store = Store::open_or_create(&path, "marie").unwrap();
    for n in 0..5 {
        store
            .write(Op::EditCampus, |conn| {
                record::update(conn, "campus", 3, n + 1, &[("note", &format!("note {n}"))])
            })
            .unwrap();
    }
    (dir, path)
}

/// A page of a table, from SQLite's own list.
fn page_of(path: &Path, table: &str) -> u64 {
    let conn = Connection::open(path).unwrap();
    let leaf = "SELECT pageno FROM dbstat WHERE name = ?1 AND pagetype = 'leaf' ORDER BY pageno LIMIT 1";
    conn.query_row(leaf, [table], |r| r.get::<_, i64>(0))
        .unwrap()
        .unsigned_abs()
}

fn spoil(path: &Path, page: u64) {
    let file = std::fs::File::options().write(true).open(path).unwrap();
    file.write_all_at(&[0x5a; 4096], (page - 1) * 4096).unwrap();
}

fn count(path: &Path, table: &str) -> i64 {
    let conn = Connection::open(path).unwrap();
    conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0))
        .unwrap()
}

#[test]
fn rows_of_a_spoiled_page_come_back_from_the_journal() {
    let (dir, path) = register();
    let (partners, campuses) = (count(&path, "partenaire"), count(&path, "campus"));
    spoil(&path, page_of(&path, "partenaire"));
    let before = std::fs::read(&path).unwrap();
    let dest = dir.path().join("neuf.db");
    let done = recuperer(&path, &dest, "marie").unwrap();
    assert_eq!(
        std::fs::read(&path).unwrap(),
        before,
        "the damaged file is only read"
    );
    let table = done.tables.iter().find(|t| t.nom == "partenaire").unwrap();
    assert!(table.trouee && table.refaites > 0, "{table:?}");
    assert!(done.journal, "{done:?}");
    assert_eq!(
        (count(&dest, "partenaire"), count(&dest, "campus")),
        (partners, campuses)
    );
    let store = Store::open(&dest, "marie").unwrap();
    assert_eq!(store.examiner().unwrap(), []);
}

/// A list of tables that lost its last page still names most of them; what it no longer names is said to be lost.
#[test]
fn a_register_that_lost_a_page_of_its_list_of_tables_gives_the_rest() {
    let (dir, path) = register();
    let partners = count(&path, "partenaire");
    let last = {
        let conn = Connection::open(&path).unwrap();
        let leaf = "SELECT pageno FROM dbstat WHERE name = 'sqlite_schema' AND pagetype = 'leaf' ORDER BY path DESC LIMIT 1";
        conn.query_row(leaf, [], |r| r.get::<_, i64>(0))
            .unwrap()
            .unsigned_abs()
    };
    spoil(&path, last);
    assert_eq!(Store::open(&path, "marie").err().unwrap().exit_code(), 6);
    let dest = dir.path().join("neuf.db");
    let done = recuperer(&path, &dest, "marie").unwrap();
    let table = done.tables.iter().find(|t| t.nom == "partenaire").unwrap();
    assert!(!table.trouee, "{done:?}");
    assert_eq!(count(&dest, "partenaire"), partners);
    let store = Store::open(&dest, "marie").unwrap();
    assert_eq!(store.examiner().unwrap(), []);
}

#[test]
fn a_journal_that_lost_a_page_begins_again_with_the_rows() {
    let (dir, path) = register();
    let partners = count(&path, "partenaire");
    spoil(&path, page_of(&path, "changement"));
    let dest = dir.path().join("neuf.db");
    let done = recuperer(&path, &dest, "marie").unwrap();
    assert!(!done.journal);
    assert_eq!(count(&dest, "partenaire"), partners);
    let store = Store::open(&dest, "marie").unwrap();
    assert_eq!(store.examiner().unwrap(), []);
    assert!(
        recuperer(&path, &dest, "marie").is_err(),
        "nothing is written over"
    );
}

#[test]
fn a_file_of_which_no_page_is_left_has_nothing_to_give() {
    let (dir, path) = register();
    let pages = std::fs::metadata(&path).unwrap().len() / 4096;
    (1..=pages).for_each(|page| spoil(&path, page));
    let dest = dir.path().join("neuf.db");
    assert_eq!(recuperer(&path, &dest, "marie").unwrap_err().exit_code(), 6);
    assert!(!dest.exists());
}

/// The head of the file and a page of partners: where tables begin is known from a register made new.
#[test]
fn a_register_that_lost_its_first_pages_gives_its_rows() {
    let (dir, path) = register();
    let (partners, campuses) = (count(&path, "partenaire"), count(&path, "campus"));
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[..4096].fill(0x5a);
    std::fs::write(&path, &bytes).unwrap();
    spoil(&path, 3);
    let dest = dir.path().join("neuf.db");
    let done = recuperer(&path, &dest, "marie").unwrap();
    assert_eq!(
        (count(&dest, "partenaire"), count(&dest, "campus")),
        (partners, campuses),
        "{done:?}"
    );
    let note: String = Connection::open(&dest)
        .unwrap()
        .query_row("SELECT note FROM campus WHERE id = 3", [], |r| r.get(0))
        .unwrap();
    assert_eq!(note, "note 4", "what was written last is there");
    assert!(done.journal, "{done:?}");
    assert_eq!(std::fs::metadata(&path).unwrap().len(), bytes.len() as u64);
}

/// A register restored from a backup has its tables elsewhere; its next backup says where.
#[test]
fn a_restored_register_that_lost_its_first_page_gives_its_rows() {
    let (dir, path) = register();
    let mut store = Store::open(&path, "marie").unwrap();
    let made = store
        .sauvegarder(crate::domain::sauvegarde::Motif::Demande, None)
        .unwrap();
    drop(store);
    backup::retourner(&path, &made.chemin, "marie").unwrap();
    for again in [false, true] {
        let mut store = Store::open(&path, "marie").unwrap();
        if again {
            store
                .sauvegarder(crate::domain::sauvegarde::Motif::Demande, None)
                .unwrap();
        }
        drop(store);
        let sound = std::fs::read(&path).unwrap();
        spoil(&path, 1);
        let dest = dir.path().join(format!("neuf-{again}.db"));
        recuperer(&path, &dest, "marie").unwrap();
        assert_eq!(count(&dest, "campus"), 12);
        assert_eq!(count(&dest, "partenaire"), count_in(&sound, &dir, "partenaire"));
        std::fs::write(&path, sound).unwrap();
    }
}

fn count_in(bytes: &[u8], dir: &tempfile::TempDir, table: &str) -> i64 {
    let path = dir.path().join("autre.db");
    std::fs::write(&path, bytes).unwrap();
    count(&path, table)
}
