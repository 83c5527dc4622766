//! A field that two sessions changed: *avant*, *eux*, *vous*, side by side where they fit, else one above the other;
//! and the question put when a review is open elsewhere.

use ratatui::{layout::Rect, style::Style};

use crate::{
    app::form::{
        FormScreen,
        conflit::{Conflit, Cote, Face, Ligne, column, heads},
    },
    ui::pen::{Pen, wrap},
};

/// Draws the conflict one looks at. Returns the cursor's place.
pub fn draw(pen: &mut Pen<'_>, area: Rect, s: &FormScreen, face: Face) -> (u16, u16) {
    let Some(c) = s.conflits.get(face.at) else {
        return (area.x, area.y);
    };
    let label = s.disputed(c).map_or(c.champ.as_str(), |f| f.label.as_str());
    let title = format!("Conflit {}/{} · {label}", face.at + 1, s.conflits.len());
    let inner = pen.boxed(area, &title, true);
    if inner.height < 3 {
        return (inner.x, inner.y);
    }
    let lines = s.disputed_lines(c, area.width);
    let beside = matches!(lines.first(), Some(Ligne::Trois(_)));
    let mut y = inner.y;
    if beside {
        for (i, (head, side)) in heads(c).into_iter().enumerate() {
            pen.put(
                place(inner, area.width, i),
                y,
                column(area.width) as u16,
                &marked(&head, side, c),
                tint(pen, side, c),
            );
        }
        y += 2;
    }
    let bottom = inner.bottom() - 1;
    for line in lines.iter().skip(face.offset) {
        if y >= bottom {
            break;
        }
        draw_line(pen, inner, y, area.width, line, c);
        y += 1;
    }
    choice(
        pen,
        inner,
        c,
        lines.len() > face.offset + usize::from(bottom.saturating_sub(inner.y)),
    )
}

fn draw_line(pen: &mut Pen<'_>, inner: Rect, y: u16, width: u16, line: &Ligne, c: &Conflit) {
    let plain = pen.skin.plain();
    match line {
        Ligne::Tete(head, side) => {
            let style = tint(pen, *side, c);
            pen.put(
                inner.x + 1,
                y,
                inner.width.saturating_sub(1),
                &marked(head, *side, c),
                style,
            );
        }
        Ligne::Texte(text) => {
            pen.put(inner.x + 3, y, inner.width.saturating_sub(3), text, plain);
        }
        Ligne::Trois(texts) => {
            for (i, text) in texts.iter().enumerate() {
                pen.put(place(inner, width, i), y, column(width) as u16, text, plain);
            }
        }
    }
}

/// Where a column begins.
fn place(inner: Rect, width: u16, i: usize) -> u16 {
    inner.x + 1 + i as u16 * (column(width) as u16 + 3)
}

/// A head, with `[x]` before the side that is kept.
fn marked(head: &str, side: Option<Cote>, c: &Conflit) -> String {
    match side {
        None => head.to_owned(),
        Some(_) if c.choix == side => format!("[x] {head}"),
        Some(_) => format!("[ ] {head}"),
    }
}

fn tint(pen: &Pen<'_>, side: Option<Cote>, c: &Conflit) -> Style {
    if side.is_some() && c.choix == side {
        pen.skin.title()
    } else {
        pen.skin.heading()
    }
}

/// The last line: what is chosen, whether more text follows. The cursor stands there.
fn choice(pen: &mut Pen<'_>, inner: Rect, c: &Conflit, more: bool) -> (u16, u16) {
    let y = inner.bottom() - 1;
    let said = match c.choix {
        None => "Pas encore choisi\u{202f}: ← la leur, → la vôtre, m corriger la vôtre",
        Some(Cote::Eux) => "La leur est gardée\u{202f}; la vôtre ira au journal",
        Some(Cote::Vous) => "La vôtre est gardée\u{202f}; la leur reste au journal",
    };
    let style = if c.choix.is_none() {
        pen.skin.attention()
    } else {
        pen.skin.done()
    };
    pen.put(inner.x + 1, y, inner.width.saturating_sub(1), said, style);
    if more {
        let quiet = pen.skin.quiet();
        pen.put_right(inner.right().saturating_sub(1), y, 14, "… Page suiv.", quiet);
    }
    (inner.x + 1, y)
}

/// Another session writes in the review: who, and what can be done.
pub fn sharing(pen: &mut Pen<'_>, area: Rect, s: &FormScreen) -> (u16, u16) {
    let why = s.company().or_else(|| s.reading()).unwrap_or_default();
    let text = format!(
        "{why}.\nl lit seulement · c compare ce qui a été écrit · p prend la main (l'autre session, prévenue, ne fait plus que lire\u{202f}; rien de ce qu'on y a saisi ne se perd) · Échap sort."
    );
    let lines = wrap(&text, area.width.saturating_sub(4));
    let height = (lines.len() as u16 + 2).min(area.height);
    let at = Rect::new(area.x, area.bottom().saturating_sub(height), area.width, height);
    let inner = pen.boxed(at, "Revue ouverte ailleurs", true);
    let plain = pen.skin.plain();
    for (line, y) in lines.iter().zip(inner.y..inner.bottom()) {
        pen.put(inner.x + 1, y, inner.width.saturating_sub(1), line, plain);
    }
    (inner.x + 1, inner.y)
}
