//! Undo asked for and confirmed, and the history of a record, from any list.

use super::{App, Cx, fiche, journal::Journal, message::Message, screen::Screen};
use crate::{
    domain::{
        LotId,
        journal::{LotLigne, Sujet},
    },
    store::Error,
};

/// Says what undoing a lot would do and how to do it, or why it cannot be done. True when it may be done.
pub(super) fn ask(id: LotId, cx: &mut Cx<'_>) -> anyhow::Result<bool> {
    match cx.store.check_undo(id) {
        Ok(lot) => {
            let question = question(&lot, cx.store.agent());
            cx.say(question);
            Ok(true)
        }
        Err(Error::Refused(why)) => {
            cx.say(sentence(&why));
            Ok(false)
        }
        Err(e) => Err(e.into()),
    }
}

/// Undoes a lot and says which; or says why not.
pub(super) fn carry_out(id: LotId, cx: &mut Cx<'_>) -> anyhow::Result<()> {
    match cx.store.undo_lot(id) {
        Ok((lot, _)) => {
            let what = if lot.op == crate::store::Op::Undo.code() {
                "Rétabli"
            } else {
                "Annulé"
            };
            cx.say(format!("{what}\u{a0}: {} (lot {}).", lot.quoi(), lot.id));
            Ok(())
        }
        Err(Error::Refused(why)) => {
            cx.say(sentence(&why));
            Ok(())
        }
        Err(e) => Err(e.into()),
    }
}

/// The question before a lot is undone.
fn question(lot: &LotLigne, me: &str) -> String {
    let verb = if lot.op == crate::store::Op::Undo.code() {
        "Rétablir ce qu'a défait"
    } else {
        "Annuler"
    };
    let whose = if lot.agent == me {
        String::new()
    } else {
        format!(", le travail de {}", lot.agent)
    };
    format!(
        "u encore une fois pour confirmer. {verb} le lot {}{whose}\u{a0}: {} ({})\u{202f}?",
        lot.id,
        lot.quoi(),
        lot.instant()
    )
}

/// A clause as a sentence.
fn sentence(clause: &str) -> String {
    let mut chars = clause.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", chars.as_str())
}

impl App {
    /// Undoes this agent's latest lot: asks first, does it when asked again.
    pub(super) fn undo_mine(&mut self, asked: Option<LotId>) -> anyhow::Result<()> {
        let latest = match self.store.mon_dernier() {
            Ok(lot) => lot.id,
            Err(Error::Refused(why)) => {
                self.message = Some(Message::info(sentence(&why)));
                return Ok(());
            }
            Err(e) => return Err(e.into()),
        };
        let cx = &mut self.cx(false);
        if asked != Some(latest) {
            let may = ask(latest, cx)?;
            self.undo_asked = may.then_some(latest);
            return Ok(());
        }
        carry_out(latest, cx)?;
        self.reload()
    }

    /// Opens the history of the record one stands on.
    pub(super) fn history(&mut self) -> anyhow::Result<()> {
        let Some((sujet, nom)) = self.record() else {
            self.message = Some(Message::info(
                "Choisissez d'abord un campus, un partenaire ou une revue.",
            ));
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
        self.store.verify_journal()?;
        let lots = crate::form::number::show_integer(self.store.compte_lots()?);
        self.message = Some(Message::info(format!(
            "Le journal est intact\u{a0}: {lots} lots, chaque empreinte et chaque fiche vérifiées."
        )));
        Ok(())
    }
}

/// The record of a fiche.
pub(super) fn of_fiche(sujet: fiche::Sujet) -> Option<Sujet> {
    Some(match sujet {
        fiche::Sujet::Campus(id) => Sujet::Campus(id),
        fiche::Sujet::Partenaire(id) => Sujet::Partenaire(id),
        fiche::Sujet::Region(id) => Sujet::Region(id),
        fiche::Sujet::Filiere(id) => Sujet::Ligne("filiere", id.0),
        fiche::Sujet::Revue(..) | fiche::Sujet::Point(..) => return None,
    })
}
