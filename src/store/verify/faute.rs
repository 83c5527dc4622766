//! What `SQLite` finds in the pages of a file, in words. Its sentences are those of `PRAGMA integrity_check`
//! (<https://sqlite.org/pragma.html#pragma_integrity_check>); what is not known is told as it stands.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::{REFAIRE, SECOURS, probleme::Genre, probleme::Probleme};
use crate::domain::texte::{accorder, une_ligne};

/// How many faults of the file are looked for; one is enough to leave it.
const FAUTES: usize = 100;

/// Faults of pages and indexes, those of one table or index together.
pub(super) fn fautes(conn: &Connection) -> Vec<Probleme> {
    let (lines, broke_off) = lines(conn);
    let trees = trees(conn);
    let mut places: BTreeMap<Ou, usize> = BTreeMap::new();
    for line in &lines {
        *places.entry(Ou::of(line, &trees)).or_default() += 1;
    }
    let told = places.into_iter().map(|(place, n)| {
        let reparable = matches!(place, Ou::Index(_) | Ou::Recherche);
        Probleme {
            genre: Genre::Fichier,
            phrase: place.phrase(n),
            conseil: if reparable { REFAIRE } else { SECOURS }.to_owned(),
            reparable,
        }
    });
    told.chain(broke_off).collect()
}

/// What `SQLite` says, and the error that stopped it.
fn lines(conn: &Connection) -> (Vec<String>, Option<Probleme>) {
    let mut all = Vec::new();
    let read = || -> rusqlite::Result<()> {
        let mut stmt = conn.prepare(&format!("PRAGMA integrity_check({FAUTES})"))?;
        let mut rows = stmt.query([])?;
        while let Some(row) = rows.next()? {
            let line: String = row.get(0)?;
            // One row may hold several lines, under a heading that names the file.
            let said = line.lines().filter(|l| *l != "ok" && !l.starts_with("***"));
            all.extend(said.map(une_ligne));
        }
        Ok(())
    }();
    let broke_off = read.err().map(|e| {
        let why = crate::store::Error::from(e);
        super::endommage(
            Genre::Fichier,
            format!("le fichier ne se lit pas jusqu'au bout\u{202f}: {why}"),
        )
    });
    (all, broke_off)
}

/// The table or index that begins on each page.
fn trees(conn: &Connection) -> BTreeMap<i64, String> {
    let read = || -> rusqlite::Result<BTreeMap<i64, String>> {
        conn.prepare("SELECT rootpage, tbl_name FROM sqlite_schema WHERE rootpage > 0")?
            .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?
            .collect()
    };
    // A list of tables that cannot be read is a fault that the check itself tells.
    read().unwrap_or_default()
}

/// Where something does not hold.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Ou {
    /// Pages of a table.
    Table(String),
    /// Cells of a table that the schema does not allow.
    Cases(String),
    /// An index, that its table makes again.
    Index(String),
    /// A search table.
    Recherche,
    /// Pages that no table claims.
    Libres,
    /// Anything else, as it was said.
    Autre(String),
}

impl Ou {
    fn of(line: &str, trees: &BTreeMap<i64, String>) -> Self {
        let named = |after: &str| {
            line.split_once(after)
                .and_then(|(_, rest)| rest.split_whitespace().next())
                .map(str::to_owned)
        };
        if line.contains("FTS5") {
            return Self::Recherche;
        }
        let index = ["missing from index ", "entries in index ", "entry in index "];
        if let Some(index) = index.into_iter().find_map(named) {
            return Self::Index(index);
        }
        let tree = named("Tree ").and_then(|n| n.parse().ok());
        if let Some(table) = tree.and_then(|n: i64| trees.get(&n)) {
            return Self::Table(table.clone());
        }
        let cell = [" value in ", "CHECK constraint failed in "];
        if let Some(cell) = cell.into_iter().find_map(named) {
            let table = cell.split('.').next().unwrap_or_default();
            return Self::Cases(table.to_owned());
        }
        if line.contains("never used") || line.starts_with("Freelist") {
            return Self::Libres;
        }
        Self::Autre(line.to_owned())
    }

    /// The sentence, of `n` faults.
    fn phrase(&self, n: usize) -> String {
        match self {
            Self::Table(t) => format!(
                "des pages de «\u{a0}{t}\u{a0}» ne se lisent plus ({})",
                accorder(n, "défaut")
            ),
            Self::Cases(t) => format!(
                "des cases de «\u{a0}{t}\u{a0}» ne contiennent pas ce que leur colonne admet ({})",
                accorder(n, "défaut")
            ),
            Self::Index(i) => format!(
                "l'index «\u{a0}{i}\u{a0}» ne suit plus sa table ({})",
                accorder(n, "défaut")
            ),
            Self::Recherche => "l'index de la recherche ne suit plus les fiches".to_owned(),
            Self::Libres => format!(
                "des pages du fichier n'appartiennent plus à aucune table ({})",
                accorder(n, "défaut")
            ),
            Self::Autre(line) => {
                format!("le fichier est abîmé\u{202f}; SQLite dit\u{202f}: «\u{a0}{line}\u{a0}»")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sqlite_says_is_told_by_table() {
        let trees = BTreeMap::from([(12, "campus".to_owned())]);
        for (line, told) in [
            (
                "Tree 12 page 20: btreeInitPage() returns error code 11",
                "des pages de « campus » ne se lisent plus (1 défaut)",
            ),
            (
                "row 3 missing from index partenaire_cle",
                "l'index « partenaire_cle » ne suit plus sa table (1 défaut)",
            ),
            (
                "wrong # of entries in index partenaire_cle",
                "l'index « partenaire_cle » ne suit plus sa table (1 défaut)",
            ),
            (
                "NULL value in campus.nom",
                "des cases de « campus » ne contiennent pas ce que leur colonne admet (1 défaut)",
            ),
            (
                "Page 31: never used",
                "des pages du fichier n'appartiennent plus à aucune table (1 défaut)",
            ),
            (
                "malformed inverted index for FTS5 table main.recherche",
                "l'index de la recherche ne suit plus les fiches",
            ),
        ] {
            assert_eq!(Ou::of(line, &trees).phrase(1).replace('\u{a0}', " "), told);
        }
        let other = Ou::of("Tree 99 page 3: something new", &trees).phrase(1);
        assert!(other.contains("something new"), "{other}");
    }
}
