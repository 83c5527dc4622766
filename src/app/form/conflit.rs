//! Fields that another session answered otherwise since they were read: *avant*, *eux*, *vous*, asked one by one.
//! What is put aside stays in the journal; leaving without a choice keeps everything, the draft included.

use super::{FormScreen, Mode};
use crate::{
    app::{Cx, action::Action, geometry, screen::Flow},
    domain::{RevueId, texte},
    form::{Field, Kind, Row, Value, show},
    store::{Autre, Brouillon, Ecriture, Result},
};

/// Width from which the three texts stand side by side.
const BESIDE: u16 = 96;
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

/// One line of the texts of a conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ligne {
    /// Whose text follows.
    Tete(String, Option<Cote>),
    /// A line of it.
    Texte(String),
    /// A line of each, side by side.
    Trois([String; 3]),
}

impl FormScreen {
    /// The field of a conflict.
    #[must_use]
    pub fn disputed(&self, c: &Conflit) -> Option<&Field> {
        self.state.form().field(&c.champ)
    }

    /// Its texts, cut to the width of the screen: side by side, or one above the other.
    #[must_use]
    pub fn disputed_lines(&self, c: &Conflit, width: u16) -> Vec<Ligne> {
        let said = |v: Option<&Value>| self.disputed(c).map_or_else(String::new, |f| words(f, v));
        let texts = [
            said(c.avant.as_ref()),
            said(c.eux.as_ref()),
            said(self.state.answer(&c.champ)),
        ];
        if width >= BESIDE {
            return beside(&texts, column(width));
        }
        let heads = heads(c);
        let mut out = Vec::new();
        for ((head, side), text) in heads.into_iter().zip(&texts) {
            out.push(Ligne::Tete(head, side));
            out.extend(
                wrapped(text, usize::from(width).saturating_sub(6))
                    .into_iter()
                    .map(Ligne::Texte),
            );
        }
        out
    }

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

    /// Writes the choice made for one answer of a review. When the other session answered once more, the choice is
    /// to be made again.
    fn settle_one(&mut self, revue: RevueId, champ: &str, cx: &mut Cx<'_>) -> Result<()> {
        let Some(i) = self.conflits.iter().position(|c| c.champ == champ) else {
            return Ok(());
        };
        let Some(c) = self.conflits.get(i).cloned() else {
            return Ok(());
        };
        let mine = self.state.answer(champ).cloned();
        let theirs = c.choix == Some(Cote::Eux);
        let done = cx
            .store
            .trancher_reponse(revue, champ, (c.eux.as_ref(), mine.as_ref()), theirs)?;
        match done {
            Ecriture::Contredite(autre) => {
                if let Some(c) = self.conflits.get_mut(i) {
                    (c.eux, c.par, c.choix) = (autre.valeur, autre.par, None);
                }
            }
            Ecriture::Faite => {
                self.conflits.remove(i);
                let kept = if theirs { c.eux } else { mine };
                self.take(champ, kept.clone());
                self.read_as(champ, kept);
            }
        }
        self.keep_disputed(cx)
    }

    /// Puts a value of the register in the form.
    pub(super) fn take(&mut self, champ: &str, value: Option<Value>) {
        let kind = self.state.form().field(champ).map(|f| f.kind.clone());
        let value = value.map(|v| match &kind {
            Some(kind) => crate::form::read::decode(kind, v),
            None => v,
        });
        self.state.set(champ, value);
    }

    /// Notes what the register says of an answer.
    pub(super) fn read_as(&mut self, champ: &str, value: Option<Value>) {
        match value {
            Some(value) => self.lues.insert(champ.to_owned(), value),
            None => self.lues.remove(champ),
        };
    }

    /// An answer was not written: another session had answered since. It is kept apart until it is settled.
    pub(super) fn contradicted(&mut self, champ: &str, autre: Autre, cx: &mut Cx<'_>) -> Result<()> {
        self.conflits.push(Conflit {
            champ: champ.to_owned(),
            avant: self.lues.get(champ).cloned(),
            eux: autre.valeur.clone(),
            par: autre.par,
            choix: None,
        });
        self.read_as(champ, autre.valeur);
        self.keep_disputed(cx)?;
        self.dispute(cx);
        Ok(())
    }

    /// Whether a field is in conflict.
    pub(super) fn in_dispute(&self, champ: &str) -> bool {
        self.conflits.iter().any(|c| c.champ == champ)
    }

    /// Puts on disk the answers of a review that are in conflict.
    pub(super) fn keep_disputed(&mut self, cx: &mut Cx<'_>) -> Result<()> {
        let Some(revue) = self.sujet.revue() else {
            return Ok(());
        };
        let mine = |c: &Conflit| (c.champ.clone(), self.state.answer(&c.champ).cloned());
        let brouillon = Brouillon {
            version: 0,
            rev: 0,
            reponses: self.conflits.iter().map(mine).collect(),
            base: self
                .conflits
                .iter()
                .map(|c| (c.champ.clone(), c.avant.clone()))
                .collect(),
            place: self.position(),
            saisie: None,
            enregistre: String::new(),
        };
        cx.store.save_ecarts(revue, &brouillon)
    }

    /// Takes up the answers of a review that were left in conflict.
    pub(super) fn take_up_disputed(&mut self, revue: RevueId, cx: &mut Cx<'_>) -> Result<()> {
        let Some(kept) = cx.store.ecarts(revue)?.filter(|_| self.open_for_writing()) else {
            return Ok(());
        };
        for (champ, mine) in kept.reponses {
            let eux = self.state.answer(&champ).cloned();
            if eux == mine {
                continue;
            }
            self.conflits.push(Conflit {
                avant: kept.base.get(&champ).cloned().flatten(),
                eux: self.lues.get(&champ).cloned(),
                par: cx.store.auteur_reponse(revue, &champ)?,
                choix: None,
                champ: champ.clone(),
            });
            self.state.set(&champ, mine);
        }
        if !self.conflits.is_empty() {
            self.dispute(cx);
        }
        Ok(())
    }
}

/// The three heads: whose text it is.
#[must_use]
pub fn heads(c: &Conflit) -> [(String, Option<Cote>); 3] {
    [
        ("Avant".to_owned(), None),
        (format!("Eux · {}", c.par), Some(Cote::Eux)),
        ("Vous".to_owned(), Some(Cote::Vous)),
    ]
}

/// Width of one of three columns.
#[must_use]
pub fn column(width: u16) -> usize {
    usize::from(width.saturating_sub(10) / 3)
}

/// A value as people read it; the rows of a table one a line.
#[must_use]
pub fn words(field: &Field, value: Option<&Value>) -> String {
    match (value, &field.kind) {
        (None, _) => "(vide)".to_owned(),
        (Some(Value::Rows(rows)), Kind::Table(table)) => {
            let cell = |row: &Row, c: &crate::form::def::Column| {
                let text = show(&c.kind, row.get(&c.id)?);
                (!text.is_empty()).then_some(text)
            };
            let line = |row: &Row| {
                let cells: Vec<String> = table.columns.iter().filter_map(|c| cell(row, c)).collect();
                cells.join(" · ")
            };
            let lines: Vec<String> = rows.iter().map(line).collect();
            lines.join("\n")
        }
        (Some(value), kind) => show(kind, value),
    }
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    let clean = texte::nettoyer(text);
    let lines = clean.split('\n').flat_map(|l| textwrap::wrap(l, width.max(1)));
    lines.map(std::borrow::Cow::into_owned).collect()
}

fn beside(texts: &[String; 3], width: usize) -> Vec<Ligne> {
    let cut = texts.each_ref().map(|t| wrapped(t, width));
    let rows = cut.iter().map(Vec::len).max().unwrap_or(0);
    (0..rows)
        .map(|i| Ligne::Trois(cut.each_ref().map(|c| c.get(i).cloned().unwrap_or_default())))
        .collect()
}
