//! Actions that mean nothing where one is, and why: said instead of done.

use super::{App, action::Action, dommage, screen::Screen};

impl App {
    /// Why an action means nothing where one is.
    pub(super) fn out_of_place(&self, action: &Action) -> Option<&'static str> {
        if self.store.dommage().is_some() && dommage::writes(action) {
            return Some("Le registre est abîmé\u{202f}: il n'est ouvert qu'en lecture seule.");
        }
        if let Some(reason) = self.form().and_then(|form| form.without(action)) {
            return Some(reason);
        }
        let commission = match self.screens.last() {
            Some(Screen::Commission(screen)) => Some(screen),
            _ => None,
        };
        if let Some(reason) = commission.and_then(|screen| screen.disabled(action)) {
            return Some(reason);
        }
        match action {
            Action::Mark | Action::MarkAll | Action::EditMany
                if !matches!(self.screens.last(), Some(Screen::Browser(_))) =>
            {
                Some("Les lignes se marquent dans le registre\u{202f}: campus (2), partenaires (4).")
            }
            Action::News if !self.screens.last().is_some_and(Screen::tells_news) => Some(
                "Les nouveautés se montrent dans le registre (2, 4), l'échéancier (5) et les revues (6).",
            ),
            Action::New | Action::Edit | Action::Archive if commission.is_some() => None,
            Action::New | Action::Archive if matches!(self.screens.last(), Some(Screen::Vues(_))) => None,
            Action::Agenda | Action::Close | Action::Decide | Action::Publish | Action::Annex
                if commission.is_none() =>
            {
                Some("Cela se fait dans la commission (8).")
            }
            Action::New | Action::Edit
                if !matches!(self.screens.last(), Some(Screen::Browser(_) | Screen::Fiche(_))) =>
            {
                Some("Une fiche se modifie depuis le registre (2) ou depuis elle-même (Entrée l'ouvre).")
            }
            Action::Undo | Action::Redo
                if self.form().is_some() && matches!(self.screens.last(), Some(Screen::Journal(_))) =>
            {
                Some(
                    "Un formulaire est ouvert dessous\u{202f}: Échap y revient\u{202f}; sortez-en, puis annulez.",
                )
            }
            Action::Suivi | Action::Evaluation
                if matches!(
                    self.screens.last(),
                    Some(
                        Screen::Journal(_)
                            | Screen::Corbeille(_)
                            | Screen::Fusion(_)
                            | Screen::Doublons(_)
                            | Screen::Secours(_)
                    )
                ) =>
            {
                Some("Une revue s'ouvre depuis le registre (2) ou l'échéancier (5).")
            }
            Action::Export if !self.screens.last().is_some_and(Screen::lists) => {
                Some("Ici, rien ne s'exporte\u{202f}: les listes du registre (2), 5, 6, 7 et 9 le font.")
            }
            _ => None,
        }
    }
}
