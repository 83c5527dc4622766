//! A long list of campuses is read as one goes down it: what shows first does not wait for what nobody looks at.

use std::time::Duration;

use super::Browser;
use crate::{
    app::{
        Cx,
        cursor::Step,
        geometry::{Pane, Panes},
    },
    domain::requete::Critere,
    store::Filtre,
};

/// Campuses read beyond the selected one.
const PAGE: usize = 200;

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

    /// How many campuses are read at once: in another order than that of names, or where only some of what is read
    /// shows, all.
    fn limite(&self) -> Option<usize> {
        let usual = self.disposition.tri.est_usuel() && !self.nouveaux[Pane::Campus as usize];
        usual.then(|| self.cursor(Pane::Campus).selected + PAGE)
    }

    /// The beginning of the list, as far as the selection and a page beyond, or as far as time allows.
    pub(super) fn debut(&mut self, filtre: &Filtre, cx: &Cx<'_>) -> anyhow::Result<()> {
        self.campus.clear();
        self.suite = None;
        match self.limite() {
            Some(limite) => self.etendre(filtre, limite, BUDGET, cx),
            None => {
                self.campus = cx.store.campus(filtre)?;
                Ok(())
            }
        }
    }

    /// Reads on until there are `limite` campuses, the list ends, or time is over: the rest then waits for the keyboard
    /// to rest.
    fn etendre(
        &mut self,
        filtre: &Filtre,
        limite: usize,
        delai: Duration,
        cx: &Cx<'_>,
    ) -> anyhow::Result<()> {
        let more = cx.store.debut_campus(
            &Filtre {
                limite: Some(limite - self.campus.len()),
                apres: self.suite,
                ..filtre.clone()
            },
            delai,
        )?;
        self.campus.extend(more.lignes);
        self.suite = more.suite;
        self.waits |= self.suite.is_some() && self.campus.len() < limite;
        Ok(())
    }

    /// Reads on when a move nears the end of what was read; to the end when it goes there.
    pub(super) fn lire_plus(&mut self, step: Step, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let height = Panes::new(cx.size, self.focus).height(Pane::Campus);
        let near = self.cursor(Pane::Campus).selected + 2 * height >= self.campus.len();
        if self.focus != Pane::Campus || self.suite.is_none() || !(near || step == Step::Last) {
            return Ok(());
        }
        let recherche = self.search(Pane::Campus, cx)?;
        let filtre = self.campus_filtre(recherche, cx);
        if step == Step::Last {
            return self.etendre(&filtre, usize::MAX, Duration::MAX, cx);
        }
        self.etendre(&filtre, self.campus.len() + PAGE, BUDGET, cx)
    }

    /// A search that time cut short goes on.
    fn chercher_encore(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let Some(limite) = self
            .limite()
            .filter(|n| self.suite.is_some() && *n > self.campus.len())
        else {
            return Ok(());
        };
        let recherche = self.search(Pane::Campus, cx)?;
        let filtre = self.campus_filtre(recherche, cx);
        self.etendre(&filtre, limite, TRANCHE, cx)
    }

    /// What follows the selected row.
    pub(super) fn suivre(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        if self.focus != Pane::Campus {
            return self.read(self.focus, cx);
        }
        self.waits = false;
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
