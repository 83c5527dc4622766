//! What was put away.

use ratatui::layout::Rect;

use super::{
    liste::{self, Cell, Columns},
    pen::Pen,
    skin::Skin,
};
use crate::{
    app::corbeille::Corbeille,
    clock,
    domain::{DatePartielle, corbeille::LigneCorbeille, texte::accorder},
};

/// Draws the corbeille.
pub fn draw(pen: &mut Pen<'_>, area: Rect, s: &Corbeille) -> (u16, u16) {
    let list = &s.list;
    let title = liste::title("Corbeille", list.count(), &list.filter);
    let inner = pen.boxed(area, &title, true);
    let at = if list.rows.is_empty() {
        let text = if list.all().is_empty() {
            "La corbeille est vide. Dans le registre (2), Suppr y met une fiche avec ses liens."
        } else {
            "Rien ne répond à ces mots. Échap efface le filtre."
        };
        liste::empty(pen, inner, text);
        (inner.x, inner.y)
    } else {
        let columns = Columns::new(inner.width, &[10, 8, 13, 18], &[0, 1, 3, 2], 22);
        let skin = *pen.skin;
        liste::rows(pen, inner, list.cursor, list.rows.len(), true, &columns, |i| {
            list.line(i)
                .map_or_else(|| (Cell::plain(""), Vec::new()), |l| row(l, skin))
        })
    };
    if list.filter.typing {
        return liste::filter_cursor(area, &title);
    }
    at
}

/// Name; kind, links, who, when.
fn row(l: &LigneCorbeille, skin: Skin) -> (Cell, Vec<Cell>) {
    let nom = match &l.fusion {
        Some(kept) => format!("{} (fusionné avec {kept})", l.nom),
        None => l.nom.clone(),
    };
    let quiet = |text: String| Cell {
        text,
        style: skin.quiet(),
    };
    let links = if l.liens > 0 {
        accorder(l.liens, "lien")
    } else {
        String::new()
    };
    let par = l
        .par
        .as_ref()
        .map_or_else(String::new, |(agent, _)| agent.clone());
    let cells = vec![
        Cell::plain(l.objet.genre()),
        Cell::plain(links),
        quiet(par),
        quiet(quand(&l.quand)),
    ];
    (Cell::plain(nom), cells)
}

/// `12/03/2026 à 14:02`, local.
fn quand(stored: &str) -> String {
    match clock::local_day(stored).zip(clock::local_time(stored)) {
        Some((day, time)) => format!("{} à {time}", DatePartielle::Jour(day).court()),
        None => stored.to_owned(),
    }
}
