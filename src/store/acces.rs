//! Who has access: agents' roles and keys, written through the door like everything else.

use rusqlite::{Connection, OptionalExtension};

use super::{Changes, Error, Op, Result, Store, record};
use crate::domain::{
    Role,
    acces::{Agent, ClePublique, nom_d_agent},
};

impl Store {
    /// Every agent the register names, by name, with their role and their keys.
    ///
    /// # Errors
    /// [`Error::Interdit`] for who does not keep the access; [`Error::Integrity`] for a key that cannot be read.
    pub fn agents(&self) -> Result<Vec<Agent>> {
        self.permis(Op::EditAcces)?;
        let tx = self.conn.unchecked_transaction()?;
        let mut stmt = tx.prepare_cached("SELECT id, nom, role FROM agent ORDER BY nom")?;
        let rows = stmt
            .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
            .collect::<rusqlite::Result<Vec<(i64, String, Option<String>)>>>()?;
        rows.into_iter()
            .map(|(id, nom, role)| {
                Ok(Agent {
                    cles: keys(&tx, id)?,
                    role: role.as_deref().and_then(Role::from_code),
                    id,
                    nom,
                })
            })
            .collect()
    }

    /// Gives an agent a role, or another one, and keys besides those they have. The agent as they are now.
    ///
    /// # Errors
    /// [`Error::Refused`] for a name that no forced command can carry, for an agent without a role who is given none,
    /// for a key that opens another agent's session.
    pub fn donner_acces(
        &mut self,
        nom: &str,
        role: Option<Role>,
        cles: &[ClePublique],
    ) -> Result<(Agent, Changes)> {
        let nom = nom_d_agent(nom).ok_or_else(|| unfit(nom))?;
        self.write(Op::EditAcces, |conn| {
            let id = give_role(conn, &nom, role)?;
            for cle in cles {
                give_key(conn, id, cle)?;
            }
            agent(conn, &nom)?.ok_or(Error::NotFound(nom))
        })
    }

    /// Takes an agent's role and every key away; what they wrote stays theirs.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an agent who has neither.
    pub fn retirer_acces(&mut self, nom: &str) -> Result<Changes> {
        let ((), changes) = self.write(Op::EditAcces, |conn| {
            let found = agent(conn, nom)?.filter(|a| a.role.is_some() || !a.cles.is_empty());
            let a = found.ok_or_else(|| Error::NotFound(format!("l'accès de «\u{a0}{nom}\u{a0}»")))?;
            conn.execute("DELETE FROM cle_publique WHERE agent = ?1", [a.id])?;
            set_role(conn, a.id, None)
        })?;
        Ok(changes)
    }

    /// Takes one key of an agent away, named by its fingerprint.
    ///
    /// # Errors
    /// [`Error::NotFound`] when they have no such key.
    pub fn retirer_cle(&mut self, nom: &str, empreinte: &str) -> Result<Changes> {
        let ((), changes) = self.write(Op::EditAcces, |conn| {
            let gone = conn.execute(
                "DELETE FROM cle_publique WHERE empreinte = ?2 AND agent = (SELECT id FROM agent WHERE nom = ?1)",
                (nom, empreinte),
            )?;
            if gone == 0 {
                return Err(Error::NotFound(format!(
                    "la clé {empreinte} de «\u{a0}{nom}\u{a0}»"
                )));
            }
            Ok(())
        })?;
        Ok(changes)
    }

    /// The number of this connection's agent, as a log may name them; None for a name the register has not.
    pub fn numero_d_agent(&self) -> Result<Option<i64>> {
        Ok(self
            .conn
            .prepare_cached("SELECT id FROM agent WHERE nom = ?1")?
            .query_row([self.agent()], |r| r.get(0))
            .optional()?)
    }
}

fn unfit(nom: &str) -> Error {
    Error::Refused(format!(
        "«\u{a0}{}\u{a0}» ne peut pas nommer un agent\u{202f}: 1 à 32 lettres sans accent, chiffres, « . », « _ » ou « - », \
         sans « - » au début",
        crate::domain::texte::une_ligne(nom)
    ))
}

/// The agent of that name, with their keys.
fn agent(conn: &Connection, nom: &str) -> Result<Option<Agent>> {
    let found: Option<(i64, Option<String>)> = conn
        .prepare_cached("SELECT id, role FROM agent WHERE nom = ?1")?
        .query_row([nom], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    let Some((id, role)) = found else {
        return Ok(None);
    };
    Ok(Some(Agent {
        id,
        nom: nom.to_owned(),
        role: role.as_deref().and_then(Role::from_code),
        cles: keys(conn, id)?,
    }))
}

/// An agent's keys, in the order they came.
fn keys(conn: &Connection, agent: i64) -> Result<Vec<ClePublique>> {
    let mut stmt =
        conn.prepare_cached("SELECT type, valeur FROM cle_publique WHERE agent = ?1 ORDER BY id")?;
    let rows = stmt
        .query_map([agent], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<rusqlite::Result<Vec<(String, String)>>>()?;
    rows.iter()
        .map(|(genre, valeur)| {
            ClePublique::de(genre, valeur)
                .map_err(|why| Error::Integrity(format!("une clé d'accès de l'agent {agent}\u{202f}: {why}")))
        })
        .collect()
}

/// The row of an agent who has that role, or keeps the one they have.
fn give_role(conn: &Connection, nom: &str, role: Option<Role>) -> Result<i64> {
    let (id, had) = match agent(conn, nom)? {
        Some(a) => (a.id, a.role),
        // Without its role at first: an undo takes the role back and leaves the name, which others may rely on since.
        None => (record::insert(conn, "agent", &[("nom", &nom)])?, None),
    };
    match role {
        Some(role) if had != Some(role) => set_role(conn, id, Some(role))?,
        None if had.is_none() => {
            return Err(Error::Refused(format!(
                "«\u{a0}{nom}\u{a0}» n'a pas encore de rôle\u{202f}: donnez-le (--role)"
            )));
        }
        _ => {}
    }
    Ok(id)
}

fn set_role(conn: &Connection, id: i64, role: Option<Role>) -> Result<()> {
    let rev = conn.query_row("SELECT rev FROM agent WHERE id = ?1", [id], |r| r.get(0))?;
    record::update(conn, "agent", id, rev, &[("role", &role.map(Role::code))])
}

/// Gives a key to an agent, unless they have it.
fn give_key(conn: &Connection, id: i64, cle: &ClePublique) -> Result<()> {
    let held: Option<(i64, String)> = conn
        .prepare_cached(
            "SELECT a.id, a.nom FROM cle_publique c JOIN agent a ON a.id = c.agent WHERE valeur = ?1",
        )?
        .query_row([cle.valeur()], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    match held {
        Some((whose, _)) if whose == id => Ok(()),
        Some((_, nom)) => Err(Error::Refused(format!(
            "la clé {} est déjà celle de «\u{a0}{nom}\u{a0}»\u{202f}: une clé n'ouvre que la session d'un agent",
            cle.empreinte()
        ))),
        None => {
            let columns: [record::Column<'_>; 4] = [
                ("agent", &id),
                ("type", &cle.genre()),
                ("valeur", &cle.valeur()),
                ("empreinte", &cle.empreinte()),
            ];
            record::insert(conn, "cle_publique", &columns).map(drop)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLE: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOVHNB+KDWgHA566XNIeEOLWkUIm3wknzb96TyrQGRLB";

    fn key() -> ClePublique {
        ClePublique::lire(CLE).unwrap()
    }

    fn role(store: &Store, nom: &str) -> Option<Role> {
        store.agents().unwrap().into_iter().find(|a| a.nom == nom)?.role
    }

    #[test]
    fn access_is_given_changed_taken_and_undone_in_the_journal() {
        let mut s = Store::in_memory("m.durand").unwrap();
        let (a, _) = s
            .donner_acces("A.Martin", Some(Role::Gestionnaire), &[key()])
            .unwrap();
        assert_eq!((a.nom.as_str(), a.role), ("a.martin", Some(Role::Gestionnaire)));
        s.donner_acces("a.martin", None, &[key()]).unwrap();
        assert_eq!(s.agents().unwrap()[0].cles.len(), 1, "the same key is one key");
        s.donner_acces("a.martin", Some(Role::Lecteur), &[]).unwrap();
        assert_eq!(role(&s, "a.martin"), Some(Role::Lecteur));
        s.undo().unwrap();
        assert_eq!(role(&s, "a.martin"), Some(Role::Gestionnaire));
        s.retirer_cle("a.martin", key().empreinte()).unwrap();
        s.undo().unwrap();
        s.retirer_acces("a.martin").unwrap();
        let gone = &s.agents().unwrap()[0];
        assert_eq!((gone.role, gone.cles.len()), (None, 0));
        assert!(s.retirer_acces("a.martin").is_err());
        s.verify_journal().unwrap();
    }

    #[test]
    fn undoing_the_first_access_takes_it_back() {
        let mut s = Store::in_memory("m.durand").unwrap();
        s.donner_acces("a.martin", Some(Role::Administrateur), &[key()])
            .unwrap();
        s.undo().unwrap();
        let agents = s.agents().unwrap();
        assert!(agents.iter().all(|a| a.role.is_none() && a.cles.is_empty()));
    }

    #[test]
    fn a_key_is_one_agents_and_names_are_plain() {
        let mut s = Store::in_memory("m.durand").unwrap();
        s.donner_acces("a.martin", Some(Role::Lecteur), &[key()]).unwrap();
        let taken = s
            .donner_acces("b.petit", Some(Role::Lecteur), &[key()])
            .unwrap_err();
        assert!(taken.to_string().contains("a.martin"), "{taken}");
        assert_eq!(role(&s, "b.petit"), None, "nothing of it is kept");
        for nom in ["-x", "a b", "a\"b", "", "marie\nx"] {
            assert!(s.donner_acces(nom, Some(Role::Lecteur), &[]).is_err(), "{nom:?}");
        }
        assert!(
            s.donner_acces("c.roux", None, &[]).is_err(),
            "a role is needed first"
        );
    }

    #[test]
    fn a_session_has_the_role_of_the_moment_and_a_look_up_writes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().canonicalize().unwrap().join("registre.db");
        let mut owner = Store::open_or_create(&path, "m.durand").unwrap();
        let open = |nom| Store::open_restricted(&path, nom);
        assert!(matches!(open("a.martin"), Err(Error::SansAcces(_))));
        owner
            .donner_acces("a.martin", Some(Role::Gestionnaire), &[])
            .unwrap();
        let mut theirs = open("a.martin").unwrap();
        assert_eq!(theirs.role(), Role::Gestionnaire);
        let edit = |s: &mut Store, note: &str| {
            s.write(Op::EditCampus, |conn| {
                record::revise(conn, "campus", 3, &[("note", &note)])
            })
        };
        edit(&mut theirs, "un").unwrap();
        owner.donner_acces("a.martin", Some(Role::Lecteur), &[]).unwrap();
        assert!(matches!(edit(&mut theirs, "deux"), Err(Error::Interdit { .. })));
        assert!(theirs.changed_elsewhere().unwrap());
        assert_eq!(theirs.role(), Role::Lecteur, "the screen knows too");
        let mut looks = Store::consult(&path, "a.martin")
            .unwrap()
            .limited(Role::Administrateur);
        assert!(edit(&mut looks, "trois").is_err());
        owner.retirer_acces("a.martin").unwrap();
        assert!(matches!(open("a.martin"), Err(Error::SansAcces(_))));
        assert!(matches!(
            Store::consult(&path, "a.martin"),
            Err(Error::SansAcces(_))
        ));
    }

    #[test]
    fn only_who_keeps_the_access_sees_and_changes_it() {
        for role in Role::ALL {
            let may = role == Role::Administrateur;
            let mut s = Store::in_memory("m.durand").unwrap().limited(role);
            assert_eq!(s.agents().is_ok(), may, "{role:?}");
            let given = s.donner_acces("a.martin", Some(Role::Administrateur), &[]);
            assert_eq!(given.is_ok(), may, "{role:?}");
            assert_eq!(s.retirer_acces("a.martin").is_ok(), may, "{role:?}");
        }
    }
}
