//! What the register could not take of a form being filled in: one file a form, for its owner only, outside the
//! register's own disk when need be. Offered at the next start, thrown away once the register has it.

use std::{
    fs::{DirBuilder, File, OpenOptions, TryLockError},
    io::{self, Read, Write},
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use serde::{Deserialize, Serialize};

use super::{Brouillon, Error, Result, Store, brouillon, error::show, write};
use crate::{
    domain::{CampusId, Formalite, RevueId},
    paths,
};

/// How the files begin; what follows is when, and by which process.
const PREFIX: &str = "brouillons-secours-";

/// Longest file read back, in bytes: a review of nothing but its longest texts is a tenth of it.
const LONGEST: u64 = 16 << 20;

/// A form that was being filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SujetSecours {
    /// A review: its campus, which one by its code, itself once begun.
    Revue {
        /// Its campus.
        campus: CampusId,
        /// Code of [`crate::domain::TypeRevue`].
        type_revue: String,
        /// The review, once begun.
        revue: Option<RevueId>,
    },
    /// Any other form.
    Formalite(Formalite),
}

/// What of a form is not in the register.
#[derive(Clone, Debug, PartialEq)]
pub struct Secours {
    /// Which form.
    pub sujet: SujetSecours,
    /// What people call it: `Plasticampus › Suivi`.
    pub titre: String,
    /// Why the register did not take it, a sentence.
    pub motif: String,
    /// Answers, what the register said of their fields then, place and text being typed.
    pub brouillon: Brouillon,
}

/// A file found, that no living session holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Trouve {
    /// Where it is.
    pub path: PathBuf,
    /// What it holds.
    pub secours: Secours,
}

/// [`Secours`] as a file.
#[derive(Serialize, Deserialize)]
struct Ecrit {
    registre: String,
    agent: String,
    quand: String,
    sujet: SujetSecours,
    titre: String,
    motif: String,
    brouillon: brouillon::Kept,
}

/// The file of a form that is open: locked while its session lives, so that no other offers it.
#[derive(Debug)]
pub struct Depot {
    path: PathBuf,
    _lock: File,
}

impl Depot {
    /// Its folder, as people may read it.
    #[must_use]
    pub fn lieu(&self) -> String {
        show(self.path.parent().unwrap_or(&self.path))
    }

    /// Removes it: the register has what it held.
    pub fn oublier(self) {
        oublier(&self.path);
    }
}

/// Removes a file whose content the register has, or that the person throws away.
fn oublier(path: &Path) {
    if let Err(error) = std::fs::remove_file(path) {
        crate::log::error(&Error::io("impossible de supprimer", path, error).into());
    }
}

impl Store {
    /// Keeps what the register cannot take, over what `depot` held.
    ///
    /// # Errors
    /// [`Error::Io`] when none of the folders can be written.
    pub fn mettre_de_cote(&self, secours: &Secours, depot: &mut Option<Depot>) -> Result<()> {
        let dirs = if self.path.is_some() {
            paths::rescues()
        } else {
            Vec::new()
        };
        self.put(&dirs, secours, depot)
    }

    /// What earlier sessions of this agent kept beside this register, the latest first.
    #[must_use]
    pub fn mis_de_cote(&self) -> Vec<Trouve> {
        if self.path.is_none() {
            return Vec::new();
        }
        self.find(&paths::rescues())
    }

    /// Throws away what was kept beside the register.
    pub fn jeter(&self, trouve: &Trouve) {
        oublier(&trouve.path);
    }

    fn put(&self, dirs: &[PathBuf], secours: &Secours, depot: &mut Option<Depot>) -> Result<()> {
        let ecrit = Ecrit {
            registre: self.nom_du_fichier(),
            agent: self.agent().to_owned(),
            quand: write::instant(crate::clock::now()),
            sujet: secours.sujet.clone(),
            titre: secours.titre.clone(),
            motif: secours.motif.clone(),
            brouillon: brouillon::keep(&secours.brouillon)?,
        };
        let text = serde_json::to_vec_pretty(&ecrit).map_err(|e| Error::Integrity(e.to_string()))?;
        let mut refused = Error::Refused("aucun dossier pour garder la saisie à part".to_owned());
        for (i, dir) in dirs.iter().enumerate() {
            // A disk that cannot promise gives way to the next folder; the last one is taken as it is.
            let promised = i + 1 < dirs.len();
            let known = depot.as_ref().filter(|d| d.path.parent() == Some(dir));
            let path = known.map_or_else(|| dir.join(name()), |d| d.path.clone());
            match private(dir).and_then(|()| put(&path, &text, promised)) {
                Ok(lock) => {
                    let new = Depot { path, _lock: lock };
                    if let Some(old) = depot.take().filter(|d| d.path != new.path) {
                        old.oublier();
                    }
                    *depot = Some(new);
                    return Ok(());
                }
                Err(error) => refused = Error::io("impossible d'écrire", &path, error),
            }
        }
        Err(refused)
    }

    fn find(&self, dirs: &[PathBuf]) -> Vec<Trouve> {
        let registre = self.nom_du_fichier();
        let mut found: Vec<Trouve> = dirs
            .iter()
            .filter(|dir| owned(dir))
            .filter_map(|dir| std::fs::read_dir(dir).ok())
            .flat_map(|files| files.flatten().map(|f| f.path()))
            .filter_map(|path| {
                let ecrit = read(&path)?;
                let mine = ecrit.registre == registre && ecrit.agent == self.agent();
                let secours = mine.then(|| ecrit.secours())?.ok()?;
                Some(Trouve { path, secours })
            })
            .collect();
        found.sort_by(|a, b| {
            b.secours
                .brouillon
                .enregistre
                .cmp(&a.secours.brouillon.enregistre)
        });
        found
    }

    /// The register as the files name it; empty in memory.
    fn nom_du_fichier(&self) -> String {
        let absolute = |p: &Path| std::path::absolute(p).unwrap_or_else(|_| p.to_path_buf());
        self.path()
            .map(|p| absolute(p).to_string_lossy().into_owned())
            .unwrap_or_default()
    }
}

impl Ecrit {
    fn secours(self) -> Result<Secours> {
        Ok(Secours {
            sujet: self.sujet,
            titre: self.titre,
            motif: self.motif,
            brouillon: brouillon::read(self.brouillon, self.quand)?,
        })
    }
}

/// `brouillons-secours-2026-11-23T14-02-00Z-4711-0.json`.
fn name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let when = write::instant(crate::clock::now()).replace(':', "-");
    let n = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{PREFIX}{when}-{}-{n}.json", std::process::id())
}

/// Makes the folder, for its owner only.
fn private(dir: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    if owned(dir) {
        Ok(())
    } else {
        Err(io::ErrorKind::PermissionDenied.into())
    }
}

/// Whether a folder is this account's own: one under `/dev/shm` may have been made by anybody.
fn owned(dir: &Path) -> bool {
    std::fs::symlink_metadata(dir)
        .is_ok_and(|m| m.is_dir() && m.uid() == rustix::process::geteuid().as_raw() && m.mode() & 0o022 == 0)
}

/// Writes the whole file, or leaves the one before as it was; `promised`: refuses when the disk does not promise to
/// keep it. Returns it locked.
fn put(path: &Path, text: &[u8], promised: bool) -> io::Result<File> {
    let draft = path.with_extension("tmp");
    let written = (|| {
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&draft)?;
        file.write_all(text)?;
        file.sync_all()
            .or_else(|e| if promised { Err(e) } else { Ok(()) })?;
        file.lock()?;
        std::fs::rename(&draft, path)?;
        Ok(file)
    })();
    if written.is_err() {
        let _ = std::fs::remove_file(&draft);
    }
    written
}

/// Reads a file that no living session holds; None for anything else.
fn read(path: &Path) -> Option<Ecrit> {
    let name = path.file_name()?.to_str()?;
    if !name.starts_with(PREFIX) || path.extension()? != "json" {
        return None;
    }
    let file = File::open(path).ok()?;
    if matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)) {
        return None;
    }
    let mut text = Vec::new();
    file.take(LONGEST).read_to_end(&mut text).ok()?;
    serde_json::from_slice(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{form::Value, store::Saisie};
    use std::collections::BTreeMap;
    use std::os::unix::fs::PermissionsExt;

    fn kept(texte: &str) -> Secours {
        let saisie = Saisie {
            step: "contexte".into(),
            champ: "bilan".into(),
            texte: texte.into(),
            ligne: 0,
            colonne: 4,
            enregistre: String::new(),
        };
        Secours {
            sujet: SujetSecours::Revue {
                campus: CampusId(3),
                type_revue: "suivi".into(),
                revue: None,
            },
            titre: "Plasticampus › Suivi".into(),
            motif: "le disque est plein".into(),
            brouillon: Brouillon {
                version: 1,
                rev: 0,
                reponses: BTreeMap::from([("effectif".to_owned(), Some(Value::Int(4)))]),
                base: BTreeMap::from([("effectif".to_owned(), Some(Value::Int(3)))]),
                place: ("contexte".into(), "bilan".into()),
                saisie: Some(saisie),
                enregistre: String::new(),
            },
        }
    }

    #[test]
    fn what_was_put_aside_is_found_once_its_session_is_gone() {
        let dir = tempfile::tempdir().unwrap();
        let dirs = [dir.path().join("etat/cmq")];
        let store = Store::in_memory("m.durand").unwrap();
        let mut depot = None;
        store.put(&dirs, &kept("un"), &mut depot).unwrap();
        store.put(&dirs, &kept("deux"), &mut depot).unwrap();
        assert_eq!(store.find(&dirs), [], "its session lives");
        drop(depot);
        let found = store.find(&dirs);
        assert_eq!(found.len(), 1);
        let secours = &found[0].secours;
        assert_eq!(secours.brouillon.saisie.as_ref().unwrap().texte, "deux");
        assert_eq!(secours.brouillon.base, kept("").brouillon.base);
        assert_eq!(secours.sujet, kept("").sujet);
        let mode = std::fs::metadata(&found[0].path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(
            Store::in_memory("a.martin").unwrap().find(&dirs),
            [],
            "another agent"
        );
        store.jeter(&found[0]);
        assert_eq!(store.find(&dirs), []);
    }

    #[test]
    fn a_folder_that_cannot_be_written_gives_way_to_the_next() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("fichier");
        std::fs::write(&file, "").unwrap();
        let open = dir.path().join("ouvert");
        std::fs::create_dir(&open).unwrap();
        std::fs::set_permissions(&open, std::fs::Permissions::from_mode(0o777)).unwrap();
        let dirs = [file.join("cmq"), open, dir.path().join("dernier")];
        let store = Store::in_memory("m.durand").unwrap();
        let mut depot = None;
        store.put(&dirs, &kept("un"), &mut depot).unwrap();
        assert!(depot.as_ref().unwrap().lieu().ends_with("dernier"));
        depot.unwrap().oublier();
        assert_eq!(store.find(&dirs), []);
        assert!(store.put(&dirs[..1], &kept("un"), &mut None).is_err());
    }

    #[test]
    fn anything_else_in_the_folder_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let dirs = [dir.path().to_path_buf()];
        for name in ["cmq.log", "brouillons-secours-x.json", "brouillons-secours-y.tmp"] {
            std::fs::write(dir.path().join(name), "{\"registre\": 3}").unwrap();
        }
        assert_eq!(Store::in_memory("m.durand").unwrap().find(&dirs), []);
    }
}
