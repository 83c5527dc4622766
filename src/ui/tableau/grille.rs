//! The table of a picture: headings, rows that can be walked.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use crate::{
    app::cursor::Cursor,
    domain::tableau::Table,
    ui::{
        liste::{self, Cell, Columns},
        pen::Pen,
    },
};

/// Columns of text beside the name are not wider.
const WIDEST: usize = 34;

/// Draws headings at the top of `area` and rows in `rows`. Returns the cursor's place.
pub fn draw(pen: &mut Pen<'_>, area: Rect, rows: Rect, t: &Table, cursor: Cursor) -> (u16, u16) {
    let widths: Vec<u16> = (1..t.colonnes.len()).map(|i| width(t, i)).collect();
    let order: Vec<usize> = {
        let mut order: Vec<usize> = (0..widths.len()).collect();
        // Figures first: a column of words can be read in the list itself.
        order.sort_by_key(|i| t.colonnes.get(i + 1).is_none_or(|(_, figures)| !figures));
        order
    };
    let columns = Columns::new(area.width, &widths, &order, 24);
    let heading = pen.skin.label();
    let aligned = |i: usize, text: &str| {
        let figures = t.colonnes.get(i).is_some_and(|(_, figures)| *figures);
        let wide = widths.get(i.wrapping_sub(1)).copied().unwrap_or(0);
        let pad = usize::from(wide).saturating_sub(text.width());
        if figures {
            " ".repeat(pad) + text
        } else {
            text.to_owned()
        }
    };
    let nowhere = Cursor {
        selected: usize::MAX,
        offset: 0,
    };
    let top = Rect { height: 1, ..area };
    liste::rows(
        pen,
        top,
        nowhere,
        usize::from(area.height > 0),
        false,
        &columns,
        |_| {
            let cell = |(i, (title, _)): (usize, &(&str, bool))| Cell {
                text: aligned(i, title),
                style: heading,
            };
            let mut cells = t.colonnes.iter().enumerate().map(cell);
            (cells.next().unwrap_or_else(|| Cell::plain("")), cells.collect())
        },
    );
    liste::rows(pen, rows, cursor, t.lignes.len(), true, &columns, |i| {
        let line = t.lignes.get(i).map_or(&[][..], Vec::as_slice);
        let mut cells = line
            .iter()
            .enumerate()
            .map(|(i, text)| Cell::plain(aligned(i, text)));
        (cells.next().unwrap_or_else(|| Cell::plain("")), cells.collect())
    })
}

/// Columns that a column of the table needs.
fn width(t: &Table, i: usize) -> u16 {
    let title = t.colonnes.get(i).map_or(0, |(title, _)| title.width());
    let cells = t.lignes.iter().filter_map(|l| l.get(i)).map(|c| c.width());
    cells.fold(title, usize::max).min(WIDEST) as u16
}
