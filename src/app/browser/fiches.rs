//! Records made and edited from the panes: which form a key opens, where the list goes afterwards.

use super::Browser;
use crate::{
    app::{Cx, geometry::Pane, screen::Flow},
    domain::{CampusId, Entite, Formalite, Renvoi},
};

impl Browser {
    /// The form of a new record of the pane: a campus, a filière, a partner of the campus.
    pub(super) fn create(&self, cx: &mut Cx<'_>) -> Flow {
        match self.focus {
            Pane::Campus => Flow::Formalite(Formalite::Campus(None)),
            Pane::Filieres => Flow::Formalite(Formalite::Filiere(None)),
            Pane::Partenaires => match self.selected_campus() {
                Some(campus) => Flow::Formalite(Formalite::Lien(Some(campus.id), None)),
                None => Flow::Formalite(Formalite::Partenaire(None)),
            },
            Pane::Regions => {
                cx.say("Les régions viennent d'une loi\u{202f}: e modifie celle-ci et ses successeurs.");
                Flow::Done
            }
        }
    }

    /// The form of the selected record.
    pub(super) fn edit(&self, cx: &mut Cx<'_>) -> Flow {
        let row = self.cursor(self.focus).selected;
        let formalite = match self.focus {
            Pane::Regions => self.region().map(Formalite::Region),
            Pane::Filieres => self.filiere().map(|id| Formalite::Filiere(Some(id))),
            Pane::Campus => self.selected_campus().map(|c| Formalite::Campus(Some(c.id))),
            Pane::Partenaires => self
                .partenaires
                .get(row)
                .map(|p| Formalite::Partenaire(Some(p.id))),
        };
        formalite.map_or_else(
            || {
                cx.say("Aucune fiche choisie ici\u{202f}: prenez une ligne du volet.");
                Flow::Done
            },
            Flow::Formalite,
        )
    }

    /// Selects the record that was just written, when its pane shows it.
    pub fn receive(&mut self, entity: Entite, renvoi: &Renvoi, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let id = renvoi.id();
        match entity {
            Entite::Campus => {
                if let Some(id) = id.map(CampusId)
                    && self.aller(id, cx)?
                {
                    self.read(Pane::Campus, cx)?;
                }
            }
            Entite::Partenaire => {
                if let Some(row) = self.partenaires.iter().position(|p| Some(p.id.0) == id) {
                    self.cursors[Pane::Partenaires as usize].selected = row;
                    self.resized(cx.size);
                }
            }
            Entite::Etablissement => {}
        }
        Ok(())
    }
}
