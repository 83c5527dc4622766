//! Conditions, and checks across fields.

use toml::Spanned;

use super::{
    Scope,
    error::{Fault, suggest},
    formula::operand,
    is_source,
    raw::{RawCheck, RawWhen, Word},
    unique,
};
use crate::form::{
    Kind, Ref, Value,
    def::{Check, Op, Severity, Subject, Table, Test, When},
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
    match kind.and_then(|k| cannot_be(k, &value)) {
        None => Ok(value),
        Some(mend) => Err((format!("ce champ ne peut pas valoir {raw}."), mend)),
    }
}

/// The mend when a field of this kind cannot take the value.
fn cannot_be(kind: &Kind, value: &Value) -> Option<String> {
    let (fine, mend) = match (kind, value) {
        (Kind::Computed(_), _) => return None,
        (Kind::YesNo { .. }, v) => (
            matches!(v, Value::Bool(_)),
            "Écrire true pour oui, false pour non.",
        ),
        (k, Value::Text(t)) if !k.options().is_empty() => {
            let options = k.options();
            let list = format!("Les options sont {}.", options.join("\u{202f}; "));
            let mend = suggest(t, options.iter().map(String::as_str), list);
            return (!options.contains(t)).then_some(mend);
        }
        (Kind::Choice(_) | Kind::Choices(_) | Kind::Line { .. } | Kind::Text { .. }, v) => {
            (v.text().is_some(), "Écrire un texte entre guillemets.")
        }
        (k, v) if k.numeric() => (v.number().is_some(), "Écrire un nombre."),
        _ => (
            false,
            "Faire porter la condition sur un oui/non, un choix, un texte ou un nombre.",
        ),
    };
    (!fine).then(|| mend.to_owned())
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
    let uncounted = |what: String| {
        (
            format!("{what} ne se compte pas."),
            "Un contrôle porte sur des nombres ou des dates.".to_owned(),
        )
    };
    match (&r, scope.kind(id, None)?) {
        (Ref::Field(_), k) if counts(k) => Ok(r),
        (Ref::Field(_), _) => Err(uncounted(format!("le champ « {id} »"))),
        (_, Kind::Table(table)) => {
            named_row(&r, table)?;
            let Some(name) = r.column() else { return Ok(r) };
            let column = table.column(name).ok_or_else(|| {
                (
                    format!("la colonne « {name} » n’existe pas dans « {id} »."),
                    suggest(
                        name,
                        table.columns.iter().map(|c| c.id.as_str()),
                        "Nommer une colonne du tableau.",
                    ),
                )
            })?;
            if matches!(r, Ref::Count { .. }) || counts(&column.kind) {
                Ok(r)
            } else {
                Err(uncounted(format!("la colonne « {name} »")))
            }
        }
        _ => Err((
            format!("le champ « {id} » n’est pas un tableau."),
            "Nommer un tableau, ou le champ seul.".to_owned(),
        )),
    }
}

/// Whether answers of this kind can be compared.
fn counts(kind: &Kind) -> bool {
    kind.numeric() || matches!(kind, Kind::Computed(_) | Kind::Date { .. })
}

/// A named row is written in the form, or comes from a source that only the register knows.
fn named_row(r: &Ref, table: &Table) -> Result<(), (String, String)> {
    match r {
        Ref::Cell { key, .. } if table.rows_from.is_none() && !table.rows.contains(key) => Err((
            format!("la ligne « {key} » n’existe pas."),
            suggest(
                key,
                table.rows.iter().map(String::as_str),
                "Nommer une ligne écrite dans « rows ».",
            ),
        )),
        _ => Ok(()),
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
