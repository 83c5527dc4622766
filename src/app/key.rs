//! A key as the key table writes it and as people read it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key press, normalised: upper-case letters carry no Maj, `Maj-Tab` is one code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// With Ctrl.
    pub ctrl: bool,
    /// With Alt.
    pub alt: bool,
    /// With Maj, for keys that are not characters.
    pub shift: bool,
}

/// Names of `data/keys.toml` and what people read.
const NAMES: [(&str, KeyCode, &str); 17] = [
    ("enter", KeyCode::Enter, "Entrée"),
    ("esc", KeyCode::Esc, "Échap"),
    ("tab", KeyCode::Tab, "Tab"),
    ("backtab", KeyCode::BackTab, "Maj-Tab"),
    ("up", KeyCode::Up, "↑"),
    ("down", KeyCode::Down, "↓"),
    ("left", KeyCode::Left, "←"),
    ("right", KeyCode::Right, "→"),
    ("pageup", KeyCode::PageUp, "Page préc."),
    ("pagedown", KeyCode::PageDown, "Page suiv."),
    ("home", KeyCode::Home, "Début"),
    ("end", KeyCode::End, "Fin"),
    ("delete", KeyCode::Delete, "Suppr"),
    ("insert", KeyCode::Insert, "Inser"),
    ("backspace", KeyCode::Backspace, "Retour arrière"),
    ("space", KeyCode::Char(' '), "Espace"),
    ("plus", KeyCode::Char('+'), "+"),
];

impl Key {
    /// A key without modifiers.
    #[must_use]
    pub fn plain(code: KeyCode) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    /// Reads `ctrl+s`, `f10`, `enter`, `G`, `é`. None when the name is unknown.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut key = Self::plain(KeyCode::Null);
        let mut rest = text;
        loop {
            match rest.split_once('+') {
                Some(("ctrl", r)) => (key.ctrl, rest) = (true, r),
                Some(("alt", r)) => (key.alt, rest) = (true, r),
                Some(("shift", r)) => (key.shift, rest) = (true, r),
                _ => break,
            }
        }
        key.code = Self::parse_code(rest)?;
        Some(key)
    }

    /// Reads the part after the modifiers.
    fn parse_code(name: &str) -> Option<KeyCode> {
        if let Some((_, code, _)) = NAMES.iter().find(|(n, ..)| *n == name) {
            return Some(*code);
        }
        if let Some(n) = name.strip_prefix('f').and_then(|n| n.parse().ok()) {
            return (1..=12).contains(&n).then_some(KeyCode::F(n));
        }
        let mut chars = name.chars();
        chars.next().filter(|_| chars.next().is_none()).map(KeyCode::Char)
    }

    /// What people read: `Ctrl-S`, `Maj-Tab`, `F10`, `Entrée`.
    #[must_use]
    pub fn show(self) -> String {
        let mut out = String::new();
        if self.ctrl {
            out.push_str("Ctrl-");
        }
        if self.alt {
            out.push_str("Alt-");
        }
        if self.shift {
            out.push_str("Maj-");
        }
        match self.code {
            KeyCode::F(n) => out.push_str(&format!("F{n}")),
            code => match NAMES.iter().find(|(_, c, _)| *c == code) {
                Some((.., shown)) => out.push_str(shown),
                None => {
                    if let KeyCode::Char(c) = code {
                        if self.ctrl {
                            out.extend(c.to_uppercase());
                        } else {
                            out.push(c);
                        }
                    }
                }
            },
        }
        out
    }

    /// The character it types, if it types one.
    #[must_use]
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt && !c.is_control() => Some(c),
            _ => None,
        }
    }
}

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        let has = |m| event.modifiers.contains(m);
        let shift = has(KeyModifiers::SHIFT) && !matches!(event.code, KeyCode::Char(_) | KeyCode::BackTab);
        // Ctrl-H and Ctrl-J are Backspace and a line feed on some lines; Ctrl-letters come in lower case.
        let code = match event.code {
            KeyCode::Char(c) if has(KeyModifiers::CONTROL) => KeyCode::Char(c.to_ascii_lowercase()),
            code => code,
        };
        Self {
            code,
            ctrl: has(KeyModifiers::CONTROL),
            alt: has(KeyModifiers::ALT),
            shift,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_shows() {
        for (text, shown) in [
            ("ctrl+s", "Ctrl-S"),
            ("backtab", "Maj-Tab"),
            ("f10", "F10"),
            ("G", "G"),
            ("é", "é"),
            ("ctrl+up", "Ctrl-↑"),
            ("space", "Espace"),
        ] {
            assert_eq!(Key::parse(text).map(Key::show).as_deref(), Some(shown), "{text}");
        }
        for text in ["", "f13", "ctrl+", "entrée", "ab"] {
            assert_eq!(Key::parse(text), None, "{text}");
        }
    }

    #[test]
    fn only_characters_type() {
        assert_eq!(Key::parse("é").and_then(Key::typed), Some('é'));
        assert_eq!(Key::parse("ctrl+s").and_then(Key::typed), None);
        assert_eq!(Key::parse("enter").and_then(Key::typed), None);
    }
}
