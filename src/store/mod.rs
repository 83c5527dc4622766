//! The register: one SQLite file, its look-ups, its one door for writes and its journal.
//! Must not know the screen, the command line or how a form is drawn.

mod academie;
mod acte;
mod annuaire;
mod appel;
mod backup;
mod brouillon;
mod campus;
mod chain;
mod complement;
mod corbeille;
mod create;
mod derive;
mod error;
mod etablissement;
mod fiche;
mod filiere;
mod filtre;
mod formalite;
mod fusion;
mod identite;
mod import;
mod journal;
mod label;
mod migrate;
mod op;
mod open;
mod partenaire;
mod place;
mod point;
mod prefill;
pub mod record;
mod region;
mod renvoi;
mod reponse;
mod revue;
mod saisie;
mod schema;
mod seance;
mod seed;
mod tableau;
pub mod tout;
mod tri;
mod undo;
mod valeur;
mod verify;
mod vie;
mod visite;
mod vue;
mod write;

use std::{
    cell::Cell,
    path::{Path, PathBuf},
};

use rusqlite::Connection;

pub use academie::AcademieLigne;
pub use annuaire::{Bilan, ImportAnnuaire, ImportPasse, PartenaireFerme, Sort};
pub use brouillon::Brouillon;
pub use error::{Error, Result};
pub use filtre::Filtre;
pub use formalite::{Preparation, Recorded};
pub use import::LigneImport;
pub use op::Op;
pub use saisie::Saisie;
pub use visite::Nouveautes;
pub use write::Changes;

pub(crate) use schema::Table;

use crate::domain::texte::une_ligne;

/// One connection to a register, held by one agent.
#[derive(Debug)]
pub struct Store {
    conn: Connection,
    agent: String,
    path: Option<PathBuf>,
    /// `data_version` at the last look.
    seen: Cell<i64>,
}

impl Store {
    /// Opens the register at `path`; makes it first, filled with the shipped rows, when there is none
    /// (folder 0700, file 0600).
    pub fn open_or_create(path: &Path, agent: &str) -> Result<Self> {
        place::check_name(path)?;
        let empty = std::fs::metadata(path).map_or_else(
            |e| e.kind() == std::io::ErrorKind::NotFound,
            |m| m.is_file() && m.len() == 0,
        );
        if empty {
            create::create(path, &clean(agent)?)?;
        }
        Self::open(path, agent)
    }

    /// Opens an existing register; migrates it after a verified backup when it is of an earlier program.
    pub fn open(path: &Path, agent: &str) -> Result<Self> {
        Self::with(open::existing(path)?, agent, Some(path.to_path_buf()))
    }

    /// A filled register in memory, for tests and pure look-ups.
    pub fn in_memory(agent: &str) -> Result<Self> {
        let mut conn = Connection::open_in_memory()?;
        open::configure(&conn)?;
        create::fill(&mut conn, &clean(agent)?)?;
        Self::with(conn, agent, None)
    }

    /// A store over an open connection.
    fn with(conn: Connection, agent: &str, path: Option<PathBuf>) -> Result<Self> {
        let seen = Cell::new(data_version(&conn)?);
        Ok(Self {
            conn,
            agent: clean(agent)?,
            path,
            seen,
        })
    }

    /// The file, None in memory.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Who writes.
    #[must_use]
    pub fn agent(&self) -> &str {
        &self.agent
    }

    /// Whether another connection has committed since the last call. Costs microseconds.
    pub fn changed_elsewhere(&self) -> Result<bool> {
        let now = data_version(&self.conn)?;
        Ok(self.seen.replace(now) != now)
    }

    /// Makes sort keys, folded texts and search tables again from the rows.
    pub fn rebuild_search(&mut self) -> Result<()> {
        let tx = self
            .conn
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        derive::rebuild(&tx)?;
        tx.commit()?;
        Ok(())
    }
}

/// An agent's name as the journal keeps it.
fn clean(agent: &str) -> Result<String> {
    let name = une_ligne(agent).trim().to_owned();
    if name.is_empty() {
        return Err(Error::Refused(
            "l'agent n'a pas de nom : donnez-le par « --agent »".to_owned(),
        ));
    }
    Ok(name)
}

/// Moves when another connection commits, not on one's own commits.
fn data_version(conn: &Connection) -> Result<i64> {
    Ok(conn
        .prepare_cached("PRAGMA data_version")?
        .query_row([], |r| r.get(0))?)
}
