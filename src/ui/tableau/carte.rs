//! The map of tiles: framed where there is room, one line a tile in small windows, a list in tiny ones.

mod textes;
mod tuiles;

use ratatui::{layout::Rect, style::Style};

use super::contour;
use crate::{
    app::cursor::Cursor,
    domain::tableau::{Carte, EtatCampus},
    ui::{
        liste::{self, Cell, Columns},
        pen::Pen,
        skin::Skin,
    },
};
use textes::{detail, legend, lines, sentence, wrapped};
use tuiles::{Grid, figure, figure_style, tiles};

/// Columns and rows from one framed tile to the next; frames are shared.
const PITCH: (u16, u16) = (9, 3);
/// Least columns of a tile without a frame.
const NARROWEST: u16 = 6;
/// Least columns of a panel of text, and of the outline.
const PANEL: u16 = 25;
const OUTLINE: u16 = 36;
/// Least rows of a window with the outline.
const TALL: u16 = 28;

/// How the state of a campus looks; its sign says it too.
pub fn style(skin: Skin, etat: EtatCampus) -> Style {
    match etat {
        EtatCampus::Retard => skin.alert(),
        EtatCampus::AFaire => skin.attention(),
        EtatCampus::AJour => skin.done(),
        EtatCampus::Echu | EtatCampus::AVenir => skin.quiet(),
    }
}

/// Draws the map and what is said beside it. Returns the selected tile's place.
pub fn draw(pen: &mut Pen<'_>, area: Rect, c: &Carte, selected: usize) -> (u16, u16) {
    let grid = Grid::new(c, area);
    if grid.framed() {
        let at = tiles(pen, &grid, c, selected);
        beside(pen, area, &grid, c, selected);
        at
    } else if grid.pitch.0 >= NARROWEST && area.height > grid.rows + 1 {
        let at = tiles(pen, &grid, c, selected);
        let below = Rect {
            y: area.y + grid.rows,
            height: area.height - grid.rows,
            ..area
        };
        let mut texts = detail(*pen.skin, c, selected, below);
        texts.extend(sentence(c, area.width));
        texts.extend(legend(*pen.skin, c));
        lines(pen, below, &texts);
        at
    } else {
        list(pen, area, c, selected)
    }
}

/// What is said beside a framed map: under it and with the outline on wide screens, in a panel at its right, or in
/// the sea around it.
fn beside(pen: &mut Pen<'_>, area: Rect, grid: &Grid, c: &Carte, selected: usize) {
    let right = Rect {
        x: area.x + grid.width() + 1,
        width: area.width.saturating_sub(grid.width() + 1),
        ..area
    };
    let below = Rect {
        y: area.y + grid.height(),
        height: area.height.saturating_sub(grid.height()),
        ..area
    };
    if right.width >= OUTLINE && area.height >= TALL {
        contour::draw(pen, right, c, selected);
        let below = Rect {
            width: grid.width(),
            ..below
        };
        let mut texts = detail(*pen.skin, c, selected, below);
        texts.push((String::new(), Style::new()));
        texts.extend(sentence(c, below.width));
        texts.push((String::new(), Style::new()));
        texts.extend(legend(*pen.skin, c));
        lines(pen, below, &texts);
    } else if right.width >= PANEL {
        let mut texts = legend(*pen.skin, c);
        texts.push((String::new(), Style::new()));
        texts.extend(detail(*pen.skin, c, selected, right));
        texts.push((String::new(), Style::new()));
        texts.extend(sentence(c, right.width));
        lines(pen, right, &texts);
    } else {
        sea(pen, grid, c, selected);
        lines(pen, below, &wrapped(&c.couverture(), area.width));
    }
}

/// Legend and what is missing in the sea of the first row, the selected région in that of the last.
fn sea(pen: &mut Pen<'_>, grid: &Grid, c: &Carte, selected: usize) {
    let part = |row: u16, below: u16| Rect {
        x: grid.area.x,
        y: grid.area.y + row * grid.pitch.1 + below,
        width: grid.sea(c, row).saturating_sub(1),
        height: PITCH.1,
    };
    lines(pen, part(0, 0), &legend(*pen.skin, c));
    let low = part(grid.rows - 1, 1);
    lines(pen, low, &detail(*pen.skin, c, selected, low));
    let first = c.tuiles.iter().filter(|t| t.place.1 == 0 && !t.outre_mer);
    let taken = first.map(|t| grid.left(t) + grid.pitch.0 + 2).max().unwrap_or(0);
    let right = Rect {
        x: grid.area.x + taken,
        width: (grid.columns * grid.pitch.0).saturating_sub(taken),
        ..part(0, 0)
    };
    lines(pen, right, &wrapped(&c.manque(), right.width));
}

/// Régions as a list, where no map fits.
fn list(pen: &mut Pen<'_>, area: Rect, c: &Carte, selected: usize) -> (u16, u16) {
    let mut cursor = Cursor { selected, offset: 0 };
    cursor.reveal(c.tuiles.len(), usize::from(area.height));
    let columns = Columns::new(area.width, &[8], &[0], 8);
    let skin = *pen.skin;
    liste::rows(pen, area, cursor, c.tuiles.len(), true, &columns, |i| {
        let name = c.tuiles.get(i).map_or("", |t| &t.nom);
        let mark = Cell {
            text: figure(c, i),
            style: figure_style(skin, c, i),
        };
        (Cell::plain(name), vec![mark])
    })
}
