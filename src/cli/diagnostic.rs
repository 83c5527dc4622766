//! `cmq diagnostic`: versions, register, terminal. No personal data: the home folder is written `~`.

use std::io::{self, IsTerminal as _};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::answer::Answer;
use super::settings::Settings;
use crate::domain::texte::une_ligne;
use crate::env;
use crate::store::{self, Etat, Store};

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
    // Looked at first: opening makes one.
    let wal = std::fs::metadata(companion(path, "-wal")).map_or(0, |m| m.len());
    let opened = meta.as_ref().map(|_| Store::open(path, &settings.agent));
    let (etat, store) = match opened {
        None => ("n'existe pas encore".to_owned(), None),
        Some(Ok(store)) => ("s'ouvre".to_owned(), Some(store)),
        Some(Err(error)) => (veiled(&error.to_string()), None),
    };
    let facts = store.as_ref().and_then(|s| s.etat().ok());
    let mine = |m: &std::fs::Metadata| {
        if m.uid() == rustix::process::geteuid().as_raw() {
            "ce compte".to_owned()
        } else {
            format!("compte {}", m.uid())
        }
    };
    json!({
        "chemin": discreet(path),
        "etat": etat,
        "octets": meta.as_ref().map(std::fs::Metadata::len),
        "wal": wal,
        "droits": meta.as_ref().map(|m| format!("{:04o}", m.permissions().mode() & 0o7777)),
        "proprietaire": meta.as_ref().map(mine),
        "systeme_de_fichiers": file_system(path),
        "schema": facts.as_ref().map(|f| f.schema),
        "lot": facts.as_ref().map(|f| f.lot),
        "verifie": facts.as_ref().and_then(|f| f.verifie.clone()),
        "lignes": facts.as_ref().map(lignes),
        "sauvegarde": sauvegarde(path, store.as_ref(), facts.as_ref()),
        "options_sqlite": facts.map(|f| f.options),
    })
}

/// Rows of each table.
fn lignes(facts: &Etat) -> Value {
    let rows = facts.lignes.iter().map(|(nom, n)| (nom.clone(), json!(n)));
    Value::Object(rows.collect())
}

/// The newest backup, its verdict, how many there are, and why the last one of the day failed.
fn sauvegarde(path: &Path, store: Option<&Store>, facts: Option<&Etat>) -> Value {
    let all = match store {
        Some(store) => store.sauvegardes(),
        None => store::sauvegardes_de(path),
    };
    let all = all.unwrap_or_default();
    let newest = all.first();
    let verdict = newest.map(|s| match s.bonne {
        Some(true) => "vérifiée",
        Some(false) => "mauvaise",
        None => "inconnu",
    });
    json!({
        "nombre": all.len(),
        "derniere": newest.map(|s| &s.fait),
        "verdict": verdict,
        "echec": facts.and_then(|f| f.echec.as_deref()).map(veiled),
    })
}

/// What is beside a register under the same name.
fn companion(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// A sentence without the name of the home folder's owner.
fn veiled(text: &str) -> String {
    match env::var("HOME").filter(|h| h.len() > 1) {
        Some(home) => text.replace(&home, "~"),
        None => text.to_owned(),
    }
}

fn terminal() -> Value {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok();
    let env = env::var;
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
    let home = env::var_os("HOME").map(PathBuf::from);
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
        "proprietaire" => "propriétaire".into(),
        "schema" => "schéma".into(),
        "lot" => "dernier lot".into(),
        "verifie" => "dernière vérification".into(),
        "derniere" => "dernière".into(),
        "echec" => "échec du jour".into(),
        "options_sqlite" => "options de SQLite".into(),
        "entree" => "entrée au clavier".into(),
        "sortie" => "sortie à l'écran".into(),
        "no_color" => "NO_COLOR".into(),
        "term" => "TERM".into(),
        other => other.into(),
    }
}

/// Column where what a fact says begins.
const ALIGNE: usize = 26;

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
    let name = format!("{indent}{}", libelle(key));
    let shown = match value {
        Value::Object(_) => return format!("{name}\n{}", text(value, &format!("{indent}  "))),
        Value::Array(all) => {
            let words: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
            let lines = textwrap::wrap(&words.join(", "), 52)
                .into_iter()
                .map(std::borrow::Cow::into_owned)
                .collect::<Vec<_>>();
            une_ligne_par(&lines)
        }
        Value::String(text) => une_ligne(text),
        Value::Null if key == "echec" => "aucun".into(),
        Value::Null => "inconnu".into(),
        Value::Bool(yes) => if *yes { "oui" } else { "non" }.into(),
        Value::Number(n) => n.to_string(),
    };
    let room = ALIGNE.saturating_sub(name.chars().count()).max(1);
    format!("{name}{}{shown}\n", " ".repeat(room))
}

/// Lines under one another, aligned with the first.
fn une_ligne_par(lines: &[String]) -> String {
    let clean: Vec<String> = lines.iter().map(|l| une_ligne(l)).collect();
    clean.join(&format!("\n{}", " ".repeat(ALIGNE)))
}
