//! Views people keep. Rows of the trade like others: journaled, undoable.

use rusqlite::{Connection, OptionalExtension};

use super::{Changes, Error, Op, Result, Store, record};
use crate::domain::{
    VueId,
    texte::{plier, une_ligne},
    vue::{self, Definition, Liste, Portee, Vue},
};

impl Store {
    /// Views of a list that this agent may use, in French order: their own and everybody's, then the shipped ones
    /// that bear another name.
    pub fn vues(&self, liste: Liste) -> Result<Vec<Vue>> {
        let mut stmt = self.conn.prepare_cached(
            "SELECT id, nom, agent IS NULL, definition FROM vue
             WHERE ecran = ?1 AND (agent IS NULL OR agent = ?2) ORDER BY agent IS NULL, id",
        )?;
        let rows = stmt.query_map((liste.code(), self.agent()), |r| {
            Ok((
                r.get::<_, i64>(0)?,
                r.get(1)?,
                r.get::<_, bool>(2)?,
                r.get::<_, String>(3)?,
            ))
        })?;
        let mut all = Vec::new();
        for row in rows {
            let (id, nom, shared, text): (i64, String, bool, String) = row?;
            let definition = serde_json::from_str(&text)
                .map_err(|e| Error::Integrity(format!("la vue « {nom} » ne se lit pas\u{202f}: {e}")))?;
            let portee = if shared {
                Portee::Partagee
            } else {
                Portee::Personnelle
            };
            all.push(Vue {
                id: Some(VueId(id)),
                nom,
                portee,
                liste,
                definition,
            });
        }
        all.sort_by_cached_key(|v| plier(&v.nom));
        let shipped = vue::livrees().iter().filter(|v| v.liste == liste);
        let kept: Vec<Vue> = shipped
            .filter(|v| !all.iter().any(|o| o.nom == v.nom))
            .cloned()
            .collect();
        all.extend(kept);
        Ok(all)
    }

    /// The view of that name, accents and case aside; one's own before everybody's.
    ///
    /// # Errors
    /// [`Error::NotFound`] with the names there are.
    pub fn vue(&self, liste: Liste, nom: &str) -> Result<Vue> {
        let all = self.vues(liste)?;
        let wanted = plier(nom);
        let mut matching = all.iter().filter(|v| plier(&v.nom) == wanted);
        if let Some(found) = matching.next() {
            return Ok(found.clone());
        }
        let names: Vec<String> = all.iter().map(|v| format!("«\u{a0}{}\u{a0}»", v.nom)).collect();
        Err(Error::NotFound(format!(
            "la vue «\u{a0}{}\u{a0}» (celles-ci existent\u{202f}: {})",
            une_ligne(nom),
            names.join(", ")
        )))
    }

    /// Keeps a view under a name, over the one that bore it; one's own, or everybody's.
    ///
    /// # Errors
    /// [`Error::Refused`] without a name.
    pub fn save_vue(&mut self, liste: Liste, nom: &str, partagee: bool, d: &Definition) -> Result<Changes> {
        let nom = une_ligne(nom).trim().to_owned();
        if nom.is_empty() {
            return Err(Error::Refused("une vue a un nom".to_owned()));
        }
        let text = serde_json::to_string(d).map_err(|e| Error::Integrity(e.to_string()))?;
        let agent = (!partagee).then(|| self.agent().to_owned());
        let ((), changes) = self.write(Op::EditVue, |conn| {
            match row(conn, liste, &nom, agent.as_deref())? {
                Some((id, rev)) => record::update(conn, "vue", id, rev, &[("definition", &text)])?,
                None => {
                    let columns: [record::Column<'_>; 4] = [
                        ("nom", &nom),
                        ("agent", &agent),
                        ("ecran", &liste.code()),
                        ("definition", &text),
                    ];
                    record::insert(conn, "vue", &columns)?;
                }
            }
            Ok(())
        })?;
        Ok(changes)
    }

    /// Forgets a view; a shipped one stays.
    ///
    /// # Errors
    /// [`Error::Refused`] for a shipped one; [`Error::NotFound`] when it is gone.
    pub fn drop_vue(&mut self, vue: &Vue) -> Result<Changes> {
        let Some(id) = vue.id else {
            return Err(Error::Refused(format!(
                "«\u{a0}{}\u{a0}» vient avec cmq\u{202f}: elle reste",
                vue.nom
            )));
        };
        let ((), changes) = self.write(Op::EditVue, |conn| {
            match conn.execute("DELETE FROM vue WHERE id = ?1", [id.0])? {
                0 => Err(Error::NotFound(format!("la vue «\u{a0}{}\u{a0}»", vue.nom))),
                _ => Ok(()),
            }
        })?;
        Ok(changes)
    }
}

/// Row and revision of the view of that name.
fn row(conn: &Connection, liste: Liste, nom: &str, agent: Option<&str>) -> Result<Option<(i64, i64)>> {
    let found = conn
        .prepare_cached("SELECT id, rev FROM vue WHERE ecran = ?1 AND nom = ?2 AND agent IS ?3")?
        .query_row((liste.code(), nom, agent), |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definition(requete: &str) -> Definition {
        Definition {
            requete: requete.to_owned(),
            tri: vec!["region".to_owned()],
            ..Definition::default()
        }
    }

    #[test]
    fn ones_own_view_is_seen_by_oneself_and_a_shared_one_by_all() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("registre.db");
        let mut one = Store::open_or_create(&path, "m.durand").unwrap();
        let shipped = one.vues(Liste::Campus).unwrap().len();
        one.save_vue(Liste::Campus, "Mon académie", false, &definition("académie:lyon"))
            .unwrap();
        one.save_vue(Liste::Campus, "Bretagne", true, &definition("région:bretagne"))
            .unwrap();
        let other = Store::open(&path, "a.martin").unwrap();
        assert_eq!(one.vues(Liste::Campus).unwrap().len(), shipped + 2);
        assert_eq!(other.vues(Liste::Campus).unwrap().len(), shipped + 1);
        assert_eq!(
            other
                .vues(Liste::Echeancier)
                .unwrap()
                .iter()
                .filter(|v| v.id.is_some())
                .count(),
            0
        );
        let found = one.vue(Liste::Campus, "mon academie").unwrap();
        assert_eq!(found.definition, definition("académie:lyon"));
        let refused = other.vue(Liste::Campus, "mon academie").unwrap_err().to_string();
        assert!(refused.contains("Bretagne"), "{refused}");
    }

    #[test]
    fn a_view_is_kept_over_itself_forgotten_and_brought_back() {
        let mut store = Store::in_memory("m.durand").unwrap();
        store
            .save_vue(Liste::Campus, " Retards ", false, &definition("état:en-retard"))
            .unwrap();
        store
            .save_vue(Liste::Campus, "Retards", false, &definition("état:échu"))
            .unwrap();
        let vue = store.vue(Liste::Campus, "retards").unwrap();
        assert_eq!(vue.definition.requete, "état:échu");
        store.drop_vue(&vue).unwrap();
        assert!(store.vue(Liste::Campus, "retards").is_err());
        store.undo().unwrap();
        assert!(store.vue(Liste::Campus, "retards").is_ok());
        let shipped = store.vue(Liste::Echeancier, "en retard").unwrap();
        assert!(
            store
                .drop_vue(&shipped)
                .unwrap_err()
                .to_string()
                .contains("vient avec cmq")
        );
        assert!(
            store
                .save_vue(Liste::Campus, "  ", false, &definition(""))
                .is_err()
        );
        store.verify_journal().unwrap();
    }
}
