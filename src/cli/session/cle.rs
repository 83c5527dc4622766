//! Which key opened the session, when sshd tells (`ExposeAuthInfo yes`).

use std::fs::File;
use std::io::Read as _;
use std::path::{Component, Path};

use rustix::fs::{Mode, OFlags};

use crate::domain::acces::ClePublique;
use crate::env;

/// Longest file read, in bytes.
const LONGUEUR: u64 = 16 << 10;

/// The fingerprint of the key. None when sshd does not tell, or when what it names is not the file it makes.
#[must_use]
pub fn empreinte() -> Option<String> {
    let name = env::var_os("SSH_USER_AUTH")?;
    let path = Path::new(&name);
    if !of_sshd(path) {
        return None;
    }
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
    let mut file = File::from(rustix::fs::open(path, flags, Mode::empty()).ok()?);
    if !file.metadata().ok()?.is_file() {
        return None;
    }
    let mut text = String::new();
    file.by_ref().take(LONGUEUR).read_to_string(&mut text).ok()?;
    of_lines(&text)
}

/// `/tmp/sshauth.…`, as sshd names it: whatever the variable says, no other file is opened.
fn of_sshd(path: &Path) -> bool {
    let parts: Vec<Component<'_>> = path.components().collect();
    let [
        Component::RootDir,
        Component::Normal(tmp),
        Component::Normal(name),
    ] = parts.as_slice()
    else {
        return false;
    };
    let plain = |rest: &str| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_alphanumeric());
    *tmp == "tmp"
        && name
            .to_str()
            .and_then(|n| n.strip_prefix("sshauth."))
            .is_some_and(plain)
}

/// `publickey ssh-ed25519 AAAA…`
fn of_lines(text: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let key = ClePublique::lire(line.strip_prefix("publickey ")?).ok()?;
        Some(key.empreinte().to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_sshd_makes_is_opened() {
        assert!(of_sshd(Path::new("/tmp/sshauth.aB3xYz")));
        for path in [
            "/etc/passwd",
            "sshauth.x",
            "/tmp/sshauth.",
            "/tmp/../etc/sshauth.x",
            "/tmp/a/sshauth.x",
            "/tmp/sshauth.a/../../etc/passwd",
            "/var/tmp/sshauth.x",
        ] {
            assert!(!of_sshd(Path::new(path)), "{path}");
        }
    }

    #[test]
    fn the_key_of_the_lines_is_named_by_its_fingerprint() {
        let text = "password\npublickey ssh-ed25519 \
            AAAAC3NzaC1lZDI1NTE5AAAAIOVHNB+KDWgHA566XNIeEOLWkUIm3wknzb96TyrQGRLB\n";
        let told = of_lines(text);
        assert_eq!(
            told.as_deref(),
            Some("SHA256:9ad1Z3pWXAi67HZ7YUf4rRr/TLozIr90eKqKJ72yybo")
        );
        assert_eq!(of_lines("publickey ssh-ed25519 AAAA\n"), None);
    }
}
