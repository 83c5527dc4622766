//! A record that two sessions changed at once: what was chosen is recorded, what was put aside stays in the journal,
//! and who the other was.

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _};

use super::{Recorded, Values, inscrire, operation, ouvrir};
use crate::{
    domain::Formalite,
    store::{
        Error, Result, Store,
        write::{self, Intent},
    },
};

/// What a conflict left aside.
#[derive(Clone, Debug, PartialEq)]
pub struct Ecart {
    /// The whole form with the answers that were put aside, where rows can show them; None: the reason tells all.
    pub valeurs: Option<Values>,
    /// What the journal says of it.
    pub motif: String,
}

impl Store {
    /// [`Store::record`] after a conflict: one lot that goes through the values put aside to those chosen, so that the
    /// history of each field shows both.
    ///
    /// # Errors
    /// Those of [`Store::record`]; [`Error::Refused`] when nothing would be left to say of what was put aside.
    pub fn record_over(
        &mut self,
        f: Formalite,
        rev: i64,
        valeurs: &Values,
        ecart: &Ecart,
        au: Date,
    ) -> Result<Recorded> {
        let intent = Intent {
            motif: Some(&ecart.motif),
            ..operation(f).into()
        };
        let (done, changes) = self.write_as(intent, |conn| {
            let passed = match &ecart.valeurs {
                Some(valeurs) => passer(conn, f, rev, valeurs, au)?,
                None => Ok(()),
            };
            let rev = match passed {
                Ok(()) if ecart.valeurs.is_some() => ouvrir(conn, f, au)?.0,
                _ => rev,
            };
            let recorded = inscrire(conn, f, rev, valeurs, au)?;
            Ok((recorded, passed.err()))
        })?;
        match done {
            // Nothing is in the journal: what was put aside would be lost unsaid.
            (_, Some(why)) if changes.is_empty() => Err(Error::Refused(format!(
                "le journal ne peut pas garder votre valeur écartée, que le registre refuse ({why})\u{202f}; \
                 choisissez la vôtre et corrigez-la, ou F8 jette le brouillon"
            ))),
            (recorded, _) => Ok(recorded),
        }
    }

    /// Who last changed the record that a form edits, and when: `Durand, à 14:02`.
    pub fn dernier_auteur(&self, f: Formalite) -> Result<String> {
        let Some((table, id)) = ligne(&self.conn, f)? else {
            return Ok("une autre session".to_owned());
        };
        let cle: Option<String> = self
            .conn
            .query_row(&format!("SELECT uid FROM {table} WHERE id = ?1"), [id], |r| {
                r.get(0)
            })
            .optional()?;
        write::auteur(&self.conn, table, &cle.unwrap_or_default())
    }
}

/// Writes the values put aside, to be written over at once; says why when the register refuses them. Nothing of them
/// is left then.
fn passer(conn: &Connection, f: Formalite, rev: i64, valeurs: &Values, au: Date) -> Result<Result<()>> {
    conn.execute_batch("SAVEPOINT ecart")?;
    let done = inscrire(conn, f, rev, valeurs, au);
    match done {
        Ok(_) => {
            conn.execute_batch("RELEASE ecart")?;
            Ok(Ok(()))
        }
        Err(why @ Error::Refused(_)) => {
            conn.execute_batch("ROLLBACK TO ecart; RELEASE ecart")?;
            Ok(Err(why))
        }
        Err(e) => Err(e),
    }
}

/// The row that a form edits.
fn ligne(conn: &Connection, f: Formalite) -> Result<Option<(&'static str, i64)>> {
    Ok(match f {
        Formalite::Appel(id) => id.map(|i| ("appel", i.0)),
        Formalite::Candidature(_, id) => id.map(|i| ("candidature", i.0)),
        Formalite::Seance(id) => id.map(|i| ("seance", i.0)),
        Formalite::Point(id) => Some(("point", id.0)),
        Formalite::Acte(id) => id.map(|i| ("acte", i.0)),
        Formalite::Campus(id) => id.map(|i| ("campus", i.0)),
        Formalite::Partenaire(id) => id.map(|i| ("partenaire", i.0)),
        Formalite::Lien(Some(campus), Some(partenaire)) => conn
            .prepare_cached("SELECT id FROM campus_partenaire WHERE campus = ?1 AND partenaire = ?2")?
            .query_row((campus.0, partenaire.0), |r| r.get(0))
            .optional()?
            .map(|id| ("campus_partenaire", id)),
        Formalite::Label(id) => Some(("label", id.0)),
        Formalite::Filiere(id) => id.map(|i| ("filiere", i.0)),
        Formalite::Region(id) => Some(("region", id.0)),
        Formalite::Contact(id, ..) => id.map(|i| ("contact", i.0)),
        Formalite::Lien(..)
        | Formalite::Cloture(_)
        | Formalite::Decision(_)
        | Formalite::Issue(_)
        | Formalite::Publication(_) => None,
    })
}
