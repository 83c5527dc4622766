//! Label periods with their reviews, in three lean reads of whole tables: what every count of the dashboard
//! is made of. Lists of campuses carry far more than a count needs.

use std::collections::HashMap;

use jiff::civil::Date;
use rusqlite::Connection;

use crate::{
    domain::{Echeance, EtatRevue, Label, RevueId, Suite, TypeRevue, echeance, regime},
    store::{Error, Result, label, region},
};

/// A campus as the dashboard names it.
pub(super) struct Campus {
    pub id: i64,
    pub nom: String,
    /// Région of the award.
    pub region: i64,
    /// Longitude and latitude in degrees.
    pub position: Option<(f64, f64)>,
}

/// Every campus, in French order.
pub(super) fn campus(conn: &Connection) -> Result<Vec<Campus>> {
    let mut stmt = conn.prepare_cached(
        "SELECT id, nom_court, region, longitude, latitude FROM campus WHERE archive IS NULL ORDER BY cle_tri, id",
    )?;
    let rows = stmt.query_map([], |r| {
        Ok(Campus {
            id: r.get(0)?,
            nom: r.get(1)?,
            region: r.get(2)?,
            position: r.get::<_, Option<f64>>(3)?.zip(r.get(4)?),
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A review as deadlines need it.
type Revue = (TypeRevue, RevueId, EtatRevue);

/// One label period.
pub(super) struct Periode {
    pub label: Label,
    /// How many periods of the campus came before.
    pub rang: usize,
    pub revues: Vec<Revue>,
}

impl Periode {
    /// Its deadlines.
    pub fn echeances(&self, au: Date) -> Result<Vec<Echeance>> {
        let rules = regime::regime(&self.label.regime)
            .ok_or_else(|| Error::Integrity(format!("le régime {} est inconnu", self.label.regime)))?;
        Ok(echeance::echeances(&self.label, rules, &self.revues, au))
    }

    /// Its review of that type, if it was handed in by the reference day.
    pub fn transmise(&self, t: TypeRevue) -> Option<RevueId> {
        let handed_in = |(kind, _, etat): &&Revue| *kind == t && !etat.ouverte();
        self.revues.iter().find(handed_in).map(|(_, id, _)| *id)
    }
}

/// Label periods by campus, oldest first, and their reviews.
pub(super) struct Periodes {
    labels: HashMap<i64, Vec<(i64, Label)>>,
    revues: HashMap<i64, Vec<Revue>>,
    au: Date,
}

impl Periodes {
    /// Those known on the reference day, with their reviews as they were then.
    pub fn load(conn: &Connection, au: Date) -> Result<Self> {
        Ok(Self {
            labels: labels(conn, au)?,
            revues: revues(conn, au)?,
            au,
        })
    }

    /// The period of a campus in force, else the one that the register shows; None before it had any.
    pub fn present(&mut self, campus: i64) -> Option<Periode> {
        let labels = self.labels.remove(&campus)?;
        let ids: Vec<i64> = labels.iter().map(|(id, _)| *id).collect();
        label::courant(labels, self.au).map(|((id, label), _)| Periode {
            label,
            rang: ids.iter().position(|d| *d == id).unwrap_or(0),
            revues: self.revues.remove(&id).unwrap_or_default(),
        })
    }

    /// The period that figures are of: the one in force, or the one before it while it has no review handed in, and
    /// so on back; the one in force when none has.
    pub fn mesuree(&mut self, campus: i64) -> Option<Periode> {
        let handed_in = |revues: &HashMap<i64, Vec<Revue>>, id: &i64| {
            revues
                .get(id)
                .is_some_and(|all| all.iter().any(|(_, _, etat)| !etat.ouverte()))
        };
        let labels = self.labels.get(&campus)?.clone();
        let (present, _) = label::courant(labels.clone(), self.au)?;
        let upto = labels.iter().position(|(id, _)| *id == present.0).unwrap_or(0);
        let measured = (0..=upto).rev().find(|i| handed_in(&self.revues, &labels[*i].0));
        let rang = measured.unwrap_or(upto);
        let (id, label) = labels.into_iter().nth(rang)?;
        Some(Periode {
            label,
            rang,
            revues: self.revues.remove(&id).unwrap_or_default(),
        })
    }

    /// Deadlines of every period.
    pub fn echeances(mut self, au: Date) -> Result<Vec<Echeance>> {
        let mut out = Vec::new();
        for (rang, (id, label)) in self.labels.into_values().flat_map(|l| l.into_iter().enumerate()) {
            let revues = self.revues.remove(&id).unwrap_or_default();
            let periode = Periode { label, rang, revues };
            out.extend(periode.echeances(au)?);
        }
        Ok(out)
    }
}

fn labels(conn: &Connection, au: Date) -> Result<HashMap<i64, Vec<(i64, Label)>>> {
    let suites = suites(conn, au)?;
    let regimes: HashMap<i64, String> = conn
        .prepare_cached("SELECT id, code FROM regime")?
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut stmt = conn.prepare_cached(
        "SELECT campus, id, debut, duree_ans, regime FROM label
         WHERE (connu IS NULL OR connu <= ?1) AND campus NOT IN (SELECT id FROM campus WHERE archive IS NOT NULL)
         ORDER BY campus, debut",
    )?;
    let mut rows = stmt.query([au.to_string()])?;
    let mut out: HashMap<i64, Vec<(i64, Label)>> = HashMap::new();
    while let Some(r) = rows.next()? {
        let id = r.get(1)?;
        let regime: i64 = r.get(4)?;
        let label = Label {
            debut: region::date(r, 2)?.ok_or(rusqlite::Error::InvalidQuery)?,
            duree_ans: r.get(3)?,
            regime: regimes.get(&regime).cloned().unwrap_or_default(),
            categorie: String::new(),
            acte: None,
            suite: suites.get(&id).copied(),
        };
        out.entry(r.get(0)?).or_default().push((id, label));
    }
    Ok(out)
}

/// What was decided of labels by the reference day: the latest decision that was one.
fn suites(conn: &Connection, au: Date) -> Result<HashMap<i64, Suite>> {
    let mut stmt = conn.prepare_cached(
        "SELECT v.label, d.issue = 'non-renouvele'
         FROM decision d JOIN point p ON p.id = d.point JOIN revue v ON v.id = p.revue
         WHERE d.issue <> 'ajourne' AND d.le <= ?1 ORDER BY d.le",
    )?;
    let rows = stmt.query_map([au.to_string()], |r| {
        let ended: bool = r.get(1)?;
        let suite = if ended {
            Suite::NonRenouvele
        } else {
            Suite::Renouvele
        };
        Ok((r.get(0)?, suite))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Reviews by label, as they were on the reference day. Deadlines ask only whether a review was handed in: read
/// as truth values, thousands of rows cost no text.
fn revues(conn: &Connection, au: Date) -> Result<HashMap<i64, Vec<Revue>>> {
    let mut stmt = conn.prepare_cached(
        "SELECT label, id, type = 'suivi', etat IN ('brouillon', 'rouvert') OR coalesce(remise > ?1, 0) FROM revue
         WHERE commencee IS NULL OR commencee <= ?1",
    )?;
    let mut rows = stmt.query([au.to_string()])?;
    let mut out: HashMap<i64, Vec<Revue>> = HashMap::new();
    while let Some(r) = rows.next()? {
        let type_revue = if r.get(2)? {
            TypeRevue::Suivi
        } else {
            TypeRevue::Evaluation
        };
        let etat = if r.get(3)? {
            EtatRevue::Brouillon
        } else {
            EtatRevue::Transmis
        };
        let revue = (type_revue, RevueId(r.get(1)?), etat);
        out.entry(r.get(0)?).or_default().push(revue);
    }
    Ok(out)
}
