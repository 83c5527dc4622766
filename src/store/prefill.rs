//! What the register already knows for a review: the values that forms name in `prefill`, `options_from`
//! and `rows_from`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension};

use super::{Error, Result, Store, campus, label, point, reponse};
use crate::{
    domain::{CampusId, CampusLigne, Ordre, PointId, RevueId, TypeEcheance, TypeRevue, regime},
    form::{Row, Value},
};

/// Values by the name a form gives them. What is unknown has no entry.
type Sources = BTreeMap<String, Value>;

impl Store {
    /// What a form may take from the register for this campus on the reference day: `campus.*`, `label.*`,
    /// `partenaires` (rows nom, type, identifiant, commune, role) and their counts, `criteres`, `regions`,
    /// `academies`, `indicateurs` (rows code, libelle, unite, sens, calcul), and for an évaluation each
    /// answer of the campus's latest suivi as `suivi.<field>`.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown campus.
    pub fn sources(&self, campus: CampusId, t: TypeRevue, au: Date) -> Result<Sources> {
        let tx = self.conn.unchecked_transaction()?;
        let line =
            campus::ligne(&tx, campus, au)?.ok_or_else(|| Error::NotFound(format!("le campus {campus}")))?;
        let mut out = Sources::new();
        add_campus(&tx, &line, &mut out)?;
        add_label(&line, &mut out);
        add_partenaires(&tx, campus, &mut out)?;
        add_lists(&tx, &mut out)?;
        if t == TypeRevue::Evaluation {
            add_suivi(&tx, campus, au, &mut out)?;
        }
        Ok(out)
    }
}

/// Adds a text, unless nothing is known.
fn text(out: &mut Sources, name: &str, value: Option<String>) {
    if let Some(value) = value.filter(|v| !v.is_empty()) {
        out.insert(name.to_owned(), Value::Text(value));
    }
}

/// `campus.*`.
fn add_campus(conn: &Connection, line: &CampusLigne, out: &mut Sources) -> Result<()> {
    text(out, "campus.nom", Some(line.nom.clone()));
    // The sector is what the official name says after its generic head.
    text(out, "campus.intitule", Some(line.nom_court.clone()));
    text(out, "campus.region", Some(line.region.clone()));
    text(out, "campus.academie", Some(line.academie.clone()));
    text(out, "campus.support", support(conn, line.id)?);
    Ok(())
}

/// The UAI of the campus's supporting establishment; `None` when no partner has that role and a UAI, or when
/// several do: the register does not choose between them.
fn support(conn: &Connection, campus: CampusId) -> Result<Option<String>> {
    let mut stmt = conn.prepare_cached(
        "SELECT p.uai FROM campus_partenaire l JOIN partenaire p ON p.id = l.partenaire
         WHERE l.campus = ?1 AND l.archive IS NULL AND l.role = 'établissement support'",
    )?;
    let found: Vec<Option<String>> = stmt
        .query_map([campus.0], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(<[_; 1]>::try_from(found).ok().and_then(|[uai]| uai))
}

/// `label.*` and `criteres`.
fn add_label(line: &CampusLigne, out: &mut Sources) {
    let label = &line.label;
    out.insert("label.debut".to_owned(), Value::Date(label.debut));
    out.insert("label.fin".to_owned(), Value::Date(label.fin()));
    out.insert("label.duree_ans".to_owned(), Value::Int(label.duree_ans));
    text(out, "label.regime", Some(label.regime.clone()));
    text(out, "label.acte", label.acte.clone());
    // The forms' word for the plain category.
    let categorie = match label.categorie.as_str() {
        "CMQ" => "Campus",
        other => other,
    };
    text(out, "label.categorie", Some(categorie.to_owned()));
    let window = line
        .echeances
        .iter()
        .find(|e| e.type_echeance == TypeEcheance::Evaluation);
    text(out, "label.fenetre", window.map(|e| e.terme.fr()));
    let criteres = regime::regime(&label.regime).map_or_else(Vec::new, |r| r.criteres.clone());
    out.insert("criteres".to_owned(), Value::List(criteres));
}

/// `partenaires` and their counts, by the indicator each type counts in.
fn add_partenaires(conn: &Connection, campus: CampusId, out: &mut Sources) -> Result<()> {
    let mut stmt = conn.prepare_cached(
        "SELECT p.nom, t.libelle AS type, coalesce(p.uai, p.siret) AS identifiant, p.commune, l.role, t.indicateur
         FROM campus_partenaire l JOIN partenaire p ON p.id = l.partenaire JOIN type_partenaire t ON t.id = p.type
         WHERE l.campus = ?1 AND l.archive IS NULL ORDER BY p.cle_tri, p.id",
    )?;
    let mut members = Vec::new();
    let mut counted: BTreeMap<String, i64> = BTreeMap::new();
    let mut rows = stmt.query([campus.0])?;
    while let Some(r) = rows.next()? {
        members.push(row(r, &["nom", "type", "identifiant", "commune", "role"])?);
        if let Some(indicateur) = r.get::<_, Option<String>>(5)? {
            *counted.entry(indicateur).or_default() += 1;
        }
    }
    let count = |code: &str| Value::Int(counted.get(code).copied().unwrap_or(0));
    let total = i64::try_from(members.len()).unwrap_or(i64::MAX);
    out.insert("partenaires.total".to_owned(), Value::Int(total));
    out.insert("partenaires.etablissements".to_owned(), count("PAR_ETB"));
    out.insert("partenaires.entreprises".to_owned(), count("PAR_ENT"));
    out.insert("partenaires.laboratoires".to_owned(), count("PAR_LAB"));
    out.insert("partenaires".to_owned(), Value::Rows(members));
    Ok(())
}

/// The texts of a row's first columns, by name; what is unknown is left out.
fn row(r: &rusqlite::Row<'_>, names: &[&str]) -> Result<Row> {
    let mut out = Row::new();
    for (column, name) in names.iter().enumerate() {
        if let Some(value) = r.get::<_, Option<String>>(column)? {
            out.insert((*name).to_owned(), Value::Text(value));
        }
    }
    Ok(out)
}

/// `regions`, `academies`, `indicateurs`.
fn add_lists(conn: &Connection, out: &mut Sources) -> Result<()> {
    // A région of 2013 and one of today may share their name.
    let regions = names(conn, "SELECT nom FROM region GROUP BY nom ORDER BY min(cle_tri)")?;
    out.insert("regions".to_owned(), Value::List(regions));
    let ordre = Ordre::new();
    let mut academies = names(conn, "SELECT nom FROM academie")?;
    academies.sort_by_cached_key(|nom| ordre.cle(nom));
    out.insert("academies".to_owned(), Value::List(academies));
    let mut stmt =
        conn.prepare_cached("SELECT code, libelle, unite, sens, calcul FROM indicateur ORDER BY ordre")?;
    let mut rows = stmt.query([])?;
    let mut indicateurs = Vec::new();
    while let Some(r) = rows.next()? {
        indicateurs.push(row(r, &["code", "libelle", "unite", "sens", "calcul"])?);
    }
    out.insert("indicateurs".to_owned(), Value::Rows(indicateurs));
    Ok(())
}

/// The texts of a query's first column.
pub(crate) fn names(conn: &Connection, sql: &str) -> Result<Vec<String>> {
    let mut stmt = conn.prepare_cached(sql)?;
    let rows = stmt.query_map([], |r| r.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// `suivi.*`: the suivi of the same label period. Once the commission has examined it, its recommendations are
/// the commission's.
fn add_suivi(conn: &Connection, campus: CampusId, au: Date, out: &mut Sources) -> Result<()> {
    let Some((period, _)) = label::present(conn, campus, au)? else {
        return Ok(());
    };
    let suivi: Option<i64> = conn
        .prepare_cached("SELECT id FROM revue WHERE label = ?1 AND type = 'suivi'")?
        .query_row([period], |r| r.get(0))
        .optional()?;
    let Some(id) = suivi else { return Ok(()) };
    for (champ, value) in reponse::all(conn, RevueId(id))? {
        out.insert(format!("suivi.{champ}"), value);
    }
    let examined: Option<i64> = conn
        .prepare_cached(
            "SELECT p.id FROM point p JOIN seance s ON s.id = p.seance
             WHERE p.revue = ?1 AND s.etat = 'close' AND p.avis <> 'ajourne' ORDER BY s.date DESC, s.id DESC LIMIT 1",
        )?
        .query_row([id], |r| r.get(0))
        .optional()?;
    if let Some(id) = examined {
        let given = point::rows(&point::recommandations(conn, PointId(id))?);
        out.insert("suivi.reco".to_owned(), given);
    }
    Ok(())
}
