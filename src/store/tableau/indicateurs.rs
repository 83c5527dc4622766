//! Values of common indicators, from reviews handed in: the évaluation's row; the two-year value of a campus
//! that has only a suivi, by the same reprises that would fill the évaluation in.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use rusqlite::{Connection, Row as SqlRow};

use super::periodes::{self, Periode, Periodes};
use crate::{
    domain::{
        CampusId, RevueId, TypeRevue,
        indicateur::Sens,
        tableau::{
            Indicateur, Mesure, Mesures, VueCampus, VueIndicateur,
            indicateurs::{COHORTE_MIN, LigneIndicateur},
        },
    },
    form::{
        Ref, Row, Value,
        compute::{self, Known},
        def::{Depuis, Reprise},
    },
    store::{Error, Result, Store, campus::code, valeur},
};

/// The évaluation's table of indicators, the column that names a row, and the columns of the series.
const TABLE: &str = "tab_ind";
const CODE: &str = "code";
const COLONNES: [&str; 4] = ["valeur_label", "valeur_2", "valeur_4", "cible_4"];
/// Which of them a suivi gives.
const DEUX_ANS: usize = 1;
/// Column of a suivi's rows of rates: how many leavers they are of.
const SORTANTS: &str = "sortants";

/// Indicators of reviews, by code.
type ParCode = HashMap<String, Mesures>;

impl Store {
    /// The common indicators, in the list's order.
    pub fn indicateurs(&self) -> Result<Vec<Indicateur>> {
        let mut stmt = self.conn.prepare_cached(
            "SELECT code, libelle, section, unite, sens, calcul FROM indicateur ORDER BY ordre",
        )?;
        let rows = stmt.query_map([], indicateur)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// One indicator over all campuses labelled by the reference day, as last measured by then; `reprises` are the évaluation form's.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown code.
    pub fn tableau_indicateur(&self, code: &str, reprises: &[Reprise], au: Date) -> Result<VueIndicateur> {
        let tx = self.conn.unchecked_transaction()?;
        let indicateur = self.indicateurs()?.into_iter().find(|i| i.code == code);
        let indicateur = indicateur.ok_or_else(|| Error::NotFound(format!("l'indicateur {code}")))?;
        let reader = Lecteur::new(&tx, Some(code), reprises);
        let mut periodes = Periodes::load(&tx, au)?;
        let mut lignes = Vec::new();
        for c in periodes::campus(&tx)? {
            let Some(present) = periodes.mesuree(c.id) else {
                continue;
            };
            let (source, mut found) = reader.read(&present)?;
            lignes.push(LigneIndicateur {
                campus: CampusId(c.id),
                nom: c.nom,
                mesures: found.remove(code).unwrap_or_default(),
                source,
            });
        }
        Ok(VueIndicateur { indicateur, lignes })
    }

    /// One campus over all indicators, as last measured by the reference day.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a campus unknown on that day.
    pub fn tableau_campus(&self, id: CampusId, reprises: &[Reprise], au: Date) -> Result<VueCampus> {
        let tx = self.conn.unchecked_transaction()?;
        let unknown = || Error::NotFound(format!("le campus {id}"));
        let campus = periodes::campus(&tx)?.into_iter().find(|c| c.id == id.0);
        let campus = campus.ok_or_else(unknown)?;
        let present = Periodes::load(&tx, au)?.mesuree(id.0).ok_or_else(unknown)?;
        let (source, mut found) = Lecteur::new(&tx, None, reprises).read(&present)?;
        let lignes = self.indicateurs()?.into_iter().map(|i| {
            let mesures = found.remove(&i.code).unwrap_or_default();
            (i, mesures)
        });
        Ok(VueCampus {
            id,
            nom: campus.nom,
            source,
            lignes: lignes.collect(),
        })
    }
}

fn indicateur(r: &SqlRow<'_>) -> rusqlite::Result<Indicateur> {
    Ok(Indicateur {
        code: r.get(0)?,
        libelle: r.get(1)?,
        section: r.get(2)?,
        unite: r.get(3)?,
        sens: code(r, 4, Sens::from_code)?,
        calcul: r.get(5)?,
    })
}

/// Reads the figures of one period's reviews, of one indicator or of all.
struct Lecteur<'a> {
    conn: &'a Connection,
    code: Option<&'a str>,
    /// What a suivi says of each indicator.
    reprises: Vec<(&'a str, &'a [Ref])>,
    /// The suivi's fields that these read, as a JSON array.
    champs: String,
}

impl<'a> Lecteur<'a> {
    fn new(conn: &'a Connection, code: Option<&'a str>, reprises: &'a [Reprise]) -> Self {
        let wanted = |r: &&Reprise| r.colonne == COLONNES[DEUX_ANS] && code.is_none_or(|c| c == r.indicateur);
        let reprises: Vec<(&str, &[Ref])> = reprises
            .iter()
            .filter(wanted)
            .filter_map(|r| match &r.depuis {
                Depuis::Suivi(refs) => Some((r.indicateur.as_str(), refs.as_slice())),
                Depuis::Registre(_) => None,
            })
            .collect();
        let refs = reprises.iter().flat_map(|(_, refs)| *refs);
        let champs: BTreeSet<&str> = refs.filter_map(Ref::field).collect();
        Self {
            conn,
            code,
            champs: serde_json::Value::from_iter(champs).to_string(),
            reprises,
        }
    }

    /// Which review the figures come from, and the figures.
    fn read(&self, periode: &Periode) -> Result<(Option<TypeRevue>, ParCode)> {
        let suivi = periode.transmise(TypeRevue::Suivi);
        let evaluation = periode.transmise(TypeRevue::Evaluation);
        let mut found = match evaluation {
            Some(id) => self.evaluation(id)?,
            None => ParCode::new(),
        };
        if let Some(id) = suivi {
            for (code, two) in self.suivi(id)? {
                let kept = &mut found.entry(code).or_default()[DEUX_ANS];
                if *kept == Mesure::Aucune || two == Mesure::TropFaible {
                    *kept = two;
                }
            }
        }
        let source = evaluation.map(|_| TypeRevue::Evaluation);
        Ok((source.or(suivi.map(|_| TypeRevue::Suivi)), found))
    }

    /// The rows of an évaluation's table.
    fn evaluation(&self, revue: RevueId) -> Result<ParCode> {
        let mut stmt = self.conn.prepare_cached(
            "SELECT json_group_array(json(j.value)) FROM reponse r, json_each(r.valeur) j
             WHERE r.revue = ?1 AND r.champ = ?2 AND r.genre = 'lignes'
               AND (?4 IS NULL OR json_extract(j.value, '$.' || ?3) = ?4)",
        )?;
        let rows: Value = stmt.query_row((revue.0, TABLE, CODE, self.code), |r| {
            Ok(valeur::decode("lignes", r.get_ref(0)?))
        })??;
        let Value::Rows(rows) = rows else {
            return Ok(ParCode::new());
        };
        let named = |row: &Row| {
            Some((
                row.get(CODE)?.text()?.to_owned(),
                COLONNES.map(|c| mesure(row.get(c))),
            ))
        };
        Ok(rows.iter().filter_map(named).collect())
    }

    /// The two-year values of a suivi.
    fn suivi(&self, revue: RevueId) -> Result<Vec<(String, Mesure)>> {
        let mut stmt = self.conn.prepare_cached(
            "SELECT champ, genre, valeur FROM reponse
             WHERE revue = ?1 AND champ IN (SELECT value FROM json_each(?2))",
        )?;
        let mut rows = stmt.query((revue.0, &self.champs))?;
        let mut known = BTreeMap::new();
        while let Some(r) = rows.next()? {
            let genre: String = r.get(1)?;
            known.insert(r.get(0)?, valeur::decode(&genre, r.get_ref(2)?)?);
        }
        let known = Known(known);
        let of = |(code, refs): &(&str, &[Ref])| {
            let found = match compute::total_of(refs, &known) {
                Some(_) if refs.iter().any(|r| few(r, &known)) => Mesure::TropFaible,
                value => mesure(value.as_ref()),
            };
            ((*code).to_owned(), found)
        };
        Ok(self.reprises.iter().map(of).collect())
    }
}

/// Whether a rate is read from a row of fewer than twenty leavers.
fn few(reference: &Ref, answers: &Known) -> bool {
    let Ref::Cell { table, key, .. } = reference else {
        return false;
    };
    let leavers = Ref::Cell {
        table: table.clone(),
        key: key.clone(),
        column: SORTANTS.to_owned(),
    };
    let n = compute::read(&leavers, answers).and_then(|v| v.number());
    n.is_some_and(|n| n < COHORTE_MIN)
}

/// What a cell says. A text is no figure: it could not be handed in.
fn mesure(cell: Option<&Value>) -> Mesure {
    match cell {
        Some(Value::Absent) => Mesure::Absente,
        Some(v) => v.number().map_or(Mesure::Aucune, Mesure::Valeur),
        None => Mesure::Aucune,
    }
}
