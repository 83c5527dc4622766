//! Into the corbeille, a campus and a partner with their links, in one lot.

use rusqlite::{Connection, OptionalExtension};

use super::{Etat, etat, instant, rows};
use crate::{
    domain::{Archivable, CampusId, DatePartielle, FiliereId, corbeille::Archivage},
    store::{Changes, Error, Op, Result, Store, journal::Noms, record},
};

impl Store {
    /// Puts a record in the corbeille with its live links, in one lot that can be undone. Nothing is destroyed.
    ///
    /// # Errors
    /// [`Error::Refused`], in words, when it is there already, when an open séance has an item about the campus,
    /// when campuses are attached to the filière; [`Error::NotFound`] when there is no such row.
    pub fn archive(&mut self, objet: Archivable) -> Result<(Archivage, Changes)> {
        self.write(Op::Archive, |conn| archive(conn, objet))
    }
}

fn archive(conn: &Connection, objet: Archivable) -> Result<Archivage> {
    let Etat { rev, archive } = etat(conn, objet)?;
    let nom = Noms::new(conn).nom(objet.table(), objet.id())?;
    if archive.is_some() {
        return Err(Error::Refused(format!(
            "«\u{a0}{nom}\u{a0}» est déjà dans la corbeille"
        )));
    }
    match objet {
        Archivable::Campus(id) => not_awaited(conn, id, &nom)?,
        Archivable::Filiere(id) => not_attached(conn, id, &nom)?,
        Archivable::Partenaire(_) | Archivable::Lien(_) | Archivable::Contact(_) => {}
    }
    let at = instant(conn)?;
    let links = liens(conn, objet)?;
    for (id, rev) in &links {
        record::update(conn, "campus_partenaire", *id, *rev, &[("archive", &at)])?;
    }
    record::update(conn, objet.table(), objet.id(), rev, &[("archive", &at)])?;
    Ok(Archivage {
        nom,
        liens: links.len(),
        brouillons: brouillons(conn, objet)?,
    })
}

/// The live links that go with a record.
fn liens(conn: &Connection, objet: Archivable) -> Result<Vec<(i64, i64)>> {
    let end = match objet {
        Archivable::Campus(_) => "campus",
        Archivable::Partenaire(_) => "partenaire",
        Archivable::Lien(_) | Archivable::Filiere(_) | Archivable::Contact(_) => return Ok(Vec::new()),
    };
    let sql =
        format!("SELECT id, rev FROM campus_partenaire WHERE {end} = ?1 AND archive IS NULL ORDER BY id");
    rows(conn, &sql, [objet.id()])
}

/// Refuses a campus that an open séance is to examine: the séance could not be closed.
fn not_awaited(conn: &Connection, id: CampusId, nom: &str) -> Result<()> {
    let date: Option<String> = conn
        .prepare_cached(
            "SELECT s.date FROM point p JOIN seance s ON s.id = p.seance LEFT JOIN revue v ON v.id = p.revue
               LEFT JOIN candidature c ON c.id = p.candidature
             WHERE s.etat = 'ouverte' AND coalesce(v.campus, c.campus) = ?1 ORDER BY s.date LIMIT 1",
        )?
        .query_row([id.0], |r| r.get(0))
        .optional()?;
    match date {
        Some(date) => {
            let day = DatePartielle::parse_iso(&date).map_or(date, DatePartielle::fr);
            Err(Error::Refused(format!(
                "«\u{a0}{nom}\u{a0}» est à l'ordre du jour de la séance du {day}, qui est ouverte\u{202f}: \
                 retirez-en le point d'abord"
            )))
        }
        None => Ok(()),
    }
}

/// Refuses a filière that campuses are attached to, those of the corbeille too: they may come back.
fn not_attached(conn: &Connection, id: FiliereId, nom: &str) -> Result<()> {
    let (all, away): (i64, i64) = conn
        .prepare_cached(
            "SELECT count(*), count(c.archive) FROM campus_filiere JOIN campus c ON c.id = campus WHERE filiere = ?1",
        )?
        .query_row([id.0], |r| Ok((r.get(0)?, r.get(1)?)))?;
    if all == 0 {
        return Ok(());
    }
    let away = if away > 0 {
        format!(" (dont {away} dans la corbeille)")
    } else {
        String::new()
    };
    let (verb, them) = if all > 1 {
        ("sont rattachés", "détachez-les")
    } else {
        ("est rattaché", "détachez-le")
    };
    Err(Error::Refused(format!(
        "{all} campus{away} {verb} à la filière «\u{a0}{nom}\u{a0}»\u{202f}: {them} d'abord"
    )))
}

/// Reviews of the campus that are still being filled in.
fn brouillons(conn: &Connection, objet: Archivable) -> Result<usize> {
    let Archivable::Campus(id) = objet else {
        return Ok(0);
    };
    let mut stmt = conn.prepare_cached(
        "SELECT count(*) FROM revue WHERE campus = ?1 AND etat IN ('brouillon', 'rouvert')",
    )?;
    let n: i64 = stmt.query_row([id.0], |r| r.get(0))?;
    Ok(n.unsigned_abs() as usize)
}
