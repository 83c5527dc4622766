//! Persons to reach.

use super::colonnes;
use crate::{
    domain::Contact,
    export::{Cellule, Feuille},
};

/// The contacts, with why each is kept.
#[must_use]
pub fn contacts(all: &[Contact]) -> Feuille {
    let named = |n: &Option<String>| Cellule::texte(n.as_deref());
    Feuille {
        nom: "contacts".to_owned(),
        colonnes: colonnes([
            ("id", "Id"),
            ("nom", "Nom"),
            ("fonction", "Fonction"),
            ("courriel", "Courriel"),
            ("telephone", "Téléphone"),
            ("campus", "Campus"),
            ("partenaire", "Partenaire"),
            ("finalite", "Finalité"),
            ("source", "Source"),
            ("collecte", "Collecté le"),
            ("base_legale", "Base légale"),
            ("note", "Note"),
        ]),
        lignes: all
            .iter()
            .map(|c| {
                vec![
                    Cellule::Entier(c.id.0),
                    Cellule::texte(Some(&c.nom)),
                    named(&c.fonction),
                    named(&c.courriel),
                    named(&c.telephone),
                    Cellule::texte(c.campus.as_ref().map(|(_, n)| n.as_str())),
                    Cellule::texte(c.partenaire.as_ref().map(|(_, n)| n.as_str())),
                    Cellule::texte(Some(&c.finalite)),
                    Cellule::texte(Some(&c.source)),
                    Cellule::Date(c.collecte),
                    Cellule::texte(Some(&c.base_legale)),
                    named(&c.note),
                ]
            })
            .collect(),
        personnes: Some("les noms, fonctions, courriels et téléphones des contacts"),
        ..Feuille::default()
    }
}
