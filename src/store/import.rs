//! Files that come in, line by line, through the same doors as the forms: what a form refuses, a line is refused for.
//! A rehearsal does everything and keeps nothing, so that what it says is what would be done.

mod campus;
mod dits;
mod faites;
mod indicateur;
mod noms;
mod partenaire;

use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use super::{Error, Op, Result, Store, write};
use crate::{
    domain::{
        Formalite,
        importation::{Effet, Rejet, Sort},
        sauvegarde::Motif,
    },
    form::Value,
};
use dits::{dit, dits};
use faites::{Faites, newest};

/// A line of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LigneImport {
    /// Line of the file.
    pub numero: u64,
    /// Its values by field; a blank cell gives none.
    pub valeurs: BTreeMap<String, Value>,
    /// The cells that do not read, or why it is no line; it is left out then.
    pub rejets: Vec<Rejet>,
}

/// The values of a line.
type Values = BTreeMap<String, Value>;

/// What one kind of file does with a line: the record's name, what is done, what to look at.
type Fait = (String, Effet, Vec<String>);

/// What comes of a line, or every reason why it is left out.
type Issue = Result<std::result::Result<Fait, Vec<Rejet>>>;

impl Store {
    /// Campuses of a file: each line creates or completes one; its label too. With `appliquer` as one lot, else
    /// nothing is kept.
    pub fn importer_campus(
        &mut self,
        lignes: &[LigneImport],
        au: Date,
        appliquer: bool,
    ) -> Result<Vec<Sort>> {
        self.importer(lignes, appliquer, "campus", |conn, values, faites| {
            campus::ligne(conn, values, faites, au)
        })
    }

    /// Partners of a file, and their campuses. With `appliquer` as one lot, else nothing is kept.
    pub fn importer_partenaires(
        &mut self,
        lignes: &[LigneImport],
        au: Date,
        appliquer: bool,
    ) -> Result<Vec<Sort>> {
        self.importer(lignes, appliquer, "partenaire", |conn, values, faites| {
            partenaire::ligne(conn, values, faites, au)
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
        self.importer(lignes, appliquer, "reponse", |conn, values, _| {
            indicateur::ligne(conn, values, au)
        })
    }

    fn importer(
        &mut self,
        lignes: &[LigneImport],
        appliquer: bool,
        table: &'static str,
        faire: impl Fn(&Connection, &Values, &Faites) -> Issue,
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
            let mut faites = Faites::default();
            let each = |line: &LigneImport| {
                let sort = une(conn, line, |conn, values| faire(conn, values, &faites))?;
                if sort.effet == Effet::Creer {
                    faites.noter(conn, table, line.numero)?;
                }
                Ok(sort)
            };
            lignes.iter().map(each).collect::<Result<Vec<_>>>()
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
fn une(conn: &Connection, read: &LigneImport, faire: impl Fn(&Connection, &Values) -> Issue) -> Result<Sort> {
    let ligne = read.numero;
    let refused = |nom: String, why: Vec<Rejet>| Sort {
        ligne,
        nom,
        effet: Effet::Rejeter(why),
        remarques: Vec::new(),
    };
    if read.rejets.iter().any(|r| r.champ.is_empty()) {
        return Ok(refused(String::new(), read.rejets.clone()));
    }
    // A line of figures is named by its campus.
    let nom = texte(&read.valeurs, "nom").or(texte(&read.valeurs, "campus"));
    let nom = nom.unwrap_or_default().to_owned();
    conn.execute_batch("SAVEPOINT ligne")?;
    let sort = match faire(conn, &read.valeurs) {
        Ok(Ok((nom, effet, remarques))) if read.rejets.is_empty() => Sort {
            ligne,
            nom,
            effet,
            remarques,
        },
        other => refused(nom, raisons(&read.rejets, other)?),
    };
    if matches!(sort.effet, Effet::Rejeter(_)) {
        conn.execute_batch("ROLLBACK TO ligne")?;
    }
    conn.execute_batch("RELEASE ligne")?;
    Ok(sort)
}

/// Why a line is left out: its cells that do not read, then what the register says of the others. A reason that may
/// come of a cell that is missing for not being read is not given.
fn raisons(read: &[Rejet], done: Issue) -> Result<Vec<Rejet>> {
    let mut all = read.to_vec();
    match done {
        Ok(Ok(_)) => {}
        Ok(Err(more)) => all.extend(
            more.into_iter()
                .filter(|r| !read.iter().any(|o| o.champ == r.champ)),
        ),
        Err(Error::Refused(_)) if !all.is_empty() => {}
        Err(Error::Refused(why)) => all.push(Rejet::ligne(why)),
        Err(Error::Sqlite(e)) if e.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
            all.push(Rejet::ligne(
                "une de ses valeurs n'a pas la forme que le registre veut",
            ));
        }
        Err(other) => return Err(other),
    }
    Ok(all)
}

/// A field that a line must say and does not.
fn manque(champ: &str, quoi: &str) -> Rejet {
    Rejet {
        champ: champ.to_owned(),
        raison: format!("il manque {quoi}"),
        ..Rejet::default()
    }
}

/// What a person should look at in a code, which never stops a line.
fn conseil(
    line: &Values,
    champ: &str,
    nom: &str,
    check: fn(&str) -> std::result::Result<String, String>,
) -> Option<String> {
    let text = texte(line, champ)?;
    let advice = check(text).err()?;
    let with_zero = check(&format!("0{text}")).map_or_else(
        |_| String::new(),
        |code| format!("\u{202f}; manque-t-il le zéro de tête\u{202f}: {code}\u{202f}?"),
    );
    Some(format!("{nom}\u{202f}: {advice}{with_zero}"))
}

/// What a name means in the register; a refusal goes to `wrong`.
fn garde<T>(read: std::result::Result<T, Rejet>, wrong: &mut Vec<Rejet>) -> Option<T> {
    read.map_err(|rejet| wrong.push(rejet)).ok()
}

/// A text of a line.
fn texte<'v>(values: &'v Values, champ: &str) -> Option<&'v str> {
    values.get(champ).and_then(Value::text)
}

/// Whether a line above has already written that row.
fn deja_ecrite(conn: &Connection, table: &'static str, id: i64) -> Result<bool> {
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM changement c, porte p WHERE c.nom_table = ?1 AND +c.lot = p.lot
         AND c.cle = (SELECT uid FROM {table} WHERE id = ?2))"
    );
    Ok(conn.prepare_cached(&sql)?.query_row((table, id), |r| r.get(0))?)
}

/// What to look at when a line takes back what one above said.
fn contredit(deja: bool, effet: &Effet) -> Option<String> {
    let replaced = |(champ, before, _): &(String, String, String)| champ != "liens" && !before.is_empty();
    let Effet::Modifier(all) = effet else {
        return None;
    };
    (deja && all.iter().any(replaced)).then(|| {
        "une ligne plus haut du fichier dit autre chose de cette fiche\u{202f}: celle-ci l'emporte".to_owned()
    })
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
    // What was recorded: the register writes some values its own way, a wrong code in capitals for one.
    let (_, present) = super::formalite::ouvrir(conn, f, au)?;
    let changed = present.iter().filter(|(k, v)| avant.get(*k) != Some(*v));
    let changed: Vec<_> = changed
        .map(|(k, v)| {
            let (before, after) = dits(avant.get(k), v);
            (k.clone(), before, after)
        })
        .collect();
    Ok(if changed.is_empty() {
        Effet::Inchange
    } else {
        Effet::Modifier(changed)
    })
}
