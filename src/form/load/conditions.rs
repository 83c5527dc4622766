//! Conditions, checks across fields, and what is taken from the previous review.

use toml::Spanned;

use super::{
    Scope,
    error::{Fault, suggest},
    formula::operand,
    is_source,
    raw::{RawCheck, RawReprise, RawWhen, Word},
    unique,
};
use crate::form::{
    Kind, Ref, Step, Value,
    def::{Check, Op, Reprise, Severity, Subject, Test, When},
};

/// A condition written in step `home`.
pub(super) fn when(raw: &Spanned<RawWhen>, home: &str, scope: &Scope<'_>) -> Result<When, Fault> {
    let RawWhen {
        field,
        is,
        one_of,
        not,
    } = raw.get_ref();
    let id = field.get_ref();
    let (on, kind) = if id.contains('.') {
        if !is_source(id) {
            return Err(super::bad_source(id, field.span()));
        }
        (Subject::Source(id.clone()), None)
    } else {
        let kind = scope
            .kind(id, Some(home))
            .map_err(|(s, m)| Fault::new(field.span(), s, m))?;
        (Subject::Field(id.clone()), Some(kind))
    };
    let value = |v: &toml::Value| expected(kind, v).map_err(|(s, m)| Fault::new(raw.span(), s, m));
    let test = match (is, one_of, not) {
        (Some(v), None, None) => Test::In(vec![value(v)?]),
        (None, Some(list), None) if !list.is_empty() => {
            Test::In(list.iter().map(value).collect::<Result<_, _>>()?)
        }
        (None, None, Some(v)) => Test::Not(value(v)?),
        _ => {
            return Err(Fault::new(
                raw.span(),
                "une condition a exactement une des clés is, in (non vide), not.".to_owned(),
                "Écrire par exemple { field = \"conv_sig\", is = true }.",
            ));
        }
    };
    Ok(When { on, test })
}

/// A value that a field of this kind can take; any for a source.
fn expected(kind: Option<&Kind>, raw: &toml::Value) -> Result<Value, (String, String)> {
    let value = match raw {
        toml::Value::Boolean(b) => Value::Bool(*b),
        toml::Value::Integer(n) => Value::Int(*n),
        toml::Value::Float(n) => Value::Real(*n),
        toml::Value::String(s) => Value::Text(s.clone()),
        other => {
            return Err((
                format!("« {other} » ne peut pas être comparé à une réponse."),
                "Écrire true, false, un nombre ou un texte entre guillemets.".to_owned(),
            ));
        }
    };
    let (fine, mend) = match (kind, &value) {
        (None | Some(Kind::Computed(_)), _) => (true, String::new()),
        (Some(Kind::YesNo { .. }), v) => (
            matches!(v, Value::Bool(_)),
            "Écrire true pour oui, false pour non.".to_owned(),
        ),
        (Some(k), Value::Text(t)) if !k.options().is_empty() => (
            k.options().contains(t),
            suggest(
                t,
                k.options().iter().map(String::as_str),
                format!("Les options sont {}.", k.options().join(" ; ")),
            ),
        ),
        (Some(Kind::Choice(_) | Kind::Choices(_) | Kind::Line { .. } | Kind::Text { .. }), v) => (
            matches!(v, Value::Text(_)),
            "Écrire un texte entre guillemets.".to_owned(),
        ),
        (Some(k), v) if k.numeric() => (
            matches!(v, Value::Int(_) | Value::Real(_)),
            "Écrire un nombre.".to_owned(),
        ),
        (Some(_), _) => (
            false,
            "Faire porter la condition sur un oui/non, un choix, un texte ou un nombre.".to_owned(),
        ),
    };
    if fine {
        Ok(value)
    } else {
        Err((format!("ce champ ne peut pas valoir {raw}."), mend))
    }
}

/// Every `[[check]]`.
pub(super) fn checks(raw: &[RawCheck], scope: &Scope<'_>) -> Result<Vec<Check>, Fault> {
    let mut names = Vec::new();
    raw.iter()
        .map(|c| {
            unique(&c.id, "le contrôle", &mut names)?;
            check(c, scope)
        })
        .collect()
}

/// One `[[check]]`.
fn check(raw: &RawCheck, scope: &Scope<'_>) -> Result<Check, Fault> {
    let side = |list: &Spanned<Vec<_>>| -> Result<Vec<Ref>, Fault> {
        list.get_ref()
            .iter()
            .map(|o| operand(o).and_then(|r| known(r, scope)))
            .collect::<Result<Vec<Ref>, _>>()
            .map_err(|(s, m)| Fault::new(list.span(), s, m))
    };
    let (left, right) = (side(&raw.left)?, side(&raw.right)?);
    if left.iter().all(|r| r.field().is_none()) || right.is_empty() {
        return Err(Fault::new(
            raw.left.span(),
            "un contrôle compare au moins un champ, à gauche, à quelque chose.".to_owned(),
            "Mettre le champ à corriger dans « left ».",
        ));
    }
    Ok(Check {
        id: raw.id.get_ref().clone(),
        severity: severity(&raw.severity)?,
        message: raw.message.clone(),
        left,
        op: op(&raw.op)?,
        right,
    })
}

/// A reference whose field and column exist and hold numbers or dates.
fn known(r: Ref, scope: &Scope<'_>) -> Result<Ref, (String, String)> {
    let Some(id) = r.field() else { return Ok(r) };
    let kind = scope.kind(id, None)?;
    let numbers = |k: &Kind| k.numeric() || matches!(k, Kind::Computed(_) | Kind::Date { .. });
    match (&r, kind) {
        (Ref::Field(_), k) if numbers(k) => Ok(r),
        (Ref::Field(_), _) => Err((
            format!("le champ « {id} » ne se compte pas."),
            "Un contrôle porte sur des nombres ou des dates.".to_owned(),
        )),
        (_, Kind::Table(t)) => {
            let Some(name) = r.column() else { return Ok(r) };
            let Some(column) = t.column(name) else {
                return Err((
                    format!("la colonne « {name} » n’existe pas dans « {id} »."),
                    suggest(
                        name,
                        t.columns.iter().map(|c| c.id.as_str()),
                        "Nommer une colonne du tableau.",
                    ),
                ));
            };
            if let Ref::Cell { key, .. } = &r
                && t.rows_from.is_none()
                && !t.rows.contains(key)
            {
                return Err((
                    format!("la ligne « {key} » n’existe pas dans « {id} »."),
                    suggest(
                        key,
                        t.rows.iter().map(String::as_str),
                        "Nommer une ligne écrite dans « rows ».",
                    ),
                ));
            }
            if matches!(r, Ref::Count { .. }) || numbers(&column.kind) {
                Ok(r)
            } else {
                Err((
                    format!("la colonne « {name} » ne se compte pas."),
                    "Un contrôle porte sur des nombres ou des dates.".to_owned(),
                ))
            }
        }
        _ => Err((
            format!("le champ « {id} » n’est pas un tableau."),
            "Nommer un tableau, ou le champ seul.".to_owned(),
        )),
    }
}

/// `severity`.
fn severity(word: &Word) -> Result<Severity, Fault> {
    match word.get_ref().as_str() {
        "blocking" => Ok(Severity::Blocking),
        "warning" => Ok(Severity::Warning),
        "advice" => Ok(Severity::Advice),
        other => Err(Fault::new(
            word.span(),
            format!("la gravité « {other} » est inconnue."),
            "Écrire blocking, warning ou advice.",
        )),
    }
}

/// `op`.
fn op(word: &Word) -> Result<Op, Fault> {
    match word.get_ref().as_str() {
        "eq" => Ok(Op::Eq),
        "le" => Ok(Op::Le),
        "ge" => Ok(Op::Ge),
        "lt" => Ok(Op::Lt),
        "gt" => Ok(Op::Gt),
        other => Err(Fault::new(
            word.span(),
            format!("la comparaison « {other} » est inconnue."),
            "Écrire eq, le, ge, lt ou gt.",
        )),
    }
}

/// Every `[[reprise]]`: they need a column that takes them.
pub(super) fn reprises(raw: &[RawReprise], steps: &[Step]) -> Result<Vec<Reprise>, Fault> {
    let taken = steps
        .iter()
        .flat_map(|s| &s.fields)
        .filter_map(|f| f.table())
        .any(|t| t.key.is_some() && t.columns.iter().any(|c| c.reprise));
    let mut names: Vec<&str> = Vec::new();
    raw.iter()
        .map(|r| {
            let key = r.indicateur.get_ref();
            if !taken {
                return Err(Fault::new(
                    r.indicateur.span(),
                    "aucune colonne ne reçoit cette reprise.".to_owned(),
                    "Ajouter reprise = true à la colonne voulue d’un tableau à lignes fixes.",
                ));
            }
            if names.contains(&key.as_str()) {
                return Err(Fault::new(
                    r.indicateur.span(),
                    format!("la reprise de « {key} » est écrite deux fois."),
                    "N’en garder qu’une.",
                ));
            }
            names.push(key);
            let depuis = Ref::parse(r.depuis.get_ref()).ok_or_else(|| {
                Fault::new(
                    r.depuis.span(),
                    format!("« {} » n’est pas une référence.", r.depuis.get_ref()),
                    "Écrire champ, last(table.colonne), sum(table.colonne) ou count(table.colonne = valeur).",
                )
            })?;
            Ok(Reprise {
                indicateur: key.clone(),
                depuis,
            })
        })
        .collect()
}
