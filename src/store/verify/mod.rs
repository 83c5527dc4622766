//! Whether the register is whole: pages, links between records, journal, what is made from others, rules of the trade.

mod faute;
mod probleme;
mod regles;

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::{Error, Op, Result, Store, aside::Aside, chain, derive, open};
use crate::domain::texte::une_ligne;

pub use probleme::{Genre, Probleme};

/// The mend of what cannot be made again.
const SECOURS: &str = "cmq restaurer revient à la dernière sauvegarde\u{202f}; cmq verifier --reparer copie ce qui se lit dans un fichier neuf";
/// The mend of what can.
const REFAIRE: &str = "cmq verifier --reparer le refait";

impl Store {
    /// Looks the whole register over now: at opening, pages and links are only once a day.
    ///
    /// # Errors
    /// [`Error::Integrity`] saying what does not hold.
    pub fn verify(&self) -> Result<()> {
        match self.path() {
            Some(path) => file(path)?,
            None => pages(&self.conn)?,
        }
        self.verify_journal()
    }

    /// Looks the whole register over and says everything that does not hold.
    ///
    /// # Errors
    /// The register cannot be read at all.
    pub fn examiner(&self) -> Result<Vec<Probleme>> {
        problemes(&self.conn)
    }

    /// Makes again everything that is made from the rows: indexes, sort keys, folded texts, search tables.
    ///
    /// # Errors
    /// The register cannot be written; [`Error::Interdit`] to who may not salvage it.
    pub fn reparer(&mut self) -> Result<()> {
        self.auteur.permettre(&self.conn, Op::Salvage)?;
        self.rebuild_search()?;
        self.outside(|conn| Ok(conn.execute_batch("REINDEX")?))
    }

    /// Recomputes the journal's chain and compares every row with what the journal says of it.
    ///
    /// # Errors
    /// [`Error::Integrity`] naming the lot or the row.
    pub fn verify_journal(&self) -> Result<()> {
        let tx = self.conn.unchecked_transaction()?;
        chain::verify(&tx)
    }
}

/// Says everything that does not hold in the register at `path`, which need not open: a copy is looked over.
///
/// # Errors
/// It cannot be read at all.
pub fn examiner(path: &Path) -> Result<Vec<Probleme>> {
    let copy = Aside::of(path)?;
    let conn = open::connect(&copy.path())?;
    open::identify(&conn, path)?;
    problemes(&conn)
}

/// Everything that does not hold.
fn problemes(conn: &Connection) -> Result<Vec<Probleme>> {
    let mut all = faute::fautes(conn);
    let pages = all.iter().any(|p| !p.reparable);
    let journal = || chain::verify(&*conn.unchecked_transaction()?);
    let none = |()| Vec::new();
    for (part, genre) in [
        (liens(conn), Genre::Lien),
        (journal().map(none), Genre::Journal),
        (derive::check_search(conn).map(none), Genre::Derive),
        (derive::stale(conn).map(perimes), Genre::Derive),
        (regles::examiner(conn), Genre::Regle),
    ] {
        match part {
            Ok(found) => all.extend(found),
            // What reads the pages told of above breaks off there.
            Err(_) if pages => {}
            Err(Error::Integrity(why)) => all.push(endommage(genre, why)),
            Err(other) => return Err(other),
        }
    }
    Ok(all)
}

/// Pages and links of a file, on a connection that cannot write.
fn file(path: &Path) -> Result<()> {
    pages(&Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY,
    )?)
}

/// Pages and links, quickly: indexes are not compared with their tables.
fn pages(conn: &Connection) -> Result<()> {
    checked(conn, "PRAGMA quick_check(1)")
}

/// Pages, indexes and links.
pub(crate) fn whole(conn: &Connection) -> Result<()> {
    checked(conn, "PRAGMA integrity_check(1)")
}

fn checked(conn: &Connection, pragma: &str) -> Result<()> {
    let verdict: String = conn.query_row(pragma, [], |r| r.get(0))?;
    if verdict != "ok" {
        return Err(Error::Integrity(une_ligne(&verdict)));
    }
    let mut orphans = conn.prepare("SELECT \"table\", parent FROM pragma_foreign_key_check LIMIT 1")?;
    let orphan = orphans
        .query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?
        .next();
    match orphan.transpose()? {
        Some((table, parent)) => Err(Error::Integrity(format!(
            "une ligne de {table} renvoie à une ligne de {parent} qui n'existe pas"
        ))),
        None => Ok(()),
    }
}

fn endommage(genre: Genre, phrase: String) -> Probleme {
    let reparable = genre == Genre::Derive;
    Probleme {
        genre,
        phrase,
        conseil: if reparable { REFAIRE } else { SECOURS }.to_owned(),
        reparable,
    }
}

/// Rows that point nowhere, counted by table.
fn liens(conn: &Connection) -> Result<Vec<Probleme>> {
    let mut stmt =
        conn.prepare("SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2")?;
    let rows = stmt.query_map([], |r| {
        Ok((
            r.get::<_, String>(0)?,
            r.get::<_, String>(1)?,
            r.get::<_, i64>(2)?,
        ))
    })?;
    let mut all = Vec::new();
    for row in rows {
        let Ok((table, parent, n)) = row else { break };
        let n = usize::try_from(n).unwrap_or(usize::MAX);
        let lignes = crate::domain::texte::accorder(n, "ligne");
        all.push(endommage(
            Genre::Lien,
            format!("{lignes} de «\u{a0}{table}\u{a0}» sans sa ligne de «\u{a0}{parent}\u{a0}»"),
        ));
    }
    Ok(all)
}

/// Derived columns that are not what their rows make, by table.
fn perimes(found: Vec<(&'static str, usize)>) -> Vec<Probleme> {
    let say = |(table, n): (&str, usize)| {
        let lignes = crate::domain::texte::accorder(n, "ligne");
        endommage(
            Genre::Derive,
            format!("le tri ou la recherche de {lignes} de «\u{a0}{table}\u{a0}» ne suit plus la fiche"),
        )
    };
    found.into_iter().map(say).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_nothing_is_found() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("registre.db");
        let store = Store::open_or_create(&path, "marie").unwrap();
        store.verify().unwrap();
        drop(store);
        let conn = Connection::open(&path).unwrap();
        conn.execute_batch("PRAGMA foreign_keys = off; CREATE TABLE x(c INTEGER REFERENCES campus(id)) STRICT; INSERT INTO x VALUES (999);")
            .unwrap();
        drop(conn);
        let error = file(&path).unwrap_err();
        assert_eq!(error.exit_code(), 6);
        assert!(error.to_string().contains("campus"), "{error}");
    }

    fn register() -> (tempfile::TempDir, Store) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open_or_create(&dir.path().join("registre.db"), "marie").unwrap();
        (dir, store)
    }

    /// Changes the file behind the program's back, as another program could.
    fn behind(store: &Store, sql: &str) {
        let conn = Connection::open(store.path().unwrap()).unwrap();
        conn.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)
            .unwrap();
        conn.execute_batch(&format!("PRAGMA foreign_keys = off; {sql}"))
            .unwrap();
    }

    fn genres(store: &Store) -> Vec<Genre> {
        store.examiner().unwrap().iter().map(|p| p.genre).collect()
    }

    #[test]
    fn the_shipped_register_has_nothing_to_say() {
        let (_dir, store) = register();
        assert_eq!(store.examiner().unwrap(), []);
        assert_eq!(Store::in_memory("marie").unwrap().examiner().unwrap(), []);
    }

    #[test]
    fn what_is_made_from_rows_is_found_wrong_and_made_again() {
        let (_dir, mut store) = register();
        behind(
            &store,
            "UPDATE campus SET pli = 'faux' WHERE id = 3; UPDATE region SET cle_tri = x'00' WHERE id = 1",
        );
        let found = store.examiner().unwrap();
        assert!(
            found.iter().all(|p| p.genre == Genre::Derive && p.reparable),
            "{found:?}"
        );
        assert!(found.len() >= 2, "{found:?}");
        store.reparer().unwrap();
        assert_eq!(store.examiner().unwrap(), []);
        behind(
            &store,
            "INSERT INTO campus_recherche(campus_recherche) VALUES ('delete-all')",
        );
        assert!(genres(&store).contains(&Genre::Derive));
        assert!(store.examiner().unwrap().iter().all(|p| p.reparable));
        store.reparer().unwrap();
        assert_eq!(store.examiner().unwrap(), []);
    }

    #[test]
    fn a_row_changed_behind_the_door_and_a_link_to_nothing_are_found() {
        let (_dir, store) = register();
        behind(&store, "UPDATE campus SET note = 'retouché' WHERE id = 3");
        assert_eq!(genres(&store), [Genre::Journal]);
        behind(&store, "UPDATE campus SET academie = 9999 WHERE id = 3");
        assert!(genres(&store).contains(&Genre::Lien));
    }

    #[test]
    fn each_rule_of_the_trade_is_a_sentence() {
        for (sql, says) in [
            (
                "INSERT INTO label(id, uid, campus, debut, duree_ans, regime, categorie)
                   SELECT 900, 'x', campus, '2015', 4, regime, categorie FROM label WHERE id = 1",
                "se recouvrent",
            ),
            (
                "INSERT INTO agent(id, uid, nom) VALUES (90, 'g', 'G');
                 INSERT OR IGNORE INTO formulaire(id, uid, code, version, toml) VALUES (90, 'f', 'f', 1, 'pas = du [toml');
                 INSERT INTO revue(id, uid, campus, label, type, etat, etat_depuis, agent, formulaire)
                   SELECT 900, 'v', (SELECT id FROM campus WHERE id <> l.campus LIMIT 1), l.id, 'suivi', 'brouillon', '', 90, 90
                   FROM label l LIMIT 1",
                "d'un autre campus",
            ),
            (
                "INSERT INTO formulaire(id, uid, code, version, toml) VALUES (90, 'f', 'f', 1, 'pas = du [toml')",
                "ne se lit pas",
            ),
            (
                "INSERT INTO seance(id, uid, date, instance, etat) SELECT 9, 's', '2015-01-01', min(id), 'close' FROM instance;
                 INSERT INTO point(uid, seance, ordre, candidature) SELECT 'p', 9, 1, min(id) FROM candidature",
                "pas d'avis",
            ),
            (
                "UPDATE campus SET archive = '2020-01-01T00:00:00Z' WHERE id = (SELECT campus FROM campus_partenaire LIMIT 1)",
                "dont un bout est dans la corbeille",
            ),
            (
                "UPDATE filiere SET archive = '2020-01-01T00:00:00Z' WHERE id = (SELECT filiere FROM campus_filiere LIMIT 1)",
                "filière qui est dans la corbeille",
            ),
            (
                "INSERT INTO regime(id, uid, code, libelle) VALUES (90, 'r', '1999', '1999'); UPDATE label SET regime = 90 WHERE id = 1",
                "régime 1999",
            ),
            (
                "UPDATE partenaire SET fusion = 2 WHERE id = 1",
                "a été fusionné",
            ),
        ] {
            let (_dir, store) = register();
            behind(&store, sql);
            let found = store.examiner().unwrap();
            assert!(
                found.iter().any(|p| p.genre == Genre::Regle && p.phrase.contains(says) && !p.conseil.is_empty()),
                "{says}: {found:?}"
            );
        }
    }
}
