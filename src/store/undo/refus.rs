//! Why a lot is not undone, in words: which field of which record, changed by whom and when, what depends on it.

use rusqlite::{OptionalExtension, ffi};

use super::Annulation;
use crate::{
    domain::{
        EtatRevue, LotId,
        journal::{LotLigne, Suite},
    },
    store::{
        Error, Op, Result,
        journal::{self, Brut, Ligne},
        schema,
    },
};

/// What every refusal begins with.
const DEBUT: &str = "annulation impossible\u{202f}: ";

/// Kinds of dependent rows named before « … ».
const NOMMES: usize = 3;

/// Who wrote a lot and when: `lot 14, Marie Durand, 12 mars 2017 à 14:02`.
pub(super) fn auteur(lot: &LotLigne) -> String {
    format!("lot {}, {}, {}", lot.id, lot.agent, lot.instant())
}

fn refus(sentence: &str) -> Error {
    Error::Refused(format!("{DEBUT}{sentence}"))
}

impl Annulation<'_> {
    /// A value of the row is no longer what the lot left.
    pub(super) fn changed_since<T>(&mut self, change: &Brut, colonne: &str) -> Result<T> {
        let who = self.since(change, Some(colonne))?;
        let what = match change.champ() {
            Some(champ) => {
                let label = journal::question(&mut self.noms, change.ligne, champ)?;
                format!("la réponse «\u{a0}{label}\u{a0}» ({})", self.record(change)?)
            }
            None => {
                let label = journal::colonne(&change.table, colonne);
                format!("«\u{a0}{label}\u{a0}» de {}", self.record(change)?)
            }
        };
        Err(refus(&format!("{what} a changé depuis{who}")))
    }

    /// The row is no longer there.
    pub(super) fn gone<T>(&mut self, change: &Brut) -> Result<T> {
        let (what, who) = (self.said(change)?, self.since(change, None)?);
        Err(refus(&format!("{what} n'est plus là{who}")))
    }

    /// The row taken away is there again.
    pub(super) fn back_since<T>(&mut self, change: &Brut) -> Result<T> {
        let (what, who) = (self.said(change)?, self.since(change, None)?);
        Err(refus(&format!("{what} est de nouveau là{who}")))
    }

    /// A review goes back to a frozen state only with the answers it was frozen with.
    pub(super) fn answers_stay(&mut self, change: &Brut, avant: &Ligne, apres: &Ligne) -> Result<()> {
        let open = |l: &Ligne| {
            let etat = l
                .get("etat")
                .and_then(|e| e.as_str())
                .and_then(EtatRevue::from_code);
            etat.is_some_and(EtatRevue::ouverte)
        };
        if change.table != "revue" || open(avant) || !open(apres) {
            return Ok(());
        }
        let mut stmt = self.conn.prepare_cached(
            "SELECT DISTINCT l.id FROM changement c JOIN lot l ON l.id = c.lot
             WHERE c.nom_table = 'reponse' AND c.cle >= ?1 || '/' AND c.cle < ?1 || '0' AND c.lot > ?2
               AND l.op NOT IN (?3, ?4) ORDER BY l.id DESC",
        )?;
        let later = stmt
            .query_map(
                (change.ligne, self.lot.0, Op::Undo.code(), Op::Redo.code()),
                |r| Ok(LotId(r.get(0)?)),
            )?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        for lot in later {
            if !matches!(journal::suite(self.conn, lot)?, Suite::Annule(_)) {
                let who = auteur(&journal::un_lot(self.conn, &mut self.noms, lot)?);
                let what = self.record(change)?;
                return Err(refus(&format!(
                    "des réponses de {what} ont changé depuis ({who})"
                )));
            }
        }
        Ok(())
    }

    /// The outcome of a candidature stays once an act that carries it is published.
    pub(super) fn issue_stays(&mut self, change: &Brut, avant: &Ligne, apres: &Ligne) -> Result<()> {
        if change.table != "candidature" || avant.get("issue") == apres.get("issue") {
            return Ok(());
        }
        let published: bool = self
            .conn
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM candidature c JOIN acte a ON a.id = c.acte
                 WHERE c.id = ?1 AND a.publie IS NOT NULL)",
            )?
            .query_row([change.ligne], |r| r.get(0))?;
        if published {
            let what = self.said(change)?;
            return Err(refus(&format!("un acte publié porte l'issue de la {what}")));
        }
        Ok(())
    }

    /// What `SQLite` refused, in words.
    pub(super) fn constraint(&mut self, change: &Brut, e: rusqlite::Error) -> Result<Error> {
        let rusqlite::Error::SqliteFailure(code, _) = &e else {
            return Ok(e.into());
        };
        // RESTRICT is reported as a trigger's refusal, without the words of one of ours.
        let foreign =
            code.extended_code == ffi::SQLITE_CONSTRAINT_FOREIGNKEY || e.to_string().contains("FOREIGN KEY");
        if foreign {
            let (what, used) = (self.said(change)?, self.dependents(change)?);
            return Ok(refus(&format!("autre chose dépend depuis de {what}{used}")));
        }
        Ok(match code.extended_code {
            ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY => refus(&format!(
                "une autre fiche a pris depuis la place de {}",
                self.said(change)?
            )),
            _ => match e.into() {
                Error::Refused(why) => refus(&why),
                other => other,
            },
        })
    }

    /// Which rows name the row that cannot go, by kind: ` (réponse : 21)`.
    fn dependents(&mut self, change: &Brut) -> Result<String> {
        let mut kinds = Vec::new();
        for table in schema::tables(self.conn)? {
            let links = self.noms.liens(&table.nom)?.to_vec();
            for (column, _) in links.iter().filter(|(_, to)| *to == change.table) {
                let sql = format!("SELECT count(*) FROM {} WHERE {column} = ?1", table.nom);
                let count: i64 = self.conn.query_row(&sql, [change.ligne], |r| r.get(0))?;
                if count > 0 {
                    kinds.push(format!("{}\u{202f}: {count}", journal::genre(&table.nom)));
                }
            }
        }
        let more = if kinds.len() > NOMMES { "\u{202f}; …" } else { "" };
        kinds.truncate(NOMMES);
        Ok(if kinds.is_empty() {
            String::new()
        } else {
            format!(" ({}{more})", kinds.join("\u{202f}; "))
        })
    }

    /// Who changed the row (that column of it) last after the lot: ` (lot 14, Marie Durand, …)`.
    fn since(&mut self, change: &Brut, colonne: Option<&str>) -> Result<String> {
        let mut stmt = self.conn.prepare_cached(
            "SELECT lot FROM changement WHERE nom_table = ?1 AND cle = ?2 AND lot > ?3
               AND lot <> (SELECT lot FROM porte)
               AND (?4 IS NULL OR (avant ->> ?4) IS NOT (apres ->> ?4)) ORDER BY id DESC LIMIT 1",
        )?;
        let lot: Option<i64> = stmt
            .query_row((&change.table, &change.cle, self.lot.0, colonne), |r| r.get(0))
            .optional()?;
        Ok(match lot {
            Some(id) => {
                let lot = journal::un_lot(self.conn, &mut self.noms, LotId(id))?;
                format!(" ({})", auteur(&lot))
            }
            None => String::new(),
        })
    }

    /// The record's name.
    fn record(&mut self, change: &Brut) -> Result<String> {
        match change.dit() {
            Some(ligne) => self.noms.nom_de(&change.table, change.ligne, ligne),
            None => Ok(String::new()),
        }
    }

    /// The record's kind and name: `revue « Plasticampus, suivi »`.
    fn said(&mut self, change: &Brut) -> Result<String> {
        let genre = journal::genre(&change.table);
        Ok(format!("{genre} «\u{a0}{}\u{a0}»", self.record(change)?))
    }
}
