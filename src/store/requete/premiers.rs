//! The same conditions on campuses where the first few are enough: which campuses a criterion finds, and what to look at
//! in one campus without finding the others.

use super::{Sql, conditions, prefixes, rangs, suite};
use crate::domain::requete::{Champ, Cherche};

/// Up to how many campuses an index gives at once; beyond, they lie so close that going through all is as good.
const DIRECT: usize = 25_000;

/// The same where each takes one more look-up, in the row that links it.
const PAR_LIEN: usize = 8_000;

/// A query for the campuses that a criterion finds, where an index leads to them, and how many are worth having.
pub(crate) fn trouves(quoi: &Cherche) -> Option<(Sql, usize)> {
    let linked = matches!(
        quoi,
        Cherche::Rangs(Champ::Filiere, _) | Cherche::Dit(Champ::Partenaire, _)
    );
    let sql = ids(quoi)?;
    Some((sql, if linked { PAR_LIEN } else { DIRECT }))
}

fn ids(quoi: &Cherche) -> Option<Sql> {
    let words = |query: String| {
        Sql::un(
            "SELECT rowid FROM campus_recherche WHERE campus_recherche MATCH ?",
            query,
        )
    };
    Some(match quoi {
        Cherche::Mots(mots) => words(prefixes(mots)),
        Cherche::Phrase(phrase) => words(suite(phrase)),
        Cherche::Rangs(Champ::Region, ids) => Sql {
            texte: "SELECT id FROM campus WHERE region IN (SELECT value FROM json_each(?)) UNION ALL
                SELECT campus FROM campus_autre_region WHERE region IN (SELECT value FROM json_each(?))"
                .to_owned(),
            valeurs: vec![Box::new(rangs(ids)), Box::new(rangs(ids))],
        },
        Cherche::Rangs(Champ::Filiere, ids) => Sql::un(
            "SELECT campus FROM campus_filiere WHERE filiere IN (SELECT value FROM json_each(?))",
            rangs(ids),
        ),
        Cherche::Dit(Champ::Partenaire, mots) => Sql::un(
            "SELECT campus FROM campus_partenaire WHERE archive IS NULL AND partenaire IN
               (SELECT rowid FROM partenaire_recherche WHERE partenaire_recherche MATCH ?)",
            prefixes(mots),
        ),
        _ => return None,
    })
}

/// Of campus `c` alone.
pub(crate) fn chacun(quoi: &Cherche) -> Option<Sql> {
    Some(match quoi {
        Cherche::Mots(mots) => Sql {
            texte: vec!["instr(' ' || c.pli, ?) > 0"; mots.len()].join(" AND "),
            valeurs: mots.iter().map(|m| Box::new(format!(" {m}")) as _).collect(),
        },
        Cherche::Phrase(phrase) => Sql::un("instr(' ' || c.pli || ' ', ?) > 0", format!(" {phrase} ")),
        Cherche::Rangs(Champ::Region, ids) => rattache("region", ids),
        Cherche::Rangs(Champ::Academie, ids) => rattache("academie", ids),
        Cherche::Rangs(Champ::Filiere, ids) => Sql::un(
            "EXISTS (SELECT 1 FROM campus_filiere WHERE campus = c.id
               AND +filiere IN (SELECT value FROM json_each(?)))",
            rangs(ids),
        ),
        Cherche::Dit(Champ::Partenaire, mots) => Sql::un(
            "EXISTS (SELECT 1 FROM campus_partenaire WHERE campus = c.id AND archive IS NULL AND +partenaire IN
               (SELECT rowid FROM partenaire_recherche WHERE partenaire_recherche MATCH ?))",
            prefixes(mots),
        ),
        _ => return conditions::campus(quoi),
    })
}

/// As for whole lists, the index of the column left alone: the campuses come in the order of names.
fn rattache(quoi: &'static str, ids: &[i64]) -> Sql {
    Sql {
        texte: format!(
            "+c.{quoi} IN (SELECT value FROM json_each(?)) OR EXISTS (SELECT 1 FROM campus_autre_{quoi}
               WHERE campus = c.id AND +{quoi} IN (SELECT value FROM json_each(?)))"
        ),
        valeurs: vec![Box::new(rangs(ids)), Box::new(rangs(ids))],
    }
}
