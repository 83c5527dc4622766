//! What another session is typing in a review that is only read here: no answer yet, shown under its field.

use super::FormScreen;
use crate::{app::Cx, store::Result};

/// A text being typed elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frappe {
    /// Who types.
    pub qui: String,
    /// Field's id.
    champ: String,
    /// The text so far.
    pub texte: String,
}

impl FormScreen {
    /// Reads again what those who write in this review are typing. Says whether it changed.
    pub(super) fn read_typed(&mut self, cx: &Cx<'_>) -> Result<bool> {
        let open = self.sujet.revue().filter(|_| self.lecture.is_some());
        let all = open.map_or_else(|| Ok(Vec::new()), |id| cx.store.frappes(id))?;
        let typed = all.into_iter().filter_map(|(agent, saisie)| {
            let who = self.autres.iter().find(|p| p.agent == agent)?;
            // A cell, `membres[0].nom`, is under its table.
            let field = saisie.champ.split('[').next().unwrap_or_default();
            (!saisie.texte.trim().is_empty()).then(|| Frappe {
                qui: who.qui().to_owned(),
                champ: field.to_owned(),
                texte: saisie.texte,
            })
        });
        let typed: Vec<Frappe> = typed.collect();
        let changed = typed != self.frappes;
        self.frappes = typed;
        Ok(changed)
    }

    /// What is being typed elsewhere in a field.
    pub fn elsewhere(&self, field: &str) -> impl Iterator<Item = &Frappe> {
        self.frappes.iter().filter(move |f| f.champ == field)
    }

    /// Who is typing where, a clause; None when nobody is.
    pub(super) fn who_types(&self) -> Option<String> {
        let first = self.frappes.first()?;
        let label = self.state.form().field(&first.champ).map_or("", |f| &f.label);
        Some(format!("{} écrit en ce moment «\u{a0}{label}\u{a0}»", first.qui))
    }
}
