//! Which campus of the register a line is about.

use rusqlite::{Connection, OptionalExtension};

use super::super::{Faites, Rejet, Values, texte};
use crate::{
    domain::{CampusId, texte::plier},
    form::Value,
    store::{Result, region::Regions},
};

/// The campus that the line is about: by number, by official name, by short name in the same région. A homonym of
/// another région is never joined.
pub(super) fn trouve(
    conn: &Connection,
    line: &Values,
    region: Option<&str>,
    faites: &Faites,
) -> Result<std::result::Result<Trouve, Rejet>> {
    if let Some(Value::Int(id)) = line.get("id") {
        return par_numero(conn, *id);
    }
    match texte(line, "nom") {
        Some(nom) => par_nom(conn, nom, region, faites),
        None => Ok(Err(Rejet {
            champ: "nom".to_owned(),
            raison: "il manque le nom du campus".to_owned(),
            ..Rejet::default()
        })),
    }
}

fn par_numero(conn: &Connection, id: i64) -> Result<std::result::Result<Trouve, Rejet>> {
    let found: Option<i64> = conn
        .prepare_cached("SELECT id FROM campus WHERE id = ?1 AND archive IS NULL")?
        .query_row([id], |r| r.get(0))
        .optional()?;
    let found = found.map(|id| Trouve {
        id: Some(CampusId(id)),
        officiel: true,
        homonyme: None,
    });
    Ok(found.ok_or_else(|| Rejet {
        champ: "id".to_owned(),
        valeur: id.to_string(),
        raison: format!("il n'y a pas de campus {id}\u{202f}; sans numéro, la ligne en crée un"),
        proche: None,
    }))
}

fn par_nom(
    conn: &Connection,
    nom: &str,
    region: Option<&str>,
    faites: &Faites,
) -> Result<std::result::Result<Trouve, Rejet>> {
    let wanted = plier(nom);
    let regions = Regions::load(conn)?;
    let mut stmt = conn.prepare_cached(
        "SELECT c.id, c.nom, c.nom_court, c.nom_usage, r.nom, r.id FROM campus c JOIN region r ON r.id = c.region WHERE c.archive IS NULL",
    )?;
    let mut rows = stmt.query([])?;
    let (mut officiels, mut courts, mut homonyme) = (Vec::new(), Vec::new(), None);
    while let Some(r) = rows.next()? {
        let (id, of): (i64, String) = (r.get(0)?, r.get(4)?);
        let row = r.get(5)?;
        let same = region.is_none_or(|region| regions.parentes(row, region));
        let official = plier(&r.get::<_, String>(1)?) == wanted;
        let short = plier(&r.get::<_, String>(2)?) == wanted
            || r.get::<_, Option<String>>(3)?
                .is_some_and(|u| plier(&u) == wanted);
        match (official, short, same) {
            (true, _, true) => officiels.push(id),
            (false, true, true) => courts.push(id),
            (false, false, _) => {}
            _ if faites.contient(id) => {
                homonyme = Some(format!("homonyme de {}, en {of}", faites.dite(id, "")));
            }
            _ => homonyme = Some(format!("homonyme du campus {id}, en {of}")),
        }
    }
    let officiel = !officiels.is_empty();
    Ok(match (if officiel { officiels } else { courts }).as_slice() {
        [] => Ok(Trouve {
            homonyme,
            ..Trouve::default()
        }),
        [id] => Ok(Trouve {
            id: Some(CampusId(*id)),
            officiel,
            homonyme: None,
        }),
        [un, autre, ..] => Err(deux(nom, [*un, *autre], faites)),
    })
}

/// The refusal of a name that two campuses bear.
fn deux(nom: &str, ids: [i64; 2], faites: &Faites) -> Rejet {
    let [un, autre] = ids.map(|id| faites.dite(id, "le"));
    Rejet {
        champ: "nom".to_owned(),
        valeur: nom.to_owned(),
        raison: format!(
            "c'est le nom de deux campus, {un} et {autre}\u{202f}: donnez le numéro, ou la région"
        ),
        proche: None,
    }
}

/// The campus that a line is about.
#[derive(Default)]
pub(super) struct Trouve {
    /// None: a new one.
    pub id: Option<CampusId>,
    /// The line bears its official name, not another one.
    pub officiel: bool,
    /// Another campus that bears that name.
    pub homonyme: Option<String>,
}
