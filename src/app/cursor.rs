//! Where one stands in a list, and which part of it is in view.

use super::action::Action;

/// Selected row and first row shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// Selected row.
    pub selected: usize,
    /// First row in view.
    pub offset: usize,
}

/// A movement in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// By so many rows.
    By(isize),
    /// To the first row.
    First,
    /// To the last row.
    Last,
}

impl Step {
    /// The movement an action means in a list of which `height` rows are in view, if it means one.
    #[must_use]
    pub fn of(action: &Action, height: usize) -> Option<Self> {
        let page = height.max(1).cast_signed();
        Some(match action {
            Action::Up => Self::By(-1),
            Action::Down => Self::By(1),
            Action::PageUp => Self::By(-page),
            Action::PageDown => Self::By(page),
            Action::First => Self::First,
            Action::Last => Self::Last,
            _ => return None,
        })
    }
}

impl Cursor {
    /// Moves within `len` rows of which `height` are in view. Says whether the selection changed.
    pub fn go(&mut self, step: Step, len: usize, height: usize) -> bool {
        let before = self.selected;
        let last = len.saturating_sub(1);
        self.selected = match step {
            Step::By(n) => self.selected.saturating_add_signed(n).min(last),
            Step::First => 0,
            Step::Last => last,
        };
        self.reveal(len, height);
        self.selected != before
    }

    /// Keeps the selection in range and in view. At the edge the view steps by half a page: line by line
    /// costs a whole list of bytes a key (`performance.md` § 3).
    pub fn reveal(&mut self, len: usize, height: usize) {
        let height = height.max(1);
        self.selected = self.selected.min(len.saturating_sub(1));
        if self.selected < self.offset || self.selected >= self.offset + height {
            self.offset = self.selected.saturating_sub(height / 2);
        }
        self.offset = self.offset.min(len.saturating_sub(height));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_view_steps_by_half_a_page() {
        let mut c = Cursor::default();
        for _ in 0..10 {
            c.go(Step::By(1), 100, 10);
        }
        assert_eq!((c.selected, c.offset), (10, 5));
        c.go(Step::By(-1), 100, 10);
        assert_eq!(c.offset, 5);
    }

    proptest! {
        #[test]
        fn the_selection_is_always_in_view(len in 0usize..50, height in 0usize..20, moves in prop::collection::vec(-60isize..60, 0..30)) {
            let mut c = Cursor::default();
            for m in moves {
                c.go(Step::By(m), len, height);
                prop_assert!(c.selected < len.max(1));
                prop_assert!(c.selected >= c.offset && c.selected < c.offset + height.max(1));
            }
        }
    }
}
