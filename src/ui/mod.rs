//! Draws `&App`. Changes nothing; must not name the store.

pub mod skin;

mod browser;
mod commission;
mod compare;
mod corbeille;
mod dommage;
mod echeancier;
mod exporter;
mod fiche;
mod form;
mod fusion;
mod groupe;
mod journal;
mod liste;
mod palette;
mod pen;
mod reglage;
mod revues;
mod secours;
mod status;
mod tableau;
mod vues;

use ratatui::{Frame, layout::Rect};

use crate::app::{App, geometry, screen::Screen};
use pen::Pen;
use skin::Skin;

/// Draws the whole screen and puts the terminal's cursor on the focused row or field.
pub fn draw(frame: &mut Frame<'_>, app: &App, skin: &Skin) {
    let area = frame.area();
    let mut pen = Pen::new(frame.buffer_mut(), skin);
    let cursor = if area.width < geometry::SMALLEST.0 || area.height < geometry::SMALLEST.1 {
        let (w, h) = geometry::SMALLEST;
        pen.put(
            area.x,
            area.y,
            area.width,
            &format!("Fenêtre trop petite ({w}×{h})"),
            skin.plain(),
        );
        (area.x, area.y)
    } else {
        let [title, body, bottom] = geometry::frame(area);
        status::title(&mut pen, title, app);
        let under = status::bottom(&mut pen, bottom, app);
        let cursor = body_of(&mut pen, body, app);
        status::long_message(&mut pen, area, app);
        under.unwrap_or(cursor)
    };
    if area.width > 0 && area.height > 0 {
        frame.set_cursor_position((cursor.0.min(area.right() - 1), cursor.1.min(area.bottom() - 1)));
    }
}

/// Draws the layers that show: a fiche and the palette leave what is below in view.
fn body_of(pen: &mut Pen<'_>, body: Rect, app: &App) -> (u16, u16) {
    let covers = |s: &Screen| {
        !matches!(
            s,
            Screen::Fiche(_) | Screen::Palette(_) | Screen::Exporter(_) | Screen::Reglage(_)
        )
    };
    let first = app.screens.iter().rposition(covers).unwrap_or(0);
    let mut cursor = (body.x, body.y);
    for (i, screen) in app.screens.iter().enumerate().skip(first) {
        let top = i + 1 == app.screens.len();
        cursor = match screen {
            Screen::Browser(s) => browser::draw(pen, s, app, top),
            Screen::Fiche(s) => fiche::draw(pen, s, app),
            Screen::Echeancier(s) => echeancier::draw(pen, body, s, app),
            Screen::Revues(s) => revues::draw(pen, body, s, app),
            Screen::Compare(s) => compare::draw(pen, body, s),
            Screen::Tableau(s) => tableau::draw(pen, body, s, app),
            Screen::Commission(s) => commission::draw(pen, body, s, app),
            Screen::Exporter(s) => exporter::draw(pen, body, s),
            Screen::Groupe(s) => groupe::draw(pen, body, s),
            Screen::Reglage(s) => reglage::draw(pen, body, s),
            Screen::Vues(s) => vues::draw(pen, body, s),
            Screen::Corbeille(s) => corbeille::draw(pen, body, s),
            Screen::Fusion(s) => fusion::draw(pen, body, s),
            Screen::Doublons(s) => fusion::doublons(pen, body, s),
            Screen::Secours(s) => secours::draw(pen, body, s),
            Screen::Journal(s) => journal::draw(pen, body, s, app),
            Screen::Form(s) => form::draw(pen, body, s),
            Screen::Dommage(s) => dommage::draw(pen, body, s),
            Screen::Palette(s) => palette::draw(pen, body, s),
        };
    }
    cursor
}
