//! The history of the record one stands on, and the journal's own check, from any list.

mod champs;

use super::{
    App,
    commission::{Commission, LigneActe, Page, Vue},
    fiche,
    journal::Journal,
    message::Message,
    screen::Screen,
};
use crate::domain::{Appel, DatePartielle, Seance, journal::Sujet};

impl App {
    /// Opens the history of the field one stands on, else of the record.
    pub(super) fn history(&mut self) -> anyhow::Result<()> {
        let Some((sujet, champ, nom)) = self.field() else {
            return self.record_history();
        };
        let cx = &mut self.cx(false);
        let screen = match champ {
            Some(champ) => Journal::of_field(sujet, champ, nom, cx)?,
            None => Journal::about(sujet, nom, cx)?,
        };
        self.screens.push(Screen::Journal(Box::new(screen)));
        Ok(())
    }

    /// The field one stands on: its record, the field (None for a whole row, such as a link), the name of both.
    fn field(&self) -> Option<champs::Champ> {
        match self.screens.last()? {
            Screen::Fiche(f) => champs::of_fiche(f, &self.store),
            Screen::Form(f) => champs::of_form(f, &self.store),
            _ => None,
        }
    }

    /// Opens the history of the record one stands on.
    pub(super) fn record_history(&mut self) -> anyhow::Result<()> {
        let Some((sujet, nom)) = self.record() else {
            let why = if self.form().is_some() {
                "Rien n'est encore au registre de ce qu'on remplit ici\u{202f}: il n'a pas d'historique."
            } else {
                "Choisissez d'abord une fiche, une revue, une séance ou un acte."
            };
            self.message = Some(Message::info(why));
            return Ok(());
        };
        let screen = Journal::about(sujet, nom, &mut self.cx(false))?;
        self.screens.push(Screen::Journal(Box::new(screen)));
        Ok(())
    }

    /// The record one stands on, and its name.
    fn record(&self) -> Option<(Sujet, String)> {
        match self.screens.last()? {
            Screen::Browser(b) => b.record(),
            Screen::Fiche(f) => Some((of_fiche(f.sujet)?, f.title.clone())),
            Screen::Echeancier(s) => {
                let (campus, _) = s.list.selected()?;
                Some((Sujet::Campus(campus.id), campus.nom_court.clone()))
            }
            Screen::Commission(s) => of_commission(s),
            Screen::Revues(s) => {
                let r = s.list.selected()?;
                Some((
                    Sujet::Revue(r.id),
                    format!("{}, {}", r.campus_nom, r.type_revue.code()),
                ))
            }
            _ => None,
        }
    }

    /// Recomputes the journal's chain and says what came out.
    pub(super) fn verify(&mut self) -> anyhow::Result<()> {
        if let Err(error) = self.store.verify_journal() {
            // A journal that was retouched is said; it is no reason to stop writing.
            let error = anyhow::Error::new(error);
            crate::log::error(&error);
            self.message = Some(Message::error(&error));
            return Ok(());
        }
        let lots = crate::form::number::show_integer(self.store.compte_lots()?);
        self.message = Some(Message::info(format!(
            "Le journal est intact\u{202f}: {lots} lots, chaque empreinte et chaque fiche vérifiées."
        )));
        Ok(())
    }
}

/// The séance, call or act one stands on.
fn of_commission(s: &Commission) -> Option<(Sujet, String)> {
    let seance = |s: &Seance| {
        let nom = format!("séance du {}", DatePartielle::Jour(s.date).fr());
        (Sujet::Ligne("seance", s.id.0), nom)
    };
    let appel = |a: &Appel| (Sujet::Ligne("appel", a.id.0), a.titre.clone());
    match (&s.page, s.vue) {
        (Some(Page::Seance(page)), _) => Some(seance(&page.seance)),
        (Some(Page::Appel(page)), _) => Some(appel(&page.appel)),
        (Some(Page::Annexe(_)), _) => None,
        (None, Vue::Seances) => s.seances.selected().map(seance),
        (None, Vue::Appels) => s.appels.selected().map(appel),
        (None, Vue::Actes) => match s.actes.selected()? {
            LigneActe::Acte(a) => Some((Sujet::Ligne("acte", a.id.0), a.reference())),
            LigneActe::EnVigueur => None,
        },
    }
}

/// The record of a fiche.
pub(super) fn of_fiche(sujet: fiche::Sujet) -> Option<Sujet> {
    Some(match sujet {
        fiche::Sujet::Campus(id) => Sujet::Campus(id),
        fiche::Sujet::Partenaire(id) => Sujet::Partenaire(id),
        fiche::Sujet::Region(id) => Sujet::Region(id),
        fiche::Sujet::Filiere(id) => Sujet::Ligne("filiere", id.0),
        fiche::Sujet::Contact(id) => Sujet::Ligne("contact", id.0),
        fiche::Sujet::Revue(..) | fiche::Sujet::Point(..) => return None,
    })
}
