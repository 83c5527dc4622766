//! The whole register as lines of JSON, and back: every trade row, sorted, its references by uid.
//!
//! A first line says what the file is. Then tables by name, rows by uid; columns in the schema's order. What the program
//! derives (sort keys, folded texts) and the journal stay out: reading the file back makes them again, as one lot.
//! Nothing in it depends on the clock: the same rows always give the same bytes.

mod ecrire;
mod lire;

pub use ecrire::Ecrit;
pub use lire::Lu;

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::{Result, Table, schema};

/// What the first line says the file is.
const NATURE: &str = "registre";

/// A trade table as the file has it.
struct Plan {
    table: Table,
    /// The table that a column points to by row number.
    renvois: BTreeMap<String, String>,
}

/// Every trade table, by name.
fn plans(conn: &Connection) -> Result<Vec<Plan>> {
    schema::tables(conn)?
        .into_iter()
        .map(|table| {
            let mut stmt = conn.prepare_cached(
                "SELECT \"from\", \"table\" FROM pragma_foreign_key_list(?1) WHERE \"to\" = 'id'",
            )?;
            let renvois = stmt
                .query_map([&table.nom], |r| Ok((r.get(0)?, r.get(1)?)))?
                .collect::<rusqlite::Result<_>>()?;
            Ok(Plan { table, renvois })
        })
        .collect()
}
