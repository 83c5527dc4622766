//! Régions of 2013 and of today, and who succeeds whom.

use std::collections::{BTreeSet, HashMap};

use rusqlite::Connection;

use super::{Error, Filtre, Result, Store, campus::ailleurs::ParRegion};
use crate::domain::{
    DatePartielle, FiliereId, RegionId, RegionLigne,
    requete::{Champ, Cherche, Nomme},
    texte,
};

/// A région as the table keeps it.
struct Region {
    id: i64,
    code: String,
    nom: String,
    debut: Option<DatePartielle>,
    fin: Option<DatePartielle>,
    pli: String,
}

impl Region {
    /// Whether it exists on that day; an unknown start counts as always.
    fn en_vigueur(&self, au: jiff::civil::Date) -> bool {
        self.debut.is_none_or(|d| d.first() <= au) && self.fin.is_none_or(|d| d.last() >= au)
    }
}

/// Every région, in French order, with the succession. A few dozen rows: read whole.
pub(crate) struct Regions {
    all: Vec<Region>,
    /// région → successors.
    suite: HashMap<i64, Vec<i64>>,
    /// région → those it succeeds.
    avant: HashMap<i64, Vec<i64>>,
}

impl Regions {
    /// Reads them.
    pub fn load(conn: &Connection) -> Result<Self> {
        let all = conn
            .prepare_cached(
                "SELECT id, code, nom, debut, fin, coalesce(pli, '') FROM region ORDER BY cle_tri, debut",
            )?
            .query_map([], |r| {
                Ok(Region {
                    id: r.get(0)?,
                    code: r.get(1)?,
                    nom: r.get(2)?,
                    debut: date(r, 3)?,
                    fin: date(r, 4)?,
                    pli: r.get(5)?,
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        let mut regions = Self {
            all,
            suite: HashMap::new(),
            avant: HashMap::new(),
        };
        let mut stmt = conn.prepare_cached("SELECT region, successeur FROM succession")?;
        let mut rows = stmt.query([])?;
        while let Some(row) = rows.next()? {
            let (a, b) = (row.get(0)?, row.get(1)?);
            regions.suite.entry(a).or_default().push(b);
            regions.avant.entry(b).or_default().push(a);
        }
        Ok(regions)
    }

    /// The région and all those it succeeds, directly or not.
    pub fn couvertes(&self, id: RegionId) -> BTreeSet<i64> {
        let mut found = BTreeSet::new();
        let mut todo = vec![id.0];
        while let Some(id) = todo.pop() {
            if found.insert(id) {
                todo.extend(self.avant.get(&id).into_iter().flatten());
            }
        }
        found
    }

    /// Whether the région of that name is this one, one that it became, or one that it succeeds.
    pub fn parentes(&self, id: i64, nom: &str) -> bool {
        self.all.iter().filter(|r| r.nom == nom).any(|r| {
            self.couvertes(RegionId(r.id)).contains(&id) || self.couvertes(RegionId(id)).contains(&r.id)
        })
    }

    /// Each by its name, sigles and code, with those it succeeds: what a search term may name.
    pub fn nommees(&self) -> Vec<Nomme> {
        let nommee = |r: &Region| Nomme {
            rangs: self.couvertes(RegionId(r.id)).into_iter().collect(),
            nom: r.nom.clone(),
            autres: r.pli.clone(),
            code: r.code.clone(),
        };
        self.all.iter().map(nommee).collect()
    }

    /// Code and name of a région.
    pub fn nom(&self, id: i64) -> (&str, &str) {
        let found = self.all.iter().find(|r| r.id == id);
        found.map_or(("", ""), |r| (&r.code, &r.nom))
    }

    /// The région that it is on that day: itself, or the one it became by a change of name alone.
    pub fn meme(&self, id: i64, au: jiff::civil::Date) -> i64 {
        let ended = self.all.iter().any(|r| r.id == id && !r.en_vigueur(au));
        match self.suite.get(&id).map(Vec::as_slice) {
            Some([next]) if ended && self.avant.get(next).is_some_and(|a| a.len() == 1) => *next,
            _ => id,
        }
    }

    /// A région as a list shows it.
    fn ligne(&self, r: &Region, counts: &ParRegion) -> RegionLigne {
        RegionLigne {
            id: RegionId(r.id),
            code: r.code.clone(),
            nom: r.nom.clone(),
            debut: r.debut,
            fin: r.fin,
            actuelle: self.actuelle(r.id).to_owned(),
            campus: counts.de(&self.couvertes(RegionId(r.id))),
        }
    }

    /// Whether a région meets every criterion.
    fn repond(&self, r: &Region, ligne: &RegionLigne, f: &Filtre) -> bool {
        if f.recherche.is_empty() {
            return true;
        }
        let mut rangs = vec![r.id];
        rangs.extend(self.couvertes(ligne.id));
        f.recherche
            .iter()
            .all(|k| k.rang(Champ::Region, &rangs, &r.pli, ligne.campus))
    }

    /// Name of the région that covers it today: the last successor, itself when it has none.
    pub fn actuelle(&self, id: i64) -> &str {
        let mut id = id;
        let mut seen = BTreeSet::new();
        while let Some(next) = self.suite.get(&id).and_then(|s| s.first()) {
            if !seen.insert(id) {
                break;
            }
            id = *next;
        }
        self.all.iter().find(|r| r.id == id).map_or("", |r| &r.nom)
    }
}

impl Store {
    /// Régions in French order: those in force on the reference day; with words, those of any time whose
    /// name, sigle or successor's name matches. Counts are of campuses of the région and of those it
    /// succeeds, under the filière asked for.
    pub fn regions(&self, f: &Filtre) -> Result<Vec<RegionLigne>> {
        let tx = self.conn.unchecked_transaction()?;
        let regions = Regions::load(&tx)?;
        let counts = ParRegion::load(&tx, f.filiere, f.au)?;
        let words = f.plies();
        let named = |q: &Cherche| {
            matches!(
                q,
                Cherche::Mots(_) | Cherche::Phrase(_) | Cherche::Rangs(Champ::Region, _)
            )
        };
        let any_time = !words.is_empty() || f.recherche.iter().any(|k| !k.nie && named(&k.quoi));
        let lines = regions
            .all
            .iter()
            .filter(|r| (any_time || r.en_vigueur(f.au)) && texte::correspond(&words, &r.pli));
        Ok(lines
            .map(|r| (r, regions.ligne(r, &counts)))
            .filter(|(r, ligne)| regions.repond(r, ligne, f))
            .map(|(_, ligne)| ligne)
            .collect())
    }

    /// How many campuses there are on the reference day, of a région or those it succeeds, of a filière.
    pub fn compte_campus(
        &self,
        region: Option<RegionId>,
        filiere: Option<FiliereId>,
        au: jiff::civil::Date,
    ) -> Result<usize> {
        let tx = self.conn.unchecked_transaction()?;
        let regions = Regions::load(&tx)?;
        let counts = ParRegion::load(&tx, filiere, au)?;
        let all = || regions.all.iter().map(|r| r.id).collect();
        Ok(counts.de(&region.map_or_else(all, |r| regions.couvertes(r))))
    }

    /// One région, with the count of its campuses.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it does not exist.
    pub fn region(&self, id: RegionId) -> Result<RegionLigne> {
        let tx = self.conn.unchecked_transaction()?;
        let regions = Regions::load(&tx)?;
        let counts = ParRegion::load(&tx, None, crate::clock::today())?;
        let found = regions.all.iter().find(|r| r.id == id.0);
        found
            .map(|r| regions.ligne(r, &counts))
            .ok_or_else(|| Error::NotFound(format!("la région {id}")))
    }
}

/// A partial date column; the schema admits nothing else.
pub(crate) fn date(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Option<DatePartielle>> {
    let text: Option<String> = row.get(column)?;
    text.map(|t| {
        DatePartielle::parse_iso(&t).ok_or_else(|| {
            rusqlite::Error::FromSqlConversionFailure(
                column,
                rusqlite::types::Type::Text,
                format!("date « {t} » illisible").into(),
            )
        })
    })
    .transpose()
}
