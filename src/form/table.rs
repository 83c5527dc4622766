//! The rows of a table answer: those that are always there, those that people add, the cells taken
//! from the previous review and the cells worked out.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Field, FormState, Kind, Origin, Row, Value,
    compute::{self, Previous},
    def::{Column, Depuis, Table},
    formula,
    read::decode,
    value::blank,
};

/// One row as people see it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableRow {
    /// Every cell that says something, cells of reference rows without a column included.
    pub cells: Row,
    /// Always there: cannot be removed or moved, its name cannot be changed.
    pub preset: bool,
    /// Columns typed in this review.
    pub(super) typed: BTreeSet<String>,
    /// Columns filled in by a reprise, with where it took the value.
    taken: BTreeMap<String, Origin>,
}

impl TableRow {
    /// Where a cell comes from.
    pub fn origin(&self, column: &Column) -> Origin {
        if !self.cells.contains_key(&column.id) {
            Origin::Empty
        } else if self.typed.contains(&column.id) {
            Origin::Answer
        } else if let Some(origin) = self.taken.get(&column.id) {
            *origin
        } else if matches!(column.kind, Kind::Computed(_)) {
            Origin::Computed
        } else {
            Origin::Register
        }
    }

    /// Whether somebody typed in this row.
    pub fn begun(&self) -> bool {
        !self.typed.is_empty()
    }
}

impl FormState {
    /// The rows of a table, in order. Empty for any other field.
    pub fn rows(&self, id: &str) -> Vec<TableRow> {
        self.table(id).map_or_else(Vec::new, |(f, t)| self.merged(f, t))
    }

    /// The total of each column that has one and can be summed.
    pub fn totals(&self, id: &str) -> Row {
        let Some((field, table)) = self.table(id) else {
            return Row::new();
        };
        let rows: Vec<Row> = self.merged(field, table).into_iter().map(|r| r.cells).collect();
        compute::totals(table, &rows)
    }

    /// The effective value of a table: its rows that say something, and where they come from.
    pub(super) fn table_value(&self, field: &Field) -> (Option<Value>, Origin) {
        let Some(table) = field.table() else {
            return (None, Origin::Empty);
        };
        let rows = self.merged(field, table);
        let answered = self.answers.contains_key(&field.id);
        let said: Vec<Row> = rows
            .into_iter()
            .filter(|r| !r.preset || r.begun() || !r.taken.is_empty() || self.frozen)
            .map(|r| r.cells)
            .filter(|cells| !blank(cells))
            .collect();
        let origin = match (said.is_empty(), answered) {
            (true, _) => Origin::Empty,
            (_, true) => Origin::Answer,
            (_, false) if table.preset.is_empty() => self.prefill(field).1,
            _ => Origin::Previous,
        };
        ((!said.is_empty()).then_some(Value::Rows(said)), origin)
    }

    /// The rows that are always there, each with what was typed in it, then the others.
    pub(super) fn merged(&self, field: &Field, table: &Table) -> Vec<TableRow> {
        let (mut kept, typed) = self.kept_rows(field);
        let mut rows = Vec::with_capacity(table.preset.len() + kept.len());
        if let (Some(key), false) = (&table.key, self.frozen) {
            for preset in &table.preset {
                let found = kept.iter().position(|r| r.get(key) == preset.get(key));
                let own = found.map(|i| kept.remove(i)).unwrap_or_default();
                rows.push(self.preset_row(table, key, preset, own));
            }
        }
        for own in kept {
            let typed = if typed {
                own.keys().cloned().collect()
            } else {
                BTreeSet::new()
            };
            rows.push(TableRow {
                cells: own,
                preset: false,
                typed,
                taken: BTreeMap::new(),
            });
        }
        if !self.frozen {
            for row in &mut rows {
                work_out(table, row);
            }
        }
        rows
    }

    /// How many rows the table has, without putting them together.
    pub(super) fn row_count(&self, field: &Field, table: &Table) -> usize {
        let (mut kept, _) = self.kept_rows(field);
        let (Some(key), false) = (&table.key, self.frozen) else {
            return kept.len();
        };
        for preset in &table.preset {
            if let Some(own) = kept.iter().position(|r| r.get(key) == preset.get(key)) {
                kept.swap_remove(own);
            }
        }
        table.preset.len() + kept.len()
    }

    /// A row that is always there, with what was typed in it and what the previous review gives.
    fn preset_row(&self, table: &Table, key: &str, preset: &Row, own: Row) -> TableRow {
        let mut row = TableRow {
            cells: preset.clone(),
            preset: true,
            ..TableRow::default()
        };
        for column in &table.columns {
            if let Some(cell) = row.cells.remove(&column.id) {
                row.cells.insert(column.id.clone(), decode(&column.kind, cell));
            }
        }
        for (column, value, origin) in self.taken_over(table, preset.get(key)) {
            row.cells.insert(column.id.clone(), decode(&column.kind, value));
            row.taken.insert(column.id.clone(), origin);
        }
        for (id, cell) in own {
            let fixed = id == key
                || table
                    .column(&id)
                    .is_none_or(|c| c.readonly || matches!(c.kind, Kind::Computed(_)));
            if !fixed {
                row.taken.remove(&id);
                row.typed.insert(id.clone());
                row.cells.insert(id, cell);
            }
        }
        row
    }

    /// What the previous review and the register say of the row of that name.
    fn taken_over<'a>(&self, table: &'a Table, key: Option<&Value>) -> Vec<(&'a Column, Value, Origin)> {
        let Some(key) = key.and_then(Value::text) else {
            return Vec::new();
        };
        self.form
            .reprises
            .iter()
            .filter(|r| r.indicateur == key)
            .filter_map(|r| {
                let column = table.column(&r.colonne)?;
                let (value, origin) = match &r.depuis {
                    Depuis::Suivi(terms) => (
                        compute::total_of(terms, &Previous(&self.sources)),
                        Origin::Previous,
                    ),
                    Depuis::Registre(source) => (self.sources.get(source).cloned(), Origin::Register),
                };
                Some((column, value.filter(|v| !v.is_empty())?, origin))
            })
            .collect()
    }

    /// The rows as they are kept, and whether they were typed: the answer, else what fills the table in.
    fn kept_rows(&self, field: &Field) -> (Vec<Row>, bool) {
        if let Some(Value::Rows(rows)) = self.answers.get(&field.id)
            && (self.frozen || !field.readonly)
        {
            return (rows.clone(), true);
        }
        let Some(Value::Rows(rows)) = self.prefill(field).0 else {
            return (Vec::new(), false);
        };
        let columns = |row: Row| -> Row {
            let known = |id: &String| field.table().is_some_and(|t| t.column(id).is_some());
            row.into_iter()
                .filter(|(id, cell)| known(id) && !cell.is_empty())
                .collect()
        };
        (rows.into_iter().map(columns).collect(), false)
    }
}

/// Works out the computed cells, left to right: a later one may read an earlier one.
fn work_out(table: &Table, row: &mut TableRow) {
    for column in &table.columns {
        if let Kind::Computed(formula) = &column.kind {
            match formula::cell(formula, &row.cells) {
                Some(value) => row.cells.insert(column.id.clone(), value),
                None => row.cells.remove(&column.id),
            };
            row.typed.remove(&column.id);
        }
    }
}
