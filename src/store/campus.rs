//! Lists of campuses: one query for the rows, one for each thing that hangs on them.

pub(crate) mod ailleurs;
pub(crate) mod debut;
mod rangs;

use std::{collections::HashMap, rc::Rc, time::Duration};

use jiff::civil::Date;
use rusqlite::{Connection, Row, ToSql};

use rangs::CampusRow;

use super::{Error, Filtre, Result, Store, label, label::Periode, region::Regions, requete, revue};
use crate::domain::{
    Ailleurs, Axe, CampusId, CampusLigne, Echeance, Etat, EtatRevue, FiliereId, RegionId, RevueId, TypeRevue,
    disposition::ColonneEcheance, echeance, regime, requete::Critere, texte,
};

/// A review as deadlines need it.
type RevueEtat = (TypeRevue, RevueId, EtatRevue);

impl Store {
    /// Campuses that pass the filter, by short name in French order.
    pub fn campus(&self, f: &Filtre) -> Result<Vec<CampusLigne>> {
        if f.limite.is_some() {
            return Ok(self.debut_campus(f, Duration::MAX)?.lignes);
        }
        let tx = self.conn.unchecked_transaction()?;
        lignes(&tx, f)
    }

    /// One campus, None when there is no such row.
    pub fn campus_par_id(&self, id: CampusId, au: Date) -> Result<Option<CampusLigne>> {
        let tx = self.conn.unchecked_transaction()?;
        ligne(&tx, id, au)
    }

    /// Whether there are more campuses than that, those put away too. Costs no more than counting so many.
    pub fn plus_de_campus(&self, most: usize) -> Result<bool> {
        let mut stmt = self
            .conn
            .prepare_cached("SELECT 1 FROM campus LIMIT 1 OFFSET ?1")?;
        Ok(stmt.exists([i64::try_from(most).unwrap_or(i64::MAX)])?)
    }

    /// Deadlines of the campuses that pass the filter, of the period in force and of the next one once it is
    /// decided: not yet done ones and the labels' ends (with `f.faits`, every one), late first, then by due
    /// date, then in the campuses' order. `f.etat` narrows the deadlines themselves. Axes and partner counts are
    /// left out of the campuses.
    pub fn echeancier(&self, f: &Filtre) -> Result<Vec<(Rc<CampusLigne>, Echeance)>> {
        let wanted = f.etat.as_deref().map(texte::mots);
        let campus = self.campus(&Filtre {
            etat: None,
            recherche: Vec::new(),
            legere: true,
            ..f.clone()
        })?;
        let mut out = Vec::new();
        for c in campus.into_iter().map(Rc::new) {
            let next = c.suivant.iter().flat_map(|(_, echeances)| echeances);
            for e in c.echeances.iter().chain(next) {
                let done = !f.faits && matches!(e.etat, Etat::Fait | Etat::SansObjet);
                let named = wanted.as_ref().is_none_or(|w| says(w, e.etat.libelle()));
                if !done && named && meets(&f.recherche, &c, e) {
                    out.push((Rc::clone(&c), e.clone()));
                }
            }
        }
        out.sort_by_cached_key(|(c, e)| ColonneEcheance::Date.cle(c, e));
        Ok(out)
    }
}

/// Whether a deadline meets every criterion.
fn meets(criteres: &[Critere], c: &CampusLigne, e: &Echeance) -> bool {
    if criteres.is_empty() {
        return true;
    }
    let text = texte::plier(&c.echeance_dite(e));
    criteres.iter().all(|k| k.echeance(c, e, &text))
}

/// Whether a state's name answers the words asked for.
fn says(words: &[String], name: &str) -> bool {
    texte::correspond(words, &texte::plier(name))
}

/// [`Store::campus_par_id`] inside the caller's transaction.
pub(crate) fn ligne(conn: &Connection, id: CampusId, au: Date) -> Result<Option<CampusLigne>> {
    let mut f = Filtre::au(au);
    f.campus = Some(id);
    Ok(lignes(conn, &f)?.pop())
}

/// [`Store::campus`] inside the caller's transaction: all that pass the filter.
pub(crate) fn lignes(conn: &Connection, f: &Filtre) -> Result<Vec<CampusLigne>> {
    let regions = Regions::load(conn)?;
    let conditions = requete::conditions(&rangs::criteres(f, &regions), requete::campus);
    let rows = rangs::rows(conn, f, &conditions, &rangs::Page::tout())?;
    page(conn, f, &regions, rows)
}

/// The lines of these rows that meet what only lines tell.
fn page(conn: &Connection, f: &Filtre, regions: &Regions, rows: Vec<CampusRow>) -> Result<Vec<CampusLigne>> {
    let ids = json_ids(rows.iter().map(|r| r.id));
    let mut parts = Parts::load(conn, &ids, f)?;
    let wanted = f.etat.as_deref().map(texte::mots);
    let mut out = Vec::with_capacity(rows.len());
    for r in rows {
        let Some(line) = parts.line(r, regions, f.au)? else {
            continue;
        };
        let named = wanted.as_ref().is_none_or(|w| {
            says(w, line.label.etat(f.au)) || line.echeances.iter().any(|e| says(w, e.etat.libelle()))
        });
        if named && f.recherche.iter().all(|k| k.campus(&line, f.au).unwrap_or(true)) {
            out.push(line);
        }
    }
    Ok(out)
}

/// Row numbers as the JSON array that `json_each` reads.
pub(crate) fn json_ids(ids: impl IntoIterator<Item = i64>) -> String {
    let ids: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
    format!("[{}]", ids.join(","))
}

/// What hangs on the campuses of a list, by campus.
struct Parts {
    axes: HashMap<i64, Vec<Axe>>,
    ailleurs: HashMap<i64, Ailleurs>,
    filieres: HashMap<i64, Vec<(FiliereId, String)>>,
    labels: HashMap<i64, Vec<Periode>>,
    /// By label.
    revues: HashMap<i64, Vec<RevueEtat>>,
    partenaires: HashMap<i64, Vec<usize>>,
}

impl Parts {
    fn load(conn: &Connection, ids: &str, f: &Filtre) -> Result<Self> {
        let (axes, partenaires) = if f.legere {
            (HashMap::new(), HashMap::new())
        } else {
            (axes(conn, ids)?, partenaires(conn, ids)?)
        };
        Ok(Self {
            axes,
            partenaires,
            ailleurs: ailleurs::ailleurs(conn, ids)?,
            filieres: grouped(
                conn,
                "SELECT campus, filiere, nom FROM campus_filiere JOIN filiere f ON f.id = filiere
                 WHERE campus IN (SELECT value FROM json_each(?1)) ORDER BY campus, f.cle_tri, f.id",
                &[&ids],
                |r| Ok((FiliereId(r.get(1)?), r.get(2)?)),
            )?,
            labels: label::labels(conn, ids, f.au)?,
            revues: grouped(
                conn,
                &format!(
                    "SELECT label, type, id, {} FROM revue v WHERE campus IN (SELECT value FROM json_each(?1))
                     AND (commencee IS NULL OR commencee <= ?2) ORDER BY label, id",
                    revue::ETAT_AU
                ),
                &[&ids, &f.au.to_string()],
                |r| {
                    Ok((
                        code(r, 1, TypeRevue::from_code)?,
                        RevueId(r.get(2)?),
                        code(r, 3, EtatRevue::from_code)?,
                    ))
                },
            )?,
        })
    }

    /// The line of one campus; None when it has no label on that day: a candidate is not yet a campus.
    fn line(&mut self, row: CampusRow, regions: &Regions, au: Date) -> Result<Option<CampusLigne>> {
        let labels = self.labels.remove(&row.id).unwrap_or_default();
        let Some((periode, suivante)) = label::courant(labels, au) else {
            return Ok(None);
        };
        let echeances = self.echeances(&periode, au)?;
        let suivant = suivante
            .map(|p| self.echeances(&p, au).map(|e| (p.1, e)))
            .transpose()?;
        Ok(Some(CampusLigne {
            id: CampusId(row.id),
            nom: row.nom,
            nom_usage: row.nom_usage,
            nom_court: row.nom_court,
            region_id: RegionId(row.region.0),
            region_actuelle: regions.actuelle(row.region.0).to_owned(),
            region: row.region.1,
            academie: row.academie,
            ailleurs: self.ailleurs.remove(&row.id).unwrap_or_default(),
            lieu: row.lieu,
            axes: self.axes.remove(&row.id).unwrap_or_default(),
            filieres: self.filieres.remove(&row.id).unwrap_or_default(),
            echeances,
            suivant,
            label: periode.1,
            partenaires: self
                .partenaires
                .get(&row.id)
                .and_then(|n| n.first())
                .copied()
                .unwrap_or(0),
            rev: row.rev,
        }))
    }

    /// The deadlines of one period.
    fn echeances(&self, (id, label): &Periode, au: Date) -> Result<Vec<Echeance>> {
        let rules = regime::regime(&label.regime)
            .ok_or_else(|| Error::Integrity(format!("le régime {} est inconnu", label.regime)))?;
        let revues = self.revues.get(id).map_or(&[][..], Vec::as_slice);
        Ok(echeance::echeances(label, rules, revues, au))
    }
}

/// Axes by campus.
fn axes(conn: &Connection, ids: &str) -> Result<HashMap<i64, Vec<Axe>>> {
    let sql = "SELECT campus, libelle, rang FROM axe WHERE campus IN (SELECT value FROM json_each(?1))
        ORDER BY campus, ordre";
    grouped(conn, sql, &[&ids], |r| {
        Ok(Axe {
            libelle: r.get(1)?,
            rang: r.get(2)?,
        })
    })
}

/// How many partners, by campus.
fn partenaires(conn: &Connection, ids: &str) -> Result<HashMap<i64, Vec<usize>>> {
    let sql = "SELECT campus, count(*) FROM campus_partenaire
        WHERE archive IS NULL AND campus IN (SELECT value FROM json_each(?1)) GROUP BY campus";
    grouped(conn, sql, &[&ids], |r| {
        Ok(r.get::<_, i64>(1)?.unsigned_abs() as usize)
    })
}

/// Runs `sql` with these values, the first a JSON array of rows, and groups what it says by its first column.
pub(crate) fn grouped<T>(
    conn: &Connection,
    sql: &str,
    values: &[&dyn ToSql],
    value: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<HashMap<i64, Vec<T>>> {
    let mut stmt = conn.prepare_cached(sql)?;
    let mut rows = stmt.query(values)?;
    let mut out: HashMap<i64, Vec<T>> = HashMap::new();
    while let Some(row) = rows.next()? {
        out.entry(row.get(0)?).or_default().push(value(row)?);
    }
    Ok(out)
}

/// A column that holds the stable name of an enum.
pub(crate) fn code<T>(row: &Row<'_>, column: usize, read: fn(&str) -> Option<T>) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    read(&text).ok_or_else(|| {
        rusqlite::Error::FromSqlConversionFailure(
            column,
            rusqlite::types::Type::Text,
            format!("« {text} » inconnu").into(),
        )
    })
}
