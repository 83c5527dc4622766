//! Lists: columns that give way before the name does, the marker of the selected row.

use ratatui::{layout::Rect, style::Style};

use super::pen::Pen;
use crate::{
    app::{cursor::Cursor, filter::Filter},
    domain::{Colonne, Disposition},
};

/// One cell of a row.
pub struct Cell {
    /// What it says.
    pub text: String,
    /// Its style when the row is not selected.
    pub style: Style,
}

impl Cell {
    /// Plain text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            style: Style::new(),
        }
    }
}

/// How a list is cut into columns: the name takes what the others leave.
pub struct Columns {
    widths: Vec<u16>,
    name: u16,
}

impl Columns {
    /// Keeps the optional columns, most useful first in `order` (indexes into `wanted`), while the name has
    /// at least `least` columns.
    pub fn new(width: u16, wanted: &[u16], order: &[usize], least: u16) -> Self {
        let mut widths = vec![0; wanted.len()];
        let mut name = width;
        for i in order {
            let (Some(slot), Some(w)) = (widths.get_mut(*i), wanted.get(*i)) else {
                continue;
            };
            if name > least + w {
                *slot = *w;
                name -= w + 1;
            }
        }
        Self { widths, name }
    }

    /// Cuts for columns in the order they were chosen: the widest give way, then the last ones leave.
    pub fn chosen<C: Colonne>(width: u16, columns: &[C], least: u16) -> Self {
        let mut wanted: Vec<u16> = columns.iter().map(|c| c.largeur()).collect();
        let room = |all: &[u16]| all.iter().map(|w| w + 1).sum::<u16>() + least < width;
        while !room(&wanted)
            && let Some(widest) = wanted.iter_mut().max()
            && *widest > NARROWEST
        {
            *widest -= 1;
        }
        let order: Vec<usize> = (0..wanted.len()).collect();
        Self::new(width, &wanted, &order, least)
    }

    /// Those of a list as it is laid out: chosen ones, or the usual ones, which come back in `order` where the name keeps
    /// `least`.
    pub fn laid_out<C: Colonne>(width: u16, d: &Disposition<C>, order: &[usize], least: u16) -> Self {
        if d.colonnes.is_empty() {
            let wanted: Vec<u16> = d.montrees().iter().map(|c| c.largeur()).collect();
            Self::new(width, &wanted, order, least)
        } else {
            Self::chosen(width, d.montrees(), CHOSEN_LEAST)
        }
    }
}

/// What a chosen column is cut down to before one leaves.
const NARROWEST: u16 = 9;

/// The name a list gives way to where its columns were chosen: people asked for them.
pub const CHOSEN_LEAST: u16 = 16;

/// Writes the columns' headings on the lower border of the list's frame, under the name what the sign of news means where
/// there are some: no row is taken.
pub fn headings<C: Colonne>(pen: &mut Pen<'_>, frame: Rect, news: bool, columns: &Columns, shown: &[C]) {
    if frame.width < 8 || frame.height < 3 {
        return;
    }
    let (y, style) = (frame.bottom() - 1, pen.skin.quiet());
    let mut x = frame.x + 2;
    let room = columns.name.saturating_sub(2);
    if news {
        pen.put(x, y, room, &format!("{NEW} "), style);
    }
    x += columns.name;
    for (colonne, width) in shown.iter().zip(&columns.widths) {
        if *width > 0 {
            pen.put(x, y, *width, &format!("{} ", colonne.titre()), style);
            x += width + 1;
        }
    }
}

/// What stands before the name in a list where rows may be marked or new: `✓` marked, `●` changed by others since the
/// last visit.
pub fn gutter(marked: bool, new: bool) -> String {
    let sign = |on, sign| if on { sign } else { " " };
    format!("{}{} ", sign(marked, "✓"), sign(new, "●"))
}

/// What the sign of a new row means, under the list.
const NEW: &str = "● changé depuis ma visite";

/// Title of a list with its count and its filter.
pub fn title(name: &str, count: impl std::fmt::Display, filter: &Filter) -> String {
    if filter.typing || !filter.text.is_empty() {
        format!("{name} · {count} /{}", filter.text)
    } else {
        format!("{name} · {count}")
    }
}

/// Where the cursor of a filter being typed stands, in a frame's title.
pub fn filter_cursor(area: Rect, title: &str) -> (u16, u16) {
    use unicode_width::UnicodeWidthStr;
    let x = area.x + 2 + title.width() as u16;
    (x.min(area.right().saturating_sub(2)), area.y)
}

/// Draws the rows in view; `row(i)` gives the name and the other cells. Returns where the selected row is.
pub fn rows(
    pen: &mut Pen<'_>,
    area: Rect,
    cursor: Cursor,
    len: usize,
    focused: bool,
    columns: &Columns,
    row: impl Fn(usize) -> (Cell, Vec<Cell>),
) -> (u16, u16) {
    let mut at = (area.x, area.y);
    for line in 0..area.height {
        let i = cursor.offset + usize::from(line);
        if i >= len {
            break;
        }
        let y = area.y + line;
        let selected = i == cursor.selected;
        let (name, cells) = row(i);
        let style = match (selected, focused) {
            (true, true) => pen.skin.selected(),
            (true, false) => pen.skin.marked(),
            _ => name.style,
        };
        if selected {
            at = (area.x, y);
            pen.put(area.x, y, 1, "▌", pen.skin.title());
        }
        let mut x = area.x + 1;
        pen.put(x, y, columns.name.saturating_sub(1), &name.text, style);
        x += columns.name;
        for (cell, width) in cells.iter().zip(&columns.widths) {
            if *width > 0 {
                pen.put(x, y, *width, &cell.text, cell.style);
                x += width + 1;
            }
        }
    }
    at
}

/// A sentence where a list is empty.
pub fn empty(pen: &mut Pen<'_>, area: Rect, text: &str) {
    for (i, line) in super::pen::wrap(text, area.width.saturating_sub(2))
        .iter()
        .enumerate()
    {
        let y = area.y + i as u16;
        if y < area.bottom() {
            pen.put(
                area.x + 1,
                y,
                area.width.saturating_sub(1),
                line,
                pen.skin.quiet(),
            );
        }
    }
}

/// First line in view of a long page: steps of half a page, the lines from `first` to `last` in view.
pub fn window(first: usize, last: usize, height: usize, len: usize) -> usize {
    if last < height {
        return 0;
    }
    let half = (height / 2).max(1);
    let steps = (last + 1 - height).div_ceil(half);
    (steps * half).min(first).min(len.saturating_sub(height))
}
