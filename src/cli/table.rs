//! Aligned columns. In a terminal, columns give way before the name does; into a pipe nothing is cut.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use crate::domain::texte::une_ligne;

const GAP: usize = 2;

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Heading.
    pub title: &'static str,
    /// Who stays when room is short: 0 never leaves, the highest leaves first.
    pub rank: u8,
    /// Columns it can be cut down to before it leaves; None: never cut, it leaves whole.
    pub min: Option<usize>,
    /// Figures are set to the right.
    pub right: bool,
}

impl Column {
    /// A column of text that is never cut.
    #[must_use]
    pub const fn whole(title: &'static str, rank: u8) -> Self {
        Self {
            title,
            rank,
            min: None,
            right: false,
        }
    }

    /// A column of text that can be cut down to `min` columns.
    #[must_use]
    pub const fn cut(title: &'static str, rank: u8, min: usize) -> Self {
        Self {
            title,
            rank,
            min: Some(min),
            right: false,
        }
    }

    /// A column of figures.
    #[must_use]
    pub const fn figures(title: &'static str, rank: u8) -> Self {
        Self {
            title,
            rank,
            min: None,
            right: true,
        }
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
    let mut order: Vec<usize> = (0..columns.len()).collect();
    order.sort_by_key(|&i| columns[i].rank);
    let Some(width) = width else {
        return natural.iter().copied().map(Some).collect();
    };
    let least = |i: usize| columns[i].min.map_or(natural[i], |min| min.min(natural[i]));
    let mut kept = order;
    while kept.len() > 1 && kept.iter().map(|&i| least(i) + GAP).sum::<usize>() > width + GAP {
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
        Column::figures("Id", 2),
        Column::cut("Nom", 0, 20),
        Column::cut("Lieu", 3, 6),
        Column::whole("État", 1),
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
        assert_eq!(
            render(&COLUMNS, &rows(), Some(35)).lines().nth(1),
            Some("10  Plasticampus  Bassi…  en retard")
        );
        assert_eq!(
            render(&COLUMNS, &rows(), Some(30)).lines().nth(1),
            Some("10  Plasticampus  en retard")
        );
        assert_eq!(
            render(&COLUMNS, &rows(), Some(12)).lines().nth(1),
            Some("Plasticampus")
        );
        assert_eq!(render(&COLUMNS, &rows(), Some(6)).lines().nth(1), Some("Plast…"));
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
