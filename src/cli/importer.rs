//! `cmq importer`: files that come in. A rehearsal unless `--appliquer` is given.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

use super::answer::{Answer, View};
use super::args::{ARGUMENTS, FILTRES};
use crate::import::{champs::Nature, flux::Encodage};
use crate::store::Store;

mod annuaire;
mod listes;

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
    /// `cmq importer campus`.
    #[command(about = "Des campus, d'un fichier CSV, XLSX, ODS ou JSON")]
    Campus(ListeArgs),
    /// `cmq importer partenaires`.
    #[command(
        about = "Des partenaires et leurs campus, d'un fichier CSV, XLSX, ODS ou JSON",
        visible_alias = "partenaire"
    )]
    Partenaires(ListeArgs),
    /// `cmq importer indicateurs`.
    #[command(about = "Des chiffres d'indicateurs, dans les évaluations en cours")]
    Indicateurs(ListeArgs),
    /// `cmq importer registre`.
    #[command(about = "Un registre entier, écrit par cmq exporter --tout, dans un registre neuf")]
    Registre(RegistreArgs),
}

/// `cmq importer campus`, `cmq importer partenaires`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Sans --appliquer, une répétition\u{202f}: chaque ligne est dite, rien n'est écrit.\n\
    Une case vide est inconnue\u{202f}: elle n'efface rien. Les lignes rejetées vont dans FICHIER.rejets.csv.\n\
    Colonnes qu'il faut\u{202f}: nom et region (campus), nom et type (partenaires), campus et indicateur (indicateurs)\u{202f};\n\
    avec la colonne id, aucune autre. Plusieurs valeurs d'une case se séparent par «\u{a0};\u{a0}» ou «\u{a0}|\u{a0}»."
)]
pub struct ListeArgs {
    /// The file.
    #[arg(value_name = "FICHIER", help_heading = ARGUMENTS, help = "Fichier CSV, XLSX, ODS, JSON ou JSONL")]
    pub fichier: Option<PathBuf>,
    /// Write, instead of rehearsing.
    #[arg(long, help_heading = FILTRES, help = "Écrit, en un seul lot qui s'annule (sinon, une répétition)")]
    pub appliquer: bool,
    /// Columns named by the person.
    #[arg(long, value_name = "NOM=CHAMP,…", help_heading = FILTRES,
          help = "Ce que sont des colonnes du fichier\u{202f}: 'Ville du siège=commune,Année=label_debut'")]
    pub colonnes: Option<String>,
    /// Sheet of a workbook.
    #[arg(long, value_name = "NOM", help_heading = FILTRES, help = "Feuille d'un classeur (sinon, la première remplie)")]
    pub feuille: Option<String>,
    /// An empty file to fill in.
    #[arg(long, help_heading = FILTRES, conflicts_with_all = ["appliquer", "colonnes", "feuille"],
          help = "Écrit dans FICHIER (.csv, .xlsx), ou sur la sortie standard, un modèle à remplir\u{202f}; --json en dit les colonnes")]
    pub modele: bool,
    /// Over a file of that name.
    #[arg(long, requires = "modele", help_heading = FILTRES, help = "Avec --modele, remplace un fichier de ce nom")]
    pub ecraser: bool,
}

/// `cmq importer registre`.
#[derive(Debug, ClapArgs)]
pub struct RegistreArgs {
    /// The file.
    #[arg(value_name = "FICHIER", help_heading = ARGUMENTS, help = "JSONL écrit par cmq exporter --tout")]
    pub fichier: PathBuf,
    /// Write, instead of rehearsing.
    #[arg(long, help_heading = FILTRES,
          help = "Crée le registre nommé par --registre (sinon, une répétition\u{202f}: rien n'est écrit)")]
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
          help = "Écrit dans l'annuaire du registre (sinon, une répétition\u{202f}: rien n'est écrit)")]
    pub appliquer: bool,
}

/// Says how the characters of a file were read, when that was a guess.
fn lu_comme(answer: Answer, encodage: Encodage) -> Answer {
    match encodage {
        Encodage::Utf8 => answer,
        Encodage::Windows1252 => answer.say("Le fichier a été lu comme du Windows-1252."),
        Encodage::Utf16 => answer.say("Le fichier a été lu comme de l'UTF-16."),
    }
}

/// Imports the file, or rehearses it.
pub fn run(store: &mut Store, args: &ImporterArgs, view: View) -> anyhow::Result<Answer> {
    match &args.quoi {
        Quoi::Annuaire(args) => annuaire::run(store, args, view),
        Quoi::Campus(args) => listes::run(store, Nature::Campus, args, view),
        Quoi::Partenaires(args) => listes::run(store, Nature::Partenaires, args, view),
        Quoi::Indicateurs(args) => listes::run(store, Nature::Indicateurs, args, view),
        // It makes the register: handled before one is opened.
        Quoi::Registre(_) => Ok(Answer::default()),
    }
}
