//! Who has what open: one row for each open form of each session, overwritten in place, never journaled.
//! A word to the others, never a lock: what is written is checked against what was read, whoever is present.
//! Instants are real time, not the frozen clock: this is about sessions, not about the trade.

use std::{sync::OnceLock, time::Duration};

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, params};

use super::{Error, Op, Result, Store, write};
use crate::domain::Presence;

/// How often a session with an open form says that it lives.
pub const BATTEMENT: Duration = Duration::from_secs(30);
/// A session that said nothing for that long is gone.
const EXPIRE: SignedDuration = SignedDuration::from_secs(120);
/// How long a word to the others may wait behind a writer: it is said again later.
const PATIENCE: Duration = Duration::from_millis(200);

/// A row as the file keeps it.
struct Ligne {
    session: String,
    objet: String,
    agent: String,
    depuis: String,
    vu: String,
    machine: String,
    processus: i32,
    /// Someone took over.
    cede: bool,
}

impl Ligne {
    /// Whether its session still runs, as far as can be known: it gave a sign of life lately, and its process is there
    /// when it is one of this machine.
    fn vit(&self, now: Timestamp) -> bool {
        let seen = self.vu.parse::<Timestamp>().ok();
        let lately = seen.is_some_and(|t| now.duration_since(t).abs() < EXPIRE);
        lately && (self.machine != machine() || runs(self.processus))
    }
}

impl Store {
    /// Says that exactly these are open here, for writing; takes away what this session said before and what sessions
    /// that are gone left. Behind another writer it gives up soon.
    ///
    /// # Errors
    /// [`Error::Busy`] behind another writer: nothing is said then.
    pub fn present(&mut self, objets: &[String]) -> Result<()> {
        let (session, agent) = (self.session.clone(), self.agent().to_owned());
        self.hasty(|conn| {
            let now = Timestamp::now();
            for gone in lignes(conn)?.iter().filter(|l| !l.vit(now)) {
                forget(conn, &gone.session, &gone.objet)?;
            }
            for mine in lignes(conn)?.iter().filter(|l| l.session == session) {
                if !objets.contains(&mine.objet) {
                    forget(conn, &session, &mine.objet)?;
                }
            }
            objets
                .iter()
                .try_for_each(|o| say(conn, &session, &agent, o, now))
        })
    }

    /// Others who have something open now for writing, the longest first. Those who let it be taken over do not count.
    pub fn presences(&self) -> Result<Vec<Presence>> {
        autres(&self.conn, &self.session, self.agent())
    }

    /// [`Self::presences`] of one object.
    pub fn presents(&self, objet: &str) -> Result<Vec<Presence>> {
        let mut all = self.presences()?;
        all.retain(|p| p.objet == objet);
        Ok(all)
    }

    /// Takes over: the others who have this open are told, and only read from then on; this session writes.
    ///
    /// # Errors
    /// [`Error::Busy`] behind another writer; [`Error::Interdit`] to who may not write answers: nothing changed hands
    /// then.
    pub fn take_over(&mut self, objet: &str) -> Result<()> {
        let (session, auteur) = (self.session.clone(), self.auteur.clone());
        let agent = auteur.nom();
        self.hasty(|conn| {
            auteur.permettre(conn, Op::SaveReponse)?;
            conn.prepare_cached("UPDATE presence SET cede = ?3 WHERE objet = ?1 AND session <> ?2")?
                .execute((objet, &session, agent))?;
            say(conn, &session, agent, objet, Timestamp::now())
        })
    }

    /// Who took over what this session had open, by object.
    pub fn taken_over(&self) -> Result<Vec<(String, String)>> {
        let mut stmt = self
            .conn
            .prepare_cached("SELECT objet, cede FROM presence WHERE session = ?1 AND cede IS NOT NULL")?;
        let rows = stmt.query_map([&self.session], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// [`Store::outside`] that waits only a moment behind another writer.
    fn hasty<T>(&mut self, f: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.conn.busy_timeout(PATIENCE)?;
        let done = self.outside(f);
        super::attente::install(&mut self.conn)?;
        done
    }

    /// Who holds the register's write lock, as best known: `par Durand`, `par le processus 714 (cmq importer)`, else who
    /// wrote last. None when nobody is known.
    #[must_use]
    pub fn occupant(&self) -> Option<String> {
        let holder = self.path().and_then(super::verrou::holder);
        let rows = lignes(&self.conn).unwrap_or_default();
        if let Some(pid) = holder {
            let known = rows
                .into_iter()
                .find(|l| l.machine == machine() && l.processus == pid);
            return Some(match known {
                Some(l) => format!("par {}", l.agent),
                None => format!("par le processus {pid}{}", super::verrou::command(pid)),
            });
        }
        let mut stmt = self
            .conn
            .prepare_cached("SELECT agent, quand FROM lot ORDER BY id DESC LIMIT 1")
            .ok()?;
        let (agent, at): (String, String) = stmt.query_row([], |r| Ok((r.get(0)?, r.get(1)?))).ok()?;
        let at = crate::clock::local(&at)?;
        Some(format!(
            "on ne sait par qui\u{202f}; {agent} a écrit en dernier, le {at}"
        ))
    }
}

/// Puts a row, or says again that it lives.
fn say(conn: &Connection, session: &str, agent: &str, objet: &str, now: Timestamp) -> Result<()> {
    let at = write::instant(now);
    conn.prepare_cached(
        "INSERT INTO presence(session, objet, agent, depuis, vu, machine, processus)
         VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET vu = excluded.vu",
    )?
    .execute(params![session, objet, agent, at, machine(), pid()])?;
    Ok(())
}

fn forget(conn: &Connection, session: &str, objet: &str) -> Result<()> {
    conn.prepare_cached("DELETE FROM presence WHERE session = ?1 AND objet = ?2")?
        .execute((session, objet))?;
    Ok(())
}

/// Every row, those of sessions that are gone included.
fn lignes(conn: &Connection) -> Result<Vec<Ligne>> {
    let mut stmt = conn.prepare_cached(
        "SELECT session, objet, agent, depuis, vu, machine, processus, cede IS NOT NULL
         FROM presence ORDER BY depuis, session",
    )?;
    let rows = stmt.query_map([], |r| {
        Ok(Ligne {
            session: r.get(0)?,
            objet: r.get(1)?,
            agent: r.get(2)?,
            depuis: r.get(3)?,
            vu: r.get(4)?,
            machine: r.get(5)?,
            processus: r.get(6)?,
            cede: r.get(7)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What moves when a row comes, goes or says that it lives.
pub(super) fn trace(conn: &Connection) -> Result<String> {
    let mut stmt = conn.prepare_cached(
        "SELECT coalesce(group_concat(session || objet || vu || coalesce(cede, '')), '') FROM presence",
    )?;
    Ok(stmt.query_row([], |r| r.get(0))?)
}

/// [`Store::presences`] for a session of an agent, inside the caller's transaction.
pub(super) fn autres(conn: &Connection, session: &str, agent: &str) -> Result<Vec<Presence>> {
    let now = Timestamp::now();
    let all = lignes(conn)?.into_iter();
    let mut others: Vec<Presence> = all
        .filter(|l| l.session != session && !l.cede && l.vit(now))
        .map(|l| Presence {
            moi: l.agent == agent,
            minutes: minutes(&l.depuis, now),
            debut: l.depuis,
            objet: l.objet,
            agent: l.agent,
        })
        .collect();
    others.sort_by_key(|p| -p.minutes);
    Ok(others)
}

/// Whole minutes since an instant of the file.
fn minutes(since: &str, now: Timestamp) -> i64 {
    let since = since.parse::<Timestamp>().unwrap_or(now);
    now.duration_since(since).as_mins().max(0)
}

fn pid() -> i32 {
    i32::try_from(std::process::id()).unwrap_or_default()
}

/// Where a process number means something: this start of this machine, this space of process numbers. Empty when the
/// system does not say: then only signs of life count.
fn machine() -> &'static str {
    static MACHINE: OnceLock<String> = OnceLock::new();
    MACHINE.get_or_init(|| {
        let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok();
        let space = std::fs::read_link("/proc/self/ns/pid").ok();
        boot.zip(space)
            .map(|(boot, space)| format!("{} {}", boot.trim(), space.display()))
            .unwrap_or_default()
    })
}

/// Whether a process of this machine is there; one of another account is.
fn runs(pid: i32) -> bool {
    let Some(pid) = rustix::process::Pid::from_raw(pid).filter(|_| !machine().is_empty()) else {
        return true;
    };
    rustix::process::test_kill_process(pid) != Err(rustix::io::Errno::SRCH)
}

/// Whether a failure only means that the word was not said: it will be again.
#[must_use]
pub fn passing(error: &Error) -> bool {
    matches!(error, Error::Busy | Error::ReadOnly | Error::DiskFull)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Role;

    fn two() -> (tempfile::TempDir, Store, Store) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("registre.db");
        let one = Store::open_or_create(&path, "Durand").unwrap();
        let two = Store::open(&path, "Martin").unwrap();
        (dir, one, two)
    }

    fn words(store: &Store, objet: &str) -> Vec<String> {
        let all = store.presents(objet).unwrap();
        all.iter().map(|p| p.phrase("cette fiche")).collect()
    }

    #[test]
    fn what_is_open_shows_to_the_others_until_it_is_left() {
        let (_dir, mut one, two) = two();
        let lots = one.compte_lots().unwrap();
        one.present(&["campus:3".into(), "suivi:5".into()]).unwrap();
        one.present(&["campus:3".into()]).unwrap();
        assert_eq!(
            words(&two, "campus:3"),
            ["Durand modifie cette fiche depuis un instant"]
        );
        assert_eq!(words(&two, "suivi:5"), [""; 0]);
        assert_eq!(words(&one, "campus:3"), [""; 0], "not of oneself");
        one.present(&[]).unwrap();
        assert_eq!(words(&two, "campus:3"), [""; 0]);
        assert_eq!(one.compte_lots().unwrap(), lots, "never journaled");
        one.verify_journal().unwrap();
    }

    #[test]
    fn the_dead_and_the_silent_do_not_count_and_are_swept() {
        let (_dir, one, mut two) = two();
        let now = write::instant(Timestamp::now());
        let late = write::instant(Timestamp::now() - SignedDuration::from_secs(121));
        let four = write::instant(Timestamp::now() - SignedDuration::from_secs(245));
        // A process number above what the kernel gives.
        for (session, vu, host, pid) in [
            ("dead", &now, machine(), i32::MAX),
            ("silent", &late, "ailleurs", 1),
            ("lives", &now, "ailleurs", i32::MAX),
        ] {
            one.conn
                .execute(
                    "INSERT INTO presence VALUES (?1, 'campus:3', ?1, ?2, ?3, ?4, ?5, NULL)",
                    params![session, four, vu, host, pid],
                )
                .unwrap();
        }
        assert_eq!(
            words(&two, "campus:3"),
            ["lives modifie cette fiche depuis 4\u{a0}min"]
        );
        two.present(&[]).unwrap();
        assert_eq!(lignes(&one.conn).unwrap().len(), 1);
    }

    #[test]
    fn taking_over_tells_the_other() {
        let (_dir, mut one, mut two) = two();
        one.present(&["suivi:5".into()]).unwrap();
        two.take_over("suivi:5").unwrap();
        assert_eq!(
            one.taken_over().unwrap(),
            [("suivi:5".to_owned(), "Martin".to_owned())]
        );
        assert_eq!(words(&two, "suivi:5"), [""; 0], "who gave it up no longer writes");
        assert_eq!(one.presents("suivi:5").unwrap().len(), 1);
    }

    #[test]
    fn who_may_not_write_answers_takes_nothing_over() {
        let (dir, mut one, two) = two();
        one.present(&["suivi:5".into()]).unwrap();
        for role in [Role::Lecteur, Role::Gestionnaire, Role::Commission] {
            let other = Store::open(&dir.path().join("registre.db"), "Roy").unwrap();
            let refused = other.limited(role).take_over("suivi:5").unwrap_err();
            assert_eq!(refused.exit_code(), 7, "{role:?}: {refused}");
        }
        assert_eq!(one.taken_over().unwrap(), []);
        two.limited(Role::Inspecteur).take_over("suivi:5").unwrap();
        assert_eq!(one.taken_over().unwrap().len(), 1);
    }

    #[test]
    fn behind_a_writer_it_gives_up_soon_and_says_who() {
        let (_dir, mut one, two) = two();
        two.conn.execute_batch("BEGIN IMMEDIATE").unwrap();
        assert!(matches!(one.present(&["campus:3".into()]), Err(Error::Busy)));
        assert!(one.occupant().is_some());
        two.conn.execute_batch("ROLLBACK").unwrap();
        one.present(&["campus:3".into()]).unwrap();
    }
}
