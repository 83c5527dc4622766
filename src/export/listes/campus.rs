//! Campuses as a sheet: the columns that `cmq importer campus` reads back.

use std::{borrow::Borrow, collections::BTreeMap};

use jiff::civil::Date;

use super::{super::formes, Cellule, Feuille, colonnes};
use crate::domain::{CampusId, CampusLigne, TypeEcheance, complement::ComplementCampus};

/// Campuses on `au`, with what their lines leave out.
#[must_use]
pub fn campus<C: Borrow<CampusLigne>>(
    all: &[C],
    more: &BTreeMap<CampusId, ComplementCampus>,
    au: Date,
) -> Feuille {
    let none = ComplementCampus::default();
    let more = |c: &CampusLigne| more.get(&c.id).unwrap_or(&none);
    let all = || all.iter().map(Borrow::borrow);
    Feuille {
        nom: "campus".to_owned(),
        colonnes: colonnes([
            ("id", "Numéro"),
            ("nom", "Nom officiel"),
            ("nom_court", "Nom court"),
            ("nom_usage", "Nom d'usage"),
            ("region", "Région"),
            ("region_actuelle", "Région d'aujourd'hui"),
            ("academie", "Académie"),
            ("autres_regions", "Autres régions"),
            ("autres_academies", "Autres académies"),
            ("lieu", "Lieu"),
            ("commune", "Commune"),
            ("code_insee", "Code commune"),
            ("latitude", "Latitude"),
            ("longitude", "Longitude"),
            ("axes", "Axes principaux"),
            ("axes_secondaires", "Axes secondaires"),
            ("filieres", "Filières"),
            ("debut", "Début du label"),
            ("duree_ans", "Durée (ans)"),
            ("fin", "Fin du label"),
            ("regime", "Régime"),
            ("categorie", "Catégorie"),
            ("acte", "Acte"),
            ("etat_label", "État du label"),
            ("situation", "Situation"),
            ("suivi", "Suivi"),
            ("evaluation", "Évaluation"),
            ("partenaires", "Partenaires"),
            ("support", "Établissement support"),
            ("convention", "Convention signée"),
            ("hebergement", "Hébergement"),
            ("note", "Note"),
        ]),
        lignes: all().map(|c| ligne(c, more(c), au)).collect(),
        objets: all().map(|c| formes::campus(c, au)).collect(),
        points: all().map(|c| more(c).longitude.zip(more(c).latitude)).collect(),
        personnes: None,
    }
}

fn ligne(c: &CampusLigne, m: &ComplementCampus, au: Date) -> Vec<Cellule> {
    let real = |x: Option<f64>| x.map_or(Cellule::Vide, Cellule::Reel);
    let axes = |rang: &str| {
        let axes = c.axes.iter().filter(|a| a.rang == rang);
        liste(axes.map(|a| a.libelle.clone()))
    };
    let etat = |kind: TypeEcheance| {
        let found = c.echeances.iter().find(|e| e.type_echeance == kind);
        found.map_or(Cellule::Vide, |e| Cellule::texte(Some(e.etat.libelle())))
    };
    vec![
        Cellule::Entier(c.id.0),
        Cellule::texte(Some(&c.nom)),
        Cellule::texte(Some(&c.nom_court)),
        Cellule::texte(c.nom_usage.as_deref()),
        Cellule::texte(Some(&c.region)),
        Cellule::texte(Some(&c.region_actuelle)),
        Cellule::texte(Some(&c.academie)),
        liste(c.ailleurs.regions.iter().map(|(_, nom)| nom.clone())),
        liste(c.ailleurs.academies.iter().cloned()),
        Cellule::texte(Some(&c.lieu)),
        Cellule::texte(m.commune.as_deref()),
        Cellule::texte(m.code_insee.as_deref()),
        real(m.latitude),
        real(m.longitude),
        axes("principal"),
        axes("secondaire"),
        liste(c.filieres.iter().map(|(_, nom)| nom.clone())),
        Cellule::Date(c.label.debut),
        Cellule::Entier(c.label.duree_ans),
        Cellule::Date(c.label.fin()),
        Cellule::texte(Some(&c.label.regime)),
        Cellule::texte(Some(&c.label.categorie)),
        Cellule::texte(c.label.acte.as_deref()),
        Cellule::texte(Some(c.label.etat(au))),
        Cellule::texte(Some(&c.situation(au))),
        etat(TypeEcheance::Suivi),
        etat(TypeEcheance::Evaluation),
        Cellule::nombre(c.partenaires),
        Cellule::texte(m.support.as_deref()),
        m.convention.map_or(Cellule::Vide, Cellule::Date),
        m.hebergement.map_or(Cellule::Vide, Cellule::OuiNon),
        Cellule::texte(m.note.as_deref()),
    ]
}

/// Several texts, unknown when there is none.
pub(super) fn liste(all: impl Iterator<Item = String>) -> Cellule {
    let all: Vec<String> = all.collect();
    if all.is_empty() {
        Cellule::Vide
    } else {
        Cellule::Liste(all)
    }
}
