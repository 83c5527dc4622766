//! `cmq importer`: files that come in. A rehearsal unless `--appliquer` is given.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

use super::answer::{Answer, View};
use super::args::{ARGUMENTS, FILTRES};
use crate::store::Store;

mod annuaire;

/// `cmq importer`.
#[derive(Debug, ClapArgs)]
pub struct ImporterArgs {
    /// What the file holds.
    #[command(subcommand)]
    pub quoi: Quoi,
}

/// What can be imported.
#[derive(Debug, Subcommand)]
pub enum Quoi {
    /// `cmq importer annuaire`.
    #[command(about = "L'annuaire de l'éducation, ou une extraction ACCE")]
    Annuaire(AnnuaireArgs),
    /// `cmq importer registre`.
    #[command(about = "Un registre entier, écrit par cmq exporter --tout, dans un registre neuf")]
    Registre(RegistreArgs),
}

/// `cmq importer registre`.
#[derive(Debug, ClapArgs)]
pub struct RegistreArgs {
    /// The file.
    #[arg(value_name = "FICHIER", help_heading = ARGUMENTS, help = "JSONL écrit par cmq exporter --tout")]
    pub fichier: PathBuf,
    /// Write, instead of rehearsing.
    #[arg(long, help_heading = FILTRES,
          help = "Crée le registre nommé par --registre (sinon, une répétition\u{a0}: rien n'est écrit)")]
    pub appliquer: bool,
}

/// `cmq importer annuaire`.
#[derive(Debug, ClapArgs)]
pub struct AnnuaireArgs {
    /// The file.
    #[arg(value_name = "FICHIER", help_heading = ARGUMENTS,
          help = "Export CSV ou JSON de fr-en-annuaire-education, ou extraction ACCE")]
    pub fichier: PathBuf,
    /// Write, instead of rehearsing.
    #[arg(long, help_heading = FILTRES,
          help = "Écrit dans l'annuaire du registre (sinon, une répétition\u{a0}: rien n'est écrit)")]
    pub appliquer: bool,
}

/// Imports the file, or rehearses it.
pub fn run(store: &mut Store, args: &ImporterArgs, view: View) -> anyhow::Result<Answer> {
    match &args.quoi {
        Quoi::Annuaire(args) => annuaire::run(store, args, view),
        // It makes the register: handled before one is opened.
        Quoi::Registre(_) => Ok(Answer::default()),
    }
}
