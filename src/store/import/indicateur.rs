//! A line of a file of indicators: figures of a campus's évaluation, while it is a draft.

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension};

use super::{Issue, Rejet, Values, dit, garde, manque, noms, texte};
use crate::{
    domain::{
        CampusId, EtatRevue, RevueId, TypeRevue,
        importation::Effet,
        texte::{mots, plier},
    },
    form::{
        self, Row, Value,
        def::{Column, Table},
        number, valid,
    },
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
    let cells = cellules(tableau(conn, revue)?.as_ref(), line, &mut wrong);
    if !wrong.is_empty() {
        return Ok(Err(wrong));
    }
    let remarques = fractions(conn, &code, &cells)?;
    let effet = ecrire(conn, revue, &code, &cells)?;
    Ok(Ok((format!("{nom}, {code}"), effet, remarques)))
}

/// The cells of a line as the table takes them; what it does not take goes to `wrong`.
fn cellules(table: Option<&Table>, line: &Values, wrong: &mut Vec<Rejet>) -> Row {
    let mut cells = Row::new();
    for champ in CELLULES {
        let Some(value) = line.get(champ) else { continue };
        let read = cellule(champ, table.and_then(|t| t.column(champ)), value);
        cells.extend(garde(read, wrong).map(|v| (champ.to_owned(), v)));
    }
    cells
}

/// The table of indicators as the évaluation's own form has it; None when that form can no longer be read.
fn tableau(conn: &Connection, revue: RevueId) -> Result<Option<Table>> {
    let (code, text): (String, String) = conn
        .prepare_cached(
            "SELECT f.code, f.toml FROM revue r JOIN formulaire f ON f.id = r.formulaire WHERE r.id = ?1",
        )?
        .query_row([revue.0], |r| Ok((r.get(0)?, r.get(1)?)))?;
    let form = form::load(&code, &text).ok();
    Ok(form.and_then(|f| f.field(TABLE)?.table().cloned()))
}

/// A value as the form's column takes it: an option by its own name or one of its words, anything else as the form
/// checks it.
fn cellule(champ: &str, column: Option<&Column>, value: &Value) -> std::result::Result<Value, Rejet> {
    let Some(column) = column else {
        return Ok(value.clone());
    };
    let refused = |raison: String, proche: Option<String>| Rejet {
        champ: champ.to_owned(),
        valeur: dit(value),
        raison,
        proche,
    };
    match (value.text(), column.kind.options()) {
        (Some(said), all) if !all.is_empty() => choix(said, all).map(Value::Text).ok_or_else(|| {
            let near = noms::proche(said, all.iter().map(String::as_str));
            refused(
                format!(
                    "«\u{a0}{said}\u{a0}» n'est pas dans la liste ({})",
                    all.join(", ")
                ),
                near.map(str::to_owned),
            )
        }),
        _ => match valid::wrong(&column.kind, column.absent, value) {
            Some(why) => Err(refused(why.trim_end_matches('.').to_owned(), None)),
            None => Ok(value.clone()),
        },
    }
}

/// The option that a cell means: all of it, or the only one that has every word of the cell.
fn choix(said: &str, all: &[String]) -> Option<String> {
    let words = mots(said);
    let has = |option: &&String| {
        let own = mots(option);
        !words.is_empty() && words.iter().all(|w| own.contains(w))
    };
    if let Some(exact) = all.iter().find(|o| plier(o) == plier(said)) {
        return Some(exact.clone());
    }
    let mut found = all.iter().filter(has);
    found.next().filter(|_| found.next().is_none()).cloned()
}

/// Units that are counted one by one.
const ENTIERES: [&str; 3] = ["personnes", "nombre", "places"];

/// What to look at in figures that count and have decimals: the form takes them.
fn fractions(conn: &Connection, code: &str, cells: &Row) -> Result<Vec<String>> {
    let unite: String = conn
        .prepare_cached("SELECT unite FROM indicateur WHERE code = ?1")?
        .query_row([code], |r| r.get(0))?;
    if !ENTIERES.contains(&unite.as_str()) {
        return Ok(Vec::new());
    }
    let of = if unite == "nombre" { "" } else { unite.as_str() };
    let broken = cells
        .values()
        .filter_map(Value::number)
        .filter(|x| x.fract() != 0.0);
    let said = broken.map(|x| {
        let figure = format!("{} {of}", number::edit_decimal(x));
        format!(
            "{}\u{202f}: ce qui se compte est d'ordinaire un nombre entier",
            figure.trim_end()
        )
    });
    Ok(said.collect())
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
            "l'évaluation du campus «\u{a0}{nom}\u{a0}» n'est pas commencée\u{202f}: v dans le registre l'ouvre, une première réponse la commence"
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
fn ecrire(conn: &Connection, revue: RevueId, code: &str, cells: &Row) -> Result<Effet> {
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
        let Some(value) = cells.get(champ) else { continue };
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
