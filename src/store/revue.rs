//! Reviews: their list, where each stands, from the first key to the freeze and back.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, ToSql};

use super::{
    Changes, Error, Op, Result, Store, brouillon, campus, corbeille, label, record, reponse,
    write::{self, Intent},
};
use crate::domain::{
    Archivable, CampusId, EtatRevue, RevueId, RevueLigne, TypeRevue, requete::Critere, texte::plier,
};
use crate::form::Value;

/// SQL of the state of review `v` on the reference day `?2`: handed in later, it was a draft; examined by a
/// séance held later, it was handed in.
pub(crate) const ETAT_AU: &str = "CASE
    WHEN v.etat IN ('brouillon', 'rouvert') THEN v.etat
    WHEN v.remise > ?2 THEN 'brouillon'
    WHEN v.etat IN ('examine', 'clos') AND EXISTS (SELECT 1 FROM point JOIN seance s ON s.id = seance WHERE revue = v.id)
      AND NOT EXISTS (SELECT 1 FROM point JOIN seance s ON s.id = seance
        WHERE revue = v.id AND s.etat = 'close' AND s.date <= ?2) THEN 'transmis'
    ELSE v.etat END";

/// Columns of [`RevueLigne`]. The last save is the latest of what is kept for the review.
const COLONNES: &str = "v.id, v.campus, c.nom_court, v.type, a.nom, f.code, f.version,
      max(v.etat_depuis, coalesce(p.enregistre, ''),
          coalesce((SELECT max(enregistre) FROM saisie WHERE revue = v.id), ''),
          coalesce((SELECT max(enregistre) FROM reponse WHERE revue = v.id), '')),
      p.etape, p.champ, (SELECT count(*) FROM reponse WHERE revue = v.id)
    FROM revue v JOIN campus c ON c.id = v.campus JOIN agent a ON a.id = v.agent
      JOIN formulaire f ON f.id = v.formulaire
      LEFT JOIN position p ON p.revue = v.id";

/// One row of [`COLONNES`], after the state.
fn ligne(r: &Row<'_>) -> rusqlite::Result<RevueLigne> {
    let place: (Option<String>, Option<String>) = (r.get(9)?, r.get(10)?);
    Ok(RevueLigne {
        id: RevueId(r.get(1)?),
        campus: CampusId(r.get(2)?),
        campus_nom: r.get(3)?,
        type_revue: campus::code(r, 4, TypeRevue::from_code)?,
        etat: campus::code(r, 0, EtatRevue::from_code)?,
        agent: r.get(5)?,
        form_id: r.get(6)?,
        form_version: r.get(7)?,
        enregistre: r.get(8)?,
        position: place.0.zip(place.1),
        reponses: r.get::<_, i64>(11)?.unsigned_abs() as usize,
    })
}

impl Store {
    /// Reviews of one campus, or of all, begun by the reference day and in the state they had then, last saved first.
    pub fn revues(&self, campus: Option<CampusId>, au: Date) -> Result<Vec<RevueLigne>> {
        let tx = self.conn.unchecked_transaction()?;
        lignes(&tx, campus, au)
    }

    /// Reviews that meet every criterion of a search line, of one campus or of all.
    pub fn revues_trouvees(
        &self,
        campus: Option<CampusId>,
        criteres: &[Critere],
        au: Date,
    ) -> Result<Vec<RevueLigne>> {
        let mut all = self.revues(campus, au)?;
        if criteres.is_empty() {
            return Ok(all);
        }
        let periodes = self.periodes_des_revues()?;
        all.retain(|r| {
            let years = periodes.get(&r.id).map(|(a, b)| format!("{a}–{b}"));
            let text = plier(&r.dite(&years.unwrap_or_default()));
            let day = crate::clock::local_day(&r.enregistre);
            criteres.iter().all(|k| k.revue(r, &text, day))
        });
        Ok(all)
    }

    /// One review.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such row.
    pub fn revue(&self, id: RevueId) -> Result<RevueLigne> {
        one(&self.conn, "v.id = ?1", &[&id.0])?.ok_or_else(|| Error::NotFound(format!("la revue {id}")))
    }

    /// The review of the campus's label period of that day (in force, else the latest), if begun, as it is now.
    pub fn revue_de(&self, campus: CampusId, t: TypeRevue, au: Date) -> Result<Option<RevueLigne>> {
        let tx = self.conn.unchecked_transaction()?;
        let Some((period, _)) = label::present(&tx, campus, au)? else {
            return Ok(None);
        };
        one(&tx, "v.label = ?1 AND v.type = ?2", &[&period, &t.code()])
    }

    /// Begins the review of the campus's label period of the reference day, with the text of the form used;
    /// or finds the one already begun.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown campus; [`Error::Refused`] when the form's text changed and its
    /// version did not: a review must always be shown with the form it was filled in with.
    pub fn start_revue(
        &mut self,
        campus: CampusId,
        t: TypeRevue,
        form_version: u32,
        form_toml: &str,
        au: Date,
    ) -> Result<RevueId> {
        let agent = self.agent().to_owned();
        let (id, _) = self.write(Op::StartRevue, |conn| {
            corbeille::dehors(conn, Archivable::Campus(campus))?;
            let (period, _) = label::present(conn, campus, au)?
                .ok_or_else(|| Error::NotFound(format!("le campus {campus}")))?;
            if let Some(begun) = one(conn, "v.label = ?1 AND v.type = ?2", &[&period, &t.code()])? {
                return Ok(begun.id);
            }
            let columns: [record::Column<'_>; 8] = [
                ("campus", &campus.0),
                ("label", &period),
                ("type", &t.code()),
                ("etat", &EtatRevue::Brouillon.code()),
                ("etat_depuis", &write::instant(crate::clock::now())),
                ("commencee", &jour(au)),
                ("agent", &agent_row(conn, &agent)?),
                (
                    "formulaire",
                    &form_row(conn, t.form_id(), form_version, form_toml)?,
                ),
            ];
            record::insert(conn, "revue", &columns).map(RevueId)
        })?;
        Ok(id)
    }

    /// Text of a form at a version, if a review was ever begun with it.
    pub fn form_text(&self, form_id: &str, version: u32) -> Result<Option<String>> {
        let mut stmt = self
            .conn
            .prepare_cached("SELECT toml FROM formulaire WHERE code = ?1 AND version = ?2")?;
        Ok(stmt.query_row((form_id, version), |r| r.get(0)).optional()?)
    }

    /// Hands the review in on the reference day, in one transaction: the answers shown are written, read again
    /// and compared, the review is frozen, the text being typed is forgotten. Answers not in `valeurs` are kept.
    ///
    /// # Errors
    /// [`Error::Refused`] when it is already handed in; [`Error::Integrity`] when what is read is not
    /// what was written. Nothing is kept then.
    pub fn submit_revue(
        &mut self,
        revue: RevueId,
        valeurs: &BTreeMap<String, Value>,
        au: Date,
    ) -> Result<Changes> {
        self.submit(revue, valeurs, None, au)
    }

    /// [`Self::submit_revue`] on the answers that were read as `lues`.
    ///
    /// # Errors
    /// [`Error::Stale`] besides, when another session has answered since.
    pub fn submit_revue_lue(
        &mut self,
        revue: RevueId,
        valeurs: &BTreeMap<String, Value>,
        lues: &BTreeMap<String, Value>,
        au: Date,
    ) -> Result<Changes> {
        self.submit(revue, valeurs, Some(lues), au)
    }

    fn submit(
        &mut self,
        revue: RevueId,
        valeurs: &BTreeMap<String, Value>,
        lues: Option<&BTreeMap<String, Value>>,
        au: Date,
    ) -> Result<Changes> {
        let agent = self.agent().to_owned();
        let ((), changes) = self.write(Op::SubmitRevue, |conn| {
            let rev = reponse::open_rev(conn, revue)?;
            if let Some(lues) = lues {
                reponse::unchanged(conn, revue, lues)?;
            }
            for (champ, value) in valeurs {
                reponse::put(conn, revue, champ, Some(value))?;
            }
            reponse::compare(conn, revue, valeurs)?;
            set_etat(conn, revue, rev, EtatRevue::Transmis, &[("remise", &jour(au))])?;
            super::saisie::forget(conn, revue, &agent)?;
            brouillon::forget_revue(conn, revue, &agent)
        })?;
        Ok(changes)
    }

    /// Makes a handed-in review a draft again, for the reason given.
    ///
    /// # Errors
    /// [`Error::Refused`] without a reason, when the review is a draft already, or when a decision rests on it.
    pub fn reopen_revue(&mut self, revue: RevueId, motif: &str) -> Result<Changes> {
        let motif = crate::domain::texte::nettoyer(motif).trim().to_owned();
        if motif.is_empty() {
            return Err(Error::Refused("rouvrir une revue demande un motif".to_owned()));
        }
        let intent = Intent {
            motif: Some(&motif),
            ..Op::ReopenRevue.into()
        };
        let ((), changes) = self.write_as(intent, |conn| {
            let (etat, rev) = reponse::etat(conn, revue)?;
            if etat.ouverte() {
                return Err(Error::Refused("cette revue est déjà ouverte".to_owned()));
            }
            not_examined(conn, revue)?;
            set_etat(
                conn,
                revue,
                rev,
                EtatRevue::Rouvert,
                &[("motif", &motif), ("remise", &None::<String>)],
            )
        })?;
        Ok(changes)
    }
}

/// The day something is recorded under: the reference day, never one still to come.
pub(crate) fn jour(au: Date) -> String {
    au.min(crate::clock::today()).to_string()
}

/// Refuses when the review stands on the agenda of an open séance, or when a decision rests on it.
fn not_examined(conn: &Connection, revue: RevueId) -> Result<()> {
    let (open, decided): (bool, bool) = conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM point p JOIN seance s ON s.id = p.seance
                WHERE p.revue = ?1 AND s.etat = 'ouverte'),
              EXISTS (SELECT 1 FROM point p JOIN decision d ON d.point = p.id
                WHERE p.revue = ?1 AND d.issue <> 'ajourne')",
        )?
        .query_row([revue.0], |r| Ok((r.get(0)?, r.get(1)?)))?;
    if decided {
        return Err(Error::Refused(
            "une décision a été prise sur cette revue\u{202f}: elle ne se rouvre plus".to_owned(),
        ));
    }
    if open {
        return Err(Error::Refused(
            "cette revue est à l'ordre du jour d'une séance ouverte\u{202f}: retirez-l'en d'abord".to_owned(),
        ));
    }
    Ok(())
}

/// Moves a review to a state, and more columns with it.
pub(crate) fn set_etat(
    conn: &Connection,
    revue: RevueId,
    rev: i64,
    etat: EtatRevue,
    more: &[record::Column<'_>],
) -> Result<()> {
    let (code, since) = (etat.code(), write::instant(crate::clock::now()));
    let mut columns: Vec<record::Column<'_>> = vec![("etat", &code), ("etat_depuis", &since)];
    columns.extend(more);
    record::update(conn, "revue", revue.0, rev, &columns)
}

/// The agent's row, made at the first review.
fn agent_row(conn: &Connection, nom: &str) -> Result<i64> {
    let mut stmt = conn.prepare_cached("SELECT id FROM agent WHERE nom = ?1")?;
    match stmt.query_row([nom], |r| r.get(0)).optional()? {
        Some(id) => Ok(id),
        None => record::insert(conn, "agent", &[("nom", &nom)]),
    }
}

/// The form's row, made at the first review begun with this version.
fn form_row(conn: &Connection, code: &str, version: u32, toml: &str) -> Result<i64> {
    let mut stmt = conn.prepare_cached("SELECT id, toml FROM formulaire WHERE code = ?1 AND version = ?2")?;
    let found: Option<(i64, String)> = stmt
        .query_row((code, version), |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    match found {
        Some((id, kept)) if kept == toml => Ok(id),
        Some(_) => Err(Error::Refused(format!(
            "le formulaire {code} a changé sans changer de version ({version})\u{202f}: augmentez « version » dans son fichier"
        ))),
        None => record::insert(
            conn,
            "formulaire",
            &[("code", &code), ("version", &version), ("toml", &toml)],
        ),
    }
}

/// The review that meets a condition, if there is one.
fn one(conn: &Connection, condition: &str, values: &[&dyn ToSql]) -> Result<Option<RevueLigne>> {
    let mut stmt = conn.prepare_cached(&format!("SELECT v.etat, {COLONNES} WHERE {condition}"))?;
    Ok(stmt.query_row(values, ligne).optional()?)
}

/// [`Store::revues`] inside the caller's transaction.
pub(crate) fn lignes(conn: &Connection, campus: Option<CampusId>, au: Date) -> Result<Vec<RevueLigne>> {
    let mut stmt = conn.prepare_cached(&format!(
        "SELECT {ETAT_AU}, {COLONNES} WHERE (v.campus = ?1 OR ?1 IS NULL AND c.archive IS NULL)
           AND (v.commencee IS NULL OR v.commencee <= ?2) ORDER BY 9 DESC, v.id DESC"
    ))?;
    let rows = stmt.query_map((campus.map(|c| c.0), au.to_string()), ligne)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
