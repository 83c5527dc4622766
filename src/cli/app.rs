//! Hands over to the screen.

use std::io::{self, IsTerminal as _};
use std::process::ExitCode;
use std::thread;

use super::failure::Failure;
use super::settings::Settings;
use crate::app::{App, Options, keymap::Keymap};
use crate::domain::{CampusId, TypeRevue, regime, role};
use crate::env;
use crate::store::Store;
use crate::term;

/// What the screen opens with.
#[derive(Debug)]
pub struct AppOptions<'a> {
    /// Register, reference day, agent, forms, demonstration or not.
    pub settings: &'a Settings,
    /// The review to open at once; the register otherwise.
    pub revue: Option<(CampusId, TypeRevue)>,
}

/// Refuses where no screen can be drawn; `mend` says which command to run instead.
pub fn check_terminal(mend: &str) -> Result<(), Failure> {
    if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        let sentence = "cmq s'ouvre dans un terminal, et l'entrée ou la sortie n'en est pas un";
        return Err(Failure::usage(sentence).hint(mend));
    }
    let term = env::var("TERM").unwrap_or_default();
    if matches!(term.as_str(), "" | "dumb") {
        let sentence = format!("ce terminal (TERM={term}) ne sait pas afficher d'écran");
        return Err(Failure::usage(sentence).hint(mend));
    }
    Ok(())
}

/// Opens the screen and returns its exit code.
pub fn open_app(options: &AppOptions<'_>) -> anyhow::Result<ExitCode> {
    let settings = options.settings;
    let seen = Options {
        au: settings.au,
        au_choisi: settings.au_choisi,
        demo: settings.demo.is_some(),
        enclos: settings.enclos.clone(),
    };
    // The tables that are text are read while the register opens: together they are a fifth of a start.
    let tables = thread::spawn(|| {
        let keys = Keymap::shipped();
        let _ = role::roles();
        regime::regimes().map(drop).and(keys)
    });
    let (store, vide) = match settings.open() {
        Err(error) if settings.enclos.is_none() && super::verifier::damaged(&error) => {
            what_is_left(settings, &error.to_string())?
        }
        other => (other?, false),
    };
    let damaged = store.dommage().is_some();
    let keys = tables
        .join()
        .unwrap_or_else(|_| Keymap::shipped())
        .map_err(anyhow::Error::msg)?;
    let mut app = App::with_keys(keys, store, settings.forms.clone(), seen, term::size())?;
    if damaged {
        app.open_on_damage(&settings.registre, vide);
    } else if let Some((campus, kind)) = options.revue {
        app.open_review(campus, kind)?;
    }
    if !vide {
        app.offer_rescues();
    }
    let code = term::run(app, term::Look::from_env())?;
    Ok(ExitCode::from(code))
}

/// What can be read of a damaged register, and whether that is nothing.
fn what_is_left(settings: &Settings, why: &str) -> anyhow::Result<(Store, bool)> {
    let (path, agent) = (&settings.registre, &settings.agent);
    if let Ok(store) = Store::lire_seulement(path, agent, why) {
        return Ok((store, false));
    }
    Ok((Store::rien_a_lire(path, agent, why)?, true))
}
