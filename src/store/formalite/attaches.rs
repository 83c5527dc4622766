//! What hangs on a campus: its filières and its axes. Only what differs is written, so that the journal tells which.

use rusqlite::Connection;

use super::{Preparation, Valeurs, territoire, valeurs::cellule};
use crate::{
    form::{Row, Value},
    store::{Result, record, seance::list},
};

/// Why a filière is attached, and who says so.
pub(super) struct Raison {
    pub raison: &'static str,
    pub origine: &'static str,
}

/// The filières and axes that the campus has.
pub(super) fn prepare(conn: &Connection, campus: i64, p: &mut Preparation) -> Result<()> {
    let filieres = list(
        conn,
        "SELECT f.nom FROM campus_filiere JOIN filiere f ON f.id = filiere WHERE campus = ?1 ORDER BY f.cle_tri",
        campus,
        |r| r.get(0),
    )?;
    p.valeurs.insert("filieres".to_owned(), Value::List(filieres));
    let axes: Vec<Row> = list(
        conn,
        "SELECT libelle, rang FROM axe WHERE campus = ?1 ORDER BY ordre",
        campus,
        |r| {
            Ok(Row::from([
                ("libelle".to_owned(), Value::Text(r.get(0)?)),
                ("rang".to_owned(), Value::Text(r.get(1)?)),
            ]))
        },
    )?;
    if !axes.is_empty() {
        p.valeurs.insert("axes".to_owned(), Value::Rows(axes));
    }
    Ok(())
}

/// Filières and axes as the form gives them.
pub(super) fn record(conn: &Connection, campus: i64, v: &Valeurs<'_>, pourquoi: &Raison) -> Result<()> {
    filieres(conn, campus, v, pourquoi)?;
    axes(conn, campus, v)
}

/// Attaches the filières named and detaches the others; those that stay keep their reason.
fn filieres(conn: &Connection, campus: i64, v: &Valeurs<'_>, pourquoi: &Raison) -> Result<()> {
    let present: Vec<(i64, String)> = list(
        conn,
        "SELECT l.id, f.nom FROM campus_filiere l JOIN filiere f ON f.id = filiere WHERE campus = ?1",
        campus,
        |r| Ok((r.get(0)?, r.get(1)?)),
    )?;
    let wanted = v.liste("filieres");
    for (link, _) in present.iter().filter(|(_, nom)| !wanted.contains(nom)) {
        conn.execute("DELETE FROM campus_filiere WHERE id = ?1", [link])?;
    }
    for nom in wanted
        .iter()
        .filter(|w| !present.iter().any(|(_, nom)| nom == *w))
    {
        let columns: [record::Column<'_>; 4] = [
            ("campus", &campus),
            ("filiere", &territoire::filiere(conn, nom)?),
            ("raison", &pourquoi.raison),
            ("origine", &pourquoi.origine),
        ];
        record::insert(conn, "campus_filiere", &columns)?;
    }
    Ok(())
}

/// The axes in the order of the form.
fn axes(conn: &Connection, campus: i64, v: &Valeurs<'_>) -> Result<()> {
    let present: Vec<i64> = list(
        conn,
        "SELECT id FROM axe WHERE campus = ?1 ORDER BY ordre",
        campus,
        |r| r.get(0),
    )?;
    let wanted: Vec<(String, String)> = v
        .lignes("axes")
        .iter()
        .filter_map(|row| Some((cellule(row, "libelle")?, cellule(row, "rang"))))
        .map(|(libelle, rang)| (libelle, rang.unwrap_or_else(|| "principal".to_owned())))
        .collect();
    for id in present.iter().skip(wanted.len()) {
        conn.execute("DELETE FROM axe WHERE id = ?1", [id])?;
    }
    for (i, (libelle, rang)) in wanted.iter().enumerate() {
        match present.get(i) {
            Some(id) => {
                record::revise(conn, "axe", *id, &[("libelle", libelle), ("rang", rang)])?;
            }
            None => {
                let ordre: i64 = conn.query_row(
                    "SELECT coalesce(max(ordre), 0) + 1 FROM axe WHERE campus = ?1",
                    [campus],
                    |r| r.get(0),
                )?;
                let columns: [record::Column<'_>; 4] = [
                    ("campus", &campus),
                    ("rang", rang),
                    ("ordre", &ordre),
                    ("libelle", libelle),
                ];
                record::insert(conn, "axe", &columns)?;
            }
        }
    }
    Ok(())
}
