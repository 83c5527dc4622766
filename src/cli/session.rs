//! `cmq session --agent=NOM`, for `authorized_keys`: one agent, one register, and no way out.
//!
//! No child process; no path from the person; no environment but the terminal's and the language's; what is asked in
//! one line (`ssh hôte campus bretagne`) is data, cut into words here, and only looks things up.

mod cle;
mod config;
pub mod demande;
pub mod mots;

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args as ClapArgs;
use rustix::fs::Mode;
use rustix::process::{Resource, Rlimit, setrlimit, umask};

use super::app::{self, AppOptions};
use super::args::{Args, Commande, FILTRES, Globals, Parsed};
use super::failure::{ERREUR, Failure, USAGE};
use super::settings::Settings;
use crate::app::Enclos;
use crate::domain::acces::nom_d_agent;
use crate::domain::texte::une_ligne;
use crate::store::Store;
use crate::{env, log, paths};
use config::Config;

/// `cmq session`.
#[derive(Debug, ClapArgs)]
pub struct SessionArgs {
    /// The configuration, when it is not the usual one.
    #[arg(long, value_name = "FICHIER", help_heading = FILTRES,
          help = "Configuration de la session (sinon /etc/cmq.toml)")]
    pub config: Option<PathBuf>,
}

/// Opens the restricted session of the agent that the forced command names: the screen, or the answer to one line.
///
/// # Errors
/// [`Failure`] for a forced command or a configuration that does not suit; those of the register.
pub fn run(args: &SessionArgs, globals: &Globals) -> anyhow::Result<ExitCode> {
    enclose()?;
    let agent = agent(globals)?;
    let config = Config::read(args.config.as_deref().unwrap_or(Path::new(config::USUELLE)))?;
    if let Some(folder) = config.registre.parent() {
        paths::keep_state_in(folder.to_path_buf());
    }
    match env::var_os("SSH_ORIGINAL_COMMAND") {
        None => screen(agent, config),
        Some(line) => look_up(agent, config, line),
    }
}

/// What holds for the whole session, before anything is opened.
fn enclose() -> Result<(), Failure> {
    env::restrict();
    umask(Mode::from_raw_mode(0o077));
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    setrlimit(Resource::Core, none).map_err(|_| Failure::new(ERREUR, "la session ne peut pas être protégée"))
}

/// Who the forced command says it is; anything else it says is a mistake of the one who wrote it.
fn agent(globals: &Globals) -> Result<String, Failure> {
    let Globals {
        registre,
        au,
        agent,
        json,
        data,
        demo,
        help: _,
    } = globals;
    if registre.is_some() || au.is_some() || *json || data.is_some() || *demo {
        let sentence = "cmq session ne prend que --agent et --config";
        return Err(Failure::usage(sentence).hint("le registre est dans le fichier de configuration"));
    }
    let nom = agent.as_deref().and_then(nom_d_agent);
    nom.ok_or_else(|| {
        Failure::usage("cmq session --agent=NOM veut le nom d'un agent du registre")
            .hint("cmq acces generer écrit ces commandes")
    })
}

fn screen(agent: String, config: Config) -> anyhow::Result<ExitCode> {
    app::check_terminal(
        "ssh -t ouvre l'écran\u{202f}; ssh HÔTE campus, ou fiche, echeancier… répond en une fois",
    )?;
    let settings = Settings::enclosed(
        config.registre,
        agent,
        Globals::default(),
        Enclos {
            exports: config.exports,
        },
    )?;
    note(&settings.open()?, "écran");
    app::open_app(&AppOptions {
        settings: &settings,
        revue: None,
    })
}

/// Answers one line; a line that is not allowed gets one line back.
fn look_up(agent: String, config: Config, line: OsString) -> anyhow::Result<ExitCode> {
    let length = line.len();
    let asked = line
        .into_string()
        .map_err(|_| "la commande n'est pas en UTF-8".to_owned())
        .and_then(|line| parse(&line));
    let (globals, commande) = match asked {
        Ok(asked) => asked,
        Err(why) => {
            if let Ok(store) = Store::consult(&config.registre, &agent) {
                // Its length, not its words: the log holds no name.
                note(&store, &format!("commande refusée ({length} octets)"));
            }
            return Ok(refuse(&why));
        }
    };
    let mut store = Store::consult(&config.registre, &agent)?;
    note(&store, commande.nom());
    let settings = Settings::enclosed(config.registre, agent, globals, Enclos::default())?;
    super::dispatch(&mut store, &settings, &commande, None)?.emit()
}

/// What a line asks. The refusal is a clause.
fn parse(line: &str) -> Result<(Globals, Commande), String> {
    let args = demande::lire(line)?.into_iter().map(OsString::from);
    match Args::read(args) {
        Ok(Parsed::Args(args)) => match *args {
            Args {
                globals,
                commande: Some(commande),
                ..
            } => Ok((globals, commande)),
            _ => Err("il n'y a rien à chercher".to_owned()),
        },
        Ok(Parsed::Texte(_)) => Err("il n'y a pas d'aide ici".to_owned()),
        Err(failure) => Err(failure.sentence),
    }
}

fn refuse(why: &str) -> ExitCode {
    let line = format!(
        "refusé\u{202f}: {why}\u{202f}; on peut demander {}\n",
        demande::permises()
    );
    // stderr may be closed: nothing is left to tell then.
    let _ = io::stderr()
        .lock()
        .write_all((une_ligne(line.trim_end()) + "\n").as_bytes());
    ExitCode::from(USAGE)
}

/// The session's line in the log: numbers and the key, no name.
fn note(store: &Store, what: &str) {
    let agent = store.numero_d_agent().ok().flatten().unwrap_or_default();
    let key = cle::empreinte().unwrap_or_else(|| "inconnue".to_owned());
    let process = std::process::id();
    log::note(&format!("session {process} agent {agent} clé {key} {what}"));
}
