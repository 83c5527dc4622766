//! The tiles: where they go, what each counts.

use ratatui::{layout::Rect, style::Style, symbols::merge::MergeStrategy, widgets::Block};
use unicode_width::UnicodeWidthStr;

use super::PITCH;
use crate::{
    domain::tableau::{Carte, Tuile},
    ui::{pen::Pen, skin::Skin},
};

/// Where tiles go.
pub(super) struct Grid {
    pub area: Rect,
    /// Columns of the mainland; overseas stands after a gap.
    pub columns: u16,
    pub rows: u16,
    pub pitch: (u16, u16),
}

impl Grid {
    pub fn new(c: &Carte, area: Rect) -> Self {
        let mainland = c.tuiles.iter().filter(|t| !t.outre_mer);
        let columns = mainland.map(|t| t.place.0 + 1).max().unwrap_or(0);
        let rows = c.tuiles.iter().map(|t| t.place.1 + 1).max().unwrap_or(0);
        let mut grid = Self {
            area,
            columns,
            rows,
            pitch: PITCH,
        };
        if grid.width() > area.width || grid.height() > area.height {
            grid.pitch = (area.width.saturating_sub(1) / (columns + 1).max(1), 1);
        }
        grid
    }

    pub fn framed(&self) -> bool {
        self.pitch == PITCH
    }

    pub fn width(&self) -> u16 {
        (self.columns + 1) * self.pitch.0 + 3
    }

    pub fn height(&self) -> u16 {
        self.rows * self.pitch.1 + 1
    }

    /// Left edge of a column of tiles.
    pub fn left(&self, t: &Tuile) -> u16 {
        let gap = if self.framed() { 2 } else { 1 };
        if t.outre_mer {
            self.columns * self.pitch.0 + gap
        } else {
            t.place.0 * self.pitch.0
        }
    }

    /// The rectangle of a tile, its frame included.
    pub fn of(&self, t: &Tuile) -> Rect {
        let frame = u16::from(self.framed());
        Rect {
            x: self.area.x + self.left(t),
            y: self.area.y + t.place.1 * self.pitch.1,
            width: self.pitch.0 + frame,
            height: self.pitch.1 + frame,
        }
    }

    /// Free columns left of the first tile of a row.
    pub fn sea(&self, c: &Carte, row: u16) -> u16 {
        let first = c
            .tuiles
            .iter()
            .filter(|t| t.place.1 == row)
            .map(|t| self.left(t))
            .min();
        first.unwrap_or(0)
    }
}

/// `3 !1`: how many campuses, how many late; `x` when every label has ended, `–` without a campus.
pub(super) fn figure(c: &Carte, i: usize) -> String {
    let n = c.compte(i);
    match (n.campus, n.retard) {
        (0, _) => "–".to_owned(),
        (all, 0) if all == n.echus => format!("{all} x"),
        (all, 0) => all.to_string(),
        (all, late) => format!("{all} !{late}"),
    }
}

/// The same where there is hardly room: `3!`, `2x`.
pub(super) fn short(c: &Carte, i: usize) -> String {
    let n = c.compte(i);
    let sign = match (n.campus, n.retard) {
        (0, _) => return "–".to_owned(),
        (all, 0) if all == n.echus => "x",
        (_, 0) => "",
        _ => "!",
    };
    format!("{}{sign}", n.campus)
}

pub(super) fn figure_style(skin: Skin, c: &Carte, i: usize) -> Style {
    let n = c.compte(i);
    if n.retard > 0 {
        skin.alert()
    } else if n.campus == 0 || n.campus == n.echus {
        skin.quiet()
    } else {
        skin.heading()
    }
}

pub(super) fn tiles(pen: &mut Pen<'_>, grid: &Grid, c: &Carte, selected: usize) -> (u16, u16) {
    let mut at = (grid.area.x, grid.area.y);
    for (i, t) in c.tuiles.iter().enumerate() {
        let area = grid.of(t);
        let here = i == selected;
        if here {
            at = (
                area.x + u16::from(grid.framed()),
                area.y + u16::from(grid.framed()),
            );
        }
        let mut mark = figure_style(*pen.skin, c, i);
        let mut name = if c.compte(i).campus == 0 {
            pen.skin.quiet()
        } else {
            pen.skin.plain()
        };
        if here {
            name = pen.skin.selected();
            mark = mark.patch(pen.skin.selected());
        }
        if grid.framed() {
            let block = Block::bordered()
                .border_style(pen.skin.quiet())
                .merge_borders(MergeStrategy::Exact);
            pen.render(block, area);
            let wide = grid.pitch.0 - 1;
            pen.put(area.x + 1, area.y + 1, wide, &filled(&t.court, wide), name);
            pen.put(
                area.x + 1,
                area.y + 2,
                wide,
                &filled(&format!(" {}", figure(c, i)), wide),
                mark,
            );
        } else {
            let wide = area.width - 1;
            let text = short(c, i);
            let room = usize::from(wide).saturating_sub(text.width() + 1);
            let name_shown: String = t.court.chars().take(room).collect();
            let used = pen.put(area.x, area.y, wide, &format!("{name_shown} "), name);
            pen.put(area.x + used, area.y, wide.saturating_sub(used), &text, mark);
        }
    }
    at
}

/// The text with blanks up to `width`: a selected tile is one rectangle.
pub(super) fn filled(text: &str, width: u16) -> String {
    let blank = usize::from(width).saturating_sub(text.width());
    format!("{text}{}", " ".repeat(blank))
}
