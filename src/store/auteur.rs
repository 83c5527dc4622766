//! Who holds a connection, and what they may do: asked at the door, inside the transaction of the write itself.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension};

use super::{Error, Op, Result, Store, formalite::operation, open, place, write::Intent};
use crate::domain::{Formalite, LotId, Role, role};

/// The operation, in the table of roles, of undoing what another agent did.
const AUTRUI: &str = "annulation-autrui";

/// The agent of a connection, and by what right.
#[derive(Clone, Debug)]
pub(crate) struct Auteur {
    nom: String,
    titre: Titre,
}

/// Where the role comes from.
#[derive(Clone, Copy, Debug)]
enum Titre {
    /// The file belongs to them: nothing the register says could hold them back.
    Proprietaire,
    /// The register says it, read again at every write: what is withdrawn is withdrawn at once.
    Inscrit,
    /// Given by [`Store::limited`].
    Limite(Role),
}

impl Auteur {
    /// The owner of the file, or who makes it.
    pub fn proprietaire(nom: String) -> Self {
        Self {
            nom,
            titre: Titre::Proprietaire,
        }
    }

    /// An agent whose role the register says.
    pub fn inscrit(nom: String) -> Self {
        Self {
            nom,
            titre: Titre::Inscrit,
        }
    }

    /// The owner when the file is the process's, else an agent of the register.
    pub fn of(nom: String, path: &Path) -> Result<Self> {
        let meta = std::fs::metadata(path).map_err(|e| Error::io("impossible de lire", path, e))?;
        Ok(if place::is_mine(&meta) {
            Self::proprietaire(nom)
        } else {
            Self::inscrit(nom)
        })
    }

    /// As the journal keeps it.
    pub fn nom(&self) -> &str {
        &self.nom
    }

    /// The role now; a name that the register gives none reads.
    pub fn role(&self, conn: &Connection) -> Result<Role> {
        match self.titre {
            Titre::Proprietaire => Ok(Role::Administrateur),
            Titre::Limite(role) => Ok(role),
            Titre::Inscrit => Ok(inscrit(conn, &self.nom)?.unwrap_or(Role::Lecteur)),
        }
    }

    /// Refuses an operation that the role does not give.
    pub fn permettre(&self, conn: &Connection, op: Op) -> Result<()> {
        allow(&self.nom, self.role(conn)?, op.code(), op.libelle())
    }

    /// [`Self::permettre`] for what is done to the file at `path` as a whole; its owner may, be it readable or not.
    pub fn permettre_fichier(&self, path: &Path, op: Op) -> Result<()> {
        match self.titre {
            Titre::Proprietaire => Ok(()),
            _ => self.permettre(&open::connect(path)?, op),
        }
    }

    /// Refuses a lot that the role does not give: of an undo, also what is undone, and what is another's.
    pub fn permettre_lot(&self, conn: &Connection, intent: Intent<'_>) -> Result<()> {
        self.permettre(conn, intent.op)?;
        let Some(lot) = intent.annule else {
            return Ok(());
        };
        let (op, agent) = undone(conn, lot)?;
        if agent != self.nom {
            let what = "Annulation du travail d'un autre agent";
            allow(&self.nom, self.role(conn)?, AUTRUI, what)?;
        }
        op.map_or(Ok(()), |op| self.permettre(conn, op))
    }
}

/// The role that the register gives a name.
pub(crate) fn inscrit(conn: &Connection, nom: &str) -> Result<Option<Role>> {
    let code: Option<Option<String>> = conn
        .prepare_cached("SELECT role FROM agent WHERE nom = ?1")?
        .query_row([nom], |r| r.get(0))
        .optional()?;
    Ok(code.flatten().as_deref().and_then(Role::from_code))
}

/// What a lot did in the end, undos followed to what they undo, and who wrote the lot itself.
fn undone(conn: &Connection, lot: LotId) -> Result<(Option<Op>, String)> {
    let mut stmt = conn.prepare_cached("SELECT op, agent, annule FROM lot WHERE id = ?1")?;
    let mut row = |id: i64| {
        stmt.query_row([id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
            .optional()
    };
    let found: Option<(String, String, Option<i64>)> = row(lot.0)?;
    let Some((mut op, agent, mut annule)) = found else {
        return Err(Error::NotFound(format!("le lot {lot}")));
    };
    // A lot undoes an earlier one: this ends.
    while let Some((deeper, _, next)) = annule.map(&mut row).transpose()?.flatten() {
        (op, annule) = (deeper, next);
    }
    Ok((Op::from_code(&op), agent))
}

/// The refusal, in words.
fn allow(nom: &str, role: Role, code: &str, quoi: &'static str) -> Result<()> {
    if role.peut(code) {
        return Ok(());
    }
    Err(Error::Interdit {
        agent: nom.to_owned(),
        du: role.droits().map_or("inconnu", |d| d.du.as_str()),
        quoi,
        aux: role::reserve_a(code),
    })
}

impl Store {
    /// The agent's role, as last read: at the opening, at one's own writes, when another session commits.
    #[must_use]
    pub fn role(&self) -> Role {
        self.role.get()
    }

    /// Whether the role gives an operation.
    ///
    /// # Errors
    /// [`Error::Interdit`], which says why not and who may.
    pub fn permis(&self, op: Op) -> Result<()> {
        allow(self.auteur.nom(), self.role(), op.code(), op.libelle())
    }

    /// Whether the role gives what a form records.
    ///
    /// # Errors
    /// [`Error::Interdit`].
    pub fn permis_pour(&self, f: Formalite) -> Result<()> {
        self.permis(operation(f))
    }

    /// The same connection for someone who has that role and no more.
    #[must_use]
    pub fn limited(mut self, role: Role) -> Self {
        self.auteur.titre = Titre::Limite(role);
        self.role.set(role);
        self
    }

    /// Reads the role again.
    pub(super) fn reread_role(&self) -> Result<()> {
        self.role.set(self.auteur.role(&self.conn)?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::role::roles, store::record};
    use proptest::{
        prelude::*,
        sample::select,
        test_runner::{Config, TestRunner},
    };
    use std::cell::RefCell;

    #[test]
    fn every_operation_is_somebodys_and_the_administrateur_has_them_all() {
        let known: Vec<&str> = Op::ALL.iter().map(|op| op.code()).chain([AUTRUI]).collect();
        for code in &known {
            assert!(
                Role::Administrateur.peut(code),
                "« {code} » is in no role of data/roles.toml: give it to administrateur, and to whom else it is for"
            );
            assert!(
                !Role::Lecteur.peut(code),
                "a lecteur writes nothing, not « {code} »"
            );
        }
        for role in roles() {
            for code in &role.peut {
                assert!(known.contains(&code.as_str()), "« {code} » is no operation");
            }
        }
    }

    fn note(store: &mut Store, op: Op, text: &str) -> Result<()> {
        store
            .write(op, |conn| {
                let rev = conn.query_row("SELECT rev FROM campus WHERE id = 3", [], |r| r.get(0))?;
                record::update(conn, "campus", 3, rev, &[("note", &text)])
            })
            .map(drop)
    }

    fn noted(store: &Store) -> String {
        store
            .conn
            .query_row("SELECT coalesce(note, '') FROM campus WHERE id = 3", [], |r| {
                r.get(0)
            })
            .unwrap()
    }

    fn lots(store: &Store) -> i64 {
        store
            .conn
            .query_row("SELECT count(*) FROM lot", [], |r| r.get(0))
            .unwrap()
    }

    #[test]
    fn the_door_lets_through_what_the_table_says_and_nothing_else() {
        let store = RefCell::new(Store::in_memory("marie.durand").unwrap());
        let writes = prop::collection::vec((select(&Role::ALL[..]), select(Op::ALL), 0..1000_u32), 1..8);
        let mut runner = TestRunner::new(Config::with_cases(64));
        let run = runner.run(&writes, |writes| {
            let mut store = store.borrow_mut();
            for (role, op, n) in writes {
                store.auteur.titre = Titre::Limite(role);
                store.reread_role().unwrap();
                let (before, had) = (lots(&store), noted(&store));
                let wanted = format!("note {n}");
                let done = note(&mut store, op, &wanted);
                let may = role.peut(op.code());
                prop_assert_eq!(done.is_ok(), may, "{:?} {:?}", role, op);
                prop_assert_eq!(store.permis(op).is_ok(), may);
                prop_assert_eq!(lots(&store) - before, i64::from(may));
                prop_assert_eq!(noted(&store), if may { wanted } else { had });
                if let Err(e) = done {
                    prop_assert_eq!(e.exit_code(), 7);
                    prop_assert!(e.to_string().contains("marie.durand\u{a0}» a le rôle "), "{}", e);
                }
            }
            Ok(())
        });
        run.unwrap();
        store.borrow().verify_journal().unwrap();
    }

    #[test]
    fn what_is_done_to_the_file_is_for_its_owner_and_administrateurs() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("registre.db");
        let mut owner = Store::open_or_create(&path, "m.durand").unwrap();
        for (nom, role) in [("lea.roy", Role::Gestionnaire), ("i.petit", Role::Administrateur)] {
            owner.donner_acces(nom, Some(role), &[]).unwrap();
        }
        for op in [Op::Rollback, Op::Salvage] {
            for nom in ["lea.roy", "inconnu"] {
                let refused = Auteur::inscrit(nom.into()).permettre_fichier(&path, op);
                assert_eq!(refused.unwrap_err().exit_code(), 7, "{nom} {op:?}");
            }
            Auteur::inscrit("i.petit".into())
                .permettre_fichier(&path, op)
                .unwrap();
            let owner = Auteur::proprietaire("m.durand".into());
            owner.permettre_fichier(&dir.path().join("abime.db"), op).unwrap();
        }
    }

    #[test]
    fn a_refusal_says_who_what_and_who_may() {
        let store = Store::in_memory("marie.durand").unwrap().limited(Role::Lecteur);
        let refused = store.permis(Op::EditCampus).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "«\u{a0}marie.durand\u{a0}» a le rôle de lecteur\u{202f}: «\u{a0}Modification d'un campus\u{a0}» est réservé aux \
             gestionnaires et aux administrateurs"
        );
        assert!(refused.hint().is_some());
    }

    #[test]
    fn what_another_did_is_undone_by_an_administrateur_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("registre.db");
        let mut one = Store::open_or_create(&path, "m.durand").unwrap();
        note(&mut one, Op::EditCampus, "à revoir").unwrap();
        let lot = one.mon_dernier().unwrap().id;
        let mut other = Store::open(&path, "a.martin")
            .unwrap()
            .limited(Role::Gestionnaire);
        let refused = other.check_undo(lot).unwrap_err();
        assert!(matches!(refused, Error::Interdit { .. }), "{refused}");
        assert!(refused.to_string().contains("d'un autre agent"), "{refused}");
        assert!(matches!(other.undo_lot(lot), Err(Error::Interdit { .. })));
        note(&mut other, Op::EditCampus, "revu").unwrap();
        other.undo().unwrap();
        other.limited(Role::Administrateur).undo_lot(lot).unwrap();
        one.verify_journal().unwrap();
    }

    #[test]
    fn who_may_not_do_a_thing_may_not_undo_it_nor_do_it_again() {
        let mut store = Store::in_memory("m.durand").unwrap();
        note(&mut store, Op::EditCampus, "à revoir").unwrap();
        let lot = store.mon_dernier().unwrap().id;
        let mut store = store.limited(Role::Inspecteur);
        assert!(matches!(store.undo_lot(lot), Err(Error::Interdit { .. })));
        let mut store = store.limited(Role::Gestionnaire);
        store.undo().unwrap();
        let undo = store.mon_annulation().unwrap().id;
        let mut store = store.limited(Role::Inspecteur);
        assert!(matches!(store.undo_lot(undo), Err(Error::Interdit { .. })));
    }
}
