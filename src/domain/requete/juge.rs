//! Whether a line that is at hand meets a criterion. None: the register has to be asked.

use jiff::civil::Date;

use super::{Champ, Cherche, Comparaison, Critere, Manque};
use crate::domain::{
    CampusLigne, DatePartielle, Echeance, Etat, PartenaireLigne, RevueLigne, TypeEcheance,
    texte::{correspond, plier},
};

impl Critere {
    /// Of a campus: its deadlines, its label's state, its place.
    #[must_use]
    pub fn campus(&self, c: &CampusLigne, au: Date) -> Option<bool> {
        let found = match &self.quoi {
            Cherche::Etats(all) => {
                all.contains(&c.label.etat(au)) || c.echeances.iter().any(|e| all.contains(&e.etat.libelle()))
            }
            Cherche::Date(Champ::Echeance, op, date) => {
                let open = |e: &&Echeance| !matches!(e.etat, Etat::Fait | Etat::SansObjet | Etat::Echu);
                c.echeances
                    .iter()
                    .filter(open)
                    .any(|e| dans(e.terme.fin(), *op, *date))
            }
            Cherche::Manque(Manque::Suivi) => sans_revue(c, TypeEcheance::Suivi),
            Cherche::Manque(Manque::Evaluation) => sans_revue(c, TypeEcheance::Evaluation),
            Cherche::Dit(Champ::Lieu, words) => correspond(words, &plier(&c.lieu)),
            _ => return None,
        };
        Some(found != self.nie)
    }

    /// Of a deadline; `texte`: what it says, folded.
    #[must_use]
    pub fn echeance(&self, c: &CampusLigne, e: &Echeance, texte: &str) -> bool {
        let found = match &self.quoi {
            Cherche::Mots(_) | Cherche::Phrase(_) => self.dit(texte) || self.nomme(c.id.0),
            Cherche::Etats(all) => all.contains(&e.etat.libelle()),
            Cherche::Echeances(all) => all.contains(&e.type_echeance),
            Cherche::Date(Champ::Echeance, op, date) => dans(e.terme.fin(), *op, *date),
            Cherche::Manque(Manque::Revue) => e.revue.is_none(),
            Cherche::Manque(Manque::Suivi) => sans_revue(c, TypeEcheance::Suivi),
            Cherche::Manque(Manque::Evaluation) => sans_revue(c, TypeEcheance::Evaluation),
            Cherche::Dit(Champ::Lieu, words) => correspond(words, &plier(&c.lieu)),
            _ => self.tient(c.id.0),
        };
        found != self.nie
    }

    /// Of a review; `texte`: what it says, folded; `jour`: the local day it was last saved.
    #[must_use]
    pub fn revue(&self, r: &RevueLigne, texte: &str, jour: Option<Date>) -> bool {
        let found = match &self.quoi {
            Cherche::Mots(_) | Cherche::Phrase(_) => self.dit(texte) || self.nomme(r.campus.0),
            Cherche::EtatsRevue(all) => all.contains(&r.etat),
            Cherche::Revues(all) => all.contains(&r.type_revue),
            Cherche::Dit(Champ::Agent, words) => correspond(words, &plier(&r.agent)),
            Cherche::Manque(Manque::Reponse) => r.reponses == 0,
            Cherche::Date(Champ::Modifie, op, date) => {
                jour.is_some_and(|day| dans(DatePartielle::Jour(day), *op, *date))
            }
            _ => self.tient(r.campus.0),
        };
        found != self.nie
    }

    /// Of a partner: its town, what the directory says of its establishment.
    #[must_use]
    pub fn partenaire(&self, p: &PartenaireLigne, au: Date) -> Option<bool> {
        let found = match &self.quoi {
            Cherche::Etats(all) => p.situation(au).is_some_and(|s| all.contains(&s.libelle())),
            Cherche::Dit(Champ::Lieu, words) => {
                correspond(words, &plier(p.commune.as_deref().unwrap_or_default()))
            }
            _ => return None,
        };
        Some(found != self.nie)
    }

    /// Whether a folded text says the words or the phrase; the hyphen before them is not looked at.
    #[must_use]
    pub fn dit(&self, texte: &str) -> bool {
        match &self.quoi {
            Cherche::Mots(words) => correspond(words, texte),
            Cherche::Phrase(phrase) => format!(" {texte} ").contains(&format!(" {phrase} ")),
            _ => true,
        }
    }

    /// Of a région or a filière: `rangs`, its row and those it succeeds; `texte`, what it says, folded.
    #[must_use]
    pub fn rang(&self, champ: Champ, rangs: &[i64], texte: &str, campus: usize) -> bool {
        let found = match &self.quoi {
            Cherche::Mots(_) | Cherche::Phrase(_) => self.dit(texte),
            Cherche::Rangs(of, ids) if *of == champ => rangs.first().is_some_and(|id| ids.contains(id)),
            Cherche::Manque(Manque::Campus) => campus == 0,
            _ => rangs.iter().any(|id| self.tient(*id)),
        };
        found != self.nie
    }

    /// Whether it holds for that row; what is not about rows always does.
    fn tient(&self, row: i64) -> bool {
        self.parmi.as_ref().is_none_or(|all| all.contains(&row))
    }

    /// Whether words find that campus by what the register says of it.
    fn nomme(&self, campus: i64) -> bool {
        self.parmi.as_ref().is_some_and(|all| all.contains(&campus))
    }
}

/// No review of that kind is begun for the present label period.
fn sans_revue(c: &CampusLigne, kind: TypeEcheance) -> bool {
    !c.echeances
        .iter()
        .any(|e| e.type_echeance == kind && e.revue.is_some())
}

/// Whether a date, a span when imprecise, may be before, in or after another.
#[must_use]
pub fn dans(date: DatePartielle, op: Comparaison, autre: DatePartielle) -> bool {
    match op {
        Comparaison::Egal => date.first() <= autre.last() && date.last() >= autre.first(),
        Comparaison::Avant => date.first() < autre.first(),
        Comparaison::AvantOuEgal => date.first() <= autre.last(),
        Comparaison::Apres => date.last() > autre.last(),
        Comparaison::ApresOuEgal => date.last() >= autre.first(),
    }
}
