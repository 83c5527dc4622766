//! The dashboard.

use ratatui::layout::Rect;

use super::pen::Pen;
use crate::app::{App, tableau::Tableau};

/// Draws the screen. Returns the cursor's place.
pub fn draw(pen: &mut Pen<'_>, area: Rect, _s: &Tableau, _app: &App) -> (u16, u16) {
    let inner = pen.boxed(area, "Tableau de bord", true);
    (inner.x, inner.y)
}
