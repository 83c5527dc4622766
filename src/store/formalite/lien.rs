//! The link of a campus and a partner: role, dates, convention.

use rusqlite::{Connection, OptionalExtension};

use super::{Preparation, Recorded, Valeurs, liens};
use crate::{
    domain::{CampusId, DatePartielle, Entite, PartenaireId},
    form::Value,
    store::{Error, Result, record, region::date, renvoi::renvoi},
};

/// The link as it stands, or a new one with the ends that are given.
pub(super) fn prepare(
    conn: &Connection,
    campus: Option<CampusId>,
    partenaire: Option<PartenaireId>,
) -> Result<Preparation> {
    let campus_nom = campus.map(|c| renvoi(conn, Entite::Campus, c.0)).transpose()?;
    let partenaire_nom = partenaire
        .map(|p| renvoi(conn, Entite::Partenaire, p.0))
        .transpose()?;
    let mut p = match campus.zip(partenaire) {
        Some((c, q)) => known(conn, c, q)?,
        None => None,
    }
    .unwrap_or_else(|| Preparation::new("Nouveau lien", 0));
    let names: Vec<&str> = [&partenaire_nom, &campus_nom]
        .into_iter()
        .flatten()
        .map(|r| r.nom.as_str())
        .collect();
    if !names.is_empty() {
        p.titre = format!(
            "{}\u{202f}: {}",
            if p.rev == 0 { "Nouveau lien" } else { "Lien" },
            names.join(" et ")
        );
    }
    p.fait("campus", campus_nom.map_or_else(String::new, |r| r.to_string()));
    p.fait(
        "partenaire",
        partenaire_nom.map_or_else(String::new, |r| r.to_string()),
    );
    p.fait("role", liens::ROLE);
    p.sources.insert("ecrite".to_owned(), Value::Bool(true));
    Ok(p)
}

/// The link on file, unless it is in the corbeille.
fn known(conn: &Connection, campus: CampusId, partenaire: PartenaireId) -> Result<Option<Preparation>> {
    let mut stmt = conn.prepare_cached(
        "SELECT rev, role, ecrite, debut, fin, convention, note FROM campus_partenaire
         WHERE campus = ?1 AND partenaire = ?2 AND archive IS NULL",
    )?;
    Ok(stmt
        .query_row((campus.0, partenaire.0), |r| {
            let mut p = Preparation::new(String::new(), r.get(0)?);
            p.texte("role", r.get(1)?);
            p.valeur("ecrite", Some(Value::Bool(r.get(2)?)));
            p.date("debut", date(r, 3)?);
            p.date("fin", date(r, 4)?);
            p.date("convention", date(r, 5)?);
            p.texte("note", r.get(6)?);
            Ok(p)
        })
        .optional()?)
}

/// Makes or edits the link. One that is edited keeps its ends.
pub(super) fn record(
    conn: &Connection,
    ends: (Option<CampusId>, Option<PartenaireId>),
    rev: i64,
    v: &Valeurs<'_>,
) -> Result<Recorded> {
    let end = |field, nom: &str| {
        v.renvoi(field, nom)?
            .ok_or_else(|| Error::Refused(format!("il manque {nom}")))
    };
    let campus = CampusId(end("campus", "un campus")?);
    let partenaire = PartenaireId(end("partenaire", "un partenaire")?);
    liens::here(conn, "partenaire", partenaire.0)?;
    let debut = v.date("debut", "le début du lien")?;
    let fin = v.date("fin", "la fin du lien")?;
    liens::dates(debut, fin)?;
    let columns: [record::Column<'_>; 6] = [
        ("role", &v.ligne("role").unwrap_or_else(|| liens::ROLE.to_owned())),
        ("ecrite", &v.oui_non("ecrite").unwrap_or(true)),
        ("debut", &debut.map(DatePartielle::iso)),
        ("fin", &fin.map(DatePartielle::iso)),
        (
            "convention",
            &v.date("convention", "la date de la convention")?
                .map(DatePartielle::iso),
        ),
        ("note", &v.texte("note")),
    ];
    let (of, with) = (
        renvoi(conn, Entite::Campus, campus.0)?,
        renvoi(conn, Entite::Partenaire, partenaire.0)?,
    );
    match (liens::row(conn, campus, partenaire)?, rev) {
        (Some((id, false)), rev) if rev > 0 && ends == (Some(campus), Some(partenaire)) => {
            record::update(conn, "campus_partenaire", id, rev, &columns)?;
        }
        (_, rev) if rev > 0 => {
            return Err(Error::Refused(
                "un lien garde ses deux bouts\u{202f}: supprimez-le et faites l'autre".to_owned(),
            ));
        }
        (Some((_, false)), _) => {
            return Err(Error::Refused(format!(
                "ce lien existe déjà ({} et {})\u{202f}: e sur sa ligne, dans la fiche, le modifie",
                with.nom, of.nom
            )));
        }
        _ => {
            liens::put(conn, campus, partenaire, &columns)?;
        }
    }
    Ok(Recorded {
        sentence: format!("Lien enregistré\u{202f}: {} et {}.", with.nom, of.nom),
        sur: Some((Entite::Partenaire, with)),
    })
}
