//! One field or one column, from the file to the form.

use super::{
    Scope, conditions,
    error::{Fault, suggest},
    formula,
    kind::{COMPUTED, Parts, TABLE},
    raw::{RawColumn, RawField, Word},
    source, unique,
};
use crate::form::{
    Kind,
    def::{Advised, Column, Field, Table},
};

/// The word that stands for the entry of a repeated step.
const ITEM: &str = "item";
/// Said of a question that needs no answer.
const FACULTATIF: &str = "facultatif";

/// One field of step `home`.
pub(super) fn field(raw: &RawField, home: &str, repeats: bool, scope: &Scope<'_>) -> Result<Field, Fault> {
    let kind = kind(raw, home, scope)?;
    let prefill = match &raw.prefill {
        Some(p) if p.get_ref() == ITEM && !repeats => {
            return Err(Fault::new(
                p.span(),
                "« item » n’existe que dans une étape répétée.".to_owned(),
                "Nommer une source, ou ajouter « repeat » à l’étape.",
            ));
        }
        Some(p) => Some(source(p)?),
        None => None,
    };
    let condition = |when: &Option<_>| {
        when.as_ref()
            .map(|w| conditions::when(w, home, scope))
            .transpose()
    };
    Ok(Field {
        id: raw.id.get_ref().clone(),
        label: raw.label.clone(),
        help: raw.help.clone(),
        required: raw.required,
        optional: raw.optional.clone().unwrap_or_else(|| FACULTATIF.to_owned()),
        readonly: raw.readonly,
        own: raw.own,
        prefill,
        previous: raw.previous.as_ref().map(source).transpose()?,
        when: condition(&raw.when)?,
        required_when: condition(&raw.required_when)?,
        absent: raw.absent.unwrap_or_else(|| kind.numeric()),
        check: raw.check.as_ref().map(advised).transpose()?,
        item: None,
        kind,
    })
}

/// The kind of a field, tables and formulas included.
fn kind(raw: &RawField, home: &str, scope: &Scope<'_>) -> Result<Kind, Fault> {
    let parts = Parts::from(raw);
    let word = raw.kind.get_ref().as_str();
    stray(word == TABLE, "table", raw.column.first().map(|c| &c.id))?;
    stray(word == TABLE, "table", raw.rows_from.as_ref())?;
    stray(word == TABLE, "table", raw.key.as_ref())?;
    if let Some(grows) = raw.grows.as_ref().filter(|_| raw.rows_from.is_none()) {
        return Err(Fault::new(
            grows.span(),
            "« grows » va avec « rows_from ».".to_owned(),
            "La retirer\u{202f}: un tableau sans rows_from accepte toujours d'autres lignes.",
        ));
    }
    stray(word == COMPUTED, "computed", raw.from.as_ref())?;
    match word {
        TABLE => {
            parts.only_fitting_keys(word)?;
            Ok(Kind::Table(Box::new(table(raw)?)))
        }
        COMPUTED => {
            parts.only_fitting_keys(word)?;
            formula::of_field(raw, home, scope).map(Kind::Computed)
        }
        _ => match &raw.formula {
            Some(formula) => Err(Fault::new(
                formula.span(),
                format!("une formule ne va pas avec le genre « {word} »."),
                "Écrire kind = \"computed\", ou retirer la formule.",
            )),
            None => parts.kind(true),
        },
    }
}

/// A key that belongs to another kind.
fn stray(fits: bool, kind: &str, word: Option<&Word>) -> Result<(), Fault> {
    match word {
        Some(w) if !fits => Err(Fault::new(
            w.span(),
            format!("cette clé n’a de sens que pour le genre « {kind} »."),
            "La retirer, ou changer le genre.",
        )),
        _ => Ok(()),
    }
}

/// A table: columns, and the rows that are always there.
fn table(raw: &RawField) -> Result<Table, Fault> {
    if raw.column.is_empty() {
        return Err(Fault::new(
            raw.id.span(),
            format!("le tableau « {} » n’a aucune colonne.", raw.id.get_ref()),
            "Ajouter un [[step.field.column]].",
        ));
    }
    let mut names = Vec::new();
    for column in &raw.column {
        unique(&column.id, "la colonne", &mut names)?;
    }
    let columns = raw
        .column
        .iter()
        .enumerate()
        .map(|(i, c)| column(c, &readable(&raw.column, i), raw.rows_from.is_some()))
        .collect::<Result<Vec<_>, _>>()?;
    let rows = preset_names(raw)?;
    let key = key(raw, &names)?.or_else(|| (!rows.is_empty()).then(|| names.first().cloned()).flatten());
    Ok(Table {
        columns,
        rows_from: raw.rows_from.as_ref().map(source).transpose()?,
        key,
        rows,
        min_rows: raw.min_rows.unwrap_or(0),
        grows: raw.rows_from.is_none() || raw.grows.as_ref().is_some_and(|g| *g.get_ref()),
        preset: Vec::new(),
    })
}

/// The column that names a row from a source: `key` goes with `rows_from`, and only with it.
fn key(raw: &RawField, names: &[String]) -> Result<Option<String>, Fault> {
    match (&raw.key, &raw.rows_from) {
        (Some(key), Some(_)) if !names.contains(key.get_ref()) => Err(Fault::new(
            key.span(),
            format!("la colonne « {} » n’existe pas.", key.get_ref()),
            suggest(
                key.get_ref(),
                names.iter().map(String::as_str),
                "Nommer une colonne du tableau.",
            ),
        )),
        (Some(key), Some(_)) => Ok(Some(key.get_ref().clone())),
        (None, Some(from)) => Err(Fault::new(
            from.span(),
            "ces lignes n’ont pas de clé.".to_owned(),
            "Ajouter key = \"…\", la colonne qui nomme une ligne.",
        )),
        (Some(key), None) => Err(Fault::new(
            key.span(),
            "« key » va avec « rows_from ».".to_owned(),
            "La retirer, ou ajouter rows_from.",
        )),
        (None, None) => Ok(None),
    }
}

/// The columns a formula in column `at` may read: typed ones, and those worked out before it.
fn readable(columns: &[RawColumn], at: usize) -> Vec<String> {
    let before = |i: usize, c: &RawColumn| i < at || c.kind.get_ref() != COMPUTED;
    let all = columns.iter().enumerate();
    all.filter(|(i, c)| before(*i, c))
        .map(|(_, c)| c.id.get_ref().clone())
        .collect()
}

/// The names written in `rows`: different, and not beside `rows_from`.
fn preset_names(raw: &RawField) -> Result<Vec<String>, Fault> {
    let Some(rows) = &raw.rows else {
        return Ok(Vec::new());
    };
    let names = rows.get_ref();
    let twice = names
        .iter()
        .enumerate()
        .find(|(i, n)| n.trim().is_empty() || names.iter().skip(i + 1).any(|m| m == *n));
    if let Some((_, name)) = twice {
        return Err(Fault::new(
            rows.span(),
            format!("la ligne « {name} » est vide ou écrite deux fois."),
            "Chaque ligne a un nom à elle.",
        ));
    }
    if raw.rows_from.is_some() {
        return Err(Fault::new(
            rows.span(),
            "« rows » et « rows_from » ne vont pas ensemble.".to_owned(),
            "N’en garder qu’une.",
        ));
    }
    Ok(names.clone())
}

/// One column; its formula may read the columns `names`.
fn column(raw: &RawColumn, names: &[String], hidden_cells: bool) -> Result<Column, Fault> {
    let kind = column_kind(raw, names, hidden_cells)?;
    Ok(Column {
        id: raw.id.get_ref().clone(),
        label: raw.label.clone(),
        width: raw.width,
        total: raw.total,
        required: raw.required,
        readonly: raw.readonly,
        absent: raw.absent.unwrap_or_else(|| kind.numeric()),
        reprise: raw.reprise,
        kind,
    })
}

/// The kind of a column.
fn column_kind(raw: &RawColumn, names: &[String], hidden_cells: bool) -> Result<Kind, Fault> {
    let parts = Parts::from(raw);
    let word = raw.kind.get_ref().as_str();
    match (word, &raw.formula) {
        (COMPUTED, Some(formula)) => {
            parts.only_fitting_keys(word)?;
            formula::of_column(formula, names, hidden_cells).map(Kind::Computed)
        }
        (COMPUTED, None) => Err(Fault::new(
            raw.kind.span(),
            "cette colonne calculée n’a pas de formule.".to_owned(),
            "Ajouter formula = { difference = [\"a\", \"b\"] }, sum, ratio ou attainment.",
        )),
        (_, Some(formula)) => Err(Fault::new(
            formula.span(),
            format!("une formule ne va pas avec le genre « {word} »."),
            "Écrire kind = \"computed\", ou retirer la formule.",
        )),
        (TABLE, None) => Err(Fault::new(
            raw.kind.span(),
            "un tableau ne peut pas contenir un tableau.".to_owned(),
            "Choisir un autre genre.",
        )),
        (_, None) => parts.kind(false),
    }
}

/// The form of text that is advised.
fn advised(word: &Word) -> Result<Advised, Fault> {
    const KNOWN: [(&str, Advised); 8] = [
        ("uai", Advised::Uai),
        ("siren", Advised::Siren),
        ("siret", Advised::Siret),
        ("rna", Advised::Rna),
        ("departement", Advised::Departement),
        ("commune", Advised::Commune),
        ("code-postal", Advised::CodePostal),
        ("email", Advised::Email),
    ];
    let typed = word.get_ref().as_str();
    let found = KNOWN.iter().find(|(name, _)| *name == typed);
    found.map(|(_, check)| *check).ok_or_else(|| {
        Fault::new(
            word.span(),
            format!("le contrôle « {typed} » est inconnu."),
            suggest(
                typed,
                KNOWN.map(|(name, _)| name),
                "Écrire uai, siren, siret, rna, departement, commune ou email.",
            ),
        )
    })
}
