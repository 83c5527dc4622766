//! The corbeille read: what is in it, the latest first.

use rusqlite::{Connection, OptionalExtension};

use super::restaurer::awaited;
use crate::{
    domain::{
        Archivable, CampusId, ContactId, FiliereId, LienId, LotId, PartenaireId, corbeille::LigneCorbeille,
    },
    store::{Result, Store, journal::Noms},
};

/// Kind, row, instant, stable key, the partner it was joined to. A link put away with one of its ends is not listed:
/// it comes back with it.
const LIGNES: &str = "SELECT 'campus', id, archive, uid, NULL FROM campus WHERE archive IS NOT NULL
    UNION ALL SELECT 'partenaire', p.id, p.archive, p.uid, (SELECT nom FROM partenaire WHERE id = p.fusion)
      FROM partenaire p WHERE p.archive IS NOT NULL
    UNION ALL SELECT 'filiere', id, archive, uid, NULL FROM filiere WHERE archive IS NOT NULL
    UNION ALL SELECT 'contact', id, archive, uid, NULL FROM contact WHERE archive IS NOT NULL
    UNION ALL SELECT 'campus_partenaire', l.id, l.archive, l.uid, NULL FROM campus_partenaire l
      JOIN campus c ON c.id = l.campus JOIN partenaire p ON p.id = l.partenaire
      WHERE l.archive IS NOT NULL AND l.archive IS NOT c.archive AND l.archive IS NOT p.archive";

impl Store {
    /// What is in the corbeille, the latest first.
    pub fn corbeille(&self) -> Result<Vec<LigneCorbeille>> {
        let tx = self.conn.unchecked_transaction()?;
        let mut stmt = tx.prepare_cached(LIGNES)?;
        let mut rows = stmt.query([])?;
        let mut noms = Noms::new(&tx);
        let mut out = Vec::new();
        while let Some(r) = rows.next()? {
            let table: String = r.get(0)?;
            let id = r.get(1)?;
            let objet = match table.as_str() {
                "campus" => Archivable::Campus(CampusId(id)),
                "partenaire" => Archivable::Partenaire(PartenaireId(id)),
                "filiere" => Archivable::Filiere(FiliereId(id)),
                "contact" => Archivable::Contact(ContactId(id)),
                _ => Archivable::Lien(LienId(id)),
            };
            let quand: String = r.get(2)?;
            let fusion: Option<String> = r.get(4)?;
            out.push(LigneCorbeille {
                objet,
                nom: noms.nom(&table, id)?,
                par: par(&tx, &table, &r.get::<_, String>(3)?)?,
                liens: if fusion.is_some() {
                    0
                } else {
                    awaited(&tx, objet, &quand)?
                },
                quand,
                fusion,
            });
        }
        let order = |l: &LigneCorbeille| std::cmp::Reverse(l.par.as_ref().map(|(_, lot)| *lot));
        out.sort_by_key(order);
        Ok(out)
    }
}

/// Who put the row away, and in which lot: the last one that changed it so.
fn par(conn: &Connection, table: &str, uid: &str) -> Result<Option<(String, LotId)>> {
    let mut stmt = conn.prepare_cached(
        "SELECT l.agent, l.id FROM changement c JOIN lot l ON l.id = c.lot
         WHERE c.nom_table = ?1 AND c.cle = ?2 AND (c.avant ->> 'archive') IS NOT (c.apres ->> 'archive')
         ORDER BY c.id DESC LIMIT 1",
    )?;
    Ok(stmt
        .query_row((table, uid), |r| Ok((r.get(0)?, LotId(r.get(1)?))))
        .optional()?)
}
