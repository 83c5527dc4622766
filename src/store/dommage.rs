//! A damaged register: read as far as it can be, never written again.

use std::path::Path;

use rusqlite::{Connection, config::DbConfig};

use super::{
    Error, Result, Store, aside::Aside, auteur::Auteur, backup, create, marque, migrate, open, salvage,
    verify,
};

impl Store {
    /// Opens what can be read of a damaged register, for reading only: a copy of it, else the rows of it that can be read.
    /// The file itself is not touched. `why` is what is wrong with it.
    ///
    /// # Errors
    /// [`Error::Integrity`] when nothing of it can be read.
    pub fn lire_seulement(path: &Path, agent: &str, why: &str) -> Result<Self> {
        let copy = Aside::of(path)?;
        let whole = open::connect(&copy.path()).and_then(|conn| {
            open::identify(&conn, path)?;
            verify::pages(&conn)?;
            Ok((migrate::version(&conn)? == migrate::latest()).then_some(conn))
        });
        let (conn, apart) = match whole {
            Ok(Some(conn)) => (conn, copy),
            _ => {
                let apart = Aside::empty()?;
                match salvage::copier(path, &apart.path(), agent) {
                    Err(Error::Integrity(_)) => return Self::lire_sauvegarde(path, agent, why),
                    copied => copied?,
                };
                (open::connect(&apart.path())?, apart)
            }
        };
        Self::a_lire(conn, Some(apart), (path, agent), why)
    }

    /// A store that only reads, of what stands apart from the register at `path`.
    fn a_lire(
        conn: Connection,
        apart: Option<Aside>,
        (path, agent): (&Path, &str),
        why: &str,
    ) -> Result<Self> {
        let mut store = Self::with(conn, Auteur::of(super::clean(agent)?, path)?, None)?;
        store.apart = apart;
        store.geler(why);
        Ok(store)
    }

    /// The newest backup that can be read, for reading only, when nothing of the register itself can.
    fn lire_sauvegarde(path: &Path, agent: &str, why: &str) -> Result<Self> {
        let sound = |chemin: &Path| -> Result<(Connection, Aside)> {
            let copy = Aside::of(chemin)?;
            let mut conn = open::connect(&copy.path())?;
            open::identify(&conn, chemin)?;
            verify::pages(&conn)?;
            migrate::run(&mut conn, migrate::STEPS)?;
            Ok((conn, copy))
        };
        let all = backup::sauvegardes_de(path)?;
        let found = all.iter().find_map(|s| Some((s, sound(&s.chemin).ok()?)));
        let Some((s, (conn, copy))) = found else {
            return Err(Error::Integrity(why.to_owned()));
        };
        let why = format!(
            "{}\u{202f}; rien ne s'en lit plus, ce qui se montre est la sauvegarde {}",
            why.trim_end_matches('.'),
            s.nom
        );
        Self::a_lire(conn, Some(copy), (path, agent), &why)
    }

    /// A register without a row, for the screen that says that nothing of a damaged one can be read, nor of a backup.
    ///
    /// # Errors
    /// The agent has no name.
    pub fn rien_a_lire(path: &Path, agent: &str, why: &str) -> Result<Self> {
        let mut conn = Connection::open_in_memory()?;
        open::configure(&conn)?;
        create::fill_with(&mut conn, |_| Ok(()))?;
        Self::a_lire(conn, None, (path, agent), why)
    }

    /// What is wrong with the register, when it is known to be damaged: nothing is written to it then.
    #[must_use]
    pub fn dommage(&self) -> Option<&str> {
        self.dommage.as_deref()
    }

    /// Damage was met: from now on this session only reads, and leaves the file as it is when it ends.
    pub fn geler(&mut self, why: &str) {
        if self.dommage.is_none() {
            let noted = self.note(why);
            self.dommage = Some(match noted {
                Ok(()) => why.to_owned(),
                Err(e) => format!(
                    "{}\u{202f}; cela n'a pas pu être noté à côté de lui pour les prochains démarrages ({e})",
                    why.trim_end_matches('.')
                ),
            });
        }
        // Both can only fail on a connection that is no use any more.
        let _ = self.conn.execute_batch("PRAGMA query_only = ON");
        let _ = self
            .conn
            .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
    }

    /// Marks the file for later starts, when it is its pages that do not hold.
    fn note(&self, why: &str) -> Result<()> {
        let Some(path) = self.path() else {
            return Ok(());
        };
        match verify::pages(&self.conn) {
            Err(Error::Integrity(_)) => marque::marquer(path, why),
            _ => Ok(()),
        }
    }

    /// Refuses to write to a damaged register.
    pub(crate) fn writable(&self) -> Result<()> {
        match &self.dommage {
            None => Ok(()),
            Some(_) => Err(Error::Integrity(
                "il est ouvert en lecture seule, rien n'y est plus écrit".to_owned(),
            )),
        }
    }

    /// A write met damage: the session stops writing.
    pub(crate) fn watch<T>(&mut self, done: Result<T>) -> Result<T> {
        if let Err(Error::Integrity(why)) = &done {
            let why = why.clone();
            self.geler(&why);
        }
        done
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::FileExt;

    use super::*;
    use crate::store::{Filtre, Op, record};

    #[test]
    fn a_damaged_register_is_read_and_not_written() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("registre.db");
        drop(Store::open_or_create(&path, "marie").unwrap());
        let file = std::fs::File::options().write(true).open(&path).unwrap();
        file.write_all_at(&[0x5a; 8192], 20 * 4096).unwrap();
        let before = std::fs::read(&path).unwrap();
        let mut store = Store::lire_seulement(&path, "marie", "une page").unwrap();
        assert_eq!(store.dommage(), Some("une page"));
        let all = store.campus(&Filtre::au(jiff::civil::date(2016, 1, 1))).unwrap();
        assert!(!all.is_empty());
        let write = store.write(Op::EditCampus, |conn| {
            record::update(conn, "campus", 3, 1, &[("note", &"x")])
        });
        assert_eq!(write.unwrap_err().exit_code(), 6);
        assert!(store.marquer_visite().is_err());
        drop(store);
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }

    #[test]
    fn damage_that_cannot_be_noted_for_later_starts_says_so() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("registre.db");
        drop(Store::open_or_create(&path, "marie").unwrap());
        let mut store = Store::open(&path, "marie").unwrap();
        let file = std::fs::File::options().write(true).open(&path).unwrap();
        let pages = file.metadata().unwrap().len() / 4096;
        for page in 20..pages {
            file.write_all_at(&[0x5a; 4096], page * 4096).unwrap();
        }
        // The folder is gone: root may write in any other.
        std::fs::remove_dir_all(dir.path()).unwrap();
        store.geler("une page");
        assert!(
            store.dommage().unwrap().contains("n'a pas pu être noté"),
            "{:?}",
            store.dommage()
        );
    }
}
