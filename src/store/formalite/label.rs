//! A label's own record, corrected: act, mention, category, start. Its régime and its duration stay: they are the
//! régime's rules, or a decision's.

use rusqlite::{Connection, OptionalExtension};

use super::{Preparation, Valeurs, campus::categorie};
use crate::{
    domain::{LabelId, Regime, regime},
    store::{Error, Result, record, region::date},
};

/// The label as it stands.
pub(super) fn prepare(conn: &Connection, id: LabelId) -> Result<Preparation> {
    unsettled(conn, id)?;
    let mut p = conn
        .prepare_cached(
            "SELECT c.nom_court, l.rev, l.debut, l.categorie, l.mention, l.acte FROM label l
             JOIN campus c ON c.id = l.campus WHERE l.id = ?1",
        )?
        .query_row([id.0], |r| {
            let mut p = Preparation::new(format!("{}\u{202f}: label", r.get::<_, String>(0)?), r.get(1)?);
            p.date("debut", date(r, 2)?);
            p.texte("categorie", r.get(3)?);
            p.texte("mention", r.get(4)?);
            p.texte("acte", r.get(5)?);
            Ok(p)
        })
        .optional()?
        .ok_or_else(|| Error::NotFound(format!("le label {id}")))?;
    let rules = rules(conn, id)?;
    p.fait("regime", rules.libelle.clone());
    p.liste("categories", rules.categories.clone());
    Ok(p)
}

/// The régime of the label.
fn rules(conn: &Connection, id: LabelId) -> Result<&'static Regime> {
    let code: String = conn.query_row(
        "SELECT r.code FROM label l JOIN regime r ON r.id = l.regime WHERE l.id = ?1",
        [id.0],
        |r| r.get(0),
    )?;
    regime::regime(&code).ok_or_else(|| Error::Integrity(format!("le régime {code} est inconnu")))
}

/// Refuses a label that a published act made: it stays as the act says.
fn unsettled(conn: &Connection, id: LabelId) -> Result<()> {
    let acte: Option<String> = conn
        .prepare_cached(
            "SELECT a.objet FROM acte a WHERE a.publie IS NOT NULL AND (
               EXISTS (SELECT 1 FROM candidature WHERE acte = a.id AND label = ?1)
               OR EXISTS (SELECT 1 FROM decision WHERE acte = a.id AND label = ?1)) LIMIT 1",
        )?
        .query_row([id.0], |r| r.get(0))
        .optional()?;
    match acte {
        Some(objet) => Err(Error::Refused(format!(
            "l'acte publié « {objet} » a fait ce label\u{202f}: il reste comme l'acte le dit, un autre acte le modifie"
        ))),
        None => Ok(()),
    }
}

/// Corrects the label.
pub(super) fn record(conn: &Connection, id: LabelId, rev: i64, v: &Valeurs<'_>) -> Result<String> {
    unsettled(conn, id)?;
    let debut = v
        .date("debut", "le début du label")?
        .ok_or_else(|| Error::Refused("il manque le début du label".to_owned()))?;
    let taken: bool = conn.query_row(
        "SELECT EXISTS (SELECT 1 FROM label l JOIN label o ON o.campus = l.campus AND o.id <> l.id
           WHERE l.id = ?1 AND o.debut = ?2)",
        (id.0, debut.iso()),
        |r| r.get(0),
    )?;
    if taken {
        return Err(Error::Refused(format!(
            "ce campus a déjà un label qui commence en {}",
            debut.fr()
        )));
    }
    let rules = rules(conn, id)?;
    let columns: [record::Column<'_>; 4] = [
        ("debut", &debut.iso()),
        ("categorie", &categorie(v.ligne("categorie"), rules)?),
        ("mention", &v.ligne("mention")),
        ("acte", &v.ligne("acte")),
    ];
    record::update(conn, "label", id.0, rev, &columns)?;
    Ok(format!(
        "Label corrigé\u{202f}: début {}, régime de {} inchangé.",
        debut.fr(),
        rules.code
    ))
}
