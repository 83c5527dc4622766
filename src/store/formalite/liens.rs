//! The campuses of a partner, as its record's form gives them in a table.

use rusqlite::{Connection, OptionalExtension};

use super::{
    Preparation, Valeurs,
    valeurs::{cellule, cellule_date, numero},
};
use crate::{
    domain::{CampusId, DatePartielle, Entite, PartenaireId, Renvoi, texte::une_ligne},
    form::{Row, Value},
    store::{Error, Result, corbeille, record, region::date, renvoi::renvoi, seance::list},
};

/// What a link says of the partner when nothing else is known.
pub(super) const ROLE: &str = "partenaire";

/// The links that the partner has.
pub(super) fn prepare(conn: &Connection, id: PartenaireId, p: &mut Preparation) -> Result<()> {
    let found = list(
        conn,
        "SELECT l.campus, l.role, l.debut, l.fin FROM campus_partenaire l JOIN campus c ON c.id = l.campus
         WHERE l.partenaire = ?1 AND l.archive IS NULL ORDER BY c.cle_tri, c.id",
        id.0,
        |r| {
            Ok((
                r.get::<_, i64>(0)?,
                r.get::<_, String>(1)?,
                date(r, 2)?,
                date(r, 3)?,
            ))
        },
    )?;
    let mut rows = Vec::with_capacity(found.len());
    for (campus, role, debut, fin) in found {
        let nom = renvoi(conn, Entite::Campus, campus)?.to_string();
        let mut row = Row::from([
            ("campus".to_owned(), Value::Text(nom)),
            ("role".to_owned(), Value::Text(role)),
        ]);
        let dates = [("debut", debut), ("fin", fin)];
        row.extend(
            dates
                .into_iter()
                .filter_map(|(c, d)| Some((c.to_owned(), Value::Date(d?)))),
        );
        rows.push(row);
    }
    if !rows.is_empty() {
        p.valeurs.insert("liens".to_owned(), Value::Rows(rows));
    }
    Ok(())
}

/// Makes the links those of the table: those it leaves out go to the corbeille. Says how many there are.
pub(super) fn record(conn: &Connection, id: PartenaireId, v: &Valeurs<'_>) -> Result<usize> {
    let mut kept: Vec<i64> = Vec::new();
    for row in v.lignes("liens") {
        let Some(text) = cellule(row, "campus") else {
            continue;
        };
        let campus = CampusId(numero(&text, "un campus")?);
        if kept.contains(&campus.0) {
            return Err(Error::Refused(format!(
                "« {} » est deux fois parmi les campus de ce partenaire",
                Renvoi::lisible(&text)
            )));
        }
        kept.push(campus.0);
        let (debut, fin) = (
            cellule_date(row, "debut", "le début du lien")?,
            cellule_date(row, "fin", "la fin du lien")?,
        );
        dates(debut, fin)?;
        let role = cellule(row, "role").unwrap_or_else(|| ROLE.to_owned());
        let columns: [record::Column<'_>; 3] = [
            ("role", &role),
            ("debut", &debut.map(DatePartielle::iso)),
            ("fin", &fin.map(DatePartielle::iso)),
        ];
        put(conn, campus, id, &columns)?;
    }
    let present: Vec<(i64, i64)> = list(
        conn,
        "SELECT id, campus FROM campus_partenaire WHERE partenaire = ?1 AND archive IS NULL",
        id.0,
        |r| Ok((r.get(0)?, r.get(1)?)),
    )?;
    let now = corbeille::instant(conn)?;
    for (link, _) in present.iter().filter(|(_, campus)| !kept.contains(campus)) {
        record::revise(conn, "campus_partenaire", *link, &[("archive", &now)])?;
    }
    Ok(kept.len())
}

/// A link cannot end before it begins.
pub(super) fn dates(debut: Option<DatePartielle>, fin: Option<DatePartielle>) -> Result<()> {
    match (debut, fin) {
        (Some(d), Some(f)) if f.last() < d.first() => Err(Error::Refused(format!(
            "le lien ne peut pas finir ({}) avant de commencer ({})",
            f.fr(),
            d.fr()
        ))),
        _ => Ok(()),
    }
}

/// The row that links them, in the corbeille or not: its id, whether it is in the corbeille.
pub(super) fn row(
    conn: &Connection,
    campus: CampusId,
    partenaire: PartenaireId,
) -> Result<Option<(i64, bool)>> {
    Ok(conn
        .prepare_cached(
            "SELECT id, archive IS NOT NULL FROM campus_partenaire WHERE campus = ?1 AND partenaire = ?2",
        )?
        .query_row((campus.0, partenaire.0), |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?)
}

/// Links them, or changes what the link says; a link in the corbeille comes out of it.
pub(super) fn put(
    conn: &Connection,
    campus: CampusId,
    partenaire: PartenaireId,
    columns: &[record::Column<'_>],
) -> Result<i64> {
    here(conn, "campus", campus.0)?;
    let none = None::<String>;
    let mut all: Vec<record::Column<'_>> = vec![("archive", &none)];
    all.extend_from_slice(columns);
    if let Some((id, _)) = row(conn, campus, partenaire)? {
        return record::revise(conn, "campus_partenaire", id, &all).map(|_| id);
    }
    // By hand: the person who enters it says so, unless the form says otherwise.
    let ecrite = true;
    if !columns.iter().any(|(name, _)| *name == "ecrite") {
        all.push(("ecrite", &ecrite));
    }
    all.extend_from_slice(&[("campus", &campus.0), ("partenaire", &partenaire.0)]);
    record::insert(conn, "campus_partenaire", &all)
}

/// Refuses a record that went to the corbeille since it was chosen.
pub(super) fn here(conn: &Connection, table: &'static str, id: i64) -> Result<()> {
    let nom = if table == "campus" { "nom_court" } else { "nom" };
    let found: Option<(String, bool)> = conn
        .prepare_cached(&format!(
            "SELECT {nom}, archive IS NOT NULL FROM {table} WHERE id = ?1"
        ))?
        .query_row([id], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    match found {
        Some((_, false)) => Ok(()),
        Some((nom, true)) => Err(Error::Refused(format!(
            "« {} » est dans la corbeille\u{202f}: restaurez la fiche d'abord",
            une_ligne(&nom)
        ))),
        None => Err(Error::NotFound(format!("l'enregistrement {id} de « {table} »"))),
    }
}
