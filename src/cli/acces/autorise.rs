//! `authorized_keys`: one line a key, each with the forced command of its agent.

use std::path::Path;

use crate::cli::failure::Failure;
use crate::domain::acces::Agent;

const TETE: &str =
    "# Écrit par cmq acces generer, et réécrit en entier par lui\u{202f}: ne rien y changer à la main.\n";

/// The whole file: the keys of every agent who has a role, agents by name.
///
/// # Errors
/// [`Failure`] for a path that a shell could read as something else.
pub fn fichier(agents: &[Agent], programme: &Path, config: Option<&Path>) -> Result<String, Failure> {
    let programme = plain(programme)?;
    let config = config.map(plain).transpose()?;
    let option = config.map_or_else(String::new, |path| format!(" --config={path}"));
    let mut text = TETE.to_owned();
    for agent in agents.iter().filter(|a| a.role.is_some()) {
        for cle in &agent.cles {
            text.push_str(&format!(
                "restrict,pty,command=\"{programme} session --agent={}{option}\" {} {}\n",
                agent.nom,
                cle.genre(),
                cle.valeur()
            ));
        }
    }
    Ok(text)
}

/// A whole path without a character that `authorized_keys` or the login shell, which runs the command, would read as
/// something else.
fn plain(path: &Path) -> Result<&str, Failure> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '+');
    path.to_str()
        .filter(|p| p.starts_with('/') && p.chars().all(fits))
        .ok_or_else(|| {
            let shown = crate::domain::texte::une_ligne(&path.to_string_lossy());
            Failure::usage(format!(
                "le chemin {shown} ne peut pas entrer dans une commande forcée"
            ))
            .hint("donnez un chemin complet, sans espace ni accent ni signe, par exemple /usr/local/bin/cmq")
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Role, acces::ClePublique};

    #[test]
    fn each_key_of_an_agent_with_a_role_is_a_line() {
        let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOVHNB+KDWgHA566XNIeEOLWkUIm3wknzb96TyrQGRLB";
        let agent = |nom: &str, role| Agent {
            id: 1,
            nom: nom.to_owned(),
            role,
            cles: vec![ClePublique::lire(key).unwrap()],
        };
        let agents = [
            agent("marie.durand", Some(Role::Inspecteur)),
            agent("parti", None),
        ];
        let text = fichier(
            &agents,
            Path::new("/usr/bin/cmq"),
            Some(Path::new("/srv/cmq.toml")),
        )
        .unwrap();
        assert_eq!(
            text,
            format!(
                "{TETE}restrict,pty,command=\"/usr/bin/cmq session --agent=marie.durand --config=/srv/cmq.toml\" {key}\n"
            )
        );
    }

    #[test]
    fn a_path_that_a_shell_could_obey_is_refused() {
        for path in [
            "cmq",
            "/usr/bin/cmq;sh",
            "/a b/cmq",
            "/a\"b",
            "/$(x)",
            "/é",
            "/a\nb",
            "/a'b",
            "/~",
        ] {
            assert!(fichier(&[], Path::new(path), None).is_err(), "{path}");
            assert!(
                fichier(&[], Path::new("/cmq"), Some(Path::new(path))).is_err(),
                "{path}"
            );
        }
    }
}
