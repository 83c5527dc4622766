//! What earlier sessions kept beside the register.

use ratatui::layout::Rect;

use super::{
    liste::{self, Cell, Columns},
    pen::{Pen, wrap},
    skin::Skin,
};
use crate::{
    app::{
        form::secours::{Cote, Ligne},
        secours::{Detail, SecoursScreen},
    },
    clock,
};

/// Columns of a field's name.
const LIBELLE: u16 = 20;

/// Draws the list, or the one being looked at.
pub fn draw(pen: &mut Pen<'_>, area: Rect, s: &SecoursScreen) -> (u16, u16) {
    match &s.detail {
        Some(detail) => beside(pen, area, detail),
        None => list(pen, area, s),
    }
}

fn list(pen: &mut Pen<'_>, area: Rect, s: &SecoursScreen) -> (u16, u16) {
    let list = &s.list;
    let title = liste::title("Saisies mises de côté", list.count(), &list.filter);
    let inner = pen.boxed(area, &title, true);
    if list.rows.is_empty() {
        let text = "Rien n'est mis de côté\u{202f}: tout ce qui a été saisi est au registre.";
        liste::empty(pen, inner, text);
        return (inner.x, inner.y);
    }
    let columns = Columns::new(inner.width, &[16, 34], &[0, 1], 22);
    let skin = *pen.skin;
    liste::rows(pen, inner, list.cursor, list.rows.len(), true, &columns, |i| {
        list.line(i).map(|t| &t.secours).map_or_else(
            || (Cell::plain(""), Vec::new()),
            |s| row([&s.titre, &s.brouillon.enregistre, &s.motif], skin),
        )
    })
}

/// Which form; when, why.
fn row([titre, quand, motif]: [&str; 3], skin: Skin) -> (Cell, Vec<Cell>) {
    let when = clock::local_with_year(quand).unwrap_or_else(|| quand.to_owned());
    let why = Cell {
        text: motif.to_owned(),
        style: skin.quiet(),
    };
    (Cell::plain(titre), vec![Cell::plain(when), why])
}

/// The fields, what the register says and what was kept: `[x]` before what will stay.
fn beside(pen: &mut Pen<'_>, area: Rect, d: &Detail) -> (u16, u16) {
    let inner = pen.boxed(area, "Saisie mise de côté · ← → choisit, Entrée reprend", true);
    if inner.is_empty() {
        return (inner.x, inner.y);
    }
    let head = pen.skin.heading();
    let titles = ["", "Au registre", "Mis de côté"];
    for ((x, width), title) in columns(inner).into_iter().zip(titles) {
        pen.put(x, inner.y, width, title, head);
    }
    let top = inner.y + 1;
    let bottom = whole(pen, inner, d.lignes.get(d.cursor.selected));
    let rows = usize::from(bottom.saturating_sub(top));
    let offset = liste::window(d.cursor.selected, d.cursor.selected, rows, d.lignes.len());
    let mut at = (inner.x, inner.y);
    for (y, (i, ligne)) in (top..bottom).zip(d.lignes.iter().enumerate().skip(offset)) {
        let here = i == d.cursor.selected;
        if here {
            at = (inner.x, y);
            pen.put(inner.x, y, 1, "▌", pen.skin.title());
        }
        field(pen, inner, y, ligne, here);
    }
    if d.lignes.is_empty() {
        let text = "Le formulaire n'a plus les champs de cette saisie. Le fichier reste où il est.";
        liste::empty(pen, inner, text);
    }
    at
}

fn field(pen: &mut Pen<'_>, inner: Rect, y: u16, ligne: &Ligne, here: bool) {
    let skin = *pen.skin;
    let same = ligne.registre == ligne.secours;
    let said = |text: &str, cote: Cote| {
        let mark = match (same, ligne.garde) {
            (true, _) => "    ",
            (false, Some(kept)) if kept == cote => "[x] ",
            (false, _) => "[ ] ",
        };
        format!("{mark}{}", dit(text))
    };
    let style = |cote: Cote| match (ligne.garde == Some(cote), here) {
        (true, true) => skin.selected(),
        (true, false) => skin.plain(),
        (false, _) => skin.quiet(),
    };
    let label = if ligne.conflit {
        skin.attention()
    } else {
        skin.label()
    };
    let [name, left, right] = columns(inner);
    pen.put(name.0 + 1, y, name.1.saturating_sub(1), &ligne.libelle, label);
    let text = said(&ligne.registre, Cote::Registre);
    pen.put(left.0, y, left.1, &text, style(Cote::Registre));
    let text = said(&ligne.secours, Cote::Secours);
    pen.put(right.0, y, right.1, &text, style(Cote::Secours));
}

/// Where the three columns begin and how wide they are.
fn columns(inner: Rect) -> [(u16, u16); 3] {
    let name = LIBELLE.min(inner.width / 3);
    let half = inner.width.saturating_sub(name) / 2;
    [
        (inner.x, name.saturating_sub(1)),
        (inner.x + name, half.saturating_sub(1)),
        (inner.x + name + half, half),
    ]
}

/// The texts of the selected field, whole, on the last lines; returns where the lines above end.
fn whole(pen: &mut Pen<'_>, area: Rect, ligne: Option<&Ligne>) -> u16 {
    let Some(ligne) = ligne.filter(|_| area.height >= 10) else {
        return area.bottom();
    };
    let state = if ligne.conflit {
        "Le registre a changé depuis\u{202f}: à vous de choisir."
    } else {
        ""
    };
    let most = usize::from(area.height / 3).max(1);
    let sides = [
        ("", state),
        ("Au registre", &*ligne.registre),
        ("Mis de côté", &*ligne.secours),
    ];
    let lines: Vec<(&str, String)> = sides
        .into_iter()
        .filter(|(label, text)| !(label.is_empty() && text.is_empty()))
        .flat_map(|(label, text)| {
            let parts = wrap(&dit(text), area.width.saturating_sub(LIBELLE + 3));
            let labels = std::iter::once(label).chain(std::iter::repeat(""));
            labels.zip(parts.into_iter().take(most)).collect::<Vec<_>>()
        })
        .collect();
    let top = area.bottom().saturating_sub(lines.len() as u16).max(area.y + 3);
    for (y, (label, text)) in (top..area.bottom()).zip(&lines) {
        pen.put(area.x + 1, y, LIBELLE, label, pen.skin.label());
        let x = area.x + LIBELLE + 2;
        pen.put(x, y, area.right().saturating_sub(x), text, pen.skin.plain());
    }
    top
}

/// A value on one line; an empty one says so.
fn dit(text: &str) -> String {
    if text.is_empty() {
        "rien".to_owned()
    } else {
        text.replace('\n', " ")
    }
}
