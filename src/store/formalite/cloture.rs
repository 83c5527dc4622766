//! The closing of a séance: it freezes, and what it examined moves on.

use jiff::civil::Date;
use rusqlite::Connection;

use super::{
    Preparation, Valeurs,
    seance::{open, titre},
    valeurs::a_venir,
};
use crate::{
    domain::{Avis, EtatRevue, Objet, Point, RevueId, Seance, SeanceId, texte::accorder},
    store::{Error, Result, record, reponse, revue::set_etat, seance::seance},
};

/// What is about to be closed, and the colleges nobody represents.
pub(super) fn prepare(conn: &Connection, id: SeanceId, au: Date) -> Result<Preparation> {
    let s = seance(conn, id)?;
    open(&s)?;
    held(&s, au)?;
    let mut p = Preparation::new(format!("{}\u{202f}: clôture", titre(&s)), s.rev);
    p.fait(
        "points",
        match s.sans_avis() {
            0 => format!("{}, chacun avec son avis", accorder(s.points.len(), "point")),
            n => format!("{}, dont {n} sans avis", accorder(s.points.len(), "point")),
        },
    );
    let absents: Vec<&str> = s.absents().into_iter().map(|c| c.libelle.as_str()).collect();
    p.fait(
        "absents",
        if absents.is_empty() {
            "aucun".to_owned()
        } else {
            absents.join("\n")
        },
    );
    p.fait(
        "cloture.incomplete",
        if absents.is_empty() { "non" } else { "oui" },
    );
    Ok(p)
}

/// Closes the séance: suivis and évaluations examined, but those put off, are so from now on.
pub(super) fn record(conn: &Connection, id: SeanceId, rev: i64, v: &Valeurs<'_>) -> Result<String> {
    let s = seance(conn, id)?;
    open(&s)?;
    held(&s, v.au())?;
    let derogation = v.texte("derogation");
    ready(&s, derogation.as_deref())?;
    for point in &s.points {
        if let Objet::Revue(revue, _) = point.objet {
            examine(conn, revue, point)?;
        }
    }
    record::update(
        conn,
        "seance",
        id.0,
        rev,
        &[("etat", &"close"), ("derogation", &derogation)],
    )?;
    let put_off = s.points.iter().filter(|p| p.avis == Some(Avis::Ajourne)).count();
    Ok(format!(
        "{} close\u{202f}: {}, {}.",
        titre(&s),
        accorder(s.points.len() - put_off, "point examiné"),
        accorder(put_off, "ajourné")
    ))
}

/// Refuses a séance still to come.
fn held(s: &Seance, au: Date) -> Result<()> {
    if s.date > au {
        return Err(a_venir("la date de la séance", s.date, au));
    }
    Ok(())
}

/// Refuses an empty agenda, an item without avis, a college missing without a reason.
fn ready(s: &Seance, derogation: Option<&str>) -> Result<()> {
    let refused = |why: String| Err(Error::Refused(why));
    if s.points.is_empty() {
        return refused("l'ordre du jour est vide\u{202f}: a propose ce qui est prêt".to_owned());
    }
    if let Some(p) = s.points.iter().find(|p| p.avis.is_none()) {
        let n = s.sans_avis();
        return refused(format!(
            "{} sans avis, à commencer par « {} » ({})\u{202f}: donnez un avis, ou « ajourné »",
            accorder(n, "point"),
            p.campus_nom,
            p.objet.libelle()
        ));
    }
    let absents = s.absents();
    if !absents.is_empty() && derogation.is_none() {
        let names: Vec<&str> = absents.iter().map(|c| c.libelle.as_str()).collect();
        return refused(format!(
            "aucun représentant pour\u{202f}: {}\u{202f}; complétez les membres présents, ou dites pourquoi clore ainsi",
            names.join(", ")
        ));
    }
    Ok(())
}

/// A review the commission has seen; one put off stays handed in and comes back.
fn examine(conn: &Connection, revue: RevueId, point: &Point) -> Result<()> {
    let (etat, rev) = reponse::etat(conn, revue)?;
    if etat != EtatRevue::Transmis {
        return Err(Error::Refused(format!(
            "la revue de « {} » est dans l'état « {} »\u{202f}: seule une revue transmise s'examine",
            point.campus_nom,
            etat.libelle()
        )));
    }
    if point.avis == Some(Avis::Ajourne) {
        return Ok(());
    }
    set_etat(conn, revue, rev, EtatRevue::Examine, &[])
}
