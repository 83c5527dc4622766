//! An SSH public key, as `authorized_keys(5)` and `ssh-keygen` write it: type, base64, comment.

use std::fmt;

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD},
};
use sha2::{Digest as _, Sha256};

/// Types taken: how many strings follow the type's own name inside the key.
const TYPES: [(&str, usize); 7] = [
    ("ssh-ed25519", 1),
    ("ecdsa-sha2-nistp256", 2),
    ("ecdsa-sha2-nistp384", 2),
    ("ecdsa-sha2-nistp521", 2),
    ("sk-ssh-ed25519@openssh.com", 2),
    ("sk-ecdsa-sha2-nistp256@openssh.com", 3),
    ("ssh-rsa", 2),
];

/// Shortest RSA modulus taken, in bytes: 2,048 bits.
const RSA: usize = 256;

/// Longest line read, in bytes: an RSA key of 16,384 bits is under a third of it.
const LIGNE: usize = 8192;

/// A key that was read whole; nothing of its line but the type and the key itself is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClePublique {
    genre: &'static str,
    valeur: String,
    empreinte: String,
}

/// Why a line is no key that can be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CleRefusee {
    /// Not `type base64 [comment]`.
    Illisible,
    /// A private key.
    Privee,
    /// Another type, or options before it.
    Type(String),
    /// The base64 is broken, or what it holds is not a key of that type.
    Valeur,
    /// An RSA key below 2,048 bits.
    Courte,
}

impl fmt::Display for CleRefusee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Illisible => f.write_str("ce n'est pas une clé publique SSH (type, clé, commentaire)"),
            Self::Privee => f.write_str("c'est une clé privée\u{202f}: elle ne se donne pas"),
            Self::Type(t) => write!(f, "le type «\u{a0}{t}\u{a0}» n'est pas accepté"),
            Self::Valeur => f.write_str("la clé est incomplète ou abîmée"),
            Self::Courte => f.write_str("cette clé RSA a moins de 2\u{202f}048 bits"),
        }
    }
}

impl ClePublique {
    /// Reads one line; the comment is dropped.
    ///
    /// # Errors
    /// [`CleRefusee`].
    pub fn lire(line: &str) -> Result<Self, CleRefusee> {
        if line.contains("PRIVATE KEY") {
            return Err(CleRefusee::Privee);
        }
        let mut words = line.split_ascii_whitespace();
        let (Some(genre), Some(valeur)) = (words.next(), words.next()) else {
            return Err(CleRefusee::Illisible);
        };
        if line.len() > LIGNE || line.chars().any(|c| c.is_control() && c != '\t') {
            return Err(CleRefusee::Illisible);
        }
        Self::de(genre, valeur)
    }

    /// A key of that type and base64.
    ///
    /// # Errors
    /// [`CleRefusee`].
    pub fn de(genre: &str, valeur: &str) -> Result<Self, CleRefusee> {
        let known = TYPES.iter().find(|(name, _)| *name == genre);
        let Some(&(genre, fields)) = known else {
            return Err(CleRefusee::Type(super::super::texte::une_ligne(genre)));
        };
        let bytes = STANDARD.decode(valeur).map_err(|_| CleRefusee::Valeur)?;
        let strings = strings(&bytes).ok_or(CleRefusee::Valeur)?;
        let inner = strings.first().is_some_and(|name| *name == genre.as_bytes());
        if !inner || strings.len() != fields + 1 || strings.iter().any(|s| s.is_empty()) {
            return Err(CleRefusee::Valeur);
        }
        if genre == "ssh-ed25519" && strings[1].len() != 32 {
            return Err(CleRefusee::Valeur);
        }
        // The modulus has a zero before it when its first bit is set.
        let modulus = strings[fields].strip_prefix(&[0]).unwrap_or(strings[fields]);
        if genre == "ssh-rsa" && modulus.len() < RSA {
            return Err(CleRefusee::Courte);
        }
        Ok(Self {
            genre,
            valeur: STANDARD.encode(&bytes),
            empreinte: empreinte(&bytes),
        })
    }

    /// `ssh-ed25519`…
    #[must_use]
    pub fn genre(&self) -> &'static str {
        self.genre
    }

    /// The key itself, base64.
    #[must_use]
    pub fn valeur(&self) -> &str {
        &self.valeur
    }

    /// `SHA256:…`, as `ssh-keygen -l` and sshd's log say it.
    #[must_use]
    pub fn empreinte(&self) -> &str {
        &self.empreinte
    }
}

fn empreinte(bytes: &[u8]) -> String {
    format!("SHA256:{}", STANDARD_NO_PAD.encode(Sha256::digest(bytes)))
}

/// The strings of RFC 4251 that fill `bytes` exactly: four bytes of length, big-endian, then as many bytes.
fn strings(mut bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let mut out = Vec::new();
    while !bytes.is_empty() {
        let (length, rest) = bytes.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (string, rest) = rest.split_at_checked(length)?;
        out.push(string);
        bytes = rest;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Made by `ssh-keygen -t ed25519`, its private half thrown away.
    const ED25519: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOVHNB+KDWgHA566XNIeEOLWkUIm3wknzb96TyrQGRLB";
    const ED25519_EMPREINTE: &str = "SHA256:9ad1Z3pWXAi67HZ7YUf4rRr/TLozIr90eKqKJ72yybo";
    /// The same with `-t ecdsa`.
    const ECDSA: &str = "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBJlcb/m1+tNfxAqpR5fmA2DIfZHvi5Q82CWtgMyGYHN+FJa5SrwE1T2oasX5UBnrSv31CPtbHG/CJ5pEd8eHz+k=";
    /// The same with `-t rsa -b 1024`.
    const RSA_1024: &str = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDXgHY1QX4yuemliXOAorO0QOMiN8j+DzGjOq7ycnMLPn6XjDCZpQsI+b9O8TFaCZWTxxBgBTkMANapJeoKHjGOAhGkESb7LHa8VjUGERFqmZ9FDwkwnKkVZ0yxZtmNKa7/+cx0fj3xA7zLqeDd4PVX5DdDyhlkhQ4P7newSJ4gFQ==";

    #[test]
    fn reads_what_ssh_keygen_writes_and_says_its_fingerprint() {
        let key = ClePublique::lire(&format!("{ED25519} marie@poste école")).unwrap();
        assert_eq!(key.genre(), "ssh-ed25519");
        assert_eq!(key.empreinte(), ED25519_EMPREINTE);
        assert_eq!(format!("{} {}", key.genre(), key.valeur()), ED25519);
        assert_eq!(ClePublique::lire(ECDSA).unwrap().genre(), "ecdsa-sha2-nistp256");
    }

    #[test]
    fn refuses_what_is_no_key_or_not_the_key_it_says() {
        let (_, value) = ED25519.split_once(' ').unwrap();
        let swapped = format!("ecdsa-sha2-nistp256 {value}");
        let cut = &ED25519[..ED25519.len() - 8];
        for (line, why) in [
            ("", CleRefusee::Illisible),
            ("ssh-ed25519", CleRefusee::Illisible),
            ("-----BEGIN OPENSSH PRIVATE KEY-----", CleRefusee::Privee),
            (
                &format!("command=\"sh\" {ED25519}"),
                CleRefusee::Type("command=\"sh\"".into()),
            ),
            ("ssh-dss AAAA", CleRefusee::Type("ssh-dss".into())),
            (&swapped, CleRefusee::Valeur),
            (cut, CleRefusee::Valeur),
            ("ssh-ed25519 AAAA====", CleRefusee::Valeur),
            (&format!("{ED25519}\u{7}"), CleRefusee::Illisible),
            (RSA_1024, CleRefusee::Courte),
        ] {
            assert_eq!(ClePublique::lire(line), Err(why), "{line}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(line in ".{0,200}", value in "[A-Za-z0-9+/=]{0,120}") {
            let _ = ClePublique::lire(&line);
            if let Ok(key) = ClePublique::de("ssh-ed25519", &value) {
                prop_assert_eq!(key.valeur(), value.as_str());
            }
        }
    }
}
