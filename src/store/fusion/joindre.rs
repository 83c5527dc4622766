//! The merge itself: links, sources, names, fields; the lost partner goes to the corbeille.

use rusqlite::{Connection, OptionalExtension, Row, types::Value as Sql};

use super::{CHAMPS, Fusion};
use crate::{
    domain::{
        PartenaireId,
        fusion::{Cote, Fusionne},
    },
    store::{Changes, Error, Op, Result, Store, corbeille, record},
};

impl Store {
    /// Joins two partners as chosen, in one lot that can be undone: links and sources of both are kept, of two links
    /// to the same campus one is made, the names of both stay known, and the lost partner goes to the corbeille,
    /// where it names the one that was kept.
    ///
    /// # Errors
    /// [`Error::Stale`] when one of the two changed since they were shown; [`Error::NotFound`] when one is gone.
    pub fn merge(&mut self, f: &Fusion) -> Result<(Fusionne, Changes)> {
        self.write(Op::Merge, |conn| merge(conn, f))
    }
}

fn merge(conn: &Connection, f: &Fusion) -> Result<Fusionne> {
    let (kept, lost) = (f.garde.id, f.perdu.id);
    live(conn, kept, f.garde.rev)?;
    live(conn, lost, f.perdu.rev)?;
    let at = corbeille::instant(conn)?;
    let mut done = Fusionne {
        nom: f.valeur("nom").unwrap_or(&f.garde.nom).to_owned(),
        liens: 0,
        joints: 0,
    };
    for link in liens(conn, lost)? {
        match of_campus(conn, kept, link.campus)? {
            Some(own) => {
                join(conn, &own, &link, &at)?;
                done.joints += 1;
            }
            None => {
                record::update(
                    conn,
                    "campus_partenaire",
                    link.id,
                    link.rev,
                    &[("partenaire", &kept.0)],
                )?;
                done.liens += 1;
            }
        }
    }
    sources(conn, "partenaire_source", "partenaire", lost.0, kept.0)?;
    conn.prepare_cached("UPDATE contact SET partenaire = ?2, rev = rev + 1 WHERE partenaire = ?1")?
        .execute((lost.0, kept.0))?;
    fields(conn, f)?;
    let columns: [record::Column<'_>; 2] = [("archive", &at), ("fusion", &kept.0)];
    record::update(conn, "partenaire", lost.0, f.perdu.rev, &columns)?;
    Ok(done)
}

/// Refuses a partner that changed since it was shown, or that is in the corbeille.
fn live(conn: &Connection, id: PartenaireId, rev: i64) -> Result<()> {
    let now: Option<(i64, bool, String)> = conn
        .prepare_cached("SELECT rev, archive IS NULL, nom FROM partenaire WHERE id = ?1")?
        .query_row([id.0], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
        .optional()?;
    match now {
        None => Err(Error::NotFound(format!("le partenaire {id}"))),
        Some((now, true, _)) if now == rev => Ok(()),
        Some((.., nom)) => Err(Error::Stale(format!("le partenaire « {nom} »"))),
    }
}

/// A link of a partner.
struct Lien {
    id: i64,
    campus: i64,
    role: String,
    ecrite: bool,
    debut: Option<String>,
    fin: Option<String>,
    convention: Option<String>,
    note: Option<String>,
    archive: Option<String>,
    rev: i64,
}

const LIEN: &str =
    "SELECT id, campus, role, ecrite, debut, fin, convention, note, archive, rev FROM campus_partenaire";

fn lien(r: &Row<'_>) -> rusqlite::Result<Lien> {
    Ok(Lien {
        id: r.get(0)?,
        campus: r.get(1)?,
        role: r.get(2)?,
        ecrite: r.get(3)?,
        debut: r.get(4)?,
        fin: r.get(5)?,
        convention: r.get(6)?,
        note: r.get(7)?,
        archive: r.get(8)?,
        rev: r.get(9)?,
    })
}

/// The live links of a partner.
fn liens(conn: &Connection, id: PartenaireId) -> Result<Vec<Lien>> {
    let mut stmt = conn.prepare_cached(&format!(
        "{LIEN} WHERE partenaire = ?1 AND archive IS NULL ORDER BY id"
    ))?;
    let rows = stmt.query_map([id.0], lien)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The link of a partner to a campus, live or not: there is room for one only.
fn of_campus(conn: &Connection, id: PartenaireId, campus: i64) -> Result<Option<Lien>> {
    let mut stmt = conn.prepare_cached(&format!("{LIEN} WHERE partenaire = ?1 AND campus = ?2"))?;
    Ok(stmt.query_row((id.0, campus), lien).optional()?)
}

/// One link made of two: every role, the earliest start, the latest end, both notes; an archived one adds nothing but
/// its place. The other goes to the corbeille with its partner.
fn join(conn: &Connection, own: &Lien, other: &Lien, at: &str) -> Result<()> {
    let both = own.archive.is_none();
    let pick =
        |a: &Option<String>, b: &Option<String>, later: bool| match (a.clone().filter(|_| both), b.clone()) {
            (Some(a), Some(b)) => Some(if later { a.max(b) } else { a.min(b) }),
            (a, b) => a.or(b),
        };
    let role = if both {
        joined(&own.role, &other.role, ", ")
    } else {
        other.role.clone()
    };
    let note = match (own.note.as_deref().filter(|_| both), other.note.as_deref()) {
        (Some(a), Some(b)) => Some(joined(a, b, "\n")),
        (a, b) => a.or(b).map(str::to_owned),
    };
    let columns: [record::Column<'_>; 7] = [
        ("role", &role),
        ("ecrite", &(other.ecrite || own.ecrite && both)),
        ("debut", &pick(&own.debut, &other.debut, false)),
        ("fin", &pick(&own.fin, &other.fin, true)),
        ("convention", &pick(&own.convention, &other.convention, false)),
        ("note", &note),
        ("archive", &None::<String>),
    ];
    record::update(conn, "campus_partenaire", own.id, own.rev, &columns)?;
    sources(conn, "lien_source", "lien", other.id, own.id)?;
    record::update(
        conn,
        "campus_partenaire",
        other.id,
        other.rev,
        &[("archive", &at)],
    )
}

/// Two texts in one, each part once.
fn joined(a: &str, b: &str, between: &str) -> String {
    let mut parts: Vec<&str> = a.split(between).collect();
    for part in b.split(between) {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.join(between)
}

/// Gives `to` the sources of `from` that it has not; `from` keeps its own.
fn sources(conn: &Connection, table: &'static str, column: &'static str, from: i64, to: i64) -> Result<()> {
    let sql = format!(
        "SELECT source FROM {table} WHERE {column} = ?1
           AND source NOT IN (SELECT source FROM {table} WHERE {column} = ?2) ORDER BY id"
    );
    let found = conn
        .prepare_cached(&sql)?
        .query_map((from, to), |r| r.get(0))?
        .collect::<rusqlite::Result<Vec<i64>>>()?;
    for source in found {
        record::insert(conn, table, &[(column, &to), ("source", &source)])?;
    }
    Ok(())
}

/// Writes what was chosen on the partner that stays.
fn fields(conn: &Connection, f: &Fusion) -> Result<()> {
    let taken = f.champs.iter().filter(|c| c.choix == Cote::Droite && c.differe());
    let columns: Vec<&'static str> = taken
        .filter_map(|c| CHAMPS.iter().find(|(code, _)| *code == c.code))
        .flat_map(|(_, columns)| columns.iter().copied())
        .collect();
    let mut values: Vec<Sql> = Vec::new();
    if !columns.is_empty() {
        let sql = format!("SELECT {} FROM partenaire WHERE id = ?1", columns.join(", "));
        values = conn.query_row(&sql, [f.perdu.id.0], |r| {
            (0..columns.len())
                .map(|i| r.get(i))
                .collect::<rusqlite::Result<_>>()
        })?;
    }
    let names = serde_json::Value::from(f.autres_noms()).to_string();
    let mut all: Vec<record::Column<'_>> = vec![("autres_noms", &names)];
    all.extend(
        columns
            .iter()
            .zip(&values)
            .map(|(c, v)| (*c, v as &dyn rusqlite::ToSql)),
    );
    record::update(conn, "partenaire", f.garde.id.0, f.garde.rev, &all)
}
