//! The arrows between modules hold: a module uses those before it, never those after.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/sources.rs"]
mod sources;

use sources::files;

/// Each module and what it may use of the crate.
const ALLOWED: [(&str, &[&str]); 9] = [
    ("domain", &[]),
    ("form", &["domain", "clock"]),
    ("import", &["domain", "form", "clock"]),
    ("export", &["domain"]),
    ("store", &["domain", "form", "clock", "log", "paths"]),
    ("app", &["domain", "form", "export", "store", "clock", "log"]),
    ("ui", &["domain", "form", "app", "clock"]),
    ("term", &["app", "ui", "log", "domain", "env"]),
    (
        "cli",
        &[
            "domain", "form", "import", "export", "store", "clock", "env", "log", "paths", "app", "term",
        ],
    ),
];

const MODULES: [&str; 13] = [
    "domain", "form", "import", "export", "store", "app", "ui", "term", "cli", "clock", "env", "log", "paths",
];

#[test]
fn no_module_uses_one_after_it() {
    let mut wrong = Vec::new();
    for (module, allowed) in ALLOWED {
        let found = files(&format!("src/{module}"), "rs");
        assert!(!found.is_empty(), "{module}");
        for (name, text) in found {
            let code: String = text
                .lines()
                .filter(|l| !l.trim_start().starts_with("//"))
                .collect::<Vec<_>>()
                .join(" ");
            let squeezed = code.split_whitespace().collect::<Vec<_>>().join(" ");
            for other in MODULES.iter().filter(|o| **o != module && !allowed.contains(o)) {
                let one = squeezed.contains(&format!("crate::{other}::"));
                let group = squeezed.split("use crate::{").skip(1).any(|rest| {
                    let inside = rest.split(';').next().unwrap_or_default();
                    inside
                        .split([',', '{', ' '])
                        .any(|w| w.trim() == format!("{other}::") || w.starts_with(&format!("{other}::")))
                });
                if one || group {
                    wrong.push(format!("{name} uses {other}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// No child process, ever; the environment is read in one place, so that a restricted session can leave it unread. The
/// throw-away register of a demonstration and the copy of a damaged one, which no session opens, go where temporary
/// files go.
#[test]
fn no_process_is_started_and_the_environment_is_read_in_one_place() {
    let mut wrong = Vec::new();
    for (name, text) in files("src", "rs") {
        let code = text.lines().filter(|l| !l.trim_start().starts_with("//"));
        for line in code {
            let starts = line.contains("process::Command") || line.contains("CommandExt");
            let reads = [
                "env::var(",
                "env::var_os(",
                "env::vars",
                "env::home_dir",
                "env::temp_dir",
            ];
            let read = reads.iter().any(|r| line.contains(&format!("std::{r}")))
                || line.contains("std::env::{")
                || line.contains("use std::env");
            let allowed = ["src/env.rs", "src/cli/demo.rs", "src/store/aside.rs"]
                .iter()
                .any(|f| name.ends_with(f));
            if starts || (read && !allowed) {
                wrong.push(format!("{name}: {}", line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
