//! Partners, their campuses, and what says so.

use super::{
    Result, Rows,
    fichiers::{Lien, Partenaire, Partenaires},
    read,
};
use crate::store::{Error, record::Column};

/// Partners, their campuses, and what says so.
pub(super) fn partenaires(rows: &mut Rows<'_>) -> Result<()> {
    let text = include_str!("../../../data/registre/partenaires.json");
    let file: Partenaires = read("partenaires.json", text)?;
    file.partenaires.iter().try_for_each(|p| partenaire(rows, p))
}

/// One partner.
fn partenaire(rows: &mut Rows<'_>, p: &Partenaire) -> Result<()> {
    let autres_noms = serde_json::Value::from(p.autres_noms.as_slice()).to_string();
    let columns: [Column<'_>; 9] = [
        ("nom", &p.nom),
        ("autres_noms", &autres_noms),
        ("type", &rows.id("type_partenaire", &p.type_code)?),
        ("commune", &p.commune),
        ("departement", &p.departement),
        ("uai", &p.uai),
        ("siren", &p.siren),
        ("siret", &p.siret),
        ("note", &p.note),
    ];
    let id = rows.add("partenaire", &columns)?;
    rows.sources("partenaire_source", "partenaire", id, &p.sources)?;
    p.liens.iter().try_for_each(|l| lien(rows, id, l))
}

/// One partner in one campus.
fn lien(rows: &mut Rows<'_>, partenaire: i64, l: &Lien) -> Result<()> {
    let ecrite = match l.appartenance.as_str() {
        "écrite" => true,
        "déduite" => false,
        other => return Err(Error::Seed(format!("appartenance « {other} »"))),
    };
    let columns: [Column<'_>; 4] = [
        ("campus", &rows.id("campus", &l.campus.to_string())?),
        ("partenaire", &partenaire),
        ("role", &l.role),
        ("ecrite", &ecrite),
    ];
    let id = rows.add("campus_partenaire", &columns)?;
    rows.sources("lien_source", "lien", id, &l.sources)
}
