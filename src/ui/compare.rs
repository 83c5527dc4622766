//! Two reviews side by side.

use ratatui::{layout::Rect, style::Style};

use super::{liste, pen::Pen};
use crate::{
    app::compare::{Compare, Line},
    form::compare::Change,
};

/// Draws the heads, then the answers: in two columns where they fit, else one above the other.
pub fn draw(pen: &mut Pen<'_>, area: Rect, s: &Compare) -> (u16, u16) {
    let n = s.changes();
    let plural = if n > 1 { "différences" } else { "différence" };
    let shown = if s.all { "tout" } else { "ce qui a changé" };
    let title = format!("Comparer · {} · {n} {plural} · {shown}", s.campus_nom);
    let inner = pen.boxed(area, &title, true);
    if inner.height < 4 {
        return (inner.x, inner.y);
    }
    let column = Compare::column(inner.width + 2).map(|c| c as u16);
    heads(pen, inner, s, column);
    let body = Rect::new(inner.x, inner.y + 3, inner.width, inner.height - 3);
    if s.lines.is_empty() {
        let text = "Aucune réponse commune n'a changé. f montre toutes les réponses.";
        liste::empty(pen, body, text);
        return (body.x, body.y);
    }
    let mut at = (body.x, body.y);
    let view = s.lines.iter().enumerate().skip(s.cursor.offset);
    for ((i, line), y) in view.zip(body.y..body.bottom()) {
        if i == s.cursor.selected {
            at = (body.x, y);
            pen.put(body.x, y, 1, "▌", pen.skin.title());
        }
        draw_line(pen, Rect::new(body.x + 1, y, body.width - 1, 1), line, column);
    }
    at
}

/// What the two reviews are, and a line under them.
fn heads(pen: &mut Pen<'_>, inner: Rect, s: &Compare, column: Option<u16>) {
    let style = pen.skin.heading();
    let [old, new] = &s.names;
    let x = inner.x + 1;
    match column {
        Some(width) => {
            // A long head goes on in a second row.
            for (text, x) in [(old, x), (new, x + width + 3)] {
                for (line, y) in super::pen::wrap(text, width).iter().zip(inner.y..inner.y + 2) {
                    pen.put(x, y, width, line, style);
                }
            }
        }
        None => {
            pen.put(x, inner.y, inner.width - 1, &format!("- {old}"), style);
            pen.put(x, inner.y + 1, inner.width - 1, &format!("+ {new}"), style);
        }
    }
    let rule = "─".repeat(usize::from(inner.width));
    pen.put(inner.x, inner.y + 2, inner.width, &rule, pen.skin.quiet());
}

fn draw_line(pen: &mut Pen<'_>, area: Rect, line: &Line, column: Option<u16>) {
    let (x, y, width) = (area.x, area.y, area.width);
    let skin = *pen.skin;
    match line {
        Line::Step(title) => {
            pen.put(x, y, width, title, skin.title());
        }
        Line::Field(label, change) => {
            let word = format!(" [{}]", change.mot());
            let room = width.saturating_sub(word.chars().count() as u16);
            let used = pen.put(x, y, room, label, skin.label());
            pen.put(x + used, y, width - used, &word, tint(pen, *change));
        }
        Line::Beside(old, new, change) => {
            let column = column.unwrap_or(width / 2);
            let quiet = skin.quiet();
            let old_style = if change.counts() { skin.plain() } else { quiet };
            pen.put(x, y, column, old, old_style);
            pen.put(x + column + 1, y, 1, sign(*change), tint(pen, *change));
            pen.put(x + column + 3, y, column, new, old_style);
        }
        Line::Old(text, change) => {
            pen.put(x, y, 1, sign_of(*change, "-"), skin.quiet());
            pen.put(x + 2, y, width.saturating_sub(2), text, skin.plain());
        }
        Line::New(text, change) => {
            pen.put(x, y, 1, sign_of(*change, "+"), skin.attention());
            pen.put(x + 2, y, width.saturating_sub(2), text, skin.plain());
        }
        Line::Note(text) => {
            pen.put(x, y, width, text, skin.quiet());
        }
    }
}

/// Between two columns: the sign of what became of the pair.
fn sign(change: Change) -> &'static str {
    match change {
        Change::Same => "=",
        Change::Changed => "~",
        Change::Added => "+",
        Change::Removed => "-",
        Change::Alone => "│",
    }
}

/// Before a line of one answer above the other.
fn sign_of(change: Change, side: &'static str) -> &'static str {
    if change == Change::Same { "=" } else { side }
}

fn tint(pen: &Pen<'_>, change: Change) -> Style {
    if change.counts() {
        pen.skin.attention()
    } else {
        pen.skin.quiet()
    }
}
