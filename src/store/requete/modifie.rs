//! When a record last changed, by the journal: its own row and those that belong to it, taken away since or not.

use jiff::{ToSpan as _, civil::Date};

use super::Sql;
use crate::{
    clock,
    domain::{DatePartielle, requete::Comparaison},
};

/// A kind of record: its own table, and what belongs to it.
struct Sorte {
    /// Its table.
    table: &'static str,
    /// Its rows in a query.
    alias: &'static str,
    /// Rows whose parts were changed by the lots from an instant on.
    parts: &'static str,
}

const CAMPUS: Sorte = Sorte {
    table: "campus",
    alias: "c",
    parts: "SELECT CASE nom_table WHEN 'reponse' THEN (SELECT campus FROM revue WHERE id = ligne)
          ELSE coalesce(apres, avant) ->> 'campus' END AS k
        FROM changement WHERE lot IN (SELECT id FROM lot WHERE quand >= ?)
          AND nom_table IN ('axe', 'label', 'revue', 'reponse', 'candidature', 'evenement',
            'campus_filiere', 'campus_partenaire', 'campus_source', 'campus_autre_region', 'campus_autre_academie')",
};

const PARTENAIRE: Sorte = Sorte {
    table: "partenaire",
    alias: "p",
    parts: "SELECT coalesce(apres, avant) ->> 'partenaire' AS k
        FROM changement WHERE lot IN (SELECT id FROM lot WHERE quand >= ?)
          AND nom_table IN ('campus_partenaire', 'partenaire_source')",
};

/// Of campus `c`.
pub(super) fn campus(op: Comparaison, date: DatePartielle) -> Sql {
    sql(&CAMPUS, op, date)
}

/// Of partner `p`.
pub(super) fn partenaire(op: Comparaison, date: DatePartielle) -> Sql {
    sql(&PARTENAIRE, op, date)
}

impl Sorte {
    /// Whether the row, or a part of it, changed since an instant; `non`: whether neither did. The row itself is looked
    /// for first: its changes are found by their key, those of its parts only by reading them all.
    fn depuis(&self, at: &str, non: bool) -> Sql {
        let Self { table, alias, parts } = self;
        let (not, either) = if non { ("NOT ", "AND") } else { ("", "OR") };
        Sql {
            texte: format!(
                "({not}EXISTS (SELECT 1 FROM changement h WHERE h.nom_table = '{table}' AND h.cle = {alias}.uid
                   AND h.lot IN (SELECT id FROM lot WHERE quand >= ?))
                 {either} {alias}.id {not}IN (SELECT k FROM ({parts}) WHERE k IS NOT NULL))"
            ),
            valeurs: vec![Box::new(at.to_owned()), Box::new(at.to_owned())],
        }
    }
}

/// Whether the last change of a row is before, in or after a date; local days.
fn sql(sorte: &Sorte, op: Comparaison, date: DatePartielle) -> Sql {
    let (from, after) = (debut(date.first()), debut(date.last().saturating_add(1.day())));
    match op {
        Comparaison::Apres => sorte.depuis(&after, false),
        Comparaison::ApresOuEgal => sorte.depuis(&from, false),
        Comparaison::Avant => sorte.depuis(&from, true),
        Comparaison::AvantOuEgal => sorte.depuis(&after, true),
        Comparaison::Egal => {
            let (a, b) = (sorte.depuis(&from, false), sorte.depuis(&after, true));
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
