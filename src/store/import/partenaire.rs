//! A line of a file of partners.

mod trouve;

use jiff::civil::Date;
use rusqlite::Connection;

use super::{
    Faites, Issue, Rejet, Values, conseil, contredit, deja_ecrite, enregistrer, garde, newest, noms, texte,
};
use crate::{
    domain::{Entite, Formalite, PartenaireId, identifiant, importation::Effet},
    form::{Row, Value},
    store::{Result, formalite, renvoi::renvoi},
};

/// Fields of the line that the record's form does not have under that name.
const A_PART: [&str; 7] = ["id", "campus", "role", "debut", "fin", "autres_noms", "type"];

/// What identifies a partner: field, how it is written, what an error calls it.
type Identifiant = (
    &'static str,
    fn(&str) -> std::result::Result<String, String>,
    &'static str,
);

const IDENTIFIANTS: [Identifiant; 3] = [
    ("uai", identifiant::uai, "UAI"),
    ("siret", identifiant::siret, "SIRET"),
    ("rna", identifiant::rna, "RNA"),
];

/// What is looked at in a line, and never stops it.
const CODES: [Identifiant; 7] = [
    IDENTIFIANTS[0],
    IDENTIFIANTS[1],
    IDENTIFIANTS[2],
    ("siren", identifiant::siren, "SIREN"),
    ("departement", identifiant::departement, "département"),
    ("code_postal", identifiant::code_postal, "code postal"),
    ("code_insee", identifiant::commune, "code commune"),
];

/// Creates or completes the partner of a line, and its links.
pub(super) fn ligne(conn: &Connection, line: &Values, faites: &Faites, au: Date) -> Issue {
    let advice = |(champ, check, nom): &Identifiant| conseil(line, champ, nom, *check);
    let mut remarques: Vec<String> = CODES.iter().filter_map(advice).collect();
    let mut wrong = Vec::new();
    let found = garde(trouve::trouve(conn, line, faites)?, &mut wrong);
    let mut values = resolu(conn, line, &mut wrong)?;
    let (found, homonymes, par_nom) =
        found.map_or((None, Vec::new(), None), |t| (Some(t.id), t.homonymes, t.par_nom));
    let f = Formalite::Partenaire(found.flatten());
    let (_, present) = formalite::ouvrir(conn, f, au)?;
    let rows = liens(conn, line, &present, &mut wrong)?;
    values.extend(rows.map(|r| ("liens".to_owned(), r)));
    let (Some(found), true) = (found, wrong.is_empty()) else {
        return Ok(Err(wrong));
    };
    let nom = texte(line, "nom")
        .or(texte(&present, "nom"))
        .unwrap_or_default()
        .to_owned();
    let above = match found {
        Some(id) => deja_ecrite(conn, "partenaire", id.0)?,
        None => false,
    };
    let effet = enregistrer(conn, f, found.is_none(), &values, au)?;
    let id = found.map_or_else(|| newest(conn, "partenaire").map(PartenaireId), Ok)?;
    faites.partenaire(conn, id)?;
    remarques.extend(contredit(above, &effet));
    remarques.extend(homonymes);
    remarques.extend(par_nom.filter(|_| autre(&effet)));
    if !line.contains_key("campus") && found.is_none() {
        remarques.push("sans campus".to_owned());
    }
    Ok(Ok((nom, effet, remarques)))
}

/// What the line says of the partner itself, as its form has it; a type that the register does not know goes to `wrong`.
fn resolu(conn: &Connection, line: &Values, wrong: &mut Vec<Rejet>) -> Result<Values> {
    let mut values: Values = line
        .iter()
        .filter(|(k, _)| !A_PART.contains(&k.as_str()))
        .map(|(k, v)| (k.clone(), normal(k, v)))
        .collect();
    if let Some(cell) = texte(line, "type") {
        let nom = garde(noms::type_partenaire(conn, cell)?, wrong);
        values.extend(nom.map(|nom| ("type".to_owned(), Value::Text(nom))));
    }
    if let Some(Value::List(all)) = line.get("autres_noms") {
        values.insert("autres_noms".to_owned(), Value::Text(all.join("\u{202f}; ")));
    }
    Ok(values)
}

/// Whether a line gives a partner another name or another type.
fn autre(effet: &Effet) -> bool {
    let Effet::Modifier(all) = effet else {
        return false;
    };
    all.iter()
        .any(|(champ, ..)| matches!(champ.as_str(), "nom" | "type"))
}

/// An identifier as the register writes it; any other value as it is.
fn normal(champ: &str, value: &Value) -> Value {
    let check: fn(&str) -> std::result::Result<String, String> = match champ {
        "uai" => identifiant::uai,
        "siren" => identifiant::siren,
        "siret" => identifiant::siret,
        "rna" => identifiant::rna,
        "departement" => identifiant::departement,
        "code_insee" => identifiant::commune,
        _ => return value.clone(),
    };
    match value.text().map(check) {
        Some(Ok(text)) => Value::Text(text),
        _ => value.clone(),
    }
}

/// The partner's links with those of the line added; None when the line names no campus.
fn liens(
    conn: &Connection,
    line: &Values,
    present: &Values,
    wrong: &mut Vec<Rejet>,
) -> Result<Option<Value>> {
    let Some(Value::List(all)) = line.get("campus") else {
        return Ok(None);
    };
    let mut rows: Vec<Row> = match present.get("liens") {
        Some(Value::Rows(rows)) => rows.clone(),
        _ => Vec::new(),
    };
    for cell in all {
        let Some(id) = garde(noms::campus(conn, cell)?, wrong) else {
            continue;
        };
        let label = renvoi(conn, Entite::Campus, id)?.to_string();
        let at = rows
            .iter()
            .position(|r| r.get("campus").and_then(Value::text) == Some(label.as_str()));
        // A line of several campuses says one role: it is that of the links it makes, not of those there are.
        let tells = at.is_none() || all.len() == 1;
        let at = at.unwrap_or_else(|| {
            rows.push(Row::from([
                ("campus".to_owned(), Value::Text(label)),
                ("role".to_owned(), Value::Text("partenaire".to_owned())),
            ]));
            rows.len() - 1
        });
        for champ in ["role", "debut", "fin"].into_iter().filter(|_| tells) {
            rows[at].extend(line.get(champ).map(|v| (champ.to_owned(), v.clone())));
        }
    }
    Ok(Some(Value::Rows(rows)))
}
