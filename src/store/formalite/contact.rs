//! A person to reach: nothing of them without why, from whom and since when.

use rusqlite::Connection;

use super::{Preparation, Recorded, Valeurs};
use crate::{
    domain::{
        Archivable, CampusId, ContactId, DatePartielle, Entite, PartenaireId, Renvoi, contact::BASE_LEGALE,
    },
    store::{Error, Result, contact, corbeille, record, renvoi::renvoi},
};

/// Proposed for a new contact.
const FINALITE: &str = "suivi du label";

/// What a new contact is of.
pub(super) type De = (Option<CampusId>, Option<PartenaireId>);

/// The contact as it stands, or a new one.
pub(super) fn prepare(
    conn: &Connection,
    id: Option<ContactId>,
    (campus, partenaire): De,
) -> Result<Preparation> {
    let Some(id) = id else {
        let mut p = Preparation::new("Nouveau contact", 0);
        for (name, entity, id) in [
            ("campus", Entite::Campus, campus.map(|c| c.0)),
            ("partenaire", Entite::Partenaire, partenaire.map(|q| q.0)),
        ] {
            if let Some(id) = id {
                p.fait(name, renvoi(conn, entity, id)?.to_string());
            }
        }
        p.fait("finalite", FINALITE);
        p.fait("base_legale", BASE_LEGALE);
        return Ok(p);
    };
    let c = contact::un(conn, id)?;
    let mut p = Preparation::new(c.nom.clone(), c.rev);
    for (name, text) in [
        ("nom", Some(c.nom)),
        ("fonction", c.fonction),
        ("courriel", c.courriel),
        ("telephone", c.telephone),
        (
            "campus",
            c.campus.map(|(id, nom)| Renvoi::new(id.0, &nom).to_string()),
        ),
        (
            "partenaire",
            c.partenaire.map(|(id, nom)| Renvoi::new(id.0, &nom).to_string()),
        ),
        ("finalite", Some(c.finalite)),
        ("source", Some(c.source)),
        ("base_legale", Some(c.base_legale)),
        ("note", c.note),
    ] {
        p.texte(name, text);
    }
    p.date("collecte", Some(c.collecte));
    Ok(p)
}

/// Makes or edits the contact.
pub(super) fn record(
    conn: &Connection,
    id: Option<ContactId>,
    rev: i64,
    v: &Valeurs<'_>,
) -> Result<Recorded> {
    let nom = v.requis("nom", "le nom de la personne")?;
    let campus = v.renvoi("campus", "un campus")?;
    let partenaire = v.renvoi("partenaire", "un partenaire")?;
    if campus.is_none() && partenaire.is_none() {
        return Err(Error::Refused(
            "un contact est celui d'un campus ou d'un partenaire\u{202f}: donnez l'un des deux".to_owned(),
        ));
    }
    if let Some(id) = campus {
        corbeille::dehors(conn, Archivable::Campus(CampusId(id)))?;
    }
    if let Some(id) = partenaire {
        corbeille::dehors(conn, Archivable::Partenaire(PartenaireId(id)))?;
    }
    let collecte = v
        .date("collecte", "la date de collecte")?
        .ok_or_else(|| Error::Refused("il manque la date de collecte".to_owned()))?;
    let columns: [record::Column<'_>; 11] = [
        ("nom", &nom),
        ("fonction", &v.ligne("fonction")),
        ("courriel", &v.ligne("courriel")),
        ("telephone", &v.ligne("telephone")),
        ("campus", &campus),
        ("partenaire", &partenaire),
        ("finalite", &v.requis("finalite", "la finalité")?),
        ("source", &v.requis("source", "la source")?),
        ("collecte", &DatePartielle::iso(collecte)),
        ("base_legale", &v.requis("base_legale", "la base légale")?),
        ("note", &v.texte("note")),
    ];
    match id {
        Some(id) => record::update(conn, "contact", id.0, rev, &columns)?,
        None => {
            record::insert(conn, "contact", &columns)?;
        }
    }
    Ok(Recorded::from(format!("Contact « {nom} » enregistré.")))
}
