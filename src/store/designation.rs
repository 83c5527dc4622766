//! Campuses as the cells of a file name them: what such a cell may say, and what the program writes so that the same
//! campus is read back.

use std::collections::{BTreeSet, HashMap};

use rusqlite::Connection;

use super::{Result, region::Regions};
use crate::domain::{requete::Nomme, texte::plier};

/// What parts the names of a cell.
const SEPARATEURS: [char; 3] = ['|', ';', '\n'];

/// A live campus and what may name it.
pub(crate) struct Designe {
    /// Its row.
    pub id: i64,
    /// Its short name.
    pub nom_court: String,
    /// Its région's name.
    pub region: String,
    /// Its place.
    pub lieu: String,
    region_id: i64,
    /// Official name, short name, the one in use, folded.
    noms: Vec<String>,
    /// Place and town, folded.
    lieux: Vec<String>,
}

impl Designe {
    /// Whether that text says where it is: its place, its town, its région then or since.
    fn est_a(&self, ou: &str, regions: &Regions) -> bool {
        let folded = plier(ou);
        // A région by its name or by one word that is its own: an abbreviation.
        let named = |r: &Nomme| plier(&r.nom) == folded || r.autres.split(' ').any(|word| word == folded);
        let mut named = regions.nommees().into_iter().filter(named);
        self.lieux.contains(&folded) || named.any(|r| regions.parentes(self.region_id, &r.nom))
    }
}

/// The live campuses.
pub(crate) fn tous(conn: &Connection) -> Result<Vec<Designe>> {
    let mut stmt = conn.prepare_cached(
        "SELECT c.id, c.nom_court, r.nom, c.lieu, r.id, c.nom, c.nom_usage, c.commune FROM campus c
         JOIN region r ON r.id = c.region WHERE c.archive IS NULL ORDER BY c.id",
    )?;
    let rows = stmt.query_map([], |r| {
        let (nom_court, lieu): (String, String) = (r.get(1)?, r.get(3)?);
        let fold = |all: [Option<String>; 3]| all.iter().flatten().map(|t| plier(t)).collect();
        Ok(Designe {
            id: r.get(0)?,
            region: r.get(2)?,
            region_id: r.get(4)?,
            noms: fold([r.get(5)?, Some(nom_court.clone()), r.get(6)?]),
            lieux: fold([Some(lieu.clone()), r.get(7)?, None]),
            nom_court,
            lieu,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The number that a cell gives: `14`, `#14`, `n° 14`, `#14 Nom`.
pub(crate) fn numero(cell: &str) -> Option<i64> {
    let cell = cell.trim();
    let marked = ["#", "n°", "N°", "nº", "Nº"]
        .iter()
        .find_map(|mark| cell.strip_prefix(mark));
    match marked {
        Some(rest) => rest.split_whitespace().next()?.parse().ok(),
        None => cell.parse().ok(),
    }
}

/// The campuses that a cell names: by a name of theirs, else by a name and where it is, `Nom (Région)`, `Nom, lieu`.
pub(crate) fn nommes<'d>(conn: &Connection, all: &'d [Designe], cell: &str) -> Result<Vec<&'d Designe>> {
    let named = |text: &str| -> Vec<&'d Designe> {
        let wanted = plier(text);
        all.iter().filter(|c| c.noms.contains(&wanted)).collect()
    };
    let found = named(cell);
    if !found.is_empty() {
        return Ok(found);
    }
    let regions = Regions::load(conn)?;
    for (nom, ou) in situes(cell) {
        let mut found = named(nom);
        found.retain(|c| c.est_a(ou, &regions));
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Ok(Vec::new())
}

/// The ways to part a cell into a name and where it is.
fn situes(cell: &str) -> Vec<(&str, &str)> {
    let inside = cell.trim_end().strip_suffix(')').and_then(|t| t.rsplit_once('('));
    let commas = cell
        .match_indices(',')
        .map(|(at, _)| (&cell[..at], &cell[at + 1..]));
    inside.into_iter().chain(commas).collect()
}

/// What to write for each campus: its short name, with its number where the name alone would not be read back as it.
pub(crate) fn ecrits(all: &[Designe]) -> HashMap<i64, String> {
    let mut bearers: HashMap<&str, BTreeSet<i64>> = HashMap::new();
    for c in all {
        for nom in &c.noms {
            bearers.entry(nom).or_default().insert(c.id);
        }
    }
    let written = |c: &Designe| {
        let alone = bearers
            .get(plier(&c.nom_court).as_str())
            .is_some_and(|all| all.len() == 1);
        if c.nom_court.contains(SEPARATEURS) {
            format!("#{}", c.id)
        } else if alone && numero(&c.nom_court).is_none() {
            c.nom_court.clone()
        } else {
            format!("#{} {}", c.id, c.nom_court)
        }
    };
    all.iter().map(|c| (c.id, written(c))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_however_it_is_marked() {
        for cell in ["14", "#14", "# 14", "#14 Numérique", "n° 14", "N°14", " 14 "] {
            assert_eq!(numero(cell), Some(14), "{cell}");
        }
        for cell in ["", "#", "Numérique 14", "14 Numérique", "#a", "Numérique #14"] {
            assert_eq!(numero(cell), None, "{cell}");
        }
    }
}
