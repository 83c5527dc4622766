//! Files beside the register that may hold what was erased: backups, drafts rescued, logs.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{paths, store::place};

/// A file beyond this is no backup of a register: it is named without being read.
const TROP_GRAND: u64 = 4 << 30;

/// The files of the backup folder, of the register's own folder and of the state folder that hold one of the `formes`.
/// The register itself is not one of them, nor the program.
pub(super) fn qui_tiennent(registre: Option<&Path>, formes: &[String]) -> Vec<PathBuf> {
    let mut folders = Vec::new();
    if let Some(path) = registre {
        let folder = place::folder(path);
        let saves = folder.join("sauvegardes");
        // Registers that a restoration put aside are in folders of their own.
        let aside = fs::read_dir(&saves)
            .into_iter()
            .flatten()
            .flatten()
            .map(|e| e.path());
        folders.extend(aside.filter(|p| p.is_dir()));
        folders.push(saves);
        folders.push(folder);
    }
    folders.extend(paths::rescues());
    let program = std::env::current_exe().ok();
    let mut out = Vec::new();
    for folder in folders {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for path in entries.flatten().map(|e| e.path()) {
            if !registre.is_some_and(|r| du_registre(r, &path))
                && program.as_ref() != Some(&path)
                && tient(&path, formes)
                && !out.contains(&path)
            {
                out.push(path);
            }
        }
    }
    out.sort();
    out
}

/// The register's own files.
fn du_registre(registre: &Path, path: &Path) -> bool {
    let own = registre.file_name().unwrap_or_default().to_string_lossy();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    registre.parent() == path.parent()
        && (name == own || name == format!("{own}-wal") || name == format!("{own}-shm"))
}

/// Whether a file holds one of the forms, byte for byte.
fn tient(path: &Path, formes: &[String]) -> bool {
    let Ok(meta) = path.symlink_metadata() else {
        return false;
    };
    if !meta.is_file() || meta.len() > TROP_GRAND {
        return false;
    }
    let Ok(bytes) = fs::read(path) else { return false };
    formes.iter().any(|f| contient(&bytes, f.as_bytes()))
}

/// Whether `needle` is in `bytes`.
fn contient(bytes: &[u8], needle: &[u8]) -> bool {
    let Some((first, rest)) = needle.split_first() else {
        return false;
    };
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|b| b == first) {
        let after = from + at + 1;
        if bytes[after..].starts_with(rest) {
            return true;
        }
        from = after;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backups_and_drafts_that_hold_it_are_named_and_the_register_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let registre = dir.path().join("registre.db");
        let saves = dir.path().join("sauvegardes");
        fs::create_dir(&saves).unwrap();
        for name in ["registre.db", "registre.db-wal", "sauvegardes/a.db", "autre.json"] {
            fs::write(dir.path().join(name), b"\0xJeJeanne Durand\0").unwrap();
        }
        fs::write(saves.join("b.db"), b"Jeanne Durant").unwrap();
        let found = qui_tiennent(Some(&registre), &["Jeanne Durand".to_owned()]);
        assert_eq!(found, [dir.path().join("autre.json"), saves.join("a.db")]);
    }
}
