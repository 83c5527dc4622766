//! Partners as a sheet: the columns that `cmq importer partenaires` reads back.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{super::formes, Cellule, Feuille, campus::liste, colonnes};
use crate::domain::{PartenaireId, PartenaireLigne, complement::ComplementPartenaire};

/// Partners as of `au`, with what their lines leave out.
#[must_use]
pub fn partenaires(
    all: &[PartenaireLigne],
    more: &BTreeMap<PartenaireId, ComplementPartenaire>,
    au: Date,
) -> Feuille {
    let none = ComplementPartenaire::default();
    let more = |p: &PartenaireLigne| more.get(&p.id).unwrap_or(&none);
    Feuille {
        nom: "partenaires".to_owned(),
        colonnes: colonnes([
            ("id", "Numéro"),
            ("nom", "Nom"),
            ("autres_noms", "Autres noms"),
            ("type", "Type"),
            ("type_libelle", "Type en toutes lettres"),
            ("commune", "Commune"),
            ("departement", "Département"),
            ("code_postal", "Code postal"),
            ("code_insee", "Code commune"),
            ("adresse", "Adresse"),
            ("latitude", "Latitude"),
            ("longitude", "Longitude"),
            ("uai", "UAI"),
            ("siren", "SIREN"),
            ("siret", "SIRET"),
            ("rna", "RNA"),
            ("role", "Rôle"),
            ("campus", "Campus"),
            ("note", "Note"),
        ]),
        lignes: all.iter().map(|p| ligne(p, more(p))).collect(),
        objets: all.iter().map(|p| formes::partenaire(p, au)).collect(),
        points: all
            .iter()
            .map(|p| more(p).longitude.zip(more(p).latitude))
            .collect(),
        personnes: None,
    }
}

fn ligne(p: &PartenaireLigne, m: &ComplementPartenaire) -> Vec<Cellule> {
    let real = |x: Option<f64>| x.map_or(Cellule::Vide, Cellule::Reel);
    vec![
        Cellule::Entier(p.id.0),
        Cellule::texte(Some(&p.nom)),
        liste(m.autres_noms.iter().cloned()),
        Cellule::texte(Some(&p.type_code)),
        Cellule::texte(Some(&p.type_libelle)),
        Cellule::texte(p.commune.as_deref()),
        Cellule::texte(m.departement.as_deref()),
        Cellule::texte(m.code_postal.as_deref()),
        Cellule::texte(m.code_insee.as_deref()),
        Cellule::texte(m.adresse.as_deref()),
        real(m.latitude),
        real(m.longitude),
        Cellule::texte(p.uai.as_deref()),
        Cellule::texte(m.siren.as_deref()),
        Cellule::texte(p.siret.as_deref()),
        Cellule::texte(m.rna.as_deref()),
        Cellule::texte(p.role.as_deref()),
        liste(m.campus.iter().cloned()),
        Cellule::texte(m.note.as_deref()),
    ]
}
