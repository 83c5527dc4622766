//! The journal read: lots newest or oldest first, a page at a time, and what each changed.
//!
//! A journal of a hundred thousand lots is never read whole: pages begin at a lot's number, and a search for
//! words looks at so many lots a call.

mod bruts;
mod champ;
mod champs;
mod mots;
mod noms;
mod objet;
mod perimetre;

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::json;

use super::{Error, Op, Result, Store};
use crate::{
    clock,
    domain::{
        CampusId, Depart, LotId,
        journal::{Changement, FiltreJournal, LotLigne, PageJournal, Suite, Sujet},
        texte::{self, correspond, plier},
    },
};

pub(super) use bruts::bruts;
pub(super) use champs::{Brut, question};
pub(super) use mots::{colonne, genre};
pub(super) use noms::{Ligne, Noms, lire};

/// Lots looked at by one call that searches words.
const EXAMINES: usize = 2_000;

/// Columns of a lot; how many rows it changed is last.
const LOT: &str = "SELECT l.id, l.quand, l.agent, l.op, l.motif, l.annule,
      (SELECT count(*) FROM changement WHERE lot = l.id) FROM lot l";

/// Conditions of a [`FiltreJournal`] but its words; null parameters hold always. A field, [`champ::DU_CHAMP`], is always
/// one of a record.
const CONDITIONS: &str = "(?2 IS NULL OR l.agent IN (SELECT value FROM json_each(?2)))
      AND (?3 IS NULL OR l.op IN (SELECT value FROM json_each(?3)))
      AND (?4 IS NULL OR l.quand >= ?4) AND (?5 IS NULL OR l.quand < ?5)
      AND (?6 IS NULL OR l.id IN (SELECT c.lot FROM json_each(?6) j CROSS JOIN changement c
        ON c.nom_table = j.value ->> 0 AND c.cle >= j.value ->> 1 AND c.cle < j.value ->> 2 WHERE DU_CHAMP))";

/// A filter in the file's own terms: what each condition is bound to.
struct Bornes {
    agents: Option<String>,
    ops: Option<String>,
    depuis: Option<String>,
    avant: Option<String>,
    cles: Option<String>,
    mots: Vec<String>,
}

impl Store {
    /// At most `limite` lots of the journal from `depart` on, newest first. A search for words may stop sooner:
    /// [`PageJournal::suite`] says where to go on. Instants are real time: no reference day cuts the journal.
    pub fn lots(&self, filtre: &FiltreJournal, depart: Depart<LotId>, limite: usize) -> Result<PageJournal> {
        let tx = self.conn.unchecked_transaction()?;
        page(&tx, filtre, depart, limite)
    }

    /// One lot.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the journal has no such lot.
    pub fn lot(&self, id: LotId) -> Result<LotLigne> {
        let tx = self.conn.unchecked_transaction()?;
        un_lot(&tx, &mut Noms::new(&tx), id)
    }

    /// At most `limite` changes of a lot after the change `apres` (0 for the first), in the order they were made.
    pub fn changements(&self, lot: LotId, apres: i64, limite: usize) -> Result<Vec<Changement>> {
        let tx = self.conn.unchecked_transaction()?;
        let mut noms = Noms::new(&tx);
        bruts(&tx, lot, apres, limite)?
            .iter()
            .map(|brut| champs::changement(&mut noms, brut))
            .collect()
    }

    /// How many lots the journal holds.
    pub fn compte_lots(&self) -> Result<i64> {
        Ok(self
            .conn
            .query_row("SELECT count(*) FROM lot", [], |r| r.get(0))?)
    }
}

/// One lot with its names.
pub(super) fn un_lot(conn: &Connection, noms: &mut Noms<'_>, id: LotId) -> Result<LotLigne> {
    let mut stmt = conn.prepare_cached(&format!("{LOT} WHERE l.id = ?1"))?;
    let brut = stmt
        .query_row([id.0], lot_brut)
        .optional()?
        .ok_or_else(|| Error::NotFound(format!("le lot {id}")))?;
    completer(conn, noms, brut, &premiers(conn, id)?)
}

/// A page of lots.
fn page(
    conn: &Connection,
    filtre: &FiltreJournal,
    depart: Depart<LotId>,
    limite: usize,
) -> Result<PageJournal> {
    let bornes = bornes(conn, filtre)?;
    let (sens, ordre, borne) = match depart {
        Depart::Avant(id) => ("<", "DESC", id.map_or(i64::MAX, |l| l.0)),
        Depart::Apres(id) => (">", "ASC", id.map_or(i64::MIN, |l| l.0)),
    };
    let conditions = CONDITIONS.replace("DU_CHAMP", champ::DU_CHAMP);
    let sql = format!("{LOT} WHERE l.id {sens} ?1 AND {conditions} ORDER BY l.id {ordre}");
    let mut stmt = conn.prepare_cached(&sql)?;
    let b = &bornes;
    let (table, colonnes) = champ::bornes(filtre.champ.as_ref());
    let mut rows = stmt.query(params![
        borne, b.agents, b.ops, b.depuis, b.avant, b.cles, table, colonnes
    ])?;
    let mut noms = Noms::new(conn);
    let mut out = PageJournal::default();
    let mut seen = 0;
    while let Some(row) = rows.next()? {
        let brut = lot_brut(row)?;
        let id = brut.id;
        let premiers = premiers(conn, id)?;
        let mut lot = completer(conn, &mut noms, brut, &premiers)?;
        if let Some(champ) = &filtre.champ {
            lot.objet = champ::dit(conn, &mut noms, id, b.cles.as_deref(), champ)?;
        }
        if b.mots.is_empty() || correspond(&b.mots, &foin(&lot, &premiers)) {
            out.lots.push(lot);
        }
        seen += 1;
        if out.lots.len() >= limite || (seen >= EXAMINES && !b.mots.is_empty()) {
            out.suite = Some(id);
            break;
        }
    }
    if !depart.recule() {
        out.lots.reverse();
    }
    Ok(out)
}

/// All that words are searched in, folded: what the lot says of itself and the values it changed.
fn foin(lot: &LotLigne, changements: &[Brut]) -> String {
    let mut text = format!(
        "{} {} {} {}",
        lot.id,
        lot.agent,
        lot.quoi(),
        lot.motif.as_deref().unwrap_or("")
    );
    for brut in changements {
        for colonne in brut.colonnes() {
            for ligne in [&brut.avant, &brut.apres].into_iter().flatten() {
                text.push(' ');
                text.extend(noms::texte(ligne, colonne).chars().take(500));
            }
        }
    }
    plier(&text)
}

/// The filter in the file's own terms.
fn bornes(conn: &Connection, f: &FiltreJournal) -> Result<Bornes> {
    let agents = f.agent.as_deref().map(|words| agents(conn, words)).transpose()?;
    let ops = f.op.as_deref().map(|words| {
        let words = texte::mots(words);
        let named = |op: &&Op| correspond(&words, &plier(&format!("{} {}", op.code(), op.libelle())));
        json!(
            Op::ALL
                .iter()
                .filter(named)
                .map(|op| op.code())
                .collect::<Vec<_>>()
        )
        .to_string()
    });
    let mut cles: Vec<String> = Vec::new();
    if let Some(sujet) = f.sujet {
        cles.push(perimetre::cles(conn, &[sujet])?);
    }
    if let Some(words) = f.campus.as_deref() {
        cles.push(perimetre::cles(conn, &campus(conn, words)?)?);
    }
    Ok(Bornes {
        agents,
        ops,
        depuis: f.depuis.and_then(clock::start_of),
        avant: f.jusque.and_then(|d| d.tomorrow().ok()).and_then(clock::start_of),
        cles: cles.into_iter().reduce(|a, b| commun(&a, &b)),
        mots: texte::mots(&f.mots),
    })
}

/// The keys that two lists share.
fn commun(a: &str, b: &str) -> String {
    let read = |t: &str| serde_json::from_str::<Vec<serde_json::Value>>(t).unwrap_or_default();
    let b = read(b);
    json!(read(a).into_iter().filter(|k| b.contains(k)).collect::<Vec<_>>()).to_string()
}

/// The agents that words name, as a JSON array.
fn agents(conn: &Connection, words: &str) -> Result<String> {
    let words = texte::mots(words);
    let mut stmt = conn.prepare_cached("SELECT DISTINCT agent FROM lot")?;
    let all = stmt
        .query_map([], |r| r.get::<_, String>(0))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let named: Vec<String> = all
        .into_iter()
        .filter(|a| correspond(&words, &plier(a)))
        .collect();
    Ok(json!(named).to_string())
}

/// The campuses that words name.
fn campus(conn: &Connection, words: &str) -> Result<Vec<Sujet>> {
    let words = texte::mots(words);
    let mut stmt = conn.prepare_cached("SELECT id, nom, nom_usage, nom_court, lieu FROM campus")?;
    let mut rows = stmt.query([])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        let text = |i| Ok::<_, Error>(r.get::<_, Option<String>>(i)?.unwrap_or_default());
        let all = format!("{} {} {} {}", text(1)?, text(2)?, text(3)?, text(4)?);
        if correspond(&words, &plier(&all)) {
            out.push(Sujet::Campus(CampusId(r.get(0)?)));
        }
    }
    Ok(out)
}

/// One row of [`LOT`], its names still to be found.
fn lot_brut(r: &Row<'_>) -> rusqlite::Result<LotLigne> {
    let quand: String = r.get(1)?;
    let op: String = r.get(3)?;
    Ok(LotLigne {
        id: LotId(r.get(0)?),
        jour: clock::local_day(&quand),
        heure: clock::local_time(&quand).unwrap_or_default(),
        quand,
        agent: r.get(2)?,
        libelle: Op::from_code(&op).map_or_else(|| op.clone(), |op| op.libelle().to_owned()),
        op,
        motif: r.get(4)?,
        changements: r.get::<_, i64>(6)?.unsigned_abs() as usize,
        objet: String::new(),
        annule: r.get::<_, Option<i64>>(5)?.map(LotId),
        suite: Suite::EnVigueur,
    })
}

/// What it is about, and what became of it.
fn completer(
    conn: &Connection,
    noms: &mut Noms<'_>,
    mut lot: LotLigne,
    premiers: &[Brut],
) -> Result<LotLigne> {
    lot.objet = objet::objet(noms, &lot, premiers)?;
    lot.suite = suite(conn, lot.id)?;
    if let Some(ajout) = ajout(&lot, premiers) {
        ajout.clone_into(&mut lot.libelle);
    }
    if let Some(undone) = lot.annule {
        lot.libelle = format!("{} du lot {undone}", lot.libelle);
    }
    Ok(lot)
}

/// The name of an edit that added its record itself.
fn ajout(lot: &LotLigne, premiers: &[Brut]) -> Option<&'static str> {
    let (table, libelle) = match Op::from_code(&lot.op)? {
        Op::EditCampus => ("campus", "Ajout d'un campus"),
        Op::EditPartenaire => ("partenaire", "Ajout d'un partenaire"),
        _ => return None,
    };
    let mut added = premiers.iter().filter(|b| b.table == table);
    added.any(|b| b.avant.is_none()).then_some(libelle)
}

/// What became of a lot: undone, perhaps done again, perhaps undone again…
pub(super) fn suite(conn: &Connection, lot: LotId) -> Result<Suite> {
    let mut stmt = conn.prepare_cached("SELECT id FROM lot WHERE annule = ?1")?;
    let mut suite = Suite::EnVigueur;
    let mut last = lot.0;
    while let Some(next) = stmt.query_row([last], |r| r.get::<_, i64>(0)).optional()? {
        suite = match suite {
            Suite::Annule(_) => Suite::Retabli(LotId(next)),
            _ => Suite::Annule(LotId(next)),
        };
        last = next;
    }
    Ok(suite)
}

/// The changes that say what a lot is about: the first ones.
fn premiers(conn: &Connection, lot: LotId) -> Result<Vec<Brut>> {
    bruts(conn, lot, 0, objet::LUS)
}
