//! The list of a pane as a view keeps it, and back: partners in their pane, campuses elsewhere.

use super::Browser;
use crate::{
    app::{Cx, geometry::Pane},
    domain::{
        Disposition,
        vue::{Definition, Liste},
    },
};

impl Browser {
    /// The list that views, columns and orders are of where one stands.
    #[must_use]
    pub fn liste(&self) -> Liste {
        match self.focus {
            Pane::Partenaires => Liste::Partenaires,
            _ => Liste::Campus,
        }
    }

    /// What that list shows now.
    #[must_use]
    pub fn definition(&self) -> Definition {
        let (pane, (tri, colonnes)) = match self.liste() {
            Liste::Partenaires => (Pane::Partenaires, self.disposition_partenaires.mots()),
            _ => (Pane::Campus, self.disposition.mots()),
        };
        Definition {
            requete: self.filter(pane).text.clone(),
            tri,
            colonnes,
            ..Definition::default()
        }
    }

    /// Shows what a view of a list says. Campuses: every other filter is taken off. An order or a column that is not
    /// known is left out.
    pub fn take_view(&mut self, liste: Liste, d: &Definition, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let pane = if liste == Liste::Partenaires {
            Pane::Partenaires
        } else {
            self.filters = Default::default();
            self.cursors = Default::default();
            Pane::Campus
        };
        self.focus = pane;
        self.filters[pane as usize].text.clone_from(&d.requete);
        self.filters[pane as usize].typing = false;
        self.lay_out(&d.tri, &d.colonnes, cx)
    }

    /// Gives the list where one stands an order and columns.
    pub fn lay_out(&mut self, tri: &[String], colonnes: &[String], cx: &mut Cx<'_>) -> anyhow::Result<()> {
        match self.liste() {
            Liste::Partenaires => self.disposition_partenaires = Disposition::de_la_vue(tri, colonnes),
            _ => self.disposition = Disposition::de_la_vue(tri, colonnes),
        }
        self.reload(cx)
    }
}
