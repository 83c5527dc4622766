//! Every review.

use ratatui::layout::Rect;

use super::{
    liste::{self, Cell, Columns},
    pen::Pen,
};
use crate::app::revues::Revues;

/// Draws the reviews with their state and progress.
pub fn draw(pen: &mut Pen<'_>, area: Rect, s: &Revues) -> (u16, u16) {
    let title = liste::title("Revues", s.rows.len(), &s.filter);
    let inner = pen.boxed(area, &title, true);
    if s.rows.is_empty() {
        let text =
            "Aucune revue. Dans le registre (2), s commence le suivi du campus choisi, v son évaluation.";
        liste::empty(pen, inner, text);
        return (inner.x, inner.y);
    }
    let columns = Columns::new(inner.width, &[11, 10, 32, 16, 17], &[0, 1, 2, 4, 3], 20);
    let at = liste::rows(pen, inner, s.cursor, s.rows.len(), true, &columns, |i| {
        let Some(l) = s.rows.get(i) else {
            return (Cell::plain(""), Vec::new());
        };
        let r = &l.revue;
        let kind = if r.type_revue == crate::domain::TypeRevue::Suivi {
            "suivi"
        } else {
            "évaluation"
        };
        let cells = vec![
            Cell::plain(kind),
            Cell::plain(r.etat.libelle()),
            Cell::plain(&*l.progress),
            Cell::plain(&*r.agent),
            Cell::plain(crate::clock::local(&r.enregistre).unwrap_or_default()),
        ];
        (Cell::plain(&*r.campus_nom), cells)
    });
    if s.filter.typing {
        liste::filter_cursor(area, &title)
    } else {
        at
    }
}
