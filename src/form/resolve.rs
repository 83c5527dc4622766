//! From a form file and what is known to the form a person fills in: repeated steps laid out,
//! lists filled, rows that are always there put in.

use super::{
    Field, FormDef, Kind, Ref, Row, Sources, Step, Value,
    def::{Formula, Options, Subject, Table, When},
};

/// A form ready to be filled in: nothing is left to look up but answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved(FormDef);

impl Resolved {
    /// The form, with its fields as they are asked.
    #[must_use]
    pub fn def(&self) -> &FormDef {
        &self.0
    }

    /// Without the steps that these facts close: every field of theirs shows only when a fact says what it does not.
    #[must_use]
    pub fn without_closed_steps(mut self, sources: &Sources) -> Self {
        let closed = |f: &Field| match &f.when {
            Some(When {
                on: Subject::Source(key),
                test,
            }) => !sources.get(key).is_some_and(|v| test.holds(v)),
            _ => false,
        };
        self.0.steps.retain(|s| !s.fields.iter().all(closed));
        self
    }

    /// Same, owned.
    #[must_use]
    pub fn into_def(self) -> FormDef {
        self.0
    }
}

/// Lays `def` out with `sources`. A source that is missing gives an empty list.
#[must_use]
pub fn resolve(def: &FormDef, sources: &Sources) -> Resolved {
    let mut form = def.clone();
    for step in &mut form.steps {
        if let Some(list) = step.repeat.take() {
            step.fields = copies(step, sources.list(&list));
        }
        for field in &mut step.fields {
            fill(&mut field.kind, sources);
        }
    }
    Resolved(form)
}

/// One copy of the step's fields for each entry.
fn copies(step: &Step, items: &[String]) -> Vec<Field> {
    let home: Vec<&str> = step.fields.iter().map(|f| f.id.as_str()).collect();
    let mut fields = Vec::with_capacity(items.len() * home.len());
    for (i, item) in items.iter().enumerate() {
        let rename = |id: &mut String| {
            if home.contains(&id.as_str()) {
                *id = format!("{id}.{}", i + 1);
            }
        };
        for field in &step.fields {
            let mut copy = field.clone();
            rename(&mut copy.id);
            for when in [&mut copy.when, &mut copy.required_when].into_iter().flatten() {
                if let When {
                    on: Subject::Field(id),
                    ..
                } = when
                {
                    rename(id);
                }
            }
            if let Kind::Computed(formula) = &mut copy.kind {
                rename_formula(formula, &rename);
            }
            copy.item = Some(item.clone());
            fields.push(copy);
        }
    }
    fields
}

/// Renames the fields a formula reads.
fn rename_formula(formula: &mut Formula, rename: &impl Fn(&mut String)) {
    match formula {
        Formula::Source(_) => {}
        Formula::AddYears { date, years } => {
            for r in [date, years] {
                if let Ref::Field(id) = r {
                    rename(id);
                }
            }
        }
        Formula::Summary { table } => rename(table),
        Formula::Difference(a, b) | Formula::Ratio(a, b) => {
            rename(a);
            rename(b);
        }
        Formula::Sum(names) => names.iter_mut().for_each(rename),
        Formula::Attainment {
            depart,
            cible,
            valeur,
            sens,
        } => [depart, cible, valeur, sens].into_iter().for_each(rename),
    }
}

/// Options and rows that come from a source.
fn fill(kind: &mut Kind, sources: &Sources) {
    match kind {
        Kind::Choice(options) | Kind::Choices(options) => fill_options(options, sources),
        Kind::Table(table) => {
            for column in &mut table.columns {
                if let Kind::Choice(options) | Kind::Choices(options) = &mut column.kind {
                    fill_options(options, sources);
                }
            }
            table.preset = preset(table, sources);
        }
        _ => {}
    }
}

/// Options that come from a source.
fn fill_options(options: &mut Options, sources: &Sources) {
    if let Some(list) = options.from.take() {
        options.list = sources.list(&list).to_vec();
    }
}

/// The rows that are always there. A reference row without its key cannot be found again: left out.
fn preset(table: &Table, sources: &Sources) -> Vec<Row> {
    let Some(key) = &table.key else { return Vec::new() };
    match &table.rows_from {
        Some(from) => sources
            .rows(from)
            .iter()
            .filter(|r| r.get(key).is_some_and(|v| !v.is_empty()))
            .cloned()
            .collect(),
        None => table
            .rows
            .iter()
            .map(|name| Row::from([(key.clone(), Value::Text(name.clone()))]))
            .collect(),
    }
}
