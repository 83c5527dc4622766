//! The fields of a step: label, answer, problem, previous answer; the focused one with its editor and help.
//! A step taller than the screen scrolls with the focus.

use ratatui::{layout::Rect, style::Style};

use crate::{
    app::form::{FormScreen, frappe::Frappe},
    form::{Field, Kind, def::Column, show, state::Origin},
    ui::{
        liste,
        pen::{Pen, wrap},
        skin::Skin,
    },
};

/// One screen line of the page.
enum Line {
    Text(u16, String, Style),
    Editor(u16),
}

impl Line {
    fn height(&self) -> usize {
        match self {
            Self::Text(..) => 1,
            Self::Editor(h) => usize::from(*h),
        }
    }
}

/// Draws the present step. Returns the cursor's place.
pub fn draw(pen: &mut Pen<'_>, area: Rect, s: &FormScreen) -> (u16, u16) {
    let focused = s.state.place().1.to_owned();
    let mut lines: Vec<Line> = Vec::new();
    let (mut first, mut last) = (0, 0);
    let step = s.state.step();
    if let Some(help) = s.state.steps().get(step).and_then(|s| s.help.as_deref()) {
        text(&mut lines, area.width, 1, help, pen.skin.quiet());
    }
    let mut about = None;
    for field in s.state.shown(step) {
        let here = field.id == focused;
        if let Some(item) = field.item.as_deref().filter(|i| about != Some(*i)) {
            text(&mut lines, area.width, 1, item, pen.skin.heading());
            about = Some(item);
        }
        let from = lines.iter().map(Line::height).sum();
        block(&mut lines, *pen.skin, area, s, field, here);
        if here {
            first = from;
            last = lines.iter().map(Line::height).sum::<usize>().saturating_sub(1);
        }
        lines.push(Line::Text(0, String::new(), Style::new()));
    }
    let total = lines.iter().map(Line::height).sum();
    let offset = liste::window(first, last, usize::from(area.height), total);
    put(pen, area, s, &lines, offset, first)
}

fn put(
    pen: &mut Pen<'_>,
    area: Rect,
    s: &FormScreen,
    lines: &[Line],
    offset: usize,
    first: usize,
) -> (u16, u16) {
    let mut at = 0;
    let mut cursor = None;
    for line in lines {
        let visible = at >= offset && at < offset + usize::from(area.height);
        let y = area.y + (at.saturating_sub(offset)) as u16;
        match line {
            Line::Text(indent, text, style) if visible => {
                if at == first {
                    pen.put(area.x, y, 1, "▌", pen.skin.title());
                    cursor = cursor.or(Some((area.x, y)));
                }
                pen.put(
                    area.x + indent,
                    y,
                    area.width.saturating_sub(*indent),
                    text,
                    *style,
                );
            }
            Line::Editor(height) if visible => {
                let height = (*height).min(area.bottom() - y);
                let field = Rect::new(area.x + 3, y, area.width.saturating_sub(4), height);
                if let Some(e) = &s.editor {
                    pen.underline(field);
                    cursor = Some(super::editor(pen, field, e));
                }
            }
            _ => {}
        }
        at += line.height();
    }
    cursor.unwrap_or((area.x, area.y))
}

fn text(lines: &mut Vec<Line>, width: u16, indent: u16, text: &str, style: Style) {
    for line in wrap(text, width.saturating_sub(indent + 1)) {
        lines.push(Line::Text(indent, line, style));
    }
}

/// The lines of one field.
fn block(lines: &mut Vec<Line>, skin: Skin, area: Rect, s: &FormScreen, field: &Field, here: bool) {
    let optional = if s.state.needs(field) || field.fixed() {
        String::new()
    } else {
        format!(" ({})", field.optional)
    };
    let label = format!("{}{optional}", field.label);
    let style = if here { skin.title() } else { skin.label() };
    text(lines, area.width, 1, &label, style);
    match &s.editor {
        Some(e) if here => {
            let rows = if e.long() { (area.height / 3).max(3) } else { 1 };
            lines.push(Line::Editor(rows));
        }
        _ => answer(lines, skin, area, s, field, here),
    }
    for typed in s.elsewhere(&field.id) {
        frappe(lines, skin, area, typed);
    }
    if let Some(p) = s.problem(&field.id, None) {
        text(
            lines,
            area.width,
            3,
            &format!("{}\u{202f}: {}", p.severity.titre(), p.message),
            skin.of(p.severity),
        );
    }
    if let Some(previous) = s.state.previous(&field.id) {
        let shown = show(&field.kind, &previous);
        text(
            lines,
            area.width,
            3,
            &format!("Au suivi\u{202f}: {shown} (Ctrl-Y reprend)"),
            skin.quiet(),
        );
    }
    if here && let Some(help) = &field.help {
        text(lines, area.width, 3, help, skin.quiet());
    }
}

/// What another is typing there: its last three lines.
fn frappe(lines: &mut Vec<Line>, skin: Skin, area: Rect, typed: &Frappe) {
    text(
        lines,
        area.width,
        3,
        &format!("{} écrit en ce moment\u{202f}:", typed.qui),
        skin.attention(),
    );
    let wrapped = wrap(&typed.texte, area.width.saturating_sub(6));
    for line in wrapped.iter().skip(wrapped.len().saturating_sub(3)) {
        lines.push(Line::Text(5, line.clone(), skin.plain()));
    }
}

/// The answer of a field that is not being typed, in three lines at most.
fn answer(lines: &mut Vec<Line>, skin: Skin, area: Rect, s: &FormScreen, field: &Field, here: bool) {
    if let Kind::Table(_) = field.kind {
        return table(lines, skin, area, s, field, here);
    }
    let shown = s
        .state
        .value(&field.id)
        .map(|v| show(&field.kind, &v))
        .filter(|t| !t.is_empty());
    let Some(shown) = shown else {
        let hint = match (&field.kind, here) {
            (Kind::Choice(_) | Kind::Choices(_) | Kind::YesNo { .. }, true) => "Entrée ouvre la liste",
            (Kind::Ref(_), true) => "tapez quelques mots, ou Entrée ouvre la liste",
            (Kind::Computed(_), _) => "calculé quand ses données seront là",
            _ => "—",
        };
        lines.push(Line::Text(3, hint.into(), skin.quiet()));
        return;
    };
    let wrapped = wrap(&shown, area.width.saturating_sub(4));
    let more = wrapped.len() > 3;
    for line in wrapped.iter().take(if more { 2 } else { 3 }) {
        lines.push(Line::Text(3, line.clone(), skin.plain()));
    }
    if more {
        let words = shown.split_whitespace().count();
        lines.push(Line::Text(3, format!("… ({words} mots)"), skin.quiet()));
    }
    let origin = match s.state.origin(&field.id) {
        _ if field.fixed() && s.sujet.formalite().is_some() => return,
        Origin::Register if s.sujet.formalite().is_some() => "proposé",
        Origin::Register => "repris du registre",
        Origin::Previous => "repris de la revue précédente",
        _ => return,
    };
    if here {
        lines.push(Line::Text(3, format!("({origin})"), skin.quiet()));
    }
}

/// A closed table: how many rows, and the first of them.
fn table(lines: &mut Vec<Line>, skin: Skin, area: Rect, s: &FormScreen, field: &Field, here: bool) {
    let Some(t) = field.table() else { return };
    let rows = s.state.rows(&field.id);
    let open = if here { " · Entrée ouvre le tableau" } else { "" };
    let begun = rows.iter().filter(|r| r.begun()).count();
    let count = match (t.preset.is_empty(), rows.len()) {
        (false, 1) => format!("{begun} sur 1 ligne complétée"),
        (false, n) => format!("{begun} sur {n} lignes complétées"),
        (true, n) if n > 1 => format!("{n} lignes"),
        (true, n) => format!("{n} ligne"),
    };
    lines.push(Line::Text(3, format!("{count}{open}"), skin.quiet()));
    for row in rows.iter().take(2) {
        let cell = |c: &Column| row.cells.get(&c.id).map(|v| show(&c.kind, v));
        let text: Vec<String> = t
            .columns
            .iter()
            .filter_map(cell)
            .filter(|t| !t.is_empty())
            .collect();
        let line = super::super::pen::cut(&text.join(" · "), area.width.saturating_sub(5)).into_owned();
        lines.push(Line::Text(5, line, skin.plain()));
    }
    if rows.len() > 2 {
        lines.push(Line::Text(5, "…".into(), skin.quiet()));
    }
}
