//! All that the register says of a person: rows, journal, drafts, files beside it.

use std::path::PathBuf;

use rusqlite::{Connection, types::Value as Sql};
use serde_json::{Map, Value as Json};

use super::{connue, fichiers, lieux, passage};
use crate::{
    domain::personne::Personne,
    form::FormDef,
    store::{
        Op, Result, Store,
        journal::{self, Noms},
    },
};

/// A contact, column by column.
pub type Fiche = Map<String, Json>;

/// A text of a row that names the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Table.
    pub table: String,
    /// Kind of record, in words.
    pub genre: String,
    /// Which record, in words.
    pub objet: String,
    /// Column, in words.
    pub champ: String,
    /// The text.
    pub texte: String,
    /// It names a place or a body: an erasure keeps it.
    pub public: bool,
}

/// A value of the journal that names the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MentionJournal {
    /// Lot.
    pub lot: i64,
    /// UTC instant.
    pub quand: String,
    /// Kind of record, in words; `lot` for who wrote it and why.
    pub genre: String,
    /// Column, in words.
    pub champ: String,
    /// The text.
    pub texte: String,
}

/// All that the register says of a person.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extrait {
    /// Contacts of that name.
    pub contacts: Vec<Fiche>,
    /// Rows, drafts included.
    pub mentions: Vec<Mention>,
    /// The journal.
    pub journal: Vec<MentionJournal>,
    /// Backups and other files beside the register that hold the name.
    pub fichiers: Vec<PathBuf>,
}

impl Extrait {
    /// Whether the register says nothing of them.
    #[must_use]
    pub fn vide(&self) -> bool {
        self.contacts.is_empty()
            && self.mentions.is_empty()
            && self.journal.is_empty()
            && self.fichiers.is_empty()
    }
}

impl Store {
    /// All that the register says of a person, in one consistent picture; backups and files beside it too.
    ///
    /// # Errors
    /// [`crate::store::Error::Interdit`] to who may not erase.
    pub fn extrait(&self, personne: &Personne) -> Result<Extrait> {
        let tx = self.conn.unchecked_transaction()?;
        self.auteur.permettre(&tx, Op::Erase)?;
        let (connue, uids) = connue(&tx, personne)?;
        let mut out = Extrait {
            contacts: contacts(&tx, &uids)?,
            mentions: mentions(&tx, &connue)?,
            journal: dans_le_journal(&tx, &connue)?,
            fichiers: Vec::new(),
        };
        drop(tx);
        let forms = formes(&connue, &out);
        out.fichiers = fichiers::qui_tiennent(self.path(), &forms);
        Ok(out)
    }
}

/// Every way the register writes them, and the folded one.
fn formes(personne: &Personne, found: &Extrait) -> Vec<String> {
    let texts = found
        .mentions
        .iter()
        .map(|m| &m.texte)
        .chain(found.journal.iter().map(|m| &m.texte));
    let mut out = vec![personne.pli()];
    for text in texts {
        for r in personne.passages(text) {
            let form = text[r].to_owned();
            if !out.contains(&form) {
                out.push(form);
            }
        }
    }
    out
}

fn contacts(conn: &Connection, uids: &[String]) -> Result<Vec<Fiche>> {
    let table = crate::store::schema::table(conn, "contact".to_owned())?;
    let sql = format!("SELECT {} FROM contact t WHERE uid = ?1", table.json("t"));
    let mut stmt = conn.prepare(&sql)?;
    let mut out = Vec::new();
    for uid in uids {
        let mut rows = stmt.query([uid])?;
        while let Some(r) = rows.next()? {
            out.push(journal::lire(&r.get::<_, String>(0)?)?);
        }
    }
    Ok(out)
}

fn mentions(conn: &Connection, personne: &Personne) -> Result<Vec<Mention>> {
    let mut noms = Noms::new(conn);
    let mut out = Vec::new();
    for lieu in lieux::lieux(conn)? {
        lieu.lignes(conn, |ligne| {
            for (column, text) in lieu.textes.iter().zip(&ligne.textes) {
                let Some(text) = text.as_ref().filter(|t| nomme(personne, t)) else {
                    continue;
                };
                if column == "pli" {
                    continue;
                }
                let (objet, form) = objet(conn, &mut noms, &lieu.table, ligne.cle.first())?;
                out.push(Mention {
                    genre: journal::genre(&lieu.table),
                    objet,
                    champ: journal::colonne(&lieu.table, column),
                    texte: passage::passage(text, form.as_ref(), &|t| personne.effacer(t)),
                    public: lieux::public(&lieu.table, column),
                    table: lieu.table.clone(),
                });
            }
            Ok(())
        })?;
    }
    Ok(out)
}

/// Which record a row is of, in words; of a draft its form too.
fn objet(
    conn: &Connection,
    noms: &mut Noms<'_>,
    table: &str,
    cle: Option<&Sql>,
) -> Result<(String, Option<FormDef>)> {
    Ok(match cle {
        Some(Sql::Integer(id)) if matches!(table, "reponse" | "saisie") => (noms.nom("revue", *id)?, None),
        Some(Sql::Integer(id)) => (noms.nom(table, *id)?, None),
        Some(Sql::Text(cle)) if table == "brouillon" => {
            let form = passage::formulaire(conn, cle)?;
            (passage::sujet(cle, form.as_ref()), form)
        }
        Some(Sql::Text(t)) => (t.clone(), None),
        _ => (String::new(), None),
    })
}

/// Whether a text, JSON or not, names them.
pub(super) fn nomme(personne: &Personne, text: &str) -> bool {
    lieux::texte(text, &|t| personne.effacer(t)).is_some()
}

fn dans_le_journal(conn: &Connection, personne: &Personne) -> Result<Vec<MentionJournal>> {
    let mut out = Vec::new();
    let mut stmt = conn.prepare("SELECT id, quand, agent, motif FROM lot ORDER BY id")?;
    let mut rows = stmt.query([])?;
    while let Some(r) = rows.next()? {
        for (i, champ) in [(2, "agent"), (3, "motif")] {
            let text: String = r.get::<_, Option<String>>(i)?.unwrap_or_default();
            if nomme(personne, &text) {
                out.push(MentionJournal {
                    lot: r.get(0)?,
                    quand: r.get(1)?,
                    genre: "lot".to_owned(),
                    champ: champ.to_owned(),
                    texte: text,
                });
            }
        }
    }
    let mut stmt = conn.prepare(
        "SELECT c.lot, l.quand, c.nom_table, c.avant, c.apres FROM changement c JOIN lot l ON l.id = c.lot ORDER BY c.id",
    )?;
    let mut rows = stmt.query([])?;
    while let Some(r) = rows.next()? {
        let table: String = r.get(2)?;
        let mut said: Vec<(String, String)> = Vec::new();
        for side in [3, 4] {
            let Some(json) = r.get::<_, Option<String>>(side)? else {
                continue;
            };
            for (column, value) in journal::lire(&json)? {
                let Json::String(text) = value else { continue };
                let told = !lieux::public(&table, &column) && nomme(personne, &text);
                let said_here = (column, passage::passage(&text, None, &|t| personne.effacer(t)));
                if told && !said.contains(&said_here) {
                    said.push(said_here);
                }
            }
        }
        for (column, texte) in said {
            out.push(MentionJournal {
                lot: r.get(0)?,
                quand: r.get(1)?,
                genre: journal::genre(&table),
                champ: journal::colonne(&table, &column),
                texte,
            });
        }
    }
    Ok(out)
}
