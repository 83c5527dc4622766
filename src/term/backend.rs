//! A ratatui backend that sends few bytes: one write(2) a frame, styles kept across frames and sent as the
//! shortest change, short cursor moves, blank tails erased (`performance.md` § 3: 13 to 39 % off a frame,
//! and plain stdout makes up to eight writes of one).

use std::{
    borrow::Cow,
    io::{self, Write},
};

use ratatui::{
    backend::{Backend, ClearType, WindowSize},
    buffer::Cell,
    layout::{Position, Size},
    style::{Color, Modifier},
};
use unicode_width::UnicodeWidthStr;

use super::ecma48::{MODIFIERS, color, relative, to_ascii};
use crate::domain::texte;

/// What the terminal shows now, and the bytes of the frame being made.
pub struct Lean {
    bytes: Vec<u8>,
    at: Option<(u16, u16)>,
    style: (Color, Color, Modifier),
    cursor_shown: Option<bool>,
    size: Option<Size>,
    ascii: bool,
}

const NORMAL: (Color, Color, Modifier) = (Color::Reset, Color::Reset, Modifier::empty());

impl Lean {
    /// A backend; `ascii` writes borders, signs and accents in ASCII.
    pub fn new(ascii: bool) -> Self {
        Self {
            bytes: Vec::new(),
            at: None,
            style: NORMAL,
            cursor_shown: None,
            size: None,
            ascii,
        }
    }

    /// Adds bytes to the frame, in order.
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        self.at = None;
    }

    /// Forgets what the terminal shows.
    pub fn reset(&mut self) {
        self.at = None;
        self.style = NORMAL;
        self.cursor_shown = None;
        self.bytes.extend_from_slice(b"\x1b[0m");
    }

    /// Sends the frame in one write. A terminal that is gone is not an error here: the watcher ends the program.
    pub fn present(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let mut rest = self.bytes.as_slice();
        while !rest.is_empty() {
            match rustix::io::write(rustix::stdio::stdout(), rest) {
                Ok(n) if n > 0 => rest = rest.get(n..).unwrap_or_default(),
                Err(rustix::io::Errno::INTR) => {}
                _ => break,
            }
        }
        self.bytes.clear();
    }

    fn set_style(&mut self, fg: Color, bg: Color, modifier: Modifier) {
        if (fg, bg, modifier) == self.style {
            return;
        }
        let full = Self::full(fg, bg, modifier);
        let change = self.change(fg, bg, modifier);
        let codes = if full.len() <= change.len() { full } else { change };
        self.bytes.extend_from_slice(b"\x1b[");
        self.bytes.extend_from_slice(codes.as_bytes());
        self.bytes.push(b'm');
        self.style = (fg, bg, modifier);
    }

    /// The style from nothing; empty resets.
    fn full(fg: Color, bg: Color, modifier: Modifier) -> String {
        let mut codes = Vec::new();
        if fg != Color::Reset {
            codes.push(color(fg, 30));
        }
        if bg != Color::Reset {
            codes.push(color(bg, 40));
        }
        codes.extend(
            MODIFIERS
                .iter()
                .filter(|m| modifier.contains(m.0))
                .map(|m| m.1.to_string()),
        );
        if codes.is_empty() {
            String::new()
        } else {
            format!("0;{}", codes.join(";"))
        }
    }

    /// The style from the present one.
    fn change(&self, fg: Color, bg: Color, modifier: Modifier) -> String {
        let (old_fg, old_bg, old) = self.style;
        let mut codes: Vec<String> = Vec::new();
        let mut off = Vec::new();
        for (m, _, code) in MODIFIERS {
            if old.contains(m) && !modifier.contains(m) && !off.contains(&code) {
                off.push(code);
            }
        }
        codes.extend(off.iter().map(u16::to_string));
        for (m, on, code) in MODIFIERS {
            if modifier.contains(m) && (!old.contains(m) || off.contains(&code)) {
                codes.push(on.to_string());
            }
        }
        if fg != old_fg {
            codes.push(color(fg, 30));
        }
        if bg != old_bg {
            codes.push(color(bg, 40));
        }
        codes.join(";")
    }

    /// Moves by the shortest sequence.
    fn go(&mut self, x: u16, y: u16) {
        if self.at == Some((x, y)) {
            return;
        }
        let mut best = match (x, y) {
            (0, 0) => "\x1b[H".to_owned(),
            (0, y) => format!("\x1b[{}H", y + 1),
            _ => format!("\x1b[{};{}H", y + 1, x + 1),
        };
        if let Some(from) = self.at {
            for candidate in relative(from, (x, y)) {
                if candidate.len() < best.len() {
                    best = candidate;
                }
            }
        }
        self.bytes.extend_from_slice(best.as_bytes());
        self.at = Some((x, y));
    }

    fn write_cell(&mut self, cell: &Cell) -> u16 {
        let clean = safe(cell.symbol());
        let symbol = &*clean;
        if self.ascii && !symbol.is_ascii() {
            let folded = to_ascii(symbol);
            self.bytes.extend_from_slice(folded.as_bytes());
            return 1;
        }
        self.bytes.extend_from_slice(symbol.as_bytes());
        if symbol.is_ascii() {
            1
        } else {
            symbol.width() as u16
        }
    }
}

/// The last filter: a cell that a widget filled past the pen holds nothing a terminal could obey either.
fn safe(symbol: &str) -> Cow<'_, str> {
    if !symbol.contains(texte::interdit) {
        return Cow::Borrowed(symbol);
    }
    let kept: String = symbol.chars().filter(|c| !texte::interdit(*c)).collect();
    Cow::Owned(if kept.width() == 0 { " ".to_owned() } else { kept })
}

impl Backend for Lean {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let cells: Vec<(u16, u16, &Cell)> = content.collect();
        let width = self.size()?.width;
        let mut i = 0;
        while let Some((x, y, cell)) = cells.get(i).copied() {
            let blank = blank_run(cells.get(i..).unwrap_or_default());
            self.go(x, y);
            if let Some(erase) = erase(blank, usize::from(x) + blank == usize::from(width)) {
                self.set_style(cell.fg, cell.bg, Modifier::empty());
                self.bytes.extend_from_slice(erase.as_bytes());
                i += blank;
                continue;
            }
            self.set_style(cell.fg, cell.bg, cell.modifier);
            let used = self.write_cell(cell);
            self.at = (x + used < width).then_some((x + used, y));
            i += 1;
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.cursor_shown != Some(false) {
            self.bytes.extend_from_slice(b"\x1b[?25l");
            self.cursor_shown = Some(false);
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.cursor_shown != Some(true) {
            self.bytes.extend_from_slice(b"\x1b[?25h");
            self.cursor_shown = Some(true);
        }
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.at.map_or(Position::ORIGIN, Position::from))
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let p = position.into();
        self.go(p.x, p.y);
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.set_style(Color::Reset, Color::Reset, Modifier::empty());
        self.bytes.write_all(b"\x1b[2J")?;
        self.size = None;
        Ok(())
    }

    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        self.clear()
    }

    fn size(&self) -> io::Result<Size> {
        let (w, h) = super::size();
        Ok(self.size.unwrap_or(Size::new(w, h)))
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.size()?,
            pixels: Size::default(),
        })
    }

    /// Nothing: the frame goes in one write when it is whole ([`Lean::present`]).
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The erasing sequence shorter than that many spaces: to the right edge (EL), or so many cells (ECH, which
/// leaves the cursor where it is: the next cell needs a move as well).
fn erase(blank: usize, to_edge: bool) -> Option<String> {
    match (to_edge, blank) {
        (true, 5..) => Some("\x1b[K".to_owned()),
        (false, 13..) => Some(format!("\x1b[{blank}X")),
        _ => None,
    }
}

/// How many cells from the first on are blank, in one row and of one background.
fn blank_run(cells: &[(u16, u16, &Cell)]) -> usize {
    let Some((x, y, first)) = cells.first().copied() else {
        return 0;
    };
    let shown = Modifier::REVERSED | Modifier::UNDERLINED;
    cells
        .iter()
        .enumerate()
        .take_while(|(i, (cx, cy, c))| {
            *cy == y
                && usize::from(*cx) == usize::from(x) + i
                && c.symbol() == " "
                && c.bg == first.bg
                && !c.modifier.intersects(shown)
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::{Terminal, layout::Rect, style::Style, text::Line};

    /// What a terminal shows after `bytes`.
    fn shown(parser: &mut vt100::Parser, backend: &mut Lean) -> Vec<String> {
        let bytes = std::mem::take(&mut backend.bytes);
        parser.process(&bytes);
        parser
            .screen()
            .rows(0, 30)
            .map(|r| r.trim_end().to_owned())
            .collect()
    }

    fn lines(buffer: &ratatui::buffer::Buffer) -> Vec<String> {
        let w = usize::from(buffer.area.width);
        let text = |row: &[Cell]| {
            row.iter()
                .map(Cell::symbol)
                .collect::<String>()
                .trim_end()
                .to_owned()
        };
        buffer.content().chunks(w).map(text).collect()
    }

    /// The bytes of a row whose cells hold these symbols.
    fn sent(symbols: &[&str], ascii: bool) -> String {
        let mut backend = Lean::new(ascii);
        backend.size = Some(Size::new(30, 6));
        let mut cells: Vec<Cell> = Vec::new();
        for s in symbols {
            let mut cell = Cell::default();
            cell.set_symbol(s);
            cells.push(cell);
        }
        backend
            .draw((0u16..).zip(&cells).map(|(x, c)| (x, 0, c)))
            .unwrap();
        String::from_utf8(std::mem::take(&mut backend.bytes)).unwrap()
    }

    #[test]
    fn a_cell_filled_past_the_pen_sends_nothing_to_obey() {
        for ascii in [false, true] {
            let bytes = sent(
                &["\x1b]0;pris\x07", "\u{202e}", "a\n", "\u{9b}31m", "\u{e0041}"],
                ascii,
            );
            let own = sent(&["]0;pris", " ", "a", "31m", " "], ascii);
            assert_eq!(bytes, own);
        }
    }

    proptest! {
        #[test]
        fn no_cell_sends_a_control(s in any::<String>(), ascii in any::<bool>()) {
            let bytes = sent(&[&s], ascii);
            let own = bytes.strip_prefix("\x1b[H").unwrap();
            prop_assert!(!own.contains(texte::interdit), "{:?}", own);
        }

        #[test]
        fn the_terminal_shows_what_was_drawn(frames in prop::collection::vec(
            prop::collection::vec((0u16..30, 0u16..6, "[a-zéœ ─]{0,12}", 0u8..4), 0..8), 1..6))
        {
            let mut backend = Lean::new(false);
            backend.size = Some(Size::new(30, 6));
            let mut terminal = Terminal::with_options(backend, ratatui::TerminalOptions {
                viewport: ratatui::Viewport::Fixed(Rect::new(0, 0, 30, 6)),
            }).unwrap();
            let mut parser = vt100::Parser::new(6.try_into().unwrap(), 30.try_into().unwrap(), 0);
            for frame in frames {
                let mut want = Vec::new();
                terminal.draw(|f| {
                    for (x, y, text, style) in &frame {
                        let style = match style {
                            0 => Style::new(),
                            1 => Style::new().bold(),
                            2 => Style::new().reversed(),
                            _ => Style::new().cyan(),
                        };
                        f.buffer_mut().set_line(*x, *y, &Line::styled(text.clone(), style), 30 - x);
                    }
                    want = lines(f.buffer_mut());
                }).unwrap();
                prop_assert_eq!(shown(&mut parser, terminal.backend_mut()), want);
            }
        }
    }
}
