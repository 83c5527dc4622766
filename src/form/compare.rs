//! Two reviews side by side: the fields that correspond, and what changed in them. Pure.
//! They may be of the same form (two label periods, two versions) or of a suivi and its évaluation.

use super::{
    Field, FormDef, FormState, Row, Sources, Value,
    def::Table,
    recap::{label, row_text},
    show::show,
};

/// A step of the newer review, with its fields that show in one review or the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompareStep {
    /// Its title.
    pub title: String,
    /// Its fields.
    pub fields: Vec<CompareField>,
}

/// A field of the newer review and the one it answers to in the older.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompareField {
    /// The question; a repeated one begins with what it is about.
    pub label: String,
    /// What became of the answer.
    pub change: Change,
    /// The answers: one pair, or one a row of a table.
    pub pairs: Vec<Pair>,
}

/// What became of an answer from the older review to the newer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The same on both sides.
    Same,
    /// Answered otherwise.
    Changed,
    /// Answered in the newer only.
    Added,
    /// Answered in the older only.
    Removed,
    /// Asked in one review only: nothing to compare.
    Alone,
}

impl Change {
    /// Whether it is shown when only changes are.
    #[must_use]
    pub fn counts(self) -> bool {
        !matches!(self, Self::Same | Self::Alone)
    }

    /// The word shown.
    #[must_use]
    pub fn mot(self) -> &'static str {
        match self {
            Self::Same => "inchangé",
            Self::Changed => "modifié",
            Self::Added => "ajouté",
            Self::Removed => "retiré",
            Self::Alone => "sans équivalent",
        }
    }

    /// Of two texts.
    fn of(old: &str, new: &str) -> Self {
        match (old, new) {
            _ if old == new => Self::Same,
            ("", _) => Self::Added,
            (_, "") => Self::Removed,
            _ => Self::Changed,
        }
    }
}

/// The older answer and the newer one, as people read them; empty without an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// In the older review.
    pub old: String,
    /// In the newer review.
    pub new: String,
    /// What became of it.
    pub change: Change,
}

impl Pair {
    fn new(old: String, new: String) -> Self {
        let change = Change::of(&old, &new);
        Self { old, new, change }
    }
}

/// The newer review's steps, each field beside the older review's answer to it; then what only the older
/// review asks, under the titles of its steps.
#[must_use]
pub fn compare(old: &FormState, new: &FormState) -> Vec<CompareStep> {
    let mut met: Vec<&str> = Vec::new();
    let mut steps = Vec::new();
    for step in new.steps() {
        let mut fields = Vec::new();
        for field in &step.fields {
            let twin = counterpart(field, new.form(), old.form());
            met.extend(twin.map(|t| t.id.as_str()));
            fields.extend(together(twin.map(|t| (old, t)), Some((new, field))));
        }
        steps.push(CompareStep {
            title: step.title.clone(),
            fields,
        });
    }
    for step in old.steps() {
        let left = step.fields.iter().filter(|f| !met.contains(&f.id.as_str()));
        let fields = left.filter_map(|f| together(Some((old, f)), None)).collect();
        steps.push(CompareStep {
            title: step.title.clone(),
            fields,
        });
    }
    steps.retain(|s| !s.fields.is_empty());
    steps
}

/// The field of `old` that asks what `field` asks: the one it is linked to, else the one of the same name and
/// kind; of a repeated field the copy about the same entry.
fn counterpart<'a>(field: &Field, new: &FormDef, old: &'a FormDef) -> Option<&'a Field> {
    let all = || old.steps.iter().flat_map(|s| &s.fields);
    if field.item.is_some() {
        return all().find(|f| base(f) == base(field) && f.item == field.item);
    }
    if old.id != new.id {
        let linked = links(field).find_map(|id| old.field(id));
        let linking = || all().find(|f| links(f).any(|id| id == field.id));
        if let Some(found) = linked.or_else(linking) {
            return Some(found);
        }
    }
    let same_kind = |f: &&Field| f.kind.libelle() == field.kind.libelle();
    old.field(&field.id).filter(same_kind)
}

/// The fields of the previous review that a field is filled in or compared with.
fn links(field: &Field) -> impl Iterator<Item = &str> {
    let keys = [&field.previous, &field.prefill].into_iter().flatten();
    keys.filter_map(|key| Sources::previous_field(key))
}

/// The name of a field, without the number of its copy.
fn base(field: &Field) -> &str {
    match &field.item {
        Some(_) => field.id.rsplit_once('.').map_or(&field.id, |(base, _)| base),
        None => &field.id,
    }
}

/// A field and the review it is of.
type Side<'a> = (&'a FormState, &'a Field);

/// Two corresponding fields as one; None when neither shows.
fn together(old: Option<Side<'_>>, new: Option<Side<'_>>) -> Option<CompareField> {
    let shows = |side: Option<Side<'_>>| side.is_some_and(|(state, field)| state.visible(field));
    if !shows(old) && !shows(new) {
        return None;
    }
    let (_, field) = new.or(old)?;
    let pairs = match (old.and_then(table), new.and_then(table)) {
        (None, None) => vec![Pair::new(text(old), text(new))],
        (old, new) => rows(old, new),
    };
    let change = match (old, new) {
        (Some(_), Some(_)) => whole(&pairs),
        _ => Change::Alone,
    };
    Some(CompareField {
        label: label(field),
        change,
        pairs,
    })
}

/// What became of a field, from its pairs.
fn whole(pairs: &[Pair]) -> Change {
    let mut changes = pairs.iter().map(|p| p.change);
    let first = changes.next().unwrap_or(Change::Same);
    if changes.all(|c| c == first) {
        first
    } else {
        Change::Changed
    }
}

/// The answer to a field that shows.
fn value(side: Option<Side<'_>>) -> Option<Value> {
    let (state, field) = side.filter(|(state, field)| state.visible(field))?;
    state.value(&field.id)
}

fn text(side: Option<Side<'_>>) -> String {
    let shown = value(side).zip(side).map(|(v, (_, f))| show(&f.kind, &v));
    shown.map(|t| t.trim().to_owned()).unwrap_or_default()
}

/// The columns of a table field and its rows.
fn table(side: Side<'_>) -> Option<(&Table, Vec<Row>)> {
    let table = side.1.table()?;
    match value(Some(side)) {
        Some(Value::Rows(rows)) => Some((table, rows)),
        _ => Some((table, Vec::new())),
    }
}

/// Rows that have the same name side by side, in the newer table's order; then those that are gone. Rows of
/// the same name are taken in their order.
fn rows(old: Option<(&Table, Vec<Row>)>, new: Option<(&Table, Vec<Row>)>) -> Vec<Pair> {
    let read = |side: Option<(&Table, Vec<Row>)>| {
        side.map_or_else(Vec::new, |(table, rows)| {
            let row = |r: &Row| (name(table, r), row_text(table, r));
            rows.iter().map(row).collect()
        })
    };
    let mut left: Vec<(String, String)> = read(old);
    let mut pairs: Vec<Pair> = Vec::new();
    for (name, text) in read(new) {
        let twin = left.iter().position(|(n, _)| *n == name);
        let before = twin.map(|i| left.remove(i).1).unwrap_or_default();
        pairs.push(Pair::new(before, text));
    }
    pairs.extend(left.into_iter().map(|(_, text)| Pair::new(text, String::new())));
    pairs
}

/// What a row is called: its key, else its first cell.
fn name(table: &Table, row: &Row) -> String {
    let first = table.columns.first().map(|c| &c.id);
    let cell = table.key.as_ref().or(first).and_then(|id| row.get(id));
    let shown = cell.map(|v| match v {
        Value::Text(t) => t.clone(),
        other => format!("{other:?}"),
    });
    crate::domain::texte::plier(&shown.unwrap_or_default())
}

#[cfg(test)]
#[path = "compare_tests.rs"]
mod tests;
