//! Every review with its state and progress. Entrée resumes or reads it.

use super::{
    Cx,
    action::Action,
    cursor::{Cursor, Step},
    filter::{Filter, Filtered},
    form::open,
    geometry,
    screen::Flow,
};
use crate::domain::{RevueLigne, texte};

/// One review and what its form says of it.
#[derive(Clone, Debug)]
pub struct Ligne {
    /// The review.
    pub revue: RevueLigne,
    /// `21/67 réponses · 2 à revoir`.
    pub progress: String,
}

/// The list of reviews.
pub struct Revues {
    all: Vec<Ligne>,
    /// What matches the words.
    pub rows: Vec<Ligne>,
    /// Words typed.
    pub filter: Filter,
    /// Where one stands.
    pub cursor: Cursor,
}

impl Revues {
    /// Reads every review.
    pub fn new(cx: &mut Cx<'_>) -> anyhow::Result<Self> {
        let mut screen = Self {
            all: Vec::new(),
            rows: Vec::new(),
            filter: Filter::default(),
            cursor: Cursor::default(),
        };
        screen.reload(cx)?;
        Ok(screen)
    }

    /// Reads again, the selection staying on its review.
    pub fn reload(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        self.all = Vec::new();
        for revue in cx.store.revues(None, cx.options.au)? {
            let p = open::state_of(&revue, cx)?.progress();
            let mend = if p.to_review > 0 {
                format!(" · {} à revoir", p.to_review)
            } else {
                String::new()
            };
            let progress = format!("{}/{} réponses{mend}", p.answered, p.total);
            self.all.push(Ligne { revue, progress });
        }
        self.narrow(cx.size);
        Ok(())
    }

    fn narrow(&mut self, size: (u16, u16)) {
        let before = self.rows.get(self.cursor.selected).map(|l| l.revue.id);
        let words = self.filter.words();
        let matches = |l: &&Ligne| {
            let r = &l.revue;
            let text = format!(
                "{} {} {} {}",
                r.campus_nom,
                r.type_revue.libelle(),
                r.etat.libelle(),
                r.agent
            );
            texte::correspond(&words, &texte::plier(&text))
        };
        self.rows = self.all.iter().filter(matches).cloned().collect();
        let at = before.and_then(|id| self.rows.iter().position(|l| l.revue.id == id));
        self.cursor.selected = at.unwrap_or(0);
        self.reveal(size);
    }

    /// Keeps the selection in view.
    pub fn reveal(&mut self, size: (u16, u16)) {
        self.cursor.reveal(self.rows.len(), geometry::list_height(size));
    }

    /// Carries an action out.
    pub fn update(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        match self.filter.update(action) {
            Filtered::Changed => self.narrow(cx.size),
            Filtered::Kept => {}
            Filtered::No => {
                let height = geometry::list_height(cx.size);
                if let Some(step) = Step::of(action, height) {
                    self.cursor.go(step, self.rows.len(), height);
                    return Ok(Flow::Done);
                }
                let row = self.rows.get(self.cursor.selected);
                return Ok(match (action, row) {
                    (Action::Open, Some(l)) => Flow::Review(l.revue.campus, l.revue.type_revue),
                    _ => Flow::Ignored,
                });
            }
        }
        Ok(Flow::Done)
    }
}
