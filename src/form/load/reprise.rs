//! What fills cells of reference rows in: the previous review, or the register.

use super::{
    error::{Fault, suggest},
    raw::{RawReprise, Terms},
    source,
};
use crate::form::{
    Ref, Step,
    def::{Depuis, Reprise, Table},
};

/// Every `[[reprise]]` of a form whose steps are read.
pub(super) fn reprises(raw: &[RawReprise], steps: &[Step]) -> Result<Vec<Reprise>, Fault> {
    let tables: Vec<&Table> = steps
        .iter()
        .flat_map(|s| &s.fields)
        .filter_map(|f| f.table())
        .filter(|t| t.key.is_some())
        .collect();
    let mut found: Vec<Reprise> = Vec::with_capacity(raw.len());
    for r in raw {
        let reprise = Reprise {
            indicateur: r.indicateur.get_ref().clone(),
            colonne: column(r, &tables)?,
            depuis: depuis(r)?,
        };
        let same = |f: &Reprise| f.indicateur == reprise.indicateur && f.colonne == reprise.colonne;
        if found.iter().any(same) {
            return Err(Fault::new(
                r.indicateur.span(),
                format!("la reprise de « {} » est écrite deux fois.", reprise.indicateur),
                "N’en garder qu’une par colonne.",
            ));
        }
        found.push(reprise);
    }
    Ok(found)
}

/// The column that takes it: the one named, else the one marked `reprise`.
fn column(raw: &RawReprise, tables: &[&Table]) -> Result<String, Fault> {
    let columns = || tables.iter().flat_map(|t| &t.columns);
    let Some(named) = &raw.colonne else {
        return columns()
            .find(|c| c.reprise)
            .map(|c| c.id.clone())
            .ok_or_else(|| {
                Fault::new(
                    raw.indicateur.span(),
                    "aucune colonne ne reçoit cette reprise.".to_owned(),
                    "Ajouter reprise = true à la colonne voulue d’un tableau à lignes fixes.",
                )
            });
    };
    let known = || columns().map(|c| c.id.as_str());
    if known().any(|id| id == named.get_ref()) {
        return Ok(named.get_ref().clone());
    }
    Err(Fault::new(
        named.span(),
        format!(
            "la colonne « {} » n’existe dans aucun tableau à lignes fixes.",
            named.get_ref()
        ),
        suggest(named.get_ref(), known(), "Nommer une colonne d’un tel tableau."),
    ))
}

/// Where the value comes from: exactly one of `depuis` and `source`.
fn depuis(raw: &RawReprise) -> Result<Depuis, Fault> {
    match (&raw.depuis, &raw.source) {
        (Some(terms), None) => {
            let read = |one: &String| {
                Ref::parse(one).ok_or_else(|| {
                    Fault::new(
                        terms.span(),
                        format!("« {one} » n’est pas une référence."),
                        "Écrire champ, last(table.colonne), sum(table.colonne) ou count(table.colonne = valeur).",
                    )
                })
            };
            let refs = match terms.get_ref() {
                Terms::One(one) => vec![read(one)?],
                Terms::Sum(terms) => terms.iter().map(read).collect::<Result<_, _>>()?,
            };
            Ok(Depuis::Suivi(refs))
        }
        (None, Some(key)) => source(key).map(Depuis::Registre),
        _ => Err(Fault::new(
            raw.indicateur.span(),
            "une reprise a exactement une des clés depuis et source.".to_owned(),
            "Écrire depuis = \"champ du suivi\" ou source = \"fait du registre\".",
        )),
    }
}

#[cfg(test)]
mod tests {
    use crate::form::load::load;

    /// A form with a table of reference rows and these reprises.
    fn said(reprises: &str) -> Result<usize, String> {
        let text = format!(
            r#"id = "essai"
version = 1
title = "Essai"
[[step]]
id = "un"
title = "Un"
[[step.field]]
id = "tab"
label = "Tableau"
kind = "table"
rows_from = "indicateurs"
key = "code"
column = [
  {{ id = "code", label = "Code", kind = "line", readonly = true }},
  {{ id = "avant", label = "Avant", kind = "decimal", reprise = true }},
  {{ id = "apres", label = "Après", kind = "decimal" }},
]
{reprises}"#
        );
        load("essai.toml", &text)
            .map(|f| f.reprises.len())
            .map_err(|e| e.to_string())
    }

    #[test]
    fn one_row_may_be_filled_in_in_two_columns() {
        let two = "[[reprise]]\nindicateur = \"A\"\ndepuis = [\"count(t.c = x)\", \"count(t.c = y)\"]\n\
                   [[reprise]]\nindicateur = \"A\"\ncolonne = \"apres\"\nsource = \"partenaires.total\"";
        assert_eq!(said(two), Ok(2));
    }

    #[test]
    fn a_mistake_is_refused_with_its_line() {
        for (written, says) in [
            (
                "depuis = \"a\"\n[[reprise]]\nindicateur = \"A\"\ndepuis = \"b\"",
                "écrite deux fois",
            ),
            ("colonne = \"apre\"\ndepuis = \"a\"", "« apres »"),
            ("depuis = \"Pas une référence\"", "ligne 20"),
            ("depuis = \"a\"\nsource = \"b.c\"", "exactement une"),
            ("", "exactement une"),
        ] {
            let error = said(&format!("[[reprise]]\nindicateur = \"A\"\n{written}")).unwrap_err();
            assert!(error.contains(says), "{error}");
        }
    }
}
