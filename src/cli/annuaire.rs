//! `cmq annuaire`: the national directory of establishments, by words or UAI.

use clap::Args as ClapArgs;
use serde_json::{Value, json};

use super::answer::{Answer, View};
use super::args::{FILTRES, Mots};
use super::table::{Column, render};
use crate::domain::{DatePartielle, Etablissement, Secteur, Situation, texte::accorder};
use crate::export::formes::jour;
use crate::store::{ImportPasse, Store};

/// `cmq annuaire`.
#[derive(Debug, ClapArgs)]
pub struct AnnuaireArgs {
    /// Search words, or a UAI.
    #[command(flatten)]
    pub mots: Mots,
    /// How many at most.
    #[arg(long, value_name = "N", default_value_t = 20, help_heading = FILTRES,
          help = "Combien d'établissements au plus, les lycées d'abord")]
    pub limite: usize,
}

const COLUMNS: [Column; 6] = [
    Column::needed("UAI", 1),
    Column::name("Établissement", 24),
    Column::extra("Nature", 4).cut(10),
    Column::needed("Commune", 2).cut(10),
    Column::extra("Secteur", 5),
    Column::extra("État", 3),
];

/// The establishments that answer the words; without words, what the directory is made of.
pub fn run(store: &Store, args: &AnnuaireArgs, view: View) -> anyhow::Result<Answer> {
    let mots = args.mots.ligne();
    if mots.trim().is_empty() {
        return resume(store, view);
    }
    let mut found = store.etablissements(&mots, args.limite.saturating_add(1))?;
    let more = found.len() > args.limite;
    found.truncate(args.limite);
    let answer = if view.json {
        Answer::json(found.iter().map(|e| etablissement(e, view)).collect())
    } else {
        let rows: Vec<Vec<String>> = found.iter().map(|e| row(e, view)).collect();
        Answer::data(render(&COLUMNS, &rows, view.width))
    };
    Ok(if more {
        answer.say(format!(
            "D'autres répondent aussi\u{202f}: ajoutez un mot, ou --limite {}.",
            args.limite.saturating_mul(10)
        ))
    } else if found.is_empty() && store.imports_annuaire()?.is_empty() {
        answer.say("L'annuaire est vide\u{202f}: cmq importer annuaire FICHIER --appliquer le remplit.")
    } else {
        answer.say_if_empty(
            &found,
            format!("Aucun établissement ne répond à «\u{a0}{mots}\u{a0}»."),
        )
    })
}

/// How many establishments there are, and when each source came in.
fn resume(store: &Store, view: View) -> anyhow::Result<Answer> {
    let n = store.nombre_etablissements()?;
    let imports = store.imports_annuaire()?;
    if view.json {
        let import = |i: &ImportPasse| json!({ "source": i.source.code(), "quand": i.quand });
        return Ok(Answer::json(json!({
            "etablissements": n,
            "imports": imports.iter().map(import).collect::<Value>(),
        })));
    }
    let mut out = accorder(n, "établissement") + "\n";
    for import in &imports {
        let day = import.quand.get(..10).and_then(DatePartielle::parse_iso);
        let day = day.map_or_else(|| import.quand.clone(), DatePartielle::fr);
        out += &format!("  {}, importé le {day}\n", import.source.libelle());
    }
    let answer = Answer::data(out);
    Ok(if imports.is_empty() {
        answer.say("cmq importer annuaire FICHIER --appliquer remplit l'annuaire.")
    } else {
        answer
    })
}

fn row(e: &Etablissement, view: View) -> Vec<String> {
    let commune = match (&e.commune, &e.departement) {
        (Some(commune), Some(departement)) => format!("{commune} ({departement})"),
        (one, other) => one.clone().or_else(|| other.clone()).unwrap_or_default(),
    };
    vec![
        e.uai.clone(),
        e.nom.clone(),
        e.quoi().unwrap_or_default().to_owned(),
        commune,
        e.secteur.map_or("", Secteur::libelle).to_owned(),
        e.existence.situation(view.au).map_or_else(String::new, etat),
    ]
}

/// `fermé le 31 août 2019`.
fn etat(situation: Situation) -> String {
    match situation.jour() {
        Some(day) => format!("{} le {}", situation.libelle(), DatePartielle::Jour(day).fr()),
        None => situation.libelle().to_owned(),
    }
}

/// One establishment, all that is known of it.
fn etablissement(e: &Etablissement, view: View) -> Value {
    let situation = e.existence.situation(view.au);
    json!({
        "uai": e.uai,
        "nom": e.nom,
        "type": e.type_libelle,
        "nature": e.nature,
        "nature_libelle": e.nature_libelle,
        "type_partenaire": e.type_partenaire(),
        "secteur": e.secteur.map(Secteur::code),
        "adresse": e.adresse,
        "code_postal": e.code_postal,
        "commune": e.commune,
        "code_insee": e.code_insee,
        "departement": e.departement,
        "academie": e.academie,
        "region": e.region,
        "siret": e.siret,
        "telephone": e.telephone,
        "web": e.web,
        "mail": e.mail,
        "latitude": e.position.map(|p| p.0),
        "longitude": e.position.map(|p| p.1),
        "ouvert_le": jour(e.existence.ouvert),
        "ferme": situation.map(Situation::est_ferme),
        "ferme_le": jour(e.existence.ferme),
        "etat": situation.map(Situation::libelle),
        "maj": jour(e.maj),
        "source": e.source.code(),
    })
}
