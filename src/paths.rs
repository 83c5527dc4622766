//! Where the register, the log and crash reports live (XDG base directories).

use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
};

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

/// The line to type in a terminal for `words` to be done to that register: it is named unless it is the one that cmq opens
/// by itself.
#[must_use]
pub fn command(registre: &Path, words: &[&str]) -> String {
    let usual = env::var_os("CMQ_REGISTRE").map(PathBuf::from).or_else(register);
    let mut line = "cmq".to_owned();
    for word in words {
        line.push(' ');
        line.push_str(&quoted(word));
    }
    if usual.as_deref() != Some(registre) {
        line.push_str(" --registre ");
        line.push_str(&quoted(&registre.to_string_lossy()));
    }
    line
}

/// A word as a shell reads it whole.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+:@%,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_names_the_register_as_a_shell_reads_it() {
        let line = |path: &str| command(Path::new(path), &["restaurer", "r-1.db", "--appliquer"]);
        assert_eq!(
            line("/srv/r.db"),
            "cmq restaurer r-1.db --appliquer --registre /srv/r.db"
        );
        assert_eq!(
            line("/srv/l'été 2.db"),
            r"cmq restaurer r-1.db --appliquer --registre '/srv/l'\''été 2.db'"
        );
        if let Some(usual) = register() {
            assert_eq!(command(&usual, &["verifier"]), "cmq verifier");
        }
    }
}
