//! The project's own files, read by tests about them.
#![allow(clippy::unwrap_used, reason = "a test's own tools")]

use std::{fs, path::Path};

/// Every file under a folder of the project with this extension: its path, its text.
pub fn files(folder: &str, extension: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut todo = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(dir) = todo.pop() {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                todo.push(path);
            } else if path.extension().is_some_and(|x| x == extension) {
                out.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    out
}
