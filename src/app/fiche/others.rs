//! The paragraphs of a partner, a région, a filière.

use jiff::civil::Date;

use super::{Ligne, Sujet};
use crate::domain::{
    CampusLigne, DatePartielle, Etablissement, FiliereLigne, PartenaireFiche, RegionLigne, Situation,
    etablissement::ecarts,
};

fn texte(label: &str, text: impl Into<String>) -> Ligne {
    Ligne::Texte(label.to_owned(), text.into())
}

fn connu(text: Option<&str>) -> String {
    text.map_or_else(|| "inconnu".to_owned(), str::to_owned)
}

/// A partner and its campuses.
pub(super) fn partenaire(f: &PartenaireFiche, au: Date) -> Vec<Ligne> {
    let p = &f.ligne;
    let mut out = vec![
        texte("Nom", &*p.nom),
        texte("Type", format!("{} ({})", p.type_libelle, p.type_code)),
        texte("Commune", connu(p.commune.as_deref())),
        texte("Département", connu(f.departement.as_deref())),
        texte("Adresse", connu(f.adresse.as_deref())),
        texte("UAI", connu(p.uai.as_deref())),
        texte("SIRET", connu(p.siret.as_deref())),
        texte("SIREN", connu(f.siren.as_deref())),
    ];
    out.extend(f.rna.as_ref().map(|rna| texte("RNA", &**rna)));
    if !f.autres_noms.is_empty() {
        out.insert(1, texte("Autres noms", f.autres_noms.join(", ")));
    }
    out.push(Ligne::Titre(format!("Campus · {}", f.liens.len())));
    for lien in &f.liens {
        let text = format!("{} ({})", lien.campus_nom, lien.quoi());
        out.push(Ligne::Lien(String::new(), text, Sujet::Campus(lien.campus)));
        out.extend(lien.note.as_ref().map(|n| texte("note", &**n)));
        out.extend(
            lien.sources
                .iter()
                .map(|(titre, url)| texte("source", format!("{titre}\u{202f}: {url}"))),
        );
    }
    if let Some(e) = &f.etablissement {
        annuaire(f, e, au, &mut out);
    }
    if let Some(note) = &f.note {
        out.push(Ligne::Titre("Note".into()));
        out.push(texte("", &**note));
    }
    out
}

/// What the directory says of the partner's UAI, and where it says otherwise than the register.
fn annuaire(f: &PartenaireFiche, e: &Etablissement, au: Date, out: &mut Vec<Ligne>) {
    out.push(Ligne::Titre("Annuaire des établissements".into()));
    let etat = e.existence.situation(au).map(|s| match s.jour() {
        Some(day) => format!("{} le {}", s.libelle(), DatePartielle::Jour(day).fr()),
        None => s.libelle().to_owned(),
    });
    out.push(texte("État", connu(etat.as_deref())));
    if e.existence.situation(au).is_some_and(Situation::est_ferme) {
        out.push(texte(
            "Remarque",
            "l'établissement est fermé\u{202f}: ce partenaire est à revoir",
        ));
    }
    out.extend(ecarts(f, e).into_iter().map(|x| {
        let text = format!(
            "{}\u{202f}: l'annuaire dit «\u{a0}{}\u{a0}», le registre «\u{a0}{}\u{a0}»",
            x.champ, x.annuaire, x.registre
        );
        texte("Remarque", text)
    }));
}

/// A région and its campuses.
pub(super) fn region(r: &RegionLigne, campus: &[CampusLigne], au: Date) -> Vec<Ligne> {
    let vigueur = match (r.debut, r.fin) {
        (Some(d), Some(f)) => format!("du {} au {}", d.fr(), f.fr()),
        (Some(d), None) => format!("depuis le {}", d.fr()),
        (None, Some(f)) => format!("jusqu'au {}", f.fr()),
        (None, None) => "en vigueur".to_owned(),
    };
    let mut out = vec![texte("Code INSEE", &*r.code), texte("Vigueur", vigueur)];
    if r.actuelle != r.nom {
        out.push(texte("Aujourd'hui", &*r.actuelle));
    }
    out.extend(liste(campus, au));
    out
}

/// A filière and its campuses.
pub(super) fn filiere(f: &FiliereLigne, campus: &[CampusLigne], au: Date) -> Vec<Ligne> {
    let famille = match f.famille.as_str() {
        "creatrice-emploi" => "filières créatrices d'emploi (communiqué de 2013)",
        "avenir" => "filières d'avenir (communiqué de 2013)",
        _ => "filières nationales",
    };
    let mut out = vec![texte("Famille", famille)];
    out.extend(liste(campus, au));
    out
}

fn liste(campus: &[CampusLigne], au: Date) -> Vec<Ligne> {
    let mut out = vec![Ligne::Titre(format!("Campus · {}", campus.len()))];
    if campus.is_empty() {
        out.push(texte("", "Aucun campus."));
    }
    for c in campus {
        let text = format!("{}, {}, {}", c.nom_court, c.lieu, c.situation(au));
        out.push(Ligne::Lien(String::new(), text, Sujet::Campus(c.id)));
    }
    out
}
