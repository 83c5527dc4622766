//! `cmq diagnostic`: versions, register, terminal. No personal data: the home folder is written `~`.

use std::io::{self, IsTerminal as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::answer::Answer;
use super::settings::Settings;
use crate::domain::texte::une_ligne;
use crate::store::Store;

/// What the program, the register and the terminal are.
#[must_use]
pub fn run(settings: &Settings) -> Answer {
    let report = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "sqlite": rusqlite::version(),
        "systeme": format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        "jour_de_reference": settings.au.to_string(),
        "formulaires": settings.data.as_deref().map_or_else(|| "intégrés".into(), discreet),
        "registre": registre(settings),
        "terminal": terminal(),
    });
    if settings.json {
        Answer::json(report)
    } else {
        Answer::data(text(&report, ""))
    }
}

/// The register's file, and whether it opens. It is not created.
fn registre(settings: &Settings) -> Value {
    let path = &settings.registre;
    let meta = std::fs::metadata(path).ok();
    let etat = match &meta {
        None => "n'existe pas encore".to_owned(),
        Some(_) => match Store::open(path, &settings.agent) {
            Ok(_) => "s'ouvre".to_owned(),
            Err(error) => error.to_string(),
        },
    };
    json!({
        "chemin": discreet(path),
        "etat": etat,
        "octets": meta.as_ref().map(std::fs::Metadata::len),
        "droits": meta.map(|m| format!("{:04o}", m.permissions().mode() & 0o7777)),
        "systeme_de_fichiers": file_system(path),
    })
}

fn terminal() -> Value {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok();
    let env = |name| std::env::var(name).ok().filter(|v| !v.is_empty());
    json!({
        "term": env("TERM"),
        "entree": io::stdin().is_terminal(),
        "sortie": io::stdout().is_terminal(),
        "colonnes": size.map(|s| s.ws_col),
        "lignes": size.map(|s| s.ws_row),
        "encodage": env("LC_ALL").or_else(|| env("LC_CTYPE")).or_else(|| env("LANG")),
        "no_color": env("NO_COLOR").is_some(),
    })
}

/// Kind of the file system under `path`, or under its nearest folder that exists.
fn file_system(path: &Path) -> Option<String> {
    let existing = path.ancestors().find(|p| p.exists())?;
    let kind = rustix::fs::statfs(existing).ok()?.f_type;
    Some(match u32::try_from(kind).unwrap_or_default() {
        0xEF53 => "ext4".into(),
        0x5846_5342 => "xfs".into(),
        0x9123_683E => "btrfs".into(),
        0x2FC1_2FC1 => "zfs".into(),
        0x0102_1994 => "tmpfs".into(),
        0x794C_7630 => "overlay".into(),
        0x6969 => "nfs (partage réseau)".into(),
        0xFF53_4D42 | 0xFE53_4D42 => "smb (partage réseau)".into(),
        0x6573_5546 => "fuse".into(),
        other => format!("0x{other:x}"),
    })
}

/// A path without the name of its owner.
fn discreet(path: &Path) -> String {
    let home = std::env::var_os("HOME")
        .filter(|h| !h.is_empty())
        .map(PathBuf::from);
    match home.and_then(|home| path.strip_prefix(home).ok().map(Path::to_path_buf)) {
        Some(rest) => format!("~/{}", rest.display()),
        None => path.display().to_string(),
    }
}

/// A key in words.
fn libelle(key: &str) -> String {
    match key {
        "systeme" => "système".into(),
        "jour_de_reference" => "jour de référence".into(),
        "etat" => "état".into(),
        "systeme_de_fichiers" => "système de fichiers".into(),
        "entree" => "entrée au clavier".into(),
        "sortie" => "sortie à l'écran".into(),
        "no_color" => "NO_COLOR".into(),
        "term" => "TERM".into(),
        other => other.into(),
    }
}

/// One line a fact, groups indented.
fn text(value: &Value, indent: &str) -> String {
    let empty = Map::new();
    value
        .as_object()
        .unwrap_or(&empty)
        .iter()
        .map(|(key, value)| fact(key, value, indent))
        .collect()
}

fn fact(key: &str, value: &Value, indent: &str) -> String {
    let name = libelle(key);
    let shown = match value {
        Value::Object(_) => return format!("{indent}{name}\n{}", text(value, "  ")),
        Value::String(text) => une_ligne(text),
        Value::Null => "inconnu".into(),
        Value::Bool(yes) => if *yes { "oui" } else { "non" }.into(),
        other => other.to_string(),
    };
    let name = format!("{indent}{name}");
    format!("{name:<24}{shown}\n")
}
