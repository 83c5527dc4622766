//! A séance: day, place, president, members present.

use jiff::civil::Date;
use rusqlite::Connection;

use super::{Preparation, Valeurs, names, valeurs::cellule};
use crate::{
    domain::{DatePartielle, Seance, SeanceId, regime, texte::accorder},
    form::{Row, Value},
    store::{Error, Result, record, seance::seance},
};

/// The members' table of each instance, and the list of its colleges.
const TABLES: [(&str, &str, &str); 2] = [
    ("commission-2013", "membres_commission", "colleges.commission"),
    ("experts-2014", "membres_experts", "colleges.experts"),
];

/// The séance as it stands, or an empty form, with instances and colleges to choose from.
pub(super) fn prepare(conn: &Connection, id: Option<SeanceId>, au: Date) -> Result<Preparation> {
    let mut p = match id {
        Some(id) => known(&seance(conn, id)?)?,
        None => Preparation::new("Nouvelle séance", 0),
    };
    p.liste(
        "instances",
        names(conn, "SELECT libelle FROM instance ORDER BY id")?,
    );
    p.fait("instance", instance(conn, au)?);
    for (code, _, list) in TABLES {
        let mut stmt = conn.prepare_cached(
            "SELECT c.libelle FROM college c JOIN instance i ON i.id = c.instance WHERE i.code = ?1 ORDER BY c.ordre",
        )?;
        let colleges = stmt
            .query_map([code], |r| r.get(0))?
            .collect::<rusqlite::Result<Vec<String>>>()?;
        let row = |c: &String| Row::from([("college".to_owned(), Value::Text(c.clone()))]);
        let rows = colleges.iter().map(row).collect();
        p.sources
            .insert(list.replace("colleges", "membres"), Value::Rows(rows));
        p.liste(list, colleges);
    }
    Ok(p)
}

/// A séance on file.
fn known(s: &Seance) -> Result<Preparation> {
    let mut p = Preparation::new(titre(s), s.rev);
    open(s)?;
    p.date("date", Some(DatePartielle::Jour(s.date)));
    p.texte("instance", Some(s.instance.clone()));
    p.texte("lieu", s.lieu.clone());
    p.texte("president", s.president.clone());
    let college = |id| {
        s.colleges
            .iter()
            .find(|c| Some(c.id) == id)
            .map(|c| c.libelle.clone())
    };
    let rows: Vec<Row> = s
        .membres
        .iter()
        .map(|m| {
            let mut row = Row::from([("nom".to_owned(), Value::Text(m.nom.clone()))]);
            row.extend(college(m.college).map(|c| ("college".to_owned(), Value::Text(c))));
            row
        })
        .collect();
    if !rows.is_empty() {
        for (_, table, _) in TABLES {
            p.valeurs.insert(table.to_owned(), Value::Rows(rows.clone()));
        }
    }
    Ok(p)
}

/// `Séance du 14 septembre 2015`.
pub(super) fn titre(s: &Seance) -> String {
    format!("Séance du {}", DatePartielle::Jour(s.date).fr())
}

/// Refuses a closed séance.
pub(super) fn open(s: &Seance) -> Result<()> {
    if s.close {
        return Err(Error::Refused(
            "la séance est close\u{202f}: elle ne change plus".to_owned(),
        ));
    }
    Ok(())
}

/// The instance that sits under the regime in force on the day, else the latest known.
fn instance(conn: &Connection, au: Date) -> Result<String> {
    let code = regime::en_vigueur(au).map_or("", |r| r.code.as_str());
    Ok(conn
        .prepare_cached(
            "SELECT i.libelle FROM instance i JOIN regime r ON r.id = i.regime ORDER BY r.code = ?1 DESC, i.id DESC LIMIT 1",
        )?
        .query_row([code], |r| r.get(0))?)
}

/// Opens or edits the séance; the members given take the place of those it had.
pub(super) fn record(conn: &Connection, id: Option<SeanceId>, rev: i64, v: &Valeurs<'_>) -> Result<String> {
    let date = v.jour("date", "la date de la séance")?;
    let libelle = v.requis("instance", "l'instance qui siège")?;
    let mut stmt =
        conn.prepare_cached("SELECT id, code FROM instance WHERE libelle = ?1 ORDER BY id LIMIT 1")?;
    let (instance, code): (i64, String) = stmt.query_row([&libelle], |r| Ok((r.get(0)?, r.get(1)?)))?;
    let columns: [record::Column<'_>; 4] = [
        ("date", &date.to_string()),
        ("lieu", &v.ligne("lieu")),
        ("president", &v.ligne("president")),
        ("instance", &instance),
    ];
    let id = match id {
        Some(id) => {
            open(&seance(conn, id)?)?;
            record::update(conn, "seance", id.0, rev, &columns)?;
            id
        }
        None => SeanceId(record::insert(conn, "seance", &columns)?),
    };
    members(conn, id, instance, &code, v)?;
    let s = seance(conn, id)?;
    let absents = s.absents();
    let colleges = if absents.is_empty() {
        "tous les collèges sont représentés".to_owned()
    } else {
        format!("{} sans représentant", accorder(absents.len(), "collège"))
    };
    Ok(format!(
        "{} enregistrée\u{202f}: {}, {colleges}.",
        titre(&s),
        accorder(s.membres.len(), "présent")
    ))
}

/// The members present, in the order of the form.
fn members(conn: &Connection, id: SeanceId, instance: i64, code: &str, v: &Valeurs<'_>) -> Result<()> {
    conn.execute("DELETE FROM membre WHERE seance = ?1", [id.0])?;
    let table = TABLES
        .iter()
        .find(|(i, ..)| *i == code)
        .map_or("", |(_, table, _)| table);
    let rows = v
        .lignes(table)
        .iter()
        .filter_map(|row| Some((cellule(row, "nom")?, cellule(row, "college"))));
    let mut stmt = conn.prepare_cached("SELECT id FROM college WHERE instance = ?1 AND libelle = ?2")?;
    for (ordre, (nom, college)) in (1_i64..).zip(rows) {
        let college: Option<i64> = match &college {
            Some(libelle) => Some(stmt.query_row((instance, libelle), |r| r.get(0)).map_err(|_| {
                Error::Refused(format!("« {libelle} » n'est pas un collège de cette instance"))
            })?),
            None => None,
        };
        let columns: [record::Column<'_>; 4] = [
            ("seance", &id.0),
            ("ordre", &ordre),
            ("nom", &nom),
            ("college", &college),
        ];
        record::insert(conn, "membre", &columns)?;
    }
    Ok(())
}
