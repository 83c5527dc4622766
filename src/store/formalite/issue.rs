//! The outcome of a candidature that the commission has examined.

use rusqlite::Connection;

use super::{Preparation, Valeurs};
use crate::{
    domain::{Avis, CandidatureId, DatePartielle, Issue, Objet, Point, PointId, Seance},
    store::{Error, Result, point::one, record, seance::seance},
};

/// The item, when its candidature may be decided now.
fn decidable(conn: &Connection, id: PointId) -> Result<(Point, Seance, CandidatureId)> {
    let (point, of) = one(conn, id)?;
    let Objet::Candidature(candidature) = point.objet else {
        return Err(Error::Refused("seule une candidature a une issue".to_owned()));
    };
    let s = seance(conn, of)?;
    if !s.close {
        return Err(Error::Refused(
            "la séance n'est pas close\u{202f}: on décide après la clôture".to_owned(),
        ));
    }
    if let Some(d) = point
        .decision
        .as_ref()
        .filter(|d| d.libelle != Issue::Ajournee.libelle())
    {
        return Err(Error::Refused(format!(
            "déjà décidé\u{202f}: candidature {}",
            d.libelle
        )));
    }
    Ok((point, s, candidature))
}

/// The commission's avis, and the outcome it suggests.
pub(super) fn prepare(conn: &Connection, id: PointId) -> Result<Preparation> {
    let (point, _, candidature) = decidable(conn, id)?;
    let rev = conn.query_row(
        "SELECT rev FROM candidature WHERE id = ?1",
        [candidature.0],
        |r| r.get(0),
    )?;
    let mut p = Preparation::new(
        format!("{}\u{202f}: issue de la candidature", point.campus_nom),
        rev,
    );
    p.fait("avis", point.avis.map_or("", Avis::libelle));
    let suggested = match point.avis {
        Some(Avis::Favorable | Avis::FavorableRecommandations) => Some(Issue::Retenue),
        Some(Avis::Defavorable) => Some(Issue::Refusee),
        Some(Avis::Ajourne) => Some(Issue::Ajournee),
        Some(Avis::Reserve) | None => None,
    };
    p.fait("issue", suggested.map_or("", Issue::libelle));
    Ok(p)
}

/// Decides.
pub(super) fn record(conn: &Connection, id: PointId, rev: i64, v: &Valeurs<'_>) -> Result<String> {
    let (point, s, candidature) = decidable(conn, id)?;
    let issue = v.choix("issue", "une issue", Issue::read)?;
    let le = v.jour_venu("le", "la date de la décision")?;
    if le < s.date {
        return Err(Error::Refused(format!(
            "la décision ne peut pas précéder la séance du {}",
            DatePartielle::Jour(s.date).fr()
        )));
    }
    let motif = v.texte("motif");
    if motif.is_none() && issue != Issue::Retenue {
        return Err(Error::Refused(format!(
            "une candidature {} demande un motif",
            issue.libelle()
        )));
    }
    let columns: [record::Column<'_>; 3] = [
        ("issue", &issue.code()),
        ("issue_le", &le.to_string()),
        ("motif", &motif),
    ];
    record::update(conn, "candidature", candidature.0, rev, &columns)?;
    let next = if issue == Issue::Retenue {
        "\u{202f}; un acte en fera un label"
    } else {
        ""
    };
    Ok(format!(
        "{}\u{202f}: candidature {}{next}.",
        point.campus_nom,
        issue.libelle()
    ))
}
