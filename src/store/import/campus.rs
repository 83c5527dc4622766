//! A line of a file of campuses.

mod label;
mod territoires;
mod trouve;

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension};

use super::{
    Faites, Issue, Rejet, Values, conseil, contredit, deja_ecrite, enregistrer, garde, manque, noms, texte,
};
use crate::{
    domain::{CampusId, Formalite, campus::nom_court, identifiant, regime},
    form::{Row, Value},
    store::Result,
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
pub(super) fn ligne(conn: &Connection, line: &Values, faites: &Faites, au: Date) -> Issue {
    let (mut remarques, mut wrong) = (conseils(line), Vec::new());
    let mut values = resolu(conn, line, &mut remarques, &mut wrong)?;
    let region_known = !wrong.iter().any(|r| r.champ == "region");
    let trouve = if region_known {
        garde(
            trouve::trouve(conn, line, texte(&values, "region"), faites)?,
            &mut wrong,
        )
    } else {
        None
    };
    let (Some(trouve), true) = (trouve, wrong.is_empty()) else {
        return Ok(Err(wrong));
    };
    let found = trouve.id;
    if found.is_some() && !trouve.officiel {
        // Found by its short name: the official one stays.
        values.remove("nom");
    }
    if let Some(id) = found {
        territoires::de_l_attribution(conn, id, &mut values)?;
    }
    remarques.extend(trouve.homonyme.filter(|_| found.is_none()));
    if found.is_none() {
        complete(conn, &mut values, &mut remarques, &mut wrong)?;
        if !wrong.is_empty() {
            return Ok(Err(wrong));
        }
    }
    inscrire(conn, line, values, found, remarques, au)
}

/// Records the campus and its label.
fn inscrire(
    conn: &Connection,
    line: &Values,
    mut values: Values,
    found: Option<CampusId>,
    mut remarques: Vec<String>,
    au: Date,
) -> Issue {
    let before = match found {
        Some(id) => label::periodes(conn, id)?,
        None => Vec::new(),
    };
    if before.is_empty() {
        values.extend(label::dits(line).map(|(k, v)| (k.clone(), v.clone())));
    }
    let known = texte(&values, "nom").map(str::to_owned);
    let above = match found {
        Some(id) => deja_ecrite(conn, "campus", id.0)?,
        None => false,
    };
    let mut effet = enregistrer(conn, Formalite::Campus(found), found.is_none(), &values, au)?;
    if let Some(id) = found {
        match label::inscrire(conn, id, &before, line, au)? {
            Ok((own, said)) => {
                effet = label::joindre(effet, own);
                remarques.extend(said);
            }
            Err(rejet) => return Ok(Err(vec![rejet])),
        }
    }
    remarques.extend(contredit(above, &effet));
    let nom = known.or(nom(conn, found)?).unwrap_or_default();
    remarques.extend(label::sans_debut(line).filter(|_| before.is_empty()));
    Ok(Ok((nom_court(&nom), effet, remarques)))
}

/// What a person should look at in the codes of the line.
fn conseils(line: &Values) -> Vec<String> {
    conseil(line, "code_insee", "code commune", identifiant::commune)
        .into_iter()
        .collect()
}

fn nom(conn: &Connection, id: Option<CampusId>) -> Result<Option<String>> {
    let Some(id) = id else { return Ok(None) };
    Ok(conn
        .query_row("SELECT nom FROM campus WHERE id = ?1", [id.0], |r| r.get(0))
        .optional()?)
}

/// What the line says, in the register's names; what the register does not know goes to `wrong`.
fn resolu(
    conn: &Connection,
    line: &Values,
    remarques: &mut Vec<String>,
    wrong: &mut Vec<Rejet>,
) -> Result<Values> {
    let mut out: Values = line
        .iter()
        .filter(|(k, _)| !A_PART.contains(&k.as_str()) && k.as_str() != "axes")
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect();
    territoires::resoudre(conn, line, &mut out, remarques, wrong)?;
    if let Some(Value::List(all)) = line.get("filieres") {
        let mut named = Vec::new();
        for cell in all {
            let read = territoires::plusieurs(conn, cell, noms::filiere)?;
            named.extend(garde(read, wrong).into_iter().flatten());
        }
        out.insert("filieres".to_owned(), Value::List(ordre(conn, &named)?));
    }
    wrong.extend(texte(line, "label_categorie").and_then(categorie));
    out.extend(axes(line).map(|rows| ("axes".to_owned(), rows)));
    Ok(out)
}

/// The refusal of a category that no régime has.
fn categorie(dite: &str) -> Option<Rejet> {
    let all = regime::categories();
    (!all.contains(&regime::categorie(dite).to_owned())).then(|| Rejet {
        champ: "label_categorie".to_owned(),
        valeur: dite.to_owned(),
        raison: format!(
            "aucun régime ne connaît la catégorie «\u{a0}{dite}\u{a0}»\u{202f}; celles qu'ils ont\u{202f}: {}",
            all.join(", ")
        ),
        proche: None,
    })
}

/// Filières in the order that the record gives them.
fn ordre(conn: &Connection, named: &[String]) -> Result<Vec<String>> {
    let mut stmt = conn.prepare_cached("SELECT nom FROM filiere WHERE archive IS NULL ORDER BY cle_tri")?;
    let all = stmt
        .query_map([], |r| r.get(0))?
        .collect::<rusqlite::Result<Vec<String>>>()?;
    Ok(all.into_iter().filter(|nom| named.contains(nom)).collect())
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

/// What a new campus needs and the line may leave out: its académie where its région has but one, its place where the
/// town is known.
fn complete(
    conn: &Connection,
    values: &mut Values,
    remarques: &mut Vec<String>,
    wrong: &mut Vec<Rejet>,
) -> Result<()> {
    sans_region(conn, values, remarques)?;
    for (champ, quoi) in [("nom", "le nom du campus"), ("region", "la région")] {
        if texte(values, champ).is_none() {
            wrong.push(manque(champ, quoi));
        }
    }
    if let (Some(region), None) = (texte(values, "region"), texte(values, "academie")) {
        let nom = garde(noms::academie_de(conn, region)?, wrong);
        values.extend(nom.map(|nom| ("academie".to_owned(), Value::Text(nom))));
    }
    sans_lieu(values, remarques);
    Ok(())
}

/// A région that the line leaves out is that of its académie.
fn sans_region(conn: &Connection, values: &mut Values, remarques: &mut Vec<String>) -> Result<()> {
    if let (None, Some(academie)) = (texte(values, "region"), texte(values, "academie")) {
        let debut = match values.get("label_debut") {
            Some(Value::Date(d)) => Some(*d),
            _ => None,
        };
        if let Some(nom) = noms::region_de(conn, academie, debut)? {
            remarques.push(format!("sans région\u{202f}: {nom}, celle de l'académie"));
            values.insert("region".to_owned(), Value::Text(nom));
        }
    }
    Ok(())
}

/// A place that the line leaves out is the town, or unknown.
fn sans_lieu(values: &mut Values, remarques: &mut Vec<String>) {
    if texte(values, "lieu").is_none() {
        let lieu = match texte(values, "commune").map(str::to_owned) {
            Some(commune) => {
                remarques.push("lieu inconnu\u{202f}: celui de la commune".to_owned());
                commune
            }
            None => {
                remarques.push("ni lieu ni commune\u{202f}: lieu inconnu".to_owned());
                "inconnu".to_owned()
            }
        };
        values.insert("lieu".to_owned(), Value::Text(lieu));
    }
}
