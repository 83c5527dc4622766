//! The shipped rows of a new register, from `data/registre`, written through the door as one lot.
//! Must not be used on a register that already holds rows.

mod fichiers;

use std::collections::HashMap;

use rusqlite::Connection;
use serde::de::DeserializeOwned;

use self::fichiers::{
    Academies, Appel, Appels, Campus, Campuses, Colleges, Departements, Filieres, Indicateurs, Lien,
    Partenaire, Partenaires, Regions, Source, Types,
};
use super::{
    Error, Op, Result,
    record::{self, Column},
    write,
};
use crate::domain::regime;

/// Fills an empty register, as one lot.
pub(crate) fn seed(conn: &Connection, agent: &str) -> Result<()> {
    write::lot(conn, Op::Create.into(), agent, |conn| {
        let mut rows = Rows::new(conn);
        regions(&mut rows)?;
        academies(&mut rows)?;
        departements(&mut rows)?;
        filieres(&mut rows)?;
        regimes(&mut rows)?;
        indicateurs(&mut rows)?;
        appels(&mut rows)?;
        campuses(&mut rows)?;
        partenaires(&mut rows)
    })?;
    Ok(())
}

/// Inserts rows and remembers them by table and key.
struct Rows<'c> {
    conn: &'c Connection,
    ids: HashMap<(&'static str, String), i64>,
}

impl<'c> Rows<'c> {
    fn new(conn: &'c Connection) -> Self {
        Self {
            conn,
            ids: HashMap::new(),
        }
    }

    /// Inserts a row; returns its id.
    fn add(&self, table: &'static str, columns: &[Column<'_>]) -> Result<i64> {
        record::insert(self.conn, table, columns)
    }

    /// Inserts a row others refer to by `key`.
    fn add_as(&mut self, table: &'static str, key: &str, columns: &[Column<'_>]) -> Result<i64> {
        let id = self.add(table, columns)?;
        if self.ids.insert((table, key.to_owned()), id).is_some() {
            return Err(Error::Seed(format!("« {key} » est deux fois dans {table}")));
        }
        Ok(id)
    }

    /// The id of the row named `key`.
    fn id(&self, table: &'static str, key: &str) -> Result<i64> {
        let found = self.ids.get(&(table, key.to_owned())).copied();
        found.ok_or_else(|| Error::Seed(format!("« {key} » n'est pas dans {table}")))
    }

    /// The id of the row named `key`, when there is a key.
    fn id_opt(&self, table: &'static str, key: Option<&str>) -> Result<Option<i64>> {
        key.map(|k| self.id(table, k)).transpose()
    }

    /// The id of a source, inserted once.
    fn source(&mut self, source: &Source) -> Result<i64> {
        let key = format!("{}\u{0}{}", source.titre, source.url);
        if let Some(id) = self.ids.get(&("source", key.clone())) {
            return Ok(*id);
        }
        self.add_as("source", &key, &[("titre", &source.titre), ("url", &source.url)])
    }

    /// Attaches sources to a row, each once.
    fn sources(
        &mut self,
        table: &'static str,
        column: &'static str,
        row: i64,
        sources: &[Source],
    ) -> Result<()> {
        let mut done = Vec::new();
        for source in sources {
            let id = self.source(source)?;
            if !done.contains(&id) {
                self.add(table, &[(column, &row), ("source", &id)])?;
                done.push(id);
            }
        }
        Ok(())
    }
}

/// A shipped file.
fn read<T: DeserializeOwned>(name: &str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|e| Error::Seed(format!("{name} : {e}")))
}

/// The régions of 2013 and of today, then which succeeds which.
fn regions(rows: &mut Rows<'_>) -> Result<()> {
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
fn academies(rows: &mut Rows<'_>) -> Result<()> {
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
fn departements(rows: &mut Rows<'_>) -> Result<()> {
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

/// Families and filières.
fn filieres(rows: &mut Rows<'_>) -> Result<()> {
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
fn regimes(rows: &mut Rows<'_>) -> Result<()> {
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
fn indicateurs(rows: &mut Rows<'_>) -> Result<()> {
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
fn appels(rows: &mut Rows<'_>) -> Result<()> {
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

/// Campuses with everything that hangs on them but partners.
fn campuses(rows: &mut Rows<'_>) -> Result<()> {
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
    label(rows, c, id)?;
    rows.sources("campus_source", "campus", id, &c.sources)
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
    rows.add("label", &columns)?;
    let appel = rows.id("appel", &c.appel)?;
    rows.add(
        "candidature",
        &[("appel", &appel), ("campus", &campus), ("issue", &"retenue")],
    )?;
    Ok(())
}

/// Partners, their campuses, and what says so.
fn partenaires(rows: &mut Rows<'_>) -> Result<()> {
    let text = include_str!("../../../data/registre/partenaires.json");
    let file: Partenaires = read("partenaires.json", text)?;
    file.partenaires.iter().try_for_each(|p| partenaire(rows, p))
}

/// One partner.
fn partenaire(rows: &mut Rows<'_>, p: &Partenaire) -> Result<()> {
    let autres_noms = serde_json::Value::from(p.autres_noms.as_slice()).to_string();
    let columns: [Column<'_>; 9] = [
        ("nom", &p.nom),
        ("autres_noms", &autres_noms),
        ("type", &rows.id("type_partenaire", &p.type_code)?),
        ("commune", &p.commune),
        ("departement", &p.departement),
        ("uai", &p.uai),
        ("siren", &p.siren),
        ("siret", &p.siret),
        ("note", &p.note),
    ];
    let id = rows.add("partenaire", &columns)?;
    rows.sources("partenaire_source", "partenaire", id, &p.sources)?;
    p.liens.iter().try_for_each(|l| lien(rows, id, l))
}

/// One partner in one campus.
fn lien(rows: &mut Rows<'_>, partenaire: i64, l: &Lien) -> Result<()> {
    let ecrite = match l.appartenance.as_str() {
        "écrite" => true,
        "déduite" => false,
        other => return Err(Error::Seed(format!("appartenance « {other} »"))),
    };
    let columns: [Column<'_>; 4] = [
        ("campus", &rows.id("campus", &l.campus.to_string())?),
        ("partenaire", &partenaire),
        ("role", &l.role),
        ("ecrite", &ecrite),
    ];
    let id = rows.add("campus_partenaire", &columns)?;
    rows.sources("lien_source", "lien", id, &l.sources)
}
