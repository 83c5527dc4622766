//! `cmq exporter`: a list as a file, in the format asked for.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, Subcommand, ValueEnum};

use super::answer::{Answer, View, non_ecrit};
use super::args::FILTRES;
use super::campus::{self, CampusArgs};
use super::echeancier::{self, EcheancierFiltres};
use super::failure::Failure;
use super::filiere::{self, FiliereArgs};
use super::journal::{self, JournalArgs};
use super::partenaire::{self, PartenaireArgs};
use super::region::{self, RegionArgs};
use super::revues::{self, RevuesArgs};
use crate::domain::texte::une_ligne;
use crate::export::{self, Feuille, Format, fichier, listes};
use crate::store::Store;

/// `cmq exporter`.
#[derive(Debug, ClapArgs)]
#[command(
    subcommand_required = false,
    arg_required_else_help = false,
    after_help = "Sans -o, le fichier va sur la sortie standard. Son format est celui de son nom (.csv, .json, .jsonl,\n\
    .xlsx, .geojson) ou de --format. Aucun fichier n'est remplacé sans --ecraser.\n\
    --tout écrit le registre entier, une ligne JSON par fiche\u{202f}; cmq importer registre le relit."
)]
pub struct ExporterArgs {
    /// Which list.
    #[command(subcommand)]
    pub liste: Option<Liste>,
    /// How and where.
    #[command(flatten)]
    pub sortie: Sortie,
    /// The whole register.
    #[arg(long, help_heading = FILTRES, help = "Le registre entier, en JSONL")]
    pub tout: bool,
}

/// How and where to write.
#[derive(Debug, ClapArgs)]
pub struct Sortie {
    /// Format, as typed.
    #[arg(long, global = true, value_name = "FORMAT", help_heading = FILTRES, hide_possible_values = true,
          help = "csv, json, jsonl, xlsx ou geojson (sinon celui du nom du fichier, sinon csv)")]
    pub format: Option<Nom>,
    /// For a French spreadsheet.
    #[arg(long, global = true, help_heading = FILTRES,
          help = "CSV pour tableur français\u{202f}: point-virgule, virgule décimale, marque UTF-8, codes en =\"01\"")]
    pub excel: bool,
    /// Where to write.
    #[arg(short = 'o', long = "sortie", global = true, value_name = "FICHIER", help_heading = FILTRES,
          help = "Écrit dans ce fichier au lieu de la sortie standard")]
    pub fichier: Option<PathBuf>,
    /// Columns, as typed.
    #[arg(long, global = true, value_name = "COLONNES", help_heading = FILTRES, value_delimiter = ',',
          help = "Ces colonnes seulement, dans cet ordre\u{202f}: nom,region,uai (CSV, XLSX, GeoJSON)")]
    pub colonnes: Vec<String>,
    /// Without persons to reach.
    #[arg(long, global = true, help_heading = FILTRES, help = "Avec --tout, laisse les contacts hors du fichier")]
    pub sans_contacts: bool,
    /// Over a file of that name.
    #[arg(long, global = true, help_heading = FILTRES, help = "Remplace un fichier de ce nom")]
    pub ecraser: bool,
}

/// The formats, as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Nom {
    /// CSV.
    Csv,
    /// JSON.
    Json,
    /// JSONL.
    Jsonl,
    /// XLSX.
    Xlsx,
    /// `GeoJSON`.
    Geojson,
}

/// The lists.
#[derive(Debug, Subcommand)]
pub enum Liste {
    /// Campuses.
    #[command(about = "Les campus")]
    Campus(CampusArgs),
    /// Partners.
    #[command(about = "Les partenaires", visible_alias = "partenaire")]
    Partenaires(PartenaireArgs),
    /// Régions.
    #[command(about = "Les régions et leurs nombres de campus", visible_alias = "region")]
    Regions(RegionArgs),
    /// Filières.
    #[command(about = "Les filières et leurs nombres de campus", visible_alias = "filiere")]
    Filieres(FiliereArgs),
    /// Deadlines.
    #[command(about = "Ce qui est dû")]
    Echeancier(EcheancierFiltres),
    /// Reviews.
    #[command(about = "Les revues et leur état")]
    Revues(RevuesArgs),
    /// Persons to reach.
    #[command(
        about = "Les contacts des campus et des partenaires",
        visible_alias = "contact"
    )]
    Contacts,
    /// The journal.
    #[command(about = "Les lots du journal")]
    Journal(JournalArgs),
}

/// Writes the list asked for. `agent`: the one asked for on the command line.
///
/// # Errors
/// [`Failure`] of code 2 without a list, for a name that is taken, for a workbook on a terminal.
pub fn run(store: &Store, args: &ExporterArgs, agent: Option<&str>, view: View) -> anyhow::Result<Answer> {
    let Some(liste) = &args.liste else {
        return sans_liste(store, args);
    };
    if args.tout {
        return Err(
            Failure::usage("--tout écrit tout le registre\u{202f}: aucune liste ne va avec")
                .hint("retirez --tout, ou le nom de la liste")
                .into(),
        );
    }
    if args.sortie.sans_contacts && matches!(liste, Liste::Contacts) {
        return Err(
            Failure::usage("--sans-contacts ne laisserait rien de cette liste")
                .hint("retirez --sans-contacts, ou exportez une autre liste")
                .into(),
        );
    }
    let mut feuille = feuille(store, liste, agent, view)?;
    excel(&args.sortie, view)?;
    choisir(&mut feuille, &args.sortie, view)?;
    write(&feuille, &args.sortie, view)
}

/// The whole register.
fn sans_liste(store: &Store, args: &ExporterArgs) -> anyhow::Result<Answer> {
    if !args.tout {
        return Err(Failure::usage("il manque ce qu'il faut exporter")
            .hint("par exemple cmq exporter campus -o campus.xlsx, ou cmq exporter --tout -o registre.jsonl")
            .into());
    }
    super::tout::exporter(store, &args.sortie)
}

/// Refuses a flavour of CSV beside another format.
fn excel(sortie: &Sortie, view: View) -> Result<(), Failure> {
    let format = format(sortie, view);
    if sortie.excel && format != Format::Excel {
        return Err(Failure::usage(format!(
            "--excel est une forme de CSV\u{202f}: elle ne va pas avec «\u{a0}{}\u{a0}»",
            format.libelle()
        ))
        .hint("retirez --excel, ou prenez --format csv et un fichier en .csv"));
    }
    Ok(())
}

/// Keeps the columns asked for.
fn choisir(feuille: &mut Feuille, sortie: &Sortie, view: View) -> Result<(), Failure> {
    if sortie.colonnes.is_empty() {
        return Ok(());
    }
    if matches!(format(sortie, view), Format::Json | Format::Jsonl) {
        return Err(
            Failure::usage("--colonnes ne va pas avec JSON\u{202f}: sa forme est fixe")
                .hint("retirez --colonnes, ou prenez --format csv, xlsx ou geojson"),
        );
    }
    feuille.choisir(&sortie.colonnes).map_err(|mot| {
        let all = feuille.colonnes.iter().map(|c| c.cle.to_owned());
        Failure::usage(format!(
            "--colonnes\u{202f}: «\u{a0}{}\u{a0}» n'est pas une colonne de ce fichier",
            une_ligne(&mot)
        ))
        .hint("prenez parmi celles-ci, séparées par des virgules")
        .candidates(all.collect())
    })
}

/// The list asked for, as a sheet.
fn feuille(store: &Store, liste: &Liste, agent: Option<&str>, view: View) -> anyhow::Result<Feuille> {
    let au = view.au;
    Ok(match liste {
        Liste::Campus(args) => {
            let found = campus::find(store, args, au)?;
            let more = store.complements_campus(found.iter().map(|c| c.id))?;
            listes::campus(&found, &more, au)
        }
        Liste::Partenaires(args) => {
            let found = partenaire::find(store, args, au)?;
            let more = store.complements_partenaires(found.iter().map(|p| p.id))?;
            listes::partenaires(&found, &more, au)
        }
        Liste::Regions(args) => listes::regions(&region::find(store, args, au)?),
        Liste::Filieres(args) => listes::filieres(&filiere::find(store, args, au)?),
        Liste::Echeancier(args) => {
            let found = echeancier::find(store, args, au)?;
            listes::echeancier(found.iter().map(|(c, e)| (&**c, e)))
        }
        Liste::Revues(args) => listes::revues(&revues::find(store, args, au)?),
        Liste::Contacts => listes::contacts(&store.contacts(None, None)?),
        Liste::Journal(args) => listes::journal(&journal::find(store, args, agent, view)?),
    })
}

/// The format asked for, else the one of the file's name, else CSV.
fn format(sortie: &Sortie, view: View) -> Format {
    let named = || sortie.fichier.as_deref().and_then(Format::of_name);
    let format = match sortie.format {
        Some(Nom::Csv) => Format::Csv,
        Some(Nom::Json) => Format::Json,
        Some(Nom::Jsonl) => Format::Jsonl,
        Some(Nom::Xlsx) => Format::Xlsx,
        Some(Nom::Geojson) => Format::Geojson,
        None if view.json => Format::Json,
        None => named().unwrap_or(Format::Csv),
    };
    if format == Format::Csv && sortie.excel {
        Format::Excel
    } else {
        format
    }
}

fn write(feuille: &Feuille, sortie: &Sortie, view: View) -> anyhow::Result<Answer> {
    let format = format(sortie, view);
    let bytes = export::ecrire(feuille, format)?;
    let answer = match &sortie.fichier {
        Some(path) => {
            fichier::ecrire(path, &bytes, sortie.ecraser).map_err(non_ecrit)?;
            Answer::default().say(ecrit(path, &feuille.contenu(format)))
        }
        None if format == Format::Xlsx && std::io::stdout().is_terminal() => {
            return Err(Failure::usage("un classeur ne s'affiche pas dans un terminal")
                .hint("donnez un fichier\u{202f}: -o campus.xlsx")
                .into());
        }
        None => Answer::octets(bytes),
    };
    Ok(tell(answer, feuille, format))
}

/// `Écrit : campus.csv (12 lignes)`.
pub fn ecrit(path: &Path, contenu: &str) -> String {
    format!("Écrit\u{202f}: {} ({contenu})", path.display())
}

/// Adds what the reader of the file should know: nothing in it, points left out, persons named.
fn tell(mut answer: Answer, feuille: &Feuille, format: Format) -> Answer {
    if feuille.lignes.is_empty() {
        answer = answer.say("La liste est vide.");
    }
    if let Some(omitted) = feuille.omis(format) {
        answer = answer.say(omitted);
    }
    match feuille.personnes.filter(|_| !feuille.lignes.is_empty()) {
        Some(quoi) => answer.say(format!(
            "Ce fichier contient des données personnelles\u{202f}: {quoi}."
        )),
        None => answer,
    }
}
