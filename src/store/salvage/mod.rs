//! What can still be read of a damaged register, row by row, in a new file. The damaged one is only copied.

mod greffe;
mod journal;
mod rows;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use rusqlite::{Connection, TransactionBehavior, config::DbConfig};

use super::{
    Error, Op, Result, Table, aside::Aside, auteur::Auteur, backup, chain, create, derive, error::show,
    migrate, open, schema, write,
};

/// What became of one table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableSauvee {
    /// Its name.
    pub nom: String,
    /// Rows read.
    pub lues: usize,
    /// Rows made again from the journal.
    pub refaites: usize,
    /// Rows read that the schema refuses, or that point to a row that is lost.
    pub ecartees: usize,
    /// Some of the table could not be read: how many rows are lost is not known.
    pub trouee: bool,
}

impl TableSauvee {
    /// What its rows are, in words.
    #[must_use]
    pub fn libelle(&self) -> String {
        super::journal::genre(&self.nom)
    }
}

/// What a salvage brought into the new file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recuperation {
    /// The new file.
    pub fichier: PathBuf,
    /// Every table with rows, or with losses.
    pub tables: Vec<TableSauvee>,
    /// The journal came whole and still verifies; otherwise it begins again with what was read.
    pub journal: bool,
}

/// Copies what can be read of the register at `path` into a new register at `dest`.
///
/// # Errors
/// [`Error::Integrity`] when nothing can be read: the first page of the file is gone. `dest` exists, or cannot be written.
/// [`Error::Interdit`] to who may not salvage the register.
pub fn recuperer(path: &Path, dest: &Path, agent: &str) -> Result<Recuperation> {
    Auteur::of(super::clean(agent)?, path)?.permettre_fichier(path, Op::Salvage)?;
    copier(path, dest, agent)
}

/// [`recuperer`] without asking the role: for what only reads.
///
/// # Errors
/// Those of [`recuperer`], but the role's.
pub(crate) fn copier(path: &Path, dest: &Path, agent: &str) -> Result<Recuperation> {
    if dest.symlink_metadata().is_ok() {
        return Err(Error::Refused(format!("{} existe déjà", show(dest))));
    }
    let auteur = Auteur::proprietaire(super::clean(agent)?);
    let (from, _copy) = source(path)?;
    let (tables, journal) = create::create_with(dest, |conn| fill(&from, conn, &auteur))?;
    Ok(Recuperation {
        fichier: dest.to_path_buf(),
        tables,
        journal,
    })
}

/// A copy of the register to be read, which lives as long as the second value: with its own list of tables when that can
/// be read to its end, else with another that its pages bear out, else with what is left of its own.
fn source(path: &Path) -> Result<(Connection, Aside)> {
    let copy = Aside::of(path)?;
    let own = || -> Result<Connection> {
        let conn = open::connect(&copy.path())?;
        believe_what_is_left(&conn)?;
        readable(&conn)?;
        Ok(conn)
    };
    let own = own();
    if own.as_ref().is_ok_and(listed) {
        return Ok((own?, copy));
    }
    let again = Aside::of(path)?;
    match greffe::greffer(path, &again)? {
        Some(conn) => Ok((conn, again)),
        None => Ok((own?, copy)),
    }
}

/// Whether the list of tables can be read to its end: what it does not name was then never there.
fn listed(from: &Connection) -> bool {
    from.query_row("SELECT count(*) FROM sqlite_schema WHERE name <> ''", [], |r| {
        r.get::<_, i64>(0)
    })
    .is_ok()
}

/// Lets the copy answer from the tables that its list still names: most of the list are triggers, which come after them.
/// Nobody else has the copy and nothing of it stays: it is locked once, not at each row, and never synced.
fn believe_what_is_left(copy: &Connection) -> Result<()> {
    copy.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
    Ok(copy.execute_batch(
        "PRAGMA writable_schema = ON; PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = OFF;",
    )?)
}

/// Refuses a file whose list of tables is gone.
fn readable(conn: &Connection) -> Result<()> {
    let there = |table: &str| conn.prepare(&format!("SELECT 1 FROM {table}")).is_ok();
    if ["campus", "lot", "changement"].into_iter().any(there) {
        return Ok(());
    }
    Err(Error::Integrity(
        "la liste de ses tables n'est plus lisible".to_owned(),
    ))
}

/// Rows, then what the journal says of the others, then what hangs in the air goes, then the journal.
fn fill(from: &Connection, conn: &mut Connection, auteur: &Auteur) -> Result<(Vec<TableSauvee>, bool)> {
    conn.execute_batch("PRAGMA foreign_keys = OFF")?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut all = take(from, &tx)?;
    derive::rebuild(&tx)?;
    let kept = chain::verify(&tx).is_ok();
    if !kept {
        journal::forget(&tx)?;
    }
    tx.commit()?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true)?;
    conn.execute_batch("PRAGMA foreign_keys = ON")?;
    sign(conn, auteur, kept)?;
    all.retain(|t| t.trouee || t.lues + t.refaites + t.ecartees > 0);
    Ok((all, kept))
}

/// Schema, and everything that can be had of the rows.
fn take(from: &Connection, tx: &Connection) -> Result<Vec<TableSauvee>> {
    migrate::build(tx)?;
    let mut saved: BTreeMap<String, TableSauvee> = BTreeMap::new();
    for table in ordinary(tx)? {
        saved.insert(table.nom.clone(), rows::copy(from, tx, &table)?);
    }
    for table in schema::tables(tx)? {
        let n = journal::replay(tx, &table);
        saved.entry(table.nom).or_default().refaites = n;
    }
    for (table, n) in rows::detach(tx)? {
        saved.entry(table).or_default().ecartees += n;
    }
    Ok(saved.into_values().collect())
}

/// The lot that says where the new register comes from; with it a journal that was not kept begins again.
fn sign(conn: &mut Connection, auteur: &Auteur, kept: bool) -> Result<()> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let intent = write::Intent {
        op: Op::Salvage,
        motif: Some("copie de ce qui se lisait d'un fichier abîmé"),
        annule: None,
    };
    write::lot(&tx, intent, auteur, |conn| {
        if kept { Ok(()) } else { journal::begin_again(conn) }
    })?;
    backup::mark_new(&tx)?;
    open::mark_checked(&tx)?;
    tx.commit()?;
    Ok(())
}

/// Every table of the new file but those `SQLite` makes for itself.
fn ordinary(conn: &Connection) -> Result<Vec<Table>> {
    let mut names =
        conn.prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict ORDER BY name")?;
    let names = names
        .query_map([], |r| r.get::<_, String>(0))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let kept = names.into_iter().filter(|n| n != "porte");
    kept.map(|nom| schema::table(conn, nom)).collect()
}

#[cfg(test)]
mod tests;
