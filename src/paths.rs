//! Where the register, the log and crash reports live (XDG base directories).

use std::{path::PathBuf, sync::OnceLock};

use directories::ProjectDirs;

use crate::env;

static STATE: OnceLock<PathBuf> = OnceLock::new();

/// The log and crash reports go to this folder, whatever the home: a restricted session keeps them by the register.
pub fn keep_state_in(folder: PathBuf) {
    // Said once, at the start of the session.
    let _ = STATE.set(folder);
}

/// Folder names come from this; no organisation in a path on Linux.
fn dirs() -> Option<ProjectDirs> {
    if env::restricted() {
        return None;
    }
    ProjectDirs::from("", "", "cmq")
}

/// The register's usual place: `$XDG_DATA_HOME/cmq/registre.db`. None without a home.
#[must_use]
pub fn register() -> Option<PathBuf> {
    Some(dirs()?.data_dir().join("registre.db"))
}

/// The folder of the log and of crash reports: `$XDG_STATE_HOME/cmq`. None without a home.
#[must_use]
pub fn state() -> Option<PathBuf> {
    if let Some(folder) = STATE.get() {
        return Some(folder.clone());
    }
    let dirs = dirs()?;
    Some(dirs.state_dir().unwrap_or_else(|| dirs.data_dir()).to_path_buf())
}

/// Where what the register cannot take is kept, the first that can be written: the state folder, then memory that
/// outlives the program but not the machine.
#[must_use]
pub fn rescues() -> Vec<PathBuf> {
    let memory = PathBuf::from(format!("/dev/shm/cmq-{}", rustix::process::geteuid().as_raw()));
    state().into_iter().chain([memory]).collect()
}
