//! Typing in a table: cells, rows added, removed, moved. The result is kept as the field's answer.

use super::{Field, FormState, Kind, Row, Value, def::Table, table::TableRow};

impl FormState {
    /// Whether people may type in this cell; one row past the end is the row that typing would add.
    pub fn editable(&self, id: &str, row: usize, column: &str) -> bool {
        let Some((field, table)) = self.table(id) else {
            return false;
        };
        let fixed = if self.frozen { 0 } else { table.preset.len() };
        let count = self.row_count(field, table);
        let preset = row < fixed;
        let exists = row < count || (row == count && table.grows);
        exists && self.takes(field, table, preset, column)
    }

    /// Whether people may add rows to this table.
    pub fn grows(&self, id: &str) -> bool {
        !self.frozen && self.table(id).is_some_and(|(f, t)| !f.fixed() && t.grows)
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
        self.answered();
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
