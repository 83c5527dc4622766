//! The columns of a list and its order, over the list.

use ratatui::layout::Rect;

use super::{
    liste::{self, Cell, Columns},
    pen::Pen,
};
use crate::app::reglage::{Rang, Reglage};

/// Draws every column: shown or not, and its rank in the order.
pub fn draw(pen: &mut Pen<'_>, area: Rect, s: &Reglage) -> (u16, u16) {
    let height = (s.rangs.len() as u16 + 2).min(area.height);
    let width = 56.min(area.width);
    let at = Rect::new(
        area.x + (area.width - width) / 2,
        area.y + (area.height - height) / 2,
        width,
        height,
    );
    let inner = pen.boxed(at, &format!("Tri et colonnes · {}", s.liste.libelle()), true);
    let columns = Columns::new(inner.width, &[30], &[0], 16);
    let mut cursor = s.cursor;
    cursor.reveal(s.rangs.len(), usize::from(inner.height));
    liste::rows(pen, inner, cursor, s.rangs.len(), true, &columns, |i| {
        let row = |r: &Rang| (Cell::plain(shown(r)), vec![Cell::plain(order(s, r))]);
        s.rangs.get(i).map_or_else(|| (Cell::plain(""), Vec::new()), row)
    })
}

fn shown(r: &Rang) -> String {
    let mark = if r.montree { "✓" } else { " " };
    format!("{mark} {}", r.titre)
}

fn order(s: &Reglage, r: &Rang) -> String {
    match s.critere(r.code) {
        Some((rank, sens)) => format!("tri {rank} {} {}", sens.signe(), sens.libelle()),
        None if r.montree => String::new(),
        None => "masquée".to_owned(),
    }
}
