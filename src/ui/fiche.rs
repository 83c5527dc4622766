//! A record in full.

use ratatui::layout::Rect;

use super::{
    liste,
    pen::{Pen, wrap},
};
use crate::app::{
    App,
    fiche::{FicheScreen, Ligne},
    geometry::{Pane, Panes},
    screen::Screen,
};

/// Draws a fiche over the right column, or in its own pane on wide screens.
pub fn draw(pen: &mut Pen<'_>, f: &FicheScreen, app: &App) -> (u16, u16) {
    let area = place(app);
    let inner = pen.boxed(area, &f.title, true);
    lignes(pen, inner, &f.lignes, Some(f.cursor.selected))
}

/// Its own pane beside the register where there is room, else the right column.
fn place(app: &App) -> Rect {
    let panes = Panes::new(app.size, Pane::Campus);
    let on_register = |s: &Screen| matches!(s, Screen::Browser(_) | Screen::Fiche(_));
    if panes.wide && !app.screens.iter().all(on_register) {
        return panes.campus.union(panes.partenaires).union(panes.fiche);
    }
    panes.fiche
}

/// One line as drawn: label, text, and which paragraph it belongs to.
struct Drawn {
    paragraph: usize,
    label: String,
    text: String,
}

/// Draws paragraphs wrapped to the width, scrolled so that the selected one is in view.
pub fn lignes(pen: &mut Pen<'_>, area: Rect, lignes: &[Ligne], selected: Option<usize>) -> (u16, u16) {
    if area.is_empty() {
        return (area.x, area.y);
    }
    let label_width = (area.width / 3).min(16);
    let drawn = layout(lignes, area.width, label_width);
    let height = usize::from(area.height);
    let last = selected
        .and_then(|s| drawn.iter().rposition(|d| d.paragraph == s))
        .unwrap_or(0);
    let first = selected
        .and_then(|s| drawn.iter().position(|d| d.paragraph == s))
        .unwrap_or(0);
    let offset = liste::window(first, last, height, drawn.len());
    let mut cursor = (area.x, area.y);
    for (i, d) in drawn.iter().skip(offset).take(height).enumerate() {
        let y = area.y + i as u16;
        let here = selected == Some(d.paragraph);
        if here {
            pen.put(area.x, y, 1, "▌", pen.skin.title());
            if i + offset == first {
                cursor = (area.x, y);
            }
        }
        line(pen, area, y, lignes.get(d.paragraph), d, here, label_width);
    }
    cursor
}

fn layout(lignes: &[Ligne], width: u16, label_width: u16) -> Vec<Drawn> {
    let mut out = Vec::new();
    for (paragraph, ligne) in lignes.iter().enumerate() {
        match ligne {
            Ligne::Titre(t) => {
                out.push(Drawn {
                    paragraph,
                    label: String::new(),
                    text: t.clone(),
                });
            }
            Ligne::Texte(label, text) | Ligne::Lien(label, text, _) => {
                let room = width.saturating_sub(label_width + 2);
                for (i, part) in wrap(text, room).into_iter().enumerate() {
                    let label = if i == 0 { label.clone() } else { String::new() };
                    out.push(Drawn {
                        paragraph,
                        label,
                        text: part,
                    });
                }
            }
        }
    }
    out
}

fn line(
    pen: &mut Pen<'_>,
    area: Rect,
    y: u16,
    ligne: Option<&Ligne>,
    d: &Drawn,
    here: bool,
    label_width: u16,
) {
    let style = match ligne {
        Some(Ligne::Titre(_)) => {
            pen.put(
                area.x + 1,
                y,
                area.width.saturating_sub(1),
                &d.text,
                pen.skin.heading(),
            );
            return;
        }
        Some(Ligne::Lien(..)) if here => pen.skin.selected(),
        Some(Ligne::Lien(..)) => pen.skin.link(),
        _ => pen.skin.plain(),
    };
    pen.put(area.x + 1, y, label_width, &d.label, pen.skin.label());
    let x = area.x + label_width + 2;
    pen.put(x, y, area.right().saturating_sub(x), &d.text, style);
}
