//! The one live editor of a form: a text on one line or on several.

use crossterm::event::KeyCode;
use ratatui::style::Style;
use tui_textarea::{CursorMove, TextArea, WrapMode};
use unicode_normalization::char::{compose, is_combining_mark};

use crate::{app::key::Key, domain::texte};

/// Longest text on several lines, in characters: some forty pages.
pub const LONGEST: usize = 100_000;
/// Longest text on one line, in characters.
pub const LONGEST_LINE: usize = 2_000;

/// What a paste did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pasted {
    /// The text changed.
    pub changed: bool,
    /// Line breaks became spaces.
    pub folded: bool,
    /// Only its beginning fitted.
    pub cut: bool,
}

/// A text being typed.
pub struct Editor {
    area: TextArea<'static>,
    long: bool,
}

impl Editor {
    /// An editor on `text`, the cursor at its end.
    #[must_use]
    pub fn new(text: &str, long: bool) -> Self {
        let lines = if long {
            texte::nettoyer(text)
        } else {
            texte::une_ligne(text)
        };
        let mut area = TextArea::new(lines.split('\n').map(str::to_owned).collect());
        // The terminal's own cursor shows where one types.
        area.set_cursor_style(Style::new());
        area.set_cursor_line_style(Style::new());
        area.set_max_histories(500);
        area.set_wrap_mode(if long {
            WrapMode::WordOrGlyph
        } else {
            WrapMode::None
        });
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self { area, long }
    }

    /// The same, the cursor where it was left.
    #[must_use]
    pub fn at(text: &str, long: bool, line: usize, column: usize) -> Self {
        let mut editor = Self::new(text, long);
        let small = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        editor
            .area
            .move_cursor(CursorMove::Jump(small(line), small(column)));
        editor
    }

    /// The widget, for drawing.
    #[must_use]
    pub fn area(&self) -> &TextArea<'static> {
        &self.area
    }

    /// Whether it takes several lines.
    #[must_use]
    pub fn long(&self) -> bool {
        self.long
    }

    /// What is typed.
    #[must_use]
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Line and column of the cursor, from 0.
    #[must_use]
    pub fn cursor(&self) -> (usize, usize) {
        let c = self.area.cursor();
        (c.0, c.1)
    }

    /// A key typed. Says whether the text changed.
    pub fn key(&mut self, key: Key) -> bool {
        let moved = match (key.code, key.ctrl) {
            (KeyCode::Left, false) => CursorMove::Back,
            (KeyCode::Right, false) => CursorMove::Forward,
            (KeyCode::Left, true) => CursorMove::WordBack,
            (KeyCode::Right, true) => CursorMove::WordForward,
            (KeyCode::Home, false) => CursorMove::Head,
            (KeyCode::End, false) => CursorMove::End,
            (KeyCode::Home, true) => CursorMove::Top,
            (KeyCode::End, true) => CursorMove::Bottom,
            (KeyCode::Backspace, false) => return self.area.delete_char(),
            (KeyCode::Backspace | KeyCode::Char('w'), true) => return self.area.delete_word(),
            (KeyCode::Delete, false) => return self.area.delete_next_char(),
            (KeyCode::Delete, true) => return self.area.delete_next_word(),
            _ => return key.typed().is_some_and(|c| self.char(c)),
        };
        self.area.move_cursor(moved);
        false
    }

    /// One character. A macOS paste sends `é` as `e` and its accent: they are joined here.
    fn char(&mut self, c: char) -> bool {
        if is_combining_mark(c) {
            let (line, column) = self.cursor();
            let before = self
                .area
                .lines()
                .get(line)
                .and_then(|l| l.chars().nth(column.checked_sub(1)?));
            if let Some(joined) = before.and_then(|b| compose(b, c)) {
                self.area.delete_char();
                self.area.insert_char(joined);
                return true;
            }
        }
        let clean = texte::une_ligne(&c.to_string());
        !clean.is_empty() && self.room() > 0 && self.area.insert_str(clean)
    }

    /// How many characters more it takes.
    #[must_use]
    pub fn room(&self) -> usize {
        let most = if self.long { LONGEST } else { LONGEST_LINE };
        let lines = self.area.lines();
        let used: usize = lines.iter().map(|l| l.chars().count()).sum();
        most.saturating_sub(used + lines.len() - 1)
    }

    /// A paste, cleaned; on one line its line breaks become spaces. What is longer than the text may be is cut.
    pub fn paste(&mut self, text: &str) -> Pasted {
        let clean = texte::nettoyer(text);
        let clean = if self.long {
            clean
        } else {
            clean.trim_end_matches('\n').to_owned()
        };
        let folded = !self.long && clean.contains('\n');
        let clean = if self.long {
            clean
        } else {
            clean.replace('\n', " ")
        };
        let room = self.room();
        let cut = clean.char_indices().nth(room).map(|(end, _)| end);
        let fits = cut.map_or(clean.as_str(), |end| clean.get(..end).unwrap_or_default());
        Pasted {
            changed: self.area.insert_str(fits),
            folded,
            cut: cut.is_some(),
        }
    }

    /// Empties the text; undo brings it back. Says whether it changed.
    pub fn clear(&mut self) -> bool {
        self.area.select_all();
        self.area.cut()
    }

    /// A new line in a long text.
    pub fn newline(&mut self) {
        if self.room() > 0 {
            self.area.insert_newline();
        }
    }

    /// Up or down in a long text, by screen lines. Says whether the cursor moved.
    pub fn vertical(&mut self, up: bool, times: usize) -> bool {
        let before = self.area.cursor();
        for _ in 0..times {
            self.area
                .move_cursor(if up { CursorMove::Up } else { CursorMove::Down });
        }
        self.area.cursor() != before
    }

    /// Undoes typing. Says whether anything changed.
    pub fn undo(&mut self) -> bool {
        self.area.undo()
    }

    /// Redoes typing. Says whether anything changed.
    pub fn redo(&mut self) -> bool {
        self.area.redo()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn type_in(editor: &mut Editor, text: &str) {
        for c in text.chars() {
            editor.key(Key::plain(KeyCode::Char(c)));
        }
    }

    #[test]
    fn types_moves_and_undoes() {
        let mut e = Editor::new("bon", false);
        type_in(&mut e, "jour");
        e.key(Key::plain(KeyCode::Left));
        e.key(Key::plain(KeyCode::Backspace));
        assert_eq!(e.text(), "bonjor");
        assert!(e.undo());
        assert_eq!(e.text(), "bonjour");
    }

    #[test]
    fn a_decomposed_accent_is_joined() {
        let mut e = Editor::new("", false);
        type_in(&mut e, "e\u{301}te\u{301}");
        assert_eq!(e.text(), "été");
    }

    #[test]
    fn a_paste_on_one_line_keeps_one_line() {
        let mut e = Editor::new("", false);
        let pasted = |folded| Pasted {
            changed: true,
            folded,
            cut: false,
        };
        assert_eq!(e.paste("a\nb\x1b[31m"), pasted(true));
        assert_eq!(e.text(), "a b[31m");
        let mut long = Editor::new("", true);
        assert_eq!(long.paste("a\r\nb"), pasted(false));
        assert_eq!(long.text(), "a\nb");
    }

    #[test]
    fn a_text_has_a_longest_length() {
        for (long, most) in [(false, LONGEST_LINE), (true, LONGEST)] {
            let mut e = Editor::new("ab", long);
            assert!(e.paste(&"é".repeat(most)).cut);
            assert_eq!(e.text().chars().count(), most);
            assert!(!e.key(Key::plain(KeyCode::Char('x'))));
            e.newline();
            assert!(e.paste("x").cut && e.room() == 0);
            assert!(e.key(Key::plain(KeyCode::Backspace)) && e.room() == 1);
        }
    }

    proptest! {
        #[test]
        fn no_text_holds_a_control(s in any::<String>()) {
            let mut e = Editor::new(&s, true);
            type_in(&mut e, &s);
            e.paste(&s);
            prop_assert!(!e.text().chars().any(|c| c.is_control() && c != '\n'));
        }
    }
}
