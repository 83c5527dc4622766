//! A région: the words people use for it, its last day, the régions that succeed it.

use rusqlite::{Connection, OptionalExtension};

use super::{Preparation, Valeurs, territoire};
use crate::{
    domain::{DatePartielle, RegionId},
    form::Value,
    store::{Error, Result, prefill, record, region::Regions, region::date, seance::list},
};

/// The rows whose revisions make the record's: what the form rewrites.
const LIGNES: &str = "SELECT id, rev FROM region WHERE id = ?1
    UNION ALL SELECT id, rev FROM succession WHERE region = ?1";

/// The région as it stands.
pub(super) fn prepare(conn: &Connection, id: RegionId) -> Result<Preparation> {
    let rev = record::empreinte(conn, LIGNES, id.0)?;
    let (mut p, nom) = conn
        .prepare_cached("SELECT nom, sigles, fin FROM region WHERE id = ?1")?
        .query_row([id.0], |r| {
            let nom: String = r.get(0)?;
            let mut p = Preparation::new(nom.clone(), rev);
            p.texte("sigles", r.get(1)?);
            p.date("fin", date(r, 2)?);
            Ok((p, nom))
        })
        .optional()?
        .ok_or_else(|| Error::NotFound(format!("la région {id}")))?;
    let successeurs = list(
        conn,
        "SELECT r.nom FROM succession JOIN region r ON r.id = successeur WHERE region = ?1 ORDER BY r.cle_tri",
        id.0,
        |r| r.get(0),
    )?;
    if !successeurs.is_empty() {
        p.valeurs
            .insert("successeurs".to_owned(), Value::List(successeurs));
    }
    let mut others = prefill::names(conn, "SELECT nom FROM region GROUP BY nom ORDER BY min(cle_tri)")?;
    others.retain(|o| *o != nom);
    p.liste("regions", others);
    Ok(p)
}

/// Edits the région and its successors.
pub(super) fn record(conn: &Connection, id: RegionId, rev: i64, v: &Valeurs<'_>) -> Result<String> {
    if record::empreinte(conn, LIGNES, id.0)? != rev {
        return Err(Error::Stale(format!("la région {id}")));
    }
    let fin = v.date("fin", "le dernier jour de la région")?;
    let debut: Option<DatePartielle> =
        conn.query_row("SELECT debut FROM region WHERE id = ?1", [id.0], |r| date(r, 0))?;
    if let (Some(d), Some(f)) = (debut, fin)
        && f.last() < d.first()
    {
        return Err(Error::Refused(format!(
            "la région ne peut pas finir avant son début, {}",
            d.fr()
        )));
    }
    let sigles = v.ligne("sigles").unwrap_or_default();
    let columns: [record::Column<'_>; 2] = [("sigles", &sigles), ("fin", &fin.map(DatePartielle::iso))];
    record::revise(conn, "region", id.0, &columns)?;
    let next = successeurs(conn, id, v, fin)?;
    Ok(match next {
        [] => "Région enregistrée, sans successeur.".to_owned(),
        names => format!("Région enregistrée\u{202f}: {} lui succède.", names.join(", ")),
    })
}

/// Makes the successors those named; their names.
fn successeurs<'a>(
    conn: &Connection,
    id: RegionId,
    v: &'a Valeurs<'_>,
    fin: Option<DatePartielle>,
) -> Result<&'a [String]> {
    let names = v.liste("successeurs");
    if !names.is_empty() && fin.is_none() {
        return Err(Error::Refused(
            "une région qui a un successeur a un dernier jour\u{202f}: donnez-le".to_owned(),
        ));
    }
    let before = Regions::load(conn)?.couvertes(id);
    let mut wanted = Vec::with_capacity(names.len());
    for nom in names {
        let next = territoire::region(conn, nom, None)?;
        if before.contains(&next) {
            return Err(Error::Refused(format!(
                "« {nom} » est cette région ou une de celles qu'elle remplace\u{202f}: elle ne peut pas lui succéder"
            )));
        }
        wanted.push(next);
    }
    let present: Vec<(i64, i64)> = list(
        conn,
        "SELECT id, successeur FROM succession WHERE region = ?1",
        id.0,
        |r| Ok((r.get(0)?, r.get(1)?)),
    )?;
    for (row, _) in present.iter().filter(|(_, next)| !wanted.contains(next)) {
        conn.execute("DELETE FROM succession WHERE id = ?1", [row])?;
    }
    for next in wanted.iter().filter(|w| !present.iter().any(|(_, n)| n == *w)) {
        record::insert(conn, "succession", &[("region", &id.0), ("successeur", next)])?;
    }
    Ok(names)
}
