//! The campus list as a view keeps it, and back.

use super::{Browser, Tri};
use crate::{
    app::{Cx, geometry::Pane},
    domain::vue::Definition,
};

impl Browser {
    /// What the campus list shows now.
    #[must_use]
    pub fn definition(&self) -> Definition {
        Definition {
            requete: self.filter(Pane::Campus).text.clone(),
            tri: self.tri.code().map(str::to_owned).into_iter().collect(),
            ..Definition::default()
        }
    }

    /// Shows what a view says: every other filter is taken off. An order that is not known is left out.
    pub fn take_view(&mut self, d: &Definition, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        self.filters = Default::default();
        self.cursors = Default::default();
        self.focus = Pane::Campus;
        self.filters[Pane::Campus as usize].text.clone_from(&d.requete);
        self.tri = d.tri.iter().find_map(|t| Tri::from_code(t)).unwrap_or_default();
        self.reload(cx)
    }
}
