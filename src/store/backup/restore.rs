//! A register put back to one of its backups: what would be lost first, then the files change places.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, TransactionBehavior};

use super::{
    super::{
        Error, Op, Result, aside::Aside, auteur::Auteur, create, error::show, migrate, open, place, write,
    },
    copy::{examine, open_copy},
    folder, mark_new,
    moved::Moved,
    record, sessions,
};
use crate::domain::sauvegarde::{Motif, Sauvegarde};

/// What a register loses when it goes back to a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retour {
    /// The backup, verified just now.
    pub sauvegarde: Sauvegarde,
    /// Lots of the register that the backup does not have, newest first; None when the register is too damaged to say.
    pub perdus: Option<Vec<LotPerdu>>,
    /// Lots of the backup that the register no longer has.
    pub retrouves: usize,
    /// Where the register's files went; None as long as nothing was done.
    pub ecarte: Option<PathBuf>,
}

/// A lot that would be lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LotPerdu {
    /// Its number.
    pub id: i64,
    /// When, UTC instant.
    pub quand: String,
    /// Who.
    pub agent: String,
    /// What for, in words.
    pub quoi: String,
}

/// What going back to the backup at `chemin` would lose. Nothing is written.
///
/// # Errors
/// [`Error::Sauvegarde`] when the backup does not verify; [`Error::Refused`] when it is of another register.
pub fn essayer_retour(path: &Path, chemin: &Path) -> Result<Retour> {
    rehearse(path, chemin).map(|(retour, _)| retour)
}

/// The rehearsal, and the backup as one file of its own: what is looked at is what will be used.
fn rehearse(path: &Path, chemin: &Path) -> Result<(Retour, Aside)> {
    place::check_name(path)?;
    let same = |p: &Path| p.canonicalize().ok();
    if same(path).is_some() && same(path) == same(chemin) {
        return Err(Error::Refused(
            "la sauvegarde donnée est le registre lui-même".to_owned(),
        ));
    }
    let bad = |e| match e {
        Error::Integrity(why) => Error::Sauvegarde {
            path: show(chemin),
            why,
        },
        other => other,
    };
    let aside = Aside::of(chemin)?;
    let copie = single(&aside)
        .and_then(|()| examine(&aside.path()))
        .map_err(bad)?;
    let backup = open_copy(&aside.path())?;
    open::identify(&backup, chemin)?;
    let (perdus, retrouves) = compare(path, &backup, chemin)?;
    let retour = Retour {
        sauvegarde: describe(path, chemin, copie),
        perdus,
        retrouves,
        ecarte: None,
    };
    Ok((retour, aside))
}

/// Brings what is still in a `-wal` into the copy's own file: a register that was put aside has one.
fn single(aside: &Aside) -> Result<()> {
    let conn = open::connect(&aside.path())?;
    conn.execute_batch("PRAGMA journal_mode = DELETE;")?;
    conn.close().map_err(|(_, e)| e.into())
}

/// What a verified backup is, from its name and its content.
fn describe(path: &Path, chemin: &Path, copie: super::copy::Copie) -> Sauvegarde {
    let nom = chemin
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let read = crate::domain::sauvegarde::lire_nom(&folder::stem(path), &nom);
    let (fait, motif) = read.unwrap_or_else(|| {
        let changed = fs::metadata(chemin).and_then(|m| m.modified()).ok();
        let at = changed.and_then(|t| jiff::Timestamp::try_from(t).ok());
        (at.map(write::instant).unwrap_or_default(), Motif::Demande)
    });
    Sauvegarde {
        nom,
        chemin: chemin.to_path_buf(),
        motif,
        fait,
        octets: copie.octets,
        lot: Some(copie.lot),
        bonne: Some(true),
    }
}

/// Lots of the register that the backup lacks, and how many the other way round.
fn compare(path: &Path, backup: &Connection, chemin: &Path) -> Result<(Option<Vec<LotPerdu>>, usize)> {
    if !path.exists() {
        return Ok((Some(Vec::new()), 0));
    }
    let kept = prints(backup)?;
    // Alone, the file may be damaged: it is looked at from a copy. With others in it, a copy would be torn.
    let aside = if sessions::alone(path, Duration::ZERO).is_ok() {
        Some(Aside::of(path)?)
    } else {
        None
    };
    let seen = aside.as_ref().map_or_else(|| path.to_path_buf(), Aside::path);
    let read = open::connect(&seen).and_then(|conn| Ok((prints(&conn)?, lots(&conn)?)));
    let Ok((mine, lots)) = read else {
        return Ok((None, 0));
    };
    let shared = kept
        .iter()
        .rev()
        .find(|(lot, print)| mine.get(lot) == Some(print))
        .map(|(lot, _)| *lot);
    let salvaged = || {
        let first: Option<String> = backup
            .query_row("SELECT op FROM lot ORDER BY id LIMIT 1", [], |r| r.get(0))
            .ok();
        first.as_deref() == Some(Op::Salvage.code())
    };
    if shared.is_none() && salvaged() {
        // Its journal begins with what was read of a damaged file: there is nothing to compare.
        return Ok((None, 0));
    }
    let Some(shared) = shared else {
        return Err(Error::Refused(format!(
            "{} est d'un autre registre\u{202f}: leurs journaux n'ont aucun lot en commun",
            show(chemin)
        )));
    };
    let lost = lots.into_iter().filter(|l| l.id > shared).collect();
    Ok((Some(lost), kept.range(shared + 1..).count()))
}

/// The print of each lot.
fn prints(conn: &Connection) -> Result<BTreeMap<i64, String>> {
    let mut stmt = conn.prepare("SELECT lot, empreinte FROM chaine")?;
    let all = stmt.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(all.collect::<rusqlite::Result<_>>()?)
}

/// Every lot, newest first.
fn lots(conn: &Connection) -> Result<Vec<LotPerdu>> {
    let mut stmt = conn.prepare("SELECT id, quand, agent, op FROM lot ORDER BY id DESC")?;
    let all = stmt.query_map([], |r| {
        let op: String = r.get(3)?;
        Ok(LotPerdu {
            id: r.get(0)?,
            quand: r.get(1)?,
            agent: r.get(2)?,
            quoi: Op::from_code(&op).map_or(op, |op| op.libelle().to_owned()),
        })
    })?;
    Ok(all.collect::<rusqlite::Result<_>>()?)
}

/// Puts the register back to the backup at `chemin`. Its present files are moved together into a folder of their own in
/// `sauvegardes/`, never removed; the journal of the restored register says what was done.
///
/// # Errors
/// Those of [`essayer_retour`]; [`Error::InUse`] when another session has the register open; [`Error::Interdit`] when the
/// register as it is does not give the agent that right, whatever the backup says. The register is as it was then.
pub fn retourner(path: &Path, chemin: &Path, agent: &str) -> Result<Retour> {
    let nom = super::super::clean(agent)?;
    // Whoever puts back a register that is gone makes it theirs.
    let auteur = if path.exists() {
        Auteur::of(nom, path)?
    } else {
        Auteur::proprietaire(nom)
    };
    auteur.permettre_fichier(path, Op::Rollback)?;
    let _door = sessions::door(path, true)?;
    let take = || {
        path.exists()
            .then(|| sessions::alone(path, sessions::LEAVING))
            .transpose()
    };
    // Asked first, so that nothing is prepared for nothing. Reading the file lets go of its locks: the door alone keeps
    // others out during the rehearsal.
    drop(take()?);
    let (mut retour, source) = rehearse(path, chemin)?;
    let held = take()?;
    let mut moved = Moved::default();
    let put = create::replace_with(
        path,
        &source.path(),
        |conn| prepare(conn, &retour, &auteur),
        || moved.away(path),
    );
    if put.is_err() {
        moved.back();
    }
    put?;
    drop(held);
    retour.ecarte = moved.finish()?;
    Ok(retour)
}

/// The copy brought to the present schema, with the lot that says where it comes from.
fn prepare(conn: &mut Connection, retour: &Retour, auteur: &Auteur) -> Result<()> {
    migrate::run(conn, migrate::STEPS)?;
    let s = &retour.sauvegarde;
    let motif = match &retour.perdus {
        Some(lost) => format!("{}\u{202f}; {} lots de moins", s.nom, lost.len()),
        None => format!("{}\u{202f}; le fichier d'avant n'était plus lisible", s.nom),
    };
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let intent = write::Intent {
        op: Op::Rollback,
        motif: Some(&motif),
        annule: None,
    };
    write::lot(&tx, intent, auteur, |_| Ok(()))?;
    record(&tx, s)?;
    mark_new(&tx)?;
    open::mark_checked(&tx)?;
    tx.commit()?;
    Ok(())
}
