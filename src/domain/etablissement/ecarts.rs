//! What a partner and its establishment in the directory say differently: for a person to settle, never settled alone.

use super::Etablissement;
use crate::domain::{PartenaireFiche, texte::mots};

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ecart {
    /// What differs: `nom`, `commune`, `SIRET`, `SIREN`.
    pub champ: &'static str,
    /// What the register says.
    pub registre: String,
    /// What the directory says.
    pub annuaire: String,
}

/// Name, town and SIRET (SIREN when the directory has no more) on which both say something, and not the same. A name
/// within the other (`Lycée Carriat`, `Lycée polyvalent Joseph-Marie Carriat`) is the same, and so are the partner's other names.
#[must_use]
pub fn ecarts(partenaire: &PartenaireFiche, etablissement: &Etablissement) -> Vec<Ecart> {
    let p = &partenaire.ligne;
    let mut out = Vec::new();
    let mut add = |champ, registre: &str, annuaire: &str| {
        out.push(Ecart {
            champ,
            registre: registre.to_owned(),
            annuaire: annuaire.to_owned(),
        });
    };
    let names = std::iter::once(&p.nom).chain(&partenaire.autres_noms);
    if !names.into_iter().any(|nom| meme(nom, &etablissement.nom)) {
        add("nom", &p.nom, &etablissement.nom);
    }
    if let (Some(here), Some(there)) = (&p.commune, &etablissement.commune)
        && !meme(here, there)
    {
        add("commune", here, there);
    }
    match (&p.siret, &partenaire.siren, &etablissement.siret) {
        (Some(here), _, Some(there)) if there.len() == 14 && here != there => add("SIRET", here, there),
        (None, Some(here), Some(there)) if !there.starts_with(here.as_str()) => add("SIREN", here, there),
        (Some(here), _, Some(there)) if there.len() == 9 && !here.starts_with(there.as_str()) => {
            add("SIREN", here, there);
        }
        _ => {}
    }
    out
}

/// Whether all the words of one are words of the other; `St` is `Saint`.
fn meme(a: &str, b: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = mots(text).into_iter();
        words
            .map(|w| match w.as_str() {
                "st" => "saint".to_owned(),
                "ste" => "sainte".to_owned(),
                _ => w,
            })
            .collect()
    };
    let (a, b) = (words(a), words(b));
    let within = |a: &[String], b: &[String]| a.iter().all(|w| b.contains(w));
    within(&a, &b) || within(&b, &a)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_at_two_lengths_is_the_same() {
        assert!(meme("Lycée Carriat", "LYCEE POLYVALENT JOSEPH-MARIE CARRIAT"));
        assert!(meme("St-Étienne", "Saint-Étienne"));
        assert!(meme("Lyon 3e Arrondissement", "Lyon"));
        assert!(!meme("Lycée Carriat", "Lycée Arbez-Carme"));
    }
}
