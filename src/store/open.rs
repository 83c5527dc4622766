//! Opening a file: who it is, connection settings, migration, daily check
//! (order and settings of SQLite's own security guide).

mod wal;

use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OpenFlags, OptionalExtension, config::DbConfig, limits::Limit};

use super::{Error, Result, backup, error::show, marque, migrate, place, verify};

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
    marque::check(path)?;
    wal::check_beside(path, OpenFlags::SQLITE_OPEN_NOFOLLOW)?;
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
    marque::check(path)?;
    // Held until the first read has put this session's lock on the file.
    let door = backup::door(path, false)?;
    wal::check_beside(path, more)?;
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
        verify::pages(conn)?;
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

#[cfg(test)]
mod tests;
