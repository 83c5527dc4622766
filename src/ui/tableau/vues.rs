//! The pictures made of bars: labels, reviews by quarter, one indicator, one campus.

mod comptes;
mod echelle;
mod indicateurs;

use ratatui::layout::Rect;

use crate::ui::pen::Pen;
pub use comptes::{labels, revues};
pub use indicateurs::{campus, indicateur};

/// The line under the rows.
fn legend(pen: &mut Pen<'_>, area: Rect, rows: Rect, text: &str) {
    let y = rows.bottom();
    if y < area.bottom() {
        pen.put(
            area.x + 1,
            y,
            area.width.saturating_sub(1),
            text,
            pen.skin.quiet(),
        );
    }
}
