//! Options and environment brought to what the commands need. An option wins over the environment.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use jiff::civil::Date;

use super::agent;
use super::args::Globals;
use super::demo::{self, Demo};
use super::failure::{DROIT, ERREUR, Failure};
use crate::app::Enclos;
use crate::clock;
use crate::domain::DatePartielle;
use crate::domain::texte::une_ligne;
use crate::env;
use crate::form::{Forms, LoadError};
use crate::store::{self, Store};

/// What every command runs under.
#[derive(Debug)]
pub struct Settings {
    /// The register's file.
    pub registre: PathBuf,
    /// Reference day.
    pub au: Date,
    /// Whether the reference day was chosen, not just today.
    pub au_choisi: bool,
    /// Who writes.
    pub agent: String,
    /// Answer in JSON.
    pub json: bool,
    /// Folder whose forms replace the shipped ones.
    pub data: Option<PathBuf>,
    /// The forms at hand.
    pub forms: Forms,
    /// The throw-away register, removed when this is dropped.
    pub demo: Option<Demo>,
    /// What a restricted session is held to.
    pub enclos: Option<Enclos>,
}

impl Settings {
    /// Reads options, then the environment. Errors: [`Failure`] for a date that is none or options that
    /// exclude each other; I/O when the throw-away copy cannot be made.
    pub fn resolve(globals: Globals) -> anyhow::Result<Self> {
        if globals.demo && globals.registre.is_some() {
            let hint = "--demo ouvre sa propre copie\u{202f}; gardez l'une des deux options";
            return Err(Failure::usage("--demo et --registre s'excluent")
                .hint(hint)
                .into());
        }
        let au = match (globals.au, globals.demo) {
            (Some(typed), _) => Some(day(&typed, "--au")?),
            (None, true) => Some(demo::AU),
            (None, false) => env::var_os("CMQ_AU")
                .map(|t| day(&t.to_string_lossy(), "CMQ_AU"))
                .transpose()?,
        };
        let data = globals
            .data
            .or_else(|| env::var_os("CMQ_DATA"))
            .map(PathBuf::from);
        let forms = Forms::new(data.as_deref()).map_err(|e| form_mistake(&e))?;
        let demo = globals.demo.then(Demo::create).transpose()?;
        let registre = match (&demo, globals.registre.or_else(|| env::var_os("CMQ_REGISTRE"))) {
            (Some(demo), _) => demo.registre(),
            (None, Some(path)) => path.into(),
            (None, None) => default_registre()?,
        };
        Ok(Self {
            agent: agent_name(globals.agent, &registre)?,
            registre,
            au: au.unwrap_or_else(clock::today),
            au_choisi: au.is_some(),
            json: globals.json,
            data,
            forms,
            demo,
            enclos: None,
        })
    }

    /// What a restricted session runs under: nothing of it comes from the environment.
    ///
    /// # Errors
    /// [`Failure`] for a date that is none.
    pub fn enclosed(
        registre: PathBuf,
        agent: String,
        globals: Globals,
        enclos: Enclos,
    ) -> anyhow::Result<Self> {
        let au = globals.au.map(|typed| day(&typed, "--au")).transpose()?;
        Ok(Self {
            registre,
            au: au.unwrap_or_else(clock::today),
            au_choisi: au.is_some(),
            agent,
            json: globals.json,
            data: None,
            forms: Forms::new(None).map_err(|e| form_mistake(&e))?,
            demo: None,
            enclos: Some(enclos),
        })
    }

    /// Opens the register, creating it when there is none yet; a restricted session opens what is there.
    pub fn open(&self) -> anyhow::Result<Store> {
        if self.enclos.is_some() {
            return Ok(Store::open_restricted(&self.registre, &self.agent)?);
        }
        Ok(Store::open_or_create(&self.registre, &self.agent)?)
    }
}

/// Who writes: the owner of the register under the name they give; anyone else under their account's.
fn agent_name(option: Option<String>, registre: &Path) -> Result<String, Failure> {
    let tidy = |name: String| Some(une_ligne(&name).trim().to_owned()).filter(|name| !name.is_empty());
    let asked = option.and_then(tidy);
    if store::owned(registre) {
        return Ok(asked
            .or_else(|| tidy(env::var_os("CMQ_AGENT")?.to_string_lossy().into_owned()))
            .unwrap_or_else(agent::of_session));
    }
    let me = agent::of_session();
    match asked {
        Some(name) if name != me => {
            Err(
                Failure::new(DROIT, "--agent est réservé au propriétaire du registre").hint(format!(
                    "sans cette option, vous écrivez sous le nom de votre compte, {me}"
                )),
            )
        }
        _ => Ok(me),
    }
}

/// A form file of a pilot that cannot be used: file, line, what is wrong; the mend.
fn form_mistake(error: &LoadError) -> Failure {
    let place = format!("{}, ligne {}\u{202f}: {}", error.file, error.line, error.sentence);
    Failure::new(ERREUR, place).hint(&error.mend)
}

/// A whole day, as French people or machines write it.
fn day(typed: &str, from: &str) -> Result<Date, Failure> {
    match DatePartielle::parse_fr(typed) {
        Some(DatePartielle::Jour(date)) => Ok(date),
        Some(_) => Err(Failure::usage(format!(
            "{from}\u{202f}: «\u{a0}{typed}\u{a0}» n'est pas un jour précis"
        ))
        .hint("donnez le jour, par exemple --au 2015-09-01")),
        None => Err(Failure::usage(format!(
            "{from}\u{202f}: «\u{a0}{typed}\u{a0}» n'est pas une date"
        ))
        .hint("écrivez par exemple --au 2015-09-01 ou --au \"1er septembre 2015\"")),
    }
}

/// `registre.db` in the user's data directory (XDG).
fn default_registre() -> Result<PathBuf, Failure> {
    ProjectDirs::from("", "", "cmq")
        .map(|dirs| dirs.data_dir().join("registre.db"))
        .ok_or_else(|| {
            Failure::new(ERREUR, "le dossier personnel est introuvable")
                .hint("donnez le registre avec --registre FICHIER")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_day_is_a_whole_day() {
        assert_eq!(day("2015-09-01", "--au"), Ok(Date::constant(2015, 9, 1)));
        assert_eq!(day("1er septembre 2015", "--au"), Ok(Date::constant(2015, 9, 1)));
        for typed in ["2015-09", "2015", "demain", "31/2/2015", ""] {
            let failure = day(typed, "--au").unwrap_err();
            assert_eq!(failure.code, 2, "{typed}");
            assert!(failure.hint.is_some(), "{typed}");
        }
    }
}
