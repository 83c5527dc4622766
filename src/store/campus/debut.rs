//! A part of a list of campuses, its beginning, its end or what follows a campus: what is shown first must not wait for
//! the size of the register.

use std::{
    collections::HashMap,
    ops::Range,
    rc::Rc,
    time::{Duration, Instant},
};

use rusqlite::Connection;

use super::{
    super::{
        Filtre, Result, Store, dernier_lot,
        open::data_version,
        region::Regions,
        requete::{self, Sql},
    },
    json_ids, page,
    rangs::{self, Page},
};
use crate::domain::{CampusId, CampusLigne, Depart, LotId, requete::Critere};

/// Up to how many campuses a criterion finds, the query begins with them; more are put in the order of names first.
const RARE: usize = 2_000;

/// Rows looked at together while few of them are kept.
const PAGE_MAX: usize = 1_000;
const PAGE_MIN: usize = 16;

/// Rows looked at before time counts.
const AU_MOINS: usize = 800;

/// Part of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Debut {
    /// Its lines, in the order of names.
    pub lignes: Vec<CampusLigne>,
    /// The campus to go on from, the same way; None when the list ends there.
    pub suite: Option<CampusId>,
}

/// Every campus in the order of names.
#[derive(Debug)]
pub(in crate::store) struct Ordre {
    /// `data_version` and last lot when it was read.
    etat: (i64, LotId),
    ids: Vec<i64>,
    rang: HashMap<i64, usize>,
}

/// Where the rows of a list come from.
enum Origine {
    /// The index of names, after a campus.
    Noms,
    /// These, in the order of names.
    Choisis(Vec<i64>),
}

impl Store {
    /// At most `f.limite` campuses that pass the filter, from `f.depart` on; fewer when `delai` is over before, with where
    /// to go on.
    pub fn debut_campus(&self, f: &Filtre, delai: Duration) -> Result<Debut> {
        let start = Instant::now();
        let limite = f.limite.unwrap_or(usize::MAX);
        let tx = self.conn.unchecked_transaction()?;
        let regions = Regions::load(&tx)?;
        let (conditions, origine) = self.origine(&tx, f, &regions)?;
        let mut out = Debut::default();
        let (mut vus, mut taille) = (0, limite.clamp(PAGE_MIN, PAGE_MAX));
        out.suite = f.depart.borne();
        while out.lignes.len() < limite {
            let ids = origine.suivants(vus, taille);
            let demande = Page {
                ids: ids.map(json_ids_of),
                depart: f.depart.depuis(out.suite.filter(|_| ids.is_none())),
                taille: ids.is_none().then_some(taille),
            };
            let rows = rangs::rows(&tx, f, &conditions, &demande)?;
            let (count, last) = match ids {
                Some(ids) => (ids.len(), ids.last().copied()),
                None => (rows.len(), rows.last().map(|r| r.id)),
            };
            out.lignes.extend(page(&tx, f, &regions, rows)?);
            vus += count;
            out.suite = last
                .map(CampusId)
                .filter(|_| origine.continue_apres(vus, count == taille));
            let left = delai.saturating_sub(start.elapsed());
            if out.suite.is_none() || vus >= AU_MOINS && left.is_zero() {
                break;
            }
            let room = tient(left, start.elapsed(), vus).max(AU_MOINS.saturating_sub(vus));
            taille = (taille * 2).min(room).clamp(PAGE_MIN, PAGE_MAX);
        }
        if out.lignes.len() > limite {
            out.lignes.truncate(limite);
            out.suite = out.lignes.last().map(|c| c.id);
        }
        if f.depart.recule() {
            out.lignes.reverse();
        }
        Ok(out)
    }

    /// What is asked of each row, and where the rows come from.
    fn origine(
        &self,
        conn: &Connection,
        f: &Filtre,
        regions: &Regions,
    ) -> Result<(Vec<(bool, Sql)>, Origine)> {
        let criteres = rangs::criteres(f, regions);
        let mut conditions = Vec::new();
        let mut choisis: Option<Vec<i64>> = None;
        let mut rare = false;
        for critere in &criteres {
            if let Some(ids) = trouves(conn, critere)? {
                if ids.len() <= RARE {
                    rare = true;
                    let few = Sql::un("c.id IN (SELECT value FROM json_each(?))", json_ids(ids));
                    conditions.push((false, few));
                    continue;
                }
                if choisis.as_ref().is_none_or(|c| ids.len() < c.len()) {
                    choisis = Some(ids);
                }
            }
            conditions.extend(requete::chacun(&critere.quoi).map(|sql| (critere.nie, sql)));
        }
        if rare || conditions.is_empty() {
            return Ok((conditions, Origine::Noms));
        }
        let ordre = self.ordre(conn)?;
        Ok((conditions, Origine::Choisis(ordre.depuis(f.depart, choisis))))
    }

    /// Every campus in the order of names, read again when the register changed.
    fn ordre(&self, conn: &Connection) -> Result<Rc<Ordre>> {
        let etat = (data_version(conn)?, dernier_lot(conn)?);
        let known = self.ordre.borrow().clone().filter(|o| o.etat == etat);
        if let Some(known) = known {
            return Ok(known);
        }
        let ids = conn
            .prepare_cached("SELECT id FROM campus ORDER BY cle_tri, id")?
            .query_map([], |r| r.get(0))?
            .collect::<rusqlite::Result<Vec<i64>>>()?;
        let rang = ids.iter().enumerate().map(|(rang, id)| (*id, rang)).collect();
        let ordre = Rc::new(Ordre { etat, ids, rang });
        self.ordre.replace(Some(Rc::clone(&ordre)));
        Ok(ordre)
    }
}

impl Ordre {
    /// These campuses, or every one, that way in the order of names.
    fn depuis(&self, depart: Depart<CampusId>, choisis: Option<Vec<i64>>) -> Vec<i64> {
        let rang = depart.borne().and_then(|id| self.rang.get(&id.0).copied());
        let part = match depart {
            Depart::Apres(_) => rang.map_or(0, |r| r + 1)..self.ids.len(),
            Depart::Avant(_) => 0..rang.unwrap_or(self.ids.len()),
        };
        let mut ids = match choisis {
            Some(ids) => self.ranges(&ids, &part),
            None => self.ids.get(part).unwrap_or_default().to_vec(),
        };
        if depart.recule() {
            ids.reverse();
        }
        ids
    }

    /// These campuses in the order of names, of this part of it.
    fn ranges(&self, ids: &[i64], part: &Range<usize>) -> Vec<i64> {
        let ranks = ids.iter().filter_map(|id| self.rang.get(id).copied());
        let mut ranks: Vec<usize> = ranks.filter(|rang| part.contains(rang)).collect();
        ranks.sort_unstable();
        ranks.dedup();
        ranks
            .iter()
            .filter_map(|rang| self.ids.get(*rang).copied())
            .collect()
    }
}

impl Origine {
    /// Whether rows follow the first `vus`; `pleine`: the last page was full.
    fn continue_apres(&self, vus: usize, pleine: bool) -> bool {
        match self {
            Self::Noms => pleine,
            Self::Choisis(ids) => vus < ids.len(),
        }
    }

    /// The next rows after the first `vus`; None when the index of names gives them.
    fn suivants(&self, vus: usize, taille: usize) -> Option<&[i64]> {
        match self {
            Self::Noms => None,
            Self::Choisis(ids) => {
                let end = (vus + taille).min(ids.len());
                Some(ids.get(vus..end).unwrap_or_default())
            }
        }
    }
}

/// How many rows can be looked at in the time left, as long as those looked at so far took.
fn tient(left: Duration, taken: Duration, rows: usize) -> usize {
    let each = (taken.as_nanos() / rows.max(1) as u128).max(1);
    usize::try_from(left.as_nanos() / each).unwrap_or(usize::MAX)
}

fn json_ids_of(ids: &[i64]) -> String {
    json_ids(ids.iter().copied())
}

/// The campuses that a criterion finds; None when no index leads to them, or when they are too many.
fn trouves(conn: &Connection, critere: &Critere) -> Result<Option<Vec<i64>>> {
    let Some((sql, most)) = requete::trouves(&critere.quoi).filter(|_| !critere.nie) else {
        return Ok(None);
    };
    let mut stmt = conn.prepare_cached(&format!("{} LIMIT {}", sql.texte, most + 1))?;
    let ids = stmt
        .query_map(rusqlite::params_from_iter(sql.valeurs), |r| r.get::<_, i64>(0))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(Some(ids).filter(|ids| ids.len() <= most))
}
