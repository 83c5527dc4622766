//! A list kept in memory: what matches the words, where one stands, the selection on its record.

use crate::{
    app::{
        action::Action,
        cursor::{Cursor, Step},
        filter::{Filter, Filtered},
    },
    domain::texte,
};

/// A row that can be found again after a reload, and by words.
pub trait Rang {
    /// What names the record.
    type Id: Copy + PartialEq;

    /// The record's name.
    fn id(&self) -> Self::Id;

    /// The text that the filter searches.
    fn mots(&self) -> String;
}

/// Rows, filter and selection.
pub struct Rangs<T> {
    all: Vec<T>,
    shown: Vec<usize>,
    /// Words typed.
    pub filter: Filter,
    /// Where one stands among the rows shown.
    pub cursor: Cursor,
    awaited: bool,
}

impl<T: Rang> Rangs<T> {
    /// An empty list.
    #[must_use]
    pub fn new() -> Self {
        Self {
            all: Vec::new(),
            shown: Vec::new(),
            filter: Filter::default(),
            cursor: Cursor::default(),
            awaited: false,
        }
    }

    /// The next record that was not there before takes the selection.
    pub fn expect_new(&mut self) {
        self.awaited = true;
    }

    /// Takes the rows read again; the selection stays on its record.
    pub fn fill(&mut self, all: Vec<T>, height: usize) {
        let known: Vec<T::Id> = self.all.iter().map(T::id).collect();
        let added = all.iter().map(T::id).find(|id| !known.contains(id));
        let wanted = match added {
            Some(id) if std::mem::take(&mut self.awaited) => Some(id),
            _ => self.selected().map(T::id),
        };
        self.awaited = false;
        self.all = all;
        self.narrow(wanted, height);
    }

    fn narrow(&mut self, wanted: Option<T::Id>, height: usize) {
        let words = self.filter.words();
        let matches = |row: &T| texte::correspond(&words, &texte::plier(&row.mots()));
        self.shown = (0..self.all.len())
            .filter(|i| words.is_empty() || self.all.get(*i).is_some_and(matches))
            .collect();
        if let Some(id) = wanted {
            let at = (0..self.len()).find(|i| self.get(*i).is_some_and(|row| row.id() == id));
            self.cursor.selected = at.unwrap_or(self.cursor.selected);
        }
        self.reveal(height);
    }

    /// Takes what moves in the list or concerns its words. Says whether it did.
    pub fn update(&mut self, action: &Action, height: usize) -> bool {
        match self.filter.update(action) {
            Filtered::Changed => self.narrow(self.selected().map(T::id), height),
            Filtered::Kept => {}
            Filtered::No => match Step::of(action, height) {
                Some(step) => {
                    self.cursor.go(step, self.shown.len(), height);
                }
                None => return false,
            },
        }
        true
    }

    /// Keeps the selection in view.
    pub fn reveal(&mut self, height: usize) {
        self.cursor.reveal(self.shown.len(), height);
    }

    /// Rows shown.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// Whether no row is shown.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// Every row, shown or not.
    #[must_use]
    pub fn all(&self) -> &[T] {
        &self.all
    }

    /// A row shown.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&T> {
        self.shown.get(row).and_then(|i| self.all.get(*i))
    }

    /// The selected row.
    #[must_use]
    pub fn selected(&self) -> Option<&T> {
        self.get(self.cursor.selected)
    }
}

impl<T: Rang> Default for Rangs<T> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Rang for &str {
        type Id = char;

        fn id(&self) -> char {
            self.chars().next().unwrap_or_default()
        }

        fn mots(&self) -> String {
            (*self).to_owned()
        }
    }

    #[test]
    fn the_selection_follows_its_record_and_an_awaited_one() {
        let mut r = Rangs::new();
        r.fill(vec!["b", "c"], 10);
        r.update(&Action::Down, 10);
        r.fill(vec!["a", "b", "c"], 10);
        assert_eq!(r.selected(), Some(&"c"));
        r.expect_new();
        r.fill(vec!["a", "n", "b", "c"], 10);
        assert_eq!(r.selected(), Some(&"n"));
        // Gone: the row that took its place.
        r.fill(vec!["a", "b", "c"], 10);
        assert_eq!(r.selected(), Some(&"b"));
    }
}
