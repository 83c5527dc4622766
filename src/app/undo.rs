//! Undo asked for and confirmed, from any list.

use super::{App, Cx, ask::Asked, message::Message};
use crate::{
    domain::{LotId, journal::LotLigne, texte::capital},
    store::{Error, Op},
};

/// What else there is when one's latest lot cannot be undone: it would stand in the way of the others for ever.
const AILLEURS: &str = " Le journal (9) montre les autres lots\u{202f}: u y annule celui qu'on choisit.";

/// Says what undoing a lot would do and how to do it, or why it cannot be done. True when it may be done.
/// `touche` is the key that confirms.
pub(super) fn ask(id: LotId, touche: &str, cx: &mut Cx<'_>) -> anyhow::Result<bool> {
    ask_else(id, touche, "", cx)
}

/// The same; after a refusal, what one may do instead.
fn ask_else(id: LotId, touche: &str, sinon: &str, cx: &mut Cx<'_>) -> anyhow::Result<bool> {
    match cx.store.check_undo(id) {
        Ok(lot) => {
            let question = question(&lot, touche, cx.store.agent());
            cx.say(question);
            Ok(true)
        }
        Err(Error::Refused(why)) => {
            cx.say(sentence(&why) + sinon);
            Ok(false)
        }
        Err(why @ Error::Interdit { .. }) => {
            cx.say(sentence(&why.to_string()));
            Ok(false)
        }
        Err(e) => Err(e.into()),
    }
}

/// Undoes a lot and says which; or says why not.
pub(super) fn carry_out(id: LotId, cx: &mut Cx<'_>) -> anyhow::Result<()> {
    match cx.store.undo_lot(id) {
        Ok((lot, _)) => {
            // Of an undo undone, people want to know what stands again.
            let (what, lot) = match lot.annule.filter(|_| lot.op == Op::Undo.code()) {
                Some(undone) => ("Rétabli", cx.store.lot(undone)?),
                None => ("Annulé", lot),
            };
            cx.say(format!("{what}\u{202f}: {} (lot {}).", lot.quoi(), lot.id));
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
fn question(lot: &LotLigne, touche: &str, me: &str) -> String {
    let verb = if lot.op == Op::Undo.code() {
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
        "{touche} encore une fois pour confirmer. {verb} le lot {}{whose}\u{202f}: {} ({})\u{202f}?",
        lot.id,
        lot.quoi(),
        lot.instant()
    )
}

/// A clause as a sentence.
pub(super) fn sentence(clause: &str) -> String {
    format!("{}.", capital(clause))
}

/// The two keys that ask before they act.
#[derive(Clone, Copy)]
enum Sens {
    Annuler,
    Retablir,
}

impl App {
    /// Undoes this agent's latest lot: asks first, does it when asked again.
    pub(super) fn undo_mine(&mut self, asked: Option<Asked>) -> anyhow::Result<()> {
        self.mine(Sens::Annuler, asked)
    }

    /// Does this agent's latest undone lot again: asks first, does it when asked again.
    pub(super) fn redo_mine(&mut self, asked: Option<Asked>) -> anyhow::Result<()> {
        self.mine(Sens::Retablir, asked)
    }

    fn mine(&mut self, sens: Sens, asked: Option<Asked>) -> anyhow::Result<()> {
        let found = match sens {
            Sens::Annuler => self.store.mon_dernier(),
            Sens::Retablir => self.store.mon_annulation(),
        };
        let latest = match found {
            Ok(lot) => lot.id,
            Err(Error::Refused(why)) => {
                self.message = Some(Message::info(sentence(&why)));
                return Ok(());
            }
            Err(e) => return Err(e.into()),
        };
        let (wanted, touche) = match sens {
            Sens::Annuler => (Asked::Undo(latest), "u"),
            Sens::Retablir => (Asked::Redo(latest), "U"),
        };
        let cx = &mut self.cx(false);
        if asked != Some(wanted) {
            let may = ask_else(latest, touche, AILLEURS, cx)?;
            self.asked = may.then_some(wanted);
            return Ok(());
        }
        carry_out(latest, cx)?;
        self.reload()
    }
}
