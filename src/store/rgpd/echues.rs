//! What has been kept as long as the durations say.

use jiff::{ToSpan as _, civil::Date};
use rusqlite::Connection;

use crate::{
    clock,
    domain::{
        DatePartielle,
        conservation::{Categorie, Durees},
    },
    store::{Error, Op, Result, Store, journal::Noms},
};

/// The durations, checked against what this program can count.
pub type Conservation = Durees;

/// Something kept long enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Echue {
    /// Category.
    pub categorie: Categorie,
    /// Which record, in words.
    pub objet: String,
    /// From when it is counted.
    pub depuis: DatePartielle,
    /// The day it was long enough.
    pub echue: Date,
}

/// Queries of a category: table whose row names it, row number (or name), date or instant.
const REQUETES: [(&str, &str, &str); 6] = [
    (
        "contacts",
        "contact",
        "SELECT id, NULL, collecte FROM contact WHERE archive IS NULL AND nom NOT GLOB '⟦effacé*'",
    ),
    (
        "contacts-archives",
        "contact",
        "SELECT id, NULL, archive FROM contact WHERE archive IS NOT NULL AND nom NOT GLOB '⟦effacé*'",
    ),
    (
        "brouillons",
        "revue",
        "SELECT NULL, formalite || ' (' || agent || ')', enregistre FROM brouillon
       UNION ALL SELECT revue, NULL, enregistre FROM saisie",
    ),
    (
        "agents",
        "agent",
        "SELECT a.id, NULL, max(l.quand) FROM agent a JOIN lot l ON l.agent = a.nom
       WHERE a.nom NOT GLOB '⟦effacé*' GROUP BY a.id",
    ),
    (
        "seances",
        "seance",
        "SELECT id, NULL, date FROM seance s WHERE s.president NOT GLOB '⟦effacé*'
       OR EXISTS (SELECT 1 FROM membre WHERE seance = s.id AND nom NOT GLOB '⟦effacé*')
       OR EXISTS (SELECT 1 FROM point WHERE seance = s.id AND rapporteur NOT GLOB '⟦effacé*')",
    ),
    (
        "revues",
        "revue",
        "SELECT id, NULL, remise FROM revue WHERE remise IS NOT NULL
       AND EXISTS (SELECT 1 FROM reponse WHERE revue = revue.id AND genre IN ('texte', 'lignes'))",
    ),
];

impl Store {
    /// What has been kept as long as the durations say on the day `au`, the longest first.
    ///
    /// # Errors
    /// [`Error::Refused`] for a category this program does not know.
    pub fn echues(&self, durees: &Conservation, au: Date) -> Result<Vec<Echue>> {
        let tx = self.conn.unchecked_transaction()?;
        self.auteur.permettre(&tx, Op::Erase)?;
        let mut out = Vec::new();
        for categorie in &durees.categorie {
            of(&tx, categorie, au, &mut out)?;
        }
        out.sort_by(|a, b| (a.echue, &a.objet).cmp(&(b.echue, &b.objet)));
        Ok(out)
    }
}

fn of(conn: &Connection, categorie: &Categorie, au: Date, out: &mut Vec<Echue>) -> Result<()> {
    let Some((_, table, sql)) = REQUETES.iter().find(|(code, ..)| *code == categorie.code) else {
        let known: Vec<&str> = REQUETES.iter().map(|(code, ..)| *code).collect();
        return Err(Error::Refused(format!(
            "la durée « {} » ne compte rien de connu (connues\u{202f}: {})",
            categorie.code,
            known.join(", ")
        )));
    };
    let mut noms = Noms::new(conn);
    let mut stmt = conn.prepare(sql)?;
    let mut rows = stmt.query([])?;
    while let Some(r) = rows.next()? {
        let text: String = r.get(2)?;
        let Some(depuis) =
            DatePartielle::parse_iso(&text).or_else(|| clock::local_day(&text).map(DatePartielle::Jour))
        else {
            continue;
        };
        // An imprecise date counts from its last day: nothing is due before it surely is.
        let echue = depuis.last().saturating_add(i64::from(categorie.mois).months());
        if echue > au {
            continue;
        }
        let objet = match (r.get::<_, Option<i64>>(0)?, r.get::<_, Option<String>>(1)?) {
            (Some(id), _) => noms.nom(table, id)?,
            (None, nom) => nom.unwrap_or_default(),
        };
        out.push(Echue {
            categorie: categorie.clone(),
            objet,
            depuis,
            echue,
        });
    }
    Ok(())
}
