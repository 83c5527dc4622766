//! When a record last changed, by the journal: its own row and those that belong to it, taken away since or not.

use jiff::{ToSpan as _, civil::Date};

use super::Sql;
use crate::{
    clock,
    domain::{DatePartielle, requete::Comparaison},
};

/// Rows of campuses that lots changed from an instant on.
const CAMPUS: &str = "SELECT CASE nom_table WHEN 'campus' THEN ligne
      WHEN 'reponse' THEN (SELECT campus FROM revue WHERE id = ligne)
      ELSE coalesce(apres, avant) ->> 'campus' END AS k
    FROM changement WHERE lot IN (SELECT id FROM lot WHERE quand >= ?)
      AND nom_table IN ('campus', 'axe', 'label', 'revue', 'reponse', 'candidature', 'evenement',
        'campus_filiere', 'campus_partenaire', 'campus_source', 'campus_autre_region', 'campus_autre_academie')";

/// Rows of partners that lots changed from an instant on.
const PARTENAIRE: &str = "SELECT CASE nom_table WHEN 'partenaire' THEN ligne
      ELSE coalesce(apres, avant) ->> 'partenaire' END AS k
    FROM changement WHERE lot IN (SELECT id FROM lot WHERE quand >= ?)
      AND nom_table IN ('partenaire', 'campus_partenaire', 'partenaire_source')";

/// Of campus `c`.
pub(super) fn campus(op: Comparaison, date: DatePartielle) -> Sql {
    sql("c.id", CAMPUS, op, date)
}

/// Of partner `p`.
pub(super) fn partenaire(op: Comparaison, date: DatePartielle) -> Sql {
    sql("p.id", PARTENAIRE, op, date)
}

/// Whether the last change of row `id` is before, in or after a date; local days.
fn sql(id: &str, changed: &str, op: Comparaison, date: DatePartielle) -> Sql {
    let (from, after) = (debut(date.first()), debut(date.last().saturating_add(1.day())));
    let since = |at: String| Sql::un(format!("{id} IN ({changed})"), at);
    let before = |at: String| {
        Sql::un(
            format!("{id} NOT IN (SELECT k FROM ({changed}) WHERE k IS NOT NULL)"),
            at,
        )
    };
    match op {
        Comparaison::Apres => since(after),
        Comparaison::ApresOuEgal => since(from),
        Comparaison::Avant => before(from),
        Comparaison::AvantOuEgal => before(after),
        Comparaison::Egal => {
            let (a, b) = (since(from), before(after));
            Sql {
                texte: format!("{} AND {}", a.texte, b.texte),
                valeurs: a.valeurs.into_iter().chain(b.valeurs).collect(),
            }
        }
    }
}

/// The instant a local day begins.
fn debut(day: Date) -> String {
    clock::start_of(day).unwrap_or_else(|| format!("{day}T00:00:00Z"))
}
