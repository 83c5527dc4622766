//! The README says what the program does: its key table is the key table.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fmt::Write;

use cmq::app::keymap::{Context, Keymap};

const README: &str = include_str!("../README.md");

/// The table of `data/keys.toml` as the README shows it.
fn table() -> String {
    let map = Keymap::shipped().unwrap();
    let mut contexts: Vec<Context> = Vec::new();
    for b in map.bindings() {
        if !contexts.contains(&b.context) {
            contexts.push(b.context);
        }
    }
    let mut out = String::new();
    for c in contexts {
        write!(out, "\n**{}**\n\n| touches | effet |\n|---|---|\n", c.title()).unwrap();
        for b in map.of(&[c]) {
            let keys: Vec<String> =
                b.on.iter()
                    .map(|k| format!("`{}`", cmq::app::key::Key::parse(k).unwrap().show()))
                    .collect();
            writeln!(out, "| {} | {} |", keys.join(" "), b.label).unwrap();
        }
    }
    out
}

#[test]
fn the_readme_has_the_key_table() {
    let shown = README
        .split_once("<!-- keys:begin -->")
        .unwrap()
        .1
        .split_once("<!-- keys:end -->")
        .unwrap()
        .0;
    let want = table();
    assert!(
        shown.trim() == want.trim(),
        "README.md, between the keys marks, must be:\n{want}"
    );
}

#[test]
fn the_readme_names_what_exists() {
    for path in [
        "data/registre",
        "data/formulaires",
        "data/keys.toml",
        "data/regimes.toml",
        "data/migrations",
        "src/domain",
        "src/form",
        "src/store",
        "src/app",
        "src/ui",
        "src/term",
        "src/cli",
        "tests/pty.rs",
        "tests/monkey.rs",
        ".ci/run",
        "LICENSE",
    ] {
        assert!(
            README.contains(path.rsplit('/').next().unwrap()),
            "{path} is not in the README"
        );
        assert!(
            std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
                .join(path)
                .exists(),
            "{path} does not exist"
        );
    }
}
