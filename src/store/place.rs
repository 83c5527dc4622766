//! Where a register may live: checks on the path, its rights and its file system, before `SQLite` sees it.

use std::{
    fs::Metadata,
    io::ErrorKind,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
};

use super::{
    Error, Result,
    error::{Error as E, show},
};
use crate::domain::texte;

/// Refuses names `SQLite` would read as something else than a path.
pub(crate) fn check_name(path: &Path) -> Result<()> {
    let bytes = path.as_os_str().as_encoded_bytes();
    let head = bytes.get(..5).unwrap_or_default();
    if bytes.is_empty() || bytes.contains(&0) || head.eq_ignore_ascii_case(b"file:") || bytes == b":memory:" {
        return Err(unfit(
            path,
            "ce n'est pas un nom de fichier",
            "donnez un chemin ordinaire, par exemple ./registre.db",
        ));
    }
    if path.to_string_lossy().contains(texte::interdit) {
        return Err(unfit(
            path,
            "son nom contient des caractères invisibles ou de commande",
            "donnez un chemin ordinaire, par exemple ./registre.db",
        ));
    }
    Ok(())
}

/// Refuses what is not a private regular file on a local file system. Missing: [`Error::Missing`].
pub(crate) fn check_file(path: &Path) -> Result<Metadata> {
    check_name(path)?;
    let meta = std::fs::metadata(path).map_err(|e| match e.kind() {
        ErrorKind::NotFound => E::Missing(show(path)),
        _ => E::io("impossible de lire", path, e),
    })?;
    if !meta.is_file() {
        return Err(unfit(
            path,
            "ce n'est pas un fichier ordinaire",
            "donnez le chemin du fichier",
        ));
    }
    if meta.nlink() > 1 {
        return Err(unfit(
            path,
            "il porte un second nom (lien physique), ce qui endommage une base partagée",
            "supprimez le second nom ou faites une vraie copie",
        ));
    }
    if meta.permissions().mode() & 0o002 != 0 {
        return Err(unfit(
            path,
            "tout le monde peut y écrire",
            "retirez ce droit\u{202f}: chmod o-w sur le fichier",
        ));
    }
    check_folder(path)?;
    Ok(meta)
}

/// Refuses, for a restricted session, what is not the account's own file at its own address: a link on the way, another
/// owner, rights of others to write.
pub(crate) fn check_restricted(path: &Path) -> Result<()> {
    let meta = check_file(path)?;
    let real = std::fs::canonicalize(path).map_err(|e| E::io("impossible de lire", path, e))?;
    if real != path {
        return Err(unfit(
            path,
            "son chemin n'est pas complet, ou passe par un lien symbolique",
            "l'administrateur doit écrire le chemin réel du registre dans la configuration",
        ));
    }
    if !is_mine(&meta) || meta.permissions().mode() & 0o022 != 0 {
        return Err(unfit(
            path,
            "une session restreinte veut un fichier de son propre compte, où lui seul écrit",
            "l'administrateur doit en corriger le propriétaire et les droits (chown, chmod 600)",
        ));
    }
    Ok(())
}

/// Whether a file belongs to the account the program runs under.
pub(crate) fn is_mine(meta: &Metadata) -> bool {
    meta.uid() == rustix::process::getuid().as_raw()
}

/// Refuses a folder anyone may write to (unless sticky, as `/tmp`), or on a network share.
pub(crate) fn check_folder(path: &Path) -> Result<()> {
    let folder = folder(path);
    let meta = std::fs::metadata(&folder).map_err(|e| E::io("impossible de lire le dossier", &folder, e))?;
    let mode = meta.permissions().mode();
    if mode & 0o002 != 0 && mode & 0o1000 == 0 {
        return Err(unfit(
            path,
            "tout le monde peut écrire dans son dossier",
            "retirez ce droit\u{202f}: chmod o-w sur le dossier",
        ));
    }
    if let Some(name) = network_share(&folder) {
        return Err(E::Unfit {
            path: show(path),
            why: format!("il est sur un partage {name}, où SQLite perd des données"),
            mend: "placez-le sur un disque local, ou lancez cmq par SSH sur le serveur qui le porte",
        });
    }
    Ok(())
}

/// Which file a path leads to: its device and its number on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileId(u64, u64);

impl FileId {
    /// The file that `path` leads to now.
    pub(crate) fn of(path: &Path) -> Result<Self> {
        let meta = std::fs::metadata(path).map_err(|e| match e.kind() {
            ErrorKind::NotFound => E::Gone(show(path)),
            _ => E::io("impossible de lire", path, e),
        })?;
        Ok(Self(meta.dev(), meta.ino()))
    }

    /// Refuses when `path` leads elsewhere now: what is written through an open connection would be lost with
    /// the file that was put away.
    pub(crate) fn still(self, path: &Path) -> Result<()> {
        if Self::of(path)? == self {
            Ok(())
        } else {
            Err(E::Replaced(show(path)))
        }
    }
}

/// [`FileId::still`] for a register that has a file; one in memory is always itself.
pub(crate) fn check_same(path: Option<&Path>, file: Option<FileId>) -> Result<()> {
    match (path, file) {
        (Some(path), Some(file)) => file.still(path),
        _ => Ok(()),
    }
}

/// The folder that holds `path`.
pub(crate) fn folder(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// A refusal of `path`.
fn unfit(path: &Path, why: &str, mend: &'static str) -> Error {
    E::Unfit {
        path: show(path),
        why: why.to_owned(),
        mend,
    }
}

/// The name of the network file system `folder` is on, if it is one.
#[cfg(target_os = "linux")]
fn network_share(folder: &Path) -> Option<&'static str> {
    let found = rustix::fs::statfs(folder).ok()?.f_type;
    // The kernel's magic numbers fit 32 bits; the field's width differs between machines.
    share_name(u32::try_from(i128::from(found) & 0xFFFF_FFFF).ok()?)
}

/// Elsewhere the type of a file system is not a number; nothing is refused.
#[cfg(not(target_os = "linux"))]
fn network_share(_folder: &Path) -> Option<&'static str> {
    None
}

/// Kernel magic number → name of a file system whose locks cannot be trusted (`statfs(2)`).
#[cfg(target_os = "linux")]
fn share_name(magic: u32) -> Option<&'static str> {
    Some(match magic {
        0x6969 => "NFS",
        0x517B | 0xFF53_4D42 | 0xFE53_4D42 => "SMB",
        0x6573_5546 => "FUSE",
        0x0102_1997 => "9p",
        0x00C3_6400 => "Ceph",
        0x5346_414F | 0x6B41_4653 => "AFS",
        0x7375_7245 => "Coda",
        0x564C => "NCP",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_shares_are_named_and_local_disks_pass() {
        assert_eq!(share_name(0x6969), Some("NFS"));
        assert_eq!(share_name(0xFE53_4D42), Some("SMB"));
        assert_eq!(share_name(0x6573_5546), Some("FUSE"));
        for local in [0xEF53, 0x794C_7630, 0x0102_1994, 0x9123_683E, 0x5846_5342] {
            assert_eq!(share_name(local), None, "ext4, overlayfs, tmpfs, btrfs, xfs");
        }
    }

    #[test]
    fn names_that_are_not_paths_are_refused() {
        for name in ["file:x.db?mode=memory", "FILE:x", ":memory:", ""] {
            assert!(
                matches!(check_name(Path::new(name)), Err(Error::Unfit { .. })),
                "{name}"
            );
        }
        assert!(check_name(Path::new("registre.db")).is_ok());
    }

    #[test]
    fn a_restricted_session_takes_the_file_itself_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let home = dir.path().canonicalize().unwrap();
        let file = home.join("registre.db");
        std::fs::write(&file, "x").unwrap();
        let chmod = |mode| std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        chmod(0o600);
        assert!(check_restricted(&file).is_ok());
        chmod(0o660);
        assert!(
            check_restricted(&file)
                .unwrap_err()
                .to_string()
                .contains("où lui seul écrit")
        );
        chmod(0o600);
        let link = home.join("lien.db");
        std::os::unix::fs::symlink(&file, &link).unwrap();
        std::os::unix::fs::symlink(&home, home.join("ailleurs")).unwrap();
        for path in [
            link,
            home.join("ailleurs/registre.db"),
            home.join("../x/../registre.db"),
        ] {
            assert!(check_restricted(&path).is_err(), "{}", path.display());
        }
        std::fs::hard_link(&file, home.join("autre.db")).unwrap();
        assert!(
            check_restricted(&file)
                .unwrap_err()
                .to_string()
                .contains("second nom")
        );
    }

    #[test]
    fn rights_are_checked() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("registre.db");
        std::fs::write(&file, "x").unwrap();
        let chmod = |p: &Path, mode| {
            std::fs::set_permissions(p, std::fs::Permissions::from_mode(mode)).unwrap();
        };
        chmod(&file, 0o600);
        assert!(check_file(&file).is_ok());
        chmod(&file, 0o606);
        assert!(
            check_file(&file)
                .unwrap_err()
                .to_string()
                .contains("tout le monde")
        );
        chmod(&file, 0o600);
        chmod(dir.path(), 0o777);
        assert!(check_file(&file).unwrap_err().to_string().contains("dossier"));
        chmod(dir.path(), 0o700);
        std::fs::hard_link(&file, dir.path().join("autre.db")).unwrap();
        assert!(check_file(&file).unwrap_err().to_string().contains("second nom"));
        assert!(matches!(
            check_file(&dir.path().join("absent.db")),
            Err(Error::Missing(_))
        ));
        assert!(matches!(check_file(dir.path()), Err(Error::Unfit { .. })));
    }
}
