//! Under a real shell in a real multiplexer: what a pseudo-terminal alone does not show.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::{
    path::Path,
    process::Command,
    thread,
    time::{Duration, Instant},
};

/// A tmux server of the test's own.
struct Tmux {
    socket: String,
}

impl Tmux {
    fn start(home: &Path, size: (u16, u16)) -> Self {
        let tmux = Self {
            socket: format!("cmq-{}-{}", std::process::id(), size.0),
        };
        let (w, h) = (size.0.to_string(), size.1.to_string());
        let shell = format!(
            "env -i HOME={} PATH=/usr/bin:/bin TERM=screen LANG=C.UTF-8 PS1=pret: bash --norc",
            home.display()
        );
        tmux.run(&[
            "-f",
            "/dev/null",
            "new-session",
            "-d",
            "-s",
            "t",
            "-x",
            &w,
            "-y",
            &h,
            &shell,
        ]);
        tmux
    }

    fn run(&self, args: &[&str]) -> String {
        let out = Command::new("tmux")
            .args(["-L", &self.socket])
            .args(args)
            .output()
            .unwrap();
        assert!(
            out.status.success(),
            "{args:?}: {}",
            String::from_utf8_lossy(&out.stderr)
        );
        String::from_utf8_lossy(&out.stdout).into_owned()
    }

    fn keys(&self, keys: &[&str]) {
        for key in keys {
            self.run(&["send-keys", "-t", "t", key]);
            thread::sleep(Duration::from_millis(80));
        }
    }

    #[track_caller]
    fn wait_for(&self, text: &str) {
        let start = Instant::now();
        loop {
            let screen = self.run(&["capture-pane", "-p", "-t", "t"]);
            if screen.contains(text) {
                return;
            }
            assert!(
                start.elapsed() < Duration::from_secs(15),
                "waited for {text}:\n{screen}"
            );
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Row of the terminal's cursor, from 0.
    fn cursor_row(&self) -> usize {
        self.run(&["display-message", "-p", "-t", "t", "#{cursor_y}"])
            .trim()
            .parse()
            .unwrap()
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        let _ = Command::new("tmux")
            .args(["-L", &self.socket, "kill-server"])
            .output();
    }
}

#[test]
#[ignore = "needs tmux"]
fn suspended_and_woken_it_is_as_it_was() {
    let home = tempfile::tempdir().unwrap();
    let tmux = Tmux::start(home.path(), (80, 24));
    tmux.wait_for("pret:");
    tmux.keys(&[
        concat!(env!("CARGO_BIN_EXE_cmq"), " --au 2015-09-01 suivi plasticampus"),
        "Enter",
    ]);
    tmux.wait_for("Étape 1/14");
    tmux.keys(&["NPage", "b", "o", "n", "C-z"]);
    tmux.wait_for("Stopped");
    tmux.keys(&["fg", "Enter"]);
    tmux.wait_for("Étape 2/14");
    tmux.keys(&["j", "o", "u", "r"]);
    tmux.wait_for("bonjour");
    tmux.keys(&["Escape"]);
    tmux.wait_for("2 Campus");
    tmux.keys(&["q"]);
    tmux.wait_for("pret:");
}

#[test]
#[ignore = "needs tmux"]
fn the_real_cursor_is_on_the_selected_row() {
    let home = tempfile::tempdir().unwrap();
    let tmux = Tmux::start(home.path(), (120, 36));
    tmux.wait_for("pret:");
    tmux.keys(&[concat!(env!("CARGO_BIN_EXE_cmq"), " --au 2015-09-01"), "Enter"]);
    tmux.wait_for("2 Campus · 12");
    for (key, row) in [
        ("j", "Aérocampus Auvergne"),
        ("G", "Plasticampus"),
        ("5", "▌ Industrie et énergies"),
    ] {
        tmux.keys(&[key]);
        thread::sleep(Duration::from_millis(300));
        let screen = tmux.run(&["capture-pane", "-p", "-t", "t"]);
        let line = screen.lines().nth(tmux.cursor_row()).unwrap_or_default();
        assert!(
            line.contains(row),
            "after {key} the cursor is on {line:?}\n{screen}"
        );
    }
}
