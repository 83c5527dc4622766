//! Filières with their counts.

use super::{Error, Filtre, Result, Store, campus::json_ids, region::Regions};
use crate::domain::{
    FiliereId, FiliereLigne,
    requete::{Champ, Critere},
    texte,
};

impl Store {
    /// Filières in French order, those of one name by family; words narrow them by name. Counts are of
    /// campuses attached, under the région asked for.
    pub fn filieres(&self, f: &Filtre) -> Result<Vec<FiliereLigne>> {
        let tx = self.conn.unchecked_transaction()?;
        let regions = match f.region {
            Some(id) => Some(json_ids(Regions::load(&tx)?.couvertes(id))),
            None => None,
        };
        let words = f.plies();
        let mut stmt = tx.prepare_cached(
            "SELECT f.id, f.code, f.nom, m.code, coalesce(f.pli, ''),
               (SELECT count(*) FROM campus_filiere JOIN campus c ON c.id = campus
                WHERE filiere = f.id AND c.archive IS NULL
                  AND (?1 IS NULL OR c.region IN (SELECT value FROM json_each(?1)))
                  AND EXISTS (SELECT 1 FROM label WHERE campus = c.id AND (connu IS NULL OR connu <= ?2)))
             FROM filiere f JOIN famille m ON m.id = f.famille WHERE f.archive IS NULL ORDER BY f.cle_tri, m.id",
        )?;
        let mut rows = stmt.query((regions, f.au.to_string()))?;
        let mut out = Vec::new();
        while let Some(r) = rows.next()? {
            let ligne = FiliereLigne {
                id: FiliereId(r.get(0)?),
                code: r.get(1)?,
                nom: r.get(2)?,
                famille: r.get(3)?,
                campus: r.get::<_, i64>(5)?.unsigned_abs() as usize,
            };
            let pli = r.get_ref(4)?.as_str().unwrap_or_default();
            let meets = |k: &Critere| k.rang(Champ::Filiere, &[ligne.id.0], pli, ligne.campus);
            if texte::correspond(&words, pli) && f.recherche.iter().all(meets) {
                out.push(ligne);
            }
        }
        Ok(out)
    }

    /// One filière, with the count of its campuses.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it does not exist.
    pub fn filiere(&self, id: FiliereId) -> Result<FiliereLigne> {
        let all = self.filieres(&Filtre::au(crate::clock::today()))?;
        all.into_iter()
            .find(|f| f.id == id)
            .ok_or_else(|| Error::NotFound(format!("la filière {id}")))
    }
}
