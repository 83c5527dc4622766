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
pub mod presence;
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
mod undo;
mod valeur;
mod verify;
mod verrou;
mod vie;
mod visite;
mod vue;
mod write;

use std::{
    cell::{Cell, RefCell},
    path::{Path, PathBuf},
};

use rusqlite::Connection;

pub use academie::AcademieLigne;
pub use annuaire::{Bilan, ImportAnnuaire, ImportPasse, PartenaireFerme, Sort};
pub use brouillon::Brouillon;
pub use error::{Error, Result};
pub use filtre::Filtre;
pub use formalite::{Ecart, Preparation, Recorded};
pub use import::LigneImport;
pub use op::Op;
pub use reponse::{Autre, Ecriture};
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
    /// Names this connection among those that have something open.
    session: String,
    /// `data_version` at the last look.
    seen: Cell<i64>,
    /// The last lot and the presences at the last look.
    known: RefCell<(i64, String)>,
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
        let known = RefCell::new((0, String::new()));
        Ok(Self {
            conn,
            agent: clean(agent)?,
            path,
            session: write::uid(),
            seen,
            known,
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

    /// What another connection has committed since the last call. Costs microseconds when it is nothing.
    pub fn elsewhere(&self) -> Result<Elsewhere> {
        if !self.changed_elsewhere()? {
            return Ok(Elsewhere::Nothing);
        }
        let lot: Option<i64> = self
            .conn
            .prepare_cached("SELECT max(id) FROM lot")?
            .query_row([], |r| r.get(0))?;
        let now = (lot.unwrap_or_default(), presence::trace(&self.conn)?);
        let before = self.known.replace(now.clone());
        Ok(if before.0 == now.0 && before.1 != now.1 {
            Elsewhere::Presence
        } else {
            Elsewhere::Rows
        })
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

/// What another connection has committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// Nothing.
    Nothing,
    /// Only who has what open.
    Presence,
    /// Rows: what is shown is read again.
    Rows,
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
