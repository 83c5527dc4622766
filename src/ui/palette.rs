//! Commands by name, and the help.

use ratatui::layout::Rect;

use super::{
    liste::{self, Cell, Columns},
    pen::Pen,
};
use crate::app::palette::Palette;

/// Draws the palette over the middle of the screen.
pub fn draw(pen: &mut Pen<'_>, body: Rect, p: &Palette) -> (u16, u16) {
    let width = body.width.min(100);
    let area = Rect::new(body.x + (body.width - width) / 2, body.y, width, body.height);
    let title = liste::title(p.title, p.rows.len(), &p.filter);
    let inner = pen.boxed(area, &title, true);
    let columns = Columns::new(inner.width, &[44, 24], &[0, 1], 14);
    let skin = *pen.skin;
    liste::rows(pen, inner, p.cursor, p.rows.len(), true, &columns, |i| {
        let Some(e) = p.rows.get(i) else {
            return (Cell::plain(""), Vec::new());
        };
        let (first, last) = match e.name.as_str() {
            "" => (e.keys.clone(), e.group.to_owned()),
            name => (name.to_owned(), e.keys.clone()),
        };
        let (label, style) = match &e.disabled {
            Some(reason) => (reason.to_string(), skin.quiet()),
            None => (e.label.clone(), skin.plain()),
        };
        (
            Cell::plain(first),
            vec![
                Cell { text: label, style },
                Cell {
                    text: last,
                    style: skin.quiet(),
                },
            ],
        )
    });
    liste::filter_cursor(area, &title)
}
