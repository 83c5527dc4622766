//! The files of a register that a restoration replaces: moved aside together, never removed.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    super::{
        Error, Result,
        aside::{COMPANIONS, companion},
        error::show,
        place,
    },
    copy::sync_folder,
    folder,
};

/// Ends the name of a folder whose files are still being moved.
const EN_COURS: &str = ".en-cours";

/// Files moved aside. As long as it is not over, their folder has a name that says so.
#[derive(Default)]
pub(super) struct Moved {
    /// Where they are, and the name that folder will have.
    folders: Option<(PathBuf, PathBuf)>,
    /// What was moved: from, to.
    files: Vec<(PathBuf, PathBuf)>,
}

impl Moved {
    /// Moves the register, then what is kept beside it: together, so that no `-wal` is read with another file.
    pub(super) fn away(&mut self, path: &Path) -> Result<()> {
        let base = folder::ensure(path)?;
        // To the millisecond: two restorations in a second do not share a folder.
        let stamp: String = format!("{:.3}", jiff::Timestamp::now())
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        let done = base.join(format!("ecarte-{}-{stamp}", folder::stem(path)));
        let folder = PathBuf::from(format!("{}{EN_COURS}", done.display()));
        fs::create_dir(&folder).map_err(|e| Error::io("impossible de créer le dossier", &folder, e))?;
        self.folders = Some((folder.clone(), done));
        let companions = COMPANIONS.map(|c| companion(path, c));
        for file in std::iter::once(path).chain(companions.iter().map(PathBuf::as_path)) {
            let Some(name) = file.file_name().filter(|_| file.exists()) else {
                continue;
            };
            let to = folder.join(name);
            fs::rename(file, &to).map_err(|e| Error::io("impossible de mettre de côté", file, e))?;
            self.files.push((file.to_path_buf(), to));
        }
        sync_folder(&folder.join("x"))?;
        sync_folder(path)
    }

    /// Something stopped it: the files go back where they were. What cannot go back stays where it is, and the next
    /// start says so.
    pub(super) fn back(&mut self) {
        while let Some((from, to)) = self.files.pop() {
            if fs::rename(&to, &from).is_err() {
                return;
            }
        }
        if let Some((folder, _)) = self.folders.take() {
            let _ = fs::remove_dir(folder);
        }
    }

    /// The restored register stands: the folder gets its name, and those of restorations that were cut short too.
    pub(super) fn finish(self) -> Result<Option<PathBuf>> {
        let Some((folder, done)) = self.folders else {
            return Ok(None);
        };
        for old in unfinished(&done).into_iter().filter(|old| *old != folder) {
            let named = old.to_string_lossy().trim_end_matches(EN_COURS).to_owned();
            fs::rename(&old, &named).map_err(|e| Error::io("impossible de nommer", &old, e))?;
        }
        if self.files.is_empty() {
            // An empty folder that cannot be removed is only untidy.
            let _ = fs::remove_dir(&folder);
            return Ok(None);
        }
        fs::rename(&folder, &done).map_err(|e| Error::io("impossible de nommer", &done, e))?;
        sync_folder(&done)?;
        Ok(Some(done))
    }
}

/// Folders beside `sibling` whose files were being moved when something stopped it.
fn unfinished(sibling: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(place::folder(sibling)).into_iter().flatten();
    entries
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.to_string_lossy().ends_with(EN_COURS))
        .collect()
}

/// Refuses to make a new register where one is expected: a restoration was cut short.
pub(crate) fn check_vacant(path: &Path) -> Result<()> {
    let prefix = format!("ecarte-{}-", folder::stem(path));
    let cut = unfinished(&folder::of(path).join("x"));
    let cut = cut.iter().find(|p| {
        p.file_name()
            .is_some_and(|n| n.to_string_lossy().starts_with(&prefix))
    });
    if let Some(cut) = cut {
        return Err(Error::Unfit {
            path: show(path),
            why: format!(
                "une restauration a été interrompue, le fichier d'avant est dans {}",
                show(cut)
            ),
            mend: "recommencez-la\u{202f}: cmq restaurer --appliquer",
        });
    }
    Ok(())
}
