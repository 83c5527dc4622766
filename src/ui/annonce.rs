//! A screen still to come.

use ratatui::layout::Rect;

use super::pen::{Pen, wrap};
use crate::app::annonce::Annonce;

/// Draws its sentence.
pub fn draw(pen: &mut Pen<'_>, area: Rect, a: &Annonce) -> (u16, u16) {
    let inner = pen.boxed(area, a.title, true);
    let lines = wrap(a.sentence, inner.width.saturating_sub(4).min(76));
    for (i, line) in lines.iter().enumerate() {
        pen.put(
            inner.x + 2,
            inner.y + 1 + i as u16,
            inner.width.saturating_sub(3),
            line,
            pen.skin.plain(),
        );
    }
    (inner.x + 2, inner.y + 1)
}
