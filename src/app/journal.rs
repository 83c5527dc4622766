//! The journal: who changed what, newest first. A window of it is kept, more is read when the selection nears its
//! end. Entrée shows before and after, u undoes.

mod copie;
pub mod detail;
mod fenetre;

use super::{
    Cx,
    action::Action,
    cursor::{Cursor, Step},
    filter::{Filter, Filtered},
    geometry,
    keymap::Context,
    screen::Flow,
    undo,
};
use crate::domain::{
    LotId,
    journal::{FiltreJournal, LotLigne, Sujet, UnChamp},
};
use detail::Detail;

/// One row of the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rang {
    /// A day begins.
    Jour(String),
    /// A lot, by its place in [`Journal::lots`].
    Lot(usize),
}

/// The timeline, or one of its lots.
#[derive(Default)]
pub struct Journal {
    /// The record it is about, with its name; None for all.
    pub sujet: Option<(Sujet, String)>,
    /// The one field of that record it is about.
    pub champ: Option<UnChamp>,
    /// Words and terms typed.
    pub filter: Filter,
    /// Why the terms cannot be read.
    pub probleme: Option<String>,
    /// The part of the journal that is kept, newest first.
    pub lots: Vec<LotLigne>,
    /// The same under their days.
    pub rows: Vec<Rang>,
    /// Where one stands among the rows.
    pub cursor: Cursor,
    /// The lot that is open.
    pub detail: Option<Detail>,
    newer: Option<LotId>,
    older: Option<LotId>,
    asked: Option<LotId>,
}

impl Journal {
    /// Reads the latest lots.
    pub fn new(cx: &mut Cx<'_>) -> anyhow::Result<Self> {
        let mut screen = Self::default();
        screen.read(cx)?;
        Ok(screen)
    }

    /// The history of one record.
    pub fn about(sujet: Sujet, nom: String, cx: &mut Cx<'_>) -> anyhow::Result<Self> {
        let mut screen = Self {
            sujet: Some((sujet, nom)),
            ..Self::default()
        };
        screen.read(cx)?;
        Ok(screen)
    }

    /// The history of one field of a record; `nom` names both.
    pub fn of_field(sujet: Sujet, champ: UnChamp, nom: String, cx: &mut Cx<'_>) -> anyhow::Result<Self> {
        let mut screen = Self {
            sujet: Some((sujet, nom)),
            champ: Some(champ),
            ..Self::default()
        };
        screen.read(cx)?;
        Ok(screen)
    }

    /// Reads again, the selection staying on its lot.
    pub fn reload(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        self.reread(cx)?;
        if let Some(detail) = &mut self.detail {
            detail.reload(cx)?;
        }
        Ok(())
    }

    /// The window changed.
    pub fn resized(&mut self, size: (u16, u16)) {
        self.reveal(size);
    }

    /// Contexts of its keys, narrowest first.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        if self.filter.typing {
            return vec![Context::Filter, Context::Global];
        }
        vec![Context::Journal, Context::List, Context::Global]
    }

    /// The selected lot.
    #[must_use]
    pub fn selected(&self) -> Option<&LotLigne> {
        match self.rows.get(self.cursor.selected)? {
            Rang::Lot(i) => self.lots.get(*i),
            Rang::Jour(_) => None,
        }
    }

    /// Whether the journal goes on before the first row kept, and after the last.
    #[must_use]
    pub fn goes_on(&self) -> (bool, bool) {
        (self.newer.is_some(), self.older.is_some())
    }

    /// Carries an action out.
    pub fn update(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let asked = self.asked.take();
        match action {
            Action::Undo if !self.filter.typing => return self.undo(asked, cx),
            Action::CopyAll if !self.filter.typing => return self.copy(true, cx),
            Action::Copy if !self.filter.typing => return self.copy(false, cx),
            _ => {}
        }
        if let Some(detail) = &mut self.detail {
            if matches!(action, Action::Back) {
                self.detail = None;
                return Ok(Flow::Done);
            }
            return detail.update(action, cx);
        }
        match self.filter.update(action) {
            Filtered::Changed => self.search(cx)?,
            Filtered::Kept => {}
            Filtered::No => return self.browse(action, cx),
        }
        Ok(Flow::Done)
    }

    /// Movements and the opening of a lot.
    fn browse(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        if let Some(step) = Step::of(action, geometry::list_height(cx.size)) {
            self.go(step, cx)?;
            return Ok(Flow::Done);
        }
        let Some(lot) = self.selected().filter(|_| *action == Action::Open) else {
            return Ok(Flow::Ignored);
        };
        self.detail = Some(Detail::new(lot.id, cx)?);
        Ok(Flow::Done)
    }

    /// The words changed: the newest that match.
    fn search(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        self.cursor = Cursor::default();
        self.read(cx)
    }

    /// What the lots must be, None while the terms cannot be read.
    fn filtre(&mut self) -> Option<FiltreJournal> {
        match FiltreJournal::lire(&self.filter.text) {
            Ok(filtre) => {
                self.probleme = None;
                Some(FiltreJournal {
                    sujet: self.sujet.as_ref().map(|(sujet, _)| *sujet),
                    champ: self.champ.clone(),
                    ..filtre
                })
            }
            Err(why) => {
                self.probleme = Some(why);
                None
            }
        }
    }

    /// Undoes the lot in view: asks first, does it when asked again.
    fn undo(&mut self, asked: Option<LotId>, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let open = self.detail.as_ref().map(|d| d.lot.id);
        let Some(id) = open.or_else(|| self.selected().map(|l| l.id)) else {
            cx.say("Aucun lot choisi.");
            return Ok(Flow::Done);
        };
        if asked == Some(id) {
            undo::carry_out(id, cx)?;
            self.reload(cx)?;
        } else if undo::ask(id, "u", cx)? {
            self.asked = Some(id);
        }
        Ok(Flow::Done)
    }
}
