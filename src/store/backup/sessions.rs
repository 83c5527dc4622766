//! Who else has a register open. A session in WAL mode holds a shared lock on the file as long as it is connected; whoever
//! gets the whole file for writing is alone, and stays so as long as it holds it.

use std::{
    fs::File,
    os::unix::fs::MetadataExt,
    path::Path,
    time::{Duration, Instant},
};

use rustix::fs::{FlockOperation, fcntl_lock, flock};

use super::super::{Error, Result, attente, place, verrou};

/// How often a lock that another holds is asked for again.
const AGAIN: Duration = Duration::from_millis(20);

/// How long a session that is just leaving is waited for.
pub(crate) const LEAVING: Duration = Duration::from_secs(1);

/// Whoever opens a register holds the folder's door while it does, so that nobody holds the old file when another takes
/// its place. Let go with the value; None where the folder cannot be read.
///
/// # Errors
/// [`Error::Busy`] when a restoration holds it too long.
pub(crate) fn door(path: &Path, alone: bool) -> Result<Option<File>> {
    let Ok(file) = File::open(place::folder(path)) else {
        return Ok(None);
    };
    let how = if alone {
        FlockOperation::NonBlockingLockExclusive
    } else {
        FlockOperation::NonBlockingLockShared
    };
    let start = Instant::now();
    while flock(&file, how).is_err() {
        if start.elapsed() > attente::BUSY {
            return Err(Error::Busy);
        }
        std::thread::sleep(AGAIN);
    }
    Ok(Some(file))
}

/// The file, locked whole, others being waited for no longer than `patience`. This process must have no connection to it: closing the value lets go of every lock the
/// process has on the file.
///
/// # Errors
/// [`Error::InUse`] with the processes that have it open.
pub(crate) fn alone(path: &Path, patience: Duration) -> Result<File> {
    let file = File::options()
        .read(true)
        .write(true)
        .open(path)
        .map_err(|e| Error::io("impossible de lire", path, e))?;
    let start = Instant::now();
    while fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive).is_err() {
        if start.elapsed() >= patience {
            let inode = file.metadata().map(|m| m.ino()).unwrap_or_default();
            return Err(Error::InUse(who(inode)));
        }
        std::thread::sleep(AGAIN);
    }
    Ok(file)
}

/// The processes that have locks on a file, in words.
fn who(inode: u64) -> String {
    let locks = std::fs::read_to_string("/proc/locks").unwrap_or_default();
    let mut all: Vec<i32> = locks.lines().filter_map(|line| locker(line, inode)).collect();
    all.sort_unstable();
    all.dedup();
    let said: Vec<String> = all
        .into_iter()
        .map(|pid| format!("processus {pid}{}", verrou::command(pid)))
        .collect();
    if said.is_empty() {
        "une autre session".to_owned()
    } else {
        said.join(", ")
    }
}

/// The process of a line of `/proc/locks`: `1: POSIX  ADVISORY  READ 714 fe:01:1837 1073741826 1073742335`.
fn locker(line: &str, inode: u64) -> Option<i32> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [_, "POSIX", _, _, pid, place, ..] = words.as_slice() else {
        return None;
    };
    let here = place.rsplit(':').next()?.parse::<u64>().ok()? == inode;
    here.then(|| pid.parse().ok()).flatten()
}
