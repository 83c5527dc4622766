//! Brings a file to the present schema, one transaction a step, after a verified backup.

use rusqlite::{Connection, TransactionBehavior};

use super::{Result, schema};

/// `application_id` of a register: "CMQ1".
pub(crate) const APPLICATION_ID: i64 = 0x434D_5131;

/// The schema steps in order; `user_version` is how many have run. A released step is never edited.
pub(crate) const STEPS: &[&str] = &[
    include_str!("../../data/migrations/0001_base.sql"),
    include_str!("../../data/migrations/0002_vie_du_label.sql"),
    include_str!("../../data/migrations/0003_fiches.sql"),
    include_str!("../../data/migrations/0004_annuaire.sql"),
    include_str!("../../data/migrations/0005_vues.sql"),
    include_str!("../../data/migrations/0006_acces.sql"),
    include_str!("../../data/migrations/0007_presence.sql"),
    include_str!("../../data/migrations/0008_contacts.sql"),
    include_str!("../../data/migrations/0009_sauvegardes.sql"),
    include_str!("../../data/migrations/0010_territoires.sql"),
    include_str!("../../data/migrations/0011_numeros.sql"),
];

/// The schema version this program knows.
pub(crate) fn latest() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

/// The file's schema version.
pub(crate) fn version(conn: &Connection) -> Result<i64> {
    Ok(conn.query_row("SELECT user_version FROM pragma_user_version", [], |r| r.get(0))?)
}

/// Runs the steps the file lacks, each in its own transaction: a kill leaves the file before or after a step.
/// Another process may run them meanwhile: the version is read again inside each transaction.
/// References are checked after each step and not during it, so that a step may make a table anew
/// (`SQLite`'s `lang_altertable`, § 7).
pub(crate) fn run(conn: &mut Connection, steps: &[&str]) -> Result<()> {
    conn.execute_batch("PRAGMA foreign_keys = OFF")?;
    let ran = all(conn, steps);
    conn.execute_batch("PRAGMA foreign_keys = ON")?;
    ran
}

fn all(conn: &mut Connection, steps: &[&str]) -> Result<()> {
    for (done, step) in steps.iter().enumerate() {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = i64::try_from(done).unwrap_or(i64::MAX);
        if version(&tx)? != done {
            continue;
        }
        apply(&tx, step, done + 1)?;
        tx.commit()?;
    }
    Ok(())
}

/// One step inside the caller's transaction: tables, journal triggers, version.
pub(crate) fn apply(conn: &Connection, step: &str, version: i64) -> Result<()> {
    schema::drop_triggers(conn)?;
    conn.execute_batch(step)?;
    schema::create_triggers(conn)?;
    check_foreign_keys(conn)?;
    conn.execute_batch(&format!(
        "PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {version};"
    ))?;
    Ok(())
}

/// Applies every step to an empty file, inside the caller's transaction.
pub(crate) fn build(tx: &Connection) -> Result<()> {
    for (done, step) in STEPS.iter().enumerate() {
        apply(tx, step, i64::try_from(done + 1).unwrap_or(i64::MAX))?;
    }
    Ok(())
}

/// Refuses a file where a reference points nowhere.
pub(crate) fn check_foreign_keys(conn: &Connection) -> Result<()> {
    let mut stmt = conn.prepare("PRAGMA foreign_key_check")?;
    let mut rows = stmt.query([])?;
    match rows.next()? {
        None => Ok(()),
        Some(row) => Err(super::Error::Integrity(format!(
            "une ligne de «\u{a0}{}\u{a0}» renvoie à une ligne absente de «\u{a0}{}\u{a0}»",
            row.get::<_, String>(0)?,
            row.get::<_, String>(2)?
        ))),
    }
}
