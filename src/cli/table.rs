//! Aligned columns. In a terminal, columns give way before the name does; into a pipe nothing is cut.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use crate::domain::texte::une_ligne;

const GAP: usize = 2;

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    title: &'static str,
    /// Who stays when room is short: 0, the name, never leaves; the highest leaves first.
    rank: u8,
    /// Columns it can be cut down to; None: never cut.
    min: Option<usize>,
    /// Figures are set to the right.
    right: bool,
    /// Leaves before the name is cut; the others only after.
    extra: bool,
}

impl Column {
    /// What the rows are about: stays whole as long as an extra column can leave, and is never cut
    /// below `min`.
    #[must_use]
    pub const fn name(title: &'static str, min: usize) -> Self {
        Self {
            min: Some(min),
            ..Self::needed(title, 0)
        }
    }

    /// A column that leaves only when the name is cut to its least.
    #[must_use]
    pub const fn needed(title: &'static str, rank: u8) -> Self {
        Self {
            title,
            rank,
            min: None,
            right: false,
            extra: false,
        }
    }

    /// A column that leaves before the name is cut.
    #[must_use]
    pub const fn extra(title: &'static str, rank: u8) -> Self {
        Self {
            extra: true,
            ..Self::needed(title, rank)
        }
    }

    /// The same, cut down to `min` before it leaves.
    #[must_use]
    pub const fn cut(self, min: usize) -> Self {
        Self {
            min: Some(min),
            ..self
        }
    }

    /// The same, for figures.
    #[must_use]
    pub const fn figures(self) -> Self {
        Self { right: true, ..self }
    }
}

/// Rows under headings, as text. `width`: columns of the terminal, None when nothing is to be cut.
/// No row: no text at all.
#[must_use]
pub fn render(columns: &[Column], rows: &[Vec<String>], width: Option<usize>) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let titles = columns.iter().map(|c| c.title.to_owned()).collect();
    let rows: Vec<Vec<String>> = std::iter::once(titles)
        .chain(
            rows.iter()
                .map(|row| row.iter().map(|cell| une_ligne(cell)).collect()),
        )
        .collect();
    let natural: Vec<usize> = (0..columns.len())
        .map(|i| rows.iter().map(|r| cell(r, i).width()).max().unwrap_or(0))
        .collect();
    let widths = share(columns, &natural, width);
    rows.iter().map(|row| line(columns, row, &widths)).collect()
}

fn cell(row: &[String], i: usize) -> &str {
    row.get(i).map_or("", String::as_str)
}

/// The width of each column that stays, None for those that leave.
fn share(columns: &[Column], natural: &[usize], width: Option<usize>) -> Vec<Option<usize>> {
    let Some(width) = width else {
        return natural.iter().copied().map(Some).collect();
    };
    let least = |i: usize| columns[i].min.map_or(natural[i], |min| min.min(natural[i]));
    let wanted = |i: usize| {
        if columns[i].rank == 0 {
            natural[i]
        } else {
            least(i)
        }
    };
    let too_wide = |kept: &[usize], of: &dyn Fn(usize) -> usize| {
        kept.iter().map(|&i| of(i) + GAP).sum::<usize>() > width + GAP
    };
    let mut kept: Vec<usize> = (0..columns.len()).collect();
    kept.sort_by_key(|&i| (columns[i].extra, columns[i].rank));
    while too_wide(&kept, &wanted) && kept.pop_if(|i| columns[*i].extra).is_some() {}
    while too_wide(&kept, &least) && kept.len() > 1 {
        kept.pop();
    }
    let mut left = (width + GAP).saturating_sub(kept.iter().map(|&i| least(i) + GAP).sum());
    let mut widths = vec![None; columns.len()];
    for i in kept {
        let more = left.min(natural[i] - least(i));
        left -= more;
        widths[i] = Some((least(i) + more).min(width));
    }
    widths
}

fn line(columns: &[Column], row: &[String], widths: &[Option<usize>]) -> String {
    let cells: Vec<String> = columns
        .iter()
        .enumerate()
        .filter_map(|(i, column)| {
            let width = widths.get(i).copied().flatten()?;
            let text = fit(cell(row, i), width);
            let pad = " ".repeat(width.saturating_sub(text.width()));
            Some(if column.right { pad + &text } else { text + &pad })
        })
        .collect();
    cells.join(&" ".repeat(GAP)).trim_end().to_owned() + "\n"
}

/// `text` in at most `width` columns, cut between characters with « … ».
#[must_use]
pub fn fit(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    for grapheme in text.graphemes(true) {
        if out.width() + grapheme.width() >= width {
            break;
        }
        out.push_str(grapheme);
    }
    out + if width > 0 { "…" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const COLUMNS: [Column; 4] = [
        Column::extra("Id", 2).figures(),
        Column::name("Nom", 8),
        Column::extra("Lieu", 3).cut(6),
        Column::needed("État", 1),
    ];

    fn rows() -> Vec<Vec<String>> {
        [
            ["10", "Plasticampus", "Bassin d'Oyonnax", "en retard"],
            ["2", "Aérocampus", "Latresne", "fait"],
        ]
        .map(|row| row.map(String::from).to_vec())
        .to_vec()
    }

    #[test]
    fn a_pipe_gets_everything_aligned() {
        assert_eq!(
            render(&COLUMNS, &rows(), None),
            "Id  Nom           Lieu              État\n\
             10  Plasticampus  Bassin d'Oyonnax  en retard\n \
             2  Aérocampus    Latresne          fait\n"
        );
    }

    #[test]
    fn columns_give_way_before_the_name() {
        let at = |width| {
            render(&COLUMNS, &rows(), Some(width))
                .lines()
                .nth(1)
                .unwrap()
                .to_owned()
        };
        assert_eq!(at(44), "10  Plasticampus  Bassin d'Oyonn…  en retard");
        assert_eq!(at(35), "10  Plasticampus  Bassi…  en retard");
        assert_eq!(at(30), "10  Plasticampus  en retard");
        assert_eq!(at(23), "Plasticampus  en retard");
        assert_eq!(at(20), "Plastica…  en retard");
        assert_eq!(at(18), "Plasticampus");
        assert_eq!(at(6), "Plast…");
    }

    #[test]
    fn no_row_no_text() {
        assert_eq!(render(&COLUMNS, &[], None), "");
    }

    proptest! {
        #[test]
        fn never_wider_than_the_terminal(texts in proptest::collection::vec(any::<String>(), 4), width in 1usize..120) {
            for line in render(&COLUMNS, &[texts], Some(width)).lines() {
                prop_assert!(line.width() <= width, "{line:?} is wider than {width}");
                prop_assert!(!line.chars().any(char::is_control));
            }
        }
    }
}
