//! How far an agent had seen the journal when a session ended. Like drafts an exception to the door: overwritten in
//! place, never journaled.

use std::collections::BTreeMap;

use rusqlite::OptionalExtension;

use super::{Result, Store, write};
use crate::domain::{CampusId, LotId, PartenaireId, RevueId, journal::Sujet};

/// The latest change of a record by somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touche {
    /// Who.
    pub agent: String,
    /// When, UTC, `2026-11-23T14:02:00Z`.
    pub quand: String,
}

/// What others changed since an agent's last visit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Nouveautes {
    /// The last lot they had seen; None at a first visit: nothing is new then.
    pub depuis: Option<LotId>,
    /// Campuses changed, or what hangs on them.
    pub campus: BTreeMap<CampusId, Touche>,
    /// Partners changed, or their links.
    pub partenaires: BTreeMap<PartenaireId, Touche>,
    /// Reviews changed, or their answers.
    pub revues: BTreeMap<RevueId, Touche>,
}

impl Nouveautes {
    /// The latest change of a record, when it is among them.
    #[must_use]
    pub fn de(&self, sujet: Sujet) -> Option<&Touche> {
        match sujet {
            Sujet::Campus(id) => self.campus.get(&id),
            Sujet::Partenaire(id) => self.partenaires.get(&id),
            Sujet::Revue(id) => self.revues.get(&id),
            _ => None,
        }
    }
}

/// Campus, partner and review that a change of `changement c` is of, from the row before or after, oldest first; an
/// answer and an item are of their review's campus.
const TOUCHES: &str = "SELECT
    CASE c.nom_table WHEN 'campus' THEN c.ligne
      WHEN 'reponse' THEN (SELECT campus FROM revue WHERE id = c.ligne)
      ELSE coalesce(c.apres, c.avant) ->> 'campus' END,
    CASE c.nom_table WHEN 'partenaire' THEN c.ligne ELSE coalesce(c.apres, c.avant) ->> 'partenaire' END,
    CASE WHEN c.nom_table IN ('revue', 'reponse') THEN c.ligne END, l.agent, l.quand
    FROM changement c JOIN lot l ON l.id = c.lot WHERE c.lot > ?1 AND l.agent <> ?2
      AND c.nom_table IN ('campus', 'partenaire', 'axe', 'campus_filiere', 'campus_autre_region',
                          'campus_autre_academie', 'campus_partenaire', 'candidature', 'label',
                          'evenement', 'revue', 'reponse') ORDER BY c.lot";

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
            let touche = Touche {
                agent: r.get(3)?,
                quand: r.get(4)?,
            };
            let here = |id: i64| (id, touche.clone());
            let campus = r.get::<_, Option<i64>>(0)?.map(here);
            let partenaire = r.get::<_, Option<i64>>(1)?.map(here);
            let revue = r.get::<_, Option<i64>>(2)?.map(here);
            found.campus.extend(campus.map(|(id, t)| (CampusId(id), t)));
            found
                .partenaires
                .extend(partenaire.map(|(id, t)| (PartenaireId(id), t)));
            found.revues.extend(revue.map(|(id, t)| (RevueId(id), t)));
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
        assert!(new.campus.keys().eq([&CampusId(5), &CampusId(10)]), "{new:?}");
        let touche = new.de(Sujet::Partenaire(PartenaireId(7))).unwrap();
        assert_eq!(touche.agent, "a.martin");
        assert!(
            new.de(Sujet::Campus(CampusId(3))).is_none(),
            "one's own work is not news"
        );
        one.marquer_visite().unwrap();
        assert!(one.nouveautes().unwrap().campus.is_empty());
        one.verify_journal().unwrap();
    }
}
