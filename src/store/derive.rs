//! Columns made from others: `cle_tri` (French order), `pli` (folded text), and the search tables over `pli`.
//! Kept right by the door after every write; can be rebuilt whole.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};

use super::Result;
use crate::domain::{LotId, Ordre, texte::plier};

/// A table with derived columns: what its order and its search text are made of, in SQL.
struct Derived {
    /// The table.
    table: &'static str,
    /// `SELECT id, sort text, search text` of every row; the row's id is `t.id`.
    textes: &'static str,
    /// The search table, if there is one.
    recherche: Option<&'static str>,
    /// Tables whose rows name the row to derive again: table, column; no column for the table itself.
    lies: &'static [(&'static str, Option<&'static str>)],
    /// Tables any change of which derives every row again.
    communs: &'static [&'static str],
}

const DERIVED: [Derived; 4] = [
    Derived {
        table: "region",
        textes: "SELECT t.id, t.nom, concat_ws(' ', t.code, t.nom, t.sigles,
                   (SELECT group_concat(s.nom, ' ') FROM succession JOIN region s ON s.id = successeur
                     WHERE succession.region = t.id))
                 FROM region t",
        recherche: None,
        lies: &[],
        communs: &["region", "succession"],
    },
    Derived {
        table: "filiere",
        textes: "SELECT t.id, t.nom, concat_ws(' ', t.code, t.nom) FROM filiere t",
        recherche: None,
        lies: &[],
        communs: &["filiere"],
    },
    Derived {
        table: "campus",
        textes: "SELECT t.id, t.nom_court, concat_ws(' ', t.nom, t.nom_usage, t.nom_court, r.nom, r.sigles,
                   a.nom, t.lieu, t.commune,
                   (WITH RECURSIVE suite(id) AS (SELECT successeur FROM succession WHERE region = t.region
                      UNION SELECT successeur FROM succession JOIN suite ON region = suite.id)
                    SELECT group_concat(concat_ws(' ', s.nom, s.sigles), ' ') FROM suite JOIN region s USING (id)),
                   (SELECT group_concat(libelle, ' ') FROM axe WHERE campus = t.id),
                   (SELECT group_concat(concat_ws(' ', o.nom, o.sigles), ' ')
                     FROM campus_autre_region l JOIN region o ON o.id = l.region WHERE l.campus = t.id),
                   (SELECT group_concat(o.nom, ' ')
                     FROM campus_autre_academie l JOIN academie o ON o.id = l.academie WHERE l.campus = t.id),
                   (SELECT group_concat(f.nom, ' ') FROM campus_filiere JOIN filiere f ON f.id = filiere
                     WHERE campus = t.id))
                 FROM campus t JOIN region r ON r.id = t.region JOIN academie a ON a.id = t.academie",
        recherche: Some("campus_recherche"),
        lies: &[
            ("campus", None),
            ("axe", Some("campus")),
            ("campus_filiere", Some("campus")),
            ("campus_autre_region", Some("campus")),
            ("campus_autre_academie", Some("campus")),
        ],
        communs: &["region", "succession", "academie", "filiere"],
    },
    Derived {
        table: "partenaire",
        textes: "SELECT t.id, t.nom, concat_ws(' ', t.nom,
                   (SELECT group_concat(value, ' ') FROM json_each(t.autres_noms)),
                   y.code, y.libelle, t.commune, t.departement, t.uai, t.siren, t.siret)
                 FROM partenaire t JOIN type_partenaire y ON y.id = t.type",
        recherche: Some("partenaire_recherche"),
        lies: &[("partenaire", None)],
        communs: &["type_partenaire"],
    },
];

/// Derives again what the lot's changes touch.
pub(crate) fn refresh(conn: &Connection, lot: LotId) -> Result<()> {
    let mut stmt = conn.prepare_cached("SELECT DISTINCT nom_table FROM changement WHERE lot = ?1")?;
    let touched = stmt
        .query_map([lot.0], |r| r.get::<_, String>(0))?
        .collect::<rusqlite::Result<BTreeSet<_>>>()?;
    for derived in &DERIVED {
        if derived.communs.iter().any(|t| touched.contains(*t)) {
            derived.refresh(conn, None)?;
            continue;
        }
        let mut ids = BTreeSet::new();
        for (table, column) in derived.lies.iter().filter(|(t, _)| touched.contains(*t)) {
            ids.extend(named_rows(conn, lot, table, *column)?);
        }
        if !ids.is_empty() {
            derived.refresh(conn, Some(&ids))?;
        }
    }
    Ok(())
}

/// Rebuilds every derived column and search table from the trade rows.
pub(crate) fn rebuild(conn: &Connection) -> Result<()> {
    for derived in &DERIVED {
        derived.refresh(conn, None)?;
        derived.rebuild_search(conn)?;
    }
    Ok(())
}

/// Tables whose derived columns are not what their rows make, with how many rows.
pub(crate) fn stale(conn: &Connection) -> Result<Vec<(&'static str, usize)>> {
    let ordre = Ordre::new();
    let mut all = Vec::new();
    for derived in &DERIVED {
        let mut kept = conn.prepare(&format!(
            "SELECT cle_tri, pli FROM {} WHERE id = ?1",
            derived.table
        ))?;
        let mut stmt = conn.prepare(derived.textes)?;
        let rows = stmt
            .query_map([], textes)?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let mut wrong = 0;
        for (id, tri, search) in rows {
            let (cle, pli): (Option<Vec<u8>>, Option<String>) =
                kept.query_row([id], |r| Ok((r.get(0)?, r.get(1)?)))?;
            let right = cle.as_ref() == Some(&ordre.cle(&tri)) && pli == Some(plier(&search));
            wrong += usize::from(!right);
        }
        if wrong > 0 {
            all.push((derived.table, wrong));
        }
    }
    Ok(all)
}

/// Compares each search table with the table it is made from.
///
/// # Errors
/// [`super::Error::Integrity`] naming the one that is not in step.
pub(crate) fn check_search(conn: &Connection) -> Result<()> {
    for derived in &DERIVED {
        let Some(recherche) = derived.recherche else {
            continue;
        };
        // It writes nothing, but is worded as a write.
        let checked = conn.execute_batch(&format!(
            "INSERT INTO {recherche}({recherche}, rank) VALUES ('integrity-check', 1)"
        ));
        match checked.map_err(super::Error::from) {
            Err(super::Error::Integrity(_)) => {
                return Err(super::Error::Integrity(format!(
                    "l'index de recherche de « {} » ne suit plus ses fiches",
                    derived.table
                )));
            }
            other => other?,
        }
    }
    Ok(())
}

/// The rows that the lot's changes of `table` name in `column`, before or after; the changed rows themselves
/// without a column.
fn named_rows(conn: &Connection, lot: LotId, table: &str, column: Option<&str>) -> Result<Vec<i64>> {
    let sql = match column {
        None => "SELECT DISTINCT ligne FROM changement WHERE lot = ?1 AND nom_table = ?2 AND ?3 IS NULL",
        Some(_) => {
            "SELECT avant ->> ?3 FROM changement WHERE lot = ?1 AND nom_table = ?2 AND avant NOT NULL
             UNION SELECT apres ->> ?3 FROM changement WHERE lot = ?1 AND nom_table = ?2 AND apres NOT NULL"
        }
    };
    let mut stmt = conn.prepare_cached(sql)?;
    let ids = stmt.query_map((lot.0, table, column), |r| r.get(0))?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}

impl Derived {
    /// Derives the rows `ids`, or every row.
    fn refresh(&self, conn: &Connection, ids: Option<&BTreeSet<i64>>) -> Result<()> {
        let ordre = Ordre::new();
        let Some(ids) = ids else {
            let mut stmt = conn.prepare(self.textes)?;
            let rows = stmt
                .query_map([], textes)?
                .collect::<rusqlite::Result<Vec<_>>>()?;
            return rows.iter().try_for_each(|row| self.set(conn, &ordre, row));
        };
        let mut stmt = conn.prepare_cached(&format!("{} WHERE t.id = ?1", self.textes))?;
        for id in ids {
            match stmt.query_row([id], textes).optional()? {
                Some(row) => self.set(conn, &ordre, &row)?,
                // The row is gone, and what it was indexed under with it.
                None => self.rebuild_search(conn)?,
            }
        }
        Ok(())
    }

    /// Writes one row's derived columns, when they differ.
    fn set(&self, conn: &Connection, ordre: &Ordre, row: &(i64, String, String)) -> Result<()> {
        let (id, tri, search) = row;
        let (cle, pli) = (ordre.cle(tri), plier(search));
        let table = self.table;
        let (old_cle, old_pli): (Option<Vec<u8>>, Option<String>) = conn
            .prepare_cached(&format!("SELECT cle_tri, pli FROM {table} WHERE id = ?1"))?
            .query_row([id], |r| Ok((r.get(0)?, r.get(1)?)))?;
        if old_cle.as_ref() == Some(&cle) && old_pli.as_ref() == Some(&pli) {
            return Ok(());
        }
        conn.prepare_cached(&format!(
            "UPDATE {table} SET cle_tri = ?2, pli = ?3 WHERE id = ?1"
        ))?
        .execute((id, &cle, &pli))?;
        let Some(recherche) = self.recherche.filter(|_| old_pli.as_ref() != Some(&pli)) else {
            return Ok(());
        };
        if let Some(old) = old_pli {
            conn.prepare_cached(&format!(
                "INSERT INTO {recherche}({recherche}, rowid, pli) VALUES ('delete', ?1, ?2)"
            ))?
            .execute((id, old))?;
        }
        conn.prepare_cached(&format!("INSERT INTO {recherche}(rowid, pli) VALUES (?1, ?2)"))?
            .execute((id, pli))?;
        Ok(())
    }

    /// Makes the search table again from the table.
    fn rebuild_search(&self, conn: &Connection) -> Result<()> {
        if let Some(recherche) = self.recherche {
            conn.execute_batch(&format!(
                "INSERT INTO {recherche}({recherche}) VALUES ('rebuild')"
            ))?;
        }
        Ok(())
    }
}

/// Id, sort text and search text of a row.
fn textes(row: &rusqlite::Row<'_>) -> rusqlite::Result<(i64, String, String)> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}
