//! The command line as clap reads it. Every text is French; clap's own are replaced in `usage`.

use clap::{ArgAction, Args as ClapArgs, CommandFactory, FromArgMatches, Parser, Subcommand};
use std::ffi::OsString;

use super::acces::AccesArgs;
use super::annuaire::AnnuaireArgs;
use super::campus::CampusArgs;
use super::corbeille::CorbeilleArgs;
use super::disposition::DesColonnes;
use super::echeancier::EcheancierArgs;
use super::exporter::ExporterArgs;
use super::failure::Failure;
use super::filiere::FiliereArgs;
use super::importer::ImporterArgs;
use super::journal::JournalArgs;
use super::partenaire::PartenaireArgs;
use super::region::RegionArgs;
use super::requete;
use super::restaurer::RestaurerArgs;
use super::revues::RevuesArgs;
use super::rgpd::RgpdArgs;
use super::sauvegarder::SauvegarderArgs;
use super::session::SessionArgs;
use super::tableau::TableauArgs;
use super::usage;
use super::verifier::VerifierArgs;
use crate::domain::{
    texte,
    vue::{Definition, Liste},
};
use crate::store::Store;

// Headings end with a no-break space: clap appends the colon.
const COMMANDES: &str = "Commandes\u{202f}";
/// Heading of what is typed without a name.
pub const ARGUMENTS: &str = "Arguments\u{202f}";
/// Heading of a command's own options.
pub const FILTRES: &str = "Options\u{202f}";
const GENERALES: &str = "Options générales\u{202f}";

const TEMPLATE: &str = "{about-with-newline}\nUsage\u{202f}: {usage}\n\n{all-args}{after-help}";

const APRES: &str = "Sans commande, cmq ouvre le registre à l'écran.\n\
    Les MOTS se cherchent par leur début, dans n'importe quel ordre\u{202f}; accents, majuscules,\n\
    apostrophes et traits d'union ne comptent pas. \"Entre guillemets\", ils se suivent. Termes\u{202f}: région:,\n\
    académie:, filière:, type:, état:, échéance<2027-03, modifié>2026-09-01, sans:suivi, avec:convention\u{202f};\n\
    un trait d'union devant écarte\u{202f}: -plasturgie, -région:bretagne.\n\n\
    Codes de sortie\u{202f}: 0 bien\u{202f}; 1 erreur\u{202f}; 2 commande mal écrite, nom inconnu ou ambigu\u{202f};\n\
    3 registre occupé\u{202f}; 4 conflit\u{202f}; 5 remise ou lignes d'un fichier refusées\u{202f}; 6 registre abîmé\u{202f};\n\
    7 droit refusé.\n\
    cmq echeancier\u{202f}: 10 une échéance approche\u{202f}; 20 une échéance est en retard.";

/// What was asked.
#[derive(Debug, Default, Parser)]
#[command(
    name = "cmq",
    bin_name = "cmq",
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
    Campus {
        /// Filters and order.
        #[command(flatten)]
        args: CampusArgs,
        /// Columns.
        #[command(flatten)]
        colonnes: DesColonnes,
    },
    /// `cmq filiere`.
    #[command(about = "Les filières et leurs campus")]
    Filiere(FiliereArgs),
    /// `cmq partenaire`.
    #[command(about = "Les partenaires")]
    Partenaire {
        /// Filters and order.
        #[command(flatten)]
        args: PartenaireArgs,
        /// Columns.
        #[command(flatten)]
        colonnes: DesColonnes,
    },
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
    Revues {
        /// Filters and order.
        #[command(flatten)]
        args: RevuesArgs,
        /// Columns.
        #[command(flatten)]
        colonnes: DesColonnes,
    },
    /// `cmq tableau`.
    #[command(about = "Les chiffres du tableau de bord")]
    Tableau(TableauArgs),
    /// `cmq journal`.
    #[command(about = "Qui a changé quoi, et si le journal est intact")]
    Journal(JournalArgs),
    /// `cmq corbeille`.
    #[command(about = "Ce qui est archivé, à restaurer ou à purger")]
    Corbeille(CorbeilleArgs),
    /// `cmq acces`.
    #[command(about = "Qui a accès au registre\u{202f}: rôles et clés publiques")]
    Acces(AccesArgs),
    /// `cmq session`.
    #[command(about = "Session restreinte d'un agent, pour authorized_keys")]
    Session(SessionArgs),
    /// `cmq annuaire`.
    #[command(about = "L'annuaire national des établissements")]
    Annuaire(AnnuaireArgs),
    /// `cmq importer`.
    #[command(about = "Fait entrer un fichier, d'abord en répétition")]
    Importer(ImporterArgs),
    /// `cmq exporter`.
    #[command(about = "Écrit une liste, ou tout le registre, dans un fichier")]
    Exporter(ExporterArgs),
    /// `cmq rgpd`.
    #[command(about = "Données personnelles\u{202f}: ce qui est échu, extrait et effacement d'une personne")]
    Rgpd(RgpdArgs),
    /// `cmq sauvegarder`.
    #[command(about = "Copie le registre et vérifie la copie")]
    Sauvegarder(SauvegarderArgs),
    /// `cmq restaurer`.
    #[command(about = "Revient à une sauvegarde, d'abord en répétition")]
    Restaurer(RestaurerArgs),
    /// `cmq verifier`.
    #[command(about = "Vérifie le registre\u{202f}: fichier, liens, journal, recherche, règles du métier")]
    Verifier(VerifierArgs),
    /// `cmq diagnostic`.
    #[command(about = "Versions, registre et terminal, sans donnée personnelle")]
    Diagnostic,
}

impl Commande {
    /// Whether it only looks something up: what can be read of a damaged register is then worth saying.
    #[must_use]
    pub fn reads(&self) -> bool {
        match self {
            Self::Region(_)
            | Self::Campus { .. }
            | Self::Filiere(_)
            | Self::Partenaire { .. }
            | Self::Fiche(_)
            | Self::Echeancier(_)
            | Self::Revues { .. }
            | Self::Tableau(_)
            | Self::Annuaire(_)
            | Self::Exporter(_) => true,
            Self::Corbeille(args) => args.geste.is_none(),
            Self::Journal(args) => !args.verifier,
            _ => false,
        }
    }

    /// The word of a look-up; empty for the others, which no log names.
    #[must_use]
    pub fn nom(&self) -> &'static str {
        match self {
            Self::Region(_) => "region",
            Self::Campus { .. } => "campus",
            Self::Filiere(_) => "filiere",
            Self::Partenaire { .. } => "partenaire",
            Self::Fiche(_) => "fiche",
            Self::Echeancier(_) => "echeancier",
            Self::Tableau(_) => "tableau",
            _ => "",
        }
    }
}

/// Words of a search line.
#[derive(Debug, Default, ClapArgs)]
pub struct Mots {
    /// Words, as typed.
    #[arg(value_name = "MOTS", help_heading = ARGUMENTS,
          help = "Débuts de mots, \"phrases\", termes comme région:bretagne\u{202f}; -mot écarte")]
    pub mots: Vec<String>,
}

impl Mots {
    /// The search line.
    #[must_use]
    pub fn ligne(&self) -> String {
        self.mots.join(" ")
    }
}

/// A view kept by name.
#[derive(Debug, Default, ClapArgs)]
pub struct UneVue {
    /// Its name, as typed.
    #[arg(long, value_name = "NOM", help_heading = FILTRES,
          help = "Comme cette vue gardée à l'écran, les MOTS et options en plus")]
    pub vue: Option<String>,
}

impl UneVue {
    /// What the view looks for, then the words; the words alone without a view.
    ///
    /// # Errors
    /// [`Failure`] of code 2 with the names there are.
    pub fn ligne(&self, store: &Store, liste: Liste, mots: &str) -> anyhow::Result<String> {
        let vue = self.definition(store, liste)?;
        Ok(format!("{} {mots}", vue.requete).trim().to_owned())
    }

    /// What the view says; nothing without a view.
    ///
    /// # Errors
    /// [`Failure`] of code 2 with the names there are.
    pub fn definition(&self, store: &Store, liste: Liste) -> anyhow::Result<Definition> {
        let Some(nom) = &self.vue else {
            return Ok(Definition::default());
        };
        match store.vue(liste, nom) {
            Ok(vue) => Ok(vue.definition),
            Err(crate::store::Error::NotFound(_)) => {
                let all: Vec<String> = store.vues(liste)?.into_iter().map(|v| v.nom).collect();
                let sentence = format!("il n'y a pas de vue «\u{a0}{}\u{a0}»", texte::une_ligne(nom));
                let hint = if all.is_empty() {
                    "cette liste n'en a pas encore\u{202f}: V à l'écran en garde une"
                } else {
                    "V à l'écran en garde une\u{202f}; prenez un de ces noms, entre guillemets s'il a des espaces"
                };
                Err(Failure::usage(sentence).hint(hint).candidates(all).into())
            }
            Err(e) => Err(e.into()),
        }
    }
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
        let args = usage::aide(requete::proteger(args.into_iter().collect()));
        if args.len() < 2 {
            // `cmq` alone opens the screen: the parser's thirty options are not built to read nothing.
            return Ok(Parsed::Args(Box::default()));
        }
        let command = Self::command().help_template(TEMPLATE).mut_subcommands(|sub| {
            sub.help_template(TEMPLATE)
                .subcommand_help_heading(COMMANDES)
                .subcommand_value_name("COMMANDE")
                .mut_subcommands(|under| under.help_template(TEMPLATE))
        });
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
