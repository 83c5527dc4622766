//! A person taken out of the register, and of what its journal says of the past.
//!
//! The prints of the chain stay: a lot whose values were erased is no longer what its print covers, and the sealed lot of
//! the erasure says, for each, the print of what is left and how many marks stand in it. So every later lot still
//! follows from the one before, and any other change of the past still shows. A print tells nothing by itself, but
//! would confirm who guessed a lot's whole content.

use std::{collections::BTreeSet, path::PathBuf};

use rusqlite::{Connection, OptionalExtension, ToSql, types::Value as Sql};
use serde_json::{Value as Json, json};

use super::{PERSONNELLES, connue, lieux, lieux::Lieu};
use crate::{
    domain::{
        LotId,
        personne::{EFFACE, Personne},
        texte::nettoyer,
    },
    store::{
        Error, Op, Result, Store, chain, derive, journal, presence,
        write::{Intent, instant},
    },
};

/// What was erased.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Efface {
    /// Texts of rows and drafts.
    pub textes: usize,
    /// Lots of the journal.
    pub lots: usize,
    /// Whether the file itself was made again without what was erased: another session at work prevents it.
    pub compacte: bool,
    /// Files beside the register that still hold the name.
    pub fichiers: Vec<PathBuf>,
}

impl Store {
    /// Takes a person out of every row, draft and journal entry, for good, in one lot that says who did it, when and
    /// why; then makes the file again, so that no page of it holds the name.
    ///
    /// # Errors
    /// [`Error::Integrity`] when the journal does not verify before it; [`Error::Refused`] when the reason names the
    /// person, or when another session has a form open. Nothing is written then.
    pub fn effacer(&mut self, personne: &Personne, motif: &str) -> Result<Efface> {
        let motif = nettoyer(motif).trim().to_owned();
        let extrait = self.extrait(personne)?;
        let known = connue(&self.conn, personne)?.0;
        if known.effacer(&motif).is_some() || known.effacer(self.agent()).is_some() {
            return Err(Error::Refused(
                "le motif ou l'agent de cet effacement nomme la personne\u{202f}: l'un et l'autre restent au journal".to_owned(),
            ));
        }
        without_access(&self.conn, &known)?;
        self.verify_journal()?;
        let intent = Intent {
            op: Op::Erase,
            motif: (!motif.is_empty()).then_some(motif.as_str()),
            annule: None,
        };
        let (session, agent) = (self.session.clone(), self.agent().to_owned());
        let ((textes, lots), _) = self.write_as(intent, |conn| {
            // Asked with the register held: nobody opens a form from here on.
            nobody_types(conn, &session, &agent)?;
            erase(conn, personne)
        })?;
        Ok(Efface {
            textes,
            lots,
            compacte: self.compacter()?,
            fichiers: extrait.fichiers,
        })
    }

    /// Makes the file again without free pages, and empties its write-ahead log. False when another session is at
    /// work: what was erased may then still lie in the log.
    ///
    /// # Errors
    /// The disk's own.
    pub fn compacter(&self) -> Result<bool> {
        self.auteur.permettre(&self.conn, Op::Erase)?;
        if self.path.is_none() {
            return Ok(true);
        }
        let emptied = |conn: &Connection| -> Result<bool> {
            Ok(conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |r| r.get::<_, i64>(0))? == 0)
        };
        let before = emptied(&self.conn)?;
        match self.conn.execute_batch("VACUUM").map_err(Error::from) {
            Err(Error::Busy) => return Ok(false),
            other => other?,
        }
        Ok(emptied(&self.conn)? && before)
    }
}

/// Refuses while another session has a form open: what was read into it before would bring the name back.
fn nobody_types(conn: &Connection, session: &str, agent: &str) -> Result<()> {
    let Some(other) = presence::autres(conn, session, agent)?.into_iter().next() else {
        return Ok(());
    };
    Err(Error::Refused(format!(
        "{}\u{202f}: le nom pourrait y être resté et revenir au registre\u{202f}; recommencez quand elle sera refermée",
        other.phrase("une fiche ou une revue")
    )))
}

/// Refuses an agent who may still come in: their access is withdrawn first.
fn without_access(conn: &Connection, known: &Personne) -> Result<()> {
    let mut stmt = conn.prepare(
        "SELECT nom FROM agent a WHERE role IS NOT NULL OR EXISTS (SELECT 1 FROM cle_publique WHERE agent = a.id)",
    )?;
    let mut rows = stmt.query([])?;
    while let Some(r) = rows.next()? {
        let nom: String = r.get(0)?;
        if known.effacer(&nom).is_some() {
            return Err(Error::Refused(format!(
                "« {nom} » a encore accès au registre\u{202f}: retirez d'abord son rôle et ses clés (cmq acces retirer)"
            )));
        }
    }
    Ok(())
}

/// The erasure itself, inside its lot. Returns how many texts and lots.
fn erase(conn: &Connection, personne: &Personne) -> Result<(usize, usize)> {
    let here = LotId(conn.query_row("SELECT lot FROM porte", [], |r| r.get(0))?);
    let (known, uids) = connue(conn, personne)?;
    let mark = mark(conn)?;
    let frozen = set_aside(conn)?;
    let mut texts = contacts(conn, &uids)?;
    for lieu in lieux::lieux(conn)? {
        texts += rows(conn, &lieu, &known, &mark)?;
    }
    let mut lots = who_and_why(conn, &known, &mark)?;
    lots.extend(past(conn, &known, &uids, &mark)?);
    lots.remove(&here.0);
    for lot in &lots {
        note(conn, LotId(*lot))?;
    }
    for sql in frozen {
        conn.execute_batch(&sql)?;
    }
    derive::rebuild(conn)?;
    Ok((texts, lots.len()))
}

/// What stands for the person: the first one erased, or the next, as agents' names are told apart.
fn mark(conn: &Connection) -> Result<String> {
    let mut stmt = conn.prepare(
        "SELECT EXISTS (SELECT 1 FROM agent WHERE nom = ?1) OR EXISTS (SELECT 1 FROM lot WHERE agent = ?1)",
    )?;
    let head = EFFACE.trim_end_matches('⟧');
    let mut mark = EFFACE.to_owned();
    for n in 2.. {
        if !stmt.query_row([&mark], |r| r.get::<_, bool>(0))? {
            break;
        }
        mark = format!("{head} {n}⟧");
    }
    Ok(mark)
}

/// Sets aside the triggers that freeze the past: those of the journal's own door stay. Returns how to make them again.
fn set_aside(conn: &Connection) -> Result<Vec<String>> {
    let found = conn
        .prepare(
            "SELECT name, sql FROM sqlite_schema
             WHERE type = 'trigger' AND name NOT GLOB 'journal_*' AND name NOT GLOB 'porte_*'
               AND name NOT GLOB 'chaine_*'",
        )?
        .query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for (name, _) in &found {
        conn.execute_batch(&format!("DROP TRIGGER \"{name}\""))?;
    }
    Ok(found.into_iter().map(|(_, sql)| sql).collect())
}

/// The contacts of that name: nothing of the person is left, and they leave the lists.
fn contacts(conn: &Connection, uids: &[String]) -> Result<usize> {
    let mut stmt = conn.prepare_cached(
        "UPDATE contact SET nom = ?2, fonction = NULL, courriel = NULL, telephone = NULL, note = NULL,
           archive = coalesce(archive, ?3), rev = rev + 1 WHERE uid = ?1 AND nom <> ?2",
    )?;
    let now = instant(crate::clock::now());
    uids.iter()
        .map(|uid| Ok(stmt.execute((uid, EFFACE, &now))?))
        .sum()
}

/// The texts of a table. A key that would be there twice keeps a number.
fn rows(conn: &Connection, lieu: &Lieu, known: &Personne, mark: &str) -> Result<usize> {
    let mut todo: Vec<(usize, Vec<Sql>, String)> = Vec::new();
    lieu.lignes(conn, |ligne| {
        for (i, (column, text)) in lieu.textes.iter().zip(&ligne.textes).enumerate() {
            let Some(text) = text else { continue };
            if lieux::public(&lieu.table, column) || column == "pli" {
                continue;
            }
            if let Some(left) = lieux::texte(text, &|t| gone(known, t, mark)) {
                todo.push((i, ligne.cle.clone(), left));
            }
        }
        Ok(())
    })?;
    // Keys last: the other columns of the row are found by them.
    todo.sort_by_key(|(i, ..)| lieu.cles.contains(&lieu.textes[*i]));
    for (i, key, left) in &todo {
        let rev = if lieu.rev { ", rev = rev + 1" } else { "" };
        let sql = format!(
            "UPDATE {} SET {} = ?1{rev} WHERE {}",
            lieu.table,
            lieu.textes[*i],
            lieu.condition()
        );
        let values: Vec<&dyn ToSql> = std::iter::once(left as &dyn ToSql)
            .chain(key.iter().map(|k| k as &dyn ToSql))
            .collect();
        conn.prepare_cached(&sql)?.execute(values.as_slice())?;
    }
    Ok(todo.len())
}

/// The text without the person; the mark may bear a number.
fn gone(known: &Personne, text: &str, mark: &str) -> Option<String> {
    let left = known.effacer(text)?;
    Some(if mark == EFFACE || text.contains(EFFACE) {
        left
    } else {
        left.replace(EFFACE, mark)
    })
}

/// Who wrote lots, and why. Returns the lots.
fn who_and_why(conn: &Connection, known: &Personne, mark: &str) -> Result<BTreeSet<i64>> {
    let all = conn
        .prepare("SELECT id, agent, motif FROM lot")?
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
        .collect::<rusqlite::Result<Vec<(i64, String, Option<String>)>>>()?;
    let mut update = conn.prepare("UPDATE lot SET agent = ?2, motif = ?3 WHERE id = ?1")?;
    let mut out = BTreeSet::new();
    for (id, agent, motif) in all {
        let who = gone(known, &agent, mark);
        let why = motif.as_deref().and_then(|m| gone(known, m, mark));
        if who.is_some() || why.is_some() {
            update.execute((id, who.unwrap_or(agent), why.or(motif)))?;
            out.insert(id);
        }
    }
    Ok(out)
}

/// What the journal says rows were, the lot being written included. Returns the lots.
fn past(conn: &Connection, known: &Personne, uids: &[String], mark: &str) -> Result<BTreeSet<i64>> {
    let mut update = conn.prepare("UPDATE changement SET avant = ?2, apres = ?3, cle = ?4 WHERE id = ?1")?;
    let mut select =
        conn.prepare("SELECT id, lot, nom_table, cle, avant, apres FROM changement ORDER BY id")?;
    let mut rows = select.query([])?;
    let mut todo = Vec::new();
    let mut out = BTreeSet::new();
    while let Some(r) = rows.next()? {
        let (table, cle): (String, String) = (r.get(2)?, r.get(3)?);
        let theirs = table == "contact" && uids.contains(&cle);
        let side = |i| -> Result<(Option<String>, bool)> {
            let Some(json) = r.get::<_, Option<String>>(i)? else {
                return Ok((None, false));
            };
            let left = row_without(&table, &json, known, theirs, mark)?;
            let changed = left.is_some();
            Ok((left.or(Some(json)), changed))
        };
        let ((avant, a), (apres, b)) = (side(4)?, side(5)?);
        let key = gone(known, &cle, mark);
        if a || b || key.is_some() {
            todo.push((r.get::<_, i64>(0)?, avant, apres, key.unwrap_or(cle)));
            out.insert(r.get(1)?);
        }
    }
    for change in todo {
        update.execute(change)?;
    }
    Ok(out)
}

/// A row of the journal without the person; None when it does not name them. `theirs`: it is a contact of theirs.
fn row_without(
    table: &str,
    json: &str,
    known: &Personne,
    theirs: bool,
    mark: &str,
) -> Result<Option<String>> {
    let mut row = journal::lire(json)?;
    let mut changed = false;
    for (column, value) in &mut row {
        let left = match value {
            Json::String(t) if theirs && PERSONNELLES.contains(&column.as_str()) => {
                (t != EFFACE).then(|| Json::from(EFFACE))
            }
            _ if lieux::public(table, column) => None,
            _ => lieux::changer(value, &|t| gone(known, t, mark)),
        };
        if let Some(left) = left {
            *value = left;
            changed = true;
        }
    }
    Ok(changed.then(|| Json::Object(row).to_string()))
}

/// Says in the lot being written what is left of another one.
fn note(conn: &Connection, lot: LotId) -> Result<()> {
    let previous: Option<String> = conn
        .prepare_cached("SELECT empreinte FROM chaine WHERE lot < ?1 ORDER BY lot DESC LIMIT 1")?
        .query_row([lot.0], |r| r.get(0))
        .optional()?;
    let (empreinte, marques) = chain::print(conn, lot, &previous.unwrap_or_default())?;
    let said = json!({ "libelle": format!("lot {lot}"), "empreinte": empreinte, "marques": marques });
    conn.prepare_cached("INSERT INTO journal VALUES (?1, ?2, ?3, NULL, ?4, 1)")?
        .execute((chain::CAVIARDAGE, lot.0, format!("lot/{lot}"), said.to_string()))?;
    Ok(())
}
