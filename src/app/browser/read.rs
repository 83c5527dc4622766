//! What the panes read from the register, and when: a pane that filters re-reads those it filters.

use super::{Browser, Parmi};
use crate::{
    app::{
        Cx,
        fiche::{self, Sujet},
        geometry::{Pane, Panes},
    },
    domain::{
        CampusId, PartenaireId,
        requete::{Critere, Sur},
    },
    store::Filtre,
};

/// The list of a pane, for its search.
pub(in crate::app) fn sur(pane: Pane) -> Sur {
    match pane {
        Pane::Regions => Sur::Regions,
        Pane::Campus => Sur::Campus,
        Pane::Filieres => Sur::Filieres,
        Pane::Partenaires => Sur::Partenaires,
    }
}

impl Browser {
    /// Reads everything again, each selection staying on its record.
    pub fn reload(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        self.read(Pane::Regions, cx)
    }

    /// Shows the campuses of a région or a filière alone. One that is no more in force on the reference day is
    /// found by its name.
    pub fn filter_on(&mut self, sujet: Sujet, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        self.filters = Default::default();
        self.cursors = Default::default();
        self.avant = None;
        self.focus = Pane::Campus;
        self.read_filters(cx)?;
        match sujet {
            Sujet::Region(id) => {
                if !self.regions.iter().any(|r| r.id == id) {
                    self.filters[Pane::Regions as usize].text = cx.store.region(id)?.nom;
                    self.read_filters(cx)?;
                }
                let row = self.regions.iter().position(|r| r.id == id);
                self.cursors[Pane::Regions as usize].selected = row.map_or(0, |r| r + 1);
            }
            Sujet::Filiere(id) => {
                let row = self.filieres.iter().position(|f| f.id == id);
                self.cursors[Pane::Filieres as usize].selected = row.map_or(0, |r| r + 1);
            }
            _ => {}
        }
        self.read(Pane::Regions, cx)
    }

    /// Reads what depends on `from`: the panes beside it when it filters, then what follows the campus.
    pub(super) fn read(&mut self, from: Pane, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        self.waits = false;
        match from {
            Pane::Regions | Pane::Filieres => {
                let here = self.selected_campus().map(|c| c.id);
                self.read_filters(cx)?;
                self.read_campus(cx)?;
                if let Some(id) = here.filter(|_| self.partielle()) {
                    self.aller(id, cx)?;
                }
                self.totals = self.totaux(cx)?;
            }
            Pane::Campus => self.read_campus(cx)?,
            Pane::Partenaires => {}
        }
        self.read_partenaires(cx)?;
        self.resized(cx.size);
        Ok(())
    }

    /// What the words of a pane ask for; what cannot be understood stays with the filter.
    pub(super) fn search(&mut self, pane: Pane, cx: &Cx<'_>) -> anyhow::Result<Vec<Critere>> {
        let filter = &mut self.filters[pane as usize];
        let read = cx.store.recherche(sur(pane), &filter.text)?;
        filter.probleme = read.probleme();
        Ok(read.criteres)
    }

    fn read_filters(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let (region, filiere) = (self.region(), self.filiere());
        let base = Filtre::au(cx.options.au);
        let regions = Filtre {
            recherche: self.search(Pane::Regions, cx)?,
            filiere,
            ..base.clone()
        };
        let filieres = Filtre {
            recherche: self.search(Pane::Filieres, cx)?,
            region,
            ..base.clone()
        };
        self.regions = cx.store.regions(&regions)?;
        self.filieres = cx.store.filieres(&filieres)?;
        let at = |row: Option<usize>| row.map_or(0, |r| r + 1);
        if let Some(id) = region {
            self.cursors[0].selected = at(self.regions.iter().position(|r| r.id == id));
        }
        if let Some(id) = filiere {
            self.cursors[2].selected = at(self.filieres.iter().position(|f| f.id == id));
        }
        Ok(())
    }

    fn read_campus(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let before = self.selected_campus().map(|c| c.id);
        let filtre = self.filtre_campus(cx)?;
        self.relire(&filtre, cx)?;
        if self.nouveaux[Pane::Campus as usize] {
            self.campus.retain(|c| cx.nouveautes.campus.contains_key(&c.id));
        }
        self.sort();
        self.select_campus(before);
        Ok(())
    }

    /// Campuses that the filière leaves, whatever the région; and the other way round.
    fn totaux(&self, cx: &Cx<'_>) -> anyhow::Result<(usize, usize)> {
        let au = cx.options.au;
        Ok((
            cx.store.compte_campus(None, self.filiere(), au)?,
            cx.store.compte_campus(self.region(), None, au)?,
        ))
    }

    fn select_campus(&mut self, id: Option<CampusId>) {
        let row = id.and_then(|id| self.campus.iter().position(|c| c.id == id));
        self.cursors[1].selected = row.unwrap_or(0);
    }

    /// The selection stays on its partner, where the campus has it too.
    fn select_partenaire(&mut self, id: Option<PartenaireId>) {
        if let Some(row) = id.and_then(|id| self.partenaires.iter().position(|p| p.id == id)) {
            self.cursors[3].selected = row;
        }
    }

    /// The store gives the order of names; the other orders keep it within equal values.
    fn sort(&mut self) {
        self.disposition
            .tri
            .trier(&mut self.campus, |c, colonne| colonne.cle(c));
    }

    pub(super) fn read_partenaires(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let campus = self.selected_campus().map(|c| c.id);
        let before = self.partenaires.get(self.cursors[3].selected).map(|p| p.id);
        self.chercher_partenaires(campus, cx)?;
        if self.nouveaux[Pane::Partenaires as usize] {
            let new = &cx.nouveautes.partenaires;
            self.partenaires.retain(|p| new.contains_key(&p.id));
        }
        let au = cx.options.au;
        let tri = &self.disposition_partenaires.tri;
        tri.trier(&mut self.partenaires, |p, colonne| colonne.cle(p, au));
        self.select_partenaire(before);
        self.wide = Panes::new(cx.size, self.focus).wide;
        let shown = campus.filter(|_| self.wide);
        self.fiche = shown.map(|id| cx.store.fiche(id, cx.options.au)).transpose()?;
        self.meet(cx).map(drop)
    }

    /// The partners of a campus; where words find none of them, those of the whole register.
    fn chercher_partenaires(&mut self, campus: Option<CampusId>, cx: &Cx<'_>) -> anyhow::Result<()> {
        let filtre = Filtre {
            campus,
            recherche: self.search(Pane::Partenaires, cx)?,
            ..Filtre::au(cx.options.au)
        };
        self.partenaires = match campus {
            Some(_) => cx.store.partenaires(&filtre)?,
            None => Vec::new(),
        };
        self.parmi = Parmi::DuCampus;
        if self.partenaires.is_empty() && !filtre.recherche.is_empty() {
            self.parmi = Parmi::Tous;
            let partout = Filtre {
                campus: None,
                ..filtre
            };
            self.partenaires = cx.store.partenaires(&partout)?;
        }
        Ok(())
    }

    /// Reads again who else has the record of the fiche pane open. Says whether that changed.
    pub fn meet(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<bool> {
        let here = match &self.fiche {
            Some(f) => fiche::company(Sujet::Campus(f.ligne.id), cx)?,
            None => Vec::new(),
        };
        let changed = here != self.compagnie;
        self.compagnie = here;
        Ok(changed)
    }
}
