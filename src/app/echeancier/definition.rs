//! The list of deadlines as a view keeps it, and back: its parts under the names its title shows.

use super::{
    Echeancier,
    vue::{Etats, Horizon},
};
use crate::{
    app::Cx,
    domain::{Disposition, vue::Definition},
};

/// More than any of the parts has values.
const TOURS: usize = 12;

impl Echeancier {
    /// What the list shows now.
    #[must_use]
    pub fn definition(&self) -> Definition {
        let (tri, colonnes) = self.disposition.mots();
        Definition {
            requete: self.list.filter.text.clone(),
            tri,
            colonnes,
            etats: self.etats.libelle().to_owned(),
            horizon: self.horizon.libelle().to_owned(),
        }
    }

    /// Shows what a view says; a part it does not name, or names in words not known here, is the usual one.
    pub fn take_view(&mut self, d: &Definition, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let (etats, horizon) = nommes(d);
        self.etats = etats.unwrap_or(Etats::Reste);
        self.horizon = horizon.unwrap_or(Horizon::An);
        self.list.filter.text.clone_from(&d.requete);
        self.list.filter.typing = false;
        self.lay_out(&d.tri, &d.colonnes, cx)
    }

    /// Gives the list an order and columns.
    pub fn lay_out(&mut self, tri: &[String], colonnes: &[String], cx: &mut Cx<'_>) -> anyhow::Result<()> {
        self.disposition = Disposition::de_la_vue(tri, colonnes);
        self.reload(cx)
    }
}

/// The states and the horizon that a view names in words known here.
#[must_use]
pub fn nommes(d: &Definition) -> (Option<Etats>, Option<Horizon>) {
    (
        named(Etats::Reste, Etats::next, |e| e.libelle() == d.etats),
        named(Horizon::An, Horizon::next, |h| h.libelle() == d.horizon),
    )
}

/// The value of that name among those that follow each other round.
fn named<T: Copy>(first: T, next: impl Fn(T) -> T, named: impl Fn(T) -> bool) -> Option<T> {
    std::iter::successors(Some(first), |value| Some(next(*value)))
        .take(TOURS)
        .find(|value| named(*value))
}
