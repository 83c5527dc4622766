//! Whether the register is whole: pages, links between records, journal, what is made from others, rules of the trade.

mod faute;
mod probleme;
mod regles;

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::{Error, Op, Result, Store, aside::Aside, chain, derive, migrate, open, salvage};
use crate::domain::texte::accorder;

pub use probleme::{Genre, Probleme};

impl Store {
    /// Looks the whole register over now: at opening, pages and links are only once a day.
    ///
    /// # Errors
    /// [`Error::Integrity`] saying what does not hold.
    pub fn verify(&self) -> Result<()> {
        match self.path() {
            Some(path) => file(path)?,
            None => pages(&self.conn)?,
        }
        self.verify_journal()
    }

    /// Looks the whole register over and says everything that does not hold.
    ///
    /// # Errors
    /// The register cannot be read at all.
    pub fn examiner(&self) -> Result<Vec<Probleme>> {
        problemes(&self.conn)
    }

    /// Makes again everything that is made from the rows: indexes, sort keys, folded texts, search tables.
    ///
    /// # Errors
    /// The register cannot be written; [`Error::Interdit`] to who may not salvage it.
    pub fn reparer(&mut self) -> Result<()> {
        self.auteur.permettre(&self.conn, Op::Salvage)?;
        self.rebuild_search()?;
        self.outside(|conn| Ok(conn.execute_batch("REINDEX")?))
    }

    /// Recomputes the journal's chain and compares every row with what the journal says of it.
    ///
    /// # Errors
    /// [`Error::Integrity`] naming the lot or the row.
    pub fn verify_journal(&self) -> Result<()> {
        let tx = self.conn.unchecked_transaction()?;
        chain::verify(&tx)
    }
}

/// Says everything that does not hold in the register at `path`, which need not open: a copy is looked over. What cannot be
/// looked over is read, and told table by table.
///
/// # Errors
/// It cannot be read at all.
pub fn examiner(path: &Path) -> Result<Vec<Probleme>> {
    let copy = Aside::of(path)?;
    let looked = open::connect(&copy.path()).and_then(|conn| {
        open::identify(&conn, path)?;
        problemes(&conn)
    });
    match looked {
        Err(Error::Integrity(why)) => tables(path, why),
        other => other,
    }
}

/// What is wrong with a file that cannot be looked over: why, then what is read of each table that does not come whole.
fn tables(path: &Path, why: String) -> Result<Vec<Probleme>> {
    let mut all = vec![Probleme::perdu(Genre::Fichier, why)];
    let aside = Aside::empty()?;
    let read = match salvage::copier(path, &aside.path(), "cmq") {
        Err(Error::Integrity(_)) => return Ok(all),
        read => read?,
    };
    for t in read.tables.iter().filter(|t| t.trouee) {
        let journal = match t.refaites {
            0 => String::new(),
            n => format!(", {} du journal", accorder(n, "autre")),
        };
        all.push(Probleme::perdu(
            Genre::Fichier,
            format!(
                "«\u{a0}{}\u{a0}» ne se lit plus en entier\u{202f}: {}{journal}",
                t.libelle(),
                accorder(t.lues, "ligne lue")
            ),
        ));
    }
    Ok(all)
}

/// Everything that does not hold.
fn problemes(conn: &Connection) -> Result<Vec<Probleme>> {
    let mut all = faute::fautes(conn);
    let pages = all.iter().any(|p| !p.reparable);
    let journal = || chain::verify(&*conn.unchecked_transaction()?);
    let none = |()| Vec::new();
    for (part, genre) in [
        (liens(conn), Genre::Lien),
        (journal().map(none), Genre::Journal),
        (derive::check_search(conn).map(none), Genre::Derive),
        (derive::stale(conn).map(perimes), Genre::Derive),
        (regles::examiner(conn), Genre::Regle),
    ] {
        match part {
            Ok(found) => all.extend(found),
            // What reads the pages told of above breaks off there.
            Err(_) if pages => {}
            Err(Error::Integrity(why)) if genre == Genre::Derive => {
                all.push(Probleme::refaisable(genre, why));
            }
            Err(Error::Integrity(why)) => all.push(Probleme::perdu(genre, why)),
            Err(other) => return Err(other),
        }
    }
    Ok(all)
}

/// Pages and links of a file, on a connection that cannot write.
fn file(path: &Path) -> Result<()> {
    pages(&Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY,
    )?)
}

/// Pages and links, quickly: indexes are not compared with their tables.
pub(crate) fn pages(conn: &Connection) -> Result<()> {
    checked(conn, "PRAGMA quick_check(1)")
}

/// Pages, indexes and links.
pub(crate) fn whole(conn: &Connection) -> Result<()> {
    checked(conn, "PRAGMA integrity_check(1)")
}

fn checked(conn: &Connection, pragma: &str) -> Result<()> {
    let verdict: String = conn.query_row(pragma, [], |r| r.get(0))?;
    if verdict != "ok" {
        return Err(Error::Integrity(faute::clause(conn, &verdict)));
    }
    migrate::check_foreign_keys(conn)
}

/// Rows that point nowhere, counted by table.
fn liens(conn: &Connection) -> Result<Vec<Probleme>> {
    let mut stmt =
        conn.prepare("SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2")?;
    let rows = stmt.query_map([], |r| {
        Ok((
            r.get::<_, String>(0)?,
            r.get::<_, String>(1)?,
            r.get::<_, i64>(2)?,
        ))
    })?;
    let mut all = Vec::new();
    for row in rows {
        let Ok((table, parent, n)) = row else { break };
        let n = usize::try_from(n).unwrap_or(usize::MAX);
        let lignes = accorder(n, "ligne");
        all.push(Probleme::perdu(
            Genre::Lien,
            format!("{lignes} de «\u{a0}{table}\u{a0}» sans sa ligne de «\u{a0}{parent}\u{a0}»"),
        ));
    }
    Ok(all)
}

/// Derived columns that are not what their rows make, by table.
fn perimes(found: Vec<(&'static str, usize)>) -> Vec<Probleme> {
    let say = |(table, n): (&str, usize)| {
        let lignes = accorder(n, "ligne");
        Probleme::refaisable(
            Genre::Derive,
            format!("le tri ou la recherche de {lignes} de «\u{a0}{table}\u{a0}» ne suit plus la fiche"),
        )
    };
    found.into_iter().map(say).collect()
}

#[cfg(test)]
mod tests;
