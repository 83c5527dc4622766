//! Séances of the commission with their members and agenda, and what is proposed for an agenda.

use jiff::civil::Date;
use rusqlite::{Connection, Row, params};

use super::{
    Error, Op, Result, Store,
    appel::{code_opt, jour},
    campus::code,
    point, record,
};
use crate::domain::{
    CandidatureId, College, DatePartielle, Membre, Objet, PointId, Proposition, RevueId, Seance, SeanceId,
    TypeRevue,
};

impl Store {
    /// Every séance with its members and its agenda, the latest first.
    pub fn seances(&self) -> Result<Vec<Seance>> {
        let tx = self.conn.unchecked_transaction()?;
        let ids = tx
            .prepare_cached("SELECT id FROM seance ORDER BY date DESC, id DESC")?
            .query_map([], |r| r.get(0).map(SeanceId))?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        ids.into_iter().map(|id| seance(&tx, id)).collect()
    }

    /// One séance.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such row.
    pub fn seance(&self, id: SeanceId) -> Result<Seance> {
        let tx = self.conn.unchecked_transaction()?;
        seance(&tx, id)
    }

    /// What may go on the agenda of an open séance: complete candidatures without an outcome or put off,
    /// reviews handed in by the reference day; none that already stands on an open agenda.
    pub fn propositions(&self, au: Date) -> Result<Vec<Proposition>> {
        let tx = self.conn.unchecked_transaction()?;
        let mut out = propositions(
            &tx,
            "SELECT c.id, k.nom_court, r.nom, c.issue_le, c.issue FROM candidature c
               JOIN campus k ON k.id = c.campus JOIN region r ON r.id = coalesce(c.region, k.region)
             WHERE k.archive IS NULL AND c.dossier = 'complet' AND (c.issue IS NULL OR c.issue = 'ajournee')
               AND (c.depose IS NULL OR c.depose <= ?1)
               AND NOT EXISTS (SELECT 1 FROM point p JOIN seance s ON s.id = p.seance
                 WHERE p.candidature = c.id AND (s.etat = 'ouverte' OR (c.issue IS NULL AND p.avis <> 'ajourne')))
             ORDER BY k.cle_tri, k.id",
            au,
            candidature,
        )?;
        out.extend(propositions(
            &tx,
            "SELECT v.id, v.type, k.nom_court, r.nom, v.remise,
               (SELECT max(coalesce(d.le, s.date)) FROM point p JOIN seance s ON s.id = p.seance
                  LEFT JOIN decision d ON d.point = p.id
                WHERE p.revue = v.id AND s.etat = 'close' AND coalesce(d.le, s.date) <= ?1)
             FROM revue v
               JOIN campus k ON k.id = v.campus JOIN region r ON r.id = k.region
             WHERE k.archive IS NULL AND v.etat = 'transmis' AND (v.remise IS NULL OR v.remise <= ?1)
               AND NOT EXISTS (SELECT 1 FROM point p JOIN seance s ON s.id = p.seance
                 WHERE p.revue = v.id AND s.etat = 'ouverte')
             ORDER BY v.type DESC, k.cle_tri, k.id",
            au,
            revue,
        )?);
        Ok(out)
    }

    /// Puts items at the end of the agenda; one already there is left as it is. The recommendations a suivi
    /// proposes come with it, for the commission to keep or change.
    ///
    /// # Errors
    /// [`Error::Refused`] when the séance is closed.
    pub fn add_points(&mut self, seance: SeanceId, objets: &[Objet]) -> Result<()> {
        let ((), _) = self.write(Op::EditSeance, |conn| {
            let mut ordre: i64 = conn
                .prepare_cached("SELECT coalesce(max(ordre), 0) FROM point WHERE seance = ?1")?
                .query_row([seance.0], |r| r.get(0))?;
            for objet in objets {
                ordre += i64::from(point::add(conn, seance, ordre + 1, *objet)?);
            }
            Ok(())
        })?;
        Ok(())
    }

    /// Takes an item off the agenda of an open séance.
    ///
    /// # Errors
    /// [`Error::Refused`] when the séance is closed.
    pub fn remove_point(&mut self, point: PointId) -> Result<()> {
        let ((), _) = self.write(Op::EditSeance, |conn| {
            conn.execute("DELETE FROM recommandation WHERE point = ?1", [point.0])?;
            conn.execute("DELETE FROM point WHERE id = ?1", [point.0])?;
            Ok(())
        })?;
        Ok(())
    }

    /// Moves an item by so many places in the agenda of an open séance.
    ///
    /// # Errors
    /// [`Error::Refused`] when the séance is closed.
    pub fn move_point(&mut self, point: PointId, by: i64) -> Result<()> {
        let ((), _) = self.write(Op::EditSeance, |conn| {
            let mut order = conn
                .prepare_cached(
                    "SELECT id, rev, ordre FROM point WHERE seance = (SELECT seance FROM point WHERE id = ?1)
                     ORDER BY ordre, id",
                )?
                .query_map([point.0], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
                .collect::<rusqlite::Result<Vec<(i64, i64, i64)>>>()?;
            let Some(at) = order.iter().position(|(id, ..)| *id == point.0) else {
                return Err(Error::NotFound(format!("le point {point}")));
            };
            let to = at
                .saturating_add_signed(isize::try_from(by).unwrap_or(0))
                .min(order.len() - 1);
            let moved = order.remove(at);
            order.insert(to, moved);
            for (place, (id, rev, was)) in (1_i64..).zip(order) {
                if place != was {
                    record::update(conn, "point", id, rev, &[("ordre", &place)])?;
                }
            }
            Ok(())
        })?;
        Ok(())
    }
}

/// [`Store::seance`] inside the caller's transaction.
pub(crate) fn seance(conn: &Connection, id: SeanceId) -> Result<Seance> {
    let mut stmt = conn.prepare_cached(
        "SELECT s.date, s.lieu, s.president, i.libelle, s.etat = 'close', s.derogation, s.rev, s.instance
         FROM seance s JOIN instance i ON i.id = s.instance WHERE s.id = ?1",
    )?;
    let mut rows = stmt.query([id.0])?;
    let Some(r) = rows.next()? else {
        return Err(Error::NotFound(format!("la séance {id}")));
    };
    let instance: i64 = r.get(7)?;
    Ok(Seance {
        id,
        date: jour(r, 0)?.ok_or(rusqlite::Error::InvalidQuery)?,
        lieu: r.get(1)?,
        president: r.get(2)?,
        instance: r.get(3)?,
        close: r.get(4)?,
        derogation: r.get(5)?,
        rev: r.get(6)?,
        colleges: list(
            conn,
            "SELECT id, libelle, nombre FROM college WHERE instance = ?1 ORDER BY ordre",
            instance,
            |r| {
                Ok(College {
                    id: r.get(0)?,
                    libelle: r.get(1)?,
                    nombre: r.get(2)?,
                })
            },
        )?,
        membres: list(
            conn,
            "SELECT nom, college FROM membre WHERE seance = ?1 ORDER BY ordre",
            id.0,
            |r| {
                Ok(Membre {
                    nom: r.get(0)?,
                    college: r.get(1)?,
                })
            },
        )?,
        points: point::points(conn, id)?,
    })
}

/// The rows of a query about one row.
pub(crate) fn list<T>(
    conn: &Connection,
    sql: &str,
    id: i64,
    value: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    let mut stmt = conn.prepare_cached(sql)?;
    let rows = stmt.query_map([id], value)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The proposals of one query.
fn propositions(
    conn: &Connection,
    sql: &str,
    au: Date,
    read: fn(&Row<'_>) -> rusqlite::Result<Proposition>,
) -> Result<Vec<Proposition>> {
    let mut stmt = conn.prepare_cached(sql)?;
    let rows = stmt.query_map(params![au.to_string()], read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A candidature to examine.
fn candidature(r: &Row<'_>) -> rusqlite::Result<Proposition> {
    let put_off = code_opt(r, 4, crate::domain::Issue::read)?.is_some();
    let raison = match (put_off, jour(r, 3)?) {
        (true, Some(d)) => format!("ajournée le {}", DatePartielle::Jour(d).fr()),
        (true, None) => "ajournée".to_owned(),
        _ => "dossier complet".to_owned(),
    };
    Ok(Proposition {
        objet: Objet::Candidature(CandidatureId(r.get(0)?)),
        campus_nom: r.get(1)?,
        region: r.get(2)?,
        raison,
    })
}

/// A review to examine.
fn revue(r: &Row<'_>) -> rusqlite::Result<Proposition> {
    let kind = code(r, 1, TypeRevue::from_code)?;
    let e = kind.accord();
    let on = |d| DatePartielle::Jour(d).fr();
    // Examined already, and still only handed in: it was put off.
    let raison = match (jour(r, 4)?, jour(r, 5)?) {
        (_, Some(d)) => format!("ajourné{e} le {}", on(d)),
        (Some(d), None) => format!("transmis{e} le {}", on(d)),
        (None, None) => format!("transmis{e}"),
    };
    Ok(Proposition {
        objet: Objet::Revue(RevueId(r.get(0)?), kind),
        campus_nom: r.get(2)?,
        region: r.get(3)?,
        raison,
    })
}
