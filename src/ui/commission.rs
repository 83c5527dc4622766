//! The commission: calls, séances, acts.

use ratatui::layout::Rect;

use super::pen::Pen;
use crate::app::{App, commission::Commission};

/// Draws the screen. Returns the cursor's place.
pub fn draw(pen: &mut Pen<'_>, area: Rect, _s: &Commission, _app: &App) -> (u16, u16) {
    let inner = pen.boxed(area, "Commission", true);
    (inner.x, inner.y)
}
