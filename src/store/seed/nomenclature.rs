//! Filières, regimes and colleges, indicators, types of partner, calls.

use super::{
    Result, Rows,
    fichiers::{Appel, Appels, Colleges, Filieres, Indicateurs, Types},
    read,
};
use crate::{
    domain::regime,
    store::{Error, record::Column},
};

/// Families and filières.
pub(super) fn filieres(rows: &mut Rows<'_>) -> Result<()> {
    let file: Filieres = read(
        "filieres.json",
        include_str!("../../../data/registre/filieres.json"),
    )?;
    for f in &file.familles {
        rows.add_as("famille", &f.code, &[("code", &f.code), ("libelle", &f.libelle)])?;
    }
    for f in &file.filieres {
        let famille = rows.id("famille", &f.famille)?;
        rows.add_as(
            "filiere",
            &f.code,
            &[("code", &f.code), ("famille", &famille), ("nom", &f.nom)],
        )?;
    }
    Ok(())
}

/// Regimes (their rules stay in `data/regimes.toml`), who examines under each, and the colleges.
pub(super) fn regimes(rows: &mut Rows<'_>) -> Result<()> {
    for r in regime::regimes().map_err(Error::Seed)? {
        rows.add_as("regime", &r.code, &[("code", &r.code), ("libelle", &r.libelle)])?;
    }
    let file: Colleges = read(
        "colleges.json",
        include_str!("../../../data/registre/colleges.json"),
    )?;
    for i in &file.instances {
        let columns: [Column<'_>; 5] = [
            ("code", &i.code),
            ("libelle", &i.libelle),
            ("regime", &rows.id("regime", &i.regime)?),
            ("total", &i.total),
            ("source", &rows.source(&i.source)?),
        ];
        let instance = rows.add("instance", &columns)?;
        for (ordre, c) in (1_i64..).zip(&i.colleges) {
            let columns: [Column<'_>; 5] = [
                ("instance", &instance),
                ("code", &c.code),
                ("ordre", &ordre),
                ("libelle", &c.libelle),
                ("nombre", &c.nombre),
            ];
            rows.add("college", &columns)?;
        }
    }
    Ok(())
}

/// Indicators, then the types of partner that they count.
pub(super) fn indicateurs(rows: &mut Rows<'_>) -> Result<()> {
    let text = include_str!("../../../data/registre/indicateurs.json");
    let file: Indicateurs = read("indicateurs.json", text)?;
    for (ordre, i) in (1_i64..).zip(&file.indicateurs) {
        let columns: [Column<'_>; 9] = [
            ("code", &i.code),
            ("libelle", &i.libelle),
            ("section", &i.section),
            ("unite", &i.unite),
            ("calcul", &i.calcul),
            ("sens", &i.sens),
            ("source_donnees", &i.source_donnees),
            ("origine", &i.origine),
            ("ordre", &ordre),
        ];
        rows.add("indicateur", &columns)?;
    }
    let text = include_str!("../../../data/registre/types_partenaire.json");
    let file: Types = read("types_partenaire.json", text)?;
    for (ordre, t) in (1_i64..).zip(&file.types) {
        let columns: [Column<'_>; 5] = [
            ("code", &t.code),
            ("libelle", &t.libelle),
            ("identifiants", &t.identifiants),
            ("indicateur", &t.indicateur),
            ("ordre", &ordre),
        ];
        rows.add_as("type_partenaire", &t.code, &columns)?;
    }
    Ok(())
}

/// Calls for projects.
pub(super) fn appels(rows: &mut Rows<'_>) -> Result<()> {
    let file: Appels = read("appels.json", include_str!("../../../data/registre/appels.json"))?;
    file.appels.iter().try_for_each(|a| appel(rows, a))
}

/// One call and its sources.
fn appel(rows: &mut Rows<'_>, a: &Appel) -> Result<()> {
    let columns: [Column<'_>; 10] = [
        ("code", &a.code),
        ("titre", &a.titre),
        ("texte", &a.texte),
        ("bulletin", &a.bulletin),
        ("ouvert", &a.ouvert),
        ("depot", &a.depot),
        ("annonce", &a.annonce),
        ("presentes", &a.presentes),
        ("retenus", &a.retenus),
        ("note", &a.note),
    ];
    let id = rows.add_as("appel", &a.code, &columns)?;
    rows.sources("appel_source", "appel", id, &a.sources)
}
