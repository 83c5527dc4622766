//! A file of the directory of establishments brought in: all of it or nothing, in one transaction, row by row.
//! The directory is no record of the register: nothing of it is journaled.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

use super::{Op, Result, Store, etablissement::FREQUENT, write::instant};
use crate::{
    clock,
    domain::{Etablissement, PartenaireId, Source, sauvegarde::Motif},
};

mod ligne;
mod vus;

use ligne::Ligne;
use vus::Vus;

/// Pages kept in memory while a file comes in, KiB: rows arrive in the order of the file, not of the index.
const CACHE_KIB: i64 = 16 * 1024;

/// What became of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// The directory did not have it.
    Nouveau,
    /// The directory had it otherwise.
    Modifie,
    /// The directory had it so.
    Inchange,
    /// An earlier line of the file was about the same UAI: that one is kept.
    Double,
}

/// What an import changed, or would change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bilan {
    /// Establishments that were not in the directory.
    pub nouveaux: usize,
    /// Establishments that changed.
    pub modifies: usize,
    /// Establishments that did not.
    pub inchanges: usize,
    /// Lines about a UAI that an earlier line was about.
    pub doubles: usize,
    /// Establishments of the file that are closed.
    pub fermes: usize,
    /// Establishments of the same source that the file no longer has, and that were not known to be absent.
    pub absents: usize,
    /// Partners of the register whose establishment the file says closed.
    pub partenaires: Vec<PartenaireFerme>,
}

/// A partner of the register whose establishment is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartenaireFerme {
    /// The partner.
    pub id: PartenaireId,
    /// Its name.
    pub nom: String,
    /// Its UAI.
    pub uai: String,
    /// The day it closed, if known.
    pub ferme: Option<Date>,
}

/// The last import of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportPasse {
    /// What was imported.
    pub source: Source,
    /// When, UTC instant.
    pub quand: String,
}

/// An import under way. Dropped before [`Self::terminer`], it leaves nothing.
pub struct ImportAnnuaire<'a> {
    tx: Transaction<'a>,
    source: Source,
    appliquer: bool,
    au: Date,
    /// The directory was empty: no row to compare with, and the index is made at the end.
    vierge: bool,
    vus: Vus,
    suivis: HashSet<String>,
    fermes: HashMap<String, Option<Date>>,
    bilan: Bilan,
}

impl Store {
    /// Begins the import of a file of that source. Without `appliquer` it only counts and the register is only read.
    /// `au`: the day as of which an establishment is closed.
    ///
    /// # Errors
    /// [`super::Error::Interdit`] without the right to import; [`super::Error::Busy`] behind another writer.
    pub fn importer_annuaire(
        &mut self,
        source: Source,
        appliquer: bool,
        au: Date,
    ) -> Result<ImportAnnuaire<'_>> {
        if appliquer {
            self.auteur.permettre(&self.conn, Op::Import)?;
        }
        let behavior = if appliquer {
            self.backup_before(Motif::Import)?;
            self.conn.pragma_update(None, "cache_size", -CACHE_KIB)?;
            TransactionBehavior::Immediate
        } else {
            TransactionBehavior::Deferred
        };
        let tx = self.conn.transaction_with_behavior(behavior)?;
        super::place::check_same(self.path.as_deref(), self.file)?;
        let vierge: bool = tx.query_row("SELECT NOT EXISTS (SELECT 1 FROM etablissement)", [], |r| {
            r.get(0)
        })?;
        let suivis = tx
            .prepare("SELECT DISTINCT uai FROM partenaire WHERE uai NOT NULL AND archive IS NULL")?
            .query_map([], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(ImportAnnuaire {
            tx,
            source,
            appliquer,
            au,
            vierge,
            vus: Vus::default(),
            suivis,
            fermes: HashMap::new(),
            bilan: Bilan::default(),
        })
    }

    /// The last import of each source, if any.
    pub fn imports_annuaire(&self) -> Result<Vec<ImportPasse>> {
        let mut stmt = self
            .conn
            .prepare_cached("SELECT valeur FROM meta WHERE cle = ?1")?;
        let mut all = Vec::new();
        for source in [Source::Annuaire, Source::Acce] {
            let quand = stmt.query_row([cle(source)], |r| r.get(0)).optional()?;
            all.extend(quand.map(|quand| ImportPasse { source, quand }));
        }
        Ok(all)
    }
}

impl ImportAnnuaire<'_> {
    /// Takes one establishment of the file; its UAI must have its right key. The first of several lines of one UAI is
    /// the establishment's own.
    pub fn recevoir(&mut self, e: &Etablissement) -> Result<Sort> {
        if !self.vus.voir(&e.uai) {
            self.bilan.doubles += 1;
            return Ok(Sort::Double);
        }
        if let Some(situation) = e.existence.situation(self.au).filter(|s| s.est_ferme()) {
            self.bilan.fermes += 1;
            if self.suivis.contains(&e.uai) {
                self.fermes.insert(e.uai.clone(), situation.jour());
            }
        }
        let sort = Ligne::new(e, self.source).ranger(&self.tx, self.appliquer, self.vierge)?;
        match sort {
            Sort::Nouveau => self.bilan.nouveaux += 1,
            Sort::Modifie => self.bilan.modifies += 1,
            Sort::Inchange | Sort::Double => self.bilan.inchanges += 1,
        }
        Ok(sort)
    }

    /// Notes a line that cannot be used; when it has a UAI, that one is not absent from the file.
    pub fn refuser(&mut self, uai: Option<&str>) {
        if let Some(uai) = uai {
            self.vus.voir(uai);
        }
    }

    /// Flags what the file no longer has, makes the index, keeps everything; or only counts, in a rehearsal.
    pub fn terminer(mut self) -> Result<Bilan> {
        self.absents()?;
        self.partenaires()?;
        if !self.appliquer {
            self.tx.rollback()?;
            return Ok(self.bilan);
        }
        if self.vierge {
            self.tx.execute_batch(
                "INSERT INTO etablissement_recherche(etablissement_recherche) VALUES ('rebuild')",
            )?;
        }
        if self.bilan.nouveaux + self.bilan.modifies > 0 {
            mots_frequents(&self.tx)?;
        }
        self.tx.execute(
            "INSERT INTO meta(cle, valeur) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET valeur = excluded.valeur",
            [cle(self.source), &instant(clock::now())],
        )?;
        self.tx.commit()?;
        Ok(self.bilan)
    }

    /// Flags the establishments of the source that were not in the file.
    fn absents(&mut self) -> Result<()> {
        if self.vierge {
            return Ok(());
        }
        let mut stmt = self
            .tx
            .prepare("SELECT id, uai FROM etablissement WHERE source = ?1 AND absent IS NULL")?;
        let mut rows = stmt.query([self.source.code()])?;
        let mut ids: Vec<i64> = Vec::new();
        while let Some(row) = rows.next()? {
            if !self.vus.a_vu(&row.get::<_, String>(1)?) {
                ids.push(row.get(0)?);
            }
        }
        self.bilan.absents = ids.len();
        if self.appliquer {
            let mut stmt = self
                .tx
                .prepare("UPDATE etablissement SET absent = ?2 WHERE id = ?1")?;
            let today = clock::today().to_string();
            for id in ids {
                stmt.execute((id, &today))?;
            }
        }
        Ok(())
    }

    /// Names the partners whose establishment is closed.
    fn partenaires(&mut self) -> Result<()> {
        let mut stmt = self.tx.prepare(
            "SELECT id, nom, uai FROM partenaire WHERE uai NOT NULL AND archive IS NULL ORDER BY cle_tri, id",
        )?;
        let mut rows = stmt.query([])?;
        while let Some(row) = rows.next()? {
            let uai: String = row.get(2)?;
            if let Some(ferme) = self.fermes.get(&uai) {
                self.bilan.partenaires.push(PartenaireFerme {
                    id: PartenaireId(row.get(0)?),
                    nom: row.get(1)?,
                    uai,
                    ferme: *ferme,
                });
            }
        }
        Ok(())
    }
}

/// Housekeeping key of a source's last import.
fn cle(source: Source) -> &'static str {
    match source {
        Source::Annuaire => "annuaire",
        Source::Acce => "annuaire-acce",
    }
}

/// Keeps which words very many establishments hold.
fn mots_frequents(conn: &Connection) -> Result<()> {
    conn.execute_batch(
        "DELETE FROM etablissement_mot;
         CREATE VIRTUAL TABLE temp.vocabulaire USING fts5vocab(main, etablissement_recherche, row);",
    )?;
    conn.execute(
        "INSERT INTO etablissement_mot SELECT term, doc FROM temp.vocabulaire WHERE doc >= ?1",
        [FREQUENT],
    )?;
    conn.execute_batch("DROP TABLE temp.vocabulaire")?;
    Ok(())
}

#[cfg(test)]
mod tests;
