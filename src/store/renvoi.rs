//! Records found while their name is typed, and what one of them fills in.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row};

use super::{Error, Filtre, Result, Store};
use crate::{
    domain::{Entite, Renvoi, etablissement::Etablissement, texte::une_ligne},
    form::Value,
};

/// Records offered at once: the words narrow further.
pub const OFFERTS: usize = 50;

/// Rows of the search looked at before they are put in order: a first letter may match a million.
const VUS: usize = 500;

impl Store {
    /// Records whose words begin with those typed, any order, in French order, [`OFFERTS`] at most.
    pub fn trouver(&self, entity: Entite, mots: &str) -> Result<Vec<Renvoi>> {
        match entity {
            Entite::Campus => self.trouves(&CAMPUS, mots),
            Entite::Partenaire => self.trouves(&PARTENAIRE, mots),
            Entite::Etablissement => {
                let found = self.etablissements(mots, OFFERTS)?;
                Ok(found.iter().map(etablissement).collect())
            }
        }
    }

    /// What a record chosen in a form fills in there, by field: an establishment, all that the directory says of it
    /// that a partner's record keeps.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the directory no longer has it.
    pub fn completion(&self, entity: Entite, renvoi: &Renvoi) -> Result<BTreeMap<String, Value>> {
        match entity {
            Entite::Campus | Entite::Partenaire => Ok(BTreeMap::new()),
            Entite::Etablissement => {
                let found = self
                    .etablissement(&renvoi.cle)?
                    .ok_or_else(|| Error::NotFound(format!("l'établissement {}", renvoi.cle)))?;
                let types = self.types_partenaire()?;
                Ok(champs(found, &types))
            }
        }
    }

    fn trouves(&self, of: &Nomme, mots: &str) -> Result<Vec<Renvoi>> {
        let mut filtre = Filtre::au(crate::clock::today());
        mots.clone_into(&mut filtre.mots);
        let (select, recherche) = (of.select, of.recherche);
        let rows = |r: &Row<'_>| Ok(Renvoi::new(r.get(0)?, &r.get::<_, String>(1)?));
        let found = match filtre.recherche() {
            Some(query) => {
                let sql = format!(
                    "{select} WHERE t.archive IS NULL AND t.id IN
                       (SELECT rowid FROM {recherche} WHERE {recherche} MATCH ?1 LIMIT {VUS})
                     ORDER BY t.cle_tri, t.id LIMIT {OFFERTS}"
                );
                let mut stmt = self.conn.prepare_cached(&sql)?;
                stmt.query_map([query], rows)?.collect::<rusqlite::Result<_>>()?
            }
            None => {
                let sql =
                    format!("{select} WHERE t.archive IS NULL ORDER BY t.cle_tri, t.id LIMIT {OFFERTS}");
                let mut stmt = self.conn.prepare_cached(&sql)?;
                stmt.query_map([], rows)?.collect::<rusqlite::Result<_>>()?
            }
        };
        Ok(found)
    }
}

/// An establishment as a form names it: `Lycée Carriat, Bourg-en-Bresse · lycée polyvalent (fermé)`.
fn etablissement(e: &Etablissement) -> Renvoi {
    let town = e.commune.as_ref().map_or_else(String::new, |c| format!(", {c}"));
    let what = e.quoi().map_or_else(String::new, |q| format!(" · {q}"));
    let today = crate::clock::today();
    let closed = e.existence.situation(today).filter(|s| s.est_ferme());
    let closed = closed.map_or("", |_| " (fermé)");
    Renvoi {
        cle: e.uai.clone(),
        nom: une_ligne(&format!("{}{town}{what}{closed}", e.nom)),
    }
}

/// The fields of a partner's record that the directory fills in.
fn champs(e: Etablissement, types: &[(String, String)]) -> BTreeMap<String, Value> {
    let kind = e.type_partenaire().and_then(|code| {
        let (code, libelle) = types.iter().find(|(c, _)| c == code)?;
        Some(format!("{code} {libelle}"))
    });
    let siren = e.siren().map(str::to_owned);
    let siret = e.siret.filter(|s| s.len() > 9);
    let texts = [
        ("nom", Some(e.nom)),
        ("type", kind),
        ("uai", Some(e.uai)),
        ("siret", siret),
        ("siren", siren),
        ("adresse", e.adresse),
        ("code_postal", e.code_postal),
        ("commune", e.commune),
        ("code_insee", e.code_insee),
        ("departement", e.departement),
    ];
    let numbers = [
        ("latitude", e.position.map(|p| p.0)),
        ("longitude", e.position.map(|p| p.1)),
    ];
    let texts = texts
        .into_iter()
        .filter_map(|(field, t)| Some((field.to_owned(), Value::Text(t?))));
    let numbers = numbers
        .into_iter()
        .filter_map(|(field, x)| Some((field.to_owned(), Value::Real(x?))));
    texts.chain(numbers).collect()
}

/// How the records of a table are named and searched.
struct Nomme {
    /// `SELECT id, name`, the table being `t`.
    select: &'static str,
    /// Its search table.
    recherche: &'static str,
}

const CAMPUS: Nomme = Nomme {
    select: "SELECT t.id, concat_ws(', ', t.nom_court, t.lieu) FROM campus t",
    recherche: "campus_recherche",
};

const PARTENAIRE: Nomme = Nomme {
    select: "SELECT t.id, concat_ws(', ', t.nom, t.commune) || ' (' || y.code || ')'
             FROM partenaire t JOIN type_partenaire y ON y.id = t.type",
    recherche: "partenaire_recherche",
};

/// A campus or a partner as a form names it.
///
/// # Errors
/// [`Error::NotFound`] when it is not in the register.
pub(crate) fn renvoi(conn: &Connection, entity: Entite, id: i64) -> Result<Renvoi> {
    let (of, nom) = match entity {
        Entite::Campus => (&CAMPUS, "le campus"),
        Entite::Partenaire | Entite::Etablissement => (&PARTENAIRE, "le partenaire"),
    };
    conn.prepare_cached(&format!("{} WHERE t.id = ?1", of.select))?
        .query_row([id], |r| Ok(Renvoi::new(r.get(0)?, &r.get::<_, String>(1)?)))
        .optional()?
        .ok_or_else(|| Error::NotFound(format!("{nom} {id}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_words_in_any_order_find_a_record() {
        let store = Store::in_memory("essai").unwrap();
        let found = store.trouver(Entite::Partenaire, "vitrolles lyc").unwrap();
        assert!(
            found
                .iter()
                .any(|r| r.nom.contains("Pierre Mendès-France, Vitrolles (LPO)")),
            "{found:?}"
        );
        let by_uai = store.trouver(Entite::Partenaire, "0133015g").unwrap();
        assert_eq!(by_uai.len(), 1);
        assert_eq!(
            store.trouver(Entite::Campus, "plasti").unwrap()[0].nom,
            "Plasticampus, Bassin d'Oyonnax"
        );
        let all = store.trouver(Entite::Partenaire, "  ").unwrap();
        assert_eq!(all.len(), OFFERTS);
        assert!(store.trouver(Entite::Partenaire, "zzz").unwrap().is_empty());
    }
}
