//! A form: header, the fields of a step, what is open over them.

mod conflit;
mod lists;
mod page;
mod table;

use ratatui::{layout::Rect, style::Style};
use unicode_width::UnicodeWidthStr;

use super::{
    liste::{self, Cell, Columns},
    pen::{Pen, cut},
};
use crate::{
    app::form::{FormScreen, Mode, chooser::Chooser, draft::Saved, editor::Editor},
    domain::EtatRevue,
};

/// Draws the form. Returns the cursor's place.
pub fn draw(pen: &mut Pen<'_>, body: Rect, s: &FormScreen) -> (u16, u16) {
    pen.clear(body);
    pen.put(
        body.x + 1,
        body.y,
        body.width.saturating_sub(1),
        &s.progress,
        pen.skin.heading(),
    );
    rule(
        pen,
        Rect {
            y: body.y + 1,
            height: 1,
            ..body
        },
        s,
    );
    let area = Rect::new(body.x, body.y + 2, body.width, body.height.saturating_sub(2));
    match &s.mode {
        Mode::Fields => page::draw(pen, area, s),
        Mode::FullText => match &s.editor {
            Some(e) => editor(pen, area, e),
            None => (area.x, area.y),
        },
        Mode::Choose(c) => {
            page::draw(pen, area, s);
            chooser(pen, area, c)
        }
        Mode::Table(t) => {
            let at = table::draw(pen, area, s, t);
            t.chooser.as_ref().map_or(at, |c| chooser(pen, area, c))
        }
        Mode::Jump(list) => lists::jump(pen, area, list),
        Mode::Recap(list, _) => lists::recap(pen, area, list),
        Mode::Reason(e) => {
            page::draw(pen, area, s);
            reason(pen, area, e)
        }
        Mode::Conflit(face) => conflit::draw(pen, area, s, *face),
        Mode::Partage => {
            page::draw(pen, area, s);
            conflit::sharing(pen, area, s)
        }
    }
}

/// Under the progress, a rule with the truth about the disk.
fn rule(pen: &mut Pen<'_>, area: Rect, s: &FormScreen) {
    let (saved, style) = match (&s.draft.saved, s.etat) {
        (Saved::Failed(why), _) => {
            let why = why.trim_end_matches('.');
            let aside = if s.draft.aside().is_some() {
                ", saisie mise de côté"
            } else {
                ""
            };
            (format!(" échec{aside}\u{202f}: {why} "), pen.skin.alert())
        }
        (_, Some(e)) if !e.ouverte() => (
            format!(" {}\u{202f}: lecture seule ", e.libelle()),
            pen.skin.done(),
        ),
        (Saved::At(at), Some(EtatRevue::Rouvert)) => {
            (format!(" rouvert · enregistré à {at} "), pen.skin.done())
        }
        (Saved::At(at), _) if s.sujet.formalite().is_some() => {
            (format!(" brouillon enregistré à {at} "), pen.skin.done())
        }
        (Saved::At(at), _) => (format!(" enregistré à {at} "), pen.skin.done()),
        (Saved::NotYet, _) => (" non enregistré ".into(), pen.skin.attention()),
        (Saved::Never, _) => (" aucun brouillon ".into(), pen.skin.quiet()),
    };
    let line = "─".repeat(usize::from(area.width));
    pen.put(area.x, area.y, area.width, &line, pen.skin.quiet());
    if let Some((text, style)) = others(pen, s) {
        let room = area.width.saturating_sub(saved.width() as u16 + 6);
        pen.put(area.x + 1, area.y, room, &text, style);
    }
    pen.put_right(
        area.right().saturating_sub(2),
        area.y,
        area.width.saturating_sub(4),
        &saved,
        style,
    );
}

/// Conflicts to settle, why it is only read, or who else is here.
fn others(pen: &Pen<'_>, s: &FormScreen) -> Option<(String, Style)> {
    let skin = pen.skin;
    if !s.conflits.is_empty() {
        let n = s.conflits.len();
        let plural = if n > 1 { "conflits" } else { "conflit" };
        return Some((format!(" {n} {plural} à régler\u{202f}: F3 "), skin.alert()));
    }
    if let Some(why) = s.reading() {
        return Some((format!(" lecture seule\u{202f}: {why} "), skin.attention()));
    }
    Some((format!(" {} ", s.company()?), skin.attention()))
}

/// Draws an editor; the terminal's cursor is where one types.
pub(in crate::ui) fn editor(pen: &mut Pen<'_>, area: Rect, e: &Editor) -> (u16, u16) {
    if area.is_empty() {
        return (area.x, area.y);
    }
    pen.render(e.area(), area);
    let at = e.area().screen_cursor();
    let (top, left) = e.area().scroll_offset();
    let x = area.x + (at.col as u16).saturating_sub(left);
    let y = area.y + (at.row as u16).saturating_sub(top);
    (x.min(area.right() - 1), y.min(area.bottom() - 1))
}

/// The options of a choice, over the fields. The frame keeps its size while words narrow what is in it.
pub(in crate::ui) fn chooser(pen: &mut Pen<'_>, area: Rect, c: &Chooser) -> (u16, u16) {
    let rows = c.rows();
    let title = chooser_title(c, rows.len());
    let widest = c.options().iter().map(|o| o.width()).max().unwrap_or(0);
    let wanted = (widest + 8).max(title.width() + 4) as u16;
    let (width, height) = if c.records() {
        (CHOOSER_WIDTH, 12.min(area.height))
    } else {
        (wanted.clamp(28, CHOOSER_WIDTH), c.options().len() as u16 + 2)
    };
    let width = width.min(area.width.saturating_sub(4));
    let height = height.clamp(3, area.height.max(3));
    let at = Rect::new(
        area.x + (area.width - width) / 2,
        area.y + (area.height.saturating_sub(height)) / 2,
        width,
        height,
    );
    let inner = pen.boxed(at, &title, true);
    if rows.is_empty() {
        let nothing = if c.records() {
            "Aucune fiche ne correspond."
        } else {
            "Aucune option ne correspond."
        };
        liste::empty(pen, inner, nothing);
        return liste::filter_cursor(at, &title);
    }
    let mut cursor = c.cursor;
    cursor.reveal(rows.len(), usize::from(inner.height));
    let columns = Columns::new(inner.width, &[], &[], 1);
    liste::rows(pen, inner, cursor, rows.len(), true, &columns, |i| {
        let Some(option) = rows.get(i) else {
            return (Cell::plain(""), Vec::new());
        };
        let taken = c.taken.contains(option);
        let mark = match (c.several, taken) {
            (true, true) => "[x] ",
            (true, false) => "[ ] ",
            (false, true) => "• ",
            (false, false) => "  ",
        };
        (Cell::plain(format!("{mark}{}", c.shown(option))), Vec::new())
    })
}

/// What is chosen and among how many; a long list says that typing narrows it.
fn chooser_title(c: &Chooser, shown: usize) -> String {
    let all = c.options().len();
    if c.records() {
        return match c.filter.text.as_str() {
            "" => format!("{} · taper un nom, une commune, un identifiant", c.title),
            text => format!("{} /{text}", c.title),
        };
    }
    let hint = if !c.filter.text.is_empty() {
        format!(" · {shown} sur {all} /{}", c.filter.text)
    } else if c.several {
        format!(" · {all} · Espace coche")
    } else if all > 9 {
        format!(" · {all} · taper restreint")
    } else {
        String::new()
    };
    // The field stands above with its whole name: what to do here is what must be read whole.
    let room = CHOOSER_WIDTH.saturating_sub(4 + hint.width() as u16);
    format!("{}{hint}", cut(&c.title, room))
}

/// Widest list of options.
const CHOOSER_WIDTH: u16 = 76;

/// Why the review is reopened.
fn reason(pen: &mut Pen<'_>, area: Rect, e: &Editor) -> (u16, u16) {
    let height = 3.min(area.height);
    let at = Rect::new(area.x, area.bottom().saturating_sub(height), area.width, height);
    let inner = pen.boxed(at, "Motif de la réouverture", true);
    editor(pen, inner, e)
}
