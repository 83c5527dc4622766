//! What the program takes from its environment: the one place that reads it.

use std::{
    ffi::OsString,
    sync::atomic::{AtomicBool, Ordering},
};

/// What a restricted session still reads: of the terminal, of the language, and what sshd itself sets.
const HONOURED: [&str; 5] = [
    "TERM",
    "LANG",
    "NO_COLOR",
    "SSH_ORIGINAL_COMMAND",
    "SSH_USER_AUTH",
];

static RESTRICTED: AtomicBool = AtomicBool::new(false);

/// From now on the environment says nothing but the terminal and the language: a restricted session.
pub fn restrict() {
    RESTRICTED.store(true, Ordering::Relaxed);
}

/// Whether the session is restricted.
#[must_use]
pub fn restricted() -> bool {
    RESTRICTED.load(Ordering::Relaxed)
}

/// A variable; None when it is not there, empty, or not read in a restricted session.
#[must_use]
pub fn var_os(name: &str) -> Option<OsString> {
    if restricted() && !honoured(name) {
        return None;
    }
    std::env::var_os(name).filter(|v| !v.is_empty())
}

/// [`var_os`] as text; None too when it is not UTF-8.
#[must_use]
pub fn var(name: &str) -> Option<String> {
    var_os(name)?.into_string().ok()
}

fn honoured(name: &str) -> bool {
    HONOURED.contains(&name) || name.starts_with("LC_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_restricted_session_reads_the_terminal_and_the_language() {
        for name in [
            "TERM",
            "LANG",
            "LC_ALL",
            "LC_CTYPE",
            "NO_COLOR",
            "SSH_ORIGINAL_COMMAND",
        ] {
            assert!(honoured(name), "{name}");
        }
        for name in [
            "HOME",
            "XDG_DATA_HOME",
            "CMQ_REGISTRE",
            "CMQ_AGENT",
            "CMQ_NOW",
            "TZ",
            "TMPDIR",
            "PATH",
            "USER",
        ] {
            assert!(!honoured(name), "{name}");
        }
    }
}
