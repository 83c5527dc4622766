//! The directory of establishments: one by its UAI, several by words.

use jiff::civil::Date;
use rusqlite::{Connection, Row, types::FromSql};

use super::{Result, Store};
use crate::domain::{Etablissement, Existence, Secteur, Source, etablissement::Etat, texte};

/// Columns of an establishment after its id, in the order of [`ligne`] and of an import's parameters.
pub(crate) const COLONNES: &str =
    "uai, source, nom, type, secteur, nature, nature_libelle, adresse, code_postal, commune,
    code_insee, departement, academie, region, siret, telephone, web, mail, latitude, longitude,
    ouvert, ferme, etat, maj, absent, pli";

/// From how many establishments on a word is looked for by its first letters alone: merging the lists of all the
/// words it begins would take longer than reading the few rows until enough are right.
pub(crate) const FREQUENT: i64 = 10_000;

/// How many letters the index knows beginnings of (`prefix` in the schema).
const DEBUT: usize = 3;

impl Store {
    /// The establishment of that UAI, what the two sources say of it joined.
    pub fn etablissement(&self, uai: &str) -> Result<Option<Etablissement>> {
        par_uai(&self.conn, &uai.trim().to_ascii_uppercase())
    }

    /// Establishments that hold every word (beginnings, any order, accents and case ignored): lycées first, then the
    /// others, then schools, at most `limit`. A whole UAI gives that one first; its beginning gives those that follow
    /// the others. No word, no establishment. The time depends on `limit`, not on the size of the directory.
    pub fn etablissements(&self, mots: &str, limit: usize) -> Result<Vec<Etablissement>> {
        let words = texte::mots(mots);
        let mut found = Trouves {
            conn: &self.conn,
            limit,
            all: Vec::new(),
        };
        if words.is_empty() {
            return Ok(found.all);
        }
        let uai = words.concat().to_ascii_uppercase();
        if uai.len() == 8 {
            found.add(&uai)?;
        }
        self.by_words(&words, &mut found)?;
        if uai.len() >= DEBUT && uai.starts_with(|c: char| c.is_ascii_digit()) && uai.len() < 8 {
            self.by_uai(&uai, &mut found)?;
        }
        Ok(found.all)
    }

    /// How many UAIs the directory holds.
    pub fn nombre_etablissements(&self) -> Result<usize> {
        let n: i64 = self
            .conn
            .query_row("SELECT count(DISTINCT uai) FROM etablissement", [], |r| r.get(0))?;
        Ok(n.unsigned_abs() as usize)
    }

    /// Adds what answers the words, in the order of ids, until there are enough.
    fn by_words(&self, words: &[String], found: &mut Trouves<'_>) -> Result<()> {
        let (query, sure) = self.query(words)?;
        let mut stmt = self.conn.prepare_cached(
            "SELECT e.uai, e.pli FROM etablissement_recherche r JOIN etablissement e ON e.id = r.rowid
             WHERE etablissement_recherche MATCH ?1",
        )?;
        let mut rows = stmt.query([query])?;
        while !found.enough()
            && let Some(row) = rows.next()?
        {
            if sure || texte::correspond(words, &row.get::<_, String>(1)?) {
                found.add(&row.get::<_, String>(0)?)?;
            }
        }
        Ok(())
    }

    /// Adds those whose UAI begins so.
    fn by_uai(&self, start: &str, found: &mut Trouves<'_>) -> Result<()> {
        let mut stmt = self.conn.prepare_cached(
            "SELECT DISTINCT uai FROM etablissement WHERE uai >= ?1 AND uai < ?1 || '~' ORDER BY uai",
        )?;
        let mut rows = stmt.query([start])?;
        while !found.enough()
            && let Some(row) = rows.next()?
        {
            found.add(&row.get::<_, String>(0)?)?;
        }
        Ok(())
    }

    /// The words as a full-text query, each quoted and a beginning; and whether what it finds is sure to hold them,
    /// or only words that begin as they do.
    pub(super) fn query(&self, words: &[String]) -> Result<(String, bool)> {
        let mut stmt = self.conn.prepare_cached(
            "SELECT coalesce(sum(etablissements), 0) FROM etablissement_mot WHERE mot >= ?1 AND mot < ?1 || char(0x10FFFF)",
        )?;
        let mut sure = true;
        let mut parts = Vec::with_capacity(words.len());
        for word in words {
            let end = word.char_indices().nth(DEBUT).map(|(at, _)| at);
            let frequent = end.is_some() && stmt.query_row([word], |r| r.get::<_, i64>(0))? >= FREQUENT;
            sure &= !frequent;
            let start = end.filter(|_| frequent).map_or(word.as_str(), |at| &word[..at]);
            parts.push(format!("\"{}\"*", start.replace('"', "\"\"")));
        }
        Ok((parts.join(" "), sure))
    }
}

/// What a search has found so far, each UAI once.
struct Trouves<'a> {
    conn: &'a Connection,
    limit: usize,
    all: Vec<Etablissement>,
}

impl Trouves<'_> {
    fn enough(&self) -> bool {
        self.all.len() >= self.limit
    }

    fn add(&mut self, uai: &str) -> Result<()> {
        if !self.enough() && !self.all.iter().any(|e| e.uai == uai) {
            self.all.extend(par_uai(self.conn, uai)?);
        }
        Ok(())
    }
}

/// [`Store::etablissement`] for a UAI in capitals.
pub(crate) fn par_uai(conn: &Connection, uai: &str) -> Result<Option<Etablissement>> {
    let mut stmt = conn.prepare_cached(&format!(
        "SELECT {COLONNES} FROM etablissement WHERE uai = ?1 ORDER BY source DESC"
    ))?;
    let mut rows = stmt.query_map([uai], ligne)?;
    let Some(first) = rows.next().transpose()? else {
        return Ok(None);
    };
    Ok(Some(match rows.next().transpose()? {
        Some(other) => first.complete(other),
        None => first,
    }))
}

/// One row of [`COLONNES`].
fn ligne(r: &Row<'_>) -> rusqlite::Result<Etablissement> {
    let word = |i: usize| r.get::<_, Option<String>>(i);
    Ok(Etablissement {
        uai: r.get(0)?,
        source: Source::from_code(&r.get::<_, String>(1)?).unwrap_or_default(),
        nom: r.get(2)?,
        type_libelle: word(3)?,
        secteur: word(4)?.and_then(|s| Secteur::from_code(&s)),
        nature: word(5)?,
        nature_libelle: word(6)?,
        adresse: word(7)?,
        code_postal: word(8)?,
        commune: word(9)?,
        code_insee: word(10)?,
        departement: word(11)?,
        academie: word(12)?,
        region: word(13)?,
        siret: word(14)?,
        telephone: word(15)?,
        web: word(16)?,
        mail: word(17)?,
        position: nullable(r, 18)?.zip(nullable(r, 19)?),
        existence: existence(r, [20, 21, 22, 24])?,
        maj: jour(r, 23)?,
    })
}

/// Opening, closing, state and absence from columns of a row.
pub(crate) fn existence(
    r: &Row<'_>,
    [ouvert, ferme, etat, absent]: [usize; 4],
) -> rusqlite::Result<Existence> {
    Ok(Existence {
        ouvert: jour(r, ouvert)?,
        ferme: jour(r, ferme)?,
        etat: nullable::<String>(r, etat)?.and_then(|e| Etat::from_code(&e)),
        absent: jour(r, absent)?,
    })
}

/// An ISO day of a column.
fn jour(r: &Row<'_>, column: usize) -> rusqlite::Result<Option<Date>> {
    Ok(nullable::<String>(r, column)?.and_then(|d| d.parse().ok()))
}

fn nullable<T: FromSql>(r: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>> {
    r.get(column)
}
