//! The publication of an act: it freezes, and retained candidatures become labels.

use rusqlite::Connection;

use super::{
    Preparation, Valeurs,
    acte::unpublished,
    decision::{open, rules},
};
use crate::{
    domain::{ActeId, CampusId, DatePartielle, Label, NatureActe, texte::accorder},
    store::{Error, Result, acte::one, record, region::date, seance::list},
};

/// The act and the labels it gives.
pub(super) fn prepare(conn: &Connection, id: ActeId) -> Result<Preparation> {
    let acte = one(conn, id)?;
    unpublished(acte.publie)?;
    let mut p = Preparation::new(format!("{}\u{202f}: publication", acte.objet), acte.rev);
    let lines: Vec<String> = acte
        .annexe
        .iter()
        .map(|l| {
            format!(
                "{}, {}\u{202f}: {} ans à compter de {}",
                l.nom,
                l.territoire,
                l.duree_ans,
                l.effet.fr()
            )
        })
        .collect();
    p.fait(
        "annexe",
        if lines.is_empty() {
            "aucun".to_owned()
        } else {
            lines.join("\n")
        },
    );
    p.fait("nor", acte.nor.clone().unwrap_or_default());
    p.fait("acte.nature", acte.nature.libelle());
    Ok(p)
}

/// Publishes: labels open, those renewed bear the act's reference, nothing of it changes any more.
pub(super) fn record(conn: &Connection, id: ActeId, rev: i64, v: &Valeurs<'_>) -> Result<String> {
    let mut acte = one(conn, id)?;
    unpublished(acte.publie)?;
    let publie = v.jour_venu("publie", "la date de publication")?;
    if publie < acte.signe {
        return Err(Error::Refused(format!(
            "l'acte est signé le {}\u{202f}: il ne peut pas être publié avant",
            DatePartielle::Jour(acte.signe).fr()
        )));
    }
    if acte.decisions == 0 {
        return Err(Error::Refused("cet acte ne porte aucune décision".to_owned()));
    }
    if acte.nature == NatureActe::Arrete {
        acte.jo = Some(publie);
        acte.nor = v.ligne("nor").map(|n| n.to_uppercase()).or(acte.nor);
    }
    let reference = acte.reference();
    let given = give(conn, id, publie, &reference)?;
    let renewed = renew(conn, id, &reference)?;
    let columns: [record::Column<'_>; 3] = [
        ("publie", &publie.to_string()),
        ("nor", &acte.nor),
        ("jo", &acte.jo.map(|d| d.to_string())),
    ];
    record::update(conn, "acte", id.0, rev, &columns)?;
    Ok(format!(
        "Acte publié\u{202f}: {}, {}.",
        accorder(given, "label donné"),
        accorder(renewed, "renouvelé")
    ))
}

/// The labels of the retained candidatures.
fn give(conn: &Connection, acte: ActeId, publie: jiff::civil::Date, reference: &str) -> Result<usize> {
    let sql = "SELECT id, rev, campus, effet, duree_ans, categorie FROM candidature WHERE acte = ?1 AND label IS NULL";
    let rows = list(conn, sql, acte.0, |r| {
        let effet = date(r, 3)?.ok_or(rusqlite::Error::InvalidQuery)?;
        Ok((
            r.get::<_, i64>(0)?,
            r.get::<_, i64>(1)?,
            CampusId(r.get(2)?),
            effet,
            r.get(4)?,
            r.get(5)?,
        ))
    })?;
    let given = rows.len();
    for (candidature, rev, campus, debut, duree_ans, categorie) in rows {
        let label = Label {
            debut,
            duree_ans,
            regime: rules(debut)?.code.clone(),
            categorie,
            acte: None,
            suite: None,
        };
        let row = open(conn, campus, &label, publie, Some(reference))?;
        record::update(conn, "candidature", candidature, rev, &[("label", &row)])?;
    }
    Ok(given)
}

/// The labels renewed by the decisions the act carries.
fn renew(conn: &Connection, acte: ActeId, reference: &str) -> Result<usize> {
    let sql = "SELECT l.id, l.rev FROM label l JOIN decision d ON d.label = l.id WHERE d.acte = ?1";
    let rows = list(conn, sql, acte.0, |r| Ok((r.get(0)?, r.get(1)?)))?;
    for (id, rev) in &rows {
        record::update(conn, "label", *id, *rev, &[("acte", &reference)])?;
    }
    Ok(rows.len())
}
