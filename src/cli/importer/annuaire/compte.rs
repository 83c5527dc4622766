//! What came of a directory file, told.

use serde_json::{Value, json};

use crate::cli::{
    answer::View,
    importer::AnnuaireArgs,
    table::{Column, render},
};
use crate::domain::{Source, texte::accorder};
use crate::export::formes::jour;
use crate::import::{annuaire::Remarque, flux::Encodage};
use crate::store::{Bilan, PartenaireFerme};

/// Columns named one by one.
const NOMMEES: usize = 20;

/// What came of a file.
pub(super) struct Compte {
    pub source: Source,
    /// What remarks number: lines, or entries.
    pub unite: &'static str,
    /// Columns that nothing is kept of: those about persons, the others.
    pub ecartees: (Vec<String>, Vec<String>),
    pub encodage: Encodage,
    pub bilan: Bilan,
    pub rejets: Vec<Remarque>,
    pub nombre_rejets: usize,
    pub vides: Vec<Remarque>,
    pub nombre_vides: usize,
}

const REMARQUES: [Column; 3] = [
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

    pub fn texte(&self, appliquer: bool, view: View) -> String {
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
        out += &self.colonnes();
        out += &self.remarques("Rejetés", &self.rejets, self.nombre_rejets, view);
        out += &self.remarques("Valeurs laissées inconnues", &self.vides, self.nombre_vides, view);
        let fermes = &self.bilan.partenaires;
        if !fermes.is_empty() {
            let title = accorder(fermes.len(), "partenaire");
            out += &format!("\nDans le registre, {title} dont l'établissement est fermé\n");
            let rows: Vec<Vec<String>> = fermes.iter().map(partenaire).collect();
            out += &render(&PARTENAIRES, &rows, view.width);
        }
        out
    }

    /// What the file says and the register does not keep.
    fn colonnes(&self) -> String {
        let (persons, others) = &self.ecartees;
        let mut out = String::new();
        if !persons.is_empty() {
            out += &format!(
                "\nDonnées personnelles écartées, dont rien n'est gardé\u{202f}: {}.\n",
                enumerer(persons)
            );
        }
        if !others.is_empty() {
            out += &format!(
                "\n{} que l'annuaire n'a pas\u{202f}: {}.\n",
                accorder(others.len(), "colonne"),
                enumerer(others)
            );
        }
        out
    }

    pub fn json(&self, args: &AnnuaireArgs) -> Value {
        let mut out = json!({
            "fichier": args.fichier.display().to_string(),
            "source": self.source.code(),
            "applique": args.appliquer,
        });
        for (cle, _, n, _) in self.comptes() {
            out[cle] = json!(n);
        }
        out["colonnes_personnelles_ecartees"] = json!(self.ecartees.0);
        out["colonnes_ecartees"] = json!(self.ecartees.1);
        let remarque = |r: &Remarque| json!({ "ligne": r.ligne, "colonne": r.colonne, "valeur": r.valeur, "raison": r.raison });
        out["rejets"] = self.rejets.iter().map(remarque).collect();
        out["remarques"] = self.vides.iter().map(remarque).collect();
        let ferme = |p: &PartenaireFerme| json!({ "id": p.id, "nom": p.nom, "uai": p.uai, "ferme_le": jour(p.ferme) });
        out["partenaires_fermes"] = self.bilan.partenaires.iter().map(ferme).collect();
        out
    }

    /// A titled table of remarks; how many are not shown.
    fn remarques(&self, title: &str, all: &[Remarque], total: usize, view: View) -> String {
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
        let numbered = Column::needed(self.unite, 1).figures();
        let columns: Vec<Column> = [numbered].into_iter().chain(REMARQUES).collect();
        format!(
            "\n{title} ({total})\n{}{more}",
            render(&columns, &rows, view.width)
        )
    }
}

/// The first names of columns, and how many more there are.
fn enumerer(noms: &[String]) -> String {
    let shown: Vec<String> = noms
        .iter()
        .take(NOMMEES)
        .map(|nom| format!("«\u{a0}{nom}\u{a0}»"))
        .collect();
    match noms.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} et {}", shown.join(", "), accorder(more, "autre")),
    }
}

fn partenaire(p: &PartenaireFerme) -> Vec<String> {
    let day = p.ferme.map_or_else(
        || "jour inconnu".to_owned(),
        |d| d.strftime("%d/%m/%Y").to_string(),
    );
    vec![p.id.to_string(), p.nom.clone(), p.uai.clone(), day]
}
