//! The list of deadlines as a view keeps it, and back: its parts under the names its title shows.

use super::{
    Echeancier,
    vue::{Etats, Horizon, Tri},
};
use crate::{app::Cx, domain::vue::Definition};

/// More than any of the parts has values.
const TOURS: usize = 12;

impl Echeancier {
    /// What the list shows now.
    #[must_use]
    pub fn definition(&self) -> Definition {
        Definition {
            requete: self.list.filter.text.clone(),
            tri: vec![self.tri.libelle().to_owned()],
            etats: self.etats.libelle().to_owned(),
            horizon: self.horizon.libelle().to_owned(),
            ..Definition::default()
        }
    }

    /// Shows what a view says; a part it does not name, or names in words not known here, is the usual one.
    pub fn take_view(&mut self, d: &Definition, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let tri = d.tri.first().map_or("", String::as_str);
        self.tri = named(Tri::Date, Tri::next, |t| t.libelle() == tri);
        self.etats = named(Etats::Reste, Etats::next, |e| e.libelle() == d.etats);
        self.horizon = named(Horizon::An, Horizon::next, |h| h.libelle() == d.horizon);
        self.list.filter.text.clone_from(&d.requete);
        self.list.filter.typing = false;
        self.reload(cx)
    }
}

/// The value of that name among those that follow each other round; the usual one when there is none.
fn named<T: Copy>(usual: T, next: impl Fn(T) -> T, named: impl Fn(T) -> bool) -> T {
    let mut value = usual;
    for _ in 0..TOURS {
        if named(value) {
            return value;
        }
        value = next(value);
    }
    usual
}
