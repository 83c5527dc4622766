//! The control sequences of a frame: cursor moves, styles, and ASCII for terminals without UTF-8 (ECMA-48).

use ratatui::style::{Color, Modifier};

use crate::domain::texte;

/// Attribute, code that sets it, code that takes it off (ECMA-48 § 8.3.117).
pub const MODIFIERS: [(Modifier, u16, u16); 5] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::REVERSED, 7, 27),
];

/// Ways from one place to another that need no absolute position. Raw mode: a line feed keeps the column.
pub fn relative((px, py): (u16, u16), (x, y): (u16, u16)) -> Vec<String> {
    let mut ways = Vec::new();
    if py == y && x > px {
        ways.push(if x - px == 1 {
            "\x1b[C".into()
        } else {
            format!("\x1b[{}C", x - px)
        });
    }
    if py == y && x < px {
        ways.push(if px - x < 4 {
            "\x08".repeat(usize::from(px - x))
        } else {
            format!("\x1b[{}D", px - x)
        });
    }
    if py == y && x == 0 {
        ways.push("\r".into());
    }
    if y > py && y - py <= 4 {
        let down = "\n".repeat(usize::from(y - py));
        if x == px {
            ways.push(down.clone());
        } else if x == 0 {
            ways.push(format!("\r{down}"));
        } else {
            ways.push(format!("\r{down}\x1b[{x}C"));
        }
        if x < px && px - x < 4 {
            ways.push(format!("{down}{}", "\x08".repeat(usize::from(px - x))));
        }
    }
    if x == px {
        ways.push(format!("\x1b[{}d", y + 1));
    }
    ways
}

/// The code of a colour; `base` is 30 for text, 40 for the background.
pub fn color(c: Color, base: u16) -> String {
    let n = match c {
        Color::Reset => return (base + 9).to_string(),
        Color::Indexed(i) => return format!("{};5;{i}", base + 8),
        Color::Rgb(r, g, b) => return format!("{};2;{r};{g};{b}", base + 8),
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 60,
        Color::LightRed => 61,
        Color::LightGreen => 62,
        Color::LightYellow => 63,
        Color::LightBlue => 64,
        Color::LightMagenta => 65,
        Color::LightCyan => 66,
        Color::White => 67,
    };
    (base + n).to_string()
}

/// One ASCII character for what a terminal without UTF-8 cannot show.
pub fn to_ascii(symbol: &str) -> String {
    match symbol {
        "─" | "–" | "—" | "‑" => "-".into(),
        "│" => "|".into(),
        "┌" | "┐" | "└" | "┘" | "├" | "┤" | "┬" | "┴" | "┼" => "+".into(),
        "▌" | "›" | "→" | "»" => ">".into(),
        "«" | "←" => "<".into(),
        "↑" => "^".into(),
        "↓" => "v".into(),
        "…" | "·" | "░" => ".".into(),
        "✓" => "x".into(),
        "●" | "•" => "*".into(),
        "█" => "#".into(),
        "▓" => "%".into(),
        "▒" => ":".into(),
        "’" => "'".into(),
        "\u{202f}" | "\u{a0}" => " ".into(),
        other => braille(other)
            .or_else(|| texte::plier_casse(other).chars().next().filter(char::is_ascii))
            .unwrap_or('?')
            .to_string(),
    }
}

/// A braille pattern by the height of its dots (Unicode 16, table 2800: bits 0, 1, 3, 4 are the upper two rows).
fn braille(symbol: &str) -> Option<char> {
    let dots = u32::from(symbol.chars().next()?)
        .checked_sub(0x2800)
        .filter(|d| *d <= 0xff)?;
    let upper = 0b0001_1011;
    Some(match (dots & upper != 0, dots & !upper != 0) {
        (false, false) => ' ',
        (true, false) => '\'',
        (false, true) => '.',
        (true, true) => ':',
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ascii_for_terminals_without_utf8() {
        let folded: String = ["É", "œ", "─", "▌", "é", "«"].map(to_ascii).concat();
        assert_eq!(folded, "Eo->e<");
        let drawn: String = ["█", "▓", "▒", "░", "\u{2800}", "⠉", "⣀", "⡇"]
            .map(to_ascii)
            .concat();
        assert_eq!(drawn, "#%:. '.:");
    }
}
