//! An act in preparation: what it is, and the decisions it carries.

use jiff::civil::Date;
use rusqlite::Connection;

use super::{Preparation, Valeurs, decision::rules, valeurs::cellule};
use crate::{
    domain::{ActeId, DatePartielle, Issue, IssueEvaluation, NatureActe, texte::accorder},
    form::{Row, Value},
    store::{Error, Result, acte::one, record, seance::list},
};

/// A decision an act may carry.
struct Portee {
    /// `Plasticampus : renouvelé`.
    nom: String,
    /// `candidature` or `decision`.
    table: &'static str,
    id: i64,
    rev: i64,
    campus: String,
    /// The act that carries it already.
    acte: Option<i64>,
}

/// Decisions that no act carries, and those this one does.
fn portees(conn: &Connection, acte: Option<ActeId>) -> Result<Vec<Portee>> {
    let own = acte.map_or(0, |a| a.0);
    let mut out = list(
        conn,
        "SELECT k.nom_court, c.id, c.rev, c.acte FROM candidature c JOIN campus k ON k.id = c.campus
         WHERE k.archive IS NULL AND c.issue = 'retenue' AND c.label IS NULL AND (c.acte IS NULL OR c.acte = ?1) ORDER BY k.cle_tri",
        own,
        |r| {
            let campus: String = r.get(0)?;
            Ok(Portee {
                nom: format!("{campus}\u{202f}: candidature {}", Issue::Retenue.libelle()),
                table: "candidature",
                id: r.get(1)?,
                rev: r.get(2)?,
                acte: r.get(3)?,
                campus,
            })
        },
    )?;
    out.extend(list(
        conn,
        "SELECT k.nom_court, d.id, d.rev, d.acte, d.issue FROM decision d JOIN point p ON p.id = d.point
           JOIN revue v ON v.id = p.revue JOIN campus k ON k.id = v.campus
         WHERE k.archive IS NULL AND d.issue <> 'ajourne' AND (d.acte IS NULL OR d.acte = ?1) ORDER BY k.cle_tri",
        own,
        |r| {
            let campus: String = r.get(0)?;
            let issue = crate::store::campus::code(r, 4, IssueEvaluation::read)?;
            Ok(Portee {
                nom: format!("{campus}\u{202f}: {}", issue.libelle()),
                table: "decision",
                id: r.get(1)?,
                rev: r.get(2)?,
                acte: r.get(3)?,
                campus,
            })
        },
    )?);
    Ok(out)
}

/// The act as it stands, or an empty form, with the decisions to carry.
pub(super) fn prepare(conn: &Connection, id: Option<ActeId>, au: Date) -> Result<Preparation> {
    let all = portees(conn, id)?;
    let names = |of: &mut dyn Iterator<Item = &Portee>| of.map(|p| p.nom.clone()).collect::<Vec<_>>();
    let mut p = match id {
        Some(id) => known(conn, id)?,
        None => Preparation::new("Nouvel acte", 0),
    };
    if id.is_some() {
        let own = names(&mut all.iter().filter(|p| p.acte.is_some()));
        p.valeurs.insert("decisions".to_owned(), Value::List(own));
    }
    p.liste("decisions", names(&mut all.iter()));
    p.liste(
        "labels",
        all.iter()
            .filter(|p| p.table == "candidature")
            .map(|p| p.campus.clone())
            .collect(),
    );
    let rules = rules(DatePartielle::Jour(au))?;
    p.sources.insert("duree".to_owned(), Value::Int(rules.duree_max));
    p.liste("categories", rules.categories.clone());
    p.fait("categorie", rules.categories.first().cloned().unwrap_or_default());
    Ok(p)
}

/// An act on file, not yet published.
fn known(conn: &Connection, id: ActeId) -> Result<Preparation> {
    let acte = one(conn, id)?;
    unpublished(acte.publie)?;
    let mut p = Preparation::new(acte.objet.clone(), acte.rev);
    p.texte("nature", Some(acte.nature.libelle().to_owned()));
    p.texte("objet", Some(acte.objet.clone()));
    p.date("signe", Some(DatePartielle::Jour(acte.signe)));
    p.texte("nor", acte.nor.clone());
    let sql = "SELECT k.nom_court, c.effet, c.duree_ans, c.categorie FROM candidature c JOIN campus k ON k.id = c.campus
        WHERE c.acte = ?1 AND c.effet IS NOT NULL ORDER BY k.cle_tri";
    let given = list(conn, sql, id.0, |r| {
        Ok((
            r.get::<_, String>(0)?,
            crate::store::region::date(r, 1)?,
            r.get::<_, i64>(2)?,
            r.get::<_, String>(3)?,
        ))
    })?;
    if let Some((_, effet, duree, categorie)) = given.first().cloned() {
        p.date("effet", effet);
        p.valeurs.insert("duree".to_owned(), Value::Int(duree));
        p.texte("categorie", Some(categorie.clone()));
        let apart: Vec<Row> = given
            .into_iter()
            .filter(|(_, _, d, c)| (*d, c) != (duree, &categorie))
            .map(|(campus, _, d, c)| {
                Row::from([
                    ("campus".to_owned(), Value::Text(campus)),
                    ("duree".to_owned(), Value::Int(d)),
                    ("categorie".to_owned(), Value::Text(c)),
                ])
            })
            .collect();
        if !apart.is_empty() {
            p.valeurs.insert("particuliers".to_owned(), Value::Rows(apart));
        }
    }
    Ok(p)
}

/// Refuses a published act.
pub(super) fn unpublished(publie: Option<Date>) -> Result<()> {
    match publie {
        Some(d) => Err(Error::Refused(format!(
            "l'acte est publié depuis le {}\u{202f}: un autre acte le modifie",
            DatePartielle::Jour(d).fr()
        ))),
        None => Ok(()),
    }
}

/// Prepares or edits the act; it carries the decisions named and no other.
pub(super) fn record(conn: &Connection, id: Option<ActeId>, rev: i64, v: &Valeurs<'_>) -> Result<String> {
    let nature = v.choix("nature", "une nature d'acte", NatureActe::read)?;
    let signe = v.jour("signe", "la date de signature")?;
    let nor = v.ligne("nor").filter(|_| nature == NatureActe::Arrete);
    let columns: [record::Column<'_>; 4] = [
        ("nature", &nature.code()),
        ("objet", &v.requis("objet", "l'objet de l'acte")?),
        ("signe", &signe.to_string()),
        ("nor", &nor.map(|n| n.to_uppercase())),
    ];
    let acte = match id {
        Some(id) => {
            unpublished(one(conn, id)?.publie)?;
            record::update(conn, "acte", id.0, rev, &columns)?;
            id
        }
        None => ActeId(record::insert(conn, "acte", &columns)?),
    };
    let carried = carry(conn, acte, v, signe)?;
    Ok(format!(
        "Acte enregistré\u{202f}: {}\u{202f}; p le publie.",
        accorder(carried, "décision")
    ))
}

/// Attaches the decisions named and detaches the others; says how many it carries.
fn carry(conn: &Connection, acte: ActeId, v: &Valeurs<'_>, signe: Date) -> Result<usize> {
    let wanted = v.liste("decisions");
    let all = portees(conn, Some(acte))?;
    if let Some(unknown) = wanted.iter().find(|w| !all.iter().any(|p| p.nom == **w)) {
        return Err(Error::Refused(format!(
            "« {unknown} » n'est plus à porter par un acte"
        )));
    }
    if wanted.is_empty() {
        return Err(Error::Refused("un acte porte au moins une décision".to_owned()));
    }
    for p in &all {
        let carried = wanted.contains(&p.nom);
        let acte = carried.then_some(acte.0);
        match (p.table, carried) {
            ("candidature", true) => {
                let (effet, duree, categorie) = given(&p.campus, v, signe)?;
                let columns: [record::Column<'_>; 4] = [
                    ("acte", &acte),
                    ("effet", &effet.iso()),
                    ("duree_ans", &duree),
                    ("categorie", &categorie),
                ];
                record::update(conn, "candidature", p.id, p.rev, &columns)?;
            }
            _ if p.acte == acte => {}
            ("candidature", false) => {
                let none = None::<String>;
                let columns: [record::Column<'_>; 4] = [
                    ("acte", &none),
                    ("effet", &none),
                    ("duree_ans", &none),
                    ("categorie", &none),
                ];
                record::update(conn, "candidature", p.id, p.rev, &columns)?;
            }
            _ => record::update(conn, "decision", p.id, p.rev, &[("acte", &acte)])?,
        }
    }
    Ok(wanted.len())
}

/// Start, duration and category of the label given to a campus.
fn given(campus: &str, v: &Valeurs<'_>, signe: Date) -> Result<(DatePartielle, i64, String)> {
    let effet = v
        .date("effet", "la date d'effet")?
        .unwrap_or(DatePartielle::Jour(signe));
    let rules = rules(effet)?;
    let apart = v
        .lignes("particuliers")
        .iter()
        .find(|r| cellule(r, "campus").as_deref() == Some(campus));
    let own_duree = apart.and_then(|r| match r.get("duree") {
        Some(Value::Int(n)) => Some(*n),
        _ => None,
    });
    let duree = own_duree.or_else(|| v.entier("duree")).unwrap_or(rules.duree_max);
    if !rules.permet(Some(duree), None) {
        return Err(Error::Refused(format!(
            "«\u{a0}{campus}\u{a0}»\u{202f}: le régime de {} fixe {}",
            rules.code,
            rules.durees()
        )));
    }
    let own = apart.and_then(|r| cellule(r, "categorie"));
    let categorie = own
        .or_else(|| v.ligne("categorie"))
        .unwrap_or_else(|| "CMQ".to_owned());
    if !rules.categories.contains(&categorie) {
        return Err(Error::Refused(format!(
            "« {campus} »\u{202f}: la catégorie « {categorie} » n'existe pas sous le régime de {}",
            rules.code
        )));
    }
    Ok((effet, duree, categorie))
}
