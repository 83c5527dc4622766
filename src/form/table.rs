//! The rows of a table answer: those that are always there, those that people add, the cells taken
//! from the previous review and the cells worked out.

use std::collections::BTreeSet;

use super::{
    Field, FormState, Kind, Origin, Row, Value,
    compute::{self, Previous},
    def::{Column, Table},
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
    typed: BTreeSet<String>,
    /// Columns filled in from the previous review.
    taken: BTreeSet<String>,
}

impl TableRow {
    /// Where a cell comes from.
    pub fn origin(&self, column: &Column) -> Origin {
        if !self.cells.contains_key(&column.id) {
            Origin::Empty
        } else if self.typed.contains(&column.id) {
            Origin::Answer
        } else if self.taken.contains(&column.id) {
            Origin::Previous
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

    /// Whether people may type in this cell; one row past the end is the row that typing would add.
    pub fn editable(&self, id: &str, row: usize, column: &str) -> bool {
        let Some((field, table)) = self.table(id) else {
            return false;
        };
        let rows = self.merged(field, table);
        let preset = rows.get(row).is_some_and(|r| r.preset);
        let exists = row < rows.len() || (row == rows.len() && table.grows());
        exists && self.takes(field, table, preset, column)
    }

    /// Whether people may add rows to this table.
    pub fn grows(&self, id: &str) -> bool {
        !self.frozen && self.table(id).is_some_and(|(f, t)| !f.fixed() && t.grows())
    }

    /// Types in a cell; one row past the end adds a row. True when something changed.
    pub fn set_cell(&mut self, id: &str, row: usize, column: &str, value: Option<Value>) -> bool {
        if !self.editable(id, row, column) {
            return false;
        }
        let value = value.filter(|v| !v.is_empty());
        self.change(id, |rows| {
            if row == rows.len() {
                if value.is_none() {
                    return false;
                }
                rows.push(TableRow::default());
            }
            let Some(line) = rows.get_mut(row) else {
                return false;
            };
            let typed = line.typed.contains(column);
            let before = line.cells.get(column).filter(|_| typed).cloned();
            if before == value {
                return false;
            }
            if let Some(value) = value {
                line.cells.insert(column.to_owned(), value);
                line.typed.insert(column.to_owned());
            } else {
                line.cells.remove(column);
                line.typed.remove(column);
            }
            true
        })
    }

    /// Adds an empty row at the end; its place.
    pub fn add_row(&mut self, id: &str) -> Option<usize> {
        let end = self.rows(id).len();
        self.insert_row(id, end)
    }

    /// Adds an empty row before row `at` (after the rows that are always there); its place.
    pub fn insert_row(&mut self, id: &str, at: usize) -> Option<usize> {
        if !self.grows(id) {
            return None;
        }
        let mut place = None;
        self.change(id, |rows| {
            let fixed = rows.iter().filter(|r| r.preset).count();
            let at = at.clamp(fixed, rows.len());
            rows.insert(at, TableRow::default());
            place = Some(at);
            true
        });
        place
    }

    /// Removes a row that people added. True when it was.
    pub fn remove_row(&mut self, id: &str, row: usize) -> bool {
        self.grows(id)
            && self.change(id, |rows| {
                let may = rows.get(row).is_some_and(|r| !r.preset);
                if may {
                    rows.remove(row);
                }
                may
            })
    }

    /// Moves a row that people added among those. True when it moved.
    pub fn move_row(&mut self, id: &str, from: usize, to: usize) -> bool {
        self.grows(id)
            && self.change(id, |rows| {
                let free = |i: usize| rows.get(i).is_some_and(|r| !r.preset);
                if from == to || !free(from) || !free(to) {
                    return false;
                }
                let row = rows.remove(from);
                rows.insert(to, row);
                true
            })
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
                taken: BTreeSet::new(),
            });
        }
        if !self.frozen {
            for row in &mut rows {
                work_out(table, row);
            }
        }
        rows
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
        if let Some(column) = table.columns.iter().find(|c| c.reprise)
            && let Some(value) = self.taken_over(preset.get(key))
        {
            row.cells.insert(column.id.clone(), decode(&column.kind, value));
            row.taken.insert(column.id.clone());
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

    /// What the previous review says of the row of that name.
    fn taken_over(&self, key: Option<&Value>) -> Option<Value> {
        let key = key?.text()?;
        let reprise = self.form.reprises.iter().find(|r| r.indicateur == key)?;
        compute::read(&reprise.depuis, &Previous(&self.sources)).filter(|v| !v.is_empty())
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

    /// Whether a column of a row takes typing.
    fn takes(&self, field: &Field, table: &Table, preset: bool, column: &str) -> bool {
        let Some(c) = table.column(column) else {
            return false;
        };
        let own_name = !preset && table.key.as_deref() == Some(column);
        let named = preset && table.key.as_deref() == Some(column);
        let fixed = matches!(c.kind, Kind::Computed(_)) || (c.readonly && !own_name) || named;
        !self.frozen && !field.fixed() && !fixed
    }

    /// Changes the rows and keeps the result as the answer; a table back to nothing has no answer.
    fn change(&mut self, id: &str, f: impl FnOnce(&mut Vec<TableRow>) -> bool) -> bool {
        let Some((field, table)) = self.table(id) else {
            return false;
        };
        if field.fixed() || self.frozen {
            return false;
        }
        let key = table.key.clone();
        let filled_in = self.prefill(field).0.is_some();
        let computed: Vec<String> = table
            .columns
            .iter()
            .filter(|c| matches!(c.kind, Kind::Computed(_)))
            .map(|c| c.id.clone())
            .collect();
        let mut rows = self.merged(field, table);
        if !f(&mut rows) {
            return false;
        }
        let kept: Vec<Row> = rows
            .into_iter()
            .filter(|r| !r.preset || r.begun())
            .map(|r| kept_row(r, key.as_deref(), &computed))
            .collect();
        if kept.is_empty() && !filled_in {
            self.answers.remove(id);
        } else {
            self.answers.insert(id.to_owned(), Value::Rows(kept));
        }
        self.keep_place_visible();
        true
    }
}

/// A row as it is kept: the name and the typed cells of a row that is always there, every cell but the
/// computed ones of the others.
fn kept_row(row: TableRow, key: Option<&str>, computed: &[String]) -> Row {
    let TableRow {
        cells, preset, typed, ..
    } = row;
    cells
        .into_iter()
        .filter(|(id, _)| {
            if preset {
                typed.contains(id) || key == Some(id.as_str())
            } else {
                !computed.contains(id)
            }
        })
        .collect()
}

/// Works out the computed cells, left to right: a later one may read an earlier one.
fn work_out(table: &Table, row: &mut TableRow) {
    for column in &table.columns {
        if let Kind::Computed(formula) = &column.kind {
            match compute::cell(formula, &row.cells) {
                Some(value) => row.cells.insert(column.id.clone(), value),
                None => row.cells.remove(&column.id),
            };
            row.typed.remove(&column.id);
        }
    }
}
