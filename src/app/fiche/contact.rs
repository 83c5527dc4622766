//! The paragraphs of a contact, and the contacts of a campus or of a partner.

use super::{Ligne, Sujet};
use crate::domain::Contact;

/// Heading of the paragraphs that are the contacts'.
pub(super) const CONTACTS: &str = "Contacts";

fn texte(label: &str, text: impl Into<String>) -> Ligne {
    Ligne::Texte(label.to_owned(), text.into())
}

/// Adds the contacts, or how to note one.
pub(super) fn liste(all: &[Contact], out: &mut Vec<Ligne>) {
    out.push(Ligne::Titre(CONTACTS.to_owned()));
    if all.is_empty() {
        out.push(texte(
            "",
            "Aucun contact noté\u{202f}: n sur cette ligne en note un.",
        ));
    }
    out.extend(all.iter().map(|c| {
        let fonction = c.fonction.clone().unwrap_or_default();
        Ligne::Lien(fonction, c.ligne(), Sujet::Contact(c.id))
    }));
}

/// Everything about one contact.
pub(super) fn lignes(c: &Contact) -> Vec<Ligne> {
    let connu = |t: &Option<String>| t.clone().unwrap_or_else(|| "inconnu".to_owned());
    let mut out = vec![
        texte("Nom", &*c.nom),
        texte("Fonction", connu(&c.fonction)),
        texte("Courriel", connu(&c.courriel)),
        texte("Téléphone", connu(&c.telephone)),
    ];
    if let Some((id, nom)) = &c.campus {
        out.push(Ligne::Lien("Campus".into(), nom.clone(), Sujet::Campus(*id)));
    }
    if let Some((id, nom)) = &c.partenaire {
        out.push(Ligne::Lien(
            "Partenaire".into(),
            nom.clone(),
            Sujet::Partenaire(*id),
        ));
    }
    out.push(Ligne::Titre("Données personnelles".into()));
    out.push(texte("Finalité", &*c.finalite));
    out.push(texte("Source", &*c.source));
    out.push(texte("Collecté le", c.collecte.fr()));
    out.push(texte("Base légale", &*c.base_legale));
    out.extend(c.note.as_ref().map(|n| texte("Note", &**n)));
    out
}
