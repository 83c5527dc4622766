//! How far an agent had seen the journal when a session ended. Like drafts an exception to the door: overwritten in
//! place, never journaled.

use std::collections::BTreeSet;

use rusqlite::OptionalExtension;

use super::{Result, Store, write};
use crate::domain::{CampusId, LotId, PartenaireId, journal::Sujet};

/// What others changed since an agent's last visit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Nouveautes {
    /// The last lot they had seen; None at a first visit: nothing is new then.
    pub depuis: Option<LotId>,
    /// Campuses changed, or what hangs on them.
    pub campus: BTreeSet<CampusId>,
    /// Partners changed, or their links.
    pub partenaires: BTreeSet<PartenaireId>,
}

impl Nouveautes {
    /// Whether a record is among them.
    #[must_use]
    pub fn touche(&self, sujet: Sujet) -> bool {
        match sujet {
            Sujet::Campus(id) => self.campus.contains(&id),
            Sujet::Partenaire(id) => self.partenaires.contains(&id),
            _ => false,
        }
    }
}

/// Campus and partner that a change of `changement c` is of, from the row before or after; an answer and an item are of
/// their review's campus.
const TOUCHES: &str = "SELECT DISTINCT
    CASE c.nom_table WHEN 'campus' THEN c.ligne
      WHEN 'reponse' THEN (SELECT campus FROM revue WHERE id = c.ligne)
      ELSE coalesce(c.apres, c.avant) ->> 'campus' END,
    CASE c.nom_table WHEN 'partenaire' THEN c.ligne ELSE coalesce(c.apres, c.avant) ->> 'partenaire' END
    FROM changement c JOIN lot l ON l.id = c.lot WHERE c.lot > ?1 AND l.agent <> ?2
      AND c.nom_table IN ('campus', 'partenaire', 'axe', 'campus_filiere', 'campus_autre_region',
                          'campus_autre_academie', 'campus_partenaire', 'candidature', 'label',
                          'evenement', 'revue', 'reponse')";

impl Store {
    /// What others changed since this agent's last visit.
    pub fn nouveautes(&self) -> Result<Nouveautes> {
        let depuis: Option<i64> = self
            .conn
            .prepare_cached("SELECT lot FROM visite WHERE agent = ?1")?
            .query_row([self.agent()], |r| r.get(0))
            .optional()?;
        let Some(depuis) = depuis else {
            return Ok(Nouveautes::default());
        };
        let mut found = Nouveautes {
            depuis: Some(LotId(depuis)),
            ..Nouveautes::default()
        };
        let mut stmt = self.conn.prepare_cached(TOUCHES)?;
        let mut rows = stmt.query((depuis, self.agent()))?;
        while let Some(r) = rows.next()? {
            found.campus.extend(r.get::<_, Option<i64>>(0)?.map(CampusId));
            found
                .partenaires
                .extend(r.get::<_, Option<i64>>(1)?.map(PartenaireId));
        }
        Ok(found)
    }

    /// This agent has seen the journal up to now.
    pub fn marquer_visite(&mut self) -> Result<()> {
        let (agent, quand) = (self.agent().to_owned(), write::instant(crate::clock::now()));
        self.outside(|conn| {
            conn.prepare_cached(
                "INSERT INTO visite(agent, lot, quand) VALUES (?1, (SELECT coalesce(max(id), 0) FROM lot), ?2)
                 ON CONFLICT DO UPDATE SET lot = excluded.lot, quand = excluded.quand",
            )?
            .execute((agent, quand))?;
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Op, record};

    #[test]
    fn only_what_others_changed_since_is_new() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("registre.db");
        let mut one = Store::open_or_create(&path, "m.durand").unwrap();
        assert_eq!(one.nouveautes().unwrap(), Nouveautes::default(), "a first visit");
        one.marquer_visite().unwrap();
        let edit = |store: &mut Store, table: &'static str, id: i64| {
            store
                .write(Op::EditCampus, |conn| {
                    record::update(conn, table, id, 1, &[("note", &"revu")])
                })
                .unwrap();
        };
        edit(&mut one, "campus", 3);
        let mut other = Store::open(&path, "a.martin").unwrap();
        edit(&mut other, "campus", 5);
        edit(&mut other, "partenaire", 7);
        other
            .write(Op::EditLien, |conn| {
                let lien: (i64, i64) = conn.query_row(
                    "SELECT id, campus FROM campus_partenaire WHERE campus = 10 LIMIT 1",
                    [],
                    |r| Ok((r.get(0)?, r.get(1)?)),
                )?;
                record::update(
                    conn,
                    "campus_partenaire",
                    lien.0,
                    1,
                    &[("role", &"membre fondateur")],
                )
            })
            .unwrap();
        let new = one.nouveautes().unwrap();
        assert_eq!(new.campus, BTreeSet::from([CampusId(5), CampusId(10)]));
        assert!(new.touche(Sujet::Partenaire(PartenaireId(7))));
        assert!(
            !new.touche(Sujet::Campus(CampusId(3))),
            "one's own work is not news"
        );
        one.marquer_visite().unwrap();
        assert!(one.nouveautes().unwrap().campus.is_empty());
        one.verify_journal().unwrap();
    }
}
