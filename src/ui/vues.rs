//! The views of a list.

use ratatui::layout::Rect;

use super::{
    form,
    liste::{self, Cell, Columns},
    pen::Pen,
};
use crate::{
    app::vues::{Saisie, Vues},
    domain::vue::Definition,
};

/// Draws the views, and the name being typed under them.
pub fn draw(pen: &mut Pen<'_>, area: Rect, s: &Vues) -> (u16, u16) {
    let list = &s.list;
    let title = liste::title(
        &format!("Vues · {}", s.liste.libelle()),
        list.count(),
        &list.filter,
    );
    let inner = pen.boxed(area, &title, s.saisie.is_none());
    let at = if list.rows.is_empty() {
        liste::empty(
            pen,
            inner,
            if list.filter.text.is_empty() {
                "Aucune vue de cette liste. n garde pour vous ce qu'elle montre, p pour tous."
            } else {
                "Aucune vue ne répond à ces mots. Échap efface le filtre."
            },
        );
        (inner.x, inner.y)
    } else {
        let columns = Columns::new(inner.width, &[34, 11], &[0, 1], 26);
        let skin = *pen.skin;
        liste::rows(pen, inner, list.cursor, list.rows.len(), true, &columns, |i| {
            let Some(vue) = list.line(i) else {
                return (Cell::plain(""), Vec::new());
            };
            let whose = Cell {
                text: vue.portee.libelle().to_owned(),
                style: skin.quiet(),
            };
            (
                Cell::plain(&*vue.nom),
                vec![Cell::plain(vue.definition.phrase()), whose],
            )
        })
    };
    match &s.saisie {
        Some(saisie) => nom(pen, area, saisie, &s.presente),
        None if list.filter.typing => liste::filter_cursor(area, &title),
        None => at,
    }
}

/// The name being typed, on the last lines.
fn nom(pen: &mut Pen<'_>, area: Rect, saisie: &Saisie, presente: &Definition) -> (u16, u16) {
    let height = 3.min(area.height);
    let at = Rect::new(area.x, area.bottom().saturating_sub(height), area.width, height);
    let whose = if saisie.partagee {
        "Nom de la vue, pour tous"
    } else {
        "Nom de la vue, pour vous"
    };
    let inner = pen.boxed(at, &format!("{whose} ({})", presente.phrase()), true);
    form::editor(pen, inner, &saisie.editor)
}
