//! Régions and académies of a line of campuses: one bears the label, a campus may lie in others.

use std::ops::Range;

use rusqlite::Connection;

use super::super::{Rejet, Values, garde, noms, texte};
use crate::{
    domain::CampusId,
    form::Value,
    store::{Result, region::Regions},
};

/// How a cell's name is found in the register.
type Nomme = fn(&Connection, &str) -> Result<std::result::Result<String, Rejet>>;

/// What a cell names: one, or several parted by a sign or by « et » when it is no name as a whole and each part is one.
pub(super) fn plusieurs(
    conn: &Connection,
    cell: &str,
    nomme: Nomme,
) -> Result<std::result::Result<Vec<String>, Rejet>> {
    let rejet = match nomme(conn, cell)? {
        Ok(nom) => return Ok(Ok(vec![nom])),
        Err(rejet) => rejet,
    };
    let parts = morceaux(cell);
    let (mut named, mut at) = (Vec::new(), 0);
    while at < parts.len() {
        let mut found = None;
        // The longest first: a name may hold what parts others.
        for to in (at..parts.len()).rev() {
            let text = cell.get(parts[at].start..parts[to].end).unwrap_or_default();
            if let Ok(nom) = nomme(conn, text)? {
                found = Some((nom, to + 1));
                break;
            }
        }
        let Some((nom, next)) = found else {
            return Ok(Err(rejet));
        };
        if !named.contains(&nom) {
            named.push(nom);
        }
        at = next;
    }
    Ok(if named.is_empty() { Err(rejet) } else { Ok(named) })
}

/// Signs that may part names.
const SIGNES: [char; 6] = ['/', '|', ';', '+', '&', ','];

/// Most parts of a cell of names: with more, it is a text.
const NOMS: usize = 40;

/// Where the parts of a cell are, between the signs and the « et » that may part names.
fn morceaux(cell: &str) -> Vec<Range<usize>> {
    let (mut out, mut from) = (Vec::new(), 0);
    while let Some(rest) = cell.get(from..) {
        let sign = rest.find(SIGNES).map(|at| (at, 1));
        let word = rest.find(" et ").map(|at| (at, " et ".len()));
        let (end, skip) = sign.into_iter().chain(word).min().unwrap_or((rest.len(), 1));
        let part = &rest[..end];
        let start = from + part.len() - part.trim_start().len();
        if !part.trim().is_empty() {
            out.push(start..start + part.trim().len());
        }
        from += end + skip;
    }
    if out.len() > NOMS { Vec::new() } else { out }
}

/// A kind of territory: the field of the one that bears the label, the field of the others, what they are called
/// together, how one is found.
type Sorte = (&'static str, &'static str, &'static str, Nomme);

const SORTES: [Sorte; 2] = [
    ("region", "autres_regions", "plusieurs régions", noms::region),
    (
        "academie",
        "autres_academies",
        "plusieurs académies",
        noms::academie,
    ),
];

/// Puts in `out` the régions and académies that the line names, in the register's names.
pub(super) fn resoudre(
    conn: &Connection,
    line: &Values,
    out: &mut Values,
    remarques: &mut Vec<String>,
    wrong: &mut Vec<Rejet>,
) -> Result<()> {
    for (champ, autres, quoi, nomme) in SORTES {
        let named = match texte(line, champ) {
            Some(cell) => garde(plusieurs(conn, cell, nomme)?, wrong).unwrap_or_default(),
            None => Vec::new(),
        };
        let mut named = named.into_iter();
        out.extend(named.next().map(|nom| (champ.to_owned(), Value::Text(nom))));
        let mut others: Vec<String> = named.collect();
        if let Some(Value::List(all)) = line.get(autres) {
            for cell in all {
                let nom = garde(nomme(conn, cell)?, wrong);
                others.extend(nom.filter(|nom| !others.contains(nom)));
            }
        }
        if others.is_empty() {
            continue;
        }
        if !line.contains_key(autres) {
            remarques.push(format!(
                "{quoi}\u{202f}: {} s'ajoute à ce qui porte le label",
                others.join(", ")
            ));
        }
        out.insert(autres.to_owned(), Value::List(others));
    }
    Ok(())
}

/// The région and the académie of the award stay where the line names what became of them since.
pub(super) fn de_l_attribution(conn: &Connection, id: CampusId, values: &mut Values) -> Result<()> {
    let regions = Regions::load(conn)?;
    let (region, academie): (i64, Option<String>) = conn.query_row(
        "SELECT c.region, s.nom FROM campus c JOIN academie a ON a.id = c.academie
         LEFT JOIN academie s ON s.id = a.successeur WHERE c.id = ?1",
        [id.0],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )?;
    if texte(values, "region").is_some_and(|wanted| regions.parentes(region, wanted)) {
        values.remove("region");
    }
    if texte(values, "academie").is_some_and(|wanted| academie.as_deref() == Some(wanted)) {
        values.remove("academie");
    }
    Ok(())
}
