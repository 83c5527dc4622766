//! The outline of France in braille, with the campuses at their true places.

use ratatui::{
    layout::Rect,
    style::{Color, Style},
    symbols::Marker,
    widgets::canvas::{Canvas, Line},
};

use super::carte::style;
use crate::{
    domain::tableau::{Carte, EtatCampus, PointCampus, decoupage::contours, stats::entier},
    ui::pen::Pen,
};

/// Longitudes and latitudes shown, in degrees: mainland and Corsica.
const X: [f64; 2] = [-4.9, 9.7];
const Y: [f64; 2] = [41.2, 51.2];
/// The sea of that window west of Aquitaine and south of Vendée: its share of the width, and where it begins, in percent.
const BISCAYE: (u16, u16) = (27, 52);
/// Width over height of that window on the ground: a degree of longitude at 46° N is 0.695 of one of latitude.
const ASPECT: f64 = (X[1] - X[0]) * 0.695 / (Y[1] - Y[0]);

/// Draws the outline as large as `area` allows, then the campuses; those of `tuile` stand out.
pub fn draw(pen: &mut Pen<'_>, area: Rect, c: &Carte, tuile: usize) {
    let area = fit(area);
    if area.width < 12 || area.height < 6 {
        return;
    }
    let color = pen.skin.quiet().fg.unwrap_or(Color::Reset);
    let canvas = Canvas::default()
        .marker(Marker::Braille)
        .x_bounds(X)
        .y_bounds(Y)
        .paint(|ctx| {
            for contour in contours() {
                for pair in contour.points.windows(2) {
                    if let [(x1, y1), (x2, y2)] = *pair {
                        ctx.draw(&Line::new(x1, y1, x2, y2, color));
                    }
                }
            }
        });
    pen.render(canvas, area);
    let placed = c
        .campus
        .iter()
        .filter_map(|p| Some((cell(area, p.position?)?, p)));
    let mut places: Vec<((u16, u16), &PointCampus)> = placed.collect();
    places.sort_unstable_by_key(|(at, _)| *at);
    for here in places.chunk_by(|(a, _), (b, _)| a == b) {
        point(pen, here, tuile);
    }
    signs(pen, area);
}

/// What the signs mean, in the bay of Biscay.
fn signs(pen: &mut Pen<'_>, area: Rect) {
    let below = area.height * BISCAYE.1 / 100;
    let bay = Rect {
        y: area.y + below,
        width: area.width * BISCAYE.0 / 100,
        height: area.height - below,
        ..area
    };
    let short = |e: EtatCampus| e.libelle().trim_start_matches("label ");
    let each = EtatCampus::ALL.map(|e| (format!("{} {}", e.signe(), short(e)), style(*pen.skin, e)));
    let many = ("2 plusieurs".to_owned(), Style::new());
    for (y, (text, style)) in (bay.y..bay.bottom()).zip(each.into_iter().chain([many])) {
        pen.put(bay.x, y, bay.width, &text, style);
    }
}

/// The sign of one campus, or how many there are at one place, in the style of the most pressing.
fn point(pen: &mut Pen<'_>, here: &[((u16, u16), &PointCampus)], tuile: usize) {
    let (Some(((x, y), _)), Some(worst)) = (here.first(), here.iter().map(|(_, p)| p.etat).min()) else {
        return;
    };
    let text = match here.len() {
        1 => worst.signe().to_string(),
        n @ 2..=9 => n.to_string(),
        _ => "#".to_owned(),
    };
    let chosen = here.iter().any(|(_, p)| p.tuiles.contains(&tuile));
    let style = if chosen { pen.skin.selected() } else { Style::new() };
    pen.put(*x, *y, 1, &text, style.patch(self::style(*pen.skin, worst)));
}

/// The largest part of `area` with the proportions of France: a cell is twice as high as wide.
fn fit(area: Rect) -> Rect {
    let by_height = f64::from(area.height) * 2.0 * ASPECT;
    let width = entier(by_height, usize::from(area.width)) as u16;
    let height = entier((f64::from(width) / 2.0 / ASPECT).ceil(), usize::from(area.height)) as u16;
    Rect {
        x: area.x + (area.width - width) / 2,
        width,
        height,
        ..area
    }
}

/// The cell of a place; None outside the window (overseas).
fn cell(area: Rect, (x, y): (f64, f64)) -> Option<(u16, u16)> {
    let across = (x - X[0]) / (X[1] - X[0]);
    let down = (Y[1] - y) / (Y[1] - Y[0]);
    let inside = |part: f64| (0.0..1.0).contains(&part);
    (inside(across) && inside(down)).then(|| {
        let dx = entier(across * f64::from(area.width), usize::from(area.width) - 1) as u16;
        let dy = entier(down * f64::from(area.height), usize::from(area.height) - 1) as u16;
        (area.x + dx, area.y + dy)
    })
}
