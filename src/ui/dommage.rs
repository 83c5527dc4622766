//! The register is damaged: what is wrong, and what one can do.

use ratatui::layout::Rect;

use super::pen::{Pen, wrap};
use crate::app::dommage::Dommage;

/// Draws the paragraphs, then the commands with what they do under them.
pub fn draw(pen: &mut Pen<'_>, area: Rect, s: &Dommage) -> (u16, u16) {
    let inner = pen.boxed(area, "Registre abîmé", true);
    let width = inner.width.saturating_sub(2);
    let (x, mut y) = (inner.x + 1, inner.y);
    let mut at = (x, y);
    for (i, text) in s.paragraphes().iter().enumerate() {
        if i == 2 {
            at = (x, y.min(inner.bottom().saturating_sub(1)));
        }
        let style = if i == 0 {
            pen.skin.alert()
        } else {
            pen.skin.plain()
        };
        for line in wrap(text, width) {
            if y < inner.bottom() {
                pen.put(x, y, width, &line, style);
            }
            y += 1;
        }
        // The two choices stand together.
        if i != 2 {
            y += 1;
        }
    }
    for (command, effect) in s.commandes() {
        for line in wrap(&command, width.saturating_sub(2)) {
            if y < inner.bottom() {
                pen.put(x + 2, y, width.saturating_sub(2), &line, pen.skin.heading());
            }
            y += 1;
        }
        for line in wrap(&effect, width.saturating_sub(4)) {
            if y < inner.bottom() {
                pen.put(x + 4, y, width.saturating_sub(4), &line, pen.skin.plain());
            }
            y += 1;
        }
    }
    at
}
