//! Names in files as the register's: accents, case and signs aside, abbreviations known; else the nearest.

use rusqlite::{Connection, OptionalExtension};

use super::super::{Result, designation};
use crate::domain::{DatePartielle, importation::Rejet, texte::plier};

/// Least likeness of a name to be offered.
const PROCHE: f64 = 0.8;

/// The register's own name for what the cell says, among `known` pairs of folded form and name.
fn parmi(
    champ: &str,
    quoi: &str,
    cell: &str,
    known: &[(String, String)],
) -> std::result::Result<String, Rejet> {
    let wanted = plier(cell);
    if let Some((_, nom)) = known.iter().find(|(folded, _)| *folded == wanted) {
        return Ok(nom.clone());
    }
    Err(Rejet {
        champ: champ.to_owned(),
        valeur: cell.to_owned(),
        raison: format!("{quoi} «\u{a0}{cell}\u{a0}» n'est pas au registre"),
        proche: plus_proche(
            &wanted,
            known.iter().map(|(folded, nom)| (folded.as_str(), nom.as_str())),
        )
        .map(str::to_owned),
    })
}

/// The name nearest to a cell, if any is near.
pub(super) fn proche<'n>(cell: &str, all: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let folded: Vec<(String, &str)> = all.map(|nom| (plier(nom), nom)).collect();
    plus_proche(
        &plier(cell),
        folded.iter().map(|(folded, nom)| (folded.as_str(), *nom)),
    )
}

/// Of pairs of folded form and name, the name whose form is nearest to a folded text, if any is near.
fn plus_proche<'f, 'n>(wanted: &str, known: impl Iterator<Item = (&'f str, &'n str)>) -> Option<&'n str> {
    known
        .map(|(folded, nom)| (strsim::jaro_winkler(wanted, folded), nom))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .filter(|(score, _)| *score >= PROCHE)
        .map(|(_, nom)| nom)
}

/// Pairs of folded form and name that a query gives.
fn paires(conn: &Connection, sql: &str) -> Result<Vec<(String, String)>> {
    let mut stmt = conn.prepare_cached(sql)?;
    let rows = stmt.query_map([], |r| Ok((plier(&r.get::<_, String>(0)?), r.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A région's name, by its name or one of its abbreviations.
pub(super) fn region(conn: &Connection, cell: &str) -> Result<std::result::Result<String, Rejet>> {
    let mut known = paires(conn, "SELECT nom, nom FROM region ORDER BY fin IS NOT NULL, id")?;
    let sigles = paires_brutes(
        conn,
        "SELECT sigles, nom FROM region WHERE sigles <> '' ORDER BY fin IS NOT NULL, id",
    )?;
    for (all, nom) in sigles {
        known.extend(all.split(',').map(|s| (plier(s), nom.clone())));
    }
    Ok(parmi("region", "la région", cell, &known))
}

fn paires_brutes(conn: &Connection, sql: &str) -> Result<Vec<(String, String)>> {
    let mut stmt = conn.prepare_cached(sql)?;
    let rows = stmt.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// An académie's name, « académie de » left out.
pub(super) fn academie(conn: &Connection, cell: &str) -> Result<std::result::Result<String, Rejet>> {
    let known = paires(conn, "SELECT nom, nom FROM academie")?;
    let folded = plier(cell);
    let bare = [
        "academie de la ",
        "academie de l ",
        "academie des ",
        "academie de ",
        "academie d ",
        "academie ",
    ]
    .iter()
    .find_map(|head| folded.strip_prefix(head))
    .unwrap_or(&folded);
    Ok(parmi("academie", "l'académie", bare, &known).map_err(|r| Rejet {
        valeur: cell.to_owned(),
        raison: format!("l'académie «\u{a0}{cell}\u{a0}» n'est pas au registre"),
        ..r
    }))
}

/// The académie of a région that has but one, in 2013 or today; else those to choose from.
pub(super) fn academie_de(conn: &Connection, region: &str) -> Result<std::result::Result<String, Rejet>> {
    let mut stmt = conn.prepare_cached(
        "SELECT DISTINCT a.nom FROM academie a JOIN region r ON r.id IN (a.region, a.region_actuelle)
         WHERE r.nom = ?1 ORDER BY a.nom",
    )?;
    let all = stmt
        .query_map([region], |r| r.get(0))?
        .collect::<rusqlite::Result<Vec<String>>>()?;
    Ok(match all.as_slice() {
        [only] => Ok(only.clone()),
        _ => Err(Rejet {
            champ: "academie".to_owned(),
            raison: format!(
                "il manque l'académie\u{202f}; celles de {region}\u{202f}: {}",
                all.join(", ")
            ),
            ..Rejet::default()
        }),
    })
}

/// The région of an académie on that day, today's when the day is unknown.
pub(super) fn region_de(
    conn: &Connection,
    academie: &str,
    jour: Option<DatePartielle>,
) -> Result<Option<String>> {
    let day = jour
        .map_or_else(crate::clock::today, DatePartielle::first)
        .to_string();
    Ok(conn
        .prepare_cached(
            "SELECT r.nom FROM academie a JOIN region r ON r.id IN (a.region, a.region_actuelle) WHERE a.nom = ?1
             ORDER BY (r.debut IS NULL OR r.debut <= ?2) AND (r.fin IS NULL OR r.fin >= ?2) DESC LIMIT 1",
        )?
        .query_row((academie, day), |r| r.get(0))
        .optional()?)
}

/// A filière's name.
pub(super) fn filiere(conn: &Connection, cell: &str) -> Result<std::result::Result<String, Rejet>> {
    let known = paires(
        conn,
        "SELECT nom, nom FROM filiere WHERE archive IS NULL ORDER BY id",
    )?;
    Ok(parmi("filieres", "la filière", cell, &known))
}

/// An indicator's code, by its code or its name.
pub(super) fn indicateur(conn: &Connection, cell: &str) -> Result<std::result::Result<String, Rejet>> {
    let sql = "SELECT code, code FROM indicateur UNION ALL SELECT libelle, code FROM indicateur";
    Ok(parmi("indicateur", "l'indicateur", cell, &paires(conn, sql)?))
}

/// A type of partner as the form writes it, by its code or its name.
pub(super) fn type_partenaire(conn: &Connection, cell: &str) -> Result<std::result::Result<String, Rejet>> {
    let sql = "SELECT code, code || ' ' || libelle FROM type_partenaire
        UNION ALL SELECT libelle, code || ' ' || libelle FROM type_partenaire
        UNION ALL SELECT code || ' ' || libelle, code || ' ' || libelle FROM type_partenaire";
    let read = parmi("type", "le type", cell, &paires(conn, sql)?);
    let Err(rejet) = read else { return Ok(read) };
    // Few and short: with them at hand, the right one is chosen at once.
    let known = paires_brutes(conn, "SELECT code, libelle FROM type_partenaire ORDER BY id")?;
    let said: Vec<String> = known.iter().map(|(code, nom)| format!("{code} {nom}")).collect();
    Ok(Err(Rejet {
        raison: format!("{} ({})", rejet.raison, said.join("\u{202f}; ")),
        ..rejet
    }))
}

/// A campus by its number or by one of its names, with its région or its place where several bear it.
pub(super) fn campus(conn: &Connection, cell: &str) -> Result<std::result::Result<i64, Rejet>> {
    let refused = |raison: String, proche: Option<String>| Rejet {
        champ: "campus".to_owned(),
        valeur: cell.to_owned(),
        raison,
        proche,
    };
    let all = designation::tous(conn)?;
    if let Some(id) = designation::numero(cell) {
        let found = all.iter().find(|c| c.id == id).map(|c| c.id);
        return Ok(found.ok_or_else(|| refused(format!("il n'y a pas de campus {id}"), None)));
    }
    Ok(match designation::nommes(conn, &all, cell)?.as_slice() {
        [only] => Ok(only.id),
        [] => Err(refused(
            format!("le campus «\u{a0}{cell}\u{a0}» n'est pas au registre"),
            proche(cell, all.iter().map(|c| c.nom_court.as_str())).map(str::to_owned),
        )),
        several @ [first, ..] => {
            let ids: Vec<String> = several.iter().map(|c| c.id.to_string()).collect();
            Err(refused(
                format!(
                    "plusieurs campus se nomment ainsi ({})\u{202f}: écrivez le numéro («\u{a0}#{}\u{a0}»), la région \
                     («\u{a0}{nom} ({})\u{a0}») ou le lieu («\u{a0}{nom}, {}\u{a0}»)",
                    enumerer(&ids),
                    first.id,
                    first.region,
                    first.lieu,
                    nom = first.nom_court,
                ),
                None,
            ))
        }
    })
}

/// `14 et 15`, `14, 15 et 16`.
fn enumerer(all: &[String]) -> String {
    match all {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} et {last}", rest.join(", ")),
    }
}
