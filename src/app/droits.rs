//! Why an action cannot be used now: the place one is in, the agent's role, the session one is held to.

use std::borrow::Cow;

use super::{
    App,
    action::Action,
    commission::{Commission, Page},
    fiche::Sujet,
    geometry::Pane,
    screen::Screen,
    undo::sentence,
};
use crate::store::Op;

/// What a restricted session is held to.
#[derive(Clone, Debug, Default)]
pub struct Enclos {
    /// The folder that exports go to, under names given by the program; None: nothing is exported.
    pub exports: Option<std::path::PathBuf>,
}

impl App {
    /// Why an action cannot be used now, or None. Read by footer, palette and help.
    #[must_use]
    pub fn disabled(&self, action: &Action) -> Option<Cow<'static, str>> {
        if let Some(reason) = self.out_of_place(action).or_else(|| self.enclosed(action)) {
            return Some(Cow::Borrowed(reason));
        }
        if let Some(Screen::Form(form)) = self.screens.last()
            && let Some(reason) = form.without_in_table(action)
        {
            return Some(Cow::Owned(reason));
        }
        let refused = self.store.permis(self.operation(action)?).err()?;
        Some(Cow::Owned(sentence(&refused.to_string())))
    }

    /// What a restricted session has not.
    fn enclosed(&self, action: &Action) -> Option<&'static str> {
        let enclos = self.options.enclos.as_ref()?;
        match action {
            Action::Suspend => Some("Cette session n'a rien à quoi revenir\u{202f}: q la quitte."),
            Action::Export if enclos.exports.is_none() => {
                Some("Cette session n'exporte rien\u{202f}: aucun dossier d'export n'est configuré.")
            }
            _ => None,
        }
    }

    /// What an action would write here; None for one that writes nothing, or of which its own form says more.
    fn operation(&self, action: &Action) -> Option<Op> {
        let top = self.screens.last()?;
        Some(match (top, action) {
            (Screen::Form(_), Action::Reopen) => Op::ReopenRevue,
            (Screen::Form(_) | Screen::Exporter(_) | Screen::Palette(_), _) => return None,
            (Screen::Vues(_), Action::New | Action::Archive) | (_, Action::Share) => Op::EditVue,
            (Screen::Commission(c), _) => of_commission(c, action)?,
            (_, Action::Undo) => Op::Undo,
            (_, Action::Redo) => Op::Redo,
            (_, Action::Archive) => Op::Archive,
            (_, Action::Restore) => Op::Restore,
            (_, Action::Merge) => Op::Merge,
            (Screen::Browser(b), Action::New) if b.focus == Pane::Partenaires => Op::EditLien,
            (Screen::Browser(b), Action::New | Action::Edit) => of_pane(b.focus),
            (Screen::Fiche(f), Action::New | Action::Edit) => of_fiche(f.sujet)?,
            _ => return None,
        })
    }
}

fn of_pane(pane: Pane) -> Op {
    match pane {
        Pane::Regions => Op::EditRegion,
        Pane::Campus => Op::EditCampus,
        Pane::Filieres => Op::EditFiliere,
        Pane::Partenaires => Op::EditPartenaire,
    }
}

fn of_fiche(sujet: Sujet) -> Option<Op> {
    Some(match sujet {
        Sujet::Region(_) => Op::EditRegion,
        Sujet::Campus(_) => Op::EditCampus,
        Sujet::Filiere(_) => Op::EditFiliere,
        Sujet::Partenaire(_) => Op::EditPartenaire,
        Sujet::Contact(_) => Op::EditContact,
        Sujet::Revue(..) | Sujet::Point(..) => return None,
    })
}

fn of_commission(screen: &Commission, action: &Action) -> Option<Op> {
    use super::commission::Vue;
    Some(match (action, &screen.page) {
        (Action::Undo, _) => Op::Undo,
        (Action::Redo, _) => Op::Redo,
        (Action::Agenda | Action::RowUp | Action::RowDown | Action::Archive | Action::Toggle, _) => {
            Op::EditSeance
        }
        (Action::Close, _) => Op::CloseSeance,
        (Action::Publish, _) => Op::PublishActe,
        (Action::Decide, _) => Op::Decide,
        (Action::Edit, Some(Page::Seance(_))) => Op::EditPoint,
        (Action::New | Action::Edit, Some(Page::Appel(_))) => Op::EditCandidature,
        (Action::New | Action::Edit, None) => match screen.vue {
            Vue::Seances => Op::EditSeance,
            Vue::Appels => Op::EditAppel,
            Vue::Actes => Op::EditActe,
        },
        _ => return None,
    })
}
