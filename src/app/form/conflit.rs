//! Fields that another session answered otherwise since they were read: *avant*, *eux*, *vous*, asked one by one.
//! What is put aside stays in the journal; leaving without a choice keeps everything, the draft included.

mod garde;
mod textes;

pub use textes::{Ligne, column, heads, words};

use super::{FormScreen, Mode};
use crate::{
    app::{Cx, action::Action, geometry, screen::Flow},
    form::Value,
};

/// Rows around the texts: title, label, heads, choice, frame.
const AROUND: usize = 6;

/// Whose value is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cote {
    /// The other session's.
    Eux,
    /// One's own.
    Vous,
}

/// One field that both changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflit {
    /// The field.
    pub champ: String,
    /// What both had read.
    pub avant: Option<Value>,
    /// What the register says now.
    pub eux: Option<Value>,
    /// Who wrote that, and when: `Durand, à 14:02`.
    pub par: String,
    /// Whose is kept, once chosen.
    pub choix: Option<Cote>,
}

/// Which conflict one looks at, and how far its texts are scrolled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Face {
    /// Among those of the form.
    pub at: usize,
    /// First line in view.
    pub offset: usize,
}

impl FormScreen {
    /// Opens the conflicts, at the first that is not settled.
    pub(super) fn dispute(&mut self, cx: &mut Cx<'_>) {
        let at = self.conflits.iter().position(|c| c.choix.is_none()).unwrap_or(0);
        self.mode = Mode::Conflit(Face { at, offset: 0 });
        self.editor = None;
        if let Some(c) = self.conflits.get(at) {
            let n = self.conflits.len();
            let label = self.disputed(c).map_or("", |f| f.label.as_str());
            cx.say(match n {
                1 => format!(
                    "«\u{a0}{label}\u{a0}» a changé aussi ailleurs ({})\u{202f}: ← garde la leur, → la vôtre.",
                    c.par
                ),
                n => format!(
                    "{n} champs ont changé aussi ailleurs ({})\u{202f}: ← garde la leur, → la vôtre.",
                    c.par
                ),
            });
        }
    }

    /// Carries an action out over the conflicts.
    pub(super) fn disputing(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let Mode::Conflit(face) = &self.mode else {
            return Ok(Flow::Ignored);
        };
        let (at, last) = (face.at, self.conflits.len().saturating_sub(1));
        match action {
            Action::Left => self.choose_side(at, Cote::Eux, cx),
            Action::Right => self.choose_side(at, Cote::Vous, cx),
            Action::Up => self.face(at.saturating_sub(1)),
            Action::Down => self.face((at + 1).min(last)),
            Action::PageUp | Action::PageDown => self.scroll(*action == Action::PageDown, cx),
            Action::Amend => return self.edit_mine(at, cx),
            Action::Enter => return self.settle_disputes(cx),
            Action::Back => {
                self.mode = Mode::Fields;
                self.arrive();
                cx.say("Rien n'est perdu\u{202f}: votre saisie reste en brouillon, F3 revient au conflit.");
            }
            Action::Help | Action::Suspend | Action::Retry => return Ok(Flow::Ignored),
            _ => {}
        }
        Ok(Flow::Done)
    }

    fn face(&mut self, at: usize) {
        self.mode = Mode::Conflit(Face { at, offset: 0 });
    }

    fn scroll(&mut self, down: bool, cx: &Cx<'_>) {
        let Mode::Conflit(face) = self.mode else { return };
        let rows = geometry::list_height(cx.size).saturating_sub(AROUND).max(1);
        let lines = self
            .conflits
            .get(face.at)
            .map_or(0, |c| self.disputed_lines(c, cx.size.0).len());
        let most = lines.saturating_sub(rows);
        let offset = if down {
            (face.offset + rows).min(most)
        } else {
            face.offset.saturating_sub(rows)
        };
        self.mode = Mode::Conflit(Face { offset, ..face });
    }

    /// Chooses a side, and goes on to the next conflict without a choice.
    fn choose_side(&mut self, at: usize, side: Cote, cx: &mut Cx<'_>) {
        if let Some(c) = self.conflits.get_mut(at) {
            c.choix = Some(side);
        }
        match self.conflits.iter().position(|c| c.choix.is_none()) {
            Some(next) => self.face(next),
            None => cx.say("Tout est choisi\u{202f}: Entrée enregistre."),
        }
    }

    /// One's own value, to be written again in its field.
    fn edit_mine(&mut self, at: usize, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let Some(c) = self.conflits.get_mut(at) else {
            return Ok(Flow::Done);
        };
        c.choix = Some(Cote::Vous);
        let champ = c.champ.clone();
        if let Some(revue) = self.sujet.revue() {
            self.settle_one(revue, &champ, cx)?;
        }
        self.mode = Mode::Fields;
        let steps = self.state.steps();
        let step = steps.iter().find(|s| s.fields.iter().any(|f| f.id == champ));
        if let Some(step) = step.map(|s| s.id.clone()) {
            self.state.go(crate::form::Move::To(step, champ));
        }
        self.arrive();
        cx.say("Corrigez la vôtre\u{202f}; la leur reste au journal.");
        Ok(Flow::Done)
    }

    /// Records what was chosen, once every field has its choice.
    fn settle_disputes(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        if let Some(next) = self.conflits.iter().position(|c| c.choix.is_none()) {
            self.face(next);
            cx.say("Choisissez d'abord\u{202f}: ← garde la leur, → la vôtre.");
            return Ok(Flow::Done);
        }
        let Some(revue) = self.sujet.revue() else {
            return self.record(cx);
        };
        let champs: Vec<(String, String)> = self
            .conflits
            .iter()
            .map(|c| (c.champ.clone(), c.par.clone()))
            .collect();
        for (champ, _) in &champs {
            self.settle_one(revue, champ, cx)?;
        }
        if !self.conflits.is_empty() {
            self.dispute(cx);
            return Ok(Flow::Done);
        }
        self.mode = Mode::Fields;
        self.arrive();
        cx.say("Enregistré comme choisi\u{202f}; l'autre réponse reste au journal (F4 dans le champ).");
        Ok(Flow::Done)
    }
}
