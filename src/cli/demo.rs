//! `--demo`: the shipped register in a folder of its own, removed at the end.

use std::fs::{self, DirBuilder};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::PathBuf;

use anyhow::Context as _;
use jiff::civil::Date;
use uuid::Uuid;

/// The day of the demonstration: two years after the first labels, when the suivis fall due.
pub const AU: Date = Date::constant(2015, 9, 1);

/// A throw-away folder; dropping it removes it and the register inside.
#[derive(Debug)]
pub struct Demo {
    dir: PathBuf,
}

impl Demo {
    /// Makes the folder, readable by its owner alone.
    pub fn create() -> anyhow::Result<Self> {
        let dir = std::env::temp_dir().join(format!("cmq-demo-{}", Uuid::now_v7().simple()));
        DirBuilder::new()
            .mode(0o700)
            .create(&dir)
            .with_context(|| format!("impossible de créer {}", dir.display()))?;
        Ok(Self { dir })
    }

    /// Where its register goes.
    #[must_use]
    pub fn registre(&self) -> PathBuf {
        self.dir.join("registre.db")
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // What cannot be removed is left to the system's own cleaning of its temporary folder.
        let _ = fs::remove_dir_all(&self.dir);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_nothing_behind() {
        let demo = Demo::create().unwrap();
        let dir = demo.dir.clone();
        fs::write(demo.registre(), "x").unwrap();
        assert!(dir.is_dir());
        drop(demo);
        assert!(!dir.exists());
    }
}
