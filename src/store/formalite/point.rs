//! The examination of an item: rapporteur, avis, motives, recommendations.

use rusqlite::Connection;

use super::{Preparation, Valeurs, seance::open};
use crate::{
    domain::{Avis, Objet, PointId, regime},
    store::{
        Error, Result,
        point::{one, put_recommandations, read_rows, rows},
        record,
        seance::seance,
    },
};

/// The item as it stands.
pub(super) fn prepare(conn: &Connection, id: PointId) -> Result<Preparation> {
    let (point, of) = one(conn, id)?;
    open(&seance(conn, of)?)?;
    let mut p = Preparation::new(
        format!("{}\u{202f}: {}", point.campus_nom, point.objet.libelle()),
        point.rev,
    );
    p.texte("rapporteur", point.rapporteur.clone());
    p.texte("avis", point.avis.map(|a| a.libelle().to_owned()));
    p.texte("motifs", point.motifs.clone());
    if !point.recommandations.is_empty() {
        p.valeurs
            .insert("recommandations".to_owned(), rows(&point.recommandations));
    }
    let code: Option<String> = conn
        .prepare_cached(
            "SELECT r.code FROM label l JOIN regime r ON r.id = l.regime WHERE l.campus = ?1 ORDER BY l.debut DESC LIMIT 1",
        )?
        .query_map([point.campus.0], |r| r.get(0))?
        .next()
        .transpose()?;
    let rules = code.as_deref().and_then(regime::regime);
    p.liste("criteres", rules.map_or_else(Vec::new, |r| r.criteres.clone()));
    Ok(p)
}

/// Writes the examination.
pub(super) fn record(conn: &Connection, id: PointId, rev: i64, v: &Valeurs<'_>) -> Result<String> {
    let (point, of) = one(conn, id)?;
    open(&seance(conn, of)?)?;
    let avis = v
        .ligne("avis")
        .map(|_| v.choix("avis", "un avis", Avis::read))
        .transpose()?;
    let recommandations = read_rows(v.lignes("recommandations"));
    if avis == Some(Avis::FavorableRecommandations) && recommandations.is_empty() {
        return Err(Error::Refused(
            "un avis favorable avec recommandations en demande au moins une".to_owned(),
        ));
    }
    let columns: [record::Column<'_>; 3] = [
        ("rapporteur", &v.ligne("rapporteur")),
        ("avis", &avis.map(Avis::code)),
        ("motifs", &v.texte("motifs")),
    ];
    record::update(conn, "point", id.0, rev, &columns)?;
    put_recommandations(conn, id, &recommandations)?;
    let objet = match point.objet {
        Objet::Candidature(_) => "candidature",
        other @ Objet::Revue(..) => other.libelle(),
    };
    let avis = avis.map_or("sans avis", Avis::libelle);
    Ok(format!("{}, {objet}\u{202f}: {avis}.", point.campus_nom))
}
