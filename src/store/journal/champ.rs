//! The history of one field: which changes are of it, and what they made of it, in a few words.

use rusqlite::{Connection, params};

use super::{
    super::Result,
    bruts::bruts_de,
    champs::{self, Brut},
    mots,
    noms::Noms,
};
use crate::domain::{
    LotId,
    journal::{Changement, UnChamp, extraits},
};

/// SQL: change `c` is of the field `?7` (table), `?8` (its columns, or the answer's field); null holds always.
pub(super) const DU_CHAMP: &str = "(?7 IS NULL OR (c.nom_table = ?7 AND EXISTS (SELECT 1 FROM json_each(?8) k
        WHERE CASE c.nom_table
          WHEN 'reponse' THEN substr(c.cle, instr(c.cle, '/') + 1) || '.' GLOB k.value || '.*'
          ELSE (c.avant ->> k.value) IS NOT (c.apres ->> k.value) END)))";

/// A field as the parameters of [`DU_CHAMP`].
pub(super) fn bornes(champ: Option<&UnChamp>) -> (Option<&'static str>, Option<String>) {
    (
        champ.map(|c| c.table),
        champ.map(|c| serde_json::Value::from(c.colonnes.clone()).to_string()),
    )
}

/// What a lot made of the field: `Bellignat → Oyonnax`; each column by name when there are several. `cles` are the
/// keys of the record's rows.
pub(super) fn dit(
    conn: &Connection,
    noms: &mut Noms<'_>,
    lot: LotId,
    cles: Option<&str>,
    champ: &UnChamp,
) -> Result<String> {
    let sql = format!(
        "SELECT c.id, c.nom_table, c.ligne, c.cle, c.avant, c.apres FROM changement c
         WHERE c.lot = ?1 AND (?6 IS NULL OR EXISTS (SELECT 1 FROM json_each(?6) j
           WHERE c.nom_table = j.value ->> 0 AND c.cle >= j.value ->> 1 AND c.cle < j.value ->> 2))
         AND {DU_CHAMP} AND (?2 IS NULL AND ?3 IS NULL AND ?4 IS NULL AND ?5 IS NULL) ORDER BY c.id"
    );
    let (table, colonnes) = bornes(Some(champ));
    let none = None::<String>;
    let found = bruts_de(
        conn,
        &sql,
        params![lot.0, none, none, none, none, cles, table, colonnes],
    )?;
    let mut parts = Vec::new();
    for brut in &found {
        parts.extend(phrases(brut, champs::changement(noms, brut)?, champ));
    }
    Ok(parts.join("\u{202f}; "))
}

/// The columns of one row before and after.
fn phrases(brut: &Brut, changement: Changement, champ: &UnChamp) -> Vec<String> {
    let answer = brut.champ().is_some();
    let wanted: Vec<String> = champ
        .colonnes
        .iter()
        .map(|c| mots::colonne(champ.table, c))
        .collect();
    let named = champ.colonnes.len() > 1;
    changement
        .champs
        .into_iter()
        .filter(|c| answer || wanted.contains(&c.nom))
        .map(|c| {
            let vide = || "(vide)".to_owned();
            let (before, after, _) = extraits(&c.avant.unwrap_or_else(vide), &c.apres.unwrap_or_else(vide));
            let said = format!("{before} → {after}");
            if named {
                format!("{}\u{202f}: {said}", c.nom)
            } else {
                said
            }
        })
        .collect()
}
