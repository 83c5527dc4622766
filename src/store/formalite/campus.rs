//! A campus's record: names, place, filières, axes, support, what D335-33 asks; its label too while it has none.

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension};

use super::{
    Preparation, Recorded, Valeurs, ailleurs,
    attaches::{self, Raison},
    decision::{open, rules},
    territoire,
};
use crate::{
    domain::{CampusId, DatePartielle, Entite, Label, Regime, campus::nom_court, identifiant, regime},
    form::Value,
    store::{
        Error, Result, record,
        region::{Regions, date},
        renvoi::renvoi,
    },
};

/// The rows whose revisions make the record's: what the form rewrites.
const LIGNES: &str = "SELECT id, rev FROM campus WHERE id = ?1
    UNION ALL SELECT id, rev FROM axe WHERE campus = ?1
    UNION ALL SELECT id, rev FROM campus_filiere WHERE campus = ?1
    UNION ALL SELECT id, rev FROM campus_autre_region WHERE campus = ?1
    UNION ALL SELECT id, rev FROM campus_autre_academie WHERE campus = ?1";

/// Why a filière chosen in the record is attached.
const SAISIE: Raison = Raison {
    raison: "rattachée dans la fiche du campus",
    origine: "saisie",
};

/// The record as it stands, or an empty form, with the lists to choose from.
pub(super) fn prepare(conn: &Connection, id: Option<CampusId>, au: Date) -> Result<Preparation> {
    let mut p = match id {
        Some(id) => known(conn, id)?,
        None => Preparation::new("Nouveau campus", 0),
    };
    territoire::listes(conn, &mut p)?;
    if !labelled(conn, id)? {
        let rules = rules(DatePartielle::Jour(au))?;
        p.fait("label.absent", "oui");
        p.liste("categories", rules.categories.clone());
    }
    Ok(p)
}

/// Whether the campus has a label, known by any day.
fn labelled(conn: &Connection, id: Option<CampusId>) -> Result<bool> {
    let Some(id) = id else { return Ok(false) };
    Ok(conn.query_row(
        "SELECT EXISTS (SELECT 1 FROM label WHERE campus = ?1)",
        [id.0],
        |r| r.get(0),
    )?)
}

/// A campus on file.
fn known(conn: &Connection, id: CampusId) -> Result<Preparation> {
    let rev = record::empreinte(conn, LIGNES, id.0)?;
    let found = conn
        .prepare_cached(
            "SELECT c.nom, c.nom_court, c.nom_usage, r.nom, a.nom, c.lieu, c.commune, c.code_insee, c.position,
               c.support, c.support_note, c.hebergement_note, c.note, c.latitude, c.longitude, c.convention, c.hebergement
             FROM campus c JOIN region r ON r.id = c.region JOIN academie a ON a.id = c.academie WHERE c.id = ?1",
        )?
        .query_row([id.0], |r| {
            let mut p = Preparation::new(r.get::<_, String>(1)?, rev);
            for (i, field) in TEXTES.into_iter().enumerate() {
                p.texte(field, r.get(i)?);
            }
            let number = |x: Option<f64>| x.map(Value::Real);
            p.valeur("latitude", number(r.get(13)?));
            p.valeur("longitude", number(r.get(14)?));
            p.date("convention", date(r, 15)?);
            p.valeur("hebergement", r.get::<_, Option<bool>>(16)?.map(Value::Bool));
            Ok(p)
        })
        .optional()?;
    let mut p = found.ok_or_else(|| Error::NotFound(format!("le campus {id}")))?;
    attaches::prepare(conn, id.0, &mut p)?;
    ailleurs::prepare(conn, id.0, &mut p)?;
    Ok(p)
}

/// Fields that are texts, in the order of the columns that [`known`] reads.
const TEXTES: [&str; 13] = [
    "nom",
    "nom_court",
    "nom_usage",
    "region",
    "academie",
    "lieu",
    "commune",
    "code_insee",
    "position",
    "support",
    "support_note",
    "hebergement_note",
    "note",
];

/// Enters or edits the record.
pub(super) fn record(conn: &Connection, id: Option<CampusId>, rev: i64, v: &Valeurs<'_>) -> Result<Recorded> {
    let nom = v.requis("nom", "le nom officiel du campus")?;
    if let Some(id) = id {
        fresh(conn, id, rev)?;
    }
    let region = v.requis("region", "la région")?;
    let before = id.or(homonyme(conn, &nom, &region, id)?);
    let id = write(conn, before, &nom, v)?;
    attaches::record(conn, id.0, v, &SAISIE)?;
    ailleurs::record(conn, id.0, v, v.date("label_debut", "le début du label")?)?;
    let label = label(conn, id, v)?;
    let what = match (label, labelled(conn, Some(id))?) {
        (Some(l), _) => format!(", labellisé de {} à {}", l.debut.fr(), l.fin().fr()),
        (None, true) => String::new(),
        (None, false) => {
            ", sans label\u{202f}: un candidat, qui paraît dans les listes dès qu'il en a un".to_owned()
        }
    };
    let renvoi = renvoi(conn, Entite::Campus, id.0)?;
    Ok(Recorded {
        sentence: format!("{} enregistré{what}.", renvoi.nom),
        sur: Some((Entite::Campus, renvoi)),
    })
}

/// Refuses what was read before someone else's change.
fn fresh(conn: &Connection, id: CampusId, rev: i64) -> Result<()> {
    if record::empreinte(conn, LIGNES, id.0)? == rev {
        return Ok(());
    }
    Err(Error::Stale(format!("le campus {id}")))
}

/// The campus of that name in that région, or in one that it succeeds or became, other than `own`: a candidate
/// without a label is completed, any other keeps its name. Two régions may each have a campus of one name.
fn homonyme(conn: &Connection, nom: &str, region: &str, own: Option<CampusId>) -> Result<Option<CampusId>> {
    let regions = Regions::load(conn)?;
    let found: Vec<(i64, bool, i64)> = conn
        .prepare_cached(
            "SELECT id, archive IS NOT NULL OR EXISTS (SELECT 1 FROM label WHERE campus = c.id), region FROM campus c
             WHERE nom = ?1 AND id IS NOT ?2",
        )?
        .query_map((nom, own.map(|id| id.0)), |r| {
            Ok((r.get(0)?, r.get(1)?, r.get(2)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let found = found
        .into_iter()
        .find(|(_, _, of)| regions.parentes(*of, region))
        .map(|(id, kept, _)| (id, kept));
    match found {
        Some((id, false)) if own.is_none() => Ok(Some(CampusId(id))),
        Some((id, _)) => Err(Error::Refused(format!(
            "« {nom} » est déjà le nom officiel du campus {id}"
        ))),
        None => Ok(None),
    }
}

/// The row itself; its id.
fn write(conn: &Connection, id: Option<CampusId>, nom: &str, v: &Valeurs<'_>) -> Result<CampusId> {
    let debut = v.date("label_debut", "le début du label")?;
    let region = region(conn, id, &v.requis("region", "la région")?, debut)?;
    let academie = territoire::academie(conn, &v.requis("academie", "l'académie")?, region)?;
    let (latitude, longitude) = (v.nombre("latitude"), v.nombre("longitude"));
    if latitude.is_some() != longitude.is_some() {
        return Err(Error::Refused("latitude et longitude vont ensemble".to_owned()));
    }
    let columns: [record::Column<'_>; 17] = [
        ("nom", &nom),
        (
            "nom_court",
            &v.ligne("nom_court").unwrap_or_else(|| nom_court(nom)),
        ),
        ("nom_usage", &v.ligne("nom_usage")),
        ("region", &region),
        ("academie", &academie),
        ("lieu", &v.requis("lieu", "le lieu du campus")?),
        ("commune", &v.ligne("commune")),
        ("code_insee", &v.identifiant("code_insee", identifiant::commune)),
        ("latitude", &latitude),
        ("longitude", &longitude),
        ("position", &v.ligne("position")),
        ("support", &v.ligne("support")),
        ("support_note", &v.ligne("support_note")),
        (
            "convention",
            &v.date("convention", "la date de la convention")?
                .map(DatePartielle::iso),
        ),
        ("hebergement", &v.oui_non("hebergement")),
        ("hebergement_note", &v.ligne("hebergement_note")),
        ("note", &v.texte("note")),
    ];
    match id {
        Some(id) => record::revise(conn, "campus", id.0, &columns).map(|_| id),
        None => record::insert(conn, "campus", &columns).map(CampusId),
    }
}

/// The région of that name: the one the campus has when it bears it, else the one in force when the label begins.
fn region(conn: &Connection, id: Option<CampusId>, nom: &str, debut: Option<DatePartielle>) -> Result<i64> {
    let own = conn
        .prepare_cached(
            "SELECT r.id FROM campus c JOIN region r ON r.id = c.region WHERE c.id = ?1 AND r.nom = ?2",
        )?
        .query_row((id.map(|id| id.0), nom), |r| r.get(0))
        .optional()?;
    own.map_or_else(|| territoire::region(conn, nom, debut), Ok)
}

/// The first label of a campus that has none, when the form gives its start.
fn label(conn: &Connection, id: CampusId, v: &Valeurs<'_>) -> Result<Option<Label>> {
    let Some(debut) = v.date("label_debut", "le début du label")? else {
        return Ok(None);
    };
    if labelled(conn, Some(id))? {
        return Err(Error::Refused(
            "ce campus a déjà un label\u{202f}: une décision ou un acte en ouvre un autre".to_owned(),
        ));
    }
    ouvrir(conn, id, debut, v).map(Some)
}

/// One more label period of a campus, read from a file; or the one that it overlaps, and nothing is written then.
pub(super) fn periode(
    conn: &Connection,
    id: CampusId,
    v: &Valeurs<'_>,
) -> Result<std::result::Result<Label, Label>> {
    let debut = v
        .date("label_debut", "le début du label")?
        .ok_or_else(|| Error::Refused("il manque le début du label".to_owned()))?;
    let new = lu(debut, v)?;
    let known = crate::store::label::labels(conn, &crate::store::campus::json_ids([id.0]), Date::MAX)?;
    let overlapped = known.into_values().flatten().find(|(_, l)| l.recouvre(&new));
    if let Some((_, other)) = overlapped {
        return Ok(Err(other));
    }
    inserer(conn, id, &new, v)?;
    Ok(Ok(new))
}

/// Opens a label period as the régime of its start has it.
fn ouvrir(conn: &Connection, id: CampusId, debut: DatePartielle, v: &Valeurs<'_>) -> Result<Label> {
    let label = lu(debut, v)?;
    inserer(conn, id, &label, v)?;
    Ok(label)
}

/// The label period that the values say, as the régime of its start has it.
fn lu(debut: DatePartielle, v: &Valeurs<'_>) -> Result<Label> {
    let (duree, given) = (v.entier("label_duree"), v.ligne("label_categorie"));
    // In the year of a new régime, what only one of both allows tells which one it was.
    let later = regime::en_vigueur(debut.last()).filter(|r| r.permet(duree, given.as_deref()));
    let rules = match (rules(debut)?, later) {
        (first, Some(later)) if !first.permet(duree, given.as_deref()) => later,
        (first, _) => first,
    };
    let duree_ans = duree.unwrap_or(rules.duree_max);
    if !rules.permet(Some(duree_ans), None) {
        return Err(Error::Refused(format!(
            "la durée est de {duree_ans} ans\u{202f}; le régime de {} fixe {}",
            rules.code,
            rules.durees()
        )));
    }
    Ok(Label {
        debut,
        duree_ans,
        regime: rules.code.clone(),
        categorie: categorie(given, rules)?,
        acte: v.ligne("label_acte"),
        suite: None,
    })
}

/// Inserts it, known from its start on: a list as of an earlier day does not show it.
fn inserer(conn: &Connection, id: CampusId, label: &Label, v: &Valeurs<'_>) -> Result<()> {
    let connu = label.debut.first().min(v.au());
    open(conn, id, label, connu, label.acte.as_deref()).map(drop)
}

/// A category that the régime has; its first one when none is given.
pub(super) fn categorie(given: Option<String>, rules: &Regime) -> Result<String> {
    let Some(given) = given else {
        return Ok(rules.categories.first().cloned().unwrap_or_default());
    };
    rules.categorie(&given).map(str::to_owned).ok_or_else(|| {
        Error::Refused(format!(
            "la catégorie «\u{a0}{given}\u{a0}» n'existe pas sous le régime de {}\u{202f}: {}",
            rules.code,
            rules.categories.join(", ")
        ))
    })
}
