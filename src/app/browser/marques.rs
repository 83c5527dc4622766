//! Rows marked in the panes of campuses and partners: kept whatever the filters show, until they are taken off.

use std::collections::BTreeSet;

use super::Browser;
use crate::{
    app::{
        Cx,
        action::Action,
        cursor::Step,
        geometry::Pane,
        groupe::Groupe,
        screen::{Flow, Screen},
    },
    domain::{CampusId, Formalite, PartenaireId, texte::accorder},
    store::Nouveautes,
};

/// The marked records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marques {
    /// Campuses.
    pub campus: BTreeSet<CampusId>,
    /// Partners.
    pub partenaires: BTreeSet<PartenaireId>,
    /// Échap was pressed once: the next one takes them off.
    armed: bool,
}

impl Marques {
    /// Whether the action before asked to take them off; only the one that follows it confirms.
    pub(super) fn disarm(&mut self) -> bool {
        std::mem::take(&mut self.armed)
    }
}

impl Browser {
    /// How many records of a pane's kind are marked, shown or not.
    #[must_use]
    pub fn marked(&self, pane: Pane) -> usize {
        match pane {
            Pane::Campus => self.marques.campus.len(),
            Pane::Partenaires => self.marques.partenaires.len(),
            Pane::Regions | Pane::Filieres => 0,
        }
    }

    /// What concerns marks and news; None when the action is neither's.
    pub(super) fn marking(
        &mut self,
        action: &Action,
        confirmed: bool,
        cx: &mut Cx<'_>,
    ) -> anyhow::Result<Option<Flow>> {
        match action {
            Action::Mark => self.mark(cx)?,
            Action::MarkAll => self.mark_all(cx)?,
            Action::EditMany => return self.bulk(cx).map(Some),
            Action::News => self.only_news(cx)?,
            Action::Back if self.nouveaux[self.news_pane() as usize] => self.only_news(cx)?,
            Action::Back if self.unmark(confirmed, cx) => {}
            _ => return Ok(None),
        }
        Ok(Some(Flow::Done))
    }

    /// The pane whose news are meant: régions and filières have none of their own.
    fn news_pane(&self) -> Pane {
        match self.focus {
            Pane::Partenaires => Pane::Partenaires,
            _ => Pane::Campus,
        }
    }

    /// Shows only what others changed since the last visit, or everything again.
    fn only_news(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let pane = self.news_pane();
        let none = match pane {
            Pane::Partenaires => cx.nouveautes.partenaires.is_empty(),
            _ => cx.nouveautes.campus.is_empty(),
        };
        if none && !self.nouveaux[pane as usize] {
            cx.say(nothing_new(cx.nouveautes));
            return Ok(());
        }
        self.nouveaux[pane as usize] ^= true;
        self.reload(cx)
    }

    /// Marks the row one stands on, or takes its mark off, and goes to the next one.
    fn mark(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let row = self.cursor(self.focus).selected;
        match self.focus {
            Pane::Campus => match self.campus.get(row) {
                Some(c) => flip(&mut self.marques.campus, c.id),
                None => return Ok(()),
            },
            Pane::Partenaires => match self.partenaires.get(row) {
                Some(p) => flip(&mut self.marques.partenaires, p.id),
                None => return Ok(()),
            },
            Pane::Regions | Pane::Filieres => {
                cx.say("Les campus (2) et les partenaires (4) se marquent, pas ceux-ci.");
                return Ok(());
            }
        }
        self.go(Step::By(1), cx)
    }

    /// Marks every row of the list, read or not yet; when all of them are, takes their marks off.
    fn mark_all(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        self.lire_tout(cx)?;
        match self.focus {
            Pane::Campus => flip_all(&mut self.marques.campus, self.campus.iter().map(|c| c.id)),
            Pane::Partenaires => {
                flip_all(
                    &mut self.marques.partenaires,
                    self.partenaires.iter().map(|p| p.id),
                );
            }
            Pane::Regions | Pane::Filieres => {
                cx.say("Les campus (2) et les partenaires (4) se marquent, pas ceux-ci.");
            }
        }
        Ok(())
    }

    /// Échap with nothing else to leave: takes the marks of the pane off, the second time. False when it has none.
    fn unmark(&mut self, confirmed: bool, cx: &mut Cx<'_>) -> bool {
        let count = self.marked(self.focus);
        if count == 0 {
            return false;
        }
        if confirmed {
            match self.focus {
                Pane::Campus => self.marques.campus.clear(),
                _ => self.marques.partenaires.clear(),
            }
        } else {
            let marks = accorder(count, "marque");
            cx.say(format!(
                "Échap encore une fois ôte {marks}\u{202f}; toute autre touche les garde."
            ));
            self.marques.armed = true;
        }
        true
    }

    /// One field of the marked records, to be changed.
    fn bulk(&self, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let (neuf, fiches): (Formalite, Vec<Formalite>) = match self.focus {
            Pane::Campus => {
                let ids = self.marques.campus.iter();
                (
                    Formalite::Campus(None),
                    ids.map(|id| Formalite::Campus(Some(*id))).collect(),
                )
            }
            _ => {
                let ids = self.marques.partenaires.iter();
                (
                    Formalite::Partenaire(None),
                    ids.map(|id| Formalite::Partenaire(Some(*id))).collect(),
                )
            }
        };
        if fiches.is_empty() {
            cx.say("Marquez d'abord des campus (2) ou des partenaires (4)\u{202f}: Espace, ou * pour tout ce qui se montre.");
            return Ok(Flow::Done);
        }
        let screen = Groupe::new(neuf, fiches, cx)?;
        Ok(Flow::Push(Box::new(Screen::Groupe(Box::new(screen)))))
    }
}

/// Why there is nothing to show.
#[must_use]
pub fn nothing_new(news: &Nouveautes) -> &'static str {
    match news.depuis {
        None => "Première visite\u{202f}: ce qui changera d'ici la prochaine portera un ●.",
        Some(_) => "Rien de tel n'a été changé par d'autres depuis votre dernière visite.",
    }
}

fn flip<T: Ord>(marks: &mut BTreeSet<T>, id: T) {
    if !marks.remove(&id) {
        marks.insert(id);
    }
}

fn flip_all<T: Ord>(marks: &mut BTreeSet<T>, shown: impl Iterator<Item = T> + Clone) {
    if shown.clone().all(|id| marks.contains(&id)) {
        for id in shown {
            marks.remove(&id);
        }
    } else {
        marks.extend(shown);
    }
}
