//! A call for projects, opened or edited.

use rusqlite::{Connection, OptionalExtension};

use super::{Preparation, Valeurs};
use crate::{
    domain::{AppelId, DatePartielle},
    store::{Error, Result, record, region::date},
};

/// The call as it stands, or an empty form.
pub(super) fn prepare(conn: &Connection, id: Option<AppelId>) -> Result<Preparation> {
    let Some(id) = id else {
        return Ok(Preparation::new("Nouvel appel à projets", 0));
    };
    let found = conn
        .prepare_cached(
            "SELECT titre, rev, texte, bulletin, ouvert, depot, annonce, note FROM appel WHERE id = ?1",
        )?
        .query_row([id.0], |r| {
            let mut p = Preparation::new(r.get::<_, String>(0)?, r.get(1)?);
            p.texte("titre", r.get(0)?);
            p.texte("texte", r.get(2)?);
            p.texte("bulletin", r.get(3)?);
            p.date("ouvert", date(r, 4)?);
            p.date("depot", date(r, 5)?);
            p.date("annonce", date(r, 6)?);
            p.texte("note", r.get(7)?);
            Ok(p)
        })
        .optional()?;
    found.ok_or_else(|| Error::NotFound(format!("l'appel {id}")))
}

/// Opens or edits the call.
pub(super) fn record(conn: &Connection, id: Option<AppelId>, rev: i64, v: &Valeurs<'_>) -> Result<String> {
    let titre = v.requis("titre", "le titre de l'appel")?;
    let ouvert = v.date("ouvert", "la date d'ouverture")?;
    let depot = v.date("depot", "la date de dépôt")?;
    let annonce = v.date("annonce", "la date d'annonce")?;
    let Some(debut) = ouvert else {
        return Err(Error::Refused(
            "il manque la date d'ouverture de l'appel".to_owned(),
        ));
    };
    let before = |d: Option<DatePartielle>| d.is_some_and(|d| d.last() < debut.first());
    if before(depot) || before(annonce) {
        return Err(Error::Refused(
            "le dépôt et l'annonce ne peuvent pas précéder l'ouverture de l'appel".to_owned(),
        ));
    }
    let columns: [record::Column<'_>; 7] = [
        ("titre", &titre),
        ("texte", &v.ligne("texte")),
        ("bulletin", &v.ligne("bulletin")),
        ("ouvert", &ouvert.map(DatePartielle::iso)),
        ("depot", &depot.map(DatePartielle::iso)),
        ("annonce", &annonce.map(DatePartielle::iso)),
        ("note", &v.texte("note")),
    ];
    match id {
        Some(id) => record::update(conn, "appel", id.0, rev, &columns)?,
        None => {
            let code = code(conn, debut.first().year())?;
            let mut all = vec![("code", &code as &dyn rusqlite::ToSql)];
            all.extend(columns);
            record::insert(conn, "appel", &all)?;
        }
    }
    Ok(format!("{titre}\u{202f}: enregistré."))
}

/// The next free code of that year: `2014-1`.
fn code(conn: &Connection, year: i16) -> Result<String> {
    let mut stmt = conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM appel WHERE code = ?1)")?;
    let mut n = 1;
    loop {
        let code = format!("{year}-{n}");
        if !stmt.query_row([&code], |r| r.get::<_, bool>(0))? {
            return Ok(code);
        }
        n += 1;
    }
}
