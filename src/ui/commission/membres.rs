//! Members present by college, with the check.

use ratatui::{layout::Rect, style::Style};

use crate::{
    app::commission::{PageSeance, Volet},
    ui::{
        liste,
        pen::{Pen, wrap},
    },
};

/// One line as drawn, and the college it belongs to.
struct Drawn {
    college: usize,
    indent: u16,
    text: String,
    style: Style,
}

/// Draws the colleges in their own frame, the selected one in view.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, page: &PageSeance) -> (u16, u16) {
    let focused = page.volet == Volet::Membres;
    let n = page.seance.membres.len();
    let s = if n > 1 { "s" } else { "" };
    let inner = pen.boxed(area, &format!("Membres · {n} présent{s}"), focused);
    if inner.is_empty() {
        return (inner.x, inner.y);
    }
    if page.colleges.is_empty() {
        liste::empty(pen, inner, "Aucun membre. e les inscrit avec la date et le lieu.");
        return (inner.x, inner.y);
    }
    let drawn = layout(pen, page, inner.width);
    let here = |d: &Drawn| d.college == page.college.selected;
    let first = drawn.iter().position(here).unwrap_or(0);
    let last = drawn.iter().rposition(here).unwrap_or(0);
    let height = usize::from(inner.height);
    let offset = liste::window(first, last, height, drawn.len());
    let mut at = (inner.x, inner.y);
    for (i, d) in drawn.iter().skip(offset).take(height).enumerate() {
        let y = inner.y + i as u16;
        if focused && here(d) {
            pen.put(inner.x, y, 1, "▌", pen.skin.title());
            if i + offset == first {
                at = (inner.x, y);
            }
        }
        let x = inner.x + 1 + d.indent;
        pen.put(x, y, inner.right().saturating_sub(x), &d.text, d.style);
    }
    at
}

/// Each college: its check and its name, then who is there.
fn layout(pen: &Pen<'_>, page: &PageSeance, width: u16) -> Vec<Drawn> {
    let mut out = Vec::new();
    for (college, row) in page.colleges.iter().enumerate() {
        let style = if row.absent() {
            pen.skin.alert()
        } else if row.surnombre() || row.sans_college {
            pen.skin.attention()
        } else {
            pen.skin.heading()
        };
        let head = format!("{} · {}", row.compte(), row.nom);
        let mut push = |indent: u16, text: &str, style: Style| {
            for text in wrap(text, width.saturating_sub(indent + 1)) {
                out.push(Drawn {
                    college,
                    indent,
                    text,
                    style,
                });
            }
        };
        push(0, &head, style);
        if !row.absent() {
            push(2, &row.presents.join(", "), pen.skin.plain());
        }
    }
    out
}
