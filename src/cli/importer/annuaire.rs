//! `cmq importer annuaire`: the national directory of establishments, rehearsed or brought in.

mod compte;

use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};

use super::{AnnuaireArgs, lu_comme};
use crate::cli::{
    answer::{Answer, View},
    failure::{self, ERREUR, Failure, REFUS},
};
use crate::domain::texte::une_ligne;
use crate::import::annuaire::{Erreur, Lecteur, Lu, Remarque, personnelle};
use crate::store::Store;
use compte::Compte;

/// How many refused lines, and how many remarks, are told one by one.
const MONTRES: usize = 20;

/// Characters of a column's name that are told.
const LONG: usize = 60;

/// Lines between two moves of the progress bar.
const PAS: usize = 1024;

/// Reads the file to its end; writes it all, or nothing.
pub fn run(store: &mut Store, args: &AnnuaireArgs, view: View) -> anyhow::Result<Answer> {
    let path = &args.fichier;
    let mut lecteur = Lecteur::ouvrir(path).map_err(|e| refus(path, &e))?;
    let compte = lire(store, &mut lecteur, args, view)?;
    let answer = if view.json {
        Answer::json(compte.json(args))
    } else {
        Answer::data(compte.texte(args.appliquer, view))
    };
    let mut answer = lu_comme(answer, compte.encodage);
    if compte.nombre_rejets > 0 {
        answer.code = REFUS;
    }
    Ok(if args.appliquer {
        answer
    } else {
        answer.say("Répétition\u{202f}: rien n'est écrit. Relancez avec --appliquer pour écrire.")
    })
}

/// Every line into one import.
fn lire(store: &mut Store, lecteur: &mut Lecteur, args: &AnnuaireArgs, view: View) -> anyhow::Result<Compte> {
    let mut import = store.importer_annuaire(lecteur.source(), args.appliquer, view.au)?;
    let barre = barre(lecteur.taille());
    let (mut rejets, mut nombre_rejets, mut pris) = (Vec::new(), 0, 0);
    while let Some(lu) = lecteur.suivant().map_err(|e| refus(&args.fichier, &e))? {
        match lu {
            Lu::Etablissement(e) => {
                import.recevoir(&e)?;
                pris += 1;
            }
            Lu::Rejet(remarque, uai) => {
                import.refuser(uai.as_deref());
                nombre_rejets += 1;
                if rejets.len() < MONTRES {
                    rejets.push(remarque);
                }
            }
        }
        if (pris + nombre_rejets) % PAS == 0 {
            barre.set_position(lecteur.lus());
        }
    }
    if pris == 0 {
        return Err(rien(&args.fichier, lecteur.unite(), &rejets).into());
    }
    let bilan = import.terminer()?;
    barre.finish_and_clear();
    let (vides, nombre_vides) = lecteur.vides();
    Ok(Compte {
        source: lecteur.source(),
        unite: lecteur.unite(),
        ecartees: ecartees(lecteur),
        encodage: lecteur.encodage(),
        bilan,
        rejets,
        nombre_rejets,
        vides: vides.iter().take(MONTRES).cloned().collect(),
        nombre_vides,
    })
}

/// The columns that nothing is kept of: those about persons, the others.
fn ecartees(lecteur: &Lecteur) -> (Vec<String>, Vec<String>) {
    let short = |nom: &String| une_ligne(nom).chars().take(LONG).collect::<String>();
    lecteur
        .ecartees()
        .iter()
        .map(short)
        .partition(|nom| personnelle(nom))
}

/// How far the file is read, on stderr when that is a terminal.
fn barre(taille: Option<u64>) -> ProgressBar {
    let Some(taille) = taille else {
        return ProgressBar::hidden();
    };
    let style = ProgressStyle::with_template("{bar:30} {percent:>3} %  {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(taille).with_style(style)
}

/// A whole file refused.
fn refus(path: &Path, error: &Erreur) -> Failure {
    let cause = match error {
        Erreur::Lecture(cause) => format!("{error}\u{202f}: {}", failure::said(cause)),
        other => other.to_string(),
    };
    Failure::new(ERREUR, format!("{}\u{202f}: {cause}", path.display())).hint(error.conseil())
}

/// No line of the file could be used.
fn rien(path: &Path, unite: &str, rejets: &[Remarque]) -> Failure {
    let sentence = format!(
        "{}\u{202f}: aucune ligne n'est utilisable\u{202f}; l'annuaire reste tel quel",
        path.display()
    );
    let first = rejets.iter().take(3);
    let lines = first.map(|r| {
        format!(
            "{} {}, {}\u{202f}: «\u{a0}{}\u{a0}», {}",
            unite.to_lowercase(),
            r.ligne,
            r.colonne,
            r.valeur,
            r.raison
        )
    });
    Failure::new(ERREUR, sentence)
        .candidates(lines.collect())
        .hint("vérifiez que le fichier est entier, et qu'il a d'autres lignes que celle des noms de colonnes")
}
