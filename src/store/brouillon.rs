//! Working memory of a form that is not a review: everything typed so far, in one row for each agent.
//! Like [`super::saisie`] an exception to the door: overwritten in place, never journaled.

use std::collections::BTreeMap;

use rusqlite::{
    Connection, OptionalExtension,
    types::{Value as Sql, ValueRef},
};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Error, Op, Result, Saisie, Store, formalite::operation, valeur, write};
use crate::{
    domain::{Formalite, RevueId},
    form::Value,
};

/// What was typed in a form and not recorded yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Brouillon {
    /// Version of the form it was begun with.
    pub version: u32,
    /// Revision of the record it was begun on; 0 for a new one.
    pub rev: i64,
    /// Answers that differ from the register's, by field; None: the register's answer was taken back.
    pub reponses: BTreeMap<String, Option<Value>>,
    /// What the register said of these fields when they were answered; a field that is missing: not known.
    pub base: BTreeMap<String, Option<Value>>,
    /// Step and field of the person.
    pub place: (String, String),
    /// The text being typed and not yet an answer.
    pub saisie: Option<Saisie>,
    /// When it was kept, UTC, `2026-11-23T14:02:00Z`; set by the store.
    pub enregistre: String,
}

/// [`Brouillon`] as the file keeps it.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    version: u32,
    rev: i64,
    reponses: BTreeMap<String, Option<(String, Json)>>,
    #[serde(default)]
    base: BTreeMap<String, Option<(String, Json)>>,
    etape: String,
    champ: String,
    saisie: Option<Typed>,
}

/// The text being typed, its field or cell, the cursor's line and column.
#[derive(Serialize, Deserialize)]
struct Typed {
    champ: String,
    texte: String,
    ligne: usize,
    colonne: usize,
}

impl Store {
    /// Keeps a draft, over the one this agent had.
    ///
    /// # Errors
    /// [`Error::Interdit`] when the role does not give what the draft is for.
    pub fn save_brouillon(&mut self, f: Formalite, b: &Brouillon) -> Result<()> {
        self.keep_brouillon(operation(f), &f.cle(), b)
    }

    /// Keeps the answers of a review that another session contradicts, until they are settled: over those this agent
    /// had in the review; none throws them away.
    pub fn save_ecarts(&mut self, revue: RevueId, b: &Brouillon) -> Result<()> {
        if b.reponses.is_empty() {
            let agent = self.agent().to_owned();
            return self.outside(|conn| forget_revue(conn, revue, &agent));
        }
        self.keep_brouillon(Op::SaveReponse, &cle_revue(revue), b)
    }

    /// The answers of a review that this agent still has to settle.
    ///
    /// # Errors
    /// [`Error::Integrity`] for answers that cannot be read.
    pub fn ecarts(&self, revue: RevueId) -> Result<Option<Brouillon>> {
        self.read_brouillon(&cle_revue(revue))
    }

    fn keep_brouillon(&mut self, op: Op, cle: &str, b: &Brouillon) -> Result<()> {
        let text = serde_json::to_string(&keep(b)?).map_err(|e| Error::Integrity(e.to_string()))?;
        let agent = self.agent().to_owned();
        self.outside_for(op, |conn| {
            conn.prepare_cached(
                "INSERT INTO brouillon(formalite, agent, valeurs, enregistre) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO UPDATE SET valeurs = excluded.valeurs, enregistre = excluded.enregistre",
            )?
            .execute((cle, agent, text, write::instant(crate::clock::now())))?;
            Ok(())
        })
    }

    /// This agent's draft.
    ///
    /// # Errors
    /// [`Error::Integrity`] for a draft that cannot be read.
    pub fn brouillon(&self, f: Formalite) -> Result<Option<Brouillon>> {
        self.read_brouillon(&f.cle())
    }

    fn read_brouillon(&self, cle: &str) -> Result<Option<Brouillon>> {
        let kept: Option<(String, String)> = self
            .conn
            .prepare_cached("SELECT valeurs, enregistre FROM brouillon WHERE formalite = ?1 AND agent = ?2")?
            .query_row((cle, self.agent()), |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        kept.map(|(text, enregistre)| read(parse(&text)?, enregistre))
            .transpose()
    }

    /// Throws this agent's draft away; nothing to do without one.
    pub fn drop_brouillon(&mut self, f: Formalite) -> Result<()> {
        let agent = self.agent().to_owned();
        self.outside(|conn| forget(conn, f, &agent))
    }
}

/// [`Store::drop_brouillon`] inside the caller's transaction.
pub(crate) fn forget(conn: &Connection, f: Formalite, agent: &str) -> Result<()> {
    drop_cle(conn, &f.cle(), agent)
}

/// Throws away the answers of a review that were to be settled, inside the caller's transaction.
pub(crate) fn forget_revue(conn: &Connection, revue: RevueId, agent: &str) -> Result<()> {
    drop_cle(conn, &cle_revue(revue), agent)
}

fn drop_cle(conn: &Connection, cle: &str, agent: &str) -> Result<()> {
    conn.prepare_cached("DELETE FROM brouillon WHERE formalite = ?1 AND agent = ?2")?
        .execute((cle, agent))?;
    Ok(())
}

/// What names the draft of a review's contradicted answers.
fn cle_revue(revue: RevueId) -> String {
    format!("revue:{revue}")
}

pub(super) fn keep(b: &Brouillon) -> Result<Kept> {
    let encode = |all: &BTreeMap<String, Option<Value>>| -> Result<_> {
        all.iter()
            .map(|(champ, value)| Ok((champ.clone(), value.as_ref().map(answer).transpose()?)))
            .collect()
    };
    Ok(Kept {
        version: b.version,
        rev: b.rev,
        reponses: encode(&b.reponses)?,
        base: encode(&b.base)?,
        etape: b.place.0.clone(),
        champ: b.place.1.clone(),
        saisie: b.saisie.as_ref().map(|s| Typed {
            champ: s.champ.clone(),
            texte: s.texte.clone(),
            ligne: s.ligne,
            colonne: s.colonne,
        }),
    })
}

fn parse(text: &str) -> Result<Kept> {
    serde_json::from_str(text).map_err(|e| Error::Integrity(format!("un brouillon est illisible ({e})")))
}

pub(super) fn read(kept: Kept, enregistre: String) -> Result<Brouillon> {
    let decode = |all: BTreeMap<String, Option<(String, Json)>>| -> Result<_> {
        all.into_iter()
            .map(|(champ, value)| {
                let value = value.map(|(genre, json)| value_of(&genre, json)).transpose()?;
                Ok((champ, value))
            })
            .collect()
    };
    Ok(Brouillon {
        version: kept.version,
        rev: kept.rev,
        reponses: decode(kept.reponses)?,
        base: decode(kept.base)?,
        saisie: kept.saisie.map(|t| Saisie {
            step: kept.etape.clone(),
            champ: t.champ,
            texte: t.texte,
            ligne: t.ligne,
            colonne: t.colonne,
            enregistre: enregistre.clone(),
        }),
        place: (kept.etape, kept.champ),
        enregistre,
    })
}

/// An answer in the encoding of reviews, its SQL value as JSON.
fn answer(value: &Value) -> Result<(String, Json)> {
    let (genre, sql) = valeur::encode(value)?;
    let json = match sql {
        Sql::Integer(i) => Json::from(i),
        Sql::Real(x) => Json::from(x),
        Sql::Text(t) => Json::from(t),
        Sql::Null | Sql::Blob(_) => Json::Null,
    };
    Ok((genre.to_owned(), json))
}

/// Reads [`answer`] back.
pub(super) fn value_of(genre: &str, json: Json) -> Result<Value> {
    let sql = match json {
        Json::Number(n) => match n.as_i64() {
            Some(i) if genre != "reel" => Sql::Integer(i),
            _ => n.as_f64().map_or(Sql::Null, Sql::Real),
        },
        Json::String(t) => Sql::Text(t),
        _ => Sql::Null,
    };
    valeur::decode(genre, ValueRef::from(&sql))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::SeanceId, form::Row};

    const F: Formalite = Formalite::Seance(None);

    fn draft() -> Brouillon {
        let texte = |t: &str| Value::Text(t.to_owned());
        let rows = vec![Row::from([("nom".to_owned(), texte("Mme Durand"))]), Row::new()];
        Brouillon {
            version: 1,
            rev: 3,
            reponses: BTreeMap::from([
                ("lieu".to_owned(), Some(texte("Paris,\nrue de Grenelle"))),
                ("president".to_owned(), None),
                ("membres".to_owned(), Some(Value::Rows(rows))),
                ("duree".to_owned(), Some(Value::Int(4))),
                ("poids".to_owned(), Some(Value::Real(2.0))),
                ("oui".to_owned(), Some(Value::Bool(true))),
                ("na".to_owned(), Some(Value::Absent)),
                ("axes".to_owned(), Some(Value::List(vec!["a".to_owned()]))),
            ]),
            base: BTreeMap::from([
                ("lieu".to_owned(), None),
                ("duree".to_owned(), Some(Value::Int(3))),
            ]),
            place: ("seance".to_owned(), "lieu".to_owned()),
            saisie: Some(Saisie {
                step: "seance".to_owned(),
                champ: "membres[1].nom".to_owned(),
                texte: "M. Mar".to_owned(),
                ligne: 0,
                colonne: 6,
                enregistre: String::new(),
            }),
            enregistre: String::new(),
        }
    }

    #[test]
    fn a_draft_reads_back_and_goes_away() {
        let mut store = Store::in_memory("m.durand").unwrap();
        assert_eq!(store.brouillon(F).unwrap(), None);
        let mut kept = draft();
        store
            .save_brouillon(
                F,
                &Brouillon {
                    saisie: None,
                    ..draft()
                },
            )
            .unwrap();
        store.save_brouillon(F, &kept).unwrap();
        let found = store.brouillon(F).unwrap().unwrap();
        kept.enregistre.clone_from(&found.enregistre);
        kept.saisie
            .as_mut()
            .unwrap()
            .enregistre
            .clone_from(&found.enregistre);
        assert_eq!(found, kept);
        assert_eq!(
            store.brouillon(Formalite::Seance(Some(SeanceId(1)))).unwrap(),
            None
        );
        store.drop_brouillon(F).unwrap();
        store.drop_brouillon(F).unwrap();
        assert_eq!(store.brouillon(F).unwrap(), None);
        store.verify_journal().unwrap();
    }

    #[test]
    fn each_agent_has_a_draft_of_their_own() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("registre.db");
        let mut one = Store::open_or_create(&path, "m.durand").unwrap();
        one.save_brouillon(F, &draft()).unwrap();
        let mut other = Store::open(&path, "a.martin").unwrap();
        assert_eq!(other.brouillon(F).unwrap(), None);
        other.drop_brouillon(F).unwrap();
        assert!(one.brouillon(F).unwrap().is_some());
    }
}
