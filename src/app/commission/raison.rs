//! Why an action cannot be used where one is: read by the footer, the palette and the help.

use super::{Commission, LigneActe, Page, PageSeance, Volet, Vue};
use crate::{
    app::{action::Action, keymap::Context},
    domain::{Objet, Point, TypeRevue},
};

/// A suivi has no decision.
pub(super) const SUIVI: &str =
    "Un suivi n'appelle pas de décision\u{202f}: ses recommandations reviennent dans l'évaluation.";
const IN_SEANCE: &str = "Cela se fait dans une séance\u{202f}: ouvrez-la (Séances, Entrée).";
const IN_ACTES: &str = "Cela se fait dans les actes\u{202f}: Tab y mène depuis les listes.";
const CLOSED: &str = "La séance est close\u{202f}: elle ne change plus.";

impl Commission {
    /// Why an action cannot be used now. None when it can, or when it is no business of this screen.
    #[must_use]
    pub fn disabled(&self, action: &Action) -> Option<&'static str> {
        if self.contexts().contains(&Context::Filter) {
            return None;
        }
        match &self.page {
            Some(Page::Seance(page)) => page.disabled(action),
            Some(Page::Appel(_)) => in_appel(action),
            Some(Page::Annexe(_)) => in_annexe(action),
            None => self.in_list(action),
        }
    }

    fn in_list(&self, action: &Action) -> Option<&'static str> {
        match action {
            Action::Agenda
            | Action::Close
            | Action::Decide
            | Action::RowUp
            | Action::RowDown
            | Action::Toggle
            | Action::Archive => Some(IN_SEANCE),
            Action::Suivi | Action::Evaluation => Some("Choisissez d'abord un campus (2)."),
            Action::Publish | Action::Annex if self.vue != Vue::Actes => Some(IN_ACTES),
            Action::Copy | Action::CopyAll => {
                Some("Ouvrez d'abord l'annexe d'un acte\u{202f}: c'est elle qui se copie.")
            }
            Action::Publish => match self.actes.selected()? {
                LigneActe::Acte(a) if a.publie.is_some() => Some("L'acte est déjà publié."),
                LigneActe::Acte(_) => None,
                LigneActe::EnVigueur => Some("Choisissez d'abord un acte."),
            },
            Action::Open | Action::Edit if self.empty() => Some(self.vue.vide()),
            Action::Edit => self.frozen(),
            _ => None,
        }
    }

    /// Whether the list has no record at all; a filter that hides them all is another matter.
    fn empty(&self) -> bool {
        match self.vue {
            Vue::Seances => self.seances.all().is_empty(),
            Vue::Appels => self.appels.all().is_empty(),
            Vue::Actes => false,
        }
    }

    /// Why the selected record of a list is not edited.
    fn frozen(&self) -> Option<&'static str> {
        match self.vue {
            Vue::Seances => self.seances.selected().filter(|s| s.close).map(|_| CLOSED),
            Vue::Appels => None,
            Vue::Actes => match self.actes.selected()? {
                LigneActe::Acte(a) if a.publie.is_some() => {
                    Some("L'acte est publié\u{202f}: il ne change plus.")
                }
                LigneActe::Acte(_) => None,
                LigneActe::EnVigueur => Some("Choisissez d'abord un acte."),
            },
        }
    }
}

impl PageSeance {
    /// The selected item, when it is a review.
    fn of_review(&self) -> Option<&Point> {
        let review = |p: &&Point| matches!(p.objet, Objet::Revue(..));
        self.points.selected().filter(review)
    }

    fn disabled(&self, action: &Action) -> Option<&'static str> {
        if self.propositions.is_some() {
            return while_proposing(action);
        }
        let close = self.seance.close;
        match action {
            Action::Agenda | Action::Archive | Action::RowUp | Action::RowDown if close => Some(CLOSED),
            Action::Edit | Action::Open if close && self.volet == Volet::Membres => Some(CLOSED),
            Action::Edit if close => Some("La séance est close\u{202f}: Entrée montre le point en entier."),
            Action::Suivi | Action::Evaluation | Action::Filter if self.volet == Volet::Membres => {
                Some("Tab revient d'abord à l'ordre du jour.")
            }
            Action::Suivi | Action::Evaluation if self.of_review().is_none() => {
                Some("Choisissez d'abord un suivi ou une évaluation à l'ordre du jour.")
            }
            Action::Close if close => Some("La séance est déjà close."),
            Action::Decide if !close => {
                Some("La séance est ouverte\u{202f}: on décide une fois qu'elle est close (c).")
            }
            Action::Decide if self.points.is_empty() => Some(self.vide()),
            Action::Open | Action::Edit | Action::Archive | Action::RowUp | Action::RowDown
                if self.points.is_empty() && self.volet == Volet::Agenda =>
            {
                Some(self.vide())
            }
            Action::Decide => {
                let suivi = |p: &&Point| matches!(p.objet, Objet::Revue(_, TypeRevue::Suivi));
                self.of_review().filter(suivi).map(|_| SUIVI)
            }
            Action::New => {
                Some("a propose les dossiers à inscrire\u{202f}; une séance nouvelle s'ouvre dans la liste.")
            }
            Action::Toggle => Some("a ouvre d'abord la liste des propositions."),
            Action::Publish | Action::Annex => Some(IN_ACTES),
            Action::Copy | Action::CopyAll => {
                Some("Entrée montre le point\u{202f}; c'est là qu'il se copie.")
            }
            Action::Archive | Action::RowUp | Action::RowDown if self.volet == Volet::Membres => {
                Some("Tab revient d'abord à l'ordre du jour\u{202f}; e modifie les membres.")
            }
            _ => None,
        }
    }
}

fn while_proposing(action: &Action) -> Option<&'static str> {
    match action {
        Action::New
        | Action::Edit
        | Action::Archive
        | Action::RowUp
        | Action::RowDown
        | Action::Close
        | Action::Decide
        | Action::Publish
        | Action::Annex
        | Action::Suivi
        | Action::Evaluation
        | Action::Copy
        | Action::CopyAll => Some("Espace coche, Entrée ajoute, Échap referme les propositions."),
        _ => None,
    }
}

fn in_appel(action: &Action) -> Option<&'static str> {
    match action {
        Action::Agenda
        | Action::Close
        | Action::Decide
        | Action::RowUp
        | Action::RowDown
        | Action::Toggle
        | Action::Archive => Some(IN_SEANCE),
        Action::Publish | Action::Annex => Some(IN_ACTES),
        Action::Suivi | Action::Evaluation => Some("Une candidature n'a pas encore de revue."),
        Action::Copy | Action::CopyAll => Some("Entrée ouvre la fiche du campus\u{202f}: elle se copie."),
        _ => None,
    }
}

fn in_annexe(action: &Action) -> Option<&'static str> {
    match action {
        Action::Agenda
        | Action::Close
        | Action::Decide
        | Action::RowUp
        | Action::RowDown
        | Action::Toggle
        | Action::Archive => Some(IN_SEANCE),
        Action::New | Action::Edit | Action::Publish => {
            Some("L'annexe se lit et se copie\u{202f}; l'acte change dans la liste (Échap).")
        }
        Action::Suivi | Action::Evaluation => {
            Some("Entrée ouvre la fiche du campus\u{202f}: ses revues y sont.")
        }
        _ => None,
    }
}
