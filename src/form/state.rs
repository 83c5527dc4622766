//! A form being filled in: the answers, where the person is, which fields show.

use std::{
    borrow::Cow,
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
};

use super::{
    Field, FormDef, Kind, Problem, Resolved, Row, Sources, Step, Value,
    compute::{Answers, Known},
    def::{Formula, Subject, Table, When},
    formula,
    read::{decode, fit},
};

/// Where a field's value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nothing yet.
    Empty,
    /// Typed in this review.
    Answer,
    /// Filled in from the register.
    Register,
    /// Filled in from the previous review.
    Previous,
    /// Worked out.
    Computed,
}

/// A form being filled in. Visible fields are found again from the answers each time; final values and
/// problems are worked out when first asked for and forgotten at the next answer.
#[derive(Clone, Debug)]
pub struct FormState {
    pub(super) form: FormDef,
    pub(super) answers: BTreeMap<String, Value>,
    pub(super) sources: Sources,
    /// Step and field of the person.
    pub(super) place: (usize, String),
    /// Fields that were left once: their emptiness may be spoken of.
    pub(super) touched: BTreeSet<String>,
    /// Handed in: only what was frozen is shown.
    pub(super) frozen: bool,
    /// What follows from the answers, until the next one.
    pub(super) memo: Memo,
}

/// What follows from the answers.
#[derive(Clone, Debug, Default)]
pub(super) struct Memo {
    /// Values of visible fields.
    pub known: OnceCell<Known>,
    /// Problems of visible fields.
    pub problems: OnceCell<Vec<Problem>>,
}

impl FormState {
    /// A form with the answers kept so far; the person is at its first field.
    #[must_use]
    pub fn new(form: Resolved, answers: BTreeMap<String, Value>, sources: Sources) -> Self {
        let form = form.into_def();
        let answers = answers
            .into_iter()
            .map(|(id, value)| match form.field(&id) {
                Some(field) => {
                    let value = decode(&field.kind, value);
                    (id, value)
                }
                None => (id, value),
            })
            .collect();
        let first = form.steps.first().and_then(|s| s.fields.first());
        let place = (0, first.map(|f| f.id.clone()).unwrap_or_default());
        Self {
            form,
            answers,
            sources,
            place,
            touched: BTreeSet::new(),
            frozen: false,
            memo: Memo::default(),
        }
    }

    /// A form that was handed in: shows what was frozen, takes nothing from the register, refuses answers.
    #[must_use]
    pub fn frozen(form: Resolved, answers: BTreeMap<String, Value>) -> Self {
        let mut state = Self::new(form, answers, Sources::default());
        state.frozen = true;
        state
    }

    /// The form, laid out.
    pub fn form(&self) -> &FormDef {
        &self.form
    }

    /// What is known beside the answers.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Whether the review was handed in.
    pub fn is_frozen(&self) -> bool {
        self.frozen
    }

    /// Every step, those without a visible field included.
    pub fn steps(&self) -> &[Step] {
        &self.form.steps
    }

    /// The fields of a step that show now, in order.
    pub fn shown(&self, step: usize) -> Vec<&Field> {
        let fields = self.form.steps.get(step).map_or(&[][..], |s| &s.fields);
        fields.iter().filter(|f| self.visible(f)).collect()
    }

    /// Whether a field shows: its condition holds of a field that shows itself.
    pub fn visible(&self, field: &Field) -> bool {
        field.when.as_ref().is_none_or(|w| self.holds(w))
    }

    /// Whether submission needs an answer to a visible field.
    pub fn needs(&self, field: &Field) -> bool {
        field.required || field.required_when.as_ref().is_some_and(|w| self.holds(w))
    }

    /// Whether a condition holds now.
    fn holds(&self, when: &When) -> bool {
        let value = match &when.on {
            Subject::Source(key) => self.sources.get(key).cloned(),
            Subject::Field(id) => self
                .form
                .field(id)
                .filter(|f| self.visible(f))
                .and_then(|f| self.effective(f).0),
        };
        value.is_some_and(|value| when.test.holds(&value))
    }

    /// The value a field stands for: its answer, else what fills it in, else what is worked out.
    /// A table's rows hold preset and computed cells.
    pub fn value(&self, id: &str) -> Option<Value> {
        self.form.field(id).and_then(|f| self.effective(f).0)
    }

    /// What was answered, as it is kept: what the store must write after [`Self::set`].
    pub fn answer(&self, id: &str) -> Option<&Value> {
        self.answers.get(id)
    }

    /// Every answer as it is kept, by field; those of fields that do not show included.
    pub fn answers(&self) -> &BTreeMap<String, Value> {
        &self.answers
    }

    /// Where a field's value comes from.
    pub fn origin(&self, id: &str) -> Origin {
        self.form.field(id).map_or(Origin::Empty, |f| self.effective(f).1)
    }

    /// The previous review's answer to the same question, if the form names one.
    pub fn previous(&self, id: &str) -> Option<Value> {
        let field = self.form.field(id)?;
        fit(&field.kind, self.sources.get(field.previous.as_ref()?)?)
    }

    /// Answers a field; `None` takes the answer back (what fills it in shows again). Read-only fields
    /// and handed-in forms do not change. True when the answer changed.
    pub fn set(&mut self, id: &str, value: Option<Value>) -> bool {
        let takes = !self.frozen && self.form.field(id).is_some_and(|f| !f.fixed());
        if !takes || self.answers.get(id) == value.as_ref() {
            return false;
        }
        match value {
            Some(value) => self.answers.insert(id.to_owned(), value),
            None => self.answers.remove(id),
        };
        self.answered();
        true
    }

    /// Adds or changes a fact: what it fills in follows.
    pub fn inform(&mut self, key: &str, value: Value) {
        self.sources.0.insert(key.to_owned(), value);
        self.answered();
    }

    /// After any change of an answer.
    pub(super) fn answered(&mut self) {
        self.memo = Memo::default();
        self.keep_place_visible();
    }

    /// Answers to fields that do not show, in page order: kept, *sans objet*, not handed in.
    pub fn hidden_answers(&self) -> Vec<(&Field, &Value)> {
        self.form
            .steps
            .iter()
            .flat_map(|s| &s.fields)
            .filter(|f| !self.visible(f))
            .filter_map(|f| Some((f, self.answers.get(&f.id)?)))
            .collect()
    }

    /// What submission freezes: the values of visible fields, computed cells included, blank rows left out.
    pub fn final_answers(&self) -> BTreeMap<String, Value> {
        self.known().0.clone()
    }

    /// The values of visible fields.
    pub(super) fn known(&self) -> &Known {
        self.memo.known.get_or_init(|| {
            let fields = (0..self.form.steps.len()).flat_map(|step| self.shown(step));
            Known(
                fields
                    .filter_map(|f| Some((f.id.clone(), self.effective(f).0?)))
                    .collect(),
            )
        })
    }

    /// A field's value and where it comes from.
    pub(super) fn effective(&self, field: &Field) -> (Option<Value>, Origin) {
        if field.table().is_some() {
            return self.table_value(field);
        }
        let answer = self.answers.get(&field.id).filter(|v| !v.is_empty());
        if self.frozen {
            return from(answer.cloned(), Origin::Answer);
        }
        if let Kind::Computed(formula) = &field.kind {
            return from(self.computed(formula), Origin::Computed);
        }
        let (filled, origin) = self.prefill(field);
        match (field.readonly, filled, answer) {
            (true, Some(filled), _) | (false, Some(filled), None) => (Some(filled), origin),
            (_, _, answer) => from(answer.cloned(), Origin::Answer),
        }
    }

    /// What fills a field in, when it fits.
    pub(super) fn prefill(&self, field: &Field) -> (Option<Value>, Origin) {
        match (field.prefill.as_deref(), &field.item) {
            (Some("item"), Some(item)) => (Some(Value::Text(item.clone())), Origin::Register),
            (Some(key), _) => {
                let origin = if Sources::is_previous(key) {
                    Origin::Previous
                } else {
                    Origin::Register
                };
                from(self.sources.get(key).and_then(|v| fit(&field.kind, v)), origin)
            }
            _ => (None, Origin::Empty),
        }
    }

    /// Works out a computed field.
    fn computed(&self, formula: &Formula) -> Option<Value> {
        let table = |id: &str| self.form.field(id).and_then(Field::table);
        formula::field(formula, self, &self.sources, table)
    }

    /// The table of a field.
    pub(super) fn table(&self, id: &str) -> Option<(&Field, &Table)> {
        let field = self.form.field(id)?;
        Some((field, field.table()?))
    }
}

impl Answers for FormState {
    fn answer(&self, field: &str) -> Option<Value> {
        let field = self.form.field(field).filter(|f| self.visible(f))?;
        self.effective(field).0
    }

    fn rows(&self, table: &str) -> Option<Cow<'_, [Row]>> {
        match Answers::answer(self, table) {
            Some(Value::Rows(rows)) => Some(Cow::Owned(rows)),
            _ => None,
        }
    }
}

/// A value with its origin, or nothing.
fn from(value: Option<Value>, origin: Origin) -> (Option<Value>, Origin) {
    let origin = if value.is_some() { origin } else { Origin::Empty };
    (value, origin)
}
