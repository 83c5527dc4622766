//! The commission: séances, calls, acts.

use ratatui::layout::Rect;

use super::{
    liste::{self, Cell, Columns},
    pen::{Pen, wrap},
};
use crate::app::{
    App,
    commission::{Commission, Page, Rang, Rangs, Vue, cadre::Cadre},
    filter::Filter,
};

mod annexe;
mod appel;
mod listes;
mod membres;
mod propositions;
mod seance;

/// Draws the screen. Returns the cursor's place.
pub fn draw(pen: &mut Pen<'_>, _area: Rect, s: &Commission, app: &App) -> (u16, u16) {
    match &s.page {
        Some(Page::Seance(page)) => seance::draw(pen, page, app.size),
        Some(Page::Appel(page)) => appel::draw(pen, page, app),
        Some(Page::Annexe(page)) => annexe::draw(pen, page, app.size),
        None => listes::draw(pen, s, app),
    }
}

/// A page's title with its count, and the words of its filter.
fn titre(name: &str, filter: &Filter) -> String {
    if filter.typing || !filter.text.is_empty() {
        format!("{name} /{}", filter.text)
    } else {
        name.to_owned()
    }
}

/// Draws the rows of a list, or the sentence that says what to do when there are none. Returns the cursor's
/// place: the selected row, or the filter in the frame's title while it is being typed.
fn rangs<T: Rang>(
    pen: &mut Pen<'_>,
    cadre: &Cadre,
    rangs: &Rangs<T>,
    (title, empty): (&str, &str),
    columns: &Columns,
    row: impl Fn(usize, &T) -> (Cell, Vec<Cell>),
) -> (u16, u16) {
    let mut at = (cadre.liste.x, cadre.liste.y);
    if rangs.is_empty() {
        liste::empty(pen, cadre.liste, empty);
    } else {
        let len = rangs.len();
        at = liste::rows(pen, cadre.liste, rangs.cursor, len, true, columns, |i| {
            rangs
                .get(i)
                .map_or_else(|| (Cell::plain(""), Vec::new()), |r| row(i, r))
        });
    }
    if rangs.filter.typing {
        liste::filter_cursor(cadre.boite, title)
    } else {
        at
    }
}

/// Draws paragraphs in a rectangle, wrapped, as many lines as it has. The first one is a
/// heading, cut rather than wrapped.
fn paragraphes(pen: &mut Pen<'_>, area: Rect, texts: &[String]) {
    let width = area.width.saturating_sub(2);
    let mut lines = Vec::new();
    for (i, text) in texts.iter().enumerate() {
        if i == 0 {
            lines.push((text.clone(), pen.skin.heading()));
        } else {
            lines.extend(wrap(text, width).into_iter().map(|line| (line, pen.skin.plain())));
        }
    }
    let (height, total) = (usize::from(area.height), lines.len());
    // What does not fit says that it goes on.
    if let Some((last, _)) = lines.get_mut(height.saturating_sub(1))
        && total > height
    {
        last.push('…');
    }
    for (y, (line, style)) in (area.y..area.bottom()).zip(&lines) {
        pen.put(area.x + 1, y, width + 1, line, *style);
    }
}

/// Draws the facts about the record above a line.
fn tete(pen: &mut Pen<'_>, area: Rect, texts: &[String]) {
    let rule = u16::from(area.height > 1);
    let above = Rect {
        height: area.height - rule,
        ..area
    };
    paragraphes(pen, above, texts);
    if rule > 0 {
        pen.filet(area, area.bottom() - 1);
    }
}

/// Draws the facts about the selected row under a line.
fn detail(pen: &mut Pen<'_>, area: Rect, texts: &[String]) {
    if area.is_empty() {
        return;
    }
    pen.filet(area, area.y);
    let below = Rect::new(area.x, area.y + 1, area.width, area.height - 1);
    paragraphes(pen, below, texts);
}

/// The three lists as the frame's title: the one that shows in brackets.
fn onglets(pen: &mut Pen<'_>, area: Rect, s: &Commission) -> String {
    let mut x = area.x + 2;
    let mut before_cursor = String::new();
    for vue in Vue::ALL {
        let (all, filter) = match vue {
            Vue::Seances => (s.seances.all().len(), &s.seances.filter),
            Vue::Appels => (s.appels.all().len(), &s.appels.filter),
            // The first row is no act.
            Vue::Actes => (s.actes.all().len().saturating_sub(1), &s.actes.filter),
        };
        let name = titre(&format!("{} · {all}", vue.titre()), filter);
        let (text, style) = if vue == s.vue {
            (format!("[{name}]"), pen.skin.title())
        } else {
            (format!(" {name} "), pen.skin.quiet())
        };
        let room = area.right().saturating_sub(x + 1);
        x += pen.put(x, area.y, room, &text, style);
        if vue == s.vue {
            // The filter's cursor stands before the closing bracket.
            before_cursor = " ".repeat(usize::from(x.saturating_sub(area.x + 3)));
        }
    }
    before_cursor
}

/// `3 points`, `1 point`, `aucun point`.
fn compte(n: usize, un: &str, plusieurs: &str, aucun: &str) -> String {
    match n {
        0 => aucun.to_owned(),
        1 => format!("1 {un}"),
        n => format!("{n} {plusieurs}"),
    }
}
