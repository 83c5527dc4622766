//! The register as lines.

use std::{
    collections::HashMap,
    io::{self, Write},
};

use rusqlite::{Connection, Row, types::ValueRef};
use serde::ser::{Error as _, SerializeMap, Serializer as _};
use serde_json::ser::Formatter;

use super::{
    super::{Error, Result, Store, migrate},
    NATURE, Plan, plans,
};
use crate::domain::texte::interdit;

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ecrit {
    /// Rows.
    pub lignes: usize,
    /// Reviews among them: their answers may name persons.
    pub revues: usize,
}

/// The uids of a table by row number.
type Numeros = Vec<Option<Box<str>>>;

/// The same of each table that others point to.
type Uids = HashMap<String, Numeros>;

/// A column, and the uids it points to.
type Champ<'a> = (&'a str, Option<&'a Numeros>);

impl Store {
    /// Writes the whole register to `out`, in one consistent picture.
    ///
    /// # Errors
    /// [`Error::Io`] when `out` refuses; [`Error::Integrity`] for a row that cannot be told.
    pub fn ecrire_tout(&self, out: &mut dyn Write) -> Result<Ecrit> {
        self.ecrire_sans(&[], out)
    }

    /// [`Self::ecrire_tout`] without the rows of some tables, which no other table may refer to.
    ///
    /// # Errors
    /// Those of [`Self::ecrire_tout`].
    pub fn ecrire_sans(&self, tables: &[&str], out: &mut dyn Write) -> Result<Ecrit> {
        let tx = self.conn.unchecked_transaction()?;
        let mut plans = plans(&tx)?;
        plans.retain(|p| !tables.contains(&p.table.nom.as_str()));
        let uids = uids(&tx, &plans)?;
        let head = serde_json::json!({ "cmq": NATURE, "schema": migrate::latest() });
        writeln!(out, "{head}").map_err(refused)?;
        let mut done = Ecrit::default();
        for plan in &plans {
            let n = table(&tx, plan, &uids, out)?;
            done.lignes += n;
            if plan.table.nom == "revue" {
                done.revues = n;
            }
        }
        out.flush().map_err(refused)?;
        Ok(done)
    }
}

fn refused(e: io::Error) -> Error {
    Error::Io {
        what: "impossible d'écrire",
        path: "l'export".to_owned(),
        source: e,
    }
}

/// The uids that columns point to.
fn uids(conn: &Connection, plans: &[Plan]) -> Result<Uids> {
    let mut out = Uids::new();
    for target in plans.iter().flat_map(|p| p.renvois.values()) {
        if out.contains_key(target) {
            continue;
        }
        let mut stmt = conn.prepare(&format!("SELECT id, uid FROM {target} ORDER BY id"))?;
        let mut rows = stmt.query([])?;
        let mut all = Numeros::new();
        while let Some(r) = rows.next()? {
            let id = usize::try_from(r.get::<_, i64>(0)?).unwrap_or(usize::MAX);
            if id >= all.len() {
                all.resize(id.saturating_add(1), None);
            }
            all[id] = Some(r.get_ref(1)?.as_str().unwrap_or_default().into());
        }
        out.insert(target.clone(), all);
    }
    Ok(out)
}

/// One table's rows. Returns how many.
fn table(conn: &Connection, plan: &Plan, uids: &Uids, out: &mut dyn Write) -> Result<usize> {
    let t = &plan.table;
    let order = if t.has("uid") {
        "uid".to_owned()
    } else {
        // Answers: by the uid of their review, then by field.
        let keys = t.cles.iter().map(|c| match plan.renvois.get(c) {
            Some(target) => format!("(SELECT uid FROM {target} WHERE id = {}.{c})", t.nom),
            None => c.clone(),
        });
        keys.collect::<Vec<_>>().join(", ")
    };
    let sql = format!("SELECT {} FROM {} ORDER BY {order}", t.colonnes.join(", "), t.nom);
    let columns: Vec<Champ<'_>> = t
        .colonnes
        .iter()
        .map(|c| {
            (
                c.as_str(),
                plan.renvois.get(c).and_then(|target| uids.get(target)),
            )
        })
        .collect();
    let mut stmt = conn.prepare(&sql)?;
    let mut rows = stmt.query([])?;
    let mut n = 0;
    let mut text = Vec::new();
    while let Some(r) = rows.next()? {
        text.clear();
        line(&t.nom, &columns, r, &mut text)?;
        out.write_all(&text).map_err(refused)?;
        n += 1;
    }
    Ok(n)
}

/// JSON in which what a terminal could obey is written as an escape: nothing is lost, nothing is obeyed.
struct Lisible;

impl Formatter for Lisible {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        if rest.bytes().all(|b| (b' '..=b'~').contains(&b)) {
            return writer.write_all(rest.as_bytes());
        }
        while let Some(at) = rest.find(interdit) {
            let (before, bad) = rest.split_at(at);
            writer.write_all(before.as_bytes())?;
            let mut after = bad.chars();
            for unit in after.next().unwrap_or_default().encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = after.as_str();
        }
        writer.write_all(rest.as_bytes())
    }
}

/// One row on a line.
fn line(table: &str, columns: &[Champ<'_>], row: &Row<'_>, out: &mut Vec<u8>) -> Result<()> {
    let told = |e: serde_json::Error| {
        Error::Integrity(format!(
            "une ligne de « {table} » ne peut pas être écrite\u{202f}: {e}"
        ))
    };
    let mut json = serde_json::Serializer::with_formatter(&mut *out, Lisible);
    let mut map = json.serialize_map(None).map_err(told)?;
    map.serialize_entry("table", table).map_err(told)?;
    for (i, (name, target)) in columns.iter().enumerate() {
        match (row.get_ref(i)?, target) {
            (ValueRef::Integer(id), Some(all)) => {
                let uid = usize::try_from(id).ok().and_then(|id| all.get(id)?.as_deref());
                map.serialize_entry(name, &uid).map_err(told)?;
            }
            (ValueRef::Null, _) => map.serialize_entry(name, &()).map_err(told)?,
            (ValueRef::Integer(n), None) => map.serialize_entry(name, &n).map_err(told)?,
            (ValueRef::Real(x), _) if x.is_finite() => map.serialize_entry(name, &x).map_err(told)?,
            (ValueRef::Text(t), _) => {
                let text = std::str::from_utf8(t).map_err(|e| told(serde_json::Error::custom(e)))?;
                map.serialize_entry(name, text).map_err(told)?;
            }
            (other, _) => {
                let what = format!("« {name} »\u{202f}: {:?}", other.data_type());
                return Err(told(serde_json::Error::custom(what)));
            }
        }
    }
    map.end().map_err(told)?;
    out.push(b'\n');
    Ok(())
}
