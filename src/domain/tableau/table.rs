//! The table beside every picture: the same figures in rows, for the screen, the clipboard and the command line.

/// Rows under headings; the first column is what a row is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Headings, and whether the column holds figures.
    pub colonnes: Vec<(&'static str, bool)>,
    /// Rows of as many cells.
    pub lignes: Vec<Vec<String>>,
}

impl Table {
    /// One row as text: its cells parted by tabulations, as spreadsheets paste them.
    #[must_use]
    pub fn ligne(&self, i: usize) -> Option<String> {
        self.lignes.get(i).map(|cells| cells.join("\t"))
    }

    /// Headings and rows as text.
    #[must_use]
    pub fn texte(&self) -> String {
        let titles: Vec<&str> = self.colonnes.iter().map(|(t, _)| *t).collect();
        let mut out = titles.join("\t");
        for i in 0..self.lignes.len() {
            out.push('\n');
            out.push_str(&self.ligne(i).unwrap_or_default());
        }
        out
    }
}

/// A count as a list shows it: `–` for none.
#[must_use]
pub fn compte(n: usize) -> String {
    if n == 0 { "–".to_owned() } else { n.to_string() }
}
