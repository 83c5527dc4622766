//! What a form file says: steps, fields, kinds, conditions, checks. Plain data; `load` guarantees that
//! every name in it exists and that every condition speaks of an earlier field.

mod formula;
mod kind;
mod rule;
mod table;

use super::Ref;
pub use formula::Formula;
pub use kind::{Bounds, Kind, Options, Precision, Renvois};
pub use rule::{Advised, Check, Op, Severity, Subject, Test, When};
pub use table::{Column, Table};

/// A form.
#[derive(Clone, Debug, PartialEq)]
pub struct FormDef {
    /// Stable name, e.g. `suivi-2013`.
    pub id: String,
    /// Raised whenever a field changes.
    pub version: u32,
    /// Title for people.
    pub title: String,
    /// What people should know of the form itself (its origin, for instance).
    pub note: Option<String>,
    /// Steps in order; the first one does not repeat and its first field is always shown.
    pub steps: Vec<Step>,
    /// Checks across fields.
    pub checks: Vec<Check>,
    /// What fills cells of reference rows in.
    pub reprises: Vec<Reprise>,
}

/// A step: a page of fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Stable name.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// A sentence under the title.
    pub help: Option<String>,
    /// Source list whose every entry gets its own copy of the fields. `None` once resolved.
    pub repeat: Option<String>,
    /// Fields in order.
    pub fields: Vec<Field>,
}

/// A field.
#[allow(clippy::struct_excessive_bools, reason = "the flags of the file")]
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Stable name; `note.2` for the second copy of a repeated field.
    pub id: String,
    /// The question.
    pub label: String,
    /// How to answer it.
    pub help: Option<String>,
    /// What an answer looks like.
    pub kind: Kind,
    /// Whether submission needs an answer.
    pub required: bool,
    /// What is said after the question when no answer is needed: `facultatif`, or what will ask for one.
    pub optional: String,
    /// Shown, never typed.
    pub readonly: bool,
    /// One record's own (a name, an identifier): never given to several at once.
    pub own: bool,
    /// Source that fills it in.
    pub prefill: Option<String>,
    /// Source of the previous review's answer, shown beside.
    pub previous: Option<String>,
    /// Shown only when this holds.
    pub when: Option<When>,
    /// Needed at submission when this holds.
    pub required_when: Option<When>,
    /// Whether *donnée absente* is an answer; for a table, whether no row is one.
    pub absent: bool,
    /// Form of the text that is advised.
    pub check: Option<Advised>,
    /// The entry a repeated field is about; set when the form is resolved.
    pub item: Option<String>,
}

/// What fills one cell of a reference row in until somebody types there.
#[derive(Clone, Debug, PartialEq)]
pub struct Reprise {
    /// Key of the row.
    pub indicateur: String,
    /// Column.
    pub colonne: String,
    /// Where the value comes from.
    pub depuis: Depuis,
}

/// Where a reprise takes its value.
#[derive(Clone, Debug, PartialEq)]
pub enum Depuis {
    /// The previous review: the sum of these, or the one as it stands.
    Suivi(Vec<Ref>),
    /// A fact of the register, by its source name.
    Registre(String),
}

impl FormDef {
    /// The field of that name.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.steps.iter().flat_map(|s| &s.fields).find(|f| f.id == id)
    }
}

impl Field {
    /// The table, when it is one.
    #[must_use]
    pub fn table(&self) -> Option<&Table> {
        match &self.kind {
            Kind::Table(t) => Some(t),
            _ => None,
        }
    }

    /// Whether nobody types in it.
    #[must_use]
    pub fn fixed(&self) -> bool {
        self.readonly || matches!(self.kind, Kind::Computed(_))
    }
}
