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
        let top = self.screens.last();
        match top {
            Some(Screen::Commission(screen)) => screen.disabled(action),
            _ => None,
        }
        .or_else(|| elsewhere(action, top, self.form().is_some()))
    }
}

/// The screens an action is for, when `top` is none of them; a form may be open below.
fn elsewhere(action: &Action, top: Option<&Screen>, form_below: bool) -> Option<&'static str> {
    let commission = matches!(top, Some(Screen::Commission(_)));
    match action {
        Action::Mark | Action::MarkAll | Action::EditMany if !matches!(top, Some(Screen::Browser(_))) => {
            Some("Les lignes se marquent dans le registre\u{202f}: campus (2), partenaires (4).")
        }
        Action::News if !top.is_some_and(Screen::tells_news) => {
            Some("Les nouveautés se montrent dans le registre (2, 4), l'échéancier (5) et les revues (6).")
        }
        Action::New | Action::Edit | Action::Archive if commission => None,
        Action::New | Action::Archive if matches!(top, Some(Screen::Vues(_))) => None,
        Action::Agenda | Action::Close | Action::Decide | Action::Publish | Action::Annex if !commission => {
            Some("Cela se fait dans la commission (8).")
        }
        Action::New | Action::Edit if !matches!(top, Some(Screen::Browser(_) | Screen::Fiche(_))) => {
            Some("Une fiche se modifie depuis le registre (2) ou depuis elle-même (Entrée l'ouvre).")
        }
        Action::Undo | Action::Redo if form_below && matches!(top, Some(Screen::Journal(_))) => Some(
            "Un formulaire est ouvert dessous\u{202f}: Échap y revient\u{202f}; sortez-en, puis annulez.",
        ),
        Action::Suivi | Action::Evaluation
            if matches!(
                top,
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
        Action::Export if !top.is_some_and(Screen::lists) => {
            Some("Ici, rien ne s'exporte\u{202f}: les listes du registre (2), 5, 6, 7 et 9 le font.")
        }
        _ => None,
    }
}
