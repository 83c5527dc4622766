//! A damaged register: read as far as it can be, never written again.

use std::path::Path;

use rusqlite::config::DbConfig;

use super::{Error, Result, Store, aside::Aside, auteur::Auteur, migrate, open, salvage};

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
            open::check(&conn)?;
            Ok((migrate::version(&conn)? == migrate::latest()).then_some(conn))
        });
        let (conn, apart) = match whole {
            Ok(Some(conn)) => (conn, copy),
            _ => {
                let apart = Aside::empty()?;
                salvage::copier(path, &apart.path(), agent)?;
                (open::connect(&apart.path())?, apart)
            }
        };
        let mut store = Self::with(conn, Auteur::of(super::clean(agent)?, path)?, None)?;
        store.apart = Some(apart);
        store.geler(why);
        Ok(store)
    }

    /// What is wrong with the register, when it is known to be damaged: nothing is written to it then.
    #[must_use]
    pub fn dommage(&self) -> Option<&str> {
        self.dommage.as_deref()
    }

    /// Damage was met: from now on this session only reads, and leaves the file as it is when it ends.
    pub fn geler(&mut self, why: &str) {
        if self.dommage.is_none() {
            self.dommage = Some(why.to_owned());
        }
        // Both can only fail on a connection that is no use any more.
        let _ = self.conn.execute_batch("PRAGMA query_only = ON");
        let _ = self
            .conn
            .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
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
}
