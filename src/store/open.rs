//! Opening a file: who it is, connection settings, migration, daily check
//! (order and settings of SQLite's own security guide).

use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OpenFlags, OptionalExtension, config::DbConfig, limits::Limit};

use super::{Error, Result, backup, error::show, migrate, place};

/// How long a checked file is taken as sound.
const CHECK_EVERY: SignedDuration = SignedDuration::from_hours(24);

/// First release without the WAL-reset bug (fixed in 3.51.3; 3.52 was withdrawn).
const OLDEST_SQLITE: i32 = 3_053_000;

/// A configured connection to an existing register, brought to the present schema.
pub(crate) fn existing(path: &Path) -> Result<Connection> {
    upgraded(path, OpenFlags::empty())
}

/// The same for a restricted session: the file itself, at its own address, without a link on the way.
pub(crate) fn restricted(path: &Path) -> Result<Connection> {
    place::check_restricted(path)?;
    upgraded(path, OpenFlags::SQLITE_OPEN_NOFOLLOW)
}

/// The same for a look-up of a restricted session: nothing is written, not even a migration or the note of a check.
pub(crate) fn consulted(path: &Path) -> Result<Connection> {
    place::check_restricted(path)?;
    place::check_file(path)?;
    let conn = connect_with(path, OpenFlags::SQLITE_OPEN_NOFOLLOW)?;
    identify(&conn, path)?;
    if migrate::version(&conn)? < migrate::latest() {
        return Err(Error::Unfit {
            path: show(path),
            why: "il date d'une version antérieure de cmq".to_owned(),
            mend: "ouvrez-le une fois à l'écran, qui le met à jour après une sauvegarde",
        });
    }
    conn.execute_batch("PRAGMA query_only = ON;")?;
    Ok(conn)
}

fn upgraded(path: &Path, more: OpenFlags) -> Result<Connection> {
    let meta = place::check_file(path)?;
    if meta.len() == 0 {
        return Err(Error::NotARegister(show(path)));
    }
    // Held until the first read has put this session's lock on the file.
    let door = backup::door(path, false)?;
    let mut conn = connect_with(path, more)?;
    // What turns out to be damaged is left as it is, `-wal` included.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    identify(&conn, path)?;
    drop(door);
    settle(&mut conn, path).map_err(|e| match e {
        // A sound file of ours gives no such error here: its header or its list of tables is not what it was.
        Error::Sqlite(e) => Error::Integrity(crate::domain::texte::une_ligne(&e.to_string())),
        other => other,
    })?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok(conn)
}

/// Looks the file over when that is due, before anything is written to it; then its schema is brought up to date.
fn settle(conn: &mut Connection, path: &Path) -> Result<()> {
    let due = check_due(conn)?;
    if due {
        check(conn)?;
    }
    conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")?;
    upgrade(conn, path, migrate::STEPS)?;
    match due.then(|| mark_checked(conn)) {
        // Someone is writing: the next start will note it.
        Some(Err(Error::Busy)) | None => Ok(()),
        Some(other) => other,
    }
}

/// One more connection to a register that this process has opened already.
pub(crate) fn again(path: &Path) -> Result<Connection> {
    place::check_file(path)?;
    let conn = connect(path)?;
    conn.execute_batch("PRAGMA synchronous = FULL;")?;
    Ok(conn)
}

/// A connection to a file that exists, settings done, nothing read yet.
pub(crate) fn connect(path: &Path) -> Result<Connection> {
    connect_with(path, OpenFlags::empty())
}

fn connect_with(path: &Path, more: OpenFlags) -> Result<Connection> {
    let path = std::path::absolute(path).map_err(|e| Error::io("impossible de lire", path, e))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | more;
    let conn = Connection::open_with_flags(path, flags)?;
    configure(&conn)?;
    Ok(conn)
}

/// Moves when another connection commits, not on one's own commits.
pub(crate) fn data_version(conn: &Connection) -> Result<i64> {
    Ok(conn
        .prepare_cached("PRAGMA data_version")?
        .query_row([], |r| r.get(0))?)
}

/// Settings every connection gets, before anything of the file is believed.
pub(crate) fn configure(conn: &Connection) -> Result<()> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(Error::Refused(format!(
            "cette construction de cmq contient SQLite {}, trop ancien\u{202f}: une panne y perdrait des données",
            rusqlite::version()
        )));
    }
    conn.busy_timeout(super::attente::BUSY)?;
    for (config, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true),
    ] {
        conn.set_db_config(config, on)?;
    }
    conn.set_limit(Limit::SQLITE_LIMIT_LENGTH, 16 << 20)?;
    conn.set_limit(Limit::SQLITE_LIMIT_SQL_LENGTH, 100_000)?;
    conn.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 2)?;
    conn.set_prepared_statement_cache_capacity(64);
    // temp_store: nothing of the register is spilled to $TMPDIR. secure_delete: what is erased is gone.
    conn.execute_batch(
        "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA foreign_keys = ON;
         PRAGMA recursive_triggers = ON; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON;
         PRAGMA wal_autocheckpoint = 200; PRAGMA journal_size_limit = 4194304;",
    )?;
    Ok(())
}

/// Refuses a file that is not a register, or is of a later program.
pub(super) fn identify(conn: &Connection, path: &Path) -> Result<()> {
    let found = conn.query_row(
        "SELECT application_id, user_version FROM pragma_application_id, pragma_user_version",
        [],
        |r| Ok((r.get::<_, i64>(0)?, r.get::<_, i64>(1)?)),
    );
    let (application, version) = match found.map_err(Error::from) {
        Err(Error::Integrity(why)) if signed(path) => return Err(Error::Integrity(why)),
        Err(Error::Integrity(_)) => return Err(Error::NotARegister(show(path))),
        other => other?,
    };
    if application != migrate::APPLICATION_ID && has_our_tables(conn) {
        return Err(Error::Integrity(
            "son en-tête ne dit plus qu'il est un registre".to_owned(),
        ));
    }
    if application != migrate::APPLICATION_ID {
        return Err(Error::NotARegister(show(path)));
    }
    if version > migrate::latest() {
        return Err(Error::TooNew {
            path: show(path),
            found: version,
            known: migrate::latest(),
        });
    }
    Ok(())
}

/// Whether it has the tables of a register.
fn has_our_tables(conn: &Connection) -> bool {
    let n = conn.query_row(
        "SELECT count(*) FROM sqlite_schema WHERE name IN ('campus', 'lot', 'changement')",
        [],
        |r| r.get::<_, i64>(0),
    );
    n.is_ok_and(|n| n == 3)
}

/// Whether a file that `SQLite` cannot read was a database all the same: most of its header is there, or it has the size of
/// one. The file has no connection that counts: closing it lets go of no lock.
fn signed(path: &Path) -> bool {
    use std::io::Read as _;
    let mut head = [0_u8; 72];
    let read = std::fs::File::open(path).and_then(|mut f| f.read_exact(&mut head));
    let size = std::fs::metadata(path).map_or(0, |m| m.len());
    let id = u32::try_from(migrate::APPLICATION_ID)
        .unwrap_or_default()
        .to_be_bytes();
    let marks = [
        head.starts_with(b"SQLite format 3"),
        head[68..72] == id,
        size > 0 && size.is_multiple_of(4096),
    ];
    read.is_ok() && marks.contains(&true)
}

/// Migrates when steps are missing, after a verified copy into `sauvegardes/` beside the file.
fn upgrade(conn: &mut Connection, path: &Path, steps: &[&str]) -> Result<()> {
    let version = migrate::version(conn)?;
    if usize::try_from(version).is_ok_and(|v| v >= steps.len()) {
        return Ok(());
    }
    let copy = backup::before_migration(conn, path)?;
    migrate::run(conn, steps)?;
    backup::record(conn, &copy)
}

/// Whether the last look at pages and references is older than a day. Real time, not the frozen clock: it is about the
/// disk, not about the trade.
fn check_due(conn: &Connection) -> Result<bool> {
    let now = Timestamp::now();
    let last: Option<String> = conn
        .query_row("SELECT valeur FROM meta WHERE cle = 'verifie'", [], |r| r.get(0))
        .optional()?;
    let last: Option<Timestamp> = last.and_then(|t| t.parse().ok());
    Ok(last.is_none_or(|t| now.duration_since(t).abs() >= CHECK_EVERY))
}

/// Notes that the file was checked now.
pub(crate) fn mark_checked(conn: &Connection) -> Result<()> {
    conn.execute(
        "INSERT INTO meta(cle, valeur) VALUES ('verifie', ?1) ON CONFLICT DO UPDATE SET valeur = excluded.valeur",
        [super::write::instant(Timestamp::now())],
    )?;
    Ok(())
}

/// Refuses a file whose pages or references do not hold together.
pub(super) fn check(conn: &Connection) -> Result<()> {
    let verdict: String = conn.query_row("PRAGMA quick_check(1)", [], |r| r.get(0))?;
    if verdict != "ok" {
        return Err(Error::Integrity(crate::domain::texte::une_ligne(&verdict)));
    }
    migrate::check_foreign_keys(conn)
}

#[cfg(test)]
mod tests {
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
}
