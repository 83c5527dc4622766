//! `cmq importer campus|partenaires|indicateurs`: a list rehearsed, or brought in as one lot.

mod modele;
mod recit;

use std::path::Path;

use super::{ListeArgs, lu_comme};
use crate::cli::{
    answer::{Answer, View},
    failure::{ERREUR, Failure, REFUS, USAGE, said},
};
use crate::domain::importation::{Effet, Sort};
use crate::domain::texte::{montrer, une_ligne};
use crate::import::{
    champs::{Champs, Nature, Plan},
    tableau::{self, Ligne, Refus, Tableau},
    valeurs,
};
use crate::store::{LigneImport, Store};
use recit::Recit;

/// How much of a cell that was cleaned is shown.
const MONTRE: usize = 80;

/// Rehearses the file, or brings it in.
///
/// # Errors
/// [`Failure`] for a file that cannot be read, with the mend.
pub(super) fn run(store: &mut Store, nature: Nature, args: &ListeArgs, view: View) -> anyhow::Result<Answer> {
    let champs = Champs::de(nature)?;
    if args.modele {
        return modele::ecrire(champs, args, view);
    }
    let Some(path) = &args.fichier else {
        return Err(Failure::usage("il manque le fichier à importer")
            .hint("donnez son chemin, ou --modele pour un fichier vide à remplir")
            .into());
    };
    let (table, plan, lines) = lire(champs, path, args)?;
    let mut sorts = match nature {
        Nature::Campus => store.importer_campus(&lines, view.au, args.appliquer)?,
        Nature::Partenaires => store.importer_partenaires(&lines, view.au, args.appliquer)?,
        Nature::Indicateurs => store.importer_indicateurs(&lines, view.au, args.appliquer)?,
    };
    for (line, sort) in table.lignes.iter().zip(&mut sorts) {
        sort.remarques.extend(nettoyes(&table, &line.cellules));
    }
    let recit = Recit {
        champs,
        table: &table,
        plan: &plan,
    };
    Ok(dire(&recit, &sorts, (path, args.appliquer), view))
}

/// The lines of the file, and where its fields are.
fn lire(champs: &Champs, path: &Path, args: &ListeArgs) -> anyhow::Result<(Tableau, Plan, Vec<LigneImport>)> {
    let refused = |r: Refus| refus(path, &r);
    let table = tableau::lire(path, args.feuille.as_deref()).map_err(refused)?;
    let named = dits(args.colonnes.as_deref().unwrap_or_default())?;
    let plan = champs.plan(&table, &named).map_err(refused)?;
    let read = |l: &Ligne| {
        let (valeurs, rejets) = valeurs::lire(champs, &plan, l);
        LigneImport {
            numero: l.numero,
            valeurs,
            rejets,
        }
    };
    let lines = table.lignes.iter().map(read).collect();
    Ok((table, plan, lines))
}

/// What became of the lines, or would; the refused ones beside the file when it was done.
fn dire(recit: &Recit<'_>, sorts: &[Sort], (path, appliquer): (&Path, bool), view: View) -> Answer {
    let mut answer = if view.json {
        Answer::json(sorts.iter().map(|s| recit.objet(s)).collect())
    } else {
        Answer::data(recit.texte(sorts, view))
    };
    answer = lu_comme(answer, recit.table.encodage);
    for (nom, near) in &recit.plan.inconnues {
        let near = near.as_ref().map_or_else(String::new, |n| {
            format!("\u{202f}; est-ce «\u{a0}{n}\u{a0}»\u{202f}?")
        });
        answer = answer.say(format!(
            "Colonne laissée de côté\u{202f}: «\u{a0}{}\u{a0}»{near}",
            une_ligne(nom)
        ));
    }
    answer = answer.say(recit::bilan(sorts, appliquer));
    if sorts.iter().any(|s| matches!(s.effet, Effet::Rejeter(_))) {
        answer.code = REFUS;
        if appliquer {
            answer = answer.say(match recit.rejets(path, sorts) {
                Ok(file) => format!(
                    "Lignes rejetées, à corriger et à importer de nouveau\u{202f}: {}",
                    file.display()
                ),
                // The rest is in the register already: that is said all the same.
                Err(e) => format!(
                    "Les lignes rejetées n'ont pas pu être mises dans un fichier\u{202f}: {}. Corrigez-les dans le vôtre.",
                    e.chain().map(said).collect::<Vec<_>>().join("\u{202f}: ")
                ),
            });
        }
    }
    answer
}

/// What was taken out of the cells of a line, made visible.
fn nettoyes<'a>(table: &'a Tableau, cells: &'a [String]) -> impl Iterator<Item = String> + 'a {
    let heads = table
        .entetes
        .iter()
        .map(String::as_str)
        .chain(std::iter::repeat(""));
    heads.zip(cells).filter_map(|(head, cell)| {
        let shown = montrer(cell)?;
        let shown: String = shown.chars().take(MONTRE).collect();
        Some(format!(
            "{}\u{202f}: caractères invisibles ou de commande retirés de «\u{a0}{shown}\u{a0}»",
            une_ligne(head)
        ))
    })
}

/// A refusal of the whole file.
fn refus(path: &Path, why: &Refus) -> Failure {
    let code = if matches!(why, Refus::Colonnes(_) | Refus::Feuille(..)) {
        USAGE
    } else {
        ERREUR
    };
    let cause = match why {
        Refus::Lecture(cause) => format!("{why}\u{202f}: {}", said(cause)),
        other => other.to_string(),
    };
    Failure::new(code, format!("{}\u{202f}: {cause}", path.display())).hint(why.conseil())
}

/// `Nom du fichier=champ,…` as pairs.
fn dits(colonnes: &str) -> Result<Vec<(String, String)>, Failure> {
    let pairs = colonnes.split(',').filter(|p| !p.trim().is_empty());
    pairs
        .map(|p| match p.split_once('=') {
            Some((nom, champ)) => Ok((nom.trim().to_owned(), champ.trim().to_owned())),
            None => Err(Failure::usage(format!(
                "--colonnes\u{202f}: «\u{a0}{}\u{a0}» n'est pas «\u{a0}nom=champ\u{a0}»",
                p.trim()
            ))
            .hint("par exemple --colonnes 'Ville du siège=commune,Année=label_debut'")),
        })
        .collect()
}
