//! Copies to the person's own clipboard through the terminal (OSC 52). Nothing is ever read from it.

use crossterm::{Command, clipboard::CopyToClipboard};

/// Longest text terminals take (xterm's limit for the whole sequence).
const LONGEST: usize = 74_994;

/// The sequence, or None when the text is too long for terminals.
pub fn sequence(text: &str) -> Option<Vec<u8>> {
    let clean = crate::domain::texte::nettoyer(text);
    let mut out = String::new();
    CopyToClipboard::to_clipboard_from(clean)
        .write_ansi(&mut out)
        .ok()?;
    (out.len() <= LONGEST).then(|| out.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_cleaned_text_and_refuses_the_longest() {
        let bytes = sequence("Plasticampus\x1b[31m").unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(
            text.starts_with("\x1b]52;c;") && text.contains("UGxhc3RpY2FtcHVz"),
            "{text:?}"
        );
        assert_eq!(sequence(&"a".repeat(80_000)), None);
    }
}
