//! A list held whole: the words that narrow it, its groups, the selection that steps over their headings.

use std::cell::OnceCell;

use super::{
    action::Action,
    cursor::{Cursor, Step},
    filter::{Filter, Filtered},
    geometry,
};
use crate::domain::texte;

/// One row of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// Name of a group and how many lines it has; never selected.
    Heading(String),
    /// Place of a line in the whole list.
    Line(usize),
}

/// Lines under a heading; without a name they stand alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// The heading.
    pub name: String,
    /// Places of its lines in the whole list.
    pub lines: Vec<usize>,
}

impl Group {
    /// Lines that follow each other under one name.
    #[must_use]
    pub fn parted(lines: Vec<usize>, name: impl Fn(usize) -> String) -> Vec<Self> {
        let mut out: Vec<Self> = Vec::new();
        for i in lines {
            let name = name(i);
            match out.last_mut().filter(|g| g.name == name) {
                Some(group) => group.lines.push(i),
                None => out.push(Self { name, lines: vec![i] }),
            }
        }
        out
    }
}

/// A list and what of it is shown.
pub struct Listing<T> {
    all: Vec<T>,
    /// What words are looked for in, folded when first asked for.
    folded: Vec<OnceCell<String>>,
    /// What is shown.
    pub rows: Vec<Row>,
    /// Words typed.
    pub filter: Filter,
    /// Where one stands in `rows`.
    pub cursor: Cursor,
}

impl<T> Default for Listing<T> {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            folded: Vec::new(),
            rows: Vec::new(),
            filter: Filter::default(),
            cursor: Cursor::default(),
        }
    }
}

impl<T> Listing<T> {
    /// Takes what was read again; [`Self::show`] must follow.
    pub fn replace(&mut self, all: Vec<T>) {
        self.folded = all.iter().map(|_| OnceCell::new()).collect();
        self.all = all;
    }

    /// Every line, shown or not.
    #[must_use]
    pub fn all(&self) -> &[T] {
        &self.all
    }

    /// The line in a row of the screen; None on a heading.
    #[must_use]
    pub fn line(&self, row: usize) -> Option<&T> {
        match self.rows.get(row)? {
            Row::Line(i) => self.all.get(*i),
            Row::Heading(_) => None,
        }
    }

    /// The line one stands on.
    #[must_use]
    pub fn selected(&self) -> Option<&T> {
        self.line(self.cursor.selected)
    }

    /// How many lines are shown.
    #[must_use]
    pub fn count(&self) -> usize {
        self.rows.iter().filter(|r| matches!(r, Row::Line(_))).count()
    }

    /// Places of the lines that the words typed find; `text` is what a line says.
    pub fn matching(&self, text: impl Fn(&T) -> String) -> Vec<usize> {
        let words = self.filter.words();
        self.kept(text, words.is_empty(), |_, folded| {
            texte::correspond(&words, folded)
        })
    }

    /// Places of the lines that `keep` keeps, given the line and what it says, folded; of every line when `all` are.
    pub fn kept(
        &self,
        text: impl Fn(&T) -> String,
        all: bool,
        keep: impl Fn(&T, &str) -> bool,
    ) -> Vec<usize> {
        let lines = self.all.iter().zip(&self.folded).enumerate();
        let found = lines.filter(|(_, (t, f))| all || keep(t, f.get_or_init(|| texte::plier(&text(t)))));
        found.map(|(i, _)| i).collect()
    }

    /// Shows these groups. The selection goes to the line that `again` knows, else stays where it was.
    pub fn show(&mut self, groups: Vec<Group>, again: impl Fn(&T) -> bool, size: (u16, u16)) {
        self.rows = Vec::new();
        for g in groups.into_iter().filter(|g| !g.lines.is_empty()) {
            if !g.name.is_empty() {
                self.rows
                    .push(Row::Heading(format!("{} · {}", g.name, g.lines.len())));
            }
            self.rows.extend(g.lines.into_iter().map(Row::Line));
        }
        let found = (0..self.rows.len()).find(|r| self.line(*r).is_some_and(&again));
        self.cursor.selected = found.unwrap_or(self.cursor.selected);
        self.reveal(size);
    }

    /// Keeps the selection on a line, in view, its heading too where there is room.
    pub fn reveal(&mut self, size: (u16, u16)) {
        let height = geometry::list_height(size);
        self.cursor.selected = self.cursor.selected.min(self.rows.len().saturating_sub(1));
        self.step_off(true);
        self.cursor.reveal(self.rows.len(), height);
        let above = self.cursor.selected.saturating_sub(1);
        if height > 1 && self.cursor.offset > above && self.heading(above) {
            self.cursor.offset = above;
        }
    }

    /// Takes the words and the moves; [`Filtered::Changed`] when the lines must be found again.
    pub fn update(&mut self, action: &Action, size: (u16, u16)) -> Filtered {
        let heard = self.filter.update(action);
        if heard != Filtered::No {
            return heard;
        }
        let height = geometry::list_height(size);
        let Some(step) = Step::of(action, height) else {
            return Filtered::No;
        };
        self.cursor.go(step, self.rows.len(), height);
        self.step_off(!matches!(step, Step::By(n) if n < 0) && step != Step::Last);
        self.reveal(size);
        Filtered::Kept
    }

    fn heading(&self, row: usize) -> bool {
        matches!(self.rows.get(row), Some(Row::Heading(_)))
    }

    /// From a heading to the line after or before it; the first heading has none before.
    fn step_off(&mut self, forward: bool) {
        if self.heading(self.cursor.selected) {
            let before = self.cursor.selected.checked_sub(1).filter(|_| !forward);
            self.cursor.selected = before.unwrap_or(self.cursor.selected + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn listing(sizes: &[usize]) -> Listing<usize> {
        let mut list = Listing::default();
        list.replace((0..sizes.iter().sum()).collect());
        let mut next = 0;
        let groups = sizes.iter().map(|n| {
            let lines = (next..next + n).collect();
            next += n;
            Group {
                name: format!("groupe de {n}"),
                lines,
            }
        });
        let groups = groups.collect();
        list.show(groups, |_| false, (80, 10));
        list
    }

    #[test]
    fn empty_groups_have_no_heading() {
        let list = listing(&[2, 0, 1]);
        assert_eq!((list.rows.len(), list.count()), (5, 3));
        assert_eq!(list.selected(), Some(&0));
    }

    #[test]
    fn the_selection_stays_on_its_line() {
        let mut list = listing(&[2, 3]);
        let groups = vec![Group {
            name: String::new(),
            lines: vec![4, 3, 0],
        }];
        list.show(groups, |n| *n == 3, (80, 10));
        assert_eq!(list.selected(), Some(&3));
        assert_eq!(list.rows.len(), 3);
    }

    proptest! {
        #[test]
        fn a_heading_is_never_selected(sizes in prop::collection::vec(0usize..4, 0..6), moves in prop::collection::vec(0usize..6, 0..30)) {
            let mut list = listing(&sizes);
            let actions = [Action::Up, Action::Down, Action::PageUp, Action::PageDown, Action::First, Action::Last];
            for m in moves {
                let before = list.cursor.selected;
                list.update(&actions[m], (80, 10));
                prop_assert!(list.rows.is_empty() || list.selected().is_some());
                prop_assert!(m != 0 || list.cursor.selected <= before, "up never goes down");
                prop_assert!(list.cursor.offset <= list.cursor.selected);
            }
        }
    }
}
