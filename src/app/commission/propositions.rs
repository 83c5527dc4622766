//! What the program proposes for an agenda: a list to mark, all of it marked at first.

use crate::{
    app::{action::Action, cursor::Cursor, cursor::Step},
    domain::{Objet, Proposition},
};

/// Proposals, each marked or not.
pub struct Propositions {
    /// Proposal and whether it is marked.
    pub rows: Vec<(Proposition, bool)>,
    /// Where one stands.
    pub cursor: Cursor,
}

impl Propositions {
    /// Every proposal, marked.
    #[must_use]
    pub fn new(rows: Vec<Proposition>) -> Self {
        Self {
            rows: rows.into_iter().map(|p| (p, true)).collect(),
            cursor: Cursor::default(),
        }
    }

    /// Moves and marks. Says whether the action was one of these.
    pub fn update(&mut self, action: &Action, height: usize) -> bool {
        if let Some(step) = Step::of(action, height) {
            self.cursor.go(step, self.rows.len(), height);
            return true;
        }
        if *action == Action::Toggle {
            if let Some((_, marked)) = self.rows.get_mut(self.cursor.selected) {
                *marked = !*marked;
            }
            return true;
        }
        false
    }

    /// What is marked, in order.
    #[must_use]
    pub fn marked(&self) -> Vec<Objet> {
        let marked = self.rows.iter().filter(|(_, marked)| *marked);
        marked.map(|(p, _)| p.objet).collect()
    }
}
