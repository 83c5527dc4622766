//! `--tri` and `--colonnes`: the order and the columns of a list, by the words of its columns.

use clap::Args as ClapArgs;

use super::answer::View;
use super::args::FILTRES;
use super::failure::Failure;
use super::table::{Column, render};
use crate::domain::{Colonne, Tri, disposition::Disposition, texte, vue::Definition};

/// Width a chosen column may be cut down to before it leaves.
const LEAST: usize = 8;

const TRI: &str = "--tri";

/// The order asked for.
#[derive(Debug, Default, ClapArgs)]
pub struct UnTri {
    /// Columns, as typed.
    #[arg(long, value_name = "COLONNES", help_heading = FILTRES, value_delimiter = ',', allow_hyphen_values = true,
          help = "Trié par ces colonnes, la première d'abord\u{202f}; - devant une colonne la renverse\u{202f}: region,-label")]
    pub tri: Vec<String>,
}

impl UnTri {
    /// The order asked for, else that of the view.
    ///
    /// # Errors
    /// [`Failure`] of code 2 for a column that is not there, with those there are.
    pub fn lire<C: Colonne>(&self, vue: &Definition) -> Result<Tri<C>, Failure> {
        if self.tri.is_empty() {
            return Ok(Tri::connu(&vue.tri));
        }
        Tri::lire(&self.tri).map_err(|mot| unknown::<C>(TRI, &mot))
    }
}

/// The columns asked for.
#[derive(Debug, Default, ClapArgs)]
pub struct DesColonnes {
    /// Columns, as typed.
    #[arg(long, value_name = "COLONNES", help_heading = FILTRES, value_delimiter = ',',
          help = "Les colonnes du tableau, dans cet ordre\u{202f}: nom,region,label")]
    pub colonnes: Vec<String>,
}

impl DesColonnes {
    /// The columns asked for, else those of the view after the name; None for the usual table.
    ///
    /// # Errors
    /// [`Failure`] of code 2 for a column that is not there, or beside `--json`, whose shape is fixed.
    pub fn lire<C: Colonne>(&self, vue: &Definition, json: bool) -> Result<Option<Vec<C>>, Failure> {
        if self.colonnes.is_empty() {
            let chosen = Disposition::<C>::de_la_vue(&[], &vue.colonnes).colonnes;
            let name = C::nom().filter(|_| !chosen.is_empty());
            return Ok(name.map(|n| std::iter::once(n).chain(chosen).collect()));
        }
        if json {
            return Err(
                Failure::usage("--colonnes ne va pas avec --json\u{202f}: sa forme est fixe")
                    .hint("retirez l'un des deux"),
            );
        }
        let read = self
            .colonnes
            .iter()
            .map(|mot| C::lue(mot).ok_or_else(|| unknown::<C>("--colonnes", mot)));
        read.collect::<Result<_, _>>().map(Some)
    }
}

/// Rows under the headings of these columns.
#[must_use]
pub fn tableau<C: Colonne, T>(
    all: &[T],
    columns: &[C],
    view: View,
    texte: impl Fn(&T, C) -> String,
) -> String {
    let name = C::nom();
    let headings: Vec<Column> = (1u8..)
        .zip(columns)
        .map(|(rank, c)| {
            if Some(*c) == name {
                Column::name(c.titre(), usize::from(c.largeur()))
            } else {
                Column::extra(c.titre(), rank).cut(LEAST)
            }
        })
        .collect();
    let row = |t: &T| columns.iter().map(|c| texte(t, *c)).collect::<Vec<_>>();
    render(&headings, &all.iter().map(row).collect::<Vec<_>>(), view.width)
}

/// The refusal of a column that is not there, with those there are.
fn unknown<C: Colonne>(option: &str, mot: &str) -> Failure {
    let offered = C::TOUTES.iter().filter(|c| option != TRI || c.triable());
    let all = offered.map(|c| c.code().to_owned());
    Failure::usage(format!(
        "{option}\u{202f}: «\u{a0}{}\u{a0}» n'est pas une colonne de cette liste",
        texte::une_ligne(mot)
    ))
    .hint("prenez parmi celles-ci, séparées par des virgules")
    .candidates(all.collect())
}
