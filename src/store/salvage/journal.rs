//! The journal of a salvaged register: it gives back rows, and goes on or begins again.

use rusqlite::Connection;

use crate::store::{Result, Table, schema};

/// Makes again rows that the journal knows and the table lost; how many.
pub(super) fn replay(conn: &Connection, table: &Table) -> usize {
    let nom = &table.nom;
    let uid = table.has("uid");
    let values: Vec<String> = table
        .colonnes
        .iter()
        .map(|c| match c.as_str() {
            "id" if uid => "c.ligne".to_owned(),
            "uid" if uid => "c.cle".to_owned(),
            other => format!("c.apres ->> '{other}'"),
        })
        .collect();
    let done = conn.execute(
        &format!(
            "INSERT OR IGNORE INTO {nom}({}) SELECT {} FROM changement c
             WHERE c.nom_table = '{nom}' AND c.apres IS NOT NULL
               AND c.id = (SELECT max(d.id) FROM changement d WHERE d.nom_table = '{nom}' AND d.cle = c.cle)
               AND c.cle NOT IN (SELECT {} FROM {nom} t)",
            table.colonnes.join(", "),
            values.join(", "),
            table.cle("t")
        ),
        [],
    );
    // A row of the journal that the schema refuses is as good as lost.
    done.unwrap_or_default()
}

/// Takes away a journal that no longer verifies: what remains of it stays in the damaged file.
pub(super) fn forget(conn: &Connection) -> Result<()> {
    conn.execute_batch(
        "DELETE FROM visite; DELETE FROM porte; DELETE FROM chaine; DELETE FROM changement; DELETE FROM lot;",
    )?;
    Ok(())
}

/// Writes every row as the first thing the journal knows, in the open lot.
pub(super) fn begin_again(conn: &Connection) -> Result<()> {
    for table in schema::tables(conn)? {
        let nom = &table.nom;
        let ligne = table.cles.first().map_or("rowid", String::as_str);
        conn.execute(
            &format!(
                "INSERT INTO changement(lot, nom_table, ligne, cle, avant, apres)
                 SELECT (SELECT lot FROM porte), '{nom}', t.{ligne}, {}, NULL, {} FROM {nom} t",
                table.cle("t"),
                table.json("t")
            ),
            [],
        )?;
    }
    Ok(())
}
