//! `cmq acces`: agents, their roles, their public keys; the `authorized_keys` that opens their sessions.

mod autorise;

use std::io::Read as _;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args as ClapArgs, Subcommand};
use serde_json::{Value, json};

use super::answer::{Answer, View, non_ecrit};
use super::args::{ARGUMENTS, FILTRES};
use super::failure::Failure;
use super::table::{Column, render};
use crate::domain::acces::{Agent, ClePublique, nom_d_agent};
use crate::domain::texte::{accorder, une_ligne};
use crate::domain::{Role, role::roles};
use crate::export::fichier;
use crate::store::Store;

/// `cmq acces`.
#[derive(Debug, ClapArgs)]
pub struct AccesArgs {
    /// What to do.
    #[command(subcommand)]
    pub geste: Geste,
}

/// What is done with the access.
#[derive(Debug, Subcommand)]
pub enum Geste {
    /// `cmq acces ajouter`.
    #[command(about = "Donne un rôle et des clés à un agent")]
    Ajouter(Ajouter),
    /// `cmq acces lister`.
    #[command(about = "Les agents, leur rôle et leurs clés")]
    Lister,
    /// `cmq acces retirer`.
    #[command(about = "Retire à un agent son rôle et ses clés, ou une seule clé")]
    Retirer(Retirer),
    /// `cmq acces generer`.
    #[command(about = "Écrit le fichier authorized_keys des sessions restreintes")]
    Generer(Generer),
}

/// `cmq acces ajouter`.
#[derive(Debug, ClapArgs)]
pub struct Ajouter {
    /// Name, as typed.
    #[arg(value_name = "NOM", help_heading = ARGUMENTS,
          help = "Nom de l'agent\u{202f}: 1 à 32 lettres sans accent, chiffres, «\u{a0}.\u{a0}», «\u{a0}_\u{a0}», «\u{a0}-\u{a0}»")]
    pub nom: String,
    /// Role, as typed.
    #[arg(long, value_name = "ROLE", help_heading = FILTRES,
          help = "lecteur, gestionnaire, inspecteur, commission ou administrateur")]
    pub role: Option<String>,
    /// File of keys.
    #[arg(long, value_name = "FICHIER", help_heading = FILTRES,
          help = "Clés publiques SSH à ajouter, une par ligne (- : entrée)")]
    pub cle: Option<PathBuf>,
}

/// `cmq acces retirer`.
#[derive(Debug, ClapArgs)]
pub struct Retirer {
    /// Name, as typed.
    #[arg(value_name = "NOM", help_heading = ARGUMENTS, help = "Nom de l'agent")]
    pub nom: String,
    /// Fingerprint.
    #[arg(long, value_name = "EMPREINTE", help_heading = FILTRES,
          help = "Retire seulement cette clé (SHA256:…, comme cmq acces lister la dit)")]
    pub cle: Option<String>,
}

/// `cmq acces generer`.
#[derive(Debug, ClapArgs)]
pub struct Generer {
    /// The file.
    #[arg(short = 'o', long = "sortie", value_name = "FICHIER", help_heading = FILTRES,
          help = "Fichier à remplacer en entier (sinon la sortie)")]
    pub sortie: Option<PathBuf>,
    /// The configuration that the sessions read.
    #[arg(long, value_name = "FICHIER", help_heading = FILTRES,
          help = "Configuration que liront les sessions (sinon /etc/cmq.toml)")]
    pub config: Option<PathBuf>,
    /// The program that the sessions run.
    #[arg(long, value_name = "CHEMIN", help_heading = FILTRES,
          help = "Chemin de cmq sur ce serveur (sinon celui qui répond ici)")]
    pub programme: Option<PathBuf>,
}

const COLUMNS: [Column; 4] = [
    Column::name("Agent", 12),
    Column::needed("Rôle", 4),
    Column::needed("Clés", 4).figures(),
    Column::extra("Empreintes", 10),
];

/// Shows or changes who has access.
///
/// # Errors
/// The role does not give it; a name, a role or a key that is none; the file cannot be written.
pub fn run(store: &mut Store, args: &AccesArgs, view: View) -> anyhow::Result<Answer> {
    match &args.geste {
        Geste::Ajouter(add) => ajouter(store, add),
        Geste::Lister => lister(store, view),
        Geste::Retirer(take) => retirer(store, take),
        Geste::Generer(make) => generer(store, make),
    }
}

fn ajouter(store: &mut Store, args: &Ajouter) -> anyhow::Result<Answer> {
    let role = args.role.as_deref().map(un_role).transpose()?;
    let cles = args.cle.as_ref().map(lire_cles).transpose()?.unwrap_or_default();
    let nom = un_nom(&args.nom)?;
    let (agent, changes) = store.donner_acces(&nom, role, &cles)?;
    let titre = agent
        .role
        .and_then(Role::droits)
        .map_or("sans rôle", |d| d.nom.as_str());
    let cles = accorder(agent.cles.len(), "clé");
    let same = if changes.is_empty() { ", comme avant" } else { "" };
    Ok(Answer::default().say(format!("{}\u{202f}: {titre}, {cles}{same}.", agent.nom)))
}

fn retirer(store: &mut Store, args: &Retirer) -> anyhow::Result<Answer> {
    // Names of the journal that no forced command could carry may have a role no more than others; as typed, then.
    let nom = nom_d_agent(&args.nom).unwrap_or_else(|| une_ligne(&args.nom));
    let done = match &args.cle {
        Some(empreinte) => {
            store.retirer_cle(&nom, empreinte)?;
            "clé retirée"
        }
        None => {
            store.retirer_acces(&nom)?;
            "accès retiré"
        }
    };
    let next = "cmq acces generer réécrit authorized_keys";
    Ok(Answer::default().say(format!("{nom}\u{202f}: {done}\u{202f}; {next}.")))
}

fn lister(store: &Store, view: View) -> anyhow::Result<Answer> {
    let agents = store.agents()?;
    if view.json {
        return Ok(Answer::json(agents.iter().map(object).collect()));
    }
    let with: Vec<&Agent> = agents
        .iter()
        .filter(|a| a.role.is_some() || !a.cles.is_empty())
        .collect();
    let rows: Vec<Vec<String>> = with.iter().map(|a| row(a)).collect();
    Ok(Answer::data(render(&COLUMNS, &rows, view.width)).say_if_empty(
        &with,
        "Aucun agent n'a d'accès\u{202f}: seul le propriétaire du registre y écrit.",
    ))
}

fn row(agent: &Agent) -> Vec<String> {
    let prints: Vec<&str> = agent.cles.iter().map(ClePublique::empreinte).collect();
    vec![
        agent.nom.clone(),
        agent
            .role
            .and_then(Role::droits)
            .map_or_else(String::new, |d| d.nom.clone()),
        agent.cles.len().to_string(),
        prints.join(" "),
    ]
}

fn object(agent: &Agent) -> Value {
    let cles: Vec<Value> = agent
        .cles
        .iter()
        .map(|c| json!({ "type": c.genre(), "empreinte": c.empreinte() }))
        .collect();
    json!({
        "id": agent.id,
        "nom": agent.nom,
        "role": agent.role.map(Role::code),
        "cles": cles,
    })
}

fn generer(store: &Store, args: &Generer) -> anyhow::Result<Answer> {
    let agents = store.agents()?;
    let programme = match &args.programme {
        Some(path) => path.clone(),
        None => std::env::current_exe().context("le chemin de cmq est introuvable")?,
    };
    let text = autorise::fichier(&agents, &programme, args.config.as_deref())?;
    let lines = agents
        .iter()
        .filter(|a| a.role.is_some())
        .map(|a| a.cles.len())
        .sum();
    let said = format!("{} dans authorized_keys.", accorder(lines, "clé"));
    match &args.sortie {
        None => Ok(Answer::data(text).say(said)),
        Some(path) => {
            fichier::ecrire(path, text.as_bytes(), true).map_err(non_ecrit)?;
            Ok(Answer::default().say(format!("Écrit\u{202f}: {}\u{202f}; {said}", path.display())))
        }
    }
}

fn un_nom(typed: &str) -> Result<String, Failure> {
    nom_d_agent(typed).ok_or_else(|| {
        Failure::usage(format!("«\u{a0}{}\u{a0}» ne peut pas nommer un agent", une_ligne(typed)))
            .hint("prenez 1 à 32 lettres sans accent, chiffres, points, «\u{a0}_\u{a0}» ou «\u{a0}-\u{a0}», par exemple marie.durand")
    })
}

fn un_role(typed: &str) -> Result<Role, Failure> {
    Role::from_code(typed.trim()).ok_or_else(|| {
        let all = roles().iter().map(|d| d.code.code().to_owned()).collect();
        Failure::usage(format!("«\u{a0}{}\u{a0}» n'est pas un rôle", une_ligne(typed)))
            .hint("prenez l'un de ceux-là")
            .candidates(all)
    })
}

/// The keys of a file, one a line; empty lines and those that begin with `#` say nothing.
fn lire_cles(path: &PathBuf) -> anyhow::Result<Vec<ClePublique>> {
    const LONGUEUR: u64 = 1 << 20;
    let mut text = String::new();
    let read = if path.as_os_str() == "-" {
        std::io::stdin().take(LONGUEUR).read_to_string(&mut text)
    } else {
        std::fs::File::open(path).and_then(|f| f.take(LONGUEUR).read_to_string(&mut text))
    };
    read.with_context(|| format!("impossible de lire {}", path.display()))?;
    let lines = text.lines().zip(1..).map(|(line, n)| (line.trim(), n));
    let keys = lines
        .filter(|(line, _)| !line.is_empty() && !line.starts_with('#'))
        .map(|(line, n)| {
            ClePublique::lire(line).map_err(|why| {
                Failure::usage(format!("{}, ligne {n}\u{202f}: {why}", path.display()))
                    .hint("donnez la clé publique de l'agent, celle du fichier .pub de ssh-keygen")
            })
        })
        .collect::<Result<Vec<_>, _>>()?;
    if keys.is_empty() {
        return Err(
            Failure::usage(format!("{} ne contient aucune clé", path.display()))
                .hint("donnez la clé publique de l'agent, celle du fichier .pub de ssh-keygen")
                .into(),
        );
    }
    Ok(keys)
}
