//! What is said beside the map.

use ratatui::{layout::Rect, style::Style};
use unicode_width::UnicodeWidthStr;

use super::style;
use crate::{
    domain::tableau::{Carte, PointCampus, carte::Compte},
    ui::{
        pen::{Pen, cut, wrap},
        skin::Skin,
    },
};

/// A line and its style.
pub(super) type Line = (String, Style);

/// What the signs mean; only those that the map shows.
pub(super) fn legend(skin: Skin, c: &Carte) -> Vec<Line> {
    let any = |f: fn(&Compte) -> bool| c.comptes.iter().any(f);
    let mut out = vec![(c.decoupage.libelle().to_owned(), skin.label())];
    if any(|n| n.retard > 0) {
        out.push(("!1\u{202f}: 1 campus en retard".to_owned(), skin.plain()));
    }
    if any(|n| n.campus > 0 && n.campus == n.echus) {
        out.push(("x\u{202f}: labels échus".to_owned(), skin.plain()));
    }
    if any(|n| n.campus == 0) {
        out.push(("– : aucun campus".to_owned(), skin.plain()));
    }
    out
}

/// The selected région and its campuses, each with its sign and what presses: as many as `area` may show, and one
/// more when there are more.
pub(super) fn detail(skin: Skin, c: &Carte, selected: usize, area: Rect) -> Vec<Line> {
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
        let room = area.width.saturating_sub(2 + end.width() as u16).max(8);
        let name = cut(&p.nom, room).into_owned();
        (format!("{} {name}{end}", p.etat.signe()), style(skin, p.etat))
    };
    let most = usize::from(area.height);
    out.extend(c.de(selected).take(most).map(named));
    out
}

/// How far the objective is reached.
pub(super) fn sentence(c: &Carte, width: u16) -> Vec<Line> {
    wrapped(&c.phrase(), width)
}

/// A text in lines of at most `width` columns.
pub(super) fn wrapped(text: &str, width: u16) -> Vec<Line> {
    let lines = wrap(text, width);
    lines.into_iter().map(|l| (l, Style::new())).collect()
}

/// Writes lines; the last one that shows says how many do not.
pub(super) fn lines(pen: &mut Pen<'_>, area: Rect, all: &[Line]) {
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
