//! The command line as clap reads it. Every text is French; clap's own are replaced in `usage`.

use clap::{ArgAction, Args as ClapArgs, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;

use super::failure::Failure;
use super::usage;

/// Headings end with a no-break space: clap appends the colon.
const COMMANDES: &str = "Commandes\u{a0}";
const ARGUMENTS: &str = "Arguments\u{a0}";
const FILTRES: &str = "Options\u{a0}";
const GENERALES: &str = "Options générales\u{a0}";

const TEMPLATE: &str = "{about-with-newline}\nUsage\u{a0}: {usage}\n\n{all-args}{after-help}";

const APRES: &str = "Sans commande, cmq ouvre le registre à l'écran.\n\
    Les MOTS se cherchent par leur début, dans n'importe quel ordre\u{202f}; accents, majuscules,\n\
    apostrophes et traits d'union ne comptent pas.\n\n\
    Codes de sortie\u{a0}: 0 bien\u{202f}; 1 erreur\u{202f}; 2 commande mal écrite, nom inconnu ou ambigu\u{202f};\n\
    3 registre occupé\u{202f}; 4 conflit\u{202f}; 5 remise refusée\u{202f}; 6 registre abîmé.\n\
    cmq echeancier\u{a0}: 10 une échéance approche\u{202f}; 20 une échéance est en retard.";

/// What was asked.
#[derive(Debug, Parser)]
#[command(
    name = "cmq",
    about = "Registre et revues du label Campus des métiers et des qualifications",
    after_help = APRES,
    subcommand_help_heading = COMMANDES,
    subcommand_value_name = "COMMANDE",
    override_usage = "cmq [OPTIONS] [COMMANDE]",
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    color = clap::ColorChoice::Never
)]
pub struct Args {
    /// Options that every command takes.
    #[command(flatten)]
    pub globals: Globals,
    /// Version asked for.
    #[arg(short = 'V', long, help_heading = GENERALES,
          help = "Affiche la version")]
    pub version: bool,
    /// The command; none opens the screen.
    #[command(subcommand)]
    pub commande: Option<Commande>,
}

/// Options accepted before or after the command.
#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = GENERALES)]
pub struct Globals {
    /// The register's file.
    #[arg(
        long,
        global = true,
        value_name = "FICHIER",
        help = "Registre à ouvrir (sinon CMQ_REGISTRE, sinon celui de l'utilisateur)"
    )]
    pub registre: Option<OsString>,
    /// Reference day, as typed.
    #[arg(
        long,
        global = true,
        value_name = "DATE",
        allow_hyphen_values = true,
        help = "Jour de référence, AAAA-MM-JJ ou 12/3/2026 (sinon CMQ_AU, sinon aujourd'hui)"
    )]
    pub au: Option<String>,
    /// Who writes.
    #[arg(
        long,
        global = true,
        value_name = "NOM",
        help = "Nom à inscrire au journal (sinon CMQ_AGENT, sinon le nom de session)"
    )]
    pub agent: Option<String>,
    /// JSON asked for.
    #[arg(long, global = true, help = "Répond en JSON")]
    pub json: bool,
    /// Folder of forms that replaces the shipped ones.
    #[arg(
        long,
        global = true,
        value_name = "DOSSIER",
        help = "Dossier des formulaires d'un essai (sinon CMQ_DATA)"
    )]
    pub data: Option<OsString>,
    /// Throw-away register.
    #[arg(
        long,
        global = true,
        help = "Copie jetable du registre, au 1er septembre 2015"
    )]
    pub demo: bool,
    /// Never read: clap answers.
    #[arg(short = 'h', long = "help", alias = "aide", global = true, action = ArgAction::Help,
          help = "Affiche cette aide")]
    pub help: Option<bool>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Commande {
    /// `cmq region`.
    #[command(about = "Les régions et leurs campus")]
    Region(RegionArgs),
    /// `cmq campus`.
    #[command(about = "Les campus")]
    Campus(CampusArgs),
    /// `cmq filiere`.
    #[command(about = "Les filières et leurs campus")]
    Filiere(FiliereArgs),
    /// `cmq partenaire`.
    #[command(about = "Les partenaires")]
    Partenaire(PartenaireArgs),
    /// `cmq fiche`.
    #[command(about = "Tout sur un campus")]
    Fiche(UnCampus),
    /// `cmq echeancier`.
    #[command(about = "Ce qui est dû, les retards d'abord")]
    Echeancier(EcheancierArgs),
    /// `cmq suivi`.
    #[command(about = "Ouvre le suivi à deux ans d'un campus")]
    Suivi(RevueArgs),
    /// `cmq evaluation`.
    #[command(about = "Ouvre l'évaluation de la quatrième année d'un campus")]
    Evaluation(RevueArgs),
    /// `cmq revues`.
    #[command(about = "Les revues commencées ou remises")]
    Revues(RevuesArgs),
    /// `cmq journal`.
    #[command(about = "Le journal du registre")]
    Journal(JournalArgs),
    /// `cmq verifier`.
    #[command(about = "Vérifie le registre\u{a0}: fichier, liens entre fiches, journal")]
    Verifier,
    /// `cmq diagnostic`.
    #[command(about = "Versions, registre et terminal, sans donnée personnelle")]
    Diagnostic,
}

/// Words of a search line.
#[derive(Debug, Default, ClapArgs)]
pub struct Mots {
    /// Words, as typed.
    #[arg(value_name = "MOTS", help_heading = ARGUMENTS,
          help = "Débuts de mots à trouver, dans n'importe quel ordre")]
    pub mots: Vec<String>,
}

impl Mots {
    /// The search line.
    #[must_use]
    pub fn ligne(&self) -> String {
        self.mots.join(" ")
    }
}

/// `cmq region`.
#[derive(Debug, ClapArgs)]
pub struct RegionArgs {
    /// Search words.
    #[command(flatten)]
    pub mots: Mots,
    /// Filière, as typed.
    #[arg(long, value_name = "FILIERE", help_heading = FILTRES,
          help = "Ne compte que les campus de cette filière")]
    pub filiere: Option<String>,
}

/// `cmq campus`.
#[derive(Debug, ClapArgs)]
pub struct CampusArgs {
    /// Search words.
    #[command(flatten)]
    pub mots: Mots,
    /// Région, as typed.
    #[arg(long, value_name = "REGION", help_heading = FILTRES,
          help = "Ceux de cette région, de 2013 ou d'aujourd'hui")]
    pub region: Option<String>,
    /// Filière, as typed.
    #[arg(long, value_name = "FILIERE", help_heading = FILTRES,
          help = "Ceux de cette filière")]
    pub filiere: Option<String>,
    /// State, as typed.
    #[arg(long, value_name = "ETAT", help_heading = FILTRES,
          help = "Ceux dont une échéance ou le label est dans cet état («\u{a0}en retard\u{a0}», «\u{a0}échu\u{a0}»…)")]
    pub etat: Option<String>,
}

/// `cmq filiere`.
#[derive(Debug, ClapArgs)]
pub struct FiliereArgs {
    /// Search words.
    #[command(flatten)]
    pub mots: Mots,
    /// Région, as typed.
    #[arg(long, value_name = "REGION", help_heading = FILTRES,
          help = "Ne compte que les campus de cette région")]
    pub region: Option<String>,
}

/// `cmq partenaire`.
#[derive(Debug, ClapArgs)]
pub struct PartenaireArgs {
    /// Search words.
    #[command(flatten)]
    pub mots: Mots,
    /// Campus, as typed.
    #[arg(long, value_name = "CAMPUS", help_heading = FILTRES,
          help = "Ceux de ce campus")]
    pub campus: Option<String>,
    /// Partner type, as typed.
    #[arg(long = "type", value_name = "TYPE", help_heading = FILTRES,
          help = "Ceux de ce type («\u{a0}LPO\u{a0}», «\u{a0}université\u{a0}»…)")]
    pub type_code: Option<String>,
}

/// A campus: its id, or words that match exactly one.
#[derive(Debug, ClapArgs)]
pub struct UnCampus {
    /// Id or words, as typed.
    #[arg(value_name = "CAMPUS", required = true, help_heading = ARGUMENTS,
          help = "Numéro du campus, ou mots qui n'en désignent qu'un")]
    pub campus: Vec<String>,
}

impl UnCampus {
    /// The words as one line.
    #[must_use]
    pub fn ligne(&self) -> String {
        self.campus.join(" ")
    }
}

/// `cmq echeancier`.
#[derive(Debug, ClapArgs)]
pub struct EcheancierArgs {
    /// Horizon.
    #[arg(long, value_name = "DUREE", help_heading = FILTRES, allow_hyphen_values = true,
          help = "Horizon à partir du jour de référence\u{a0}: 90j, 6m, 1a (sans lui, tout ce qui reste dû)")]
    pub dans: Option<String>,
    /// Région, as typed.
    #[arg(long, value_name = "REGION", help_heading = FILTRES,
          help = "Ceux de cette région, de 2013 ou d'aujourd'hui")]
    pub region: Option<String>,
    /// Filière, as typed.
    #[arg(long, value_name = "FILIERE", help_heading = FILTRES,
          help = "Ceux de cette filière")]
    pub filiere: Option<String>,
    /// What to write.
    #[arg(long, value_name = "FORMAT", help_heading = FILTRES, hide_possible_values = true,
          help = "table, json ou csv")]
    pub format: Option<Format>,
}

/// What `cmq echeancier` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Aligned text.
    Table,
    /// The documented shape.
    Json,
    /// One line a deadline, `;` between columns.
    Csv,
    /// Calendar file.
    #[value(hide = true)]
    Ics,
}

/// `cmq suivi`, `cmq evaluation`.
#[derive(Debug, ClapArgs)]
pub struct RevueArgs {
    /// The campus.
    #[command(flatten)]
    pub campus: UnCampus,
    /// Questions one by one, without a screen.
    #[arg(long, help_heading = FILTRES,
          help = "Question par question, sans écran")]
    pub lineaire: bool,
}

/// `cmq revues`.
#[derive(Debug, ClapArgs)]
pub struct RevuesArgs {
    /// Campus, as typed.
    #[arg(long, value_name = "CAMPUS", help_heading = FILTRES,
          help = "Celles de ce campus")]
    pub campus: Option<String>,
}

/// `cmq journal`.
#[derive(Debug, ClapArgs)]
pub struct JournalArgs {
    /// The chain of the journal asked for.
    #[arg(long, required = true, help_heading = FILTRES,
          help = "Vérifie que rien n'a été retouché")]
    pub verifier: bool,
}

/// What the command line came to.
#[derive(Debug)]
pub enum Parsed {
    /// Something to do.
    Args(Box<Args>),
    /// A text asked for: help or version.
    Texte(String),
}

impl Args {
    /// Reads the command line. Errors: [`Failure`] of code 2, in French, with the nearest word.
    pub fn read(args: impl IntoIterator<Item = OsString>) -> Result<Parsed, Failure> {
        let command = Self::command()
            .help_template(TEMPLATE)
            .mut_subcommands(|sub| sub.help_template(TEMPLATE));
        match command
            .try_get_matches_from(args)
            .and_then(|m| Self::from_arg_matches(&m))
        {
            Ok(args) if args.version => Ok(Parsed::Texte(format!("cmq {}\n", env!("CARGO_PKG_VERSION")))),
            Ok(args) => Ok(Parsed::Args(Box::new(args))),
            Err(e) if e.kind() == clap::error::ErrorKind::DisplayHelp => Ok(Parsed::Texte(e.to_string())),
            Err(e) => Err(usage::translate(&e)),
        }
    }
}
