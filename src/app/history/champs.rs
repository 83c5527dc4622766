//! Which field of the register a paragraph of a fiche or a field of a form shows.

use crate::{
    app::{
        fiche::{FicheScreen, Ligne, Sujet as De},
        form::{FormScreen, sujet},
    },
    domain::{
        Formalite,
        journal::{Sujet, UnChamp},
    },
    store::Store,
};

/// A record, one field of it (None for the whole row), and the name of both.
pub(super) type Champ = (Sujet, Option<UnChamp>, String);

/// A label of a fiche and the columns it shows.
type Montre = (&'static str, &'static str, &'static [&'static str]);

/// Paragraphs of a campus.
const CAMPUS: [Montre; 18] = [
    ("Nom officiel", "campus", &["nom"]),
    ("Nom d'usage", "campus", &["nom_usage"]),
    ("Région", "campus", &["region"]),
    ("Académie", "campus", &["academie"]),
    ("Autres régions", "campus_autre_region", &["region"]),
    ("Autres académies", "campus_autre_academie", &["academie"]),
    ("Lieu", "campus", &["lieu", "commune"]),
    ("Axes", "axe", &["libelle", "rang"]),
    ("secondaire", "axe", &["libelle", "rang"]),
    ("Filières", "campus_filiere", &["filiere"]),
    ("Support", "campus", &["support", "support_note"]),
    ("Période", "label", &["debut", "duree_ans"]),
    ("Durée", "label", &["duree_ans", "regime", "categorie"]),
    ("Acte", "label", &["acte"]),
    ("Mention", "label", &["mention"]),
    ("Convention", "campus", &["convention"]),
    ("Hébergement", "campus", &["hebergement", "hebergement_note"]),
    ("Note", "campus", &["note"]),
];

/// Paragraphs of a partner.
const PARTENAIRE: [Montre; 11] = [
    ("Nom", "partenaire", &["nom"]),
    ("Autres noms", "partenaire", &["autres_noms"]),
    ("Type", "partenaire", &["type"]),
    ("Commune", "partenaire", &["commune"]),
    ("Département", "partenaire", &["departement"]),
    ("Adresse", "partenaire", &["adresse", "code_postal"]),
    ("UAI", "partenaire", &["uai"]),
    ("SIRET", "partenaire", &["siret"]),
    ("SIREN", "partenaire", &["siren"]),
    ("RNA", "partenaire", &["rna"]),
    ("Note", "partenaire", &["note"]),
];

/// The field under the cursor of a fiche; None where the paragraph is of no single field.
pub(super) fn of_fiche(f: &FicheScreen, store: &Store) -> Option<Champ> {
    let record = super::of_fiche(f.sujet)?;
    match (f.sujet, f.under()) {
        (De::Campus(campus), Some(De::Partenaire(partenaire)))
        | (De::Partenaire(partenaire), Some(De::Campus(campus))) => {
            let lien = store.lien(campus, partenaire).ok()??;
            let nom = format!("{}, lien", f.title);
            return Some((Sujet::Ligne("campus_partenaire", lien.0), None, nom));
        }
        _ => {}
    }
    let label = label(f)?;
    let all: &[Montre] = match f.sujet {
        De::Campus(_) => &CAMPUS,
        De::Partenaire(_) => &PARTENAIRE,
        _ => return None,
    };
    let (shown, table, columns) = all.iter().find(|(shown, ..)| *shown == label)?;
    let nom = format!("{}, {}", f.title, shown.to_lowercase());
    Some((record, Some(UnChamp::new(table, columns)), nom))
}

/// The label of the paragraph one stands on, or of the first of its group; a heading stands for a text without label.
fn label(f: &FicheScreen) -> Option<&str> {
    let upto = f.lignes.get(..=f.cursor.selected)?;
    for ligne in upto.iter().rev() {
        match ligne {
            Ligne::Texte(label, _) | Ligne::Lien(label, ..) if label.is_empty() => {}
            Ligne::Texte(label, _) | Ligne::Lien(label, ..) => return Some(label),
            Ligne::Titre(titre) => return Some(titre),
        }
    }
    None
}

/// The focused field of a form; None for what is not on file yet.
pub(super) fn of_form(f: &FormScreen, store: &Store) -> Option<Champ> {
    let field = f.focused();
    let nom = format!("{}, {}", f.sujet.titre(), field.label);
    let (record, table) = match &f.sujet {
        sujet::Sujet::Revue { id, .. } => {
            return Some((
                Sujet::Revue((*id)?),
                Some(UnChamp::new("reponse", &[&field.id])),
                nom,
            ));
        }
        sujet::Sujet::Formalite { formalite, .. } => rows(*formalite, store)?,
    };
    let champ = match (table, field.id.as_str()) {
        ("campus", "filieres") => UnChamp::new("campus_filiere", &["filiere"]),
        ("campus", "autres_regions") => UnChamp::new("campus_autre_region", &["region"]),
        ("campus", "autres_academies") => UnChamp::new("campus_autre_academie", &["academie"]),
        ("campus", "axes") => UnChamp::new("axe", &["libelle", "rang"]),
        ("partenaire", "liens") => UnChamp::new(
            "campus_partenaire",
            &["campus", "role", "debut", "fin", "archive"],
        ),
        ("region", "successeurs") => UnChamp::new("succession", &["successeur"]),
        ("seance", "membres") => UnChamp::new("membre", &["nom", "college"]),
        (table, id) => UnChamp::new(table, &[id]),
    };
    Some((record, Some(champ), nom))
}

/// The record that a form edits, and its table.
fn rows(formalite: Formalite, store: &Store) -> Option<(Sujet, &'static str)> {
    let ligne = |table, id| Some((Sujet::Ligne(table, id), table));
    match formalite {
        Formalite::Campus(id) => Some((Sujet::Campus(id?), "campus")),
        Formalite::Partenaire(id) => Some((Sujet::Partenaire(id?), "partenaire")),
        Formalite::Region(id) => Some((Sujet::Region(id), "region")),
        Formalite::Filiere(id) => ligne("filiere", id?.0),
        Formalite::Label(id) => ligne("label", id.0),
        Formalite::Lien(campus, partenaire) => {
            ligne("campus_partenaire", store.lien(campus?, partenaire?).ok()??.0)
        }
        Formalite::Appel(id) => ligne("appel", id?.0),
        Formalite::Candidature(_, id) => ligne("candidature", id?.0),
        Formalite::Seance(id) => ligne("seance", id?.0),
        Formalite::Point(id) => ligne("point", id.0),
        Formalite::Acte(id) => ligne("acte", id?.0),
        Formalite::Contact(id, ..) => ligne("contact", id?.0),
        Formalite::Cloture(_) | Formalite::Decision(_) | Formalite::Issue(_) | Formalite::Publication(_) => {
            None
        }
    }
}
