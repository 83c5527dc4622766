//! The map of tiles: framed where there is room, one line a tile in small windows, a list in tiny ones.

use ratatui::{layout::Rect, style::Style, symbols::merge::MergeStrategy, widgets::Block};
use unicode_width::UnicodeWidthStr;

use super::contour;
use crate::{
    app::cursor::Cursor,
    domain::tableau::{Carte, EtatCampus, PointCampus, Tuile},
    ui::{
        liste::{self, Cell, Columns},
        pen::{Pen, wrap},
        skin::Skin,
    },
};

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
        let mut texts = detail(*pen.skin, c, selected, area.width);
        texts.extend(sentence(c, area.width));
        texts.extend(legend(*pen.skin, c));
        lines(pen, below, &texts);
        at
    } else {
        list(pen, area, c, selected)
    }
}

/// Where tiles go.
struct Grid {
    area: Rect,
    /// Columns of the mainland; overseas stands after a gap.
    columns: u16,
    rows: u16,
    pitch: (u16, u16),
}

impl Grid {
    fn new(c: &Carte, area: Rect) -> Self {
        let mainland = c.tuiles.iter().filter(|t| !t.outre_mer);
        let columns = mainland.map(|t| t.place.0 + 1).max().unwrap_or(0);
        let rows = c.tuiles.iter().map(|t| t.place.1 + 1).max().unwrap_or(0);
        let mut grid = Self {
            area,
            columns,
            rows,
            pitch: PITCH,
        };
        if grid.width() > area.width || grid.height() > area.height {
            grid.pitch = (area.width.saturating_sub(1) / (columns + 1).max(1), 1);
        }
        grid
    }

    fn framed(&self) -> bool {
        self.pitch == PITCH
    }

    fn width(&self) -> u16 {
        (self.columns + 1) * self.pitch.0 + 3
    }

    fn height(&self) -> u16 {
        self.rows * self.pitch.1 + 1
    }

    /// Left edge of a column of tiles.
    fn left(&self, t: &Tuile) -> u16 {
        let gap = if self.framed() { 2 } else { 1 };
        if t.outre_mer {
            self.columns * self.pitch.0 + gap
        } else {
            t.place.0 * self.pitch.0
        }
    }

    /// The rectangle of a tile, its frame included.
    fn of(&self, t: &Tuile) -> Rect {
        let frame = u16::from(self.framed());
        Rect {
            x: self.area.x + self.left(t),
            y: self.area.y + t.place.1 * self.pitch.1,
            width: self.pitch.0 + frame,
            height: self.pitch.1 + frame,
        }
    }

    /// Free columns left of the first tile of a row.
    fn sea(&self, c: &Carte, row: u16) -> u16 {
        let first = c
            .tuiles
            .iter()
            .filter(|t| t.place.1 == row)
            .map(|t| self.left(t))
            .min();
        first.unwrap_or(0)
    }
}

/// `3 !1`: how many campuses, how many late; `x` when every label has ended, `–` without a campus.
fn figure(c: &Carte, i: usize) -> String {
    let n = c.compte(i);
    match (n.campus, n.retard) {
        (0, _) => "–".to_owned(),
        (all, 0) if all == n.echus => format!("{all} x"),
        (all, 0) => all.to_string(),
        (all, late) => format!("{all} !{late}"),
    }
}

/// The same where there is hardly room: `3!`, `2x`.
fn short(c: &Carte, i: usize) -> String {
    let n = c.compte(i);
    let sign = match (n.campus, n.retard) {
        (0, _) => return "–".to_owned(),
        (all, 0) if all == n.echus => "x",
        (_, 0) => "",
        _ => "!",
    };
    format!("{}{sign}", n.campus)
}

fn figure_style(skin: Skin, c: &Carte, i: usize) -> Style {
    let n = c.compte(i);
    if n.retard > 0 {
        skin.alert()
    } else if n.campus == 0 || n.campus == n.echus {
        skin.quiet()
    } else {
        skin.heading()
    }
}

fn tiles(pen: &mut Pen<'_>, grid: &Grid, c: &Carte, selected: usize) -> (u16, u16) {
    let mut at = (grid.area.x, grid.area.y);
    for (i, t) in c.tuiles.iter().enumerate() {
        let area = grid.of(t);
        let here = i == selected;
        if here {
            at = (
                area.x + u16::from(grid.framed()),
                area.y + u16::from(grid.framed()),
            );
        }
        let mut mark = figure_style(*pen.skin, c, i);
        let mut name = if c.compte(i).campus == 0 {
            pen.skin.quiet()
        } else {
            pen.skin.plain()
        };
        if here {
            name = pen.skin.selected();
            mark = mark.patch(pen.skin.selected());
        }
        if grid.framed() {
            let block = Block::bordered()
                .border_style(pen.skin.quiet())
                .merge_borders(MergeStrategy::Exact);
            pen.render(block, area);
            let wide = grid.pitch.0 - 1;
            pen.put(area.x + 1, area.y + 1, wide, &filled(&t.court, wide), name);
            pen.put(
                area.x + 1,
                area.y + 2,
                wide,
                &filled(&format!(" {}", figure(c, i)), wide),
                mark,
            );
        } else {
            let wide = area.width - 1;
            let text = short(c, i);
            let room = usize::from(wide).saturating_sub(text.width() + 1);
            let name_shown: String = t.court.chars().take(room).collect();
            let used = pen.put(area.x, area.y, wide, &format!("{name_shown} "), name);
            pen.put(area.x + used, area.y, wide.saturating_sub(used), &text, mark);
        }
    }
    at
}

/// The text with blanks up to `width`: a selected tile is one rectangle.
fn filled(text: &str, width: u16) -> String {
    let blank = usize::from(width).saturating_sub(text.width());
    format!("{text}{}", " ".repeat(blank))
}

type Line = (String, Style);

/// What the signs mean; only those that the map shows.
fn legend(skin: Skin, c: &Carte) -> Vec<Line> {
    let any = |f: fn(&crate::domain::tableau::carte::Compte) -> bool| c.comptes.iter().any(f);
    let mut out = vec![(c.decoupage.libelle().to_owned(), skin.label())];
    if any(|n| n.retard > 0) {
        out.push(("!1 : 1 campus en retard".to_owned(), skin.plain()));
    }
    if any(|n| n.campus > 0 && n.campus == n.echus) {
        out.push(("x : labels échus".to_owned(), skin.plain()));
    }
    if any(|n| n.campus == 0) {
        out.push(("– : aucun campus".to_owned(), skin.plain()));
    }
    out
}

/// The selected région and its campuses, each with its sign and what presses.
fn detail(skin: Skin, c: &Carte, selected: usize, width: u16) -> Vec<Line> {
    let Some(tile) = c.tuiles.get(selected) else {
        return Vec::new();
    };
    let n = c.compte(selected).campus;
    let heading = match n {
        0 => format!("{} · aucun campus", tile.nom),
        n => format!("{} · {n} campus", tile.nom),
    };
    let mut out = vec![(heading, skin.heading())];
    let named = |p: &PointCampus| {
        let end = format!(" · {}", p.situation);
        let room = width.saturating_sub(2 + end.width() as u16).max(8);
        let name = crate::ui::pen::cut(&p.nom, room).into_owned();
        (format!("{} {name}{end}", p.etat.signe()), style(skin, p.etat))
    };
    out.extend(c.de(selected).map(named));
    out
}

fn sentence(c: &Carte, width: u16) -> Vec<Line> {
    wrapped(&c.phrase(), width)
}

fn wrapped(text: &str, width: u16) -> Vec<Line> {
    let lines = wrap(text, width);
    lines.into_iter().map(|l| (l, Style::new())).collect()
}

/// Writes lines; the last one that shows says how many do not.
fn lines(pen: &mut Pen<'_>, area: Rect, all: &[Line]) {
    for (i, (text, style)) in all.iter().take(usize::from(area.height)).enumerate() {
        let y = area.y + i as u16;
        let hidden = all.len() - i - 1;
        if y + 1 == area.bottom() && hidden > 0 && all.len() > usize::from(area.height) {
            pen.put(area.x, y, area.width, &format!("{text} …"), *style);
        } else {
            pen.put(area.x, y, area.width, text, *style);
        }
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
        let mut texts = detail(*pen.skin, c, selected, below.width);
        texts.push((String::new(), Style::new()));
        texts.extend(sentence(c, below.width));
        texts.push((String::new(), Style::new()));
        texts.extend(legend(*pen.skin, c));
        texts.push((signs(), Style::new()));
        lines(pen, below, &texts);
    } else if right.width >= PANEL {
        let mut texts = legend(*pen.skin, c);
        texts.push((String::new(), Style::new()));
        texts.extend(detail(*pen.skin, c, selected, right.width));
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
    lines(pen, low, &detail(*pen.skin, c, selected, low.width));
    let first = c.tuiles.iter().filter(|t| t.place.1 == 0 && !t.outre_mer);
    let taken = first.map(|t| grid.left(t) + grid.pitch.0 + 2).max().unwrap_or(0);
    let right = Rect {
        x: grid.area.x + taken,
        width: (grid.columns * grid.pitch.0).saturating_sub(taken),
        ..part(0, 0)
    };
    lines(pen, right, &wrapped(&c.manque(), right.width));
}

/// `! en retard  + à faire …`.
fn signs() -> String {
    let all = EtatCampus::ALL.map(|e| format!("{} {}", e.signe(), e.libelle()));
    format!("{}  2 : plusieurs au même endroit", all.join("  "))
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
