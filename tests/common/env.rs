//! The program as a shell runs it: a clean home, no environment but ours, a frozen clock.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// A home of its own, removed at the end.
pub struct Env {
    home: TempDir,
}

/// What a run answered.
#[derive(Debug)]
pub struct Run {
    /// Data.
    pub out: String,
    /// Talk.
    pub err: String,
    /// Exit code.
    pub code: i32,
}

impl Env {
    /// An empty home.
    pub fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("tmp")).unwrap();
        Self { home }
    }

    /// The home folder.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// A file in the home, and its path.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.home().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Where the register of this home is.
    pub fn registre(&self) -> PathBuf {
        self.home().join("donnees/cmq/registre.db")
    }

    /// What is left in the temporary folder.
    pub fn leftovers(&self) -> usize {
        std::fs::read_dir(self.home().join("tmp")).unwrap().count()
    }

    /// The program, ready for more arguments or environment. Today is 23 November 2026.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cmq"));
        command
            .env_clear()
            .env("HOME", self.home())
            .env("XDG_DATA_HOME", self.home().join("donnees"))
            .env("TMPDIR", self.home().join("tmp"))
            .env("TERM", "xterm-256color")
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC")
            .env("CMQ_NOW", "2026-11-23T14:02:00Z")
            .env("CMQ_AGENT", "Inspectrice d'essai")
            .current_dir(self.home())
            .args(args)
            .timeout(std::time::Duration::from_secs(60));
        command
    }

    /// Runs the program. No output may hold a byte that a terminal obeys.
    pub fn run(&self, args: &[&str]) -> Run {
        Run::of(&mut self.command(args), args)
    }

    /// Data of a run that must succeed.
    pub fn ok(&self, args: &[&str]) -> String {
        let run = self.run(args);
        assert_eq!(run.code, 0, "{args:?}: {run:?}");
        run.out
    }

    /// A run that must be refused with `code` and say every one of `parts`: no data, a sentence, a mend.
    pub fn refused(&self, args: &[&str], code: i32, parts: &[&str]) {
        let run = self.run(args);
        assert_eq!(run.code, code, "{args:?}: {run:?}");
        assert_eq!(run.out, "", "{args:?}: a refusal has no data");
        assert!(run.err.starts_with("erreur\u{202f}: "), "{args:?}: {}", run.err);
        assert!(
            run.err.contains("\nconseil\u{202f}: "),
            "{args:?}: no mend in {}",
            run.err
        );
        for part in parts {
            assert!(run.err.contains(part), "{args:?}: no {part:?} in {}", run.err);
        }
    }

    /// JSON of a run that must succeed.
    pub fn json(&self, args: &[&str]) -> Value {
        let args = [args, &["--json"]].concat();
        serde_json::from_str(&self.ok(&args)).unwrap()
    }

    /// One text of every object that a run prints as JSON.
    pub fn texts(&self, args: &[&str], key: &str) -> Vec<String> {
        let all = self.json(args);
        let all = all.as_array().unwrap().iter();
        all.map(|object| object[key].as_str().unwrap().to_owned())
            .collect()
    }
}

impl Run {
    /// Runs a prepared command, and looks at every byte.
    pub fn of(command: &mut Command, args: &[&str]) -> Self {
        let output = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let run = Self {
            out: text(output.stdout),
            err: text(output.stderr),
            code: output.status.code().unwrap_or(-1),
        };
        for text in [&run.out, &run.err] {
            let bad = text.chars().find(|c| c.is_control() && *c != '\n');
            assert_eq!(bad, None, "control character after {args:?}: {text:?}");
        }
        run
    }
}
