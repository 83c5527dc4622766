//! The journal: the timeline by days, and one lot with every field before and after.

mod detail;

use ratatui::layout::Rect;

use super::{liste, pen::Pen};
use crate::{
    app::{
        App,
        journal::{Journal, Rang},
    },
    domain::journal::{LotLigne, Suite},
};

/// Columns of the agent's name.
const AGENT: u16 = 16;

/// Inside width from which the agent has a column.
const AVEC_AGENT: u16 = 56;

/// Draws the screen. Returns the cursor's place.
pub fn draw(pen: &mut Pen<'_>, area: Rect, s: &Journal, _app: &App) -> (u16, u16) {
    if let Some(d) = &s.detail {
        return detail::draw(pen, area, d);
    }
    let title = title(s);
    let inner = pen.boxed(area, &title, true);
    let at = if s.rows.is_empty() {
        liste::empty(pen, inner, &nothing(s));
        (inner.x, inner.y)
    } else {
        rows(pen, inner, s)
    };
    if s.filter.typing {
        return liste::filter_cursor(area, &title);
    }
    at
}

/// `Journal · Plasticampus · 12 lots /mots`; `+` while there is more than was read.
fn title(s: &Journal) -> String {
    let (newer, older) = s.goes_on();
    let more = if newer || older { "+" } else { "" };
    let lots = if s.lots.len() > 1 { "lots" } else { "lot" };
    let about = s
        .sujet
        .as_ref()
        .map_or_else(String::new, |(_, nom)| format!(" · {nom}"));
    let mut title = format!("Journal{about} · {}{more} {lots}", s.lots.len());
    if s.filter.typing || !s.filter.text.is_empty() {
        title.push_str(&format!(" /{}", s.filter.text));
    }
    title
}

/// Why nothing shows.
fn nothing(s: &Journal) -> String {
    match &s.probleme {
        Some(why) => format!("{why}."),
        None if s.goes_on().1 => {
            "Rien encore dans la partie lue du journal. ↓ continue la recherche, Échap efface le filtre."
                .to_owned()
        }
        None if s.champ.is_some() && s.filter.text.is_empty() => {
            "Ce champ n'a jamais changé depuis l'entrée au registre. Échap revient.".to_owned()
        }
        None => "Aucun lot ne répond à ces mots. Échap efface le filtre.".to_owned(),
    }
}

/// The rows in view.
fn rows(pen: &mut Pen<'_>, area: Rect, s: &Journal) -> (u16, u16) {
    let mut at = (area.x, area.y);
    for line in 0..area.height {
        let i = s.cursor.offset + usize::from(line);
        let y = area.y + line;
        match s.rows.get(i) {
            None => {
                if i == s.rows.len() && s.goes_on().1 {
                    pen.put(
                        area.x + 1,
                        y,
                        area.width - 1,
                        "… plus ancien\u{202f}: ↓",
                        pen.skin.quiet(),
                    );
                }
                break;
            }
            Some(Rang::Jour(day)) => {
                pen.put(
                    area.x + 1,
                    y,
                    area.width.saturating_sub(1),
                    day,
                    pen.skin.heading(),
                );
            }
            Some(Rang::Lot(lot)) => {
                let selected = i == s.cursor.selected;
                if selected {
                    at = (area.x, y);
                    pen.put(area.x, y, 1, "▌", pen.skin.title());
                }
                if let Some(lot) = s.lots.get(*lot) {
                    row(pen, Rect::new(area.x, y, area.width, 1), lot, selected);
                }
            }
        }
    }
    at
}

/// One lot: time, what, agent.
fn row(pen: &mut Pen<'_>, area: Rect, lot: &LotLigne, selected: bool) {
    pen.put(area.x + 1, area.y, 6, &lot.heure, pen.skin.quiet());
    let agent = if area.width >= AVEC_AGENT { AGENT } else { 0 };
    let x = area.x + 7;
    let room = area.right().saturating_sub(x + agent + u16::from(agent > 0));
    let style = match (selected, lot.suite) {
        (true, _) => pen.skin.selected(),
        (false, Suite::Annule(_)) => pen.skin.quiet(),
        (false, _) => pen.skin.plain(),
    };
    let mark = match lot.suite {
        Suite::EnVigueur => "",
        Suite::Annule(_) => "[annulé] ",
        Suite::Retabli(_) => "[rétabli] ",
    };
    let why = lot.motif.as_ref().map_or_else(String::new, |m| format!(" — {m}"));
    pen.put(x, area.y, room, &format!("{mark}{}{why}", lot.quoi()), style);
    if agent > 0 {
        pen.put(area.right() - agent, area.y, agent, &lot.agent, pen.skin.label());
    }
}
