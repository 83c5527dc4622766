//! The lists of the trade as sheets: which columns, which cells, which objects.

mod campus;
mod contact;
mod partenaire;

use jiff::civil::Date;

use super::{Cellule, Colonne, Feuille, formes};
use crate::domain::{
    CampusLigne, Echeance, FiliereLigne, RegionLigne, RevueLigne, Terme, journal::LotLigne,
    tableau::table::Table, texte::mots,
};

pub use campus::campus;
pub use contact::contacts;
pub use partenaire::partenaires;

/// Columns from key and heading.
fn colonnes<const N: usize>(all: [(&'static str, &'static str); N]) -> Vec<Colonne> {
    all.into_iter()
        .map(|(cle, titre)| Colonne { cle, titre })
        .collect()
}

/// Régions with how many campuses they have.
#[must_use]
pub fn regions(all: &[RegionLigne]) -> Feuille {
    Feuille {
        nom: "regions".to_owned(),
        colonnes: colonnes([
            ("code", "Code"),
            ("nom", "Région"),
            ("debut", "Depuis"),
            ("fin", "Jusqu'à"),
            ("actuelle", "Aujourd'hui"),
            ("campus", "Campus"),
        ]),
        lignes: all
            .iter()
            .map(|r| {
                vec![
                    Cellule::texte(Some(&r.code)),
                    Cellule::texte(Some(&r.nom)),
                    r.debut.map_or(Cellule::Vide, Cellule::Date),
                    r.fin.map_or(Cellule::Vide, Cellule::Date),
                    Cellule::texte(Some(&r.actuelle)),
                    Cellule::nombre(r.campus),
                ]
            })
            .collect(),
        objets: all.iter().map(formes::region).collect(),
        ..Feuille::default()
    }
}

/// Filières with how many campuses they have.
#[must_use]
pub fn filieres(all: &[FiliereLigne]) -> Feuille {
    Feuille {
        nom: "filieres".to_owned(),
        colonnes: colonnes([
            ("code", "Code"),
            ("nom", "Filière"),
            ("famille", "Famille"),
            ("campus", "Campus"),
        ]),
        lignes: all
            .iter()
            .map(|f| {
                vec![
                    Cellule::texte(Some(&f.code)),
                    Cellule::texte(Some(&f.nom)),
                    Cellule::texte(Some(&f.famille)),
                    Cellule::nombre(f.campus),
                ]
            })
            .collect(),
        objets: all.iter().map(formes::filiere).collect(),
        ..Feuille::default()
    }
}

/// Deadlines and their campuses.
#[must_use]
pub fn echeancier<'a>(all: impl IntoIterator<Item = (&'a CampusLigne, &'a Echeance)>) -> Feuille {
    let mut feuille = Feuille {
        nom: "echeancier".to_owned(),
        colonnes: colonnes([
            ("campus", "Numéro"),
            ("nom", "Campus"),
            ("lieu", "Lieu"),
            ("region", "Région"),
            ("academie", "Académie"),
            ("type", "Échéance"),
            ("debut", "Du"),
            ("fin", "Au"),
            ("etat", "État"),
            ("revue", "Revue"),
        ]),
        ..Feuille::default()
    };
    for (c, e) in all {
        let (debut, fin) = match e.terme {
            Terme::Date(d) => (Cellule::Vide, d),
            Terme::Fenetre(debut, fin) => (Cellule::Date(debut), fin),
        };
        feuille.lignes.push(vec![
            Cellule::Entier(c.id.0),
            Cellule::texte(Some(&c.nom)),
            Cellule::texte(Some(&c.lieu)),
            Cellule::texte(Some(&c.region)),
            Cellule::texte(Some(&c.academie)),
            Cellule::texte(Some(e.type_echeance.code())),
            debut,
            Cellule::Date(fin),
            Cellule::texte(Some(e.etat.libelle())),
            e.revue.map_or(Cellule::Vide, |r| Cellule::Entier(r.0)),
        ]);
        feuille.objets.push(formes::ligne_echeancier(c, e));
    }
    feuille
}

/// Reviews: where they stand, not what they answer.
#[must_use]
pub fn revues<'a>(all: impl IntoIterator<Item = &'a RevueLigne>) -> Feuille {
    let mut feuille = Feuille {
        nom: "revues".to_owned(),
        colonnes: colonnes([
            ("id", "Numéro"),
            ("campus", "Campus"),
            ("type", "Revue"),
            ("etat", "État"),
            ("reponses", "Réponses"),
            ("enregistre", "Enregistrée"),
            ("agent", "Agent"),
        ]),
        personnes: Some("les noms des agents"),
        ..Feuille::default()
    };
    for r in all {
        feuille.lignes.push(vec![
            Cellule::Entier(r.id.0),
            Cellule::texte(Some(&r.campus_nom)),
            Cellule::texte(Some(r.type_revue.code())),
            Cellule::texte(Some(r.etat.libelle())),
            Cellule::nombre(r.reponses),
            Cellule::texte(Some(&r.enregistre)),
            Cellule::texte(Some(&r.agent)),
        ]);
        feuille.objets.push(formes::revue(r));
    }
    feuille
}

/// Lots of the journal: who wrote what, when and why.
#[must_use]
pub fn journal(all: &[LotLigne]) -> Feuille {
    Feuille {
        nom: "journal".to_owned(),
        colonnes: colonnes([
            ("lot", "Lot"),
            ("quand", "Quand (UTC)"),
            ("agent", "Agent"),
            ("operation", "Opération"),
            ("quoi", "Quoi"),
        ]),
        lignes: all
            .iter()
            .map(|l| {
                vec![
                    Cellule::Entier(l.id.0),
                    Cellule::texte(Some(&l.quand)),
                    Cellule::texte(Some(&l.agent)),
                    Cellule::texte(Some(&l.op)),
                    Cellule::texte(Some(&l.quoi())),
                ]
            })
            .collect(),
        personnes: Some("les noms des agents"),
        ..Feuille::default()
    }
}

/// A table of the dashboard, as the screen shows it.
#[must_use]
pub fn tableau(nom: &str, table: &Table) -> Feuille {
    Feuille {
        nom: nom.to_owned(),
        colonnes: table
            .colonnes
            .iter()
            .map(|(titre, _)| Colonne { cle: titre, titre })
            .collect(),
        lignes: table
            .lignes
            .iter()
            .map(|l| l.iter().map(|t| figure(t)).collect())
            .collect(),
        ..Feuille::default()
    }
}

/// A cell that the screen shows: a count as a number, `–` as nothing known or none.
fn figure(text: &str) -> Cellule {
    match text.parse() {
        Ok(n) => Cellule::Entier(n),
        Err(_) if text == "–" => Cellule::Vide,
        Err(_) => Cellule::texte(Some(text)),
    }
}

/// The day in a name, of letters, figures and hyphens only: `campus-2015-09-01`.
#[must_use]
pub fn nom_de_fichier(feuille: &Feuille, au: Date) -> String {
    let words = mots(&feuille.nom).join("-");
    let ascii: String = words.chars().filter(char::is_ascii).take(80).collect();
    let name = if ascii.is_empty() { "liste" } else { &ascii };
    format!("{name}-{au}")
}
