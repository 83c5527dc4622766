//! Forms other than reviews: what each is filled in with, and how it is recorded, in one lot.

mod acte;
mod ailleurs;
mod appel;
mod attaches;
mod campus;
mod candidature;
mod cloture;
mod contact;
mod decision;
mod ecart;
mod filiere;
mod issue;
mod label;
mod lien;
mod liens;
mod partenaire;
mod point;
mod publication;
mod region;
mod seance;
mod territoire;
mod valeurs;

use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::Connection;

use super::{Result, Store, prefill};
use crate::{
    domain::{CampusId, DatePartielle, Entite, Formalite, Label, Renvoi},
    form::Value,
};
pub use ecart::Ecart;
use valeurs::Valeurs;

/// Values by the name a form gives them.
type Values = BTreeMap<String, Value>;

/// What a form is opened with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preparation {
    /// What it is about: `Séance du 14 septembre 2015`.
    pub titre: String,
    /// Revision of the record it edits, 0 for a new one.
    pub rev: i64,
    /// Facts and lists the form names.
    pub sources: Values,
    /// Present values of the record.
    pub valeurs: Values,
}

/// What was recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// What to say.
    pub sentence: String,
    /// The record it is about, where a form or a list may go on with it.
    pub sur: Option<(Entite, Renvoi)>,
}

impl From<String> for Recorded {
    fn from(sentence: String) -> Self {
        Self { sentence, sur: None }
    }
}

impl Preparation {
    /// A preparation with this title and revision.
    fn new(titre: impl Into<String>, rev: i64) -> Self {
        Self {
            titre: titre.into(),
            rev,
            ..Self::default()
        }
    }

    /// Adds a text to the facts, unless it is empty.
    fn fait(&mut self, name: &str, text: impl Into<String>) {
        put_text(&mut self.sources, name, Some(text.into()));
    }

    /// Adds a list to the facts.
    fn liste(&mut self, name: &str, list: Vec<String>) {
        self.sources.insert(name.to_owned(), Value::List(list));
    }

    /// Adds a text to the present values, when there is one.
    fn texte(&mut self, name: &str, text: Option<String>) {
        put_text(&mut self.valeurs, name, text);
    }

    /// Adds a value to the present ones, when there is one.
    fn valeur(&mut self, name: &str, value: Option<Value>) {
        self.valeurs.extend(value.map(|v| (name.to_owned(), v)));
    }

    /// Adds a date to the present values, when there is one.
    fn date(&mut self, name: &str, date: Option<DatePartielle>) {
        self.valeurs
            .extend(date.map(|d| (name.to_owned(), Value::Date(d))));
    }
}

/// Adds a text, unless it says nothing.
fn put_text(values: &mut Values, name: &str, text: Option<String>) {
    let text = text.filter(|t| !t.is_empty());
    values.extend(text.map(|t| (name.to_owned(), Value::Text(t))));
}

impl Store {
    /// What the form of a formality is opened with, on the reference day.
    ///
    /// # Errors
    /// [`super::Error::Refused`] when it cannot be done now (a closed séance, a published act);
    /// [`super::Error::NotFound`] when the record is gone.
    pub fn prepare(&self, f: Formalite, au: Date) -> Result<Preparation> {
        let tx = self.conn.unchecked_transaction()?;
        let mut p = preparer(&tx, f, au)?;
        let day = DatePartielle::Jour(au.min(crate::clock::today()));
        p.sources.entry("jour".to_owned()).or_insert(Value::Date(day));
        Ok(p)
    }

    /// Records a formality on the reference day, as one lot.
    ///
    /// # Errors
    /// [`super::Error::Refused`] with what the rules of the label do not allow; [`super::Error::Stale`] when
    /// the record was changed since `rev`. Nothing is written then.
    pub fn record(&mut self, f: Formalite, rev: i64, valeurs: &Values, au: Date) -> Result<Recorded> {
        let (recorded, _) = self.write(operation(f), |conn| inscrire(conn, f, rev, valeurs, au))?;
        Ok(recorded)
    }
}

/// [`Store::prepare`] inside the caller's transaction.
fn preparer(conn: &Connection, f: Formalite, au: Date) -> Result<Preparation> {
    match f {
        Formalite::Appel(id) => appel::prepare(conn, id),
        Formalite::Candidature(appel, id) => candidature::prepare(conn, appel, id),
        Formalite::Seance(id) => seance::prepare(conn, id, au),
        Formalite::Point(id) => point::prepare(conn, id),
        Formalite::Cloture(id) => cloture::prepare(conn, id, au),
        Formalite::Decision(id) => decision::prepare(conn, id),
        Formalite::Issue(id) => issue::prepare(conn, id),
        Formalite::Acte(id) => acte::prepare(conn, id, au),
        Formalite::Publication(id) => publication::prepare(conn, id),
        Formalite::Campus(id) => campus::prepare(conn, id, au),
        Formalite::Partenaire(id) => partenaire::prepare(conn, id),
        Formalite::Lien(campus, partenaire) => lien::prepare(conn, campus, partenaire),
        Formalite::Label(id) => label::prepare(conn, id),
        Formalite::Filiere(id) => filiere::prepare(conn, id),
        Formalite::Region(id) => region::prepare(conn, id),
        Formalite::Contact(id, campus, partenaire) => contact::prepare(conn, id, (campus, partenaire)),
    }
}

/// Revision and present values of a record, inside the caller's transaction.
pub(super) fn ouvrir(conn: &Connection, f: Formalite, au: Date) -> Result<(i64, Values)> {
    preparer(conn, f, au).map(|p| (p.rev, p.valeurs))
}

/// [`Store::record`] inside the caller's lot.
pub(super) fn inscrire(
    conn: &Connection,
    f: Formalite,
    rev: i64,
    valeurs: &Values,
    au: Date,
) -> Result<Recorded> {
    let v = Valeurs::new(valeurs, au);
    match f {
        Formalite::Campus(id) => campus::record(conn, id, rev, &v),
        Formalite::Partenaire(id) => partenaire::record(conn, id, rev, &v),
        Formalite::Contact(id, ..) => contact::record(conn, id, rev, &v),
        Formalite::Lien(campus, partenaire) => lien::record(conn, (campus, partenaire), rev, &v),
        Formalite::Appel(id) => appel::record(conn, id, rev, &v).map(Into::into),
        Formalite::Candidature(appel, id) => candidature::record(conn, appel, id, rev, &v).map(Into::into),
        Formalite::Seance(id) => seance::record(conn, id, rev, &v).map(Into::into),
        Formalite::Point(id) => point::record(conn, id, rev, &v).map(Into::into),
        Formalite::Cloture(id) => cloture::record(conn, id, rev, &v).map(Into::into),
        Formalite::Decision(id) => decision::record(conn, id, &v).map(Into::into),
        Formalite::Issue(id) => issue::record(conn, id, rev, &v).map(Into::into),
        Formalite::Acte(id) => acte::record(conn, id, rev, &v).map(Into::into),
        Formalite::Publication(id) => publication::record(conn, id, rev, &v).map(Into::into),
        Formalite::Label(id) => label::record(conn, id, rev, &v).map(Into::into),
        Formalite::Filiere(id) => filiere::record(conn, id, rev, &v).map(Into::into),
        Formalite::Region(id) => region::record(conn, id, rev, &v).map(Into::into),
    }
}

/// Opens one more label period of a campus, from the fields of its first label, inside the caller's lot; or gives the
/// one that it would overlap, and opens none.
pub(super) fn periode(
    conn: &Connection,
    id: CampusId,
    valeurs: &Values,
    au: Date,
) -> Result<std::result::Result<Label, Label>> {
    campus::periode(conn, id, &Valeurs::new(valeurs, au))
}

/// What the journal calls it.
pub(super) fn operation(f: Formalite) -> super::Op {
    use super::Op;
    match f {
        Formalite::Appel(_) => Op::EditAppel,
        Formalite::Candidature(..) => Op::EditCandidature,
        Formalite::Seance(_) => Op::EditSeance,
        Formalite::Point(_) => Op::EditPoint,
        Formalite::Cloture(_) => Op::CloseSeance,
        Formalite::Decision(_) => Op::Decide,
        Formalite::Issue(_) => Op::DecideCandidature,
        Formalite::Acte(_) => Op::EditActe,
        Formalite::Publication(_) => Op::PublishActe,
        Formalite::Campus(_) => Op::EditCampus,
        Formalite::Partenaire(_) => Op::EditPartenaire,
        Formalite::Lien(..) => Op::EditLien,
        Formalite::Label(_) => Op::EditLabel,
        Formalite::Filiere(_) => Op::EditFiliere,
        Formalite::Region(_) => Op::EditRegion,
        Formalite::Contact(..) => Op::EditContact,
    }
}

/// The texts of a query's first column.
fn names(conn: &Connection, sql: &str) -> Result<Vec<String>> {
    prefill::names(conn, sql)
}
