//! One field of several records changed at once: tried first, then written as one lot.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use super::{Changes, Error, Op, Result, Store, formalite, write};
use crate::{domain::Formalite, form::Value};

/// What changing the field does to a record.
#[derive(Clone, Debug, PartialEq)]
pub enum Effet {
    /// It will say this; `aussi`: other fields of the record that follow from it.
    Modifie {
        /// The value afterwards, as the record writes it; None: nothing said.
        apres: Option<Value>,
        /// Names of the other fields that change with it.
        aussi: Vec<String>,
    },
    /// It says that already.
    Inchange,
    /// The record does not take it: why.
    Refuse(String),
}

/// A record on which the change was tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Essai {
    /// The record.
    pub fiche: Formalite,
    /// Its name.
    pub nom: String,
    /// Its revision when the change was tried.
    pub rev: i64,
    /// What the field said then.
    pub avant: Option<Value>,
    /// What the change does.
    pub effet: Effet,
}

impl Essai {
    /// Whether there is something to write.
    #[must_use]
    pub fn modifie(&self) -> bool {
        matches!(self.effet, Effet::Modifie { .. })
    }
}

/// A field and its new value; None: nothing said.
pub type Changement<'a> = (&'a str, Option<&'a Value>);

impl Store {
    /// What giving the field this value would do to each record, on the reference day. Nothing is kept.
    pub fn essayer(&mut self, fiches: &[Formalite], c: Changement<'_>, au: Date) -> Result<Vec<Essai>> {
        let tx = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (essais, _) = write::lot(&tx, Op::EditMany.into(), &self.auteur, |conn| {
            fiches
                .iter()
                .map(|f| essai(conn, *f, c, au))
                .collect::<Result<Vec<_>>>()
        })?;
        tx.rollback()?;
        Ok(essais)
    }

    /// Writes what was tried, as one lot; records that refuse it are left out. How many were changed.
    ///
    /// # Errors
    /// [`Error::Stale`] when one of the records was changed since: nothing is written then.
    pub fn modifier_ensemble(
        &mut self,
        essais: &[Essai],
        c: Changement<'_>,
        au: Date,
    ) -> Result<(usize, Changes)> {
        self.write(Op::EditMany, |conn| {
            let mut done = 0;
            for before in essais.iter().filter(|e| e.modifie()) {
                let now = essai(conn, before.fiche, c, au)?;
                if now.rev != before.rev || now.effet != before.effet {
                    return Err(Error::Stale(format!("«\u{a0}{}\u{a0}»", before.nom)));
                }
                done += 1;
            }
            Ok(done)
        })
    }
}

/// Changes the field of one record inside the caller's lot; a record that refuses it is as it was.
fn essai(conn: &Connection, fiche: Formalite, (champ, valeur): Changement<'_>, au: Date) -> Result<Essai> {
    let refuse = |nom: String, pourquoi: String| Essai {
        fiche,
        nom,
        rev: 0,
        avant: None,
        effet: Effet::Refuse(pourquoi),
    };
    let nom = match nom(conn, fiche)? {
        Some((nom, false)) => nom,
        Some((nom, true)) => return Ok(refuse(nom, "est à la corbeille".to_owned())),
        None => return Ok(refuse(String::new(), "n'est plus au registre".to_owned())),
    };
    let (rev, before) = formalite::ouvrir(conn, fiche, au)?;
    let mut wanted = before.clone();
    match valeur {
        Some(v) => drop(wanted.insert(champ.to_owned(), v.clone())),
        None => drop(wanted.remove(champ)),
    }
    let effet = if wanted == before {
        Effet::Inchange
    } else {
        inscrire(conn, fiche, rev, (&before, &wanted), champ, au)?
    };
    Ok(Essai {
        fiche,
        nom,
        rev,
        avant: before.get(champ).cloned(),
        effet,
    })
}

/// Records the values over those of before, or leaves the record as it was.
fn inscrire(
    conn: &Connection,
    fiche: Formalite,
    rev: i64,
    (before, wanted): (&BTreeMap<String, Value>, &BTreeMap<String, Value>),
    champ: &str,
    au: Date,
) -> Result<Effet> {
    conn.execute_batch("SAVEPOINT fiche")?;
    let effet = match formalite::inscrire(conn, fiche, rev, wanted, au) {
        Ok(_) => {
            let (_, after) = formalite::ouvrir(conn, fiche, au)?;
            let changed = |id: &&String| before.get(*id) != after.get(*id);
            let mut all: Vec<String> = before.keys().filter(changed).cloned().collect();
            all.extend(after.keys().filter(|id| !before.contains_key(*id)).cloned());
            if all.is_empty() {
                Effet::Inchange
            } else {
                all.retain(|id| id != champ);
                Effet::Modifie {
                    apres: after.get(champ).cloned(),
                    aussi: all,
                }
            }
        }
        Err(Error::Refused(why)) => Effet::Refuse(why),
        Err(other) => return Err(other),
    };
    if !matches!(effet, Effet::Modifie { .. }) {
        conn.execute_batch("ROLLBACK TO fiche")?;
    }
    conn.execute_batch("RELEASE fiche")?;
    Ok(effet)
}

/// Name of a campus or a partner, and whether it is in the corbeille; None when there is no such row.
fn nom(conn: &Connection, fiche: Formalite) -> Result<Option<(String, bool)>> {
    let (sql, id) = match fiche {
        Formalite::Campus(Some(id)) => (
            "SELECT nom_court, archive IS NOT NULL FROM campus WHERE id = ?1",
            id.0,
        ),
        Formalite::Partenaire(Some(id)) => (
            "SELECT nom, archive IS NOT NULL FROM partenaire WHERE id = ?1",
            id.0,
        ),
        _ => return Ok(None),
    };
    Ok(conn
        .prepare_cached(sql)?
        .query_row([id], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Archivable, CampusId, PartenaireId};

    const AU: Date = Date::constant(2016, 6, 1);

    fn text(t: &str) -> Value {
        Value::Text(t.to_owned())
    }

    #[test]
    fn one_lot_changes_some_leaves_some_and_refuses_some() {
        let mut store = Store::in_memory("essai").unwrap();
        let fiches: Vec<Formalite> = [2, 3, 9, 10]
            .map(|id| Formalite::Campus(Some(CampusId(id))))
            .into();
        store.archive(Archivable::Campus(CampusId(3))).unwrap();
        let lots = store.compte_lots().unwrap();
        // Lyon is the académie of the tenth, may be that of the ninth, and lies outside Aquitaine.
        let lyon = text("Lyon");
        let tried = store.essayer(&fiches, ("academie", Some(&lyon)), AU).unwrap();
        let said: Vec<&str> = tried
            .iter()
            .map(|e| match &e.effet {
                Effet::Modifie { .. } => "modifié",
                Effet::Inchange => "inchangé",
                Effet::Refuse(_) => "refusé",
            })
            .collect();
        assert_eq!(said, ["refusé", "refusé", "modifié", "inchangé"], "{tried:?}");
        assert_eq!(store.compte_lots().unwrap(), lots, "a trial keeps nothing");
        let (done, _) = store
            .modifier_ensemble(&tried, ("academie", Some(&lyon)), AU)
            .unwrap();
        assert_eq!((done, store.compte_lots().unwrap()), (1, lots + 1));
        assert_eq!(
            store.campus_par_id(CampusId(9), AU).unwrap().unwrap().academie,
            "Lyon"
        );
        store.undo().unwrap();
        assert_eq!(
            store.campus_par_id(CampusId(9), AU).unwrap().unwrap().academie,
            "Grenoble"
        );
        store.verify_journal().unwrap();
    }

    #[test]
    fn what_was_changed_since_the_trial_stops_all_of_it() {
        let mut store = Store::in_memory("essai").unwrap();
        let fiches: Vec<Formalite> = [1, 2]
            .map(|id| Formalite::Partenaire(Some(PartenaireId(id))))
            .into();
        let note = text("vu");
        let tried = store.essayer(&fiches, ("note", Some(&note)), AU).unwrap();
        let one = store
            .essayer(&fiches[..1], ("commune", Some(&text("Ailleurs"))), AU)
            .unwrap();
        store
            .modifier_ensemble(&one, ("commune", Some(&text("Ailleurs"))), AU)
            .unwrap();
        let lots = store.compte_lots().unwrap();
        let refused = store.modifier_ensemble(&tried, ("note", Some(&note)), AU);
        assert!(matches!(refused, Err(Error::Stale(_))), "{refused:?}");
        assert_eq!(store.compte_lots().unwrap(), lots);
        assert_eq!(store.partenaire(PartenaireId(2)).unwrap().note, None);
    }

    #[test]
    fn what_follows_from_the_field_is_said() {
        let mut store = Store::in_memory("essai").unwrap();
        let one = [Formalite::Partenaire(Some(PartenaireId(1)))];
        let siret = text("55208131766522");
        let tried = store.essayer(&one, ("siret", Some(&siret)), AU).unwrap();
        let Effet::Modifie { aussi, .. } = &tried[0].effet else {
            panic!("{tried:?}")
        };
        assert_eq!(aussi, &["siren"]);
    }
}
