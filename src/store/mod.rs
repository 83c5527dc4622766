//! The register: one SQLite file, its look-ups, its one door for writes and its journal.
//! Must not know the screen, the command line or how a form is drawn.

mod academie;
mod acces;
mod acte;
mod annuaire;
mod appel;
mod aside;
mod attente;
mod auteur;
mod backup;
mod brouillon;
mod campus;
mod chain;
mod complement;
mod contact;
mod corbeille;
mod create;
mod derive;
mod designation;
mod dommage;
mod error;
mod etablissement;
mod etat;
mod fiche;
mod filiere;
mod filtre;
mod formalite;
mod fusion;
pub mod groupe;
mod identite;
mod import;
mod journal;
mod label;
mod marque;
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
mod requete;
mod revue;
pub mod rgpd;
mod saisie;
mod salvage;
mod schema;
mod seance;
mod secours;
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
    rc::Rc,
};

use rusqlite::Connection;

pub use crate::paths::command;
pub use academie::AcademieLigne;
pub use annuaire::{Bilan, ImportAnnuaire, ImportPasse, PartenaireFerme, Sort};
pub use attente::hurry;
pub use backup::{
    LotPerdu, Retour, essayer_retour, retourner, sauvegarde_sure, sauvegarder_du_jour, sauvegardes_de,
};
pub use brouillon::Brouillon;
pub use campus::debut::Debut;
use campus::debut::Ordre;
pub use error::{Error, Result};
pub use etat::Etat;
pub use filtre::Filtre;
pub use formalite::{Ecart, Preparation, Recorded};
pub use import::LigneImport;
pub use marque::{demarquer, marquer};
pub use op::Op;
pub use reponse::{Autre, Ecriture};
pub use saisie::Saisie;
pub use salvage::{Recuperation, TableSauvee, recuperer};
pub use secours::{Depot, Secours, SujetSecours, Trouve};
pub use verify::{Genre, Probleme, examiner};
pub use visite::{Nouveautes, Touche};
pub use write::Changes;

pub(crate) use schema::Table;

use crate::domain::{LotId, Role, texte::une_ligne};
use auteur::Auteur;

/// One connection to a register, held by one agent.
#[derive(Debug)]
pub struct Store {
    conn: Connection,
    auteur: Auteur,
    /// Its role at the last look.
    role: Cell<Role>,
    path: Option<PathBuf>,
    /// What is wrong with the file: nothing is written then.
    dommage: Option<String>,
    /// The copy that is read instead of a damaged file; it goes after the connection.
    apart: Option<aside::Aside>,
    /// Names this connection among those that have something open.
    session: String,
    /// Which file that was when it was opened.
    file: Option<place::FileId>,
    /// `data_version` at the last look.
    seen: Cell<i64>,
    /// Every campus in the order of names, once it was needed.
    ordre: RefCell<Option<Rc<Ordre>>>,
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
            create::create(path, &Auteur::proprietaire(clean(agent)?))?;
        }
        Self::open(path, agent)
    }

    /// Opens an existing register; migrates it after a verified backup when it is of an earlier program.
    /// Who owns the file is administrateur; of anyone else the register says the role.
    pub fn open(path: &Path, agent: &str) -> Result<Self> {
        let conn = open::existing(path)?;
        Self::with(conn, Auteur::of(clean(agent)?, path)?, Some(path.to_path_buf()))
    }

    /// Opens an existing register for a session restricted to one agent, whom the register must give access.
    /// The file is the account's own, without a link to it.
    ///
    /// # Errors
    /// [`Error::SansAcces`] for a name without a role; those of [`Self::open`].
    pub fn open_restricted(path: &Path, agent: &str) -> Result<Self> {
        Self::of_registered(open::restricted(path)?, agent, path)
    }

    /// The same, to look things up only: `SQLite` itself refuses any write.
    ///
    /// # Errors
    /// Those of [`Self::open_restricted`]; [`Error::Unfit`] for a register of an earlier program.
    pub fn consult(path: &Path, agent: &str) -> Result<Self> {
        Self::of_registered(open::consulted(path)?, agent, path)
    }

    fn of_registered(conn: Connection, agent: &str, path: &Path) -> Result<Self> {
        let nom = clean(agent)?;
        if auteur::inscrit(&conn, &nom)?.is_none() {
            return Err(Error::SansAcces(nom));
        }
        Self::with(conn, Auteur::inscrit(nom), Some(path.to_path_buf()))
    }

    /// A filled register in memory, for tests and pure look-ups.
    pub fn in_memory(agent: &str) -> Result<Self> {
        let mut conn = Connection::open_in_memory()?;
        open::configure(&conn)?;
        let auteur = Auteur::proprietaire(clean(agent)?);
        create::fill(&mut conn, &auteur)?;
        Self::with(conn, auteur, None)
    }

    /// A store over an open connection.
    fn with(mut conn: Connection, auteur: Auteur, path: Option<PathBuf>) -> Result<Self> {
        attente::install(&mut conn)?;
        let seen = Cell::new(open::data_version(&conn)?);
        let known = RefCell::new((0, String::new()));
        let role = Cell::new(auteur.role(&conn)?);
        let file = path.as_deref().map(place::FileId::of).transpose()?;
        Ok(Self {
            conn,
            auteur,
            role,
            path,
            dommage: None,
            apart: None,
            session: write::uid(),
            file,
            seen,
            ordre: RefCell::default(),
            known,
        })
    }

    /// Whether the path still leads to the file that was opened. Costs one look at a folder.
    ///
    /// # Errors
    /// [`Error::Replaced`] or [`Error::Gone`]: nothing more may be written through this connection.
    pub fn check_file(&self) -> Result<()> {
        place::check_same(self.path.as_deref(), self.file)
    }

    /// The file, None in memory.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Who writes.
    #[must_use]
    pub fn agent(&self) -> &str {
        self.auteur.nom()
    }

    /// Whether another connection has committed since the last call. Costs microseconds.
    pub fn changed_elsewhere(&self) -> Result<bool> {
        let now = open::data_version(&self.conn)?;
        let changed = self.seen.replace(now) != now;
        if changed {
            self.reread_role()?;
        }
        Ok(changed)
    }

    /// What another connection has committed since the last call. Costs microseconds when it is nothing.
    pub fn elsewhere(&self) -> Result<Elsewhere> {
        if !self.changed_elsewhere()? {
            return Ok(Elsewhere::Nothing);
        }
        let now = (dernier_lot(&self.conn)?.0, presence::trace(&self.conn)?);
        let before = self.known.replace(now.clone());
        Ok(if before.0 == now.0 && before.1 != now.1 {
            Elsewhere::Presence
        } else {
            Elsewhere::Rows
        })
    }

    /// The last lot of the journal: rows of the register are what they were as long as it is the same.
    pub fn dernier_lot(&self) -> Result<LotId> {
        dernier_lot(&self.conn)
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

/// [`Store::dernier_lot`] inside the caller's transaction; lot 0 when there is none.
pub(crate) fn dernier_lot(conn: &Connection) -> Result<LotId> {
    let mut stmt = conn.prepare_cached("SELECT coalesce(max(id), 0) FROM lot")?;
    Ok(stmt.query_row([], |r| r.get(0)).map(LotId)?)
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

/// Whether the register at `path` is the account's own: its file, or none yet. Who owns it may write under any name.
#[must_use]
pub fn owned(path: &Path) -> bool {
    std::fs::metadata(path).map_or_else(
        |e| e.kind() == std::io::ErrorKind::NotFound,
        |m| place::is_mine(&m),
    )
}

/// An agent's name as the journal keeps it.
fn clean(agent: &str) -> Result<String> {
    let name = une_ligne(agent).trim().to_owned();
    if name.is_empty() {
        return Err(Error::Refused(
            "l'agent n'a pas de nom\u{202f}: donnez-le par « --agent »".to_owned(),
        ));
    }
    Ok(name)
}
