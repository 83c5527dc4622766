//! The dashboard: the names of the views in the frame, the picture or its table inside.

mod barres;
mod carte;
mod contour;
mod grille;
mod vues;

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::{form, liste, pen::Pen};
use crate::app::{
    App,
    tableau::{Donnees, Tableau, Vue},
};

/// Draws the screen. Returns the cursor's place.
pub fn draw(pen: &mut Pen<'_>, area: Rect, s: &Tableau, app: &App) -> (u16, u16) {
    let inner = pen.boxed(area, "", true);
    onglets(pen, area, s.vue);
    let (above, below) = s.margins(app.size);
    let rows = Rect {
        y: inner.y + above.min(inner.height),
        height: inner.height.saturating_sub(above + below),
        ..inner
    };
    let at = match (&s.table, &s.donnees) {
        (Some(t), _) => grille::draw(pen, inner, rows, t, s.cursor()),
        (None, Donnees::Carte(c)) => carte::draw(pen, inner, c, s.cursor().selected),
        (None, Donnees::Labels(l)) => vues::labels(pen, inner, rows, l, s.cursor()),
        (None, Donnees::Revues(r)) => vues::revues(pen, inner, rows, r, s.cursor(), app.options.au),
        (None, Donnees::Indicateur(v)) => vues::indicateur(pen, inner, rows, v, s.cursor()),
        (None, Donnees::Campus(v)) => vues::campus(pen, inner, rows, v, s.cursor()),
        (None, Donnees::Rien) => {
            liste::empty(pen, inner, "Le registre n'a aucun campus ce jour-là.");
            (inner.x, inner.y)
        }
    };
    s.chooser.as_ref().map_or(at, |c| form::chooser(pen, area, c))
}

/// The views' names in the frame, the one shown between brackets.
fn onglets(pen: &mut Pen<'_>, area: Rect, shown: Vue) {
    let mut x = area.x + 2;
    for vue in Vue::ALL {
        let room = area.right().saturating_sub(x + 1);
        let (text, style) = if vue == shown {
            (format!("[{}]", vue.titre()), pen.skin.title())
        } else {
            (format!(" {} ", vue.titre()), pen.skin.plain())
        };
        if usize::from(room) > text.width() {
            x += pen.put(x, area.y, room, &text, style);
        }
    }
}
