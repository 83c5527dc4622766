//! What becomes of the lines of a list, told: a table, JSON, the refused lines as a file.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::cli::{
    answer::{View, non_ecrit},
    table::{Column, render},
};
use crate::domain::{
    formule::{figer, garder, rendre},
    importation::{Effet, Rejet, Sort},
    texte::{accorder, nettoyer, une_ligne},
};
use crate::export::fichier::{self, NonEcrit};
use crate::import::{
    champs::{Champs, Plan},
    tableau::Tableau,
};

/// Last column of a file of refused lines.
const MOTIF: &str = "motif_rejet";
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

/// Tells of lines in the words of their file.
pub(super) struct Recit<'a> {
    /// The fields of such files.
    pub champs: &'a Champs,
    /// The file.
    pub table: &'a Tableau,
    /// Where its fields are.
    pub plan: &'a Plan,
}

impl Recit<'_> {
    /// What the file calls a field; the field's name for people when it has no column.
    fn colonne(&self, champ: &str) -> String {
        // What links a partner is told under the column that names its campuses.
        let champ = if champ == "liens" { "campus" } else { champ };
        let head = self
            .plan
            .places
            .get(champ)
            .and_then(|at| self.table.entetes.get(*at));
        let known = || self.champs.champ.iter().find(|c| c.cle == champ);
        let named = head.or_else(|| known().map(|c| &c.libelle));
        une_ligne(named.map_or(champ, String::as_str))
    }

    /// A refusal, its column first.
    fn motif(&self, r: &Rejet) -> String {
        if r.champ.is_empty() {
            r.phrase()
        } else {
            format!("{}\u{202f}: {}", self.colonne(&r.champ), r.phrase())
        }
    }

    /// What is said of a line: of each field changed, each refusal, each remark; of what is unchanged, nothing.
    fn rangs(&self, s: &Sort) -> Vec<[String; 3]> {
        let mut out: Vec<[String; 3]> = match &s.effet {
            Effet::Inchange => Vec::new(),
            Effet::Creer => vec![Default::default()],
            Effet::Modifier(all) => {
                let instead = |avant: &str| format!("au lieu de «\u{a0}{avant}\u{a0}»");
                let changed = all.iter().map(|(champ, avant, apres)| {
                    let before = Some(avant).filter(|a| !a.is_empty()).map(|a| instead(a));
                    [self.colonne(champ), apres.clone(), before.unwrap_or_default()]
                });
                changed.collect()
            }
            Effet::Rejeter(all) => {
                let each = |r: &Rejet| [self.colonne(&r.champ), r.valeur.clone(), r.phrase()];
                all.iter().map(each).collect()
            }
        };
        let advice = |r: &String| [String::new(), String::new(), format!("à voir\u{202f}: {r}")];
        out.extend(s.remarques.iter().map(advice));
        out
    }

    /// What becomes of the lines; what is unchanged is only counted.
    pub fn texte(&self, sorts: &[Sort], view: View) -> String {
        let told = |s: &Sort| {
            let first = [s.ligne.to_string(), s.effet.libelle().to_owned(), s.nom.clone()];
            let row = move |rest: [String; 3]| first.clone().into_iter().chain(rest).collect();
            self.rangs(s).into_iter().map(row).collect::<Vec<Vec<String>>>()
        };
        let mut rows: Vec<Vec<String>> = sorts.iter().flat_map(told).collect();
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

    /// A line and what becomes of it, as JSON.
    pub fn objet(&self, s: &Sort) -> Value {
        let mut object =
            json!({ "ligne": s.ligne, "nom": s.nom, "effet": s.effet.libelle(), "remarques": s.remarques });
        match &s.effet {
            Effet::Modifier(all) => {
                object["champs"] = all
                    .iter()
                    .map(|(champ, avant, apres)| json!({ "champ": champ, "avant": avant, "apres": apres }))
                    .collect();
            }
            Effet::Rejeter(all) => {
                let each = |r: &Rejet| {
                    let colonne = self.colonne(&r.champ);
                    json!({ "champ": r.champ, "colonne": colonne, "valeur": r.valeur, "raison": r.raison, "proche": r.proche })
                };
                object["rejets"] = all.iter().map(each).collect();
            }
            _ => {}
        }
        object
    }

    /// Writes the refused lines beside the file, with the reason in a last column, and behind it the values that were too
    /// many for the columns; says where.
    pub fn rejets(&self, path: &Path, sorts: &[Sort]) -> anyhow::Result<PathBuf> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(b';')
            .flexible(true)
            .from_writer("\u{feff}".as_bytes().to_vec());
        let kept: Vec<usize> = (0..self.table.entetes.len())
            .filter(|i| self.table.entetes[*i] != MOTIF)
            .collect();
        let heads = kept.iter().map(|i| une_ligne(&self.table.entetes[*i]));
        writer.write_record(heads.chain([MOTIF.to_owned()]))?;
        for (line, sort) in self.table.lignes.iter().zip(sorts) {
            let Effet::Rejeter(all) = &sort.effet else {
                continue;
            };
            let why: Vec<String> = all.iter().map(|r| self.motif(r)).collect();
            // As the import reads it, then as a spreadsheet keeps it.
            let kept_as = |cell: &String| figer(&nettoyer(rendre(cell)));
            let cells = kept
                .iter()
                .map(|i| line.cellules.get(*i).map_or_else(String::new, kept_as));
            let surplus = line.cellules.iter().skip(self.table.entetes.len()).map(kept_as);
            writer.write_record(cells.chain([garder(&why.join("\u{202f}; "))]).chain(surplus))?;
        }
        free(path, &writer.into_inner()?)
    }
}

/// The folder of devices and that of processes are no place for a file.
const SYSTEME: [&str; 2] = ["/dev", "/proc"];

/// Writes a file of refused lines beside `path`, under the first name that is free; in the present folder when the lines
/// came through a pipe.
fn free(path: &Path, bytes: &[u8]) -> anyhow::Result<PathBuf> {
    let path = if SYSTEME.iter().any(|folder| path.starts_with(folder)) {
        Path::new("import")
    } else {
        path
    };
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
        match fichier::ecrire(&file, bytes, false) {
            Ok(()) => return Ok(file),
            Err(NonEcrit::Existe(_)) => {}
            Err(other) => return Err(non_ecrit(other)),
        }
    }
    Ok(path.to_path_buf())
}

/// How many lines do what.
pub(super) fn bilan(sorts: &[Sort], appliquer: bool) -> String {
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
