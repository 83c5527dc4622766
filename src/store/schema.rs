//! The trade tables and the journal triggers made from their columns.
//!
//! The triggers are plain SQL kept in the file: any program that writes past the door is refused by
//! `SQLite` itself, and the file stays readable by any `sqlite3`.

use rusqlite::Connection;

use super::Result;

/// Tables that are not trade: the journal itself, working memory, housekeeping.
const NOT_TRADE: [&str; 13] = [
    "brouillon",
    "etablissement",
    "etablissement_mot",
    "visite",
    "lot",
    "changement",
    "chaine",
    "porte",
    "position",
    "presence",
    "saisie",
    "sauvegarde",
    "meta",
];

/// Columns the program derives from others: never journaled, rebuilt at will.
const DERIVED: [&str; 2] = ["cle_tri", "pli"];

/// A trade table as the journal sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    /// Its name.
    pub nom: String,
    /// Its columns without the derived ones, in order.
    pub colonnes: Vec<String>,
    /// Its primary key columns, in order.
    pub cles: Vec<String>,
    /// Whether it has derived columns besides.
    pub derived: bool,
}

impl Table {
    /// Whether it has that column.
    pub fn has(&self, column: &str) -> bool {
        self.colonnes.iter().any(|c| c == column)
    }

    /// SQL of the journal's row number for row `row` (`NEW` or `OLD`).
    fn ligne(&self, row: &str) -> String {
        format!("{row}.{}", self.cles.first().map_or("rowid", String::as_str))
    }

    /// SQL of the journal's row key for row `row`: its uid, else its primary key joined by `/`.
    pub fn cle(&self, row: &str) -> String {
        if self.has("uid") {
            return format!("{row}.uid");
        }
        let parts: Vec<String> = self.cles.iter().map(|c| format!("{row}.{c}")).collect();
        parts.join(" || '/' || ")
    }

    /// The columns the journal keeps of a row; id and uid are in its row number and key.
    pub fn kept(&self) -> impl Iterator<Item = &String> {
        let keyed = self.has("uid");
        self.colonnes
            .iter()
            .filter(move |c| !keyed || !matches!(c.as_str(), "id" | "uid"))
    }

    /// SQL of the row as a JSON object.
    pub fn json(&self, row: &str) -> String {
        let parts: Vec<String> = self.kept().map(|c| format!("'{c}',{row}.{c}")).collect();
        format!("json_object({})", parts.join(","))
    }

    /// The three triggers that journal every change of the table. Kept short: every start parses them.
    fn triggers(&self) -> String {
        let nom = &self.nom;
        let entry = |row: &str, avant: &str, apres: &str, pas: &str| {
            let (ligne, cle) = (self.ligne(row), self.cle(row));
            format!("INSERT INTO journal VALUES('{nom}',{ligne},{cle},{avant},{apres},{pas})")
        };
        let (old, new) = (self.json("OLD"), self.json("NEW"));
        let pas = if self.has("rev") { "NEW.rev-OLD.rev" } else { "1" };
        // Derived columns may be written at any time.
        let of = if self.derived {
            format!(" OF {}", self.colonnes.join(","))
        } else {
            String::new()
        };
        format!(
            "CREATE TRIGGER journal_{nom}_ajout AFTER INSERT ON {nom} BEGIN {}; END;\n\
             CREATE TRIGGER journal_{nom}_modification AFTER UPDATE{of} ON {nom} BEGIN {}; END;\n\
             CREATE TRIGGER journal_{nom}_retrait AFTER DELETE ON {nom} BEGIN {}; END;\n",
            entry("NEW", "NULL", &new, "1"),
            entry("NEW", &old, &new, pas),
            entry("OLD", &old, "NULL", "1"),
        )
    }
}

/// Every trade table of the file, by name.
pub(crate) fn tables(conn: &Connection) -> Result<Vec<Table>> {
    let mut names = conn.prepare(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict ORDER BY name",
    )?;
    let names = names
        .query_map([], |r| r.get::<_, String>(0))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    names
        .into_iter()
        .filter(|n| !NOT_TRADE.contains(&n.as_str()))
        .map(|nom| table(conn, nom))
        .collect()
}

/// One table's columns, as the file declares them.
pub(crate) fn table(conn: &Connection, nom: String) -> Result<Table> {
    let mut stmt = conn.prepare_cached("SELECT name, pk FROM pragma_table_info(?1) ORDER BY cid")?;
    let all = stmt
        .query_map([&nom], |r| Ok((r.get::<_, String>(0)?, r.get::<_, i64>(1)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let mut cles: Vec<_> = all.iter().filter(|(_, pk)| *pk > 0).collect();
    cles.sort_by_key(|(_, pk)| *pk);
    Ok(Table {
        derived: all.iter().any(|(c, _)| DERIVED.contains(&c.as_str())),
        nom,
        cles: cles.into_iter().map(|(c, _)| c.clone()).collect(),
        colonnes: all
            .iter()
            .map(|(c, _)| c.clone())
            .filter(|c| !DERIVED.contains(&c.as_str()))
            .collect(),
    })
}

/// Drops every journal trigger: migrations change tables without being journaled row by row.
pub(crate) fn drop_triggers(conn: &Connection) -> Result<()> {
    let mut stmt =
        conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name GLOB 'journal_*_*'")?;
    let names = stmt
        .query_map([], |r| r.get::<_, String>(0))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for name in names {
        conn.execute_batch(&format!("DROP TRIGGER \"{name}\""))?;
    }
    Ok(())
}

/// Makes the journal triggers of every trade table from its columns.
pub(crate) fn create_triggers(conn: &Connection) -> Result<()> {
    for table in tables(conn)? {
        conn.execute_batch(&table.triggers())?;
    }
    Ok(())
}
