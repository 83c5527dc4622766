//! Tokens as criteria of a list, or what is wrong with them.

use super::{
    Cherche, Comparaison, Critere, Faute, Gravite, Lecture, Noms,
    jetons::{Jeton, Quoi, jetons},
    termes::{Champ, Manque, Sur, aide},
};
use crate::domain::{
    DatePartielle, Etat, EtatRevue, TypeEcheance, TypeRevue,
    proche::proches,
    texte::{correspond, mots, plier},
};

/// Words that a value may take after its first.
const SUITE: usize = 6;

/// States the directory gives an establishment.
const EXISTENCE: [&str; 5] = [
    "ouvert",
    "à ouvrir",
    "à fermer",
    "fermé",
    "absent du dernier fichier",
];

/// Why a value is not taken: the sentence, what is near, the mend.
type Refus = (String, Vec<String>, String);

/// Reads a line for a list. What holds is kept, what cannot be read is told.
#[must_use]
pub fn lire(texte: &str, sur: Sur, noms: &Noms) -> Lecture {
    let all = jetons(texte);
    let mut lecture = Lecture::default();
    let mut i = 0;
    while let Some(jeton) = all.get(i) {
        i += 1;
        match &jeton.quoi {
            Quoi::Mot(mot) => lecture.mots(jeton.nie, mots(mot)),
            Quoi::Phrase(phrase) => {
                let folded = plier(phrase);
                if !folded.is_empty() {
                    lecture.garde(jeton.nie, Cherche::Phrase(folded));
                }
            }
            Quoi::Terme { nom, op, valeur } => {
                let rest = all.get(i..).unwrap_or_default();
                i += lecture.terme(jeton, (nom, *op, valeur), rest, sur, noms);
            }
        }
    }
    lecture
}

impl Lecture {
    fn garde(&mut self, nie: bool, quoi: Cherche) {
        self.criteres.push(Critere {
            nie,
            quoi,
            parmi: None,
        });
    }

    fn mots(&mut self, nie: bool, words: Vec<String>) {
        if !words.is_empty() {
            self.garde(nie, Cherche::Mots(words));
        }
    }

    /// Reads a term; says how many of the words that follow belong to its value.
    fn terme(
        &mut self,
        jeton: &Jeton,
        (nom, op, valeur): (&str, Comparaison, &str),
        rest: &[Jeton],
        sur: Sur,
        noms: &Noms,
    ) -> usize {
        let Some(champ) = Champ::lire(nom).filter(|c| c.de(sur)) else {
            self.inconnu(jeton, nom, valeur, sur);
            return 0;
        };
        let (taken, valeur) = etendue(champ, valeur, rest, sur, noms);
        let place = jeton.place.clone();
        if valeur.trim().is_empty() || champ.date() && en_cours(&valeur) {
            let what = if champ.date() { "une date" } else { "une valeur" };
            self.fautes.push(Faute {
                place,
                gravite: Gravite::EnCours,
                phrase: format!("«\u{a0}{}\u{a0}» attend {what}", champ.tape()),
                proches: Vec::new(),
                conseil: exemple(champ).to_owned(),
            });
            return taken;
        }
        match cherche(champ, op, &valeur, sur, noms) {
            Ok(quoi) => self.garde(jeton.nie != (champ == Champ::Avec), quoi),
            Err((phrase, proches, conseil)) => self.fautes.push(Faute {
                place,
                gravite: Gravite::Refus,
                phrase,
                proches,
                conseil,
            }),
        }
        taken
    }

    /// A term that the list does not have: the nearest, else its text is words.
    fn inconnu(&mut self, jeton: &Jeton, nom: &str, valeur: &str, sur: Sur) {
        let known = Champ::lire(nom);
        let proches = if known.is_some() {
            Vec::new()
        } else {
            Champ::proches(nom, sur)
        };
        let gravite = if known.is_none() && proches.is_empty() {
            self.mots(jeton.nie, mots(&format!("{nom} {valeur}")));
            Gravite::Mots
        } else {
            Gravite::Refus
        };
        let phrase = match known {
            Some(champ) => format!(
                "«\u{a0}{}\u{a0}» ne se cherche pas dans cette liste",
                champ.tape()
            ),
            None => format!("«\u{a0}{nom}\u{a0}» n'est pas un terme de recherche"),
        };
        self.fautes.push(Faute {
            place: jeton.place.clone(),
            gravite,
            phrase,
            proches,
            conseil: format!("il y a {}", aide(sur)),
        });
    }
}

/// A value with those of the words after it that go on with a name or a date: `région:pays de la loire`.
fn etendue(champ: Champ, valeur: &str, rest: &[Jeton], sur: Sur, noms: &Noms) -> (usize, String) {
    let mut best = (0, valeur.to_owned());
    if valeur.trim().is_empty() || valeur.contains(char::is_whitespace) {
        return best;
    }
    let mut longer = valeur.to_owned();
    for (n, jeton) in rest.iter().take(SUITE).enumerate() {
        let Quoi::Mot(mot) = &jeton.quoi else { break };
        if jeton.nie {
            break;
        }
        longer = format!("{longer} {mot}");
        let folded = plier(&longer);
        let goes_on = match champ {
            Champ::Echeance | Champ::Modifie => DatePartielle::parse_fr(&longer).is_some(),
            Champ::Etat => etats(sur).iter().any(|e| plier(e).starts_with(&folded)),
            _ => noms.commence(champ, &folded),
        };
        if goes_on {
            best = (n + 1, longer.clone());
        }
    }
    best
}

/// The beginning of a year: a date being typed.
fn en_cours(valeur: &str) -> bool {
    valeur.len() < 4 && valeur.bytes().all(|b| b.is_ascii_digit())
}

/// How a term is written.
fn exemple(champ: Champ) -> &'static str {
    match champ {
        Champ::Region => "région:bretagne, région:\"pays de la loire\"",
        Champ::Academie => "académie:lyon",
        Champ::Filiere => "filière:énergie",
        Champ::Type => "type:lycée",
        Champ::Etat => "état:en-retard",
        Champ::Echeance => "échéance<2027-03, échéance>=2026",
        Champ::Modifie => "modifié>2026-09-01",
        Champ::Sans => "sans:suivi",
        Champ::Avec => "avec:convention",
        Champ::Campus => "campus:plasti",
        Champ::Partenaire => "partenaire:insa",
        Champ::Lieu => "lieu:oyonnax",
        Champ::Agent => "agent:dupont",
    }
}

/// States that a list knows.
fn etats(sur: Sur) -> Vec<&'static str> {
    match sur {
        Sur::Partenaires => EXISTENCE.to_vec(),
        Sur::Revues => EtatRevue::ALL.map(EtatRevue::libelle).to_vec(),
        Sur::Echeancier => Etat::ALL.map(Etat::libelle).to_vec(),
        _ => Etat::ALL
            .map(Etat::libelle)
            .into_iter()
            .chain(["en vigueur"])
            .collect(),
    }
}

/// What a term with its value looks for.
fn cherche(champ: Champ, op: Comparaison, valeur: &str, sur: Sur, noms: &Noms) -> Result<Cherche, Refus> {
    if champ.date() {
        return date(champ, op, valeur);
    }
    if op != Comparaison::Egal {
        let phrase = format!(
            "«\u{a0}{}\u{a0}» ne se compare pas par «\u{a0}{}\u{a0}»",
            champ.nom(),
            op.signe()
        );
        return Err((phrase, Vec::new(), exemple(champ).to_owned()));
    }
    match champ {
        Champ::Region | Champ::Academie | Champ::Filiere => rangs(champ, valeur, noms),
        Champ::Type if matches!(sur, Sur::Campus | Sur::Partenaires) => rangs(champ, valeur, noms),
        Champ::Type if sur == Sur::Revues => {
            let all = [TypeRevue::Suivi, TypeRevue::Evaluation];
            nomme("type de revue", valeur, &all.map(|t| (t, t.code()))).map(Cherche::Revues)
        }
        Champ::Type => {
            let all = TypeEcheance::ALL.map(|t| (t, t.libelle()));
            nomme("type d'échéance", valeur, &all).map(Cherche::Echeances)
        }
        Champ::Etat if sur == Sur::Revues => {
            nomme("état", valeur, &EtatRevue::ALL.map(|e| (e, e.libelle()))).map(Cherche::EtatsRevue)
        }
        Champ::Etat => {
            let all: Vec<_> = etats(sur).into_iter().map(|e| (e, e)).collect();
            nomme("état", valeur, &all).map(Cherche::Etats)
        }
        Champ::Sans | Champ::Avec => manque(champ, valeur, sur),
        _ => dit(champ, valeur),
    }
}

fn date(champ: Champ, op: Comparaison, valeur: &str) -> Result<Cherche, Refus> {
    match DatePartielle::parse_fr(valeur) {
        Some(date) => Ok(Cherche::Date(champ, op, date)),
        None => Err((
            format!("«\u{a0}{valeur}\u{a0}» n'est pas une date"),
            Vec::new(),
            exemple(champ).to_owned(),
        )),
    }
}

/// The rows of a nomenclature that a value names.
fn rangs(champ: Champ, valeur: &str, noms: &Noms) -> Result<Cherche, Refus> {
    let rows = if mots(valeur).is_empty() {
        Vec::new()
    } else {
        noms.rangs(champ, valeur)
    };
    if rows.is_empty() {
        let phrase = format!("«\u{a0}{}:{valeur}\u{a0}» ne nomme rien de connu", champ.nom());
        return Err((
            phrase,
            noms.proches(champ, valeur),
            "essayez le début d'un mot du nom".to_owned(),
        ));
    }
    Ok(Cherche::Rangs(champ, rows))
}

/// The values whose name holds every word typed; a name typed whole wins.
fn nomme<T: Copy>(genre: &str, valeur: &str, all: &[(T, &'static str)]) -> Result<Vec<T>, Refus> {
    let (folded, words) = (plier(valeur), mots(valeur));
    let whole: Vec<T> = all
        .iter()
        .filter(|(_, n)| plier(n) == folded)
        .map(|(t, _)| *t)
        .collect();
    if !whole.is_empty() {
        return Ok(whole);
    }
    let found: Vec<T> = all
        .iter()
        .filter(|(_, n)| !words.is_empty() && correspond(&words, &plier(n)))
        .map(|(t, _)| *t)
        .collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let near = proches(valeur, all, |(_, n)| vec![*n]);
    let names: Vec<&str> = all.iter().map(|(_, n)| *n).collect();
    Err((
        format!("{genre} inconnu\u{202f}: «\u{a0}{valeur}\u{a0}»"),
        near.into_iter().map(|(_, n)| (*n).to_owned()).collect(),
        names.join(", "),
    ))
}

fn manque(champ: Champ, valeur: &str, sur: Sur) -> Result<Cherche, Refus> {
    match Manque::lire(valeur, sur).as_slice() {
        [one] => Ok(Cherche::Manque(*one)),
        found => {
            let (near, all) = Manque::proches(valeur, sur);
            let word = if found.is_empty() {
                "ne se dit pas ici"
            } else {
                "a plusieurs sens"
            };
            let phrase = format!("«\u{a0}{}:{valeur}\u{a0}» {word}", champ.nom());
            Err((phrase, if found.is_empty() { near } else { Vec::new() }, all))
        }
    }
}

fn dit(champ: Champ, valeur: &str) -> Result<Cherche, Refus> {
    let words = mots(valeur);
    if words.is_empty() {
        let phrase = format!("«\u{a0}{}:{valeur}\u{a0}» ne dit aucun mot", champ.nom());
        return Err((phrase, Vec::new(), exemple(champ).to_owned()));
    }
    Ok(Cherche::Dit(champ, words))
}

#[cfg(test)]
mod tests;
