//! Commands by name, and the help.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr as _;

use super::{
    liste::{self, Cell, Columns},
    pen::{Pen, wrap},
};
use crate::app::palette::{Entry, Palette, pied};

/// Most that the words before the sentence take.
const LONGEST: u16 = 26;
/// From this width on, keys or groups are shown too.
const WIDE: u16 = 90;

/// Draws the palette over the middle of the screen.
pub fn draw(pen: &mut Pen<'_>, body: Rect, p: &Palette) -> (u16, u16) {
    let width = body.width.min(100);
    let area = Rect::new(body.x + (body.width - width) / 2, body.y, width, body.height);
    let title = liste::title(p.title, p.rows.len(), &p.filter);
    let inner = pen.boxed(area, &title, true);
    let inner = under(pen, inner, p);
    let columns = Columns::new(inner.width, &widths(inner.width, p), &[0, 1], 14);
    let skin = *pen.skin;
    liste::rows(pen, inner, p.cursor, p.rows.len(), true, &columns, |i| {
        let Some(e) = p.rows.get(i) else {
            return (Cell::plain(""), Vec::new());
        };
        let (first, last) = ends(e);
        let (label, style) = match &e.disabled {
            Some(reason) => (first_of_all(reason), skin.quiet()),
            None => (e.label.clone(), skin.plain()),
        };
        (
            Cell::plain(first),
            vec![
                Cell { text: label, style },
                Cell {
                    text: last.to_owned(),
                    style: skin.quiet(),
                },
            ],
        )
    });
    liste::filter_cursor(area, &title)
}

/// Writes the whole sentence of the selected row under the rows; returns what is left for them.
fn under(pen: &mut Pen<'_>, inner: Rect, p: &Palette) -> Rect {
    let foot = pied(inner.height);
    let rows = Rect {
        height: inner.height - foot,
        ..inner
    };
    if foot == 0 {
        return rows;
    }
    pen.filet(inner, rows.bottom());
    let room = inner.width.saturating_sub(2);
    let lines = wrap(p.phrase().unwrap_or_default(), room);
    for (y, line) in (rows.bottom() + 1..inner.bottom()).zip(&lines) {
        pen.put(inner.x + 1, y, room, line, pen.skin.plain());
    }
    rows
}

/// What stands before the sentence of a row, and after it.
fn ends(e: &Entry) -> (&str, &str) {
    match e.name.as_str() {
        "" => (&e.keys, e.group),
        name => (name, &e.keys),
    }
}

/// Room for the sentence and for what follows it: the sentence takes what the words before it leave.
fn widths(width: u16, p: &Palette) -> [u16; 2] {
    let words = p.rows.iter().map(|e| ends(e).0.width()).max().unwrap_or_default();
    let first = u16::try_from(words).unwrap_or(LONGEST).clamp(14, LONGEST) + 2;
    let last = if width >= WIDE { 24 } else { 0 };
    let taken = first + last + 2;
    [width.saturating_sub(taken).max(20), last]
}

/// Who may, before who may not: the end of a role's refusal is what a narrow row has room for.
fn first_of_all(reason: &str) -> String {
    match reason.rsplit_once("\u{a0}» est ") {
        Some((_, may)) => may.to_owned(),
        None => reason.to_owned(),
    }
}
