//! Files that come in, line by line, through the same doors as the forms: what a form refuses, a line is refused for.
//! A rehearsal does everything and keeps nothing, so that what it says is what would be done.

mod campus;
mod indicateur;
mod noms;
mod partenaire;

use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::{Connection, TransactionBehavior};

use super::{Error, Op, Result, Store, write};
use crate::{
    domain::{
        Formalite,
        importation::{Effet, Rejet, Sort},
        sauvegarde::Motif,
    },
    form::Value,
};

/// A line of a file: its values by field, or why it does not read.
pub type LigneImport = (u64, std::result::Result<BTreeMap<String, Value>, Vec<Rejet>>);

/// The values of a line.
type Values = BTreeMap<String, Value>;

/// What one kind of file does with a line: the record's name, what is done, what to look at.
type Fait = (String, Effet, Vec<String>);

impl Store {
    /// Campuses of a file: each line creates or completes one; its label too. With `appliquer` as one lot, else
    /// nothing is kept.
    pub fn importer_campus(
        &mut self,
        lignes: &[LigneImport],
        au: Date,
        appliquer: bool,
    ) -> Result<Vec<Sort>> {
        self.importer(lignes, appliquer, |conn, values| campus::ligne(conn, values, au))
    }

    /// Partners of a file, and their campuses. With `appliquer` as one lot, else nothing is kept.
    pub fn importer_partenaires(
        &mut self,
        lignes: &[LigneImport],
        au: Date,
        appliquer: bool,
    ) -> Result<Vec<Sort>> {
        self.importer(lignes, appliquer, |conn, values| {
            partenaire::ligne(conn, values, au)
        })
    }

    /// Figures of indicators of a file, into évaluations that are drafts. With `appliquer` as one lot, else nothing is
    /// kept.
    pub fn importer_indicateurs(
        &mut self,
        lignes: &[LigneImport],
        au: Date,
        appliquer: bool,
    ) -> Result<Vec<Sort>> {
        self.importer(lignes, appliquer, |conn, values| {
            indicateur::ligne(conn, values, au)
        })
    }

    fn importer(
        &mut self,
        lignes: &[LigneImport],
        appliquer: bool,
        faire: impl Fn(&Connection, &Values) -> Result<std::result::Result<Fait, Rejet>>,
    ) -> Result<Vec<Sort>> {
        self.writable()?;
        self.auteur.permettre(&self.conn, Op::Import)?;
        if appliquer {
            self.backup_before(Motif::Import)?;
        }
        let tx = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        super::place::check_same(self.path.as_deref(), self.file)?;
        let (sorts, changes) = write::lot(&tx, Op::Import.into(), &self.auteur, |conn| {
            lignes
                .iter()
                .map(|(n, read)| une(conn, *n, read, &faire))
                .collect::<Result<Vec<_>>>()
        })?;
        if appliquer && !changes.is_empty() {
            tx.commit()?;
        } else {
            tx.rollback()?;
        }
        Ok(sorts)
    }
}

/// One line: done whole, or left out whole.
fn une(
    conn: &Connection,
    ligne: u64,
    read: &std::result::Result<Values, Vec<Rejet>>,
    faire: &impl Fn(&Connection, &Values) -> Result<std::result::Result<Fait, Rejet>>,
) -> Result<Sort> {
    let refused = |nom: String, why: Vec<Rejet>| Sort {
        ligne,
        nom,
        effet: Effet::Rejeter(why),
        remarques: Vec::new(),
    };
    let values = match read {
        Ok(values) => values,
        Err(why) => return Ok(refused(String::new(), why.clone())),
    };
    let nom = texte(values, "nom").unwrap_or_default().to_owned();
    conn.execute_batch("SAVEPOINT ligne")?;
    let done = faire(conn, values);
    let sort = match done {
        Ok(Ok((nom, effet, remarques))) => Sort {
            ligne,
            nom,
            effet,
            remarques,
        },
        Ok(Err(rejet)) => refused(nom, vec![rejet]),
        Err(Error::Refused(why)) => refused(nom, vec![Rejet::ligne(why)]),
        Err(other) => return Err(other),
    };
    if matches!(sort.effet, Effet::Rejeter(_)) {
        conn.execute_batch("ROLLBACK TO ligne")?;
    }
    conn.execute_batch("RELEASE ligne")?;
    Ok(sort)
}

/// A text of a line.
fn texte<'v>(values: &'v Values, champ: &str) -> Option<&'v str> {
    values.get(champ).and_then(Value::text)
}

/// Records `values` over what the record has; says what changed. A blank cell leaves what is there.
fn enregistrer(conn: &Connection, f: Formalite, neuf: bool, values: &Values, au: Date) -> Result<Effet> {
    let (rev, avant) = super::formalite::ouvrir(conn, f, au)?;
    let mut apres = avant.clone();
    apres.extend(values.iter().map(|(k, v)| (k.clone(), v.clone())));
    if !neuf && apres == avant {
        return Ok(Effet::Inchange);
    }
    super::formalite::inscrire(conn, f, rev, &apres, au)?;
    if neuf {
        return Ok(Effet::Creer);
    }
    let changed = values.iter().filter(|(k, v)| avant.get(*k) != Some(*v));
    Ok(Effet::Modifier(
        changed
            .map(|(k, v)| (k.clone(), avant.get(k).map(dit).unwrap_or_default(), dit(v)))
            .collect(),
    ))
}

/// A value in a table of changes.
fn dit(value: &Value) -> String {
    match value {
        Value::Text(t) => t.clone(),
        Value::List(all) => all.join(" | "),
        Value::Date(d) => d.iso(),
        Value::Real(x) => x.to_string(),
        Value::Int(n) => n.to_string(),
        Value::Bool(b) => if *b { "oui" } else { "non" }.to_owned(),
        Value::Rows(rows) => {
            let first = |r: &crate::form::Row| {
                ["libelle", "campus"]
                    .iter()
                    .find_map(|c| r.get(*c)?.text().map(str::to_owned))
            };
            rows.iter().filter_map(first).collect::<Vec<_>>().join(" | ")
        }
        Value::Absent => "na".to_owned(),
    }
}
