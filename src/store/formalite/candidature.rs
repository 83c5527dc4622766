//! A candidature: the campus it proposes and its file.

use rusqlite::{Connection, OptionalExtension};

use super::{Preparation, Valeurs, names, valeurs::cellule};
use crate::{
    domain::{AppelId, CandidatureId, DatePartielle, Dossier, texte},
    form::{Row, Value},
    store::{Error, Result, record, region::date, tri::Ordre},
};

/// The generic head of official names, left out in lists.
const GENERIQUE: &str = "Campus des métiers et des qualifications";

/// The candidature as it stands, or an empty form, with the lists to choose from.
pub(super) fn prepare(conn: &Connection, appel: AppelId, id: Option<CandidatureId>) -> Result<Preparation> {
    let titre: String = conn.query_row("SELECT titre FROM appel WHERE id = ?1", [appel.0], |r| r.get(0))?;
    let mut p = match id {
        Some(id) => known(conn, id)?,
        None => Preparation::new(format!("{titre} : nouvelle candidature"), 0),
    };
    p.liste(
        "regions",
        names(conn, "SELECT nom FROM region GROUP BY nom ORDER BY min(cle_tri)")?,
    );
    p.liste(
        "filieres",
        names(conn, "SELECT nom FROM filiere GROUP BY nom ORDER BY min(cle_tri)")?,
    );
    let ordre = Ordre::new();
    let mut academies = names(conn, "SELECT nom FROM academie")?;
    academies.sort_by_cached_key(|nom| ordre.cle(nom));
    p.liste("academies", academies);
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
    let mut stmt = conn.prepare_cached(
        "SELECT f.nom FROM campus_filiere JOIN filiere f ON f.id = filiere WHERE campus = ?1 ORDER BY f.cle_tri",
    )?;
    let filieres = stmt
        .query_map([campus], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    p.valeurs.insert("filieres".to_owned(), Value::List(filieres));
    let mut stmt = conn.prepare_cached("SELECT libelle, rang FROM axe WHERE campus = ?1 ORDER BY ordre")?;
    let axes = stmt
        .query_map([campus], |r| {
            Ok(Row::from([
                ("libelle".to_owned(), Value::Text(r.get(0)?)),
                ("rang".to_owned(), Value::Text(r.get(1)?)),
            ]))
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    p.valeurs.insert("axes".to_owned(), Value::Rows(axes));
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
    let region = region(
        conn,
        &v.requis("region", "la région qui présente")?,
        v.date("depose", "la date de dépôt")?,
    )?;
    let academie = academie(
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
        "Candidature de « {nom} » enregistrée : dossier {}.",
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
            "l'issue de cette candidature est connue : elle ne se modifie plus".to_owned(),
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

/// The région of that name, the one in force when the file came in where several bear it.
fn region(conn: &Connection, nom: &str, depose: Option<DatePartielle>) -> Result<i64> {
    let day = depose.map(|d| d.first().to_string());
    let found = conn
        .prepare_cached(
            "SELECT id FROM region WHERE nom = ?1
             ORDER BY ?2 IS NULL OR ((debut IS NULL OR debut <= ?2) AND (fin IS NULL OR fin >= ?2)) DESC, fin IS NULL, id LIMIT 1",
        )?
        .query_row((nom, day), |r| r.get(0))
        .optional()?;
    found.ok_or_else(|| Error::Refused(format!("la région « {nom} » n'est pas au registre")))
}

/// The académie of that name, if it lies in that région, then or now.
fn academie(conn: &Connection, nom: &str, region: i64) -> Result<i64> {
    let found: Option<(i64, bool, Option<String>)> = conn
        .prepare_cached(
            "SELECT a.id, a.region IS NULL OR a.region = ?2 OR a.region_actuelle = ?2, r.nom FROM academie a
             LEFT JOIN region r ON r.id = a.region WHERE a.nom = ?1",
        )?
        .query_row((nom, region), |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
        .optional()?;
    match found {
        Some((id, true, _)) => Ok(id),
        Some((_, false, of)) => Err(Error::Refused(format!(
            "l'académie de {nom} n'est pas dans cette région, mais en {}",
            of.unwrap_or_default()
        ))),
        None => Err(Error::Refused(format!(
            "l'académie « {nom} » n'est pas au registre"
        ))),
    }
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
    if let Some((id, _, true)) = known {
        return Ok(id);
    }
    let lieu = v.requis("lieu", "le lieu du campus")?;
    let columns: [record::Column<'_>; 5] = [
        ("nom", &nom),
        ("nom_court", &court(nom)),
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
    attach(conn, campus, v)?;
    Ok(campus)
}

/// The name that lists show: without its generic head.
fn court(nom: &str) -> String {
    let rest = nom.strip_prefix(GENERIQUE).unwrap_or(nom).trim_start();
    let rest = ["de l'", "de la ", "des ", "du ", "de ", "- ", "– ", ": "]
        .iter()
        .find_map(|link| rest.strip_prefix(link))
        .unwrap_or(rest)
        .trim();
    let mut letters = rest.chars();
    match letters.next() {
        Some(first) if rest.len() < nom.len() => first.to_uppercase().chain(letters).collect(),
        _ => nom.to_owned(),
    }
}

/// Filières and axes in the place of those the campus had.
fn attach(conn: &Connection, campus: i64, v: &Valeurs<'_>) -> Result<()> {
    conn.execute("DELETE FROM campus_filiere WHERE campus = ?1", [campus])?;
    for nom in v.liste("filieres") {
        let filiere: i64 = conn
            .prepare_cached("SELECT id FROM filiere WHERE nom = ?1 ORDER BY id LIMIT 1")?
            .query_row([nom], |r| r.get(0))
            .optional()?
            .ok_or_else(|| {
                Error::Refused(format!(
                    "la filière « {} » n'est pas au registre",
                    texte::une_ligne(nom)
                ))
            })?;
        let columns: [record::Column<'_>; 4] = [
            ("campus", &campus),
            ("filiere", &filiere),
            ("raison", &"filière du dossier de candidature"),
            ("origine", &"candidature"),
        ];
        record::insert(conn, "campus_filiere", &columns)?;
    }
    conn.execute("DELETE FROM axe WHERE campus = ?1", [campus])?;
    let axes = v
        .lignes("axes")
        .iter()
        .filter_map(|row| Some((cellule(row, "libelle")?, cellule(row, "rang"))));
    for (ordre, (libelle, rang)) in (1_i64..).zip(axes) {
        let rang = rang.unwrap_or_else(|| "principal".to_owned());
        let columns: [record::Column<'_>; 4] = [
            ("campus", &campus),
            ("rang", &rang),
            ("ordre", &ordre),
            ("libelle", &libelle),
        ];
        record::insert(conn, "axe", &columns)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::court;

    #[test]
    fn the_short_name_leaves_the_generic_head_out() {
        assert_eq!(
            court("Campus des métiers et des qualifications du numérique"),
            "Numérique"
        );
        assert_eq!(
            court("Campus des métiers et des qualifications - Aérocampus Bretagne"),
            "Aérocampus Bretagne"
        );
        assert_eq!(court("Nautisme en Corse"), "Nautisme en Corse");
        assert_eq!(
            court("Campus des métiers et des qualifications"),
            "Campus des métiers et des qualifications"
        );
    }
}
