//! Régions, académies, départements.

use super::{
    Result, Rows,
    fichiers::{Academies, Departements, Regions},
    read,
};
use crate::store::record::Column;

/// The régions of 2013 and of today, then which succeeds which.
pub(super) fn regions(rows: &mut Rows<'_>) -> Result<()> {
    let file: Regions = read(
        "regions.json",
        include_str!("../../../data/registre/regions.json"),
    )?;
    for r in &file.regions {
        let columns: [Column<'_>; 7] = [
            ("cle", &r.cle),
            ("code", &r.code),
            ("nom", &r.nom),
            ("zone", &r.zone),
            ("debut", &r.debut),
            ("fin", &r.fin),
            ("sigles", &r.sigles.join(", ")),
        ];
        rows.add_as("region", &r.cle, &columns)?;
    }
    for r in &file.regions {
        for successeur in &r.successeurs {
            let (a, b) = (rows.id("region", &r.cle)?, rows.id("region", successeur)?);
            rows.add("succession", &[("region", &a), ("successeur", &b)])?;
        }
    }
    Ok(())
}

/// Académies, successors first so that the others may point to them.
pub(super) fn academies(rows: &mut Rows<'_>) -> Result<()> {
    let text = include_str!("../../../data/registre/academies.json");
    let mut file: Academies = read("academies.json", text)?;
    file.academies.sort_by_key(|a| a.successeur.is_some());
    for a in &file.academies {
        let columns: [Column<'_>; 8] = [
            ("code", &a.code),
            ("nom", &a.nom),
            ("debut", &a.debut),
            ("fin", &a.fin),
            ("region", &rows.id_opt("region", a.region_2013.as_deref())?),
            ("region_actuelle", &rows.id("region", &a.region_academique)?),
            ("successeur", &rows.id_opt("academie", a.successeur.as_deref())?),
            ("note", &a.note),
        ];
        rows.add_as("academie", &a.nom, &columns)?;
    }
    Ok(())
}

/// Départements, with their région and académie in 2013 and today.
pub(super) fn departements(rows: &mut Rows<'_>) -> Result<()> {
    let text = include_str!("../../../data/registre/departements.json");
    let file: Departements = read("departements.json", text)?;
    for d in &file.departements {
        let columns: [Column<'_>; 7] = [
            ("code", &d.code),
            ("nom", &d.nom),
            ("region", &rows.id("region", &d.region_2013)?),
            ("region_actuelle", &rows.id("region", &d.region_actuelle)?),
            ("academie", &rows.id_opt("academie", d.academie_2013.as_deref())?),
            ("academie_actuelle", &rows.id("academie", &d.academie_actuelle)?),
            ("uai_prefixe", &d.uai_prefixe),
        ];
        rows.add("departement", &columns)?;
    }
    Ok(())
}
