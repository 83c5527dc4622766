//! `cmq importer campus|partenaires|indicateurs`: a list rehearsed, or brought in as one lot.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::ListeArgs;
use crate::cli::{
    answer::{Answer, View, non_ecrit},
    failure::{ERREUR, Failure, REFUS, USAGE},
    table::{Column, render},
};
use crate::domain::formule::garder;
use crate::domain::importation::{Effet, Rejet, Sort};
use crate::domain::texte::{accorder, montrer, nettoyer, une_ligne};
use crate::export::fichier::{self, NonEcrit};
use crate::import::{
    champs::{Champs, Nature},
    tableau::{self, Refus, Tableau},
    valeurs,
};
use crate::store::{LigneImport, Store};

/// Last column of a file of refused lines.
const MOTIF: &str = "motif_rejet";
/// How much of a cell that was cleaned is shown.
const MONTRE: usize = 80;
/// Lines told one by one; the rest are counted.
const MONTRES: usize = 200;

const COLUMNS: [Column; 6] = [
    Column::needed("Ligne", 1).figures(),
    Column::needed("Effet", 2),
    Column::name("Fiche", 16),
    Column::extra("Champ", 4).cut(8),
    Column::extra("Valeur", 5).cut(8),
    Column::needed("Raison", 3).cut(20),
];

/// Rehearses the file, or brings it in.
///
/// # Errors
/// [`Failure`] for a file that cannot be read, with the mend.
pub(super) fn run(store: &mut Store, nature: Nature, args: &ListeArgs, view: View) -> anyhow::Result<Answer> {
    let champs = Champs::de(nature)?;
    if args.modele {
        return Ok(Answer::octets(modele(&champs)));
    }
    let Some(path) = &args.fichier else {
        return Err(Failure::usage("il manque le fichier à importer")
            .hint("donnez son chemin, ou --modele pour un fichier vide à remplir")
            .into());
    };
    let refused = |r: &Refus| refus(path, r);
    let table = tableau::lire(path, args.feuille.as_deref()).map_err(|r| refused(&r))?;
    let named = dits(args.colonnes.as_deref().unwrap_or_default())?;
    let plan = champs.plan(&table, &named).map_err(|r| refused(&r))?;
    let lines: Vec<LigneImport> = table
        .lignes
        .iter()
        .map(|l| (l.numero, valeurs::lire(&champs, &plan, l)))
        .collect();
    let mut sorts = match nature {
        Nature::Campus => store.importer_campus(&lines, view.au, args.appliquer)?,
        Nature::Partenaires => store.importer_partenaires(&lines, view.au, args.appliquer)?,
        Nature::Indicateurs => store.importer_indicateurs(&lines, view.au, args.appliquer)?,
    };
    for (line, sort) in table.lignes.iter().zip(&mut sorts) {
        sort.remarques.extend(nettoyes(&table, &line.cellules));
    }
    let mut answer = if view.json {
        Answer::json(sorts.iter().map(objet).collect())
    } else {
        Answer::data(texte(&sorts, view))
    };
    for (nom, near) in &plan.inconnues {
        let near = near.as_ref().map_or_else(String::new, |n| {
            format!("\u{202f}; est-ce «\u{a0}{n}\u{a0}»\u{202f}?")
        });
        answer = answer.say(format!(
            "Colonne laissée de côté\u{202f}: «\u{a0}{}\u{a0}»{near}",
            une_ligne(nom)
        ));
    }
    answer = answer.say(bilan(&sorts, args.appliquer));
    if sorts.iter().any(|s| matches!(s.effet, Effet::Rejeter(_))) {
        answer.code = REFUS;
        if args.appliquer {
            let file = rejets(path, &table, &sorts)?;
            answer = answer.say(format!(
                "Lignes rejetées, à corriger et à importer de nouveau\u{202f}: {}",
                file.display()
            ));
        }
    }
    Ok(answer)
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
    Failure::new(code, format!("{}\u{202f}: {why}", path.display())).hint(why.conseil())
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

/// A file with the headings alone, as a French spreadsheet opens it.
fn modele(champs: &Champs) -> Vec<u8> {
    let names: Vec<&str> = champs.champ.iter().map(|c| c.cle.as_str()).collect();
    format!("\u{feff}{}\r\n", names.join(";")).into_bytes()
}

/// One line for each field changed, each refusal, each remark; what is unchanged is only counted.
fn texte(sorts: &[Sort], view: View) -> String {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for s in sorts {
        let mut row = |champ: &str, valeur: &str, raison: &str| {
            let first = [s.ligne.to_string(), s.effet.libelle().to_owned(), s.nom.clone()];
            rows.push(
                first
                    .into_iter()
                    .chain([champ, valeur, raison].map(str::to_owned))
                    .collect(),
            );
        };
        match &s.effet {
            Effet::Inchange => {}
            Effet::Creer => row("", "", ""),
            Effet::Modifier(all) => {
                for (champ, avant, apres) in all {
                    let before = if avant.is_empty() {
                        String::new()
                    } else {
                        format!("au lieu de «\u{a0}{avant}\u{a0}»")
                    };
                    row(champ, apres, &before);
                }
            }
            Effet::Rejeter(r) => row(&r.champ, &r.valeur, &r.phrase()),
        }
        for remarque in &s.remarques {
            row("", "", &format!("à voir\u{202f}: {remarque}"));
        }
    }
    let more = rows.len().saturating_sub(MONTRES);
    rows.truncate(MONTRES);
    if rows.is_empty() {
        return String::new();
    }
    let mut out = render(&COLUMNS, &rows, view.width);
    if more > 0 {
        out.push_str(&format!("… et {more} autres\u{202f}; --json les dit toutes\n"));
    }
    out
}

fn objet(s: &Sort) -> Value {
    let mut object =
        json!({ "ligne": s.ligne, "nom": s.nom, "effet": s.effet.libelle(), "remarques": s.remarques });
    match &s.effet {
        Effet::Modifier(all) => {
            object["champs"] = all
                .iter()
                .map(|(champ, avant, apres)| json!({ "champ": champ, "avant": avant, "apres": apres }))
                .collect();
        }
        Effet::Rejeter(Rejet {
            champ,
            valeur,
            raison,
            proche,
        }) => {
            object["rejet"] = json!({ "champ": champ, "valeur": valeur, "raison": raison, "proche": proche });
        }
        _ => {}
    }
    object
}

/// How many lines do what.
fn bilan(sorts: &[Sort], appliquer: bool) -> String {
    let n = |wanted: fn(&Effet) -> bool| sorts.iter().filter(|s| wanted(&s.effet)).count();
    let (made, changed) = (n(|e| *e == Effet::Creer), n(|e| matches!(e, Effet::Modifier(_))));
    let (same, refused) = (
        n(|e| *e == Effet::Inchange),
        n(|e| matches!(e, Effet::Rejeter(_))),
    );
    let (made, changed, end) = match (appliquer, made + changed) {
        (true, 0) => (
            accorder(made, "créée"),
            accorder(changed, "modifiée"),
            "Rien n'a changé.",
        ),
        (true, _) => (
            accorder(made, "créée"),
            accorder(changed, "modifiée"),
            "Un seul lot\u{202f}: u l'annule.",
        ),
        (false, _) => (
            format!("{made} à créer"),
            format!("{changed} à modifier"),
            "Répétition\u{202f}: rien n'est écrit\u{202f}; --appliquer écrit.",
        ),
    };
    format!(
        "{}\u{202f}: {made}, {changed}, {}, {}. {end}",
        accorder(sorts.len(), "ligne"),
        accorder(same, "inchangée"),
        accorder(refused, "rejetée"),
    )
}

/// Writes the refused lines beside the file, with the reason in a last column; says where.
fn rejets(path: &Path, table: &Tableau, sorts: &[Sort]) -> anyhow::Result<PathBuf> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .from_writer("\u{feff}".as_bytes().to_vec());
    let kept: Vec<usize> = (0..table.entetes.len())
        .filter(|i| table.entetes[*i] != MOTIF)
        .collect();
    let heads = kept.iter().map(|i| une_ligne(&table.entetes[*i]));
    writer.write_record(heads.chain([MOTIF.to_owned()]))?;
    for (line, sort) in table.lignes.iter().zip(sorts) {
        let Effet::Rejeter(rejet) = &sort.effet else {
            continue;
        };
        let cells = kept
            .iter()
            .map(|i| garder(&nettoyer(line.cellules.get(*i).map_or("", String::as_str))));
        writer.write_record(cells.chain([garder(&rejet.phrase())]))?;
    }
    let bytes = writer.into_inner()?;
    let stem = path
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let stem = stem.strip_suffix(".rejets").unwrap_or(&stem).to_owned();
    for n in 1.. {
        let name = if n == 1 {
            format!("{stem}.rejets.csv")
        } else {
            format!("{stem}.rejets.{n}.csv")
        };
        let file = path.with_file_name(name);
        match fichier::ecrire(&file, &bytes, false) {
            Ok(()) => return Ok(file),
            Err(NonEcrit::Existe(_)) => {}
            Err(other) => return Err(non_ecrit(other)),
        }
    }
    Ok(path.to_path_buf())
}
