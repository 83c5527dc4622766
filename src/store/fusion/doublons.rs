//! Partners that may be one: proposed with the reason, never joined.

use std::collections::{BTreeMap, HashMap};

use rusqlite::Connection;

use super::autres_noms;
use crate::{
    domain::{
        PartenaireId, PartenaireLigne,
        fusion::{Doublon, Indice},
        texte::plier,
    },
    store::{Filtre, Result, Store, partenaire},
};

/// Candidates shown at once.
const LIMITE: usize = 200;

/// What tells whether two partners may be one.
struct Traits {
    id: i64,
    noms: Vec<String>,
    commune: Option<String>,
    identifiants: [Option<String>; 3],
}

/// The kinds of [`Traits::identifiants`].
const INDICES: [Indice; 3] = [Indice::Uai, Indice::Siret, Indice::Rna];

impl Traits {
    /// Why the two may be one; None when nothing says so. A known town that differs says they are two, unless an
    /// identifier says otherwise.
    fn indice(&self, other: &Self) -> Option<Indice> {
        let same =
            |i: &usize| self.identifiants[*i].is_some() && self.identifiants[*i] == other.identifiants[*i];
        if let Some(i) = (0..INDICES.len()).find(same) {
            return Some(INDICES[i]);
        }
        if !self.noms.iter().any(|n| other.noms.contains(n)) {
            return None;
        }
        match (&self.commune, &other.commune) {
            (Some(a), Some(b)) => (a == b).then_some(Indice::NomCommune),
            _ => Some(Indice::Nom),
        }
    }
}

impl Store {
    /// Pairs of partners that may be one: the same identifier, else the same folded name in the same town or in a
    /// town that one of them does not give. The surest first.
    pub fn doublons(&self) -> Result<Vec<Doublon>> {
        let tx = self.conn.unchecked_transaction()?;
        let all = traits(&tx)?;
        let pairs = pairs(&all);
        if pairs.is_empty() {
            return Ok(Vec::new());
        }
        let lines: HashMap<i64, PartenaireLigne> =
            partenaire::lignes(&tx, &Filtre::au(crate::clock::today()))?
                .into_iter()
                .map(|l| (l.id.0, l))
                .collect();
        let mut out: Vec<Doublon> = pairs
            .into_iter()
            .filter_map(|((un, autre), indice)| {
                Some(Doublon {
                    un: lines.get(&un)?.clone(),
                    autre: lines.get(&autre)?.clone(),
                    indice,
                })
            })
            .collect();
        out.sort_by_cached_key(|d| (d.indice, plier(&d.un.nom)));
        Ok(out)
    }

    /// Partners that may be joined to this one: those that look like it first with the reason, then those of its
    /// town; with words, those that the words find. At most 200.
    pub fn candidats_fusion(
        &self,
        id: PartenaireId,
        mots: &str,
    ) -> Result<Vec<(PartenaireLigne, Option<Indice>)>> {
        let tx = self.conn.unchecked_transaction()?;
        let all = traits(&tx)?;
        let Some(own) = all.iter().find(|t| t.id == id.0) else {
            return Ok(Vec::new());
        };
        let known: HashMap<i64, &Traits> = all.iter().map(|t| (t.id, t)).collect();
        let searched = Filtre {
            mots: mots.to_owned(),
            ..Filtre::au(crate::clock::today())
        };
        let words = searched.recherche().is_some();
        let mut out: Vec<(usize, PartenaireLigne, Option<Indice>)> = Vec::new();
        for line in partenaire::lignes(&tx, &searched)?
            .into_iter()
            .filter(|l| l.id != id)
        {
            let Some(other) = known.get(&line.id.0) else {
                continue;
            };
            let indice = own.indice(other);
            let town = own.commune.is_some() && own.commune == other.commune;
            let rank = match indice {
                Some(i) => i as usize,
                None if town => Indice::Nom as usize + 1,
                None if words => Indice::Nom as usize + 2,
                None => continue,
            };
            out.push((rank, line, indice));
        }
        out.sort_by_key(|(rank, ..)| *rank);
        out.truncate(LIMITE);
        Ok(out.into_iter().map(|(_, line, indice)| (line, indice)).collect())
    }
}

/// Every live partner's names, town and identifiers, folded.
fn traits(conn: &Connection) -> Result<Vec<Traits>> {
    let mut stmt = conn.prepare_cached(
        "SELECT id, nom, autres_noms, commune, uai, siret, rna FROM partenaire WHERE archive IS NULL ORDER BY id",
    )?;
    let mut rows = stmt.query([])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        let nom: String = r.get(1)?;
        let mut noms: Vec<String> = autres_noms(&nom, r.get_ref(2)?.as_str().unwrap_or("[]"))?;
        noms.push(nom);
        let folded = |i| -> Result<Option<String>> {
            let text: Option<String> = r.get(i)?;
            Ok(text.map(|t| plier(&t)).filter(|t| !t.is_empty()))
        };
        out.push(Traits {
            id: r.get(0)?,
            noms: noms.iter().map(|n| plier(n)).filter(|n| !n.is_empty()).collect(),
            commune: folded(3)?,
            identifiants: [folded(4)?, folded(5)?, folded(6)?],
        });
    }
    Ok(out)
}

/// Pairs that something says may be one, each once, by row numbers. Only partners that share a word of theirs are
/// compared: a register of a hundred thousand is read in one go.
fn pairs(all: &[Traits]) -> BTreeMap<(i64, i64), Indice> {
    let mut shared: HashMap<(usize, &str), Vec<&Traits>> = HashMap::new();
    for t in all {
        let ids = t.identifiants.iter().enumerate();
        let ids = ids.filter_map(|(i, text)| Some((i, text.as_deref()?)));
        let names = t.noms.iter().map(|n| (INDICES.len(), n.as_str()));
        for key in ids.chain(names) {
            shared.entry(key).or_default().push(t);
        }
    }
    let mut out = BTreeMap::new();
    for group in shared.values() {
        // Of many alike, each is proposed with the first it resembles: once that one is joined, the rest follow.
        for (i, other) in group.iter().enumerate().skip(1) {
            let first = group[..i].iter().find_map(|t| Some((t, t.indice(other)?)));
            if let Some((first, indice)) = first.filter(|(t, _)| t.id != other.id) {
                out.entry((first.id, other.id)).or_insert(indice);
            }
        }
    }
    out
}
