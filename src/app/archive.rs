//! A record put in the corbeille from a pane or from its fiche.

use super::{
    App,
    ask::Asked,
    fiche::{FicheScreen, Sujet},
    geometry::Pane,
    message::Message,
    screen::Screen,
    undo::sentence,
};
use crate::{
    domain::{Archivable, CampusId, PartenaireId},
    store::Error,
};

/// What Suppr is about.
enum Cible {
    /// This record.
    Objet(Archivable),
    /// The link of a campus and a partner.
    Lien(CampusId, PartenaireId),
    /// Nothing, for a reason.
    Rien(&'static str),
}

/// Said of régions.
const REGION: &str = "Les régions viennent d'une loi\u{202f}: elles ne vont pas à la corbeille.";

/// Said of a partner of this campus alone: without a campus it would be in no pane, the link alone goes from the fiche.
const SEUL: &str = "Ce campus est le seul de ce partenaire. Suppr encore une fois met le partenaire et son lien à la \
    corbeille\u{202f}; pour le lien seul, Suppr sur sa ligne dans la fiche.";

/// Said of a partner that is not of this campus.
const AILLEURS: &str = "Ce partenaire est d'autres campus que celui-ci. Suppr encore une fois le met à la corbeille avec \
    tous ses liens\u{202f}; pour un lien seul, Suppr sur sa ligne dans la fiche.";

/// Said where no record is selected.
const AUCUNE: &str = "Aucune fiche choisie ici\u{202f}: prenez une ligne du volet.";

impl App {
    /// Puts the record one stands on in the corbeille with its links; asks first where that may surprise.
    pub(super) fn archive(&mut self, asked: Option<Asked>) -> anyhow::Result<()> {
        let objet = match self.cible() {
            Cible::Rien(why) => {
                self.message = Some(Message::info(why));
                return Ok(());
            }
            Cible::Objet(objet) => objet,
            Cible::Lien(campus, partenaire) => {
                let whole = Archivable::Partenaire(partenaire);
                let (objet, why) = match self.store.lien(campus, partenaire)? {
                    Some(_) if self.on_pane() && self.campus_de(partenaire)? == 1 => (whole, Some(SEUL)),
                    Some(lien) => (Archivable::Lien(lien), None),
                    None if self.campus_de(partenaire)? > 0 => (whole, Some(AILLEURS)),
                    None => (whole, None),
                };
                if let Some(why) = why.filter(|_| asked != Some(Asked::Archive(objet))) {
                    self.ask_whole(objet, why);
                    return Ok(());
                }
                objet
            }
        };
        self.put_away(objet)
    }

    /// In the pane of partners a row stands for the partner in the campus selected.
    fn on_pane(&self) -> bool {
        matches!(self.screens.last(), Some(Screen::Browser(_)))
    }

    /// How many campuses have a partner.
    fn campus_de(&self, partenaire: PartenaireId) -> anyhow::Result<usize> {
        Ok(self.store.partenaire(partenaire)?.ligne.campus)
    }

    /// More than the link goes: the second time only.
    fn ask_whole(&mut self, partenaire: Archivable, why: &str) {
        self.asked = Some(Asked::Archive(partenaire));
        self.message = Some(Message::info(why));
    }

    fn put_away(&mut self, objet: Archivable) -> anyhow::Result<()> {
        match self.store.archive(objet) {
            Ok((done, _)) => {
                self.leave_what_went(objet);
                self.reload()?;
                let text = format!(
                    "{}\u{202f}; u annule, «\u{a0}corbeille\u{a0}» (C) le montre.",
                    done.phrase(objet)
                );
                self.message = Some(Message::info(text));
                Ok(())
            }
            Err(Error::Refused(why)) => {
                self.message = Some(Message::info(sentence(&why)));
                Ok(())
            }
            Err(e) => Err(e.into()),
        }
    }

    /// A fiche whose record went is left.
    fn leave_what_went(&mut self, objet: Archivable) {
        let of = |s: &Screen| match s {
            Screen::Fiche(f) => archivable(f.sujet) == Some(objet),
            _ => false,
        };
        if self.screens.len() > 1 && self.screens.last().is_some_and(of) {
            self.screens.pop();
        }
    }

    /// What one stands on.
    fn cible(&self) -> Cible {
        match self.screens.last() {
            Some(Screen::Browser(b)) => {
                let Some(sujet) = b.sujet() else {
                    return Cible::Rien(AUCUNE);
                };
                match (b.focus, sujet, b.selected_campus()) {
                    (Pane::Partenaires, Sujet::Partenaire(id), Some(campus)) => Cible::Lien(campus.id, id),
                    _ => record(sujet),
                }
            }
            Some(Screen::Fiche(f)) => of_fiche(f),
            _ => Cible::Rien(
                "Une fiche va à la corbeille depuis le registre (2) ou depuis elle-même (Entrée l'ouvre).",
            ),
        }
    }
}

/// The link under the cursor of a fiche, else its record.
fn of_fiche(f: &FicheScreen) -> Cible {
    match (f.sujet, f.under()) {
        (Sujet::Campus(campus), Some(Sujet::Partenaire(partenaire)))
        | (Sujet::Partenaire(partenaire), Some(Sujet::Campus(campus))) => Cible::Lien(campus, partenaire),
        (Sujet::Campus(_) | Sujet::Partenaire(_), Some(Sujet::Contact(id))) => {
            Cible::Objet(Archivable::Contact(id))
        }
        (sujet, _) => record(sujet),
    }
}

/// The record itself.
fn record(sujet: Sujet) -> Cible {
    match (archivable(sujet), sujet) {
        (Some(objet), _) => Cible::Objet(objet),
        (None, Sujet::Region(_)) => Cible::Rien(REGION),
        (None, _) => Cible::Rien("Une revue ou un point de séance ne va pas à la corbeille."),
    }
}

/// The record of a fiche that may go to the corbeille.
pub(super) fn archivable(sujet: Sujet) -> Option<Archivable> {
    match sujet {
        Sujet::Campus(id) => Some(Archivable::Campus(id)),
        Sujet::Partenaire(id) => Some(Archivable::Partenaire(id)),
        Sujet::Filiere(id) => Some(Archivable::Filiere(id)),
        Sujet::Contact(id) => Some(Archivable::Contact(id)),
        Sujet::Region(_) | Sujet::Revue(..) | Sujet::Point(..) => None,
    }
}
