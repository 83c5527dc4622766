//! Out of the register for good: an explicit act, without a way back but the journal's trace.

use rusqlite::Connection;

use super::etat;
use crate::{
    domain::{Archivable, sauvegarde::Motif},
    store::{
        Changes, Error, Op, Result, Store,
        journal::{self, Noms},
        schema,
    },
};

/// Rows that are a part of another and go with it: part, column, whole. Parts of parts come first.
const PARTIES: [(&str, &str, &str); 9] = [
    ("lien_source", "lien", "campus_partenaire"),
    ("campus_partenaire", "campus", "campus"),
    ("axe", "campus", "campus"),
    ("campus_filiere", "campus", "campus"),
    ("campus_autre_region", "campus", "campus"),
    ("campus_autre_academie", "campus", "campus"),
    ("evenement", "campus", "campus"),
    ("campus_source", "campus", "campus"),
    ("partenaire_source", "partenaire", "partenaire"),
];

impl Store {
    /// Removes records of the corbeille from the register for good, with what is only a part of them, in one lot:
    /// all of them or none. It cannot be undone; the journal keeps what they said. Returns their names.
    ///
    /// # Errors
    /// The backup that precedes it cannot be made; [`Error::Refused`], in words, when one is not in the corbeille or when other records refer to it, with what
    /// they are; [`Error::NotFound`] when there is no such row.
    pub fn purge(&mut self, objets: &[Archivable]) -> Result<(Vec<String>, Changes)> {
        self.permis(Op::Purge)?;
        self.backup_before(Motif::Purge)?;
        self.write(Op::Purge, |conn| {
            let mut noms = Vec::new();
            for objet in ordered(conn, objets)? {
                noms.push(purge(conn, objet)?);
            }
            Ok(noms)
        })
    }

    /// What [`Self::purge`] would answer for one record, with nothing written.
    ///
    /// # Errors
    /// Those of [`Self::purge`].
    pub fn check_purge(&self, objet: Archivable) -> Result<()> {
        let tx = self.conn.unchecked_transaction()?;
        purgeable(&tx, objet).map(|_| ())
    }
}

/// Each once: links before what they join, then the first put away first, since a partner names the later one it
/// was joined to.
fn ordered(conn: &Connection, objets: &[Archivable]) -> Result<Vec<Archivable>> {
    let mut out: Vec<(bool, Option<String>, Archivable)> = Vec::new();
    for objet in objets {
        if !out.iter().any(|(.., known)| known == objet) {
            let link = matches!(objet, Archivable::Lien(_));
            // Without its Z an instant sorts before the fractions that follow it.
            let at = etat(conn, *objet)?.archive;
            out.push((!link, at.map(|at| at.trim_end_matches('Z').to_owned()), *objet));
        }
    }
    out.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    Ok(out.into_iter().map(|(.., objet)| objet).collect())
}

/// Its name, when it may go.
fn purgeable(conn: &Connection, objet: Archivable) -> Result<String> {
    let mut noms = Noms::new(conn);
    let nom = noms.nom(objet.table(), objet.id())?;
    if etat(conn, objet)?.archive.is_none() {
        return Err(Error::Refused(format!(
            "«\u{a0}{nom}\u{a0}» n'est pas dans la corbeille\u{202f}: archivez d'abord, purgez ensuite"
        )));
    }
    let held = held_by(conn, &mut noms, objet)?;
    if held.is_empty() {
        return Ok(nom);
    }
    Err(Error::Refused(format!(
        "«\u{a0}{nom}\u{a0}» ne peut pas être purgé\u{202f}: d'autres fiches en parlent ({})\u{202f}; il reste dans la corbeille",
        held.join("\u{202f}; ")
    )))
}

/// What refers to the record without being a part of it: `label : 2`, `revue : 1`.
fn held_by(conn: &Connection, noms: &mut Noms<'_>, objet: Archivable) -> Result<Vec<String>> {
    let mut out = Vec::new();
    for table in schema::tables(conn)? {
        for (column, to) in noms.liens(&table.nom)?.to_vec() {
            let part = part_of(&table.nom, &column, objet.table());
            if to != objet.table() || part {
                continue;
            }
            let sql = format!("SELECT count(*) FROM {} WHERE {column} = ?1", table.nom);
            let n: i64 = conn.query_row(&sql, [objet.id()], |r| r.get(0))?;
            if n > 0 {
                let what = match (table.nom.as_str(), column.as_str()) {
                    ("partenaire", "fusion") => "partenaire joint à lui".to_owned(),
                    (nom, _) => journal::genre(nom),
                };
                out.push(format!("{what}\u{202f}: {n}"));
            }
        }
    }
    Ok(out)
}

/// Whether rows of `table` go with what `column` names.
fn part_of(table: &str, column: &str, whole: &str) -> bool {
    let link = table == "campus_partenaire" && column == "partenaire";
    link || PARTIES.contains(&(table, column, whole))
}

fn purge(conn: &Connection, objet: Archivable) -> Result<String> {
    let nom = purgeable(conn, objet)?;
    let id = objet.id();
    match objet {
        Archivable::Campus(_) => links_of(conn, "campus", id)?,
        Archivable::Partenaire(_) => links_of(conn, "partenaire", id)?,
        Archivable::Lien(_) | Archivable::Filiere(_) | Archivable::Contact(_) => {}
    }
    for (part, column, _) in PARTIES.iter().filter(|(.., whole)| *whole == objet.table()) {
        conn.execute(&format!("DELETE FROM {part} WHERE {column} = ?1"), [id])?;
    }
    conn.execute(&format!("DELETE FROM {} WHERE id = ?1", objet.table()), [id])?;
    Ok(nom)
}

/// Removes the links of a campus or a partner with their sources.
fn links_of(conn: &Connection, end: &str, id: i64) -> Result<()> {
    conn.execute(
        &format!("DELETE FROM lien_source WHERE lien IN (SELECT id FROM campus_partenaire WHERE {end} = ?1)"),
        [id],
    )?;
    conn.execute(&format!("DELETE FROM campus_partenaire WHERE {end} = ?1"), [id])?;
    Ok(())
}
