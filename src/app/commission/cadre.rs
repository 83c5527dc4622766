//! Which rectangles the commission's pages are cut into, from the size alone: the state needs heights to
//! scroll, the drawing needs the same rectangles.

use ratatui::layout::{Constraint, Layout, Rect};

use super::Volet;
use crate::app::geometry::frame;

/// Columns from which the members stand beside the agenda.
const BESIDE: u16 = 110;

/// Rectangles of a page. One that is not shown is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cadre {
    /// The frame.
    pub boite: Rect,
    /// Facts about the record, above its rows.
    pub tete: Rect,
    /// The rows.
    pub liste: Rect,
    /// Facts about the selected row, below.
    pub detail: Rect,
    /// Members by college, with their frame.
    pub membres: Rect,
}

impl Cadre {
    /// One of the three lists: rows, and facts about the selected one.
    #[must_use]
    pub fn vue(size: (u16, u16)) -> Self {
        Self::cut(body(size), 0)
    }

    /// A call or an annex: facts, rows, facts about the selected one.
    #[must_use]
    pub fn page(size: (u16, u16)) -> Self {
        Self::cut(body(size), 4)
    }

    /// A séance: members beside the agenda where there is room, else the one that has the focus.
    #[must_use]
    pub fn seance(size: (u16, u16), volet: Volet) -> Self {
        let body = body(size);
        if body.width >= BESIDE {
            let [left, right] =
                Layout::horizontal([Constraint::Percentage(62), Constraint::Min(0)]).areas(body);
            return Self {
                membres: right,
                ..Self::cut(left, 4)
            };
        }
        match volet {
            Volet::Agenda => Self::cut(body, 4),
            Volet::Membres => Self {
                boite: Rect::default(),
                tete: Rect::default(),
                liste: Rect::default(),
                detail: Rect::default(),
                membres: body,
            },
        }
    }

    /// Rows of text in the list.
    #[must_use]
    pub fn height(&self) -> usize {
        usize::from(self.liste.height)
    }

    /// Rows of text among the members.
    #[must_use]
    pub fn membres_height(&self) -> usize {
        usize::from(self.membres.height.saturating_sub(2))
    }

    /// Cuts a frame: at most `tete` rows above, the rows, facts below; short windows keep their rows for the list.
    fn cut(boite: Rect, tete: u16) -> Self {
        let inner = Rect::new(
            boite.x + 1.min(boite.width),
            boite.y + 1.min(boite.height),
            boite.width.saturating_sub(2),
            boite.height.saturating_sub(2),
        );
        let (tete, detail) = match inner.height {
            18.. => (tete, 6),
            12..18 => (tete.min(3), 3),
            8..12 => (tete.min(1), 2),
            _ => (0, 0),
        };
        let [tete, liste, detail] = Layout::vertical([
            Constraint::Length(tete),
            Constraint::Min(0),
            Constraint::Length(detail),
        ])
        .areas(inner);
        Self {
            boite,
            tete,
            liste,
            detail,
            membres: Rect::default(),
        }
    }
}

fn body(size: (u16, u16)) -> Rect {
    let [_, body, _] = frame(Rect::new(0, 0, size.0, size.1));
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_size_leaves_the_screen() {
        for w in 0..=220 {
            for h in 0..=60 {
                let cadres = [
                    Cadre::vue((w, h)),
                    Cadre::page((w, h)),
                    Cadre::seance((w, h), Volet::Agenda),
                    Cadre::seance((w, h), Volet::Membres),
                ];
                for c in cadres {
                    for r in [c.boite, c.tete, c.liste, c.detail, c.membres] {
                        assert!(r.right() <= w && r.bottom() <= h, "{w}x{h} {r:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_agenda_has_rows_from_60_by_16() {
        assert!(Cadre::seance((80, 24), Volet::Agenda).height() >= 9);
        assert!(Cadre::seance((60, 16), Volet::Agenda).height() >= 5);
        assert!(Cadre::seance((120, 36), Volet::Agenda).membres.width >= 40);
    }
}
