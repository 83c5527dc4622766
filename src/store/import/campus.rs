//! A line of a file of campuses.

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension};

use super::{Fait, Rejet, Values, enregistrer, noms, texte};
use crate::{
    domain::{
        CampusId, DatePartielle, Formalite, LabelId, campus::nom_court, importation::Effet, texte::plier,
    },
    form::{Row, Value},
    store::{Result, formalite, region::date},
};

/// Fields of the line that the record's form does not have under that name.
const A_PART: [&str; 6] = [
    "id",
    "axes_secondaires",
    "label_debut",
    "label_duree",
    "label_categorie",
    "label_acte",
];

/// Creates or completes the campus of a line, and its label.
pub(super) fn ligne(conn: &Connection, line: &Values, au: Date) -> Result<std::result::Result<Fait, Rejet>> {
    let mut remarques = Vec::new();
    let mut values = match resolu(conn, line, &mut remarques)? {
        Ok(values) => values,
        Err(rejet) => return Ok(Err(rejet)),
    };
    let trouve = match trouve(conn, line, texte(&values, "region"))? {
        Ok(found) => found,
        Err(rejet) => return Ok(Err(rejet)),
    };
    let found = trouve.id;
    if found.is_some() && !trouve.officiel {
        // Found by its short name: the official one stays.
        values.remove("nom");
    }
    remarques.extend(trouve.homonyme.filter(|_| found.is_none()));
    if found.is_none()
        && let Err(rejet) = complete(conn, &mut values, &mut remarques)?
    {
        return Ok(Err(rejet));
    }
    let before = match found {
        Some(id) => periodes(conn, id)?,
        None => Vec::new(),
    };
    if before.is_empty() {
        let label = line.iter().filter(|(k, _)| k.starts_with("label_"));
        values.extend(label.map(|(k, v)| (k.clone(), v.clone())));
    }
    let known = texte(&values, "nom").map(str::to_owned);
    let mut effet = enregistrer(conn, Formalite::Campus(found), found.is_none(), &values, au)?;
    if let (Some(id), false) = (found, before.is_empty()) {
        effet = joindre(effet, label(conn, id, &before, line, au)?);
    }
    let nom = known.or(nom(conn, found)?).unwrap_or_default();
    if before.is_empty() && !line.contains_key("label_debut") {
        remarques.push(
            "sans date de label\u{a0}: un candidat, qui ne paraît pas encore dans les listes".to_owned(),
        );
    }
    Ok(Ok((nom_court(&nom), effet, remarques)))
}

fn nom(conn: &Connection, id: Option<CampusId>) -> Result<Option<String>> {
    let Some(id) = id else { return Ok(None) };
    Ok(conn
        .query_row("SELECT nom FROM campus WHERE id = ?1", [id.0], |r| r.get(0))
        .optional()?)
}

/// What the line says, in the register's names.
fn resolu(
    conn: &Connection,
    line: &Values,
    remarques: &mut Vec<String>,
) -> Result<std::result::Result<Values, Rejet>> {
    let mut out: Values = line
        .iter()
        .filter(|(k, _)| !A_PART.contains(&k.as_str()) && k.as_str() != "axes")
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect();
    if let Some(cell) = texte(line, "region") {
        let (first, rest) = match noms::region(conn, cell)? {
            Ok(nom) => (Ok(nom), Vec::new()),
            Err(rejet) => plusieurs(conn, cell, rejet)?,
        };
        match first {
            Ok(nom) => out.insert("region".to_owned(), Value::Text(nom)),
            Err(rejet) => return Ok(Err(rejet)),
        };
        if !rest.is_empty() {
            let others = rest.join(", ");
            remarques.push(format!(
                "plusieurs régions\u{a0}: la première porte le label, {others} reste dans la note"
            ));
            let note = texte(line, "note").map_or_else(String::new, |n| format!("{n}\n"));
            let kept = format!("{note}Autre région\u{a0}: {others}.");
            out.insert("note".to_owned(), Value::Text(kept));
        }
    }
    if let Some(cell) = texte(line, "academie") {
        match noms::academie(conn, cell)? {
            Ok(nom) => out.insert("academie".to_owned(), Value::Text(nom)),
            Err(rejet) => return Ok(Err(rejet)),
        };
    }
    if let Some(Value::List(all)) = line.get("filieres") {
        let mut named = Vec::new();
        for cell in all {
            match noms::filiere(conn, cell)? {
                Ok(nom) => named.push(nom),
                Err(rejet) => return Ok(Err(rejet)),
            }
        }
        out.insert("filieres".to_owned(), Value::List(ordre(conn, &named)?));
    }
    out.extend(axes(line).map(|rows| ("axes".to_owned(), rows)));
    Ok(Ok(out))
}

/// Filières in the order that the record gives them.
fn ordre(conn: &Connection, named: &[String]) -> Result<Vec<String>> {
    let mut stmt = conn.prepare_cached("SELECT nom FROM filiere WHERE archive IS NULL ORDER BY cle_tri")?;
    let all = stmt
        .query_map([], |r| r.get(0))?
        .collect::<rusqlite::Result<Vec<String>>>()?;
    Ok(all.into_iter().filter(|nom| named.contains(nom)).collect())
}

/// A cell that names several régions: the first, and the others.
type Regions = (std::result::Result<String, Rejet>, Vec<String>);

fn plusieurs(conn: &Connection, cell: &str, rejet: Rejet) -> Result<Regions> {
    let mut named = Vec::new();
    for part in cell
        .split(['/', '|', ';', '+', '&'])
        .map(str::trim)
        .filter(|p| !p.is_empty())
    {
        match noms::region(conn, part)? {
            Ok(nom) => named.push(nom),
            Err(_) => return Ok((Err(rejet), Vec::new())),
        }
    }
    let mut named = named.into_iter();
    Ok((named.next().ok_or(rejet), named.collect()))
}

/// Axes of both ranks as the record's table; None when the line has no column of them.
fn axes(line: &Values) -> Option<Value> {
    let mut rows = Vec::new();
    for (champ, rang) in [("axes", "principal"), ("axes_secondaires", "secondaire")] {
        if let Some(Value::List(all)) = line.get(champ) {
            rows.extend(all.iter().map(|libelle| {
                Row::from([
                    ("libelle".to_owned(), Value::Text(libelle.clone())),
                    ("rang".to_owned(), Value::Text(rang.to_owned())),
                ])
            }));
        }
    }
    (!rows.is_empty()).then_some(Value::Rows(rows))
}

/// The campus that the line is about: by number, by official name, by short name in the same région. A homonym of
/// another région is never joined.
fn trouve(
    conn: &Connection,
    line: &Values,
    region: Option<&str>,
) -> Result<std::result::Result<Trouve, Rejet>> {
    if let Some(Value::Int(id)) = line.get("id") {
        let found: Option<i64> = conn
            .prepare_cached("SELECT id FROM campus WHERE id = ?1 AND archive IS NULL")?
            .query_row([id], |r| r.get(0))
            .optional()?;
        let found = found.map(|id| Trouve {
            id: Some(CampusId(id)),
            officiel: true,
            homonyme: None,
        });
        return Ok(found.ok_or_else(|| Rejet {
            champ: "id".to_owned(),
            valeur: id.to_string(),
            raison: format!("il n'y a pas de campus {id}\u{202f}; sans numéro, la ligne en crée un"),
            proche: None,
        }));
    }
    let Some(nom) = texte(line, "nom").map(plier) else {
        return Ok(Err(Rejet {
            champ: "nom".to_owned(),
            raison: "il manque le nom du campus".to_owned(),
            ..Rejet::default()
        }));
    };
    let mut stmt = conn.prepare_cached(
        "SELECT c.id, c.nom, c.nom_court, c.nom_usage, r.nom FROM campus c JOIN region r ON r.id = c.region WHERE c.archive IS NULL",
    )?;
    let mut rows = stmt.query([])?;
    let mut found = Trouve::default();
    while let Some(r) = rows.next()? {
        let (id, of): (i64, String) = (r.get(0)?, r.get(4)?);
        let official = plier(&r.get::<_, String>(1)?) == nom;
        let short = plier(&r.get::<_, String>(2)?) == nom
            || r.get::<_, Option<String>>(3)?.is_some_and(|u| plier(&u) == nom);
        let same = region.is_none_or(|wanted| wanted == of);
        if (official || short) && same {
            return Ok(Ok(Trouve {
                id: Some(CampusId(id)),
                officiel: official,
                ..Trouve::default()
            }));
        }
        if short && !official {
            found.homonyme = Some(format!("homonyme du campus {id}, en {of}"));
        }
        if official {
            return Ok(Err(Rejet {
                champ: "nom".to_owned(),
                valeur: texte(line, "nom").unwrap_or_default().to_owned(),
                raison: format!(
                    "c'est le nom officiel du campus {id}, en {of}\u{202f}: donnez ce numéro pour le modifier, ou un autre nom"
                ),
                proche: None,
            }));
        }
    }
    Ok(Ok(found))
}

/// The campus that a line is about.
#[derive(Default)]
struct Trouve {
    /// None: a new one.
    id: Option<CampusId>,
    /// The line bears its official name, not another one.
    officiel: bool,
    /// Another campus that bears that name.
    homonyme: Option<String>,
}

/// What a new campus needs and the line may leave out: its académie where its région has but one, its place where the
/// town is known.
fn complete(
    conn: &Connection,
    values: &mut Values,
    remarques: &mut Vec<String>,
) -> Result<std::result::Result<(), Rejet>> {
    for (champ, quoi) in [("nom", "le nom du campus"), ("region", "la région")] {
        if texte(values, champ).is_none() {
            return Ok(Err(Rejet {
                champ: champ.to_owned(),
                raison: format!("il manque {quoi}"),
                ..Rejet::default()
            }));
        }
    }
    if texte(values, "academie").is_none() {
        let region = texte(values, "region").unwrap_or_default().to_owned();
        match noms::academie_de(conn, &region)? {
            Ok(nom) => values.insert("academie".to_owned(), Value::Text(nom)),
            Err(rejet) => return Ok(Err(rejet)),
        };
    }
    if texte(values, "lieu").is_none() {
        let Some(commune) = texte(values, "commune").map(str::to_owned) else {
            return Ok(Err(Rejet {
                champ: "lieu".to_owned(),
                raison: "il manque le lieu, ou la commune".to_owned(),
                ..Rejet::default()
            }));
        };
        remarques.push("lieu inconnu\u{a0}: celui de la commune".to_owned());
        values.insert("lieu".to_owned(), Value::Text(commune));
    }
    Ok(Ok(()))
}

/// Label periods of a campus: row and start.
fn periodes(conn: &Connection, id: CampusId) -> Result<Vec<(LabelId, DatePartielle)>> {
    let mut stmt = conn.prepare_cached("SELECT id, debut FROM label WHERE campus = ?1 ORDER BY debut")?;
    let rows = stmt.query_map([id.0], |r| {
        Ok((
            LabelId(r.get(0)?),
            date(r, 1)?.ok_or(rusqlite::Error::InvalidQuery)?,
        ))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Completes the label period that the line is about, or opens the one that follows.
fn label(
    conn: &Connection,
    id: CampusId,
    known: &[(LabelId, DatePartielle)],
    line: &Values,
    au: Date,
) -> Result<Effet> {
    let Some(Value::Date(debut)) = line.get("label_debut") else {
        return Ok(Effet::Inchange);
    };
    let year = |d: DatePartielle| d.first().year();
    let Some((period, present)) = known.iter().find(|(_, d)| year(*d) == year(*debut)) else {
        formalite::periode(conn, id, line, au)?;
        return Ok(Effet::Modifier(vec![(
            "label_debut".to_owned(),
            String::new(),
            debut.iso(),
        )]));
    };
    let mut values = Values::new();
    // What is known to the day is not made vaguer.
    if debut.iso().len() > present.iso().len() {
        values.insert("debut".to_owned(), Value::Date(*debut));
    }
    for (cell, field) in [("label_categorie", "categorie"), ("label_acte", "acte")] {
        values.extend(line.get(cell).map(|v| (field.to_owned(), v.clone())));
    }
    enregistrer(conn, Formalite::Label(*period), false, &values, au)
}

/// What two parts of a line do.
fn joindre(one: Effet, other: Effet) -> Effet {
    match (one, other) {
        (Effet::Inchange, other) => other,
        (Effet::Modifier(mut all), Effet::Modifier(more)) => {
            all.extend(more);
            Effet::Modifier(all)
        }
        (one, _) => one,
    }
}
