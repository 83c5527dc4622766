//! The jump list and the recapitulation.

use ratatui::layout::Rect;

use crate::{
    app::form::lists::{List, Row},
    form::def::Severity,
    ui::{
        liste::{self, Cell, Columns},
        pen::Pen,
        skin::Skin,
    },
};

/// Steps and fields with their state.
pub fn jump(pen: &mut Pen<'_>, area: Rect, list: &List) -> (u16, u16) {
    let title = liste::title("Sommaire", list.rows.len(), &list.filter);
    let inner = pen.boxed(area, &title, true);
    let columns = Columns::new(inner.width, &[24], &[0], 20);
    draw(pen, inner, list, &columns);
    liste::filter_cursor(area, &title)
}

/// Every answer and every problem.
pub fn recap(pen: &mut Pen<'_>, area: Rect, list: &List) -> (u16, u16) {
    let to_mend = |r: &&Row| r.problem.as_ref().is_some_and(|(s, _)| s.to_mend());
    let problems = list.rows.iter().filter(to_mend).count();
    let title = match problems {
        0 => "Récapitulation · rien à revoir".to_owned(),
        1 => "Récapitulation · 1 point à revoir".to_owned(),
        n => format!("Récapitulation · {n} points à revoir"),
    };
    let inner = pen.boxed(area, &title, true);
    let wide = inner.width / 2;
    let columns = Columns::new(inner.width, &[wide], &[0], 16);
    draw(pen, inner, list, &columns)
}

fn draw(pen: &mut Pen<'_>, inner: Rect, list: &List, columns: &Columns) -> (u16, u16) {
    let skin = *pen.skin;
    let mut cursor = list.cursor;
    cursor.reveal(list.rows.len(), usize::from(inner.height));
    liste::rows(
        pen,
        inner,
        cursor,
        list.rows.len(),
        true,
        columns,
        |i| match list.rows.get(i) {
            Some(row) => cells(row, skin),
            None => (Cell::plain(""), Vec::new()),
        },
    )
}

fn cells(row: &Row, skin: Skin) -> (Cell, Vec<Cell>) {
    if row.field.is_none() && row.problem.is_none() {
        let name = Cell {
            text: row.label.clone(),
            style: skin.heading(),
        };
        return (
            name,
            vec![Cell {
                text: row.text.clone(),
                style: skin.quiet(),
            }],
        );
    }
    let text = match &row.problem {
        Some((severity, message)) => {
            let style = skin.of(*severity);
            // What only needs a look is read with what it is about.
            let given = match severity {
                Severity::Blocking => String::new(),
                Severity::Warning | Severity::Advice => format!("{} · ", row.text),
            };
            Cell {
                text: format!("{given}{}\u{202f}: {message}", severity.titre()),
                style,
            }
        }
        None => Cell::plain(row.text.clone()),
    };
    (Cell::plain(format!("  {}", row.label)), vec![text])
}
