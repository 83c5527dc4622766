//! Partners that may be one: proposed with the reason, never joined.

use std::collections::{BTreeMap, BTreeSet, HashMap};

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
    /// What it may share with another, each with its kind.
    fn mots(&self) -> impl Iterator<Item = (usize, &str)> {
        let ids = self.identifiants.iter().enumerate();
        let ids = ids.filter_map(|(i, text)| Some((i, text.as_deref()?)));
        ids.chain(self.noms.iter().map(|n| (INDICES.len(), n.as_str())))
    }

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
    /// Pairs of partners that may be one: the same identifier, else the same folded name, the town at its end aside, in the
    /// same town or in a town that one of them does not give. The surest first.
    pub fn doublons(&self) -> Result<Vec<Doublon>> {
        let tx = self.conn.unchecked_transaction()?;
        let all = traits(&tx, None)?;
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
        let all = traits(&tx, None)?;
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

/// Names, town and identifiers, folded, of every live partner, or of one.
fn traits(conn: &Connection, only: Option<i64>) -> Result<Vec<Traits>> {
    let mut stmt = conn.prepare_cached(
        "SELECT id, nom, autres_noms, commune, uai, siret, rna FROM partenaire
         WHERE archive IS NULL AND id BETWEEN ?1 AND ?2 ORDER BY id",
    )?;
    let mut rows = stmt.query((only.unwrap_or(i64::MIN), only.unwrap_or(i64::MAX)))?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        let nom: String = r.get(1)?;
        let mut noms: Vec<String> = autres_noms(&nom, r.get_ref(2)?.as_str().unwrap_or("[]"))?;
        noms.push(nom);
        let folded = |i| -> Result<Option<String>> {
            let text: Option<String> = r.get(i)?;
            Ok(text.map(|t| plier(&t)).filter(|t| !t.is_empty()))
        };
        let commune = folded(3)?;
        out.push(Traits {
            id: r.get(0)?,
            noms: formes(&noms, commune.as_deref()),
            commune,
            identifiants: [folded(4)?, folded(5)?, folded(6)?],
        });
    }
    Ok(out)
}

/// Names folded, and without the town of the partner at their end: « Lycée Vauban de Brest », in Brest, is « Lycée
/// Vauban » too. One word alone would be no name.
fn formes(noms: &[String], commune: Option<&str>) -> Vec<String> {
    let mut out: Vec<String> = noms.iter().map(|n| plier(n)).filter(|n| !n.is_empty()).collect();
    let bare: Vec<String> = out
        .iter()
        .filter_map(|nom| {
            let head = nom.strip_suffix(commune?)?.strip_suffix(' ')?;
            let head = [" de", " d", " a"]
                .iter()
                .find_map(|word| head.strip_suffix(word))
                .unwrap_or(head);
            head.contains(' ').then(|| head.to_owned())
        })
        .collect();
    out.extend(bare);
    out
}

/// What a line of a file says of a partner that the register does not have.
pub(in crate::store) struct Portrait<'p> {
    /// Its name and its other names.
    pub noms: Vec<String>,
    /// Its town.
    pub commune: Option<&'p str>,
    /// UAI, SIRET, RNA.
    pub identifiants: [Option<&'p str>; 3],
}

/// Live partners by each word that may make two of them one: many lines of a file are looked up in one reading.
pub(in crate::store) struct Index(HashMap<(usize, String), BTreeSet<i64>>);

impl Index {
    /// Of the whole register.
    pub fn lire(conn: &Connection) -> Result<Self> {
        let mut index = Self(HashMap::new());
        traits(conn, None)?.iter().for_each(|t| index.ajouter(t));
        Ok(index)
    }

    /// Takes in what a partner has become; what it was is looked at again when it is found.
    pub fn noter(&mut self, conn: &Connection, id: PartenaireId) -> Result<()> {
        traits(conn, Some(id.0))?.iter().for_each(|t| self.ajouter(t));
        Ok(())
    }

    fn ajouter(&mut self, t: &Traits) {
        for (kind, word) in t.mots() {
            self.0.entry((kind, word.to_owned())).or_default().insert(t.id);
        }
    }

    /// Live partners that it may be, by the rule of [`Store::doublons`], oldest first.
    pub fn semblables(&self, conn: &Connection, p: &Portrait<'_>) -> Result<Vec<(i64, Indice)>> {
        let folded = |text: Option<&str>| text.map(plier).filter(|t| !t.is_empty());
        let commune = folded(p.commune);
        let own = Traits {
            id: 0,
            noms: formes(&p.noms, commune.as_deref()),
            commune,
            identifiants: p.identifiants.map(folded),
        };
        let named = |(kind, word): (usize, &str)| self.0.get(&(kind, word.to_owned()));
        let ids: BTreeSet<i64> = own.mots().filter_map(named).flatten().copied().collect();
        let mut out = Vec::new();
        for id in ids {
            let found = traits(conn, Some(id))?;
            out.extend(found.iter().filter_map(|t| Some((t.id, own.indice(t)?))));
        }
        Ok(out)
    }
}

/// Pairs that something says may be one, each once, by row numbers. Only partners that share a word of theirs are
/// compared: a register of a hundred thousand is read in one go.
fn pairs(all: &[Traits]) -> BTreeMap<(i64, i64), Indice> {
    let mut shared: HashMap<(usize, &str), Vec<&Traits>> = HashMap::new();
    for t in all {
        for key in t.mots() {
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
