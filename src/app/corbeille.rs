//! The corbeille on the screen: what was put away, brought back by Entrée, purged when asked twice.

use super::{
    Cx,
    action::Action,
    filter::Filtered,
    keymap::Context,
    listing::{Group, Listing},
    screen::Flow,
    undo::sentence,
};
use crate::{
    domain::{Archivable, corbeille::LigneCorbeille},
    store::Error,
};

/// What is in the corbeille, the latest first.
pub struct Corbeille {
    /// The records.
    pub list: Listing<LigneCorbeille>,
    /// The record whose purge was asked for once.
    asked: Option<Archivable>,
}

impl Corbeille {
    /// Reads it.
    pub fn new(cx: &mut Cx<'_>) -> anyhow::Result<Self> {
        let mut screen = Self {
            list: Listing::default(),
            asked: None,
        };
        screen.reload(cx)?;
        Ok(screen)
    }

    /// Reads it again, the selection staying on its record.
    pub fn reload(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let before = self.list.selected().map(|l| l.objet);
        self.list.replace(cx.store.corbeille()?);
        self.show(before, cx.size);
        Ok(())
    }

    fn show(&mut self, again: Option<Archivable>, size: (u16, u16)) {
        let lines = self.list.matching(|l| {
            let par = l.par.as_ref().map_or("", |(agent, _)| agent.as_str());
            format!("{} {} {par}", l.objet.genre(), l.nom)
        });
        let group = Group {
            name: String::new(),
            lines,
        };
        self.list.show(vec![group], |l| Some(l.objet) == again, size);
    }

    /// Contexts of its keys, narrowest first.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        if self.list.filter.typing {
            return vec![Context::Filter, Context::Global];
        }
        vec![Context::Corbeille, Context::List, Context::Global]
    }

    /// Carries an action out.
    pub fn update(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let asked = self.asked.take();
        match self.list.update(action, cx.size) {
            Filtered::Kept => return Ok(Flow::Done),
            Filtered::Changed => {
                self.show(None, cx.size);
                return Ok(Flow::Done);
            }
            Filtered::No => {}
        }
        if !matches!(action, Action::Open | Action::Restore | Action::Archive) {
            return Ok(Flow::Ignored);
        }
        let Some(ligne) = self.list.selected().cloned() else {
            cx.say("Rien à restaurer ici.");
            return Ok(Flow::Done);
        };
        let done = match action {
            Action::Archive => self.purge(&ligne, asked, cx),
            _ => restore(&ligne, cx),
        };
        match done {
            Ok(()) => self.reload(cx)?,
            Err(Error::Refused(why)) => cx.say(sentence(&why)),
            Err(e) => return Err(e.into()),
        }
        Ok(Flow::Done)
    }

    /// Purges when asked twice; what cannot be purged says so at once.
    fn purge(
        &mut self,
        ligne: &LigneCorbeille,
        asked: Option<Archivable>,
        cx: &mut Cx<'_>,
    ) -> Result<(), Error> {
        cx.store.check_purge(ligne.objet)?;
        if asked != Some(ligne.objet) {
            self.asked = Some(ligne.objet);
            cx.say(format!(
                "Suppr encore une fois purge «\u{a0}{}\u{a0}» pour de bon\u{202f}: rien ne l'annule, seul le journal en garde la trace.",
                ligne.nom
            ));
            return Ok(());
        }
        cx.store.purge(&[ligne.objet])?;
        cx.say(format!(
            "«\u{a0}{}\u{a0}» est purgé\u{202f}; le journal en garde la trace.",
            ligne.nom
        ));
        Ok(())
    }
}

fn restore(ligne: &LigneCorbeille, cx: &mut Cx<'_>) -> Result<(), Error> {
    let (back, _) = cx.store.restore(ligne.objet)?;
    cx.say(format!("{}\u{202f}; u l'y remet.", back.phrase()));
    Ok(())
}
