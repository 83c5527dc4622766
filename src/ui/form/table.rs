//! An open table: cells in columns, the naming column always in view, a line below where one types.

use ratatui::layout::Rect;

use crate::{
    app::form::{FormScreen, table::TableMode},
    form::{
        Kind, Row, Value,
        def::{Column, Table},
        show,
        table::TableRow,
    },
    ui::pen::{Pen, wrap},
};

/// Draws the table of the focused field. Returns the cursor's place.
pub fn draw(pen: &mut Pen<'_>, area: Rect, s: &FormScreen, mode: &TableMode) -> (u16, u16) {
    let Some(field) = s.state.form().field(&mode.field) else {
        return (area.x, area.y);
    };
    let Some(table) = field.table() else {
        return (area.x, area.y);
    };
    let rows = s.state.rows(&mode.field);
    let plural = if rows.len() > 1 { "s" } else { "" };
    let title = format!("{} · {} ligne{plural}", field.label, rows.len());
    let inner = pen.boxed(area, &title, true);
    let foot = 3.min(inner.height);
    let grid = Rect {
        height: inner.height.saturating_sub(foot),
        ..inner
    };
    let at = cells(pen, grid, s, mode, table, &rows);
    let below = Rect::new(inner.x, inner.bottom() - foot, inner.width, foot);
    bar(pen, below, s, mode, table, &rows).unwrap_or(at)
}

/// Columns in view: index, left edge, width. The first always, then those around the cursor.
fn columns(table: &Table, width: u16, col: usize) -> Vec<(usize, u16, u16)> {
    let wanted = |c: &Column| -> u16 {
        let least = unicode_width::UnicodeWidthStr::width(c.label.as_str()) as u16;
        c.width.unwrap_or(12).max(least.min(12)).clamp(4, 48)
    };
    let widths: Vec<u16> = table.columns.iter().map(wanted).collect();
    // The first column gives way only when the others need its room.
    let others: u16 = widths.iter().skip(1).map(|w| w + 1).sum();
    let name = widths
        .first()
        .copied()
        .unwrap_or(0)
        .min((width / 3).max(width.saturating_sub(others + 2)));
    let room = width.saturating_sub(name + 2);
    let mut from = col.max(1);
    let mut used = widths.get(col).copied().filter(|_| col > 0).unwrap_or(0) + 1;
    while from > 1 && used + widths.get(from - 1).copied().unwrap_or(0) < room {
        from -= 1;
        used += widths.get(from).copied().unwrap_or(0) + 1;
    }
    let mut out = vec![(0, 1, name)];
    let mut x = name + 2;
    for (i, w) in widths.iter().enumerate().skip(from) {
        if x >= width {
            break;
        }
        out.push((i, x, (*w).min(width - x)));
        x += w + 1;
    }
    out
}

fn cells(
    pen: &mut Pen<'_>,
    grid: Rect,
    s: &FormScreen,
    mode: &TableMode,
    table: &Table,
    rows: &[TableRow],
) -> (u16, u16) {
    let shown = columns(table, grid.width, mode.col);
    let head = header(pen, grid, table, &shown);
    let totals = s.state.totals(&mode.field);
    let total_rows = u16::from(!totals.is_empty());
    let height = usize::from(grid.height.saturating_sub(head + total_rows));
    let mut cursor = crate::app::cursor::Cursor {
        selected: mode.row,
        offset: 0,
    };
    cursor.reveal(rows.len(), height);
    let mut at = (grid.x, grid.y);
    for (line, row) in rows.iter().enumerate().skip(cursor.offset).take(height) {
        let y = grid.y + head + (line - cursor.offset) as u16;
        for (i, x, w) in &shown {
            let here = line == mode.row && *i == mode.col;
            let Some(column) = table.columns.get(*i) else {
                continue;
            };
            let text = match row.cells.get(&column.id) {
                Some(Value::Date(d)) => d.court(),
                Some(v) => show(&column.kind, v),
                None => String::new(),
            };
            let style = if here {
                pen.skin.selected()
            } else {
                pen.skin.plain()
            };
            if here {
                at = (grid.x + x, y);
                pen.put(grid.x + x, y, *w, &" ".repeat(usize::from(*w)), style);
            }
            pen.put(grid.x + x, y, *w, &text.replace('\n', " "), style);
        }
        if line == mode.row {
            pen.put(grid.x, y, 1, "▌", pen.skin.title());
        }
    }
    if rows.is_empty() {
        pen.put(
            grid.x + 1,
            grid.y + head,
            grid.width.saturating_sub(1),
            "Aucune ligne\u{202f}: tapez pour commencer, ou Ctrl-N.",
            pen.skin.quiet(),
        );
        at = (grid.x + 1, grid.y + head);
    }
    if total_rows > 0 && grid.height > 0 {
        total(pen, grid, table, &shown, &totals);
    }
    at
}

/// Headings, on two lines where one of them needs it. Returns how many.
fn header(pen: &mut Pen<'_>, grid: Rect, table: &Table, shown: &[(usize, u16, u16)]) -> u16 {
    let headings: Vec<(u16, u16, Vec<String>)> = shown
        .iter()
        .map(|(i, x, w)| {
            (
                *x,
                *w,
                table
                    .columns
                    .get(*i)
                    .map_or_else(Vec::new, |c| wrap(&c.label, *w)),
            )
        })
        .collect();
    let lines = headings
        .iter()
        .map(|(.., h)| h.len())
        .max()
        .unwrap_or(1)
        .clamp(1, 2);
    for (x, w, heading) in headings {
        for (i, line) in heading.iter().take(lines).enumerate() {
            pen.put(grid.x + x, grid.y + i as u16, w, line, pen.skin.label());
        }
    }
    lines as u16
}

fn total(pen: &mut Pen<'_>, grid: Rect, table: &Table, shown: &[(usize, u16, u16)], totals: &Row) {
    let y = grid.bottom() - 1;
    for (i, x, w) in shown {
        let Some(column) = table.columns.get(*i) else {
            continue;
        };
        match totals.get(&column.id) {
            Some(v) => pen.put(grid.x + x, y, *w, &show(&column.kind, v), pen.skin.heading()),
            None if *i == 0 => pen.put(grid.x + x, y, *w, "Total", pen.skin.heading()),
            None => 0,
        };
    }
}

/// Under the grid: whole text of the cell or the editor, then what the column wants or what is wrong.
fn bar(
    pen: &mut Pen<'_>,
    area: Rect,
    s: &FormScreen,
    mode: &TableMode,
    table: &Table,
    rows: &[TableRow],
) -> Option<(u16, u16)> {
    let column = table.columns.get(mode.col)?;
    let row = rows.get(mode.row);
    let name = table
        .columns
        .first()
        .filter(|_| mode.col > 0)
        .and_then(|c| row?.cells.get(&c.id).map(|v| show(&c.kind, v)));
    let label = match name.filter(|n| !n.is_empty()) {
        Some(name) => format!("{name} › {}\u{202f}: ", column.label),
        None => format!("{}\u{202f}: ", column.label),
    };
    let used = pen.put(area.x + 1, area.y, area.width * 2 / 3, &label, pen.skin.title());
    let field = Rect::new(area.x + 1 + used, area.y, area.width.saturating_sub(used + 2), 1);
    let mut cursor = None;
    if let Some(e) = &mode.editor {
        pen.underline(field);
        cursor = Some(super::editor(pen, field, e));
    } else if let Some(v) = row.and_then(|r| r.cells.get(&column.id)) {
        pen.put(
            field.x,
            field.y,
            field.width,
            &show(&column.kind, v).replace('\n', " "),
            pen.skin.plain(),
        );
    }
    let problem = s.problem(&mode.field, Some((mode.row, &column.id)));
    let (text, style) = match problem {
        Some(p) => (format!("À revoir\u{202f}: {}", p.message), pen.skin.alert()),
        None if s.state.is_frozen() => (FROZEN.into(), pen.skin.quiet()),
        None if !s.state.editable(&mode.field, mode.row, &column.id) => (FILLED.into(), pen.skin.quiet()),
        None => (wants(column), pen.skin.quiet()),
    };
    for (i, line) in wrap(&text, area.width.saturating_sub(2))
        .iter()
        .take(2)
        .enumerate()
    {
        let y = area.y + 1 + i as u16;
        if y < area.bottom() {
            pen.put(area.x + 1, y, area.width.saturating_sub(1), line, style);
        }
    }
    cursor
}

/// What a cell that nobody types in says.
const FILLED: &str = "Rempli par le formulaire. Échap\u{202f}: retour au formulaire.";
/// What a cell of a review handed in says.
const FROZEN: &str = "Lecture seule. Échap\u{202f}: retour au formulaire.";

/// What a column wants, in words.
fn wants(column: &Column) -> String {
    let absent = if column.absent {
        "\u{202f}; « na »\u{202f}: donnée absente"
    } else {
        ""
    };
    let kind = match &column.kind {
        Kind::Int(_) => "un nombre entier",
        Kind::Decimal(_) => "un nombre, 1 234,5",
        Kind::Percent(_) => "un pourcentage, 12,5",
        Kind::Amount(_) => "un montant en euros",
        Kind::Date { .. } => "une date\u{202f}: 12/3/2026, mars 2026 ou 2026",
        Kind::YesNo { .. } => "o ou n",
        Kind::Choice(_) => "une lettre ou Entrée ouvre la liste",
        Kind::Ref(_) => "quelques mots cherchent la fiche",
        _ => "du texte",
    };
    format!(
        "Attendu\u{202f}: {kind}{absent}. Tab\u{202f}: case suivante, Échap\u{202f}: retour au formulaire."
    )
}
