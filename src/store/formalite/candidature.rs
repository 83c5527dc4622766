//! A candidature: the campus it proposes and its file.

use rusqlite::{Connection, OptionalExtension};

use super::{
    Preparation, Valeurs,
    attaches::{self, Raison},
    territoire,
};
use crate::{
    domain::{AppelId, Archivable, CampusId, CandidatureId, DatePartielle, Dossier, campus::nom_court},
    store::{Error, Result, corbeille, record, region::date},
};

/// Why the filières of a candidature are attached.
const DOSSIER: Raison = Raison {
    raison: "filière du dossier de candidature",
    origine: "candidature",
};

/// The candidature as it stands, or an empty form, with the lists to choose from.
pub(super) fn prepare(conn: &Connection, appel: AppelId, id: Option<CandidatureId>) -> Result<Preparation> {
    let titre: String = conn.query_row("SELECT titre FROM appel WHERE id = ?1", [appel.0], |r| r.get(0))?;
    let mut p = match id {
        Some(id) => known(conn, id)?,
        None => Preparation::new(format!("{titre}\u{202f}: nouvelle candidature"), 0),
    };
    territoire::listes(conn, &mut p)?;
    Ok(p)
}

/// A candidature on file.
fn known(conn: &Connection, id: CandidatureId) -> Result<Preparation> {
    let found = conn
        .prepare_cached(
            "SELECT k.nom, c.rev, r.nom, a.nom, k.lieu, c.dossier, c.depose, c.note, k.id FROM candidature c
             JOIN campus k ON k.id = c.campus JOIN region r ON r.id = coalesce(c.region, k.region)
             JOIN academie a ON a.id = coalesce(c.academie, k.academie) WHERE c.id = ?1",
        )?
        .query_row([id.0], |r| {
            let mut p = Preparation::new(r.get::<_, String>(0)?, r.get(1)?);
            p.texte("nom", r.get(0)?);
            p.texte("region", r.get(2)?);
            p.texte("academie", r.get(3)?);
            p.texte("lieu", r.get(4)?);
            p.texte(
                "dossier",
                Dossier::read(&r.get::<_, String>(5)?).map(|d| d.libelle().to_owned()),
            );
            p.date("depose", date(r, 6)?);
            p.texte("note", r.get(7)?);
            Ok((p, r.get::<_, i64>(8)?))
        })
        .optional()?;
    let (mut p, campus) = found.ok_or_else(|| Error::NotFound(format!("la candidature {id}")))?;
    attaches::prepare(conn, campus, &mut p)?;
    Ok(p)
}

/// Enters or edits the candidature, and the campus it proposes while that has no label.
pub(super) fn record(
    conn: &Connection,
    appel: AppelId,
    id: Option<CandidatureId>,
    rev: i64,
    v: &Valeurs<'_>,
) -> Result<String> {
    let nom = v.requis("nom", "le nom du campus")?;
    let region = territoire::region(
        conn,
        &v.requis("region", "la région qui présente")?,
        v.date("depose", "la date de dépôt")?,
    )?;
    let academie = territoire::academie(
        conn,
        &v.requis("academie", "l'académie du rectorat qui présente")?,
        region,
    )?;
    let dossier = v.choix("dossier", "un état de dossier", Dossier::read)?;
    if let Some(id) = id {
        undecided(conn, id)?;
    }
    let campus = campus(conn, id, &nom, region, academie, v)?;
    let columns: [record::Column<'_>; 7] = [
        ("appel", &appel.0),
        ("campus", &campus),
        ("region", &region),
        ("academie", &academie),
        ("dossier", &dossier.code()),
        (
            "depose",
            &v.date("depose", "la date de dépôt")?.map(DatePartielle::iso),
        ),
        ("note", &v.texte("note")),
    ];
    match id {
        Some(id) => record::update(conn, "candidature", id.0, rev, &columns)?,
        None => {
            twice(conn, appel, campus, &nom)?;
            record::insert(conn, "candidature", &columns)?;
        }
    }
    Ok(format!(
        "Candidature de « {nom} » enregistrée\u{202f}: dossier {}.",
        dossier.libelle()
    ))
}

/// Refuses when the outcome is known: it is undone first.
fn undecided(conn: &Connection, id: CandidatureId) -> Result<()> {
    let decided: bool = conn.query_row(
        "SELECT issue IS NOT NULL AND issue <> 'ajournee' FROM candidature WHERE id = ?1",
        [id.0],
        |r| r.get(0),
    )?;
    if decided {
        return Err(Error::Refused(
            "l'issue de cette candidature est connue\u{202f}: elle ne se modifie plus".to_owned(),
        ));
    }
    Ok(())
}

/// Refuses a campus that answers the same call twice.
fn twice(conn: &Connection, appel: AppelId, campus: i64, nom: &str) -> Result<()> {
    let there: bool = conn.query_row(
        "SELECT EXISTS (SELECT 1 FROM candidature WHERE appel = ?1 AND campus = ?2)",
        (appel.0, campus),
        |r| r.get(0),
    )?;
    if there {
        return Err(Error::Refused(format!("« {nom} » répond déjà à cet appel")));
    }
    Ok(())
}

/// The campus proposed: the one of that name, or a new one; while it has no label, what the form says of it
/// is written.
fn campus(
    conn: &Connection,
    id: Option<CandidatureId>,
    nom: &str,
    region: i64,
    academie: i64,
    v: &Valeurs<'_>,
) -> Result<i64> {
    let of = id.map(|id| id.0);
    let known: Option<(i64, i64, bool)> = conn
        .prepare_cached(
            "SELECT id, rev, EXISTS (SELECT 1 FROM label WHERE campus = k.id) FROM campus k
             WHERE nom = ?1 OR id = (SELECT campus FROM candidature WHERE id = ?2) ORDER BY nom = ?1 DESC LIMIT 1",
        )?
        .query_row((nom, of), |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
        .optional()?;
    if let Some((id, ..)) = known {
        corbeille::dehors(conn, Archivable::Campus(CampusId(id)))?;
    }
    if let Some((id, _, true)) = known {
        return Ok(id);
    }
    let lieu = v.requis("lieu", "le lieu du campus")?;
    let columns: [record::Column<'_>; 5] = [
        ("nom", &nom),
        ("nom_court", &nom_court(nom)),
        ("region", &region),
        ("academie", &academie),
        ("lieu", &lieu),
    ];
    let campus = match known {
        Some((id, rev, _)) => {
            record::update(conn, "campus", id, rev, &columns)?;
            id
        }
        None => record::insert(conn, "campus", &columns)?,
    };
    attaches::record(conn, campus, v, &DOSSIER)?;
    Ok(campus)
}
