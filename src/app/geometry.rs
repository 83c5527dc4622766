//! Which rectangles the screen is cut into, from its size and the focus alone. Pure: the state needs
//! heights to scroll by half pages, the drawing needs the same rectangles.

use ratatui::layout::{Constraint, Layout, Rect};

/// One of the four panes of the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// 1.
    Regions,
    /// 2.
    Campus,
    /// 3.
    Filieres,
    /// 4.
    Partenaires,
}

impl Pane {
    /// In Tab order.
    pub const ALL: [Self; 4] = [Self::Regions, Self::Campus, Self::Filieres, Self::Partenaires];

    /// Its number and name, as its title says.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Regions => "1 Régions",
            Self::Campus => "2 Campus",
            Self::Filieres => "3 Filières",
            Self::Partenaires => "4 Partenaires",
        }
    }

    /// The pane `by` places further in Tab order.
    #[must_use]
    pub fn next(self, by: usize) -> Self {
        let at = Self::ALL.iter().position(|p| *p == self).unwrap_or(0);
        Self::ALL.get((at + by) % 4).copied().unwrap_or(self)
    }
}

/// Smallest width and height with four panes.
pub const FOUR_PANES: (u16, u16) = (80, 20);
/// Width from which the fiche has a pane of its own.
pub const FICHE_WIDTH: u16 = 140;
/// Below this one line says that the window is too small.
pub const SMALLEST: (u16, u16) = (30, 8);

/// The whole screen: title, body, status line.
#[must_use]
pub fn frame(area: Rect) -> [Rect; 3] {
    Layout::vertical([Constraint::Length(1), Constraint::Min(0), Constraint::Length(1)]).areas(area)
}

/// Rectangles of the register. A pane that is not shown has an empty one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Panes {
    /// Pane 1.
    pub regions: Rect,
    /// Pane 2.
    pub campus: Rect,
    /// Pane 3.
    pub filieres: Rect,
    /// Pane 4.
    pub partenaires: Rect,
    /// The fiche: its own pane when wide, else the right column it opens over.
    pub fiche: Rect,
    /// Whether the fiche has its own pane.
    pub wide: bool,
}

impl Panes {
    /// Cuts the screen for the register with `focus`.
    #[must_use]
    pub fn new(size: (u16, u16), focus: Pane) -> Self {
        let [_, body, _] = frame(Rect::new(0, 0, size.0, size.1));
        if size.0 < FOUR_PANES.0 || size.1 < FOUR_PANES.1 {
            return Self::single(body, focus);
        }
        let left = (size.0 / 4).clamp(26, 34);
        let [narrow, right] = Layout::horizontal([Constraint::Length(left), Constraint::Min(0)]).areas(body);
        let [regions, filieres] = halves(narrow);
        let [campus, lower] = halves(right);
        let wide = size.0 >= FICHE_WIDTH;
        let (partenaires, fiche) = if wide {
            let [p, f] = Layout::horizontal([Constraint::Percentage(52), Constraint::Min(0)]).areas(lower);
            (p, f)
        } else {
            (lower, right)
        };
        Self {
            regions,
            campus,
            filieres,
            partenaires,
            fiche,
            wide,
        }
    }

    /// One pane at a time.
    fn single(body: Rect, focus: Pane) -> Self {
        let at = |p| if p == focus { body } else { Rect::default() };
        Self {
            regions: at(Pane::Regions),
            campus: at(Pane::Campus),
            filieres: at(Pane::Filieres),
            partenaires: at(Pane::Partenaires),
            fiche: body,
            wide: false,
        }
    }

    /// Rectangle of one pane.
    #[must_use]
    pub fn of(&self, pane: Pane) -> Rect {
        match pane {
            Pane::Regions => self.regions,
            Pane::Campus => self.campus,
            Pane::Filieres => self.filieres,
            Pane::Partenaires => self.partenaires,
        }
    }

    /// Rows of text in one pane, borders off.
    #[must_use]
    pub fn height(&self, pane: Pane) -> usize {
        usize::from(self.of(pane).height.saturating_sub(2))
    }
}

/// Two rectangles above each other.
fn halves(area: Rect) -> [Rect; 2] {
    Layout::vertical([Constraint::Percentage(50), Constraint::Min(0)]).areas(area)
}

/// Rows of a full-screen list, borders off.
#[must_use]
pub fn list_height(size: (u16, u16)) -> usize {
    usize::from(size.1.saturating_sub(4))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_panes_from_80_by_20() {
        let p = Panes::new((80, 24), Pane::Campus);
        assert!(Pane::ALL.iter().all(|x| p.height(*x) >= 8), "{p:?}");
        assert!(!p.wide);
        assert!(Panes::new((140, 40), Pane::Campus).wide);
    }

    #[test]
    fn one_pane_below() {
        let p = Panes::new((60, 16), Pane::Filieres);
        assert_eq!(p.filieres.width, 60);
        assert!(p.campus.is_empty());
    }

    #[test]
    fn no_size_leaves_the_screen() {
        for w in 0..=220 {
            for h in 0..=60 {
                for focus in Pane::ALL {
                    let p = Panes::new((w, h), focus);
                    for r in [p.regions, p.campus, p.filieres, p.partenaires, p.fiche] {
                        assert!(r.right() <= w && r.bottom() <= h, "{w}x{h} {r:?}");
                    }
                }
            }
        }
    }
}
