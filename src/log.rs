//! One line appended per error, in the state folder; never on a screen in use. Identifiers, not what was typed.

use std::{
    fs::{DirBuilder, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::PathBuf,
};

use crate::{clock, domain::texte, paths};

/// Past this many bytes the log begins anew.
const LONGEST: u64 = 1 << 20;

/// Appends an error with its causes.
pub fn error(error: &anyhow::Error) {
    append(&format!("{error:#}"));
}

/// A log that cannot be written is nobody's error.
fn append(text: &str) {
    let line = format!("{} {}\n", clock::now(), texte::une_ligne(text));
    let _ = open("cmq.log").and_then(|(mut file, _)| {
        if file.metadata()?.len() > LONGEST {
            file.set_len(0)?;
        }
        file.write_all(line.as_bytes())
    });
}

/// Appends a sentence: who opened a session. Numbers, no names.
pub fn note(text: &str) {
    append(text);
}

/// Writes a crash report; its path, when it could be written.
pub fn write_crash(text: &str) -> Option<PathBuf> {
    let name = format!("panique-{}.txt", clock::now().as_second());
    let (mut file, path) = open(&name).ok()?;
    file.write_all(texte::nettoyer(text).as_bytes()).ok()?;
    Some(path)
}

/// A file of the state folder, for its owner only.
fn open(name: &str) -> io::Result<(File, PathBuf)> {
    let dir = paths::state().ok_or(io::ErrorKind::NotFound)?;
    DirBuilder::new().recursive(true).mode(0o700).create(&dir)?;
    let path = dir.join(name);
    let file = OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(&path)?;
    Ok((file, path))
}
