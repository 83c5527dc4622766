//! Partners that may be one, proposed in pairs.

use super::FusionScreen;
use crate::{
    app::{
        Cx,
        action::Action,
        filter::Filtered,
        keymap::Context,
        listing::{Group, Listing},
        screen::{Flow, Screen},
    },
    domain::{PartenaireId, fusion::Doublon},
};

/// The pairs, the surest first.
pub struct Doublons {
    /// The pairs.
    pub list: Listing<Doublon>,
}

impl Doublons {
    /// Looks for them.
    pub fn new(cx: &mut Cx<'_>) -> anyhow::Result<Self> {
        let mut screen = Self {
            list: Listing::default(),
        };
        screen.reload(cx)?;
        Ok(screen)
    }

    /// Looks again, the selection staying on its pair.
    pub fn reload(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let before = self.list.selected().map(ids);
        self.list.replace(cx.store.doublons()?);
        self.show(before, cx.size);
        Ok(())
    }

    fn show(&mut self, again: Option<(PartenaireId, PartenaireId)>, size: (u16, u16)) {
        let lines = self.list.matching(|d| {
            let town = |c: &Option<String>| c.clone().unwrap_or_default();
            format!(
                "{} {} {} {} {}",
                d.un.nom,
                d.autre.nom,
                town(&d.un.commune),
                town(&d.autre.commune),
                d.indice.libelle()
            )
        });
        let group = Group {
            name: String::new(),
            lines,
        };
        self.list.show(vec![group], |d| Some(ids(d)) == again, size);
    }

    /// Contexts of its keys, narrowest first.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        let first = if self.list.filter.typing {
            return vec![Context::Filter, Context::Global];
        } else {
            Context::Doublons
        };
        vec![first, Context::List, Context::Global]
    }

    /// Carries an action out.
    pub fn update(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        match self.list.update(action, cx.size) {
            Filtered::Kept => {}
            Filtered::Changed => self.show(None, cx.size),
            Filtered::No if matches!(action, Action::Open | Action::Merge) => {
                let Some(pair) = self.list.selected() else {
                    cx.say("Aucun doublon à comparer.");
                    return Ok(Flow::Done);
                };
                let screen = FusionScreen::face(pair.un.id, pair.autre.id, cx)?;
                return Ok(Flow::Push(Box::new(Screen::Fusion(Box::new(screen)))));
            }
            Filtered::No => return Ok(Flow::Ignored),
        }
        Ok(Flow::Done)
    }
}

fn ids(d: &Doublon) -> (PartenaireId, PartenaireId) {
    (d.un.id, d.autre.id)
}
