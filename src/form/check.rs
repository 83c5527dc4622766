//! Problems: what keeps a form from being handed in or should be looked at, as sentences. They speak;
//! they hold nothing but the submission.

use super::{
    Field, FormState, Kind, Row, Value,
    compute::{Known, Side, side},
    def::{Check, Column, Formula, Op, Severity, Table},
    table::TableRow,
    valid::{advice, expected, wrong},
    value::blank,
};

/// Something to mend or to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Step, from 0.
    pub step: usize,
    /// Field.
    pub field: String,
    /// Row of a table, from 0.
    pub row: Option<usize>,
    /// Column of a table.
    pub column: Option<String>,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong and how to mend it.
    pub message: String,
    /// Whether it may be spoken of already: a missing answer waits until its field was left once.
    pub due: bool,
    /// Whether it waits for that.
    waits: bool,
}

impl Problem {
    /// Whether it is to be mended and may be spoken of.
    #[must_use]
    pub fn to_mend(&self) -> bool {
        self.due && self.severity.to_mend()
    }

    /// A problem of a whole field.
    fn of(field: &Field, step: usize, severity: Severity, message: String) -> Self {
        Self {
            step,
            field: field.id.clone(),
            row: None,
            column: None,
            severity,
            message,
            due: true,
            waits: false,
        }
    }

    /// The same, in a cell.
    fn at(mut self, row: usize, column: &Column) -> Self {
        self.row = Some(row);
        self.column = Some(column.id.clone());
        self
    }
}

impl FormState {
    /// Every problem in page order; fields that do not show have none. Empty once handed in.
    pub fn problems(&self) -> Vec<Problem> {
        let due = |p: &Problem| !p.waits || self.touched.contains(&p.field);
        self.found()
            .iter()
            .map(|p| Problem {
                due: due(p),
                ..p.clone()
            })
            .collect()
    }

    /// Every problem, whether it may be spoken of or not.
    fn found(&self) -> &[Problem] {
        self.memo.problems.get_or_init(|| {
            if self.frozen {
                return Vec::new();
            }
            let known = self.known();
            self.visible_fields()
                .into_iter()
                .flat_map(|(step, field)| self.problems_in(step, field, known))
                .collect()
        })
    }

    /// The heaviest problem of a field that may be spoken of.
    pub fn problem_of(&self, id: &str) -> Option<Problem> {
        let mut due: Vec<Problem> = self
            .problems()
            .into_iter()
            .filter(|p| p.field == id && p.due)
            .collect();
        due.sort_by_key(|p| std::cmp::Reverse(p.severity));
        due.into_iter().next()
    }

    /// Whether nothing holds the submission.
    pub fn is_submittable(&self) -> bool {
        !self.frozen && self.found().iter().all(|p| p.severity < Severity::Blocking)
    }

    /// Whether a visible field has an answer, filled in or typed. Rows that are always there count once
    /// somebody typed in one.
    pub fn is_answered(&self, field: &Field) -> bool {
        match field.table() {
            Some(table) if !table.preset.is_empty() && !self.frozen => {
                let Some(Value::Rows(kept)) = self.answers.get(&field.id) else {
                    return false;
                };
                let name = table.key.as_deref();
                let typed = |row: &Row| row.iter().any(|(id, v)| name != Some(id) && !v.is_empty());
                kept.iter().any(typed)
            }
            _ => self.known().0.contains_key(&field.id),
        }
    }

    /// The problems of one visible field.
    fn problems_in(&self, step: usize, field: &Field, known: &Known) -> Vec<Problem> {
        let mut found = Vec::new();
        match field.table() {
            Some(table) => self.table_problems(step, field, table, &mut found),
            None => self.value_problems(step, field, known, &mut found),
        }
        for check in &self.form.checks {
            if check.left.iter().find_map(|r| r.field()) == Some(field.id.as_str()) && fails(check, known) {
                let mut problem = Problem::of(field, step, check.severity, check.message.clone());
                // What the register alone gives is not spoken of before the field was seen.
                problem.waits = !self.answers.contains_key(&field.id);
                problem.row = self.row_of(check, field);
                problem.column = check
                    .left
                    .first()
                    .and_then(|r| r.column())
                    .filter(|_| problem.row.is_some())
                    .map(str::to_owned);
                found.push(problem);
            }
        }
        found
    }

    /// The row a check speaks of, when it names one.
    fn row_of(&self, check: &Check, field: &Field) -> Option<usize> {
        let Some(super::Ref::Cell { key, .. }) = check.left.first() else {
            return None;
        };
        let name = field.table()?.key.as_ref()?;
        self.rows(&field.id)
            .iter()
            .position(|r| r.cells.get(name).and_then(Value::text) == Some(key.as_str()))
    }

    /// Problems of a field that is not a table.
    fn value_problems(&self, step: usize, field: &Field, known: &Known, found: &mut Vec<Problem>) {
        let Some(value) = known.0.get(&field.id) else {
            if self.needs(field) {
                found.push(Self::missing(step, field));
            }
            return;
        };
        if let Some(message) = wrong(&field.kind, field.absent, value) {
            found.push(Problem::of(field, step, Severity::Blocking, message));
        } else if let (Some(check), Some(text)) = (field.check, value.text())
            && let Some(message) = advice(check, text)
        {
            found.push(Problem::of(field, step, Severity::Advice, message));
        }
    }

    /// A needed field without an answer. Where nobody can type, the register lacks it: only advice.
    fn missing(step: usize, field: &Field) -> Problem {
        if field.fixed() {
            let message = match field.kind {
                Kind::Computed(_) => "Pas encore calculable\u{202f}: compléter ce dont il dépend.",
                _ => "Le registre ne le dit pas\u{202f}: se complète au registre, pas ici.",
            };
            return Problem::of(field, step, Severity::Advice, message.to_owned());
        }
        let message = format!("Réponse obligatoire. {}", expected(&field.kind, field.absent));
        Problem {
            waits: true,
            ..Problem::of(field, step, Severity::Blocking, message)
        }
    }

    /// Problems of a table: missing rows, then row by row.
    fn table_problems(&self, step: usize, field: &Field, table: &Table, found: &mut Vec<Problem>) {
        let rows = self.merged(field, table);
        let begun = |r: &TableRow| if r.preset { r.begun() } else { !blank(&r.cells) };
        let count = rows.iter().filter(|r| begun(r)).count();
        let least = table.min_rows.max(usize::from(self.needs(field)));
        if field.fixed() {
            if count == 0 && self.needs(field) {
                found.push(Self::missing(step, field));
            }
            return;
        }
        let possible = table.grows || !table.preset.is_empty();
        if count < least && possible {
            let mut problem = Self::missing(step, field);
            if count > 0 {
                problem.message = format!("Au moins {least} lignes sont attendues\u{202f}: en ajouter.");
            } else if field.absent {
                problem.severity = Severity::Warning;
                "Aucune ligne\u{202f}: en ajouter, ou transmettre ainsi s'il n'y a rien à y mettre."
                    .clone_into(&mut problem.message);
            }
            found.push(problem);
        }
        for (i, row) in rows.iter().enumerate() {
            for column in &table.columns {
                let problem = cell_problem(row, begun(row), column)
                    .map(|m| (Severity::Blocking, m))
                    .or_else(|| against(row, column).map(|m| (Severity::Warning, m)));
                if let Some((severity, message)) = problem {
                    let message = format!("Ligne {}, {}\u{202f}: {message}", i + 1, column.label);
                    let missing = !row.cells.contains_key(&column.id);
                    let mut problem = Problem::of(field, step, severity, message).at(i, column);
                    problem.due =
                        !missing || severity < Severity::Blocking || self.touched.contains(&field.id);
                    found.push(problem);
                }
            }
        }
    }
}

/// What is wrong in a cell.
fn cell_problem(row: &TableRow, begun: bool, column: &Column) -> Option<String> {
    match row.cells.get(&column.id) {
        Some(value) => wrong(&column.kind, column.absent, value),
        None if column.required && begun => {
            let other = if row.preset {
                "vider la ligne"
            } else {
                "retirer la ligne"
            };
            Some(format!(
                "réponse obligatoire dans une ligne commencée. {} Ou {other}.",
                expected(&column.kind, column.absent)
            ))
        }
        None => None,
    }
}

/// A target that goes against the direction of its indicator: no attainment can be worked out.
fn against(row: &TableRow, column: &Column) -> Option<String> {
    let Kind::Computed(Formula::Attainment {
        depart, cible, sens, ..
    }) = &column.kind
    else {
        return None;
    };
    let number = |id: &String| row.cells.get(id).and_then(Value::number);
    let way = number(cible)? - number(depart)?;
    let wanted = match row.cells.get(sens).and_then(Value::text)? {
        "hausse" if way < 0.0 => "la hausse",
        "baisse" if way > 0.0 => "la baisse",
        _ => return None,
    };
    Some(format!(
        "cet indicateur vise {wanted} et sa cible va à l'encontre. Vérifier la cible et la valeur de départ\u{202f}; \
         l'atteinte n'est pas calculée."
    ))
}

/// Whether both sides are known and the comparison does not hold.
fn fails(check: &Check, known: &Known) -> bool {
    const NEAR: f64 = 1e-6;
    match (side(&check.left, known), side(&check.right, known)) {
        (Some(Side::Number(a)), Some(Side::Number(b))) => !match check.op {
            Op::Eq => (a - b).abs() < NEAR,
            Op::Le => a <= b + NEAR,
            Op::Ge => a >= b - NEAR,
            Op::Lt => a < b,
            Op::Gt => a > b,
        },
        // Dates may be imprecise: only what cannot be true fails.
        (Some(Side::Date(a0, a1)), Some(Side::Date(b0, b1))) => !match check.op {
            Op::Eq => a0 <= b1 && b0 <= a1,
            Op::Le => a0 <= b1,
            Op::Ge => a1 >= b0,
            Op::Lt => a0 < b1,
            Op::Gt => a1 > b0,
        },
        _ => false,
    }
}
