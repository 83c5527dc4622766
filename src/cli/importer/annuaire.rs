//! `cmq importer annuaire`: the national directory of establishments, rehearsed or brought in.

use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use super::AnnuaireArgs;
use crate::cli::{
    answer::{Answer, View},
    failure::{self, ERREUR, Failure},
    table::{Column, render},
};
use crate::domain::{Source, texte::accorder};
use crate::export::formes::jour;
use crate::import::{
    annuaire::{Erreur, Lecteur, Lu, Remarque},
    flux::Encodage,
};
use crate::store::{Bilan, PartenaireFerme, Store};

/// How many refused lines, and how many remarks, are told one by one.
const MONTRES: usize = 20;

/// Lines between two moves of the progress bar.
const PAS: usize = 1024;

/// What came of a file.
struct Compte {
    source: Source,
    encodage: Encodage,
    bilan: Bilan,
    rejets: Vec<Remarque>,
    nombre_rejets: usize,
    vides: Vec<Remarque>,
    nombre_vides: usize,
}

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
    let answer = match compte.encodage {
        Encodage::Utf8 => answer,
        Encodage::Windows1252 => answer.say("Le fichier a été lu comme du Windows-1252."),
        Encodage::Utf16 => answer.say("Le fichier a été lu comme de l'UTF-16."),
    };
    Ok(if args.appliquer {
        answer
    } else {
        answer.say("Répétition\u{202f}: rien n'est écrit. Relancez avec --appliquer pour écrire.")
    })
}

/// Every line into one import.
fn lire(store: &mut Store, lecteur: &mut Lecteur, args: &AnnuaireArgs, view: View) -> anyhow::Result<Compte> {
    let source = lecteur.source();
    let mut import = store.importer_annuaire(source, args.appliquer, view.au)?;
    let barre = barre(lecteur.taille());
    let mut rejets = Vec::new();
    let (mut nombre_rejets, mut pris) = (0, 0);
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
        return Err(rien(&args.fichier, &rejets).into());
    }
    let bilan = import.terminer()?;
    barre.finish_and_clear();
    let (vides, nombre_vides) = lecteur.vides();
    Ok(Compte {
        source,
        encodage: lecteur.encodage(),
        bilan,
        rejets,
        nombre_rejets,
        vides: vides.iter().take(MONTRES).cloned().collect(),
        nombre_vides,
    })
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
fn rien(path: &Path, rejets: &[Remarque]) -> Failure {
    let sentence = format!(
        "{}\u{202f}: aucune ligne n'est utilisable\u{202f}; l'annuaire reste tel quel",
        path.display()
    );
    let first = rejets.iter().take(3);
    let lines = first.map(|r| {
        format!(
            "ligne {}, {}\u{202f}: «\u{a0}{}\u{a0}», {}",
            r.ligne, r.colonne, r.valeur, r.raison
        )
    });
    Failure::new(ERREUR, sentence)
        .candidates(lines.collect())
        .hint("vérifiez que le fichier est entier, et qu'il a d'autres lignes que celle des noms de colonnes")
}

const REMARQUES: [Column; 4] = [
    Column::needed("Ligne", 1).figures(),
    Column::extra("Colonne", 2).cut(10),
    Column::extra("Valeur", 3).cut(10),
    Column::name("Raison", 20),
];

const PARTENAIRES: [Column; 4] = [
    Column::extra("Id", 3).figures(),
    Column::name("Partenaire", 24),
    Column::needed("UAI", 1),
    Column::needed("Fermé le", 2),
];

const COMPTES: [Column; 3] = [
    Column::needed("", 1),
    Column::needed("Lignes", 2).figures(),
    Column::name("", 20),
];

impl Compte {
    /// Each count, its name for programs, its name for people, what it means.
    fn comptes(&self) -> [(&'static str, &'static str, usize, &'static str); 8] {
        let b = &self.bilan;
        [
            ("nouveaux", "nouveaux", b.nouveaux, ""),
            ("modifies", "modifiés", b.modifies, ""),
            ("inchanges", "inchangés", b.inchanges, ""),
            ("fermes", "dont fermés", b.fermes, ""),
            (
                "doubles",
                "en double",
                b.doubles,
                "d'un UAI déjà lu plus haut\u{202f}: la première ligne est gardée",
            ),
            (
                "absents",
                "absents",
                b.absents,
                "de ce fichier et présents dans le précédent\u{202f}: gardés et signalés",
            ),
            ("rejetes", "rejetés", self.nombre_rejets, ""),
            (
                "vides",
                "valeurs vides",
                self.nombre_vides,
                "illisibles\u{202f}: laissées inconnues, la ligne est gardée",
            ),
        ]
    }

    fn texte(&self, appliquer: bool, view: View) -> String {
        let what = self.source.libelle();
        let mut out = if appliquer {
            format!("Importé\u{202f}: {what}\n\n")
        } else {
            format!("Répétition\u{202f}: {what}\n\n")
        };
        let rows: Vec<Vec<String>> = self
            .comptes()
            .iter()
            .map(|(_, nom, n, note)| {
                let note = if *n == 0 { "" } else { note };
                vec![(*nom).to_owned(), n.to_string(), note.to_owned()]
            })
            .collect();
        out += &render(&COMPTES, &rows, view.width);
        out += &remarques("Rejetés", &self.rejets, self.nombre_rejets, view);
        out += &remarques("Valeurs laissées inconnues", &self.vides, self.nombre_vides, view);
        let fermes = &self.bilan.partenaires;
        if !fermes.is_empty() {
            let title = accorder(fermes.len(), "partenaire");
            out += &format!("\nDans le registre, {title} dont l'établissement est fermé\n");
            let rows: Vec<Vec<String>> = fermes.iter().map(partenaire).collect();
            out += &render(&PARTENAIRES, &rows, view.width);
        }
        out
    }

    fn json(&self, args: &AnnuaireArgs) -> Value {
        let mut out = json!({
            "fichier": args.fichier.display().to_string(),
            "source": self.source.code(),
            "applique": args.appliquer,
        });
        for (cle, _, n, _) in self.comptes() {
            out[cle] = json!(n);
        }
        let remarque = |r: &Remarque| json!({ "ligne": r.ligne, "colonne": r.colonne, "valeur": r.valeur, "raison": r.raison });
        out["rejets"] = self.rejets.iter().map(remarque).collect();
        out["remarques"] = self.vides.iter().map(remarque).collect();
        let ferme = |p: &PartenaireFerme| json!({ "id": p.id, "nom": p.nom, "uai": p.uai, "ferme_le": jour(p.ferme) });
        out["partenaires_fermes"] = self.bilan.partenaires.iter().map(ferme).collect();
        out
    }
}

/// A titled table of remarks; how many are not shown.
fn remarques(title: &str, all: &[Remarque], total: usize, view: View) -> String {
    if all.is_empty() {
        return String::new();
    }
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|r| {
            vec![
                r.ligne.to_string(),
                r.colonne.clone(),
                r.valeur.clone(),
                r.raison.clone(),
            ]
        })
        .collect();
    let more = match total - all.len() {
        0 => String::new(),
        n => format!("… et {}\n", accorder(n, "autre")),
    };
    format!(
        "\n{title} ({total})\n{}{more}",
        render(&REMARQUES, &rows, view.width)
    )
}

fn partenaire(p: &PartenaireFerme) -> Vec<String> {
    let day = p.ferme.map_or_else(
        || "jour inconnu".to_owned(),
        |d| d.strftime("%d/%m/%Y").to_string(),
    );
    vec![p.id.to_string(), p.nom.clone(), p.uai.clone(), day]
}
