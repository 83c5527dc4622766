//! The program without a screen: arguments in, text or JSON out, an exit code.
//! Beside the screen, never below it: must not know `app` or `ui`; `app.rs` alone hands over to them.

pub mod acces;
pub mod agent;
pub mod annuaire;
pub mod answer;
pub mod app;
pub mod args;
pub mod campus;
pub mod corbeille;
pub mod demo;
pub mod diagnostic;
mod disposition;
pub mod echeancier;
pub mod exporter;
pub mod failure;
pub mod fiche;
pub mod filiere;
pub mod ics;
pub mod importer;
pub mod journal;
pub mod lineaire;
pub mod partenaire;
pub mod region;
pub mod requete;
mod resolve;
mod restaurer;
pub mod revues;
pub mod rgpd;
mod sauvegarder;
pub mod session;
pub mod settings;
pub mod table;
pub mod tableau;
mod tout;
mod usage;
pub mod verifier;

use std::ffi::OsString;
use std::io::{self, IsTerminal as _};
use std::process::ExitCode;

use answer::{Answer, View};
use app::AppOptions;
use args::{Args, Commande, Parsed, RevueArgs};
pub use failure::report;
use importer::{ImporterArgs, Quoi};
use settings::Settings;

use crate::domain::TypeRevue;
use crate::store::Store;

/// What to do where the register cannot be shown on a screen.
const SANS_ECRAN: &str = "lancez une commande, par exemple cmq campus\u{202f}; cmq --help les dit toutes\u{202f}; \
    cmq suivi CAMPUS --lineaire pose les questions d'une revue une à une";

/// Does what the arguments ask and returns the exit code. Errors are said once, on stderr.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    try_run(args).unwrap_or_else(|error| report(&error))
}

fn try_run(args: impl IntoIterator<Item = OsString>) -> anyhow::Result<ExitCode> {
    // A file that reaches the account's limit (ulimit -f) is an error of that write, not the end of the program.
    let ignored = std::sync::Arc::default();
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, ignored)?;
    let args = match Args::read(args)? {
        Parsed::Texte(text) => return Answer::data(text).emit(),
        Parsed::Args(args) => *args,
    };
    if args.commande.is_none() {
        app::check_terminal(SANS_ECRAN)?;
    }
    // `cmq journal --agent NOM` asks for that agent's lots; elsewhere the option names who writes.
    let mut globals = args.globals;
    let agent = match &args.commande {
        Some(Commande::Journal(_) | Commande::Exporter(_)) => globals.agent.take(),
        _ => globals.agent.clone(),
    };
    if let Some(Commande::Session(session)) = &args.commande {
        return session::run(session, &globals);
    }
    let settings = Settings::resolve(globals)?;
    match args.commande {
        None => app::open_app(&AppOptions {
            settings: &settings,
            revue: None,
        }),
        Some(Commande::Suivi(review)) => open_revue(&settings, &review, TypeRevue::Suivi),
        Some(Commande::Evaluation(review)) => open_revue(&settings, &review, TypeRevue::Evaluation),
        Some(Commande::Importer(ImporterArgs {
            quoi: Quoi::Registre(args),
        })) => tout::importer(&settings, &args)?.emit(),
        Some(Commande::Restaurer(args)) => restaurer::run(&settings, &args, view(&settings))?.emit(),
        Some(Commande::Verifier(args)) => verifier::registre(&settings, &args, view(&settings))?.emit(),
        Some(Commande::Diagnostic) => diagnostic::run(&settings).emit(),
        Some(look_up) => {
            let answered = answer(&settings, &look_up, agent.as_deref())?;
            let sound = answered.code != failure::INTEGRITE;
            let code = answered.emit()?;
            if sound {
                sauvegarder::du_jour(&settings);
            }
            Ok(code)
        }
    }
}

/// The commands that read the register and answer. A look-up in a damaged register answers what can still be read.
fn answer(settings: &Settings, commande: &Commande, agent: Option<&str>) -> anyhow::Result<Answer> {
    let created = settings.demo.is_none() && !settings.registre.exists();
    let answered = settings.open().and_then(|mut store| {
        let done = dispatch(&mut store, settings, commande, agent);
        if let Some(error) = done.as_ref().err().filter(|e| verifier::damaged(e)) {
            store.geler(&error.to_string());
        }
        done
    });
    let answer = match answered {
        Err(error) if commande.reads() && verifier::damaged(&error) => {
            return damaged(settings, commande, agent, error);
        }
        other => other?,
    };
    Ok(if created {
        answer.say(format!("Registre créé\u{202f}: {}", settings.registre.display()))
    } else {
        answer
    })
}

/// The same from what can be read of a damaged register, with a warning and exit code 6.
fn damaged(
    settings: &Settings,
    commande: &Commande,
    agent: Option<&str>,
    error: anyhow::Error,
) -> anyhow::Result<Answer> {
    let Ok(mut store) = Store::lire_seulement(&settings.registre, &settings.agent, &error.to_string()) else {
        return Err(error);
    };
    let why = store.dommage().map_or_else(|| error.to_string(), str::to_owned);
    let mut answer = dispatch(&mut store, settings, commande, agent)?;
    answer.code = failure::INTEGRITE;
    Ok(answer
        .say(format!(
            "Attention\u{202f}: {why}. Voici ce qui peut en être montré."
        ))
        .say("cmq verifier dit ce qui est abîmé\u{202f}; cmq restaurer revient à une sauvegarde."))
}

/// Carries a command out on an open register.
fn dispatch(
    store: &mut Store,
    settings: &Settings,
    commande: &Commande,
    agent: Option<&str>,
) -> anyhow::Result<Answer> {
    let view = view(settings);
    match commande {
        Commande::Region(args) => region::run(store, args, view),
        Commande::Campus { args, colonnes } => campus::run(store, args, colonnes, view),
        Commande::Filiere(args) => filiere::run(store, args, view),
        Commande::Partenaire { args, colonnes } => partenaire::run(store, args, colonnes, view),
        Commande::Fiche(args) => fiche::run(store, args, view),
        Commande::Echeancier(args) => echeancier::run(store, args, view),
        Commande::Revues { args, colonnes } => revues::run(store, args, colonnes, view),
        Commande::Journal(args) => journal::run(store, args, agent, view),
        Commande::Acces(args) => acces::run(store, args, view),
        Commande::Corbeille(args) => corbeille::run(store, args, view),
        Commande::Annuaire(args) => annuaire::run(store, args, view),
        Commande::Importer(args) => importer::run(store, args, view),
        Commande::Exporter(args) => exporter::run(store, args, agent, view),
        Commande::Rgpd(args) => rgpd::run(store, settings, args, view),
        Commande::Sauvegarder(args) => sauvegarder::run(store, args, view),
        Commande::Tableau(args) => tableau::run(store, &settings.forms, args, view),
        // Handled before the register is opened.
        Commande::Suivi(_)
        | Commande::Evaluation(_)
        | Commande::Restaurer(_)
        | Commande::Verifier(_)
        | Commande::Session(_)
        | Commande::Diagnostic => Ok(Answer::default()),
    }
}

/// How the person wants to be answered.
fn view(settings: &Settings) -> View {
    View {
        au: settings.au,
        json: settings.json,
        width: terminal_width(),
    }
}

/// Opens a review, on the screen or question by question.
fn open_revue(settings: &Settings, args: &RevueArgs, type_revue: TypeRevue) -> anyhow::Result<ExitCode> {
    if !args.lineaire {
        app::check_terminal(&format!(
            "cmq {} CAMPUS --lineaire pose les questions une à une",
            type_revue.code()
        ))?;
    }
    let store = settings.open()?;
    let campus = resolve::campus(&store, &args.campus.ligne(), settings.au)?;
    if args.lineaire {
        return lineaire::session::open(settings, store, campus.id, type_revue);
    }
    drop(store);
    app::open_app(&AppOptions {
        settings,
        revue: Some((campus.id, type_revue)),
    })
}

/// Columns of the terminal on stdout, None when it is none or does not say.
fn terminal_width() -> Option<usize> {
    let out = io::stdout();
    if !out.is_terminal() {
        return None;
    }
    let columns = rustix::termios::tcgetwinsize(out).ok()?.ws_col;
    (columns > 0).then_some(usize::from(columns))
}
