//! What `SQLite` finds in the pages of a file, in words. Its sentences are those of `PRAGMA integrity_check`
//! (<https://sqlite.org/pragma.html#pragma_integrity_check>); what is not known is told as it stands.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use super::probleme::{Genre, Probleme};
use crate::{
    domain::texte::{accorder, une_ligne},
    store::{Error, journal},
};

/// How many faults of the file are looked for; one is enough to leave it.
const FAUTES: usize = 100;
/// How many of the lines that have no place are repeated, and how much of each.
const REPETEES: usize = 5;
const LONGUEUR: usize = 120;

/// Faults of pages and indexes, those of one table or index together.
pub(super) fn fautes(conn: &Connection) -> Vec<Probleme> {
    let (lines, broke_off) = lines(conn);
    let trees = trees(conn);
    let mut places: BTreeMap<Ou, BTreeSet<String>> = BTreeMap::new();
    let mut others = Vec::new();
    for line in &lines {
        match Ou::of(line, &trees) {
            Some(place) => {
                places.entry(place).or_default().insert(endroit(line));
            }
            None => others.push(line.as_str()),
        }
    }
    let told = places.into_iter().map(|(place, at)| {
        let phrase = place.phrase(at.len(), lines.len() >= FAUTES);
        match place {
            Ou::Index(_) | Ou::Recherche => Probleme::refaisable(Genre::Fichier, phrase),
            _ => Probleme::perdu(Genre::Fichier, phrase),
        }
    });
    let others = (!others.is_empty()).then(|| Probleme::perdu(Genre::Fichier, redire(&others)));
    let mut all: Vec<Probleme> = told.chain(others).chain(broke_off).collect();
    if all.iter().any(|p| !p.reparable) {
        all.iter_mut().for_each(Probleme::laisse);
    }
    all
}

/// What `SQLite` says of the file in one sentence, in words.
pub(super) fn clause(conn: &Connection, said: &str) -> String {
    let lines: Vec<String> = sentences(said).collect();
    let place = lines.first().and_then(|line| Ou::of(line, &trees(conn)));
    place.map_or_else(
        || redire(&lines.iter().map(String::as_str).collect::<Vec<_>>()),
        |place| place.phrase(1, true),
    )
}

/// What tells a fault from others of its table: its page, else the whole line.
fn endroit(line: &str) -> String {
    let page = line.to_lowercase();
    let page = page
        .split_once("page ")
        .map(|(_, rest)| rest.chars().take_while(char::is_ascii_digit).collect::<String>());
    page.filter(|n| !n.is_empty()).unwrap_or_else(|| line.to_owned())
}

/// Lines that say no place, as they stand; the first of them.
fn redire(lines: &[&str]) -> String {
    let said: Vec<String> = lines
        .iter()
        .take(REPETEES)
        .map(|l| format!("«\u{a0}{}\u{a0}»", l.chars().take(LONGUEUR).collect::<String>()))
        .collect();
    let more = match lines.len().saturating_sub(REPETEES) {
        0 => String::new(),
        n => format!(" et {}", accorder(n, "autre")),
    };
    format!(
        "le fichier est abîmé ({})\u{202f}; SQLite dit\u{202f}: {}{more}",
        accorder(lines.len(), "défaut"),
        said.join(", ")
    )
}

/// What `SQLite` says, and the error that stopped it.
fn lines(conn: &Connection) -> (Vec<String>, Option<Probleme>) {
    let mut all = Vec::new();
    let read = || -> rusqlite::Result<()> {
        let mut stmt = conn.prepare(&format!("PRAGMA integrity_check({FAUTES})"))?;
        let mut rows = stmt.query([])?;
        while let Some(row) = rows.next()? {
            let line: String = row.get(0)?;
            all.extend(sentences(&line));
        }
        Ok(())
    }();
    let broke_off = read.err().map(|e| {
        let why = match Error::from(e) {
            Error::Integrity(why) => why,
            other => other.to_string(),
        };
        Probleme::perdu(
            Genre::Fichier,
            format!("le fichier ne se lit pas jusqu'au bout\u{202f}: {why}"),
        )
    });
    (all, broke_off)
}

/// The sentences of a row of the check: it may hold several, under a heading that names the file.
fn sentences(row: &str) -> impl Iterator<Item = String> + '_ {
    row.lines()
        .filter(|l| *l != "ok" && !l.starts_with("***"))
        .map(une_ligne)
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
}

impl Ou {
    /// None for a line that is not known.
    fn of(line: &str, trees: &BTreeMap<i64, String>) -> Option<Self> {
        let named = |after: &str| {
            line.split_once(after)
                .and_then(|(_, rest)| rest.split_whitespace().next())
                .map(str::to_owned)
        };
        if line.to_lowercase().contains("fts5") {
            return Some(Self::Recherche);
        }
        let index = ["missing from index ", "entries in index ", "entry in index "];
        if let Some(index) = index.into_iter().find_map(named) {
            return Some(Self::Index(index));
        }
        let tree = named("Tree ").and_then(|n| n.trim_end_matches(':').parse().ok());
        if let Some(table) = tree.and_then(|n: i64| trees.get(&n)) {
            return Some(Self::Table(table.clone()));
        }
        let cell = [" value in ", "CHECK constraint failed in "];
        if let Some(cell) = cell.into_iter().find_map(named) {
            let table = cell.split('.').next().unwrap_or_default();
            return Some(Self::Cases(table.to_owned()));
        }
        (line.contains("never used") || line.starts_with("Freelist")).then_some(Self::Libres)
    }

    /// The sentence, of `n` places; of more when the search stopped before its end.
    fn phrase(&self, n: usize, more: bool) -> String {
        let s = |one: &'static str, many: &'static str| if n < 2 { one } else { many };
        let au_moins = if more { "au moins " } else { "" };
        let mot = |table: &str| format!("«\u{a0}{}\u{a0}»", journal::genre(table));
        match self {
            Self::Table(t) => format!(
                "{au_moins}{} de {} ne se {} plus",
                accorder(n, "page"),
                mot(t),
                s("lit", "lisent")
            ),
            Self::Cases(t) => format!(
                "des cases de {} ne contiennent pas ce que leur colonne admet ({au_moins}{})",
                mot(t),
                accorder(n, "défaut")
            ),
            Self::Index(i) => format!(
                "l'index «\u{a0}{i}\u{a0}» ne suit plus sa table ({au_moins}{})",
                accorder(n, "défaut")
            ),
            Self::Recherche => "l'index de la recherche ne suit plus les fiches".to_owned(),
            Self::Libres => format!(
                "{au_moins}{} du fichier {} à aucune table",
                accorder(n, "page"),
                s("n'appartient plus", "n'appartiennent plus")
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sqlite_says_is_told_by_table() {
        let trees = BTreeMap::from([(12, "campus_partenaire".to_owned())]);
        for (line, n, told) in [
            (
                "Tree 12 page 20: btreeInitPage() returns error code 11",
                1,
                "1 page de « partenaire d'un campus » ne se lit plus",
            ),
            (
                "Tree 12 page 20 cell 3: Rowid 5 out of order",
                3,
                "3 pages de « partenaire d'un campus » ne se lisent plus",
            ),
            (
                "row 3 missing from index partenaire_cle",
                1,
                "l'index « partenaire_cle » ne suit plus sa table (1 défaut)",
            ),
            (
                "wrong # of entries in index partenaire_cle",
                2,
                "l'index « partenaire_cle » ne suit plus sa table (2 défauts)",
            ),
            (
                "NULL value in campus.nom",
                1,
                "des cases de « campus » ne contiennent pas ce que leur colonne admet (1 défaut)",
            ),
            (
                "Page 31: never used",
                2,
                "2 pages du fichier n'appartiennent plus à aucune table",
            ),
            (
                "malformed inverted index for FTS5 table main.recherche",
                1,
                "l'index de la recherche ne suit plus les fiches",
            ),
            (
                "fts5: corruption found reading blob 137438953473 from table \"campus_recherche\"",
                1,
                "l'index de la recherche ne suit plus les fiches",
            ),
        ] {
            let place = Ou::of(line, &trees).unwrap();
            assert_eq!(place.phrase(n, false).replace('\u{a0}', " "), told);
        }
        assert!(
            Ou::Libres
                .phrase(100, true)
                .starts_with("au moins 100 pages du fichier")
        );
        assert!(Ou::of("Tree 99 page 3: something new", &trees).is_none());
    }

    #[test]
    fn two_faults_of_a_page_are_one_place() {
        assert_eq!(
            endroit("Tree 12 page 20 cell 3: x"),
            endroit("Tree 12 page 20: y")
        );
        assert_eq!(endroit("Page 31: never used"), "31");
        assert_ne!(
            endroit("row 3 missing from index a"),
            endroit("row 4 missing from index a")
        );
    }

    #[test]
    fn what_is_not_known_is_repeated_a_few_times_and_counted() {
        let lines = vec!["something new"; REPETEES + 2];
        let told = redire(&lines);
        assert_eq!(told.matches("something new").count(), REPETEES);
        assert!(
            told.contains("7 défauts") && told.ends_with("et 2 autres"),
            "{told}"
        );
        assert!(redire(&[&"x".repeat(1000)]).chars().count() < 200);
    }
}
