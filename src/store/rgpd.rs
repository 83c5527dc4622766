//! Personal data: where a person is named, how to take them out, what has been kept long enough.

mod echues;
mod effacer;
mod extrait;
mod fichiers;
mod lieux;
mod passage;

pub use echues::{Conservation, Echue};
pub use effacer::Efface;
pub use extrait::{Extrait, Fiche, Mention, MentionJournal};

use rusqlite::Connection;

use super::Result;
use crate::domain::personne::Personne;

/// Columns of a contact that tell of a person.
const PERSONNELLES: [&str; 5] = ["nom", "fonction", "courriel", "telephone", "note"];

/// The person with every address and telephone that the register, now or in its journal, gives a contact of that name;
/// the uids of those contacts too.
fn connue(conn: &Connection, personne: &Personne) -> Result<(Personne, Vec<String>)> {
    let mut stmt = conn.prepare(
        "SELECT uid, nom, courriel, telephone FROM contact
         UNION SELECT cle, j.value ->> 'nom', j.value ->> 'courriel', j.value ->> 'telephone'
         FROM changement c, json_each(json_array(json(c.avant), json(c.apres))) j
         WHERE c.nom_table = 'contact' AND j.value IS NOT NULL",
    )?;
    let mut rows = stmt.query([])?;
    let (mut known, mut uids) = (personne.clone(), Vec::new());
    while let Some(r) = rows.next()? {
        let text = |i| Ok::<_, rusqlite::Error>(r.get::<_, Option<String>>(i)?.unwrap_or_default());
        if !personne.est(&text(1)?) {
            continue;
        }
        known.ajouter_courriel(&text(2)?);
        known.ajouter_telephone(&text(3)?);
        let uid = text(0)?;
        if !uids.contains(&uid) {
            uids.push(uid);
        }
    }
    Ok((known, uids))
}
