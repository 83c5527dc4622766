//! The decision on an évaluation: it opens the next period, ends the label at its term, or puts off.

use jiff::civil::Date;
use rusqlite::Connection;

use super::{Preparation, Valeurs};
use crate::{
    domain::{
        Avis, CampusId, DatePartielle, EtatRevue, IssueEvaluation, Label, Objet, Point, PointId, Regime,
        RevueId, Seance, TypeRevue, regime, texte::accorder,
    },
    form::Value,
    store::{Error, Result, point::one, record, region::date, reponse, revue::set_etat, seance::seance},
};

/// The item, when its évaluation may be decided now.
fn decidable(conn: &Connection, id: PointId) -> Result<(Point, Seance, RevueId)> {
    let (point, of) = one(conn, id)?;
    let refused = |why: &str| Err(Error::Refused(why.to_owned()));
    let Objet::Revue(revue, TypeRevue::Evaluation) = point.objet else {
        return refused("seule une évaluation se décide ainsi");
    };
    let s = seance(conn, of)?;
    if !s.close {
        return refused("la séance n'est pas close\u{202f}: on décide après la clôture");
    }
    if let Some(d) = &point.decision {
        return Err(Error::Refused(format!("déjà décidé\u{202f}: {}", d.libelle)));
    }
    let elsewhere: bool = conn.query_row(
        "SELECT EXISTS (SELECT 1 FROM decision d JOIN point p ON p.id = d.point
           WHERE p.revue = ?1 AND d.issue <> 'ajourne')
         OR EXISTS (SELECT 1 FROM point p JOIN seance s ON s.id = p.seance
           WHERE p.revue = ?1 AND p.id <> ?2 AND (s.date, s.id) > (SELECT date, id FROM seance WHERE id = ?3))",
        (revue.0, id.0, of.0),
        |r| r.get(0),
    )?;
    if elsewhere {
        return refused("cette évaluation est décidée ou reprise par une séance plus récente");
    }
    Ok((point, s, revue))
}

/// The label period an évaluation is about.
fn periode(conn: &Connection, revue: RevueId) -> Result<(i64, Label)> {
    let mut stmt = conn.prepare_cached(
        "SELECT l.id, l.debut, l.duree_ans, r.code, l.categorie FROM revue v JOIN label l ON l.id = v.label
         JOIN regime r ON r.id = l.regime WHERE v.id = ?1",
    )?;
    Ok(stmt.query_row([revue.0], |r| {
        let label = Label {
            debut: date(r, 1)?.ok_or(rusqlite::Error::InvalidQuery)?,
            duree_ans: r.get(2)?,
            regime: r.get(3)?,
            categorie: r.get(4)?,
            acte: None,
            suite: None,
        };
        Ok((r.get(0)?, label))
    })?)
}

/// What the decision starts from: the commission's avis, the end of the label, the regime then in force.
pub(super) fn prepare(conn: &Connection, id: PointId) -> Result<Preparation> {
    let (point, _, revue) = decidable(conn, id)?;
    let (_, label) = periode(conn, revue)?;
    let effet = label.fin();
    let rules = rules(effet)?;
    let mut p = Preparation::new(format!("{}\u{202f}: décision", point.campus_nom), 0);
    p.fait("avis", point.avis.map_or("", Avis::libelle));
    p.sources.insert("effet".to_owned(), Value::Date(effet));
    p.sources.insert("duree".to_owned(), Value::Int(rules.duree_max));
    let categorie = rules.categories.iter().find(|c| **c == label.categorie);
    p.fait(
        "categorie",
        categorie
            .or(rules.categories.first())
            .cloned()
            .unwrap_or_default(),
    );
    p.liste("categories", rules.categories.clone());
    Ok(p)
}

/// The regime in force when a period begins.
pub(super) fn rules(effet: DatePartielle) -> Result<&'static Regime> {
    regime::en_vigueur(effet.first())
        .ok_or_else(|| Error::Refused(format!("aucun régime n'était en vigueur en {}", effet.fr())))
}

/// Decides, in one lot: the decision, the next period if there is one, the reviews of this one closed.
pub(super) fn record(conn: &Connection, id: PointId, v: &Valeurs<'_>) -> Result<String> {
    let (point, s, revue) = decidable(conn, id)?;
    let issue = v.choix("issue", "une décision", IssueEvaluation::read)?;
    let le = v.jour_venu("le", "la date de la décision")?;
    if le < s.date {
        return Err(Error::Refused(format!(
            "la décision ne peut pas précéder la séance du {}",
            DatePartielle::Jour(s.date).fr()
        )));
    }
    let motif = v.texte("motif");
    if motif.is_none() && issue != IssueEvaluation::Renouvele {
        return Err(Error::Refused(format!(
            "« {} » demande un motif",
            issue.libelle()
        )));
    }
    let (_, label) = periode(conn, revue)?;
    let next = match issue {
        IssueEvaluation::Renouvele | IssueEvaluation::Reduite => {
            Some(renew(conn, point.campus, &label, issue, le, v)?)
        }
        IssueEvaluation::NonRenouvele | IssueEvaluation::Ajourne => None,
    };
    let columns: [record::Column<'_>; 5] = [
        ("point", &id.0),
        ("issue", &issue.code()),
        ("le", &le.to_string()),
        ("motif", &motif),
        ("label", &next.as_ref().map(|n| n.id)),
    ];
    record::insert(conn, "decision", &columns)?;
    settle(conn, revue, issue)?;
    let until = next.map_or(String::new(), |n| {
        format!(" jusqu'en {} (régime de {})", n.fin.first().year(), n.regime)
    });
    Ok(format!(
        "{}\u{202f}: {}{until}.",
        point.campus_nom,
        issue.libelle()
    ))
}

/// The period a renewal opens.
struct Suivante {
    id: i64,
    fin: DatePartielle,
    regime: String,
}

/// Opens the next period: duration and category of the regime in force at its start.
fn renew(
    conn: &Connection,
    campus: CampusId,
    label: &Label,
    issue: IssueEvaluation,
    le: Date,
    v: &Valeurs<'_>,
) -> Result<Suivante> {
    let effet = v.date("effet", "la date d'effet")?.unwrap_or_else(|| label.fin());
    if effet.last() < label.fin().first() {
        return Err(Error::Refused(format!(
            "la nouvelle période ne peut pas commencer avant la fin de la précédente, {}",
            label.fin().fr()
        )));
    }
    let rules = rules(effet)?;
    let duree = v.entier("duree").unwrap_or(rules.duree_max);
    check_duration(rules, issue, duree)?;
    let categorie = v.ligne("categorie").unwrap_or_else(|| label.categorie.clone());
    if !rules.categories.contains(&categorie) {
        return Err(Error::Refused(format!(
            "la catégorie « {categorie} » n'existe pas sous le régime de {}\u{202f}: {}",
            rules.code,
            rules.categories.join(", ")
        )));
    }
    let new = Label {
        debut: effet,
        duree_ans: duree,
        regime: rules.code.clone(),
        categorie,
        acte: None,
        suite: None,
    };
    Ok(Suivante {
        id: open(conn, campus, &new, le, None)?,
        fin: new.fin(),
        regime: new.regime,
    })
}

/// Whether the regime allows that duration for that decision.
fn check_duration(rules: &Regime, issue: IssueEvaluation, duree: i64) -> Result<()> {
    let (min, max) = (rules.duree_min, rules.duree_max);
    let sentence = match issue {
        IssueEvaluation::Reduite if !(1..max).contains(&duree) => {
            format!(
                "une durée réduite est de 1 à {} sous le régime de {}",
                accorder((max - 1).unsigned_abs() as usize, "an"),
                rules.code
            )
        }
        IssueEvaluation::Renouvele if !(min..=max).contains(&duree) => {
            let ans = if min == max {
                max.to_string()
            } else {
                format!("{min} à {max}")
            };
            format!(
                "le régime de {} fixe {ans} ans\u{202f}; pour moins, choisissez « renouvelé pour une durée réduite »",
                rules.code
            )
        }
        _ => return Ok(()),
    };
    Err(Error::Refused(sentence))
}

/// Inserts a label period known from `connu` on.
pub(super) fn open(
    conn: &Connection,
    campus: CampusId,
    label: &Label,
    connu: Date,
    acte: Option<&str>,
) -> Result<i64> {
    let regime: i64 = conn
        .prepare_cached("SELECT id FROM regime WHERE code = ?1")?
        .query_row([&label.regime], |r| r.get(0))?;
    let columns: [record::Column<'_>; 7] = [
        ("campus", &campus.0),
        ("debut", &label.debut.iso()),
        ("duree_ans", &label.duree_ans),
        ("regime", &regime),
        ("categorie", &label.categorie),
        ("acte", &acte),
        ("connu", &connu.to_string()),
    ];
    record::insert(conn, "label", &columns)
}

/// An évaluation put off is handed in again; any other decision closes the reviews of the period.
fn settle(conn: &Connection, revue: RevueId, issue: IssueEvaluation) -> Result<()> {
    let (etat, rev) = reponse::etat(conn, revue)?;
    if issue == IssueEvaluation::Ajourne {
        if etat == EtatRevue::Examine {
            set_etat(conn, revue, rev, EtatRevue::Transmis, &[])?;
        }
        return Ok(());
    }
    let mut stmt = conn.prepare_cached(
        "SELECT id, rev FROM revue WHERE label = (SELECT label FROM revue WHERE id = ?1) AND etat IN ('examine', 'transmis')
           AND (id = ?1 OR etat = 'examine')",
    )?;
    let rows = stmt
        .query_map([revue.0], |r| Ok((RevueId(r.get(0)?), r.get(1)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    rows.into_iter()
        .try_for_each(|(id, rev)| set_etat(conn, id, rev, EtatRevue::Clos, &[]))
}
