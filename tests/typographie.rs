//! What people read is French and typographically right: no ordinary space before `: ; ! ?`, in the source's strings as in
//! the data's. (The sourced facts of `data/registre/` are quotations and stand as they were written.)
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/sources.rs"]
mod sources;

use proc_macro2::{TokenStream, TokenTree};
use sources::files;

/// Signs that are no punctuation: keys to press, and marks.
const SIGNS: [&str; 2] = ["Taper ? pour", "{present} ! absents"];

/// The place in `text` where an ordinary space stands before a sign of punctuation, with the words around it.
fn fault(text: &str) -> Option<String> {
    let text = SIGNS.iter().fold(text.to_owned(), |t, sign| t.replace(sign, ""));
    let chars: Vec<char> = text.chars().collect();
    let at = (1..chars.len()).find(|&i| {
        let word = chars[i - 1].is_alphanumeric() || "»)…}’]%°€".contains(chars[i - 1]);
        let sign = chars.get(i + 1).is_some_and(|c| ":;!?".contains(*c));
        // A sign before a word is its first letter: `:command`, `?1`.
        let ends = chars
            .get(i + 2)
            .is_none_or(|c| c.is_whitespace() || "\"\\".contains(*c));
        word && chars[i] == ' ' && sign && ends
    })?;
    let from = at.saturating_sub(20);
    Some(chars[from..chars.len().min(at + 20)].iter().collect())
}

/// The strings of a token stream, those of attributes and doc comments left out.
fn strings(tokens: TokenStream, out: &mut Vec<String>) {
    let mut attribute = false;
    for token in tokens {
        match token {
            TokenTree::Group(g) if !attribute => strings(g.stream(), out),
            TokenTree::Literal(l) => out.push(l.to_string()),
            TokenTree::Punct(p) if p.as_char() == '#' => {
                attribute = true;
                continue;
            }
            TokenTree::Punct(p) if p.as_char() == '!' && attribute => continue,
            _ => {}
        }
        attribute = false;
    }
}

/// SQL has its own signs.
fn is_sql(text: &str) -> bool {
    [
        "SELECT", "MATCH", "LIMIT", " IS ", "INSERT", "UPDATE", "WHERE", "DELETE",
    ]
    .iter()
    .any(|word| text.contains(word))
}

#[test]
fn no_ordinary_space_before_a_sign_in_the_sources() {
    let mut seen = 0;
    for (path, text) in files("src", "rs") {
        let mut found = Vec::new();
        strings(text.parse().unwrap(), &mut found);
        seen += found.len();
        for text in found.iter().filter(|t| !is_sql(t)) {
            assert_eq!(fault(text), None, "{path}");
        }
    }
    assert!(seen > 5000, "{seen} strings read");
}

/// The strings of a TOML value.
fn values(value: &toml::Value, out: &mut Vec<String>) {
    match value {
        toml::Value::String(s) => out.push(s.clone()),
        toml::Value::Array(a) => a.iter().for_each(|v| values(v, out)),
        toml::Value::Table(t) => t.values().for_each(|v| values(v, out)),
        _ => {}
    }
}

#[test]
fn no_ordinary_space_before_a_sign_in_the_data() {
    for (path, text) in files("data", "toml") {
        let mut found = Vec::new();
        values(&toml::from_str(&text).unwrap(), &mut found);
        for text in found {
            assert_eq!(fault(&text), None, "{path}");
        }
    }
}

#[test]
fn the_fault_is_seen() {
    assert_eq!(fault("Motif : rien").as_deref(), Some("Motif : rien"));
    assert_eq!(fault("« {k} » ; voir").as_deref(), Some("« {k} » ; voir"));
    assert_eq!(fault("Motif\u{202f}: rien"), None);
    assert_eq!(fault("taper :quitter"), None);
    assert!(
        fault("taper :quitter, fin : rien").is_some(),
        "after a sign that is a key"
    );
}
