//! The part of the journal that is kept in memory: read by pages, let go at the far end.

use super::{Journal, Rang};
use crate::{
    app::{
        Cx,
        cursor::{Cursor, Step},
        geometry,
    },
    domain::{
        DatePartielle, Depart, LotId,
        journal::{FiltreJournal, LotLigne, PageJournal},
    },
};

/// Lots read at once.
const PAGE: usize = 60;

/// Lots kept.
const GARDES: usize = 600;

/// Reads in a row while a search for words finds less than a page.
const ESSAIS: usize = 3;

impl Journal {
    /// The newest lots.
    pub(super) fn read(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        self.lots.clear();
        (self.newer, self.older) = (None, None);
        let page = self.page(Depart::Avant(None), PAGE, cx)?;
        self.older = page.suite;
        self.lots = page.lots;
        self.lay_out(None, cx.size);
        Ok(())
    }

    /// The same part again, the selection staying on its lot.
    pub(super) fn reread(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let before = self.selected().map(|l| l.id);
        let from = self.newer.and(self.lots.first()).map(|l| LotId(l.id.0 + 1));
        let page = self.page(Depart::Avant(from), self.lots.len().clamp(PAGE, GARDES), cx)?;
        self.older = page.suite;
        self.lots = page.lots;
        self.lay_out(before, cx.size);
        Ok(())
    }

    /// Every lot that the words leave, newest first.
    pub fn tous(&self, cx: &Cx<'_>) -> anyhow::Result<Vec<LotLigne>> {
        let Ok(filtre) = FiltreJournal::lire(&self.filter.text) else {
            return Ok(Vec::new());
        };
        let filtre = FiltreJournal {
            sujet: self.sujet.as_ref().map(|(sujet, _)| *sujet),
            ..filtre
        };
        let mut out = Vec::new();
        let mut from = None;
        loop {
            let page = cx.store.lots(&filtre, Depart::Avant(from), GARDES)?;
            out.extend(page.lots);
            match page.suite {
                Some(next) => from = Some(next),
                None => return Ok(out),
            }
        }
    }

    /// Moves; what lies beyond the part kept is read when the selection nears it.
    pub(super) fn go(&mut self, step: Step, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        match step {
            Step::First if self.newer.is_some() => {
                self.cursor = Cursor::default();
                return self.read(cx);
            }
            Step::Last if self.older.is_some() => self.oldest(cx)?,
            _ => {}
        }
        let height = geometry::list_height(cx.size);
        let before = self.cursor.selected;
        self.cursor.go(step, self.rows.len(), height);
        if matches!(self.rows.get(self.cursor.selected), Some(Rang::Jour(_))) {
            // A day is no lot: on in the same direction, back down from the very first one.
            let up = self.cursor.selected < before && self.cursor.selected > 0;
            self.cursor
                .go(Step::By(if up { -1 } else { 1 }), self.rows.len(), height);
        }
        self.reveal(cx.size);
        if self.older.is_some() && self.cursor.selected + height >= self.rows.len() {
            self.further(cx)?;
        }
        if self.newer.is_some() && self.cursor.selected < height {
            self.nearer(cx)?;
        }
        Ok(())
    }

    /// Keeps the selection in view, under its day where there is room.
    pub(super) fn reveal(&mut self, size: (u16, u16)) {
        let height = geometry::list_height(size);
        self.cursor.reveal(self.rows.len(), height);
        let day_above = self.cursor.selected.checked_sub(1).and_then(|i| self.rows.get(i));
        if matches!(day_above, Some(Rang::Jour(_)))
            && self.cursor.offset == self.cursor.selected
            && height > 1
        {
            self.cursor.offset -= 1;
        }
    }

    /// Older lots behind those kept.
    fn further(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let selected = self.selected().map(|l| l.id);
        let page = self.page(Depart::Avant(self.older), PAGE, cx)?;
        self.older = page.suite;
        self.lots.extend(page.lots);
        let over = self.lots.len().saturating_sub(GARDES);
        if over > 0 {
            self.lots.drain(..over);
            self.newer = self.lots.first().map(|l| l.id);
        }
        self.lay_out(selected, cx.size);
        Ok(())
    }

    /// Newer lots before those kept.
    fn nearer(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let selected = self.selected().map(|l| l.id);
        let mut page = self.page(Depart::Apres(self.newer), PAGE, cx)?;
        self.newer = page.suite;
        page.lots.append(&mut self.lots);
        if page.lots.len() > GARDES {
            page.lots.truncate(GARDES);
            self.older = page.lots.last().map(|l| l.id);
        }
        self.lots = page.lots;
        self.lay_out(selected, cx.size);
        Ok(())
    }

    /// The oldest lots in place of those kept.
    fn oldest(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let page = self.page(Depart::Apres(None), PAGE, cx)?;
        (self.newer, self.older) = (page.suite, None);
        self.lots = page.lots;
        self.lay_out(None, cx.size);
        Ok(())
    }

    /// One page; a search for words goes on a few times before it says « more ».
    fn page(&mut self, depart: Depart<LotId>, limite: usize, cx: &mut Cx<'_>) -> anyhow::Result<PageJournal> {
        let Some(filtre) = self.filtre() else {
            return Ok(PageJournal::default());
        };
        let mut out = cx.store.lots(&filtre, depart, limite)?;
        for _ in 1..ESSAIS {
            if out.lots.len() >= limite || out.suite.is_none() {
                break;
            }
            let next = depart.depuis(out.suite);
            let mut more = cx.store.lots(&filtre, next, limite - out.lots.len())?;
            out.suite = more.suite;
            if depart.recule() {
                out.lots.append(&mut more.lots);
            } else {
                more.lots.append(&mut out.lots);
                out.lots = more.lots;
            }
        }
        Ok(out)
    }

    /// Puts the lots under their days; the selection goes to `lot`, else stays about where it was.
    fn lay_out(&mut self, lot: Option<LotId>, size: (u16, u16)) {
        let from_top = self.cursor.selected.saturating_sub(self.cursor.offset);
        self.rows.clear();
        let mut day = None;
        for (i, l) in self.lots.iter().enumerate() {
            if i == 0 || day != Some(l.jour) {
                let text = l
                    .jour
                    .map_or_else(|| "Jour inconnu".to_owned(), |d| DatePartielle::Jour(d).fr());
                self.rows.push(Rang::Jour(text));
                day = Some(l.jour);
            }
            self.rows.push(Rang::Lot(i));
        }
        let is = |r: &Rang| matches!(r, Rang::Lot(i) if self.lots.get(*i).map(|l| l.id) == lot);
        let at = lot.and_then(|_| self.rows.iter().position(is));
        self.cursor.selected = at
            .unwrap_or(self.cursor.selected)
            .min(self.rows.len().saturating_sub(1));
        if at.is_some() {
            self.cursor.offset = self.cursor.selected.saturating_sub(from_top);
        }
        if matches!(self.rows.get(self.cursor.selected), Some(Rang::Jour(_))) {
            self.cursor.selected += 1;
        }
        self.reveal(size);
    }
}
