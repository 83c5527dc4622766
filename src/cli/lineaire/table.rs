//! Tables on plain lines: row by row, column by column.

use anyhow::Result;

use super::{
    Next, Sitting,
    command::{self, Command},
    question,
};
use crate::form::{
    Field, FormState, Origin, TableRow, Value,
    def::{Column, Table},
    show,
    valid::expected,
};

/// The rows of a table, one a line, numbered.
pub(super) fn rows(state: &FormState, field: &Field, table: &Table) -> Vec<String> {
    let rows = state.rows(&field.id);
    if rows.is_empty() {
        return vec!["Aucune ligne.".to_owned()];
    }
    let mut out: Vec<String> = rows
        .iter()
        .enumerate()
        .map(|(i, row)| format!("  {}. {}", i + 1, row_text(table, row)))
        .collect();
    let totals = state.totals(&field.id);
    let totals: Vec<String> = table
        .columns
        .iter()
        .filter_map(|c| {
            Some(format!(
                "{}\u{202f}: {}",
                c.label,
                show(&c.kind, totals.get(&c.id)?)
            ))
        })
        .collect();
    if !totals.is_empty() {
        out.push(format!("  Total · {}", totals.join(" · ")));
    }
    out
}

/// The cells of a row that say something.
fn row_text(table: &Table, row: &TableRow) -> String {
    let cells: Vec<String> = table
        .columns
        .iter()
        .filter_map(|c| {
            let cell = row.cells.get(&c.id)?;
            Some(show(&c.kind, cell))
        })
        .collect();
    if cells.is_empty() {
        "(vide)".to_owned()
    } else {
        cells.join(" · ")
    }
}

/// Where a cell leads.
enum Step {
    /// The next cell.
    On,
    /// The cell before.
    Back,
    /// The same cell.
    Again,
    /// The first cell of a row.
    Row(usize),
    /// Out of the table.
    Out(Next),
}

impl Sitting<'_> {
    /// A table: the rows that are there, then cell by cell; a new row's empty first cell ends it.
    pub(super) fn ask_table(&mut self, field: &Field) -> Result<Next> {
        let Some(table) = field.table() else {
            return Ok(Next::Forward);
        };
        let mut text = question::lines(self.state, field);
        text.extend(rows(self.state, field, table));
        self.said(&text.join("\n"))?;
        let grows = self.state.grows(&field.id);
        let begun = self.state.rows(&field.id);
        // Rows that are always there are gone through; where rows are added, the next new one is asked.
        let mut row = if begun.iter().any(|r| r.preset) {
            0
        } else {
            begun.len()
        };
        let mut column = 0;
        loop {
            let count = self.state.rows(&field.id).len();
            if row > count || (row == count && !grows) {
                return Ok(Next::Forward);
            }
            let columns: Vec<&Column> = table
                .columns
                .iter()
                .filter(|c| self.state.editable(&field.id, row, &c.id))
                .collect();
            let Some(cell) = columns.get(column) else {
                self.tell_computed(field, table, row)?;
                (row, column) = (row + 1, 0);
                continue;
            };
            match self.ask_cell(field, table, row, cell, column == 0)? {
                Step::On => column += 1,
                Step::Again => {}
                Step::Back if column > 0 => column -= 1,
                Step::Back if row > 0 => (row, column) = (row - 1, 0),
                Step::Back => return Ok(Next::Back),
                Step::Row(r) => (row, column) = (r, 0),
                Step::Out(next) => return Ok(next),
            }
        }
    }

    /// One cell. `first`: the first of its row, before which the row is named.
    fn ask_cell(
        &mut self,
        field: &Field,
        table: &Table,
        row: usize,
        column: &Column,
        first: bool,
    ) -> Result<Step> {
        let present = self.state.rows(&field.id).get(row).cloned();
        if first {
            self.name_row(table, row, present.as_ref())?;
        }
        let options = question::options(&column.kind);
        if !options.is_empty() {
            self.said(&options.join("\n"))?;
        }
        let prompt = prompt(column, present.as_ref());
        let Some(line) = self.io.ask(&prompt)? else {
            return Ok(Step::Out(Next::Quit));
        };
        match command::read(&line) {
            Command::Answer(typed) if typed.trim().is_empty() => Ok(if first && present.is_none() {
                Step::Out(Next::Forward)
            } else {
                Step::On
            }),
            Command::Answer(typed) => {
                let value = if typed.trim() == "-" {
                    None
                } else {
                    question::read(&column.kind, &typed, self.today)
                };
                self.type_cell(field, row, column, value)?;
                Ok(Step::On)
            }
            Command::Clear => self.type_cell(field, row, column, None).map(|()| Step::On),
            Command::Back => Ok(Step::Back),
            Command::NextRow => Ok(Step::Row(row + 1)),
            Command::End => Ok(Step::Out(Next::Forward)),
            Command::Row(n) => self.at_row(field, n),
            Command::Insert(n) => {
                let at = self.state.insert_row(&field.id, n.saturating_sub(1));
                self.changed(field, at.is_some())?;
                Ok(Step::Row(at.unwrap_or(row)))
            }
            Command::Remove(n) => {
                let removed = n > 0 && self.state.remove_row(&field.id, n - 1);
                self.changed(field, removed)?;
                let end = self.state.rows(&field.id).len();
                Ok(Step::Row(if removed { end } else { row }))
            }
            Command::Move(from, to) => {
                let moved = from > 0 && to > 0 && self.state.move_row(&field.id, from - 1, to - 1);
                self.changed(field, moved)?;
                Ok(Step::Row(self.state.rows(&field.id).len()))
            }
            other => Ok(match self.command(other)? {
                Some(next) => Step::Out(next),
                None => Step::Again,
            }),
        }
    }

    /// Names a row before its first cell: its number, and what is fixed in it.
    fn name_row(&mut self, table: &Table, row: usize, present: Option<&TableRow>) -> Result<()> {
        let fixed: Vec<String> = present
            .into_iter()
            .flat_map(|r| table.columns.iter().map(move |c| (r, c)))
            .filter(|(r, c)| r.preset && r.origin(c) == Origin::Register)
            .filter_map(|(r, c)| Some(show(&c.kind, r.cells.get(&c.id)?)))
            .collect();
        let name = match (present, fixed.is_empty()) {
            (None, _) => format!("Ligne {} (nouvelle\u{202f}; Entrée pour terminer)", row + 1),
            (Some(_), true) => format!("Ligne {}", row + 1),
            (Some(_), false) => format!("Ligne {} · {}", row + 1, fixed.join(" · ")),
        };
        self.said(&name)
    }

    /// Tells what was worked out in a row that was gone through.
    fn tell_computed(&mut self, field: &Field, table: &Table, row: usize) -> Result<()> {
        let Some(row) = self.state.rows(&field.id).into_iter().nth(row) else {
            return Ok(());
        };
        let computed: Vec<String> = table
            .columns
            .iter()
            .filter(|c| row.origin(c) == Origin::Computed)
            .filter_map(|c| {
                Some(format!(
                    "{}\u{202f}: {}",
                    c.label,
                    show(&c.kind, row.cells.get(&c.id)?)
                ))
            })
            .collect();
        if computed.is_empty() {
            return Ok(());
        }
        self.said(&format!("  {}", computed.join(" · ")))
    }

    /// Goes to the first cell of row `n`, from 1.
    fn at_row(&mut self, field: &Field, n: usize) -> Result<Step> {
        let count = self.state.rows(&field.id).len();
        let last = count + usize::from(self.state.grows(&field.id));
        if (1..=last).contains(&n) {
            return Ok(Step::Row(n - 1));
        }
        self.said(&format!("Les lignes vont de 1 à {last}."))?;
        Ok(Step::Again)
    }

    /// Types in a cell, keeps it, tells what is wrong with it.
    fn type_cell(&mut self, field: &Field, row: usize, column: &Column, value: Option<Value>) -> Result<()> {
        if value.is_none() && row == self.state.rows(&field.id).len() {
            // A new row begun with an empty cell.
            self.state.add_row(&field.id);
        }
        if self.state.set_cell(&field.id, row, &column.id, value) {
            self.save.keep(self.state, &field.id)?;
        }
        let at = |p: &&crate::form::Problem| {
            p.due && p.field == field.id && p.row == Some(row) && p.column.as_ref() == Some(&column.id)
        };
        let said = self.state.problems().iter().find(at).map(question::told);
        match said {
            Some(text) => self.said(&text),
            None => Ok(()),
        }
    }

    /// Keeps a change of rows, or says that it cannot be.
    fn changed(&mut self, field: &Field, done: bool) -> Result<()> {
        if !done {
            return self.said("Cette ligne ne se retire, ne se déplace ni ne s'ajoute.");
        }
        self.save.keep(self.state, &field.id)?;
        let Some(table) = field.table() else { return Ok(()) };
        let text = rows(self.state, field, table).join("\n");
        self.said(&text)
    }
}

/// The prompt of a cell: its column, what is there or how to answer.
fn prompt(column: &Column, present: Option<&TableRow>) -> String {
    let there = present.and_then(|r| r.cells.get(&column.id));
    let hint = match there {
        Some(value) => format!("[{}] ", show(&column.kind, value)),
        None if column.required => format!("(obligatoire) {} ", expected(&column.kind, column.absent)),
        None => String::new(),
    };
    format!("  {} {hint}\u{202f}: ", column.label).replace(" \u{202f}:", "\u{202f}:")
}
