//! Changes as the file keeps them.

use rusqlite::Connection;

use super::{
    super::Result,
    champs::Brut,
    noms::{Ligne, lire},
};
use crate::domain::LotId;

/// Changes of a lot as the file keeps them, after the change `apres`.
pub(in crate::store) fn bruts(conn: &Connection, lot: LotId, apres: i64, limite: usize) -> Result<Vec<Brut>> {
    let mut stmt = conn.prepare_cached(
        "SELECT id, nom_table, ligne, cle, avant, apres FROM changement WHERE lot = ?1 AND id > ?2
         ORDER BY id LIMIT ?3",
    )?;
    lus(&mut stmt.query((lot.0, apres, i64::try_from(limite).unwrap_or(i64::MAX)))?)
}

/// Changes that a query of the same columns finds.
pub(super) fn bruts_de(conn: &Connection, sql: &str, values: impl rusqlite::Params) -> Result<Vec<Brut>> {
    lus(&mut conn.prepare_cached(sql)?.query(values)?)
}

/// The rows of a query.
fn lus(rows: &mut rusqlite::Rows<'_>) -> Result<Vec<Brut>> {
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        let ligne = |i| -> Result<Option<Ligne>> {
            let json: Option<String> = r.get(i)?;
            json.as_deref().map(lire).transpose()
        };
        out.push(Brut {
            id: r.get(0)?,
            table: r.get(1)?,
            ligne: r.get(2)?,
            cle: r.get(3)?,
            avant: ligne(4)?,
            apres: ligne(5)?,
        });
    }
    Ok(out)
}
