//! Of a long list of campuses only the part around the selection is read: what shows does not wait for what nobody looks
//! at, at the end of a list no more than at its beginning.

use std::time::Duration;

use super::Browser;
use crate::{
    app::{
        Cx,
        cursor::{Cursor, Step},
        geometry::{Pane, Panes},
    },
    domain::{CampusId, Depart, requete::Critere},
    store::Filtre,
};

/// Campuses read beyond the selected one, either way.
const PAGE: usize = 200;

/// Campuses that a key which nears the end of what was read waits for.
const PEU: usize = 50;

/// As far down, the list is read again around the selection, no more from its beginning.
const LOIN: usize = 1_000;

/// How long a key waits for a search.
const BUDGET: Duration = Duration::from_millis(6);

/// How long a search goes on each time the keyboard rests.
const TRANCHE: Duration = Duration::from_millis(60);

impl Browser {
    /// What narrows the campus list.
    pub(in crate::app) fn campus_filtre(&self, recherche: Vec<Critere>, cx: &Cx<'_>) -> Filtre {
        Filtre {
            recherche,
            region: self.region(),
            filiere: self.filiere(),
            ..Filtre::au(cx.options.au)
        }
    }

    /// What narrows it now, by the words of its pane too.
    pub(super) fn filtre_campus(&mut self, cx: &Cx<'_>) -> anyhow::Result<Filtre> {
        let recherche = self.search(Pane::Campus, cx)?;
        Ok(self.campus_filtre(recherche, cx))
    }

    /// Whether campuses of the list remain to be read.
    #[must_use]
    pub fn partielle(&self) -> bool {
        self.avant.is_some() || self.suite.is_some()
    }

    /// How many campuses the list has, read or not; None when only reading on would tell.
    #[must_use]
    pub fn longueur(&self) -> Option<usize> {
        if !self.partielle() {
            return Some(self.campus.len());
        }
        let row = self.cursor(Pane::Regions).selected.checked_sub(1);
        let of_region = row.and_then(|row| self.regions.get(row)).map(|r| r.campus);
        Some(of_region.unwrap_or(self.totals.0)).filter(|_| self.filter(Pane::Campus).text.trim().is_empty())
    }

    /// How many campuses are read at once: in another order than that of names, or where only some of what is read
    /// shows, all.
    fn limite(&self) -> Option<usize> {
        let usual = self.disposition.tri.est_usuel() && !self.nouveaux[Pane::Campus as usize];
        usual.then(|| self.cursor(Pane::Campus).selected + PAGE)
    }

    /// The list again: from its beginning as far as the selection and a page beyond, or as far as time allows; around
    /// the selected campus when that is far down.
    pub(super) fn relire(&mut self, filtre: &Filtre, cx: &Cx<'_>) -> anyhow::Result<()> {
        let far = self.avant.is_some() || self.cursor(Pane::Campus).selected > LOIN;
        let here = self.selected_campus().map(|c| c.id).filter(|_| far);
        match (self.limite(), here) {
            (None, _) => self.tout(filtre, cx),
            (Some(_), Some(id)) if self.autour(id, filtre, cx)? => Ok(()),
            (Some(_), here) => {
                if here.is_some() {
                    self.cursors[Pane::Campus as usize] = Cursor::default();
                }
                let limite = self.cursor(Pane::Campus).selected + PAGE;
                self.debut(filtre, limite, cx)
            }
        }
    }

    fn vider(&mut self) {
        self.campus.clear();
        (self.avant, self.suite) = (None, None);
    }

    fn debut(&mut self, filtre: &Filtre, limite: usize, cx: &Cx<'_>) -> anyhow::Result<()> {
        self.vider();
        self.descendre(filtre, limite, BUDGET, cx)
    }

    fn fin(&mut self, filtre: &Filtre, limite: usize, cx: &Cx<'_>) -> anyhow::Result<()> {
        self.vider();
        self.remonter(filtre, limite, BUDGET, cx)
    }

    fn tout(&mut self, filtre: &Filtre, cx: &Cx<'_>) -> anyhow::Result<()> {
        self.vider();
        self.campus = cx.store.campus(filtre)?;
        Ok(())
    }

    /// The part around a campus, which is then selected; false when the list does not have it.
    pub(super) fn autour(&mut self, id: CampusId, filtre: &Filtre, cx: &Cx<'_>) -> anyhow::Result<bool> {
        self.vider();
        self.lire_avant(Some(id), filtre, PAGE, BUDGET, cx)?;
        self.suite = self.campus.last().map(|c| c.id).or(self.avant);
        self.descendre(filtre, self.campus.len() + PAGE, BUDGET, cx)?;
        let row = self.campus.iter().position(|c| c.id == id);
        self.deplacer(row.unwrap_or(0));
        Ok(row.is_some())
    }

    /// The selection goes to a row, on the same line of the screen as before.
    fn deplacer(&mut self, row: usize) {
        let cursor = &mut self.cursors[Pane::Campus as usize];
        let above = cursor.selected.saturating_sub(cursor.offset);
        cursor.selected = row;
        cursor.offset = row.saturating_sub(above);
    }

    /// Reads on until there are `limite` campuses, the list ends, or time is over: the rest then waits for the keyboard
    /// to rest.
    fn descendre(
        &mut self,
        filtre: &Filtre,
        limite: usize,
        delai: Duration,
        cx: &Cx<'_>,
    ) -> anyhow::Result<()> {
        let more = cx.store.debut_campus(
            &Filtre {
                limite: Some(limite - self.campus.len()),
                depart: Depart::Apres(self.suite),
                ..filtre.clone()
            },
            delai,
        )?;
        self.campus.extend(more.lignes);
        self.suite = more.suite;
        self.waits |= self.suite.is_some() && self.campus.len() < limite;
        Ok(())
    }

    /// Reads campuses before the first that was read. The selection stays on its campus; from an empty list it goes to
    /// the last.
    fn remonter(
        &mut self,
        filtre: &Filtre,
        limite: usize,
        delai: Duration,
        cx: &Cx<'_>,
    ) -> anyhow::Result<()> {
        let before = self.campus.len();
        self.lire_avant(self.avant, filtre, limite, delai, cx)?;
        let row = self.cursor(Pane::Campus).selected + self.campus.len() - before;
        self.deplacer(row.min(self.campus.len().saturating_sub(1)));
        Ok(())
    }

    /// Reads campuses before one, or the last ones.
    fn lire_avant(
        &mut self,
        depuis: Option<CampusId>,
        filtre: &Filtre,
        limite: usize,
        delai: Duration,
        cx: &Cx<'_>,
    ) -> anyhow::Result<()> {
        let more = cx.store.debut_campus(
            &Filtre {
                limite: Some(limite),
                depart: Depart::Avant(depuis),
                ..filtre.clone()
            },
            delai,
        )?;
        self.campus.splice(0..0, more.lignes);
        self.avant = more.suite;
        self.waits |= self.manque_avant();
        Ok(())
    }

    /// Reads on when a move nears the end of what was read, either way; from the end or the beginning when it goes there.
    pub(super) fn lire_plus(&mut self, step: Step, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        if self.focus != Pane::Campus || !self.partielle() {
            return Ok(());
        }
        let filtre = self.filtre_campus(cx)?;
        let height = Panes::new(cx.size, self.focus).height(Pane::Campus).max(1);
        let peu = PEU.max(2 * height);
        let selected = self.cursor(Pane::Campus).selected;
        match step {
            // No more than what shows: the rest waits for the keyboard to rest.
            Step::Last if self.suite.is_some() => self.fin(&filtre, height, cx),
            Step::First if self.avant.is_some() => self.debut(&filtre, height, cx),
            Step::By(n) if n > 0 && self.suite.is_some() && selected + 2 * height >= self.campus.len() => {
                self.descendre(&filtre, self.campus.len() + peu, BUDGET, cx)
            }
            Step::By(n) if n < 0 && self.avant.is_some() && selected < 2 * height => {
                self.remonter(&filtre, peu, BUDGET, cx)
            }
            _ => Ok(()),
        }
    }

    /// Selects a campus, read or not; false when the list does not have it.
    pub(super) fn aller(&mut self, id: CampusId, cx: &mut Cx<'_>) -> anyhow::Result<bool> {
        if let Some(row) = self.campus.iter().position(|c| c.id == id) {
            self.cursors[Pane::Campus as usize].selected = row;
            return Ok(true);
        }
        if !self.partielle() {
            return Ok(false);
        }
        let filtre = self.filtre_campus(cx)?;
        let alone = Filtre {
            campus: Some(id),
            ..filtre.clone()
        };
        Ok(!cx.store.campus(&alone)?.is_empty() && self.autour(id, &filtre, cx)?)
    }

    /// Reads all of the list.
    pub(super) fn lire_tout(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        if self.focus != Pane::Campus || !self.partielle() {
            return Ok(());
        }
        let here = self.selected_campus().map(|c| c.id);
        let filtre = self.filtre_campus(cx)?;
        self.tout(&filtre, cx)?;
        let row = self.campus.iter().position(|c| Some(c.id) == here);
        self.deplacer(row.unwrap_or(0));
        Ok(())
    }

    /// How many campuses should have been read, when fewer were.
    fn manque_apres(&self) -> Option<usize> {
        self.limite()
            .filter(|n| self.suite.is_some() && *n > self.campus.len())
    }

    /// Whether less than a page was read before the selection.
    fn manque_avant(&self) -> bool {
        self.avant.is_some() && self.cursor(Pane::Campus).selected + 1 < PAGE
    }

    /// What was left unread, or a search that time cut short, goes on.
    fn chercher_encore(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let below = self.manque_apres();
        if below.is_none() && !self.manque_avant() {
            return Ok(());
        }
        let filtre = self.filtre_campus(cx)?;
        match below {
            Some(limite) => self.descendre(&filtre, limite, TRANCHE, cx),
            None => self.remonter(&filtre, PAGE, TRANCHE, cx),
        }
    }

    /// What follows the selected row.
    pub(super) fn suivre(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        if self.focus != Pane::Campus {
            return self.read(self.focus, cx);
        }
        self.waits = self.manque_apres().is_some() || self.manque_avant();
        self.read_partenaires(cx)?;
        self.resized(cx.size);
        Ok(())
    }

    /// The keyboard rests: what waited for it is read.
    pub fn rest(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        self.waits = false;
        if std::mem::take(&mut self.tenue) && matches!(self.focus, Pane::Regions | Pane::Filieres) {
            return self.read(self.focus, cx);
        }
        self.chercher_encore(cx)?;
        self.read_partenaires(cx)?;
        self.resized(cx.size);
        Ok(())
    }
}
