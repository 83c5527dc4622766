//! Which process holds the write lock, from the kernel's own list. The lock file is only looked up by its name and
//! never opened: closing it would let go of every lock this process has on it (a rule of POSIX locks).

use std::{os::unix::fs::MetadataExt as _, path::Path};

use crate::domain::texte::une_ligne;

/// The byte of the `-shm` file that a writer locks in WAL mode (`WAL_WRITE_LOCK` in SQLite's `wal.c`).
const WRITE_LOCK: u64 = 120;

/// How often the list is read before nobody is said to hold the lock.
const READS: u8 = 4;

/// The process that holds the write lock of this register; None when nobody has it or the system does not say.
pub(super) fn holder(path: &Path) -> Option<i32> {
    let mut shm = path.as_os_str().to_owned();
    shm.push("-shm");
    let inode = std::fs::metadata(shm).ok()?.ino();
    // The list is read in pieces, and a line may slip between two of them while others lock and unlock.
    (0..READS).find_map(|_| {
        let locks = std::fs::read_to_string("/proc/locks").ok()?;
        locks.lines().find_map(|line| locker(line, inode))
    })
}

/// The process of a line of `/proc/locks` that locks the byte for writing:
/// `1: POSIX  ADVISORY  WRITE 714 fe:01:1837 120 120`.
fn locker(line: &str, inode: u64) -> Option<i32> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [_, "POSIX", _, "WRITE", pid, place, first, last] = words.as_slice() else {
        return None;
    };
    let here = place.rsplit(':').next()?.parse::<u64>().ok()? == inode;
    let last = last.parse().unwrap_or(u64::MAX);
    let covers = (first.parse::<u64>().ok()?..=last).contains(&WRITE_LOCK);
    (here && covers).then(|| pid.parse().ok()).flatten()
}

/// ` (cmq importer)`: the program and its first word, for a process that said nothing of itself.
pub(super) fn command(pid: i32) -> String {
    let Ok(line) = std::fs::read(format!("/proc/{pid}/cmdline")) else {
        return String::new();
    };
    let text = String::from_utf8_lossy(&line).into_owned();
    let mut words = text.split('\0').filter(|w| !w.is_empty());
    let name = words.next().and_then(|w| w.rsplit('/').next());
    let word = words.find(|w| !w.starts_with('-'));
    let said: Vec<&str> = name.into_iter().chain(word).collect();
    if said.is_empty() {
        return String::new();
    }
    format!(" ({})", une_ligne(&said.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_kernel_names_the_writer() {
        let line = "5: POSIX  ADVISORY  WRITE 714 fe:01:1837 120 120";
        assert_eq!(locker(line, 1837), Some(714));
        assert_eq!(locker(line, 1838), None);
        assert_eq!(
            locker("5: POSIX  ADVISORY  READ 714 fe:01:1837 120 120", 1837),
            None
        );
        assert_eq!(
            locker("5: POSIX  ADVISORY  WRITE 714 fe:01:1837 123 123", 1837),
            None
        );
        assert_eq!(
            locker("5: POSIX  ADVISORY  WRITE 9 fe:01:1837 0 EOF", 1837),
            Some(9)
        );
        assert_eq!(
            locker("5: -> POSIX  ADVISORY  WRITE 9 fe:01:1837 0 EOF", 1837),
            None
        );
        assert_eq!(locker("bruit", 1837), None);
    }
}
