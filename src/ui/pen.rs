//! Writes text and frames into the buffer. Every text passes the sanitiser here: nothing from the data
//! reaches the terminal as a control sequence.

use std::borrow::Cow;

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::Style,
    widgets::{Block, Widget},
};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::skin::Skin;
use crate::domain::texte;

/// A buffer and the styles to write with.
pub struct Pen<'a> {
    buffer: &'a mut Buffer,
    /// Styles.
    pub skin: &'a Skin,
}

impl<'a> Pen<'a> {
    /// A pen on `buffer`.
    pub fn new(buffer: &'a mut Buffer, skin: &'a Skin) -> Self {
        Self { buffer, skin }
    }

    /// Writes one line in at most `width` columns, cut with an ellipsis. Returns the columns used.
    pub fn put(&mut self, x: u16, y: u16, width: u16, text: &str, style: Style) -> u16 {
        let area = self.buffer.area;
        if y < area.top() || y >= area.bottom() || x >= area.right() {
            return 0;
        }
        let width = width.min(area.right() - x);
        let clean = texte::une_ligne(text);
        let (end, _) = self
            .buffer
            .set_stringn(x, y, cut(&clean, width), usize::from(width), style);
        end - x
    }

    /// Writes one line ending at column `right` (excluded), in at most `width` columns.
    pub fn put_right(&mut self, right: u16, y: u16, width: u16, text: &str, style: Style) {
        let clean = texte::une_ligne(text);
        let shown = cut(&clean, width);
        let x = right.saturating_sub(shown.width() as u16);
        self.put(x, y, width, &shown, style);
    }

    /// A line across `area`.
    pub fn filet(&mut self, area: Rect, y: u16) {
        let rule = "─".repeat(usize::from(area.width));
        self.put(area.x, y, area.width, &rule, self.skin.quiet());
    }

    /// A frame with a title; returns its inside. What was below is erased.
    pub fn boxed(&mut self, area: Rect, title: &str, focused: bool) -> Rect {
        let area = area.intersection(self.buffer.area);
        if area.width < 2 || area.height < 2 {
            return Rect::new(area.x, area.y, 0, 0);
        }
        self.clear(area);
        let block = Block::bordered().border_style(self.skin.quiet());
        let inner = block.inner(area);
        block.render(area, self.buffer);
        let style = if focused {
            self.skin.title()
        } else {
            self.skin.heading()
        };
        if area.width > 6 {
            let shown = format!(" {title} ");
            self.put(area.x + 1, area.y, area.width - 2, &shown, style);
        }
        inner
    }

    /// Erases a rectangle.
    pub fn clear(&mut self, area: Rect) {
        ratatui::widgets::Clear.render(area.intersection(self.buffer.area), self.buffer);
    }

    /// Underlines a rectangle: where one types.
    pub fn underline(&mut self, area: Rect) {
        let style = Style::new().add_modifier(ratatui::style::Modifier::UNDERLINED);
        self.buffer.set_style(area.intersection(self.buffer.area), style);
    }

    /// Draws a widget that holds cleaned text only.
    pub fn render(&mut self, widget: impl Widget, area: Rect) {
        widget.render(area.intersection(self.buffer.area), self.buffer);
    }
}

/// Text in at most `width` columns, whole or with an ellipsis at the end.
pub fn cut(text: &str, width: u16) -> Cow<'_, str> {
    let width = usize::from(width);
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut used = 0;
    for g in text.graphemes(true) {
        if used + g.width() >= width {
            break;
        }
        used += g.width();
        out.push_str(g);
    }
    if width > 0 {
        out.push('…');
    }
    Cow::Owned(out)
}

/// Lines of at most `width` columns, cut at word ends; the line breaks of the text are kept.
pub fn wrap(text: &str, width: u16) -> Vec<String> {
    let clean = texte::nettoyer(text);
    let width = usize::from(width.max(1));
    clean
        .split('\n')
        .flat_map(|l| textwrap::wrap(l, width))
        .map(Cow::into_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cuts_with_an_ellipsis() {
        assert_eq!(cut("Énergie", 7), "Énergie");
        assert_eq!(cut("Énergie", 4), "Éne…");
        assert_eq!(cut("Énergie", 0), "");
    }

    proptest! {
        #[test]
        fn nothing_is_wider_than_asked(s in any::<String>(), w in 0u16..40) {
            prop_assert!(cut(&texte::une_ligne(&s), w).width() <= usize::from(w));
        }

        #[test]
        fn hostile_text_stays_in_its_cells(s in any::<String>(), x in 0u16..30, w in 0u16..30) {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 2));
            Pen::new(&mut buffer, &Skin { color: true }).put(x, 0, w, &s, Style::new());
            prop_assert!(buffer.content().iter().all(|c| !c.symbol().chars().any(char::is_control)));
        }
    }
}
