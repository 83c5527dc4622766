//! Rows of a name, a bar and figures.

use ratatui::{layout::Rect, style::Style};
use unicode_width::UnicodeWidthStr;

use crate::{
    app::cursor::Cursor,
    ui::pen::{Pen, cut},
};

/// How a row is cut: name, bar, figures. The figures give way from the left, then the bar.
#[derive(Clone, Copy, Debug)]
pub struct Zones {
    /// Columns of the name, its marker included.
    pub nom: u16,
    /// Columns of the bar.
    pub barre: u16,
    /// Columns of one figure, the space before it included.
    pub chiffre: u16,
    /// How many figures of a row are shown, the last ones.
    pub chiffres: u16,
}

impl Zones {
    /// Cuts `width` for names of at most `nom` columns and `chiffres` figures of `chiffre` columns.
    pub fn new(width: u16, nom: u16, chiffres: u16, chiffre: u16) -> Self {
        let least = 20;
        let shown = chiffres.min(width.saturating_sub(least) / chiffre.max(1));
        let left = width - shown * chiffre;
        let nom = nom.min(left - left / 3);
        Self {
            nom,
            barre: left - nom,
            chiffre,
            chiffres: shown,
        }
    }
}

/// One row.
#[derive(Default)]
pub struct Rangee {
    /// What it is about.
    pub nom: String,
    /// Style of the name when the row is not selected.
    pub style: Style,
    /// The bar, in parts.
    pub barre: Vec<(String, Style)>,
    /// Figures.
    pub chiffres: Vec<String>,
}

/// Draws the rows in view. Returns where the selected one is.
pub fn rows(
    pen: &mut Pen<'_>,
    area: Rect,
    cursor: Cursor,
    len: usize,
    zones: Zones,
    row: impl Fn(usize) -> Rangee,
) -> (u16, u16) {
    let mut at = (area.x, area.y);
    for line in 0..area.height {
        let i = cursor.offset + usize::from(line);
        if i >= len {
            break;
        }
        let y = area.y + line;
        let mut rangee = row(i);
        if i == cursor.selected {
            at = (area.x, y);
            rangee.style = pen.skin.selected();
            pen.put(area.x, y, 1, "▌", pen.skin.title());
        }
        draw(pen, Rect { y, height: 1, ..area }, zones, &rangee);
    }
    at
}

/// Draws one row.
pub fn draw(pen: &mut Pen<'_>, area: Rect, zones: Zones, row: &Rangee) {
    pen.put(
        area.x + 1,
        area.y,
        zones.nom.saturating_sub(2),
        &row.nom,
        row.style,
    );
    let mut x = area.x + zones.nom;
    let end = x + zones.barre;
    for (text, style) in &row.barre {
        x += pen.put(x, area.y, end.saturating_sub(x), text, *style);
    }
    let skipped = row.chiffres.len().saturating_sub(usize::from(zones.chiffres));
    for (i, figure) in row.chiffres.iter().skip(skipped).enumerate() {
        let right = end + zones.chiffre * (i as u16 + 1);
        pen.put_right(
            right,
            area.y,
            zones.chiffre.saturating_sub(1),
            figure,
            pen.skin.plain(),
        );
    }
}

/// How many of `width` columns each count takes when `most` fills them: one a unit while there is room, then in
/// proportion; a count is at least one column, none takes none.
pub fn parts(counts: &[usize], most: usize, width: u16) -> Vec<usize> {
    let wide = usize::from(width);
    if most <= wide {
        return counts.to_vec();
    }
    let total: usize = counts.iter().sum();
    let some = counts.iter().filter(|n| **n > 0).count();
    let spare = (total * wide).div_ceil(most).clamp(some, wide.max(some)) - some;
    let mut sum = 0;
    let mut shared = 0;
    let part = |n: &usize| {
        sum += n;
        // Edges are rounded, not lengths, so that the whole keeps its length.
        let edge = spare * sum / total.max(1);
        let more = edge - shared;
        shared = edge;
        usize::from(*n > 0) + more
    };
    counts.iter().map(part).collect()
}

/// A text of `n` times the sign.
pub fn signs(sign: char, n: usize) -> String {
    std::iter::repeat_n(sign, n).collect()
}

/// A figure in at most `width` columns: thousands and millions are said by a letter where it is too long.
pub fn court(text: &str, x: Option<f64>, width: u16) -> String {
    let Some(x) = x.filter(|_| text.width() > usize::from(width)) else {
        return cut(text, width).into_owned();
    };
    let (x, unit) = if x.abs() >= 1e6 {
        (x / 1e6, "M")
    } else {
        (x / 1e3, "k")
    };
    let shown = format!("{}\u{a0}{unit}", crate::form::number::show_rounded(x, 1));
    cut(&shown, width).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_bar_stays_in_its_columns_and_shows_every_count(counts in prop::collection::vec(0usize..400, 4), width in 8u16..60) {
            let total: usize = counts.iter().sum();
            let drawn = parts(&counts, total, width);
            prop_assert!(drawn.iter().sum::<usize>() <= usize::from(width));
            for (n, d) in counts.iter().zip(&drawn) {
                prop_assert_eq!(*n == 0, *d == 0, "{:?} {:?}", counts, drawn);
            }
        }

        #[test]
        fn zones_fill_the_width(width in 0u16..250, nom in 1u16..60, n in 0u16..6, w in 1u16..14) {
            let z = Zones::new(width, nom, n, w);
            prop_assert_eq!(z.nom + z.barre + z.chiffres * z.chiffre, width);
        }
    }
}
