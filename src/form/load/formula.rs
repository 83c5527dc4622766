//! Formulas of computed fields and columns.

use toml::Spanned;

use super::{
    Scope,
    error::{Fault, suggest},
    raw::{Names, Operand, RawField, RawFormula},
    source,
};
use crate::form::{Kind, Ref, def::Formula};

/// A field's formula: `from = "…"`, or `formula = { … }` over earlier fields.
pub(super) fn of_field(raw: &RawField, home: &str, scope: &Scope<'_>) -> Result<Formula, Fault> {
    match (&raw.from, &raw.formula) {
        (Some(from), None) => source(from).map(Formula::Source),
        (None, Some(formula)) => {
            let named = |id: &str| scope.kind(id, Some(home)).map(|_| ());
            let read = one_of(formula)?;
            if let Formula::Attainment { .. } = read {
                return Err(Fault::new(
                    formula.span(),
                    "dans un champ, attainment nomme un tableau.".to_owned(),
                    "Écrire formula = { attainment = \"tableau\" }.",
                ));
            }
            if let Formula::Summary { table } = &read {
                summed_table(table, home, scope).map_err(|(s, m)| Fault::new(formula.span(), s, m))?;
            } else {
                every_name(&read, named).map_err(|(s, m)| Fault::new(formula.span(), s, m))?;
            }
            Ok(read)
        }
        (Some(_), Some(formula)) => Err(Fault::new(
            formula.span(),
            "from et formula ne vont pas ensemble.".to_owned(),
            "N’en garder qu’une.",
        )),
        (None, None) => Err(Fault::new(
            raw.kind.span(),
            "ce champ calculé ne dit pas d’où il vient.".to_owned(),
            "Ajouter from = \"source\" ou formula = { … }.",
        )),
    }
}

/// A column's formula, over columns of the same row. `hidden_cells`: the direction of an attainment
/// may be a cell of the reference row that no column shows.
pub(super) fn of_column(
    formula: &Spanned<RawFormula>,
    names: &[String],
    hidden_cells: bool,
) -> Result<Formula, Fault> {
    let read = one_of(formula)?;
    if matches!(
        read,
        Formula::Summary { .. } | Formula::AddYears { .. } | Formula::Source(_)
    ) {
        return Err(Fault::new(
            formula.span(),
            "cette formule ne va pas dans une colonne.".to_owned(),
            "Y écrire difference, sum, ratio ou attainment = [\"depart\", \"cible\", \"valeur\", \"sens\"].",
        ));
    }
    let direction = match &read {
        Formula::Attainment { sens, .. } if hidden_cells => Some(sens.as_str()),
        _ => None,
    };
    every_name(&read, |id| {
        if names.iter().any(|n| n == id) || direction == Some(id) {
            return Ok(());
        }
        Err((
            format!("la colonne « {id} » n’existe pas."),
            suggest(
                id,
                names.iter().map(String::as_str),
                "Nommer une colonne du tableau.",
            ),
        ))
    })
    .map_err(|(s, m)| Fault::new(formula.span(), s, m))?;
    Ok(read)
}

/// The one formula written between the braces.
fn one_of(formula: &Spanned<RawFormula>) -> Result<Formula, Fault> {
    let raw = formula.get_ref();
    let mut found = [
        raw.add_years.as_deref().map(add_years),
        raw.attainment.as_ref().map(attainment),
        raw.difference
            .as_deref()
            .map(|n| pair(n, "difference").map(|(a, b)| Formula::Difference(a, b))),
        raw.ratio
            .as_deref()
            .map(|n| pair(n, "ratio").map(|(a, b)| Formula::Ratio(a, b))),
        raw.sum.as_deref().map(sum),
    ]
    .into_iter()
    .flatten();
    let (Some(only), None) = (found.next(), found.next()) else {
        return Err(Fault::new(
            formula.span(),
            "une formule a exactement une clé.".to_owned(),
            "Garder add_years, attainment, difference, sum ou ratio.",
        ));
    };
    only.map_err(|(sentence, mend)| Fault::new(formula.span(), sentence, mend))
}

/// What is wrong, how to mend it.
type Said = (String, String);

/// `add_years = [date, years]`.
fn add_years(operands: &[Operand]) -> Result<Formula, Said> {
    let [date, years] = operands else {
        return Err((
            "add_years demande une date et une durée.".to_owned(),
            "Écrire add_years = [\"champ_date\", \"champ_duree\"].".to_owned(),
        ));
    };
    Ok(Formula::AddYears {
        date: operand(date)?,
        years: operand(years)?,
    })
}

/// `attainment = "table"` or `attainment = [four columns]`.
fn attainment(names: &Names) -> Result<Formula, Said> {
    let columns = match names {
        Names::One(table) => return Ok(Formula::Summary { table: table.clone() }),
        Names::Many(columns) => columns,
    };
    let [depart, cible, valeur, sens] = columns.as_slice() else {
        return Err((
            "attainment demande quatre colonnes.".to_owned(),
            "Écrire attainment = [\"depart\", \"cible\", \"valeur\", \"sens\"].".to_owned(),
        ));
    };
    Ok(Formula::Attainment {
        depart: depart.clone(),
        cible: cible.clone(),
        valeur: valeur.clone(),
        sens: sens.clone(),
    })
}

/// Two names.
fn pair(names: &[String], key: &str) -> Result<(String, String), Said> {
    let [a, b] = names else {
        return Err((
            format!("{key} demande deux noms."),
            format!("Écrire {key} = [\"a\", \"b\"]."),
        ));
    };
    Ok((a.clone(), b.clone()))
}

/// `sum = [names]`.
fn sum(names: &[String]) -> Result<Formula, Said> {
    if names.is_empty() {
        return Err((
            "sum demande au moins un nom.".to_owned(),
            "Écrire sum = [\"a\", \"b\"].".to_owned(),
        ));
    }
    Ok(Formula::Sum(names.to_vec()))
}

/// A reference or a number.
pub(super) fn operand(raw: &Operand) -> Result<Ref, (String, String)> {
    match raw {
        Operand::Number(n) => Ok(Ref::Number(*n)),
        Operand::Text(text) => Ref::parse(text).ok_or_else(|| {
            (
                format!("« {text} » n’est pas une référence."),
                "Écrire champ, table[CLÉ].colonne, sum(table.colonne), count(table) ou un nombre.".to_owned(),
            )
        }),
    }
}

/// Every name of a formula is accepted by `named`.
fn every_name(
    formula: &Formula,
    named: impl Fn(&str) -> Result<(), (String, String)>,
) -> Result<(), (String, String)> {
    match formula {
        Formula::Source(_) | Formula::Summary { .. } => Ok(()),
        Formula::AddYears { date, years } => {
            for r in [date, years] {
                match r {
                    Ref::Number(_) => {}
                    Ref::Field(id) => named(id)?,
                    other => {
                        return Err((
                            format!("« {other} » ne va pas dans add_years."),
                            "Y nommer un champ, ou écrire un nombre d’années.".to_owned(),
                        ));
                    }
                }
            }
            Ok(())
        }
        Formula::Difference(a, b) | Formula::Ratio(a, b) => named(a).and_then(|()| named(b)),
        Formula::Sum(terms) => terms.iter().try_for_each(|n| named(n)),
        Formula::Attainment {
            depart,
            cible,
            valeur,
            sens,
        } => [depart, cible, valeur, sens]
            .into_iter()
            .try_for_each(|n| named(n)),
    }
}

/// An earlier table with an attainment column.
fn summed_table(table: &str, home: &str, scope: &Scope<'_>) -> Result<(), (String, String)> {
    let fine = match scope.kind(table, Some(home))? {
        Kind::Table(t) => t
            .columns
            .iter()
            .any(|c| matches!(c.kind, Kind::Computed(Formula::Attainment { .. }))),
        _ => false,
    };
    fine.then_some(()).ok_or_else(|| {
        (
            format!("« {table} » n’est pas un tableau à colonne de taux d’atteinte."),
            "Nommer le tableau dont une colonne calculée a la formule attainment.".to_owned(),
        )
    })
}
