//! Out of the corbeille, with the links that went in together.

use rusqlite::{Connection, OptionalExtension};

use super::{Etat, etat, rows};
use crate::{
    domain::{Archivable, corbeille::Retour},
    store::{Changes, Error, Op, Result, Store, journal::Noms, record},
};

impl Store {
    /// Brings a record back from the corbeille with the links put away together with it, in one lot. A link whose
    /// other end is still there stays and will come back with that one.
    ///
    /// # Errors
    /// [`Error::Refused`], in words, when it is not in the corbeille, or when it is a link of which an end is;
    /// [`Error::NotFound`] when there is no such row.
    pub fn restore(&mut self, objet: Archivable) -> Result<(Retour, Changes)> {
        self.write(Op::Restore, |conn| restore(conn, objet))
    }

    /// [`Self::restore`] of several records in one lot: all of them or none. Links come after what they join.
    ///
    /// # Errors
    /// Those of [`Self::restore`].
    pub fn restore_all(&mut self, objets: &[Archivable]) -> Result<(Vec<Retour>, Changes)> {
        let mut objets = objets.to_vec();
        objets.sort_by_key(|o| matches!(o, Archivable::Lien(_)));
        self.write(Op::Restore, |conn| {
            objets.iter().map(|o| restore(conn, *o)).collect()
        })
    }
}

fn restore(conn: &Connection, objet: Archivable) -> Result<Retour> {
    let Etat { rev, archive } = etat(conn, objet)?;
    let nom = Noms::new(conn).nom(objet.table(), objet.id())?;
    let Some(at) = archive else {
        return Err(Error::Refused(format!(
            "«\u{a0}{nom}\u{a0}» n'est pas dans la corbeille"
        )));
    };
    let none = None::<String>;
    let mut back = Retour {
        nom,
        liens: 0,
        restes: 0,
        fusion: None,
    };
    match objet {
        Archivable::Lien(_) => {
            both_ends(conn, objet)?;
            record::update(conn, objet.table(), objet.id(), rev, &[("archive", &none)])?;
        }
        Archivable::Filiere(_) | Archivable::Contact(_) => {
            record::update(conn, objet.table(), objet.id(), rev, &[("archive", &none)])?;
        }
        Archivable::Campus(_) => {
            record::update(conn, objet.table(), objet.id(), rev, &[("archive", &none)])?;
            links(conn, objet, ("campus", "partenaire"), &at, &mut back)?;
        }
        Archivable::Partenaire(_) => {
            back.fusion = joined_to(conn, objet.id())?;
            let columns: [record::Column<'_>; 2] = [("archive", &none), ("fusion", &None::<i64>)];
            record::update(conn, objet.table(), objet.id(), rev, &columns)?;
            // What a merge put away was joined to the other's links: it stays there.
            if back.fusion.is_none() {
                links(conn, objet, ("partenaire", "campus"), &at, &mut back)?;
            }
        }
    }
    Ok(back)
}

/// The partner that a merge kept in the place of this one.
fn joined_to(conn: &Connection, id: i64) -> Result<Option<String>> {
    let mut stmt = conn.prepare_cached(
        "SELECT k.nom FROM partenaire p JOIN partenaire k ON k.id = p.fusion WHERE p.id = ?1",
    )?;
    Ok(stmt.query_row([id], |r| r.get(0)).optional()?)
}

/// Refuses a link of which an end is in the corbeille.
fn both_ends(conn: &Connection, objet: Archivable) -> Result<()> {
    let away: Option<String> = conn
        .prepare_cached(
            "SELECT CASE WHEN c.archive IS NOT NULL THEN c.nom_court WHEN p.archive IS NOT NULL THEN p.nom END
             FROM campus_partenaire l JOIN campus c ON c.id = l.campus JOIN partenaire p ON p.id = l.partenaire
             WHERE l.id = ?1",
        )?
        .query_row([objet.id()], |r| r.get(0))?;
    match away {
        Some(nom) => Err(Error::Refused(format!(
            "«\u{a0}{nom}\u{a0}» est dans la corbeille\u{202f}: restaurez-le d'abord, son lien ensuite"
        ))),
        None => Ok(()),
    }
}

/// Brings back the links put away with the record; those whose other end is away from now on go with that one.
fn links(
    conn: &Connection,
    objet: Archivable,
    (end, other): (&str, &str),
    at: &str,
    back: &mut Retour,
) -> Result<()> {
    let sql = format!(
        "SELECT l.id, l.rev, o.archive FROM campus_partenaire l JOIN {other} o ON o.id = l.{other}
         WHERE l.{end} = ?1 AND l.archive = ?2 ORDER BY l.id"
    );
    let mut stmt = conn.prepare_cached(&sql)?;
    let found = stmt
        .query_map((objet.id(), at), |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
        .collect::<rusqlite::Result<Vec<(i64, i64, Option<String>)>>>()?;
    for (id, rev, away) in found {
        record::update(conn, "campus_partenaire", id, rev, &[("archive", &away)])?;
        match away {
            Some(_) => back.restes += 1,
            None => back.liens += 1,
        }
    }
    Ok(())
}

/// Links that would come back with a record, without those that wait for their other end.
pub(super) fn awaited(conn: &Connection, objet: Archivable, at: &str) -> Result<usize> {
    let end = match objet {
        Archivable::Campus(_) => "campus",
        Archivable::Partenaire(_) => "partenaire",
        Archivable::Lien(_) | Archivable::Filiere(_) | Archivable::Contact(_) => return Ok(0),
    };
    let sql = format!("SELECT id, rev FROM campus_partenaire WHERE {end} = ?1 AND archive = ?2");
    Ok(rows(conn, &sql, (objet.id(), at))?.len())
}
