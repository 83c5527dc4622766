//! `cmq verifier` and `cmq journal --verifier`: whether the register is whole.

use clap::Args as ClapArgs;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use serde_json::json;

use super::answer::Answer;
use super::args::FILTRES;
use crate::domain::texte::une_ligne;
use crate::store::{Error, Result, Store};

/// `cmq journal`.
#[derive(Debug, ClapArgs)]
pub struct JournalArgs {
    /// The chain of the journal asked for.
    #[arg(long, required = true, help_heading = FILTRES,
          help = "Vérifie que rien n'a été retouché")]
    pub verifier: bool,
}

/// The file at `path`, the links between records and the journal. Errors: [`Error::Integrity`], exit code 6.
pub fn registre(store: &Store, path: &Path, as_json: bool) -> anyhow::Result<Answer> {
    file(path)?;
    store.verify_journal()?;
    Ok(sound(
        as_json,
        "Le registre est intact\u{a0}: fichier, liens entre fiches, journal.",
    ))
}

/// The journal's chain alone. Errors: [`Error::Integrity`], exit code 6.
pub fn journal(store: &Store, as_json: bool) -> anyhow::Result<Answer> {
    store.verify_journal()?;
    Ok(sound(as_json, "Le journal est intact."))
}

/// Pages and references, looked over now: at opening they are only once a day. On a connection that
/// cannot write.
fn file(path: &Path) -> Result<()> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let verdict: String = conn.query_row("PRAGMA quick_check(1)", [], |r| r.get(0))?;
    if verdict != "ok" {
        return Err(Error::Integrity(une_ligne(&verdict)));
    }
    let mut orphans = conn.prepare("SELECT \"table\", parent FROM pragma_foreign_key_check LIMIT 1")?;
    let orphan = orphans
        .query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?
        .next();
    match orphan.transpose()? {
        Some((table, parent)) => Err(Error::Integrity(format!(
            "une ligne de {table} renvoie à une ligne de {parent} qui n'existe pas"
        ))),
        None => Ok(()),
    }
}

fn sound(as_json: bool, sentence: &str) -> Answer {
    if as_json {
        Answer::json(json!({ "intact": true }))
    } else {
        Answer::data(format!("{sentence}\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_nothing_is_found() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("registre.db");
        drop(Store::open_or_create(&path, "marie").unwrap());
        assert!(file(&path).is_ok());
        let conn = Connection::open(&path).unwrap();
        conn.execute_batch("PRAGMA foreign_keys = off; CREATE TABLE x(c INTEGER REFERENCES campus(id)) STRICT; INSERT INTO x VALUES (999);")
            .unwrap();
        drop(conn);
        let error = file(&path).unwrap_err();
        assert_eq!(error.exit_code(), 6);
        assert!(error.to_string().contains("campus"), "{error}");
    }
}
