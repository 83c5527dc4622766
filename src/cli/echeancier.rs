//! `cmq echeancier`: what is due, late first. Its exit code says it too: 20 late, 10 due, 0 neither.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args as ClapArgs, ValueEnum};
use jiff::{Span, ToSpan as _, civil::Date};

use super::answer::{Answer, View};
use super::args::{FILTRES, Mots, UneVue};
use super::disposition::{DesColonnes, UnTri, tableau};
use super::failure::Failure;
use super::table::{Column, render};
use super::{ics, requete, resolve};
use crate::app::echeancier::{
    definition::nommes,
    vue::{Etats, Ligne, within},
};
use crate::domain::formule::garder;
use crate::domain::texte::{plier, une_ligne};
use crate::domain::{
    Etat, Sens, Terme, Tri, TypeEcheance, disposition::ColonneEcheance, requete::Sur, vue::Liste,
};
use crate::export::formes;
use crate::store::{Filtre, Store};

/// `cmq echeancier`.
#[derive(Debug, ClapArgs)]
pub struct EcheancierArgs {
    /// What narrows the list.
    #[command(flatten)]
    pub filtres: EcheancierFiltres,
    /// Columns.
    #[command(flatten)]
    pub colonnes: DesColonnes,
    /// What to write.
    #[arg(long, value_name = "FORMAT", help_heading = FILTRES, hide_possible_values = true,
          help = "table, json, csv ou ics (agenda)")]
    pub format: Option<Format>,
    /// Where to write.
    #[arg(short = 'o', long = "sortie", value_name = "FICHIER", help_heading = FILTRES,
          help = "Écrit dans ce nouveau fichier au lieu de la sortie standard")]
    pub sortie: Option<PathBuf>,
}

/// What narrows the deadlines.
#[derive(Debug, ClapArgs)]
pub struct EcheancierFiltres {
    /// Search words.
    #[command(flatten)]
    pub mots: Mots,
    /// View.
    #[command(flatten)]
    pub vue: UneVue,
    /// Horizon.
    #[arg(long, value_name = "DUREE", help_heading = FILTRES, allow_hyphen_values = true,
          help = "Horizon à partir du jour de référence\u{202f}: 90j, 6m, 1a (sans lui, tout ce qui reste dû)")]
    pub dans: Option<String>,
    /// Région, as typed.
    #[arg(long, value_name = "REGION", help_heading = FILTRES,
          help = "Ceux de cette région, de 2013 ou d'aujourd'hui")]
    pub region: Option<String>,
    /// Filière, as typed.
    #[arg(long, value_name = "FILIERE", help_heading = FILTRES,
          help = "Ceux de cette filière")]
    pub filiere: Option<String>,
    /// Académie, as typed.
    #[arg(long, value_name = "ACADEMIE", help_heading = FILTRES,
          help = "Ceux de cette académie, de 2013 ou d'aujourd'hui")]
    pub academie: Option<String>,
    /// Kind of deadline.
    #[arg(long = "type", value_name = "TYPE", help_heading = FILTRES, hide_possible_values = true,
          help = "suivi, evaluation, renouvellement ou fin")]
    pub type_echeance: Option<Quoi>,
    /// State, as typed.
    #[arg(long, value_name = "ETAT", help_heading = FILTRES,
          help = "Celles dans cet état («\u{a0}en retard\u{a0}», «\u{a0}fait\u{a0}»…)")]
    pub etat: Option<String>,
    /// Order.
    #[command(flatten)]
    pub tri: UnTri,
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
    Ics,
}

/// The kinds of deadlines, as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Quoi {
    /// Two-year review.
    Suivi,
    /// Fourth-year evaluation.
    #[value(alias = "évaluation")]
    Evaluation,
    /// Renewal file.
    Renouvellement,
    /// End of the label.
    Fin,
}

impl Quoi {
    /// The kind meant.
    fn type_echeance(self) -> TypeEcheance {
        match self {
            Self::Suivi => TypeEcheance::Suivi,
            Self::Evaluation => TypeEcheance::Evaluation,
            Self::Renouvellement => TypeEcheance::Renouvellement,
            Self::Fin => TypeEcheance::Fin,
        }
    }
}

/// Exit code: something is due within the horizon.
const DUE: u8 = 10;
/// Exit code: something is late.
const LATE: u8 = 20;

const COLUMNS: [Column; 6] = [
    Column::needed("État", 1),
    Column::needed("Échéance", 2),
    Column::needed("Terme", 3),
    Column::name("Campus", 20),
    Column::extra("Lieu", 5).cut(8),
    Column::extra("Région", 4).cut(10),
];

/// The deadlines asked for: those still open and the labels' ends unless a state is named, within the horizon
/// when one is given; a label that has ended is then no longer due.
pub fn run(store: &Store, args: &EcheancierArgs, view: View) -> anyhow::Result<Answer> {
    let format = args
        .format
        .unwrap_or(if view.json { Format::Json } else { Format::Table });
    let vue = args.filtres.vue.definition(store, Liste::Echeancier)?;
    let chosen = args.colonnes.lire(&vue, format == Format::Json)?;
    let found = find(store, &args.filtres, view.au)?;
    let mut answer = match format {
        Format::Json => Answer::json(
            found
                .iter()
                .map(|(c, e)| formes::ligne_echeancier(c, e))
                .collect(),
        ),
        Format::Csv => Answer::data(csv(&found)?),
        Format::Ics => Answer::data(ics::agenda(&found, &store.identites_des_labels()?, view.au)?),
        Format::Table => Answer::data(match chosen {
            Some(chosen) => {
                let text = |(c, e): &Ligne, colonne: ColonneEcheance| colonne.texte(c, e);
                tableau(&found, &chosen, view, text)
            }
            None => render(&COLUMNS, &found.iter().map(row).collect::<Vec<_>>(), view.width),
        }),
    };
    if let Some(path) = &args.sortie {
        answer = answer.into_file(path)?;
    }
    answer.code = exit_code(&found);
    Ok(answer.say_if_empty(&found, "Aucune échéance."))
}

/// The deadlines that pass every filter. A view narrows and orders them as it does on the screen.
pub fn find(store: &Store, args: &EcheancierFiltres, au: Date) -> anyhow::Result<Vec<Ligne>> {
    let vue = args.vue.definition(store, Liste::Echeancier)?;
    let tri = args.tri.lire(&vue)?;
    // An option given wins over the view.
    let (etats, ahead) = nommes(&vue);
    let etats = etats.filter(|_| args.etat.is_none());
    let dernier = match &args.dans {
        Some(typed) => Some(horizon(typed, au)?),
        None => ahead.map(|ahead| ahead.last(au)),
    };
    let region = args.region.as_deref().map(|r| resolve::region(store, r, au));
    let filiere = args.filiere.as_deref().map(|f| resolve::filiere(store, f, au));
    let academie = args.academie.as_deref().map(|a| resolve::academie(store, a));
    let academie = academie.transpose()?;
    let ligne = format!("{} {}", vue.requete, args.mots.ligne());
    let mut found = store.echeancier(&Filtre {
        recherche: requete::criteres(store, Sur::Echeancier, &ligne)?,
        region: region.transpose()?,
        filiere: filiere.transpose()?,
        etat: args.etat.as_deref().map(resolve::etat).transpose()?,
        // A state that is asked for is shown, whichever it is.
        faits: args.etat.is_some() || etats.is_some(),
        ..Filtre::au(au)
    })?;
    found.retain(|(c, e)| {
        etats.is_none_or(|etats| etats.shows(e.etat))
            && dernier.is_none_or(|dernier| within(e, dernier))
            && (args.dans.is_none() || args.etat.is_some() || e.etat != Etat::Echu)
            && academie
                .as_ref()
                .is_none_or(|a| a.contains(&c.academie) || c.ailleurs.academies.iter().any(|o| a.contains(o)))
            && args
                .type_echeance
                .is_none_or(|t| t.type_echeance() == e.type_echeance)
    });
    let key = |(c, e): &Ligne, colonne: ColonneEcheance| colonne.cle(c, e);
    if tri.est_usuel() && etats.is_some_and(Etats::past) {
        Tri::selon([(ColonneEcheance::Date, Sens::Decroissant)]).trier(&mut found, key);
    }
    tri.trier(&mut found, key);
    Ok(found)
}

fn exit_code(found: &[Ligne]) -> u8 {
    let any = |wanted: &dyn Fn(Etat) -> bool| found.iter().any(|(_, e)| wanted(e.etat));
    if any(&|etat| etat == Etat::EnRetard) {
        LATE
    } else if any(&|etat| matches!(etat, Etat::AVenir | Etat::AFaire | Etat::EnCours)) {
        DUE
    } else {
        0
    }
}

/// The last day of `90j`, `90`, `3 semaines`, `6m`, `1 an` after `au`.
fn horizon(typed: &str, au: Date) -> Result<Date, Failure> {
    let refused = || {
        Failure::usage(format!(
            "--dans\u{202f}: «\u{a0}{typed}\u{a0}» n'est pas une durée"
        ))
        .hint("écrivez par exemple --dans 90j, --dans 3s, --dans 6m ou --dans 1a")
    };
    if typed.trim_start().starts_with('-') {
        return Err(refused());
    }
    let folded = plier(typed).replace(' ', "");
    let digits = folded.len() - folded.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = folded.split_at(digits);
    let number: i64 = number.parse().ok().filter(|n| *n <= 9999).ok_or_else(refused)?;
    let span: Span = match unit {
        "" | "j" | "jour" | "jours" => number.days(),
        "s" | "sem" | "semaine" | "semaines" => number.weeks(),
        "m" | "mois" => number.months(),
        "a" | "an" | "ans" | "annee" | "annees" => number.years(),
        _ => return Err(refused()),
    };
    Ok(au.saturating_add(span))
}

fn row((c, e): &Ligne) -> Vec<String> {
    vec![
        e.etat.libelle().to_owned(),
        e.type_echeance.libelle().to_owned(),
        terme(e.terme),
        c.nom_court.clone(),
        c.lieu.clone(),
        c.region.clone(),
    ]
}

/// When, in figures: `09/2015`, `2016–2017` for a window.
fn terme(terme: Terme) -> String {
    match terme {
        Terme::Date(d) => d.court(),
        Terme::Fenetre(debut, fin) => format!("{}–{}", debut.court(), fin.court()),
    }
}

/// One line a deadline; `;` between columns, as French spreadsheets open it.
fn csv(found: &[Ligne]) -> anyhow::Result<String> {
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    writer.write_record([
        "campus", "nom", "lieu", "region", "type", "debut", "fin", "etat", "revue",
    ])?;
    for (c, e) in found {
        let (debut, fin) = match e.terme {
            Terme::Date(d) => (String::new(), d.iso()),
            Terme::Fenetre(debut, fin) => (debut.iso(), fin.iso()),
        };
        writer.write_record([
            c.id.to_string(),
            garder(&une_ligne(&c.nom)),
            garder(&une_ligne(&c.lieu)),
            garder(&une_ligne(&c.region)),
            e.type_echeance.code().to_owned(),
            debut,
            fin,
            e.etat.libelle().to_owned(),
            e.revue.map(|r| r.to_string()).unwrap_or_default(),
        ])?;
    }
    let bytes = writer.into_inner().context("écriture du CSV")?;
    Ok(String::from_utf8(bytes)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_as_people_type_them() {
        let au = Date::constant(2015, 1, 31);
        for (typed, last) in [
            ("90j", "2015-05-01"),
            ("90", "2015-05-01"),
            ("2 semaines", "2015-02-14"),
            ("1m", "2015-02-28"),
            ("1 an", "2016-01-31"),
            ("0j", "2015-01-31"),
        ] {
            assert_eq!(
                horizon(typed, au).map(|d| d.to_string()).as_deref(),
                Ok(last),
                "{typed}"
            );
        }
        for typed in [
            "",
            "j",
            "90x",
            "-3j",
            "12345678901234567890j",
            "99999a",
            "bientôt",
        ] {
            assert!(horizon(typed, au).is_err(), "{typed}");
        }
    }
}
