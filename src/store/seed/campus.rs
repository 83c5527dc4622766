//! Campuses with their axes, filières, events, label and sources.

use super::{
    Result, Rows,
    fichiers::{Campus, Campuses},
    read,
};
use crate::store::record::Column;

/// Campuses with everything that hangs on them but partners.
pub(super) fn campuses(rows: &mut Rows<'_>) -> Result<()> {
    let file: Campuses = read("campus.json", include_str!("../../../data/registre/campus.json"))?;
    file.campus.iter().try_for_each(|c| campus(rows, c))
}

/// One campus.
fn campus(rows: &mut Rows<'_>, c: &Campus) -> Result<()> {
    let columns: [Column<'_>; 15] = [
        ("id", &c.numero),
        ("nom", &c.nom),
        ("nom_usage", &c.nom_usage),
        ("nom_court", &c.nom_court),
        ("region", &rows.id("region", &c.region)?),
        ("academie", &rows.id("academie", &c.academie)?),
        ("lieu", &c.lieu),
        ("commune", &c.commune),
        ("code_insee", &c.code_insee),
        ("latitude", &c.latitude),
        ("longitude", &c.longitude),
        ("position", &c.position),
        ("support", &c.support),
        ("support_note", &c.support_statut),
        ("note", &c.note),
    ];
    let id = rows.add_as("campus", &c.numero.to_string(), &columns)?;
    attached(rows, c, id)?;
    label(rows, c, id)?;
    rows.sources("campus_source", "campus", id, &c.sources)
}

/// Axes, filières and events of a campus.
fn attached(rows: &Rows<'_>, c: &Campus, id: i64) -> Result<()> {
    for (ordre, a) in (1_i64..).zip(&c.axes) {
        let columns: [Column<'_>; 4] = [
            ("campus", &id),
            ("rang", &a.rang),
            ("ordre", &ordre),
            ("libelle", &a.libelle),
        ];
        rows.add("axe", &columns)?;
    }
    for f in &c.filieres {
        let columns: [Column<'_>; 4] = [
            ("campus", &id),
            ("filiere", &rows.id("filiere", &f.filiere)?),
            ("raison", &f.raison),
            ("origine", &f.origine),
        ];
        rows.add("campus_filiere", &columns)?;
    }
    for (ordre, e) in (1_i64..).zip(&c.evenements) {
        let columns: [Column<'_>; 4] = [
            ("campus", &id),
            ("ordre", &ordre),
            ("quand", &e.date),
            ("quoi", &e.quoi),
        ];
        rows.add("evenement", &columns)?;
    }
    Ok(())
}

/// The label a campus was given, and the call that led to it.
fn label(rows: &Rows<'_>, c: &Campus, campus: i64) -> Result<()> {
    let columns: [Column<'_>; 6] = [
        ("campus", &campus),
        ("debut", &c.label.debut),
        ("duree_ans", &c.label.duree_ans),
        ("regime", &rows.id("regime", &c.label.regime)?),
        ("categorie", &c.label.categorie),
        ("acte", &c.label.acte),
    ];
    let label = rows.add("label", &columns)?;
    let columns: [Column<'_>; 4] = [
        ("appel", &rows.id("appel", &c.appel)?),
        ("campus", &campus),
        ("issue", &"retenue"),
        ("label", &label),
    ];
    rows.add("candidature", &columns)?;
    Ok(())
}
