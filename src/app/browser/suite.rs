//! A long list of campuses is read as one goes down it: what shows first does not wait for what nobody looks at.

use super::Browser;
use crate::{
    app::{
        Cx,
        cursor::Step,
        geometry::{Pane, Panes},
    },
    domain::{CampusLigne, requete::Critere},
    store::Filtre,
};

/// Campuses read beyond the selected one.
const PAGE: usize = 200;

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

    /// The beginning of the list, as far as the selection and a page beyond; says whether it goes on.
    pub(super) fn debut(&mut self, filtre: &Filtre, cx: &Cx<'_>) -> anyhow::Result<Vec<CampusLigne>> {
        let limite = self.limite();
        let mut found = cx.store.campus(&Filtre {
            limite: limite.map(|n| n + 1),
            ..filtre.clone()
        })?;
        self.suite = limite.is_some_and(|n| found.len() > n);
        found.truncate(limite.unwrap_or(usize::MAX));
        Ok(found)
    }

    /// Reads on when a move nears the end of what was read; to the end when it goes there.
    pub(super) fn lire_plus(&mut self, step: Step, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let height = Panes::new(cx.size, self.focus).height(Pane::Campus);
        let near = self.cursor(Pane::Campus).selected + 2 * height >= self.campus.len();
        if self.focus != Pane::Campus || !self.suite || !(near || step == Step::Last) {
            return Ok(());
        }
        let recherche = self.search(Pane::Campus, cx)?;
        let limite = (step != Step::Last).then_some(PAGE + 1);
        let more = cx.store.campus(&Filtre {
            limite: limite.or(Some(usize::MAX / 4)),
            apres: self.campus.last().map(|c| c.id),
            ..self.campus_filtre(recherche, cx)
        })?;
        self.suite = limite.is_some_and(|n| more.len() >= n);
        let kept = if self.suite { PAGE } else { more.len() };
        self.campus.extend(more.into_iter().take(kept));
        Ok(())
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
        if self.focus == Pane::Partenaires {
            self.waits = false;
            return self.read_partenaires(cx);
        }
        self.suivre(cx)
    }
}
