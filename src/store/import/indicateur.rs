//! A line of a file of indicators: figures of a campus's évaluation, while it is a draft.

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension};

use super::{Issue, Rejet, Values, dit, garde, manque, noms, texte};
use crate::{
    domain::{CampusId, EtatRevue, RevueId, TypeRevue, importation::Effet},
    form::{Row, Value},
    store::{Result, label, reponse},
};

/// The évaluation's table of indicators, and the column that names a row.
const TABLE: &str = "tab_ind";
const CODE: &str = "code";
/// Cells that a line may fill in.
const CELLULES: [&str; 7] = [
    "valeur_label",
    "valeur_2",
    "valeur_4",
    "cible_4",
    "date_obs",
    "source",
    "fiabilite",
];

/// Writes the figures of a line.
pub(super) fn ligne(conn: &Connection, line: &Values, au: Date) -> Issue {
    let mut wrong = Vec::new();
    let campus = match texte(line, "campus") {
        Some(cell) => garde(noms::campus(conn, cell)?, &mut wrong),
        None => {
            wrong.push(manque("campus", "le campus"));
            None
        }
    };
    let code = match texte(line, "indicateur") {
        Some(cell) => garde(noms::indicateur(conn, cell)?, &mut wrong),
        None => {
            wrong.push(manque("indicateur", "l'indicateur"));
            None
        }
    };
    let (Some(campus), Some(code)) = (campus.map(CampusId), code) else {
        return Ok(Err(wrong));
    };
    let nom: String = conn.query_row("SELECT nom_court FROM campus WHERE id = ?1", [campus.0], |r| {
        r.get(0)
    })?;
    let revue = match brouillon(conn, campus, &nom, au)? {
        Ok(revue) => revue,
        Err(rejet) => return Ok(Err(vec![rejet])),
    };
    let effet = ecrire(conn, revue, &code, line)?;
    Ok(Ok((format!("{nom}, {code}"), effet, Vec::new())))
}

/// The campus's évaluation of the period of the reference day, if it is open for writing.
fn brouillon(
    conn: &Connection,
    campus: CampusId,
    nom: &str,
    au: Date,
) -> Result<std::result::Result<RevueId, Rejet>> {
    let absent = || {
        Rejet::ligne(format!(
            "l'évaluation du campus «\u{a0}{nom}\u{a0}» n'est pas commencée\u{202f}: v dans le registre la commence"
        ))
    };
    let Some((period, _)) = label::present(conn, campus, au)? else {
        return Ok(Err(absent()));
    };
    let found: Option<i64> = conn
        .prepare_cached("SELECT id FROM revue WHERE label = ?1 AND type = ?2")?
        .query_row((period, TypeRevue::Evaluation.code()), |r| r.get(0))
        .optional()?;
    let Some(id) = found.map(RevueId) else {
        return Ok(Err(absent()));
    };
    if !EtatRevue::ouverte(reponse::etat(conn, id)?.0) {
        return Ok(Err(Rejet::ligne(format!(
            "l'évaluation du campus «\u{a0}{nom}\u{a0}» est transmise\u{202f}: F9 la rouvre, avec un motif"
        ))));
    }
    Ok(Ok(id))
}

/// Puts the cells into the row of the indicator.
fn ecrire(conn: &Connection, revue: RevueId, code: &str, line: &Values) -> Result<Effet> {
    let mut rows = match reponse::all(conn, revue)?.remove(TABLE) {
        Some(Value::Rows(rows)) => rows,
        _ => Vec::new(),
    };
    let at = rows
        .iter()
        .position(|r| r.get(CODE).and_then(Value::text) == Some(code));
    let at = at.unwrap_or_else(|| {
        rows.push(Row::from([(CODE.to_owned(), Value::Text(code.to_owned()))]));
        rows.len() - 1
    });
    let mut changed = Vec::new();
    for champ in CELLULES {
        let Some(value) = line.get(champ) else { continue };
        let before = rows[at].insert(champ.to_owned(), value.clone());
        if before.as_ref() != Some(value) {
            changed.push((
                champ.to_owned(),
                before.as_ref().map(dit).unwrap_or_default(),
                dit(value),
            ));
        }
    }
    if changed.is_empty() {
        return Ok(Effet::Inchange);
    }
    reponse::put(conn, revue, TABLE, Some(&Value::Rows(rows)))?;
    Ok(Effet::Modifier(changed))
}
