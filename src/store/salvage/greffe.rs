//! A list of tables for a register whose own can no longer be read: where tables begin is known from a register made new,
//! and from the backups. Only the copy that is looked at is changed.

use std::{
    fs::{self, File},
    io::Read as _,
    os::unix::fs::FileExt as _,
    path::Path,
};

use rusqlite::{Connection, params};

use super::{believe_what_is_left, listed};
use crate::store::{
    Error, Result,
    aside::{Aside, companion},
    auteur::Auteur,
    backup, create, open,
};

/// Bytes of a page, and of the file's header (<https://sqlite.org/fileformat2.html#the_database_header>).
const PAGE: usize = 4096;
const HEADER: usize = 100;
/// The head of a table page without a row: a leaf (0x0d), no free block, no cell, cells begin at the page's end
/// (<https://sqlite.org/fileformat2.html#b_tree_pages>).
const EMPTY_LEAF: [u8; 8] = [0x0d, 0, 0, 0, 0, 0x10, 0, 0];
/// How many of the tables whose rows are known must hold them: some begin at the same page by chance, some are damaged
/// themselves.
const LEAST: usize = 2;

/// One line of a list of tables.
struct Objet {
    genre: String,
    nom: String,
    table: String,
    racine: i64,
    sql: Option<String>,
}

/// A list of tables and the header that goes with it.
struct Liste {
    header: [u8; HEADER],
    objets: Vec<Objet>,
}

/// Gives the copy the list of tables that its pages bear out best; None when none does.
pub(super) fn greffer(path: &Path, copy: &Aside) -> Result<Option<Connection>> {
    let lists = lists(path)?;
    if let Some(any) = lists.first() {
        fold(&copy.path(), any)?;
    }
    let score = |list: &Liste| put(&copy.path(), list).map_or(0, |conn| borne_out(&conn));
    let best = lists
        .iter()
        .map(|list| (score(list), list))
        .max_by_key(|(score, _)| *score)
        .filter(|(score, _)| *score >= LEAST);
    best.map(|(_, list)| put(&copy.path(), list)).transpose()
}

/// The lists to try: of a register made new, of each backup as it says the register was, of each backup itself (for a
/// register restored from it).
fn lists(path: &Path) -> Result<Vec<Liste>> {
    let new = Aside::empty()?;
    create::create(&new.path(), &Auteur::proprietaire("cmq".to_owned()))?;
    let mut all = vec![Liste::of(&new.path(), false)?];
    for backup in backup::sauvegardes_de(path)? {
        for noted in [true, false] {
            // A backup that cannot be read has no list to give.
            all.extend(Liste::of(&backup.chemin, noted).ok());
        }
    }
    Ok(all)
}

impl Liste {
    /// The list of the sound register at `path`: with its own places, or with those it has noted of the register that it
    /// is a backup of.
    fn of(path: &Path, noted: bool) -> Result<Self> {
        let copy = Aside::of(path)?;
        let conn = open::connect(&copy.path())?;
        let places = if noted {
            "(SELECT valeur ->> ('$.\"' || name || '\"') FROM meta WHERE cle = 'racines')"
        } else {
            "rootpage"
        };
        let mut stmt = conn.prepare(&format!(
            "SELECT type, name, tbl_name, {places}, sql FROM sqlite_schema WHERE type IN ('table', 'index') ORDER BY rowid"
        ))?;
        let objets = stmt
            .query_map([], |r| {
                Ok(Objet {
                    genre: r.get(0)?,
                    nom: r.get(1)?,
                    table: r.get(2)?,
                    racine: r.get(3)?,
                    sql: r.get(4)?,
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        let mut header = [0; HEADER];
        File::open(path)
            .and_then(|mut f| f.read_exact(&mut header))
            .map_err(|e| Error::io("impossible de lire", path, e))?;
        Ok(Self { header, objets })
    }

    /// A first page without a table, for a file of that many bytes.
    fn first_page(&self, len: u64) -> [u8; PAGE] {
        let pages = u32::try_from(len / PAGE as u64).unwrap_or(u32::MAX);
        let mut page = [0; PAGE];
        page[..HEADER].copy_from_slice(&self.header);
        // Read and written without a `-wal`.
        page[18..20].fill(1);
        // Change counter and the counter that the size is of: the size is to be believed.
        page[24..28].copy_from_slice(&1_u32.to_be_bytes());
        page[92..96].copy_from_slice(&1_u32.to_be_bytes());
        page[28..32].copy_from_slice(&pages.to_be_bytes());
        // No free page: what is added goes to the end of the file.
        page[32..40].fill(0);
        page[HEADER..HEADER + EMPTY_LEAF.len()].copy_from_slice(&EMPTY_LEAF);
        page
    }
}

/// Brings what stands in the copy's `-wal` into its file, as far as `SQLite` can.
fn fold(copy: &Path, list: &Liste) -> Result<()> {
    let wal = companion(copy, "-wal");
    if !wal.exists() {
        return Ok(());
    }
    begin(copy, list)?;
    let folded = open::connect(copy).and_then(|conn| {
        Ok(conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA wal_checkpoint(TRUNCATE)")?)
    });
    // What cannot be brought in is not read with a first page that is not its own.
    let _ = (
        folded,
        fs::remove_file(&wal),
        fs::remove_file(companion(copy, "-shm")),
    );
    Ok(())
}

/// Writes the first page.
fn begin(copy: &Path, list: &Liste) -> Result<()> {
    let io = |e| Error::io("impossible d'écrire", copy, e);
    let file = File::options().write(true).open(copy).map_err(io)?;
    // A file cut in the middle of a page ends with that page.
    let len = file
        .metadata()
        .map_err(io)?
        .len()
        .next_multiple_of(PAGE as u64)
        .max(PAGE as u64);
    file.set_len(len).map_err(io)?;
    file.write_all_at(&list.first_page(len), 0).map_err(io)
}

/// The copy with that list.
fn put(copy: &Path, list: &Liste) -> Result<Connection> {
    begin(copy, list)?;
    {
        let conn = open::connect(copy)?;
        believe_what_is_left(&conn)?;
        let tx = conn.unchecked_transaction()?;
        let mut line = tx.prepare(
            "INSERT INTO sqlite_schema(type, name, tbl_name, rootpage, sql) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for o in &list.objets {
            line.execute(params![o.genre, o.nom, o.table, o.racine, o.sql])?;
        }
        drop(line);
        tx.commit()?;
    }
    let conn = open::connect(copy)?;
    believe_what_is_left(&conn)?;
    Ok(conn)
}

/// How many of the tables whose rows are known hold them where the list says.
fn borne_out(conn: &Connection) -> usize {
    let known = [
        "SELECT 1 FROM meta WHERE cle = 'verifie'",
        "SELECT 1 FROM region WHERE nom = 'Bretagne'",
        "SELECT 1 FROM lot JOIN changement c ON c.lot = lot.id AND c.nom_table = 'campus' LIMIT 1",
        "SELECT 1 FROM formulaire WHERE code = 'suivi-2013'",
        "SELECT 1 FROM academie WHERE nom = 'Rennes'",
        "SELECT 1 FROM filiere JOIN campus_filiere f ON f.filiere = filiere.id LIMIT 1",
        "SELECT 1 FROM campus WHERE nom LIKE 'Campus des métiers et des qualifications%' LIMIT 1",
        "SELECT 1 FROM partenaire p JOIN campus_partenaire l ON l.partenaire = p.id LIMIT 1",
        "SELECT 1 FROM candidature c JOIN appel a ON c.appel = a.id AND a.code = '2013-1' LIMIT 1",
    ];
    let found = known
        .iter()
        .filter(|sql| conn.query_row(sql, [], |_| Ok(())).is_ok());
    if listed(conn) { found.count() } else { 0 }
}
