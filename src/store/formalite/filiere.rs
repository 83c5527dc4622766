//! A filière: its name and its family.

use rusqlite::{Connection, OptionalExtension};

use super::{Preparation, Valeurs, names};
use crate::{
    domain::{FiliereId, texte::plier},
    store::{Error, Result, record},
};

/// The filière as it stands, or an empty form.
pub(super) fn prepare(conn: &Connection, id: Option<FiliereId>) -> Result<Preparation> {
    let mut p = match id {
        None => Preparation::new("Nouvelle filière", 0),
        Some(id) => conn
            .prepare_cached(
                "SELECT f.nom, f.rev, m.libelle FROM filiere f JOIN famille m ON m.id = f.famille WHERE f.id = ?1",
            )?
            .query_row([id.0], |r| {
                let nom: String = r.get(0)?;
                let mut p = Preparation::new(nom.clone(), r.get(1)?);
                p.texte("nom", Some(nom));
                p.texte("famille", r.get(2)?);
                Ok(p)
            })
            .optional()?
            .ok_or_else(|| Error::NotFound(format!("la filière {id}")))?,
    };
    p.liste(
        "familles",
        names(conn, "SELECT libelle FROM famille ORDER BY id")?,
    );
    Ok(p)
}

/// Makes or edits the filière.
pub(super) fn record(conn: &Connection, id: Option<FiliereId>, rev: i64, v: &Valeurs<'_>) -> Result<String> {
    let nom = v.requis("nom", "le nom de la filière")?;
    let libelle = v.requis("famille", "la famille de la filière")?;
    let famille: i64 = conn
        .prepare_cached("SELECT id FROM famille WHERE libelle = ?1")?
        .query_row([&libelle], |r| r.get(0))
        .optional()?
        .ok_or_else(|| Error::Refused(format!("« {libelle} » n'est pas une famille de filières")))?;
    let own = id.map(|id| id.0);
    let taken: Option<String> = conn
        .prepare_cached("SELECT nom FROM filiere WHERE famille = ?1 AND id IS NOT ?2")?
        .query_map((famille, own), |r| r.get::<_, String>(0))?
        .collect::<rusqlite::Result<Vec<_>>>()?
        .into_iter()
        .find(|other| plier(other) == plier(&nom));
    if let Some(other) = taken {
        return Err(Error::Refused(format!(
            "la filière « {other} » est déjà dans cette famille"
        )));
    }
    let columns: [record::Column<'_>; 2] = [("nom", &nom), ("famille", &famille)];
    match id {
        Some(id) => record::update(conn, "filiere", id.0, rev, &columns)?,
        None => {
            let code = code(conn, &nom)?;
            let mut all: Vec<record::Column<'_>> = vec![("code", &code)];
            all.extend(columns);
            record::insert(conn, "filiere", &all)?;
        }
    }
    Ok(format!("Filière « {nom} » enregistrée."))
}

/// A free stable name: the words of the name, folded.
fn code(conn: &Connection, nom: &str) -> Result<String> {
    let base = plier(nom).replace(' ', "-");
    let base = if base.is_empty() {
        "filiere".to_owned()
    } else {
        base
    };
    let mut stmt = conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM filiere WHERE code = ?1)")?;
    let mut n = 1;
    loop {
        let code = if n == 1 {
            base.clone()
        } else {
            format!("{base}-{n}")
        };
        if !stmt.query_row([&code], |r| r.get::<_, bool>(0))? {
            return Ok(code);
        }
        n += 1;
    }
}
