//! A lot as text, for the clipboard.

use super::{
    Journal,
    detail::{Detail, faits, titre},
};
use crate::{
    app::{Cx, msg::Effect, screen::Flow},
    domain::journal::{Changement, LotLigne},
};

impl Journal {
    /// Copies the lot in view: one line, or all that is shown of it.
    pub(super) fn copy(&self, all: bool, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let text = match (&self.detail, self.selected()) {
            (Some(detail), _) => entry(&detail.lot, detail.changements()),
            (None, Some(lot)) if all => entry(lot, Detail::new(lot.id, cx)?.changements()),
            (None, Some(lot)) => line(lot),
            (None, None) => return Ok(Flow::Done),
        };
        cx.say("Copié, si le terminal l'autorise.");
        cx.effects.push(Effect::Copy(text));
        Ok(Flow::Done)
    }
}

/// `Lot 12 · 23 novembre 2026 à 14:02 · m.durand · Réponse d'une revue · …`.
fn line(lot: &LotLigne) -> String {
    format!(
        "Lot {} · {} · {} · {}",
        lot.id,
        lot.instant(),
        lot.agent,
        lot.quoi()
    )
}

/// The lot and its changes.
fn entry(lot: &LotLigne, changements: &[Changement]) -> String {
    let mut out = format!("Lot {}\n", lot.id);
    for (label, text) in faits(lot) {
        out.push_str(&format!("{label}\u{202f}: {text}\n"));
    }
    for c in changements {
        out.push_str(&format!("\n{}\n", titre(c)));
        for champ in &c.champs {
            let side = |t: &Option<String>| t.clone().unwrap_or_else(|| "(vide)".to_owned());
            let (before, after) = (side(&champ.avant), side(&champ.apres));
            out.push_str(&format!("{}\u{202f}: {before} → {after}\n", champ.nom));
        }
    }
    out
}
