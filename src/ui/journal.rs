//! The journal: who changed what.

use ratatui::layout::Rect;

use super::pen::Pen;
use crate::app::{App, journal::Journal};

/// Draws the screen. Returns the cursor's place.
pub fn draw(pen: &mut Pen<'_>, area: Rect, _s: &Journal, _app: &App) -> (u16, u16) {
    let inner = pen.boxed(area, "Journal", true);
    (inner.x, inner.y)
}
