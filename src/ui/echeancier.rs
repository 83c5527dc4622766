//! What is due.

use ratatui::layout::Rect;

use super::{
    liste::{self, Cell, Columns},
    pen::Pen,
};
use crate::{
    app::{App, echeancier::Echeancier},
    domain::Etat,
};

/// Draws the deadlines, late first.
pub fn draw(pen: &mut Pen<'_>, area: Rect, s: &Echeancier, _app: &App) -> (u16, u16) {
    let title = liste::title("Échéancier", s.rows.len(), &s.filter);
    let inner = pen.boxed(area, &title, true);
    if s.rows.is_empty() {
        liste::empty(pen, inner, "Rien n'est dû pour ces mots. Échap efface le filtre.");
        return (inner.x, inner.y);
    }
    let columns = Columns::new(inner.width, &[10, 14, 21, 20], &[0, 2, 1, 3], 22);
    let skin = *pen.skin;
    let at = liste::rows(pen, inner, s.cursor, s.rows.len(), true, &columns, |i| {
        let Some((c, e)) = s.rows.get(i) else {
            return (Cell::plain(""), Vec::new());
        };
        let style = match e.etat {
            Etat::EnRetard => skin.alert(),
            Etat::AFaire | Etat::EnCours => skin.attention(),
            _ => skin.plain(),
        };
        let cells = vec![
            Cell {
                text: e.etat.libelle().into(),
                style,
            },
            Cell::plain(e.type_echeance.libelle()),
            Cell::plain(e.terme.court()),
            Cell::plain(&*c.region),
        ];
        (Cell::plain(&*c.nom_court), cells)
    });
    if s.filter.typing {
        liste::filter_cursor(area, &title)
    } else {
        at
    }
}
