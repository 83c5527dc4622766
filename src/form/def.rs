//! What a form file says: steps, fields, kinds, conditions, checks. Plain data; `load` guarantees that
//! every name in it exists and that every condition speaks of an earlier field.

use super::{Ref, Row, Value};

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
    /// Where the column marked `reprise` takes its values from in the previous review.
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
    /// Shown, never typed.
    pub readonly: bool,
    /// Source that fills it in.
    pub prefill: Option<String>,
    /// Source of the previous review's answer, shown beside.
    pub previous: Option<String>,
    /// Shown only when this holds.
    pub when: Option<When>,
    /// Needed at submission when this holds.
    pub required_when: Option<When>,
    /// Whether *donnée absente* is an answer.
    pub absent: bool,
    /// Form of the text that is advised.
    pub check: Option<Advised>,
    /// The entry a repeated field is about; set when the form is resolved.
    pub item: Option<String>,
}

/// What an answer looks like.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// One line of text.
    Line {
        /// Longest text, in characters.
        max: Option<usize>,
    },
    /// Text on several lines.
    Text {
        /// Longest text, in characters.
        max: Option<usize>,
    },
    /// Whole number.
    Int(Bounds),
    /// Number with decimals.
    Decimal(Bounds),
    /// Percentage: `12,5` means 12,5 %. Between 0 and 100 unless the file says otherwise.
    Percent(Bounds),
    /// Euros.
    Amount(Bounds),
    /// Date.
    Date {
        /// The least precision accepted.
        precision: Precision,
    },
    /// Oui or non.
    YesNo {
        /// The only answer that may be submitted.
        must_be: Option<bool>,
    },
    /// One of a list.
    Choice(Options),
    /// Several of a list.
    Choices(Options),
    /// Rows of typed columns.
    Table(Box<Table>),
    /// Read-only, worked out.
    Computed(Formula),
}

/// Least and greatest number accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bounds {
    /// Least.
    pub min: Option<f64>,
    /// Greatest.
    pub max: Option<f64>,
}

/// Precision of a date, the finest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    /// The year is enough.
    Year,
    /// The month at least.
    Month,
    /// The day.
    Day,
}

/// What a choice offers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// The options, in order.
    pub list: Vec<String>,
    /// Source list that gives them; `None` once resolved.
    pub from: Option<String>,
}

/// Rows of typed columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Columns in order.
    pub columns: Vec<Column>,
    /// Source of the rows that are always there.
    pub rows_from: Option<String>,
    /// Column that names a row that is always there.
    pub key: Option<String>,
    /// Names of rows that are always there, written in the form itself: they fill the first column.
    pub rows: Vec<String>,
    /// Least number of rows at submission.
    pub min_rows: usize,
    /// The rows that are always there; filled in when the form is resolved.
    pub preset: Vec<Row>,
}

/// One column.
#[allow(clippy::struct_excessive_bools)] // the flags of the file
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Stable name.
    pub id: String,
    /// Heading.
    pub label: String,
    /// What a cell looks like; never a table.
    pub kind: Kind,
    /// Width asked for, in cells of the screen.
    pub width: Option<u16>,
    /// Whether a total is shown.
    pub total: bool,
    /// Whether a begun row needs it.
    pub required: bool,
    /// Shown, never typed.
    pub readonly: bool,
    /// Whether *donnée absente* is an answer.
    pub absent: bool,
    /// Filled in from the previous review by the form's reprises.
    pub reprise: bool,
}

/// What a read-only field or cell is worked out from. Names are fields in a field, columns in a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Formula {
    /// A source as it stands.
    Source(String),
    /// A date some years later.
    AddYears {
        /// The date.
        date: Ref,
        /// How many years.
        years: Ref,
    },
    /// Summary of the attainment column of a table.
    Summary {
        /// The table.
        table: String,
    },
    /// First minus second.
    Difference(String, String),
    /// First over second, in percent.
    Ratio(String, String),
    /// Sum of what is given.
    Sum(Vec<String>),
    /// How much of the way from baseline to target, in percent (`domaine.md` § 2.2).
    Attainment {
        /// Baseline column.
        depart: String,
        /// Target column.
        cible: String,
        /// Reached value column.
        valeur: String,
        /// Column or preset cell holding `hausse`, `baisse` or `neutre`.
        sens: String,
    },
}

/// A condition.
#[derive(Clone, Debug, PartialEq)]
pub struct When {
    /// An earlier field, or a source when it holds a dot that no field has (`label.regime`).
    pub on: Subject,
    /// What it must be.
    pub test: Test,
}

/// What a condition speaks of.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// A field of the form.
    Field(String),
    /// A source.
    Source(String),
}

/// What a condition asks. Nothing holds of an empty field.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// Equal to one of these (a multiple choice: holds one of these).
    In(Vec<Value>),
    /// Answered, and not this.
    Not(Value),
}

/// How much a problem weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth a look.
    Advice,
    /// Should be mended or explained.
    Warning,
    /// Holds the submission, and nothing else.
    Blocking,
}

impl Severity {
    /// The word shown.
    #[must_use]
    pub fn mot(self) -> &'static str {
        match self {
            Self::Advice => "conseil",
            Self::Warning => "avertissement",
            Self::Blocking => "bloquant",
        }
    }
}

/// A comparison between fields: both sides are sums. Not made while a value is missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// Stable name.
    pub id: String,
    /// How much it weighs.
    pub severity: Severity,
    /// What to say when it fails.
    pub message: String,
    /// Left side.
    pub left: Vec<Ref>,
    /// Comparison that must hold.
    pub op: Op,
    /// Right side.
    pub right: Vec<Ref>,
}

/// Comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// Equal.
    Eq,
    /// At most.
    Le,
    /// At least.
    Ge,
    /// Less.
    Lt,
    /// Greater.
    Gt,
}

/// Where an indicator's value at the previous review comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Reprise {
    /// Key of the preset row.
    pub indicateur: String,
    /// What to read in the previous review's answers.
    pub depuis: Ref,
}

/// A form of text that is advised, never demanded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advised {
    /// A school's code.
    Uai,
    /// A company's number.
    Siren,
    /// An establishment's number.
    Siret,
    /// An address of mail.
    Email,
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

impl Table {
    /// The column of that name.
    #[must_use]
    pub fn column(&self, id: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.id == id)
    }

    /// Whether people may add rows: not where the rows are a reference list.
    #[must_use]
    pub fn grows(&self) -> bool {
        self.rows_from.is_none()
    }
}

impl Kind {
    /// Whether answers are numbers.
    #[must_use]
    pub fn numeric(&self) -> bool {
        matches!(
            self,
            Self::Int(_) | Self::Decimal(_) | Self::Percent(_) | Self::Amount(_)
        )
    }

    /// The options, for a choice.
    #[must_use]
    pub fn options(&self) -> &[String] {
        match self {
            Self::Choice(o) | Self::Choices(o) => &o.list,
            _ => &[],
        }
    }

    /// Name for people.
    #[must_use]
    pub fn libelle(&self) -> &'static str {
        match self {
            Self::Line { .. } => "texte",
            Self::Text { .. } => "texte long",
            Self::Int(_) => "entier",
            Self::Decimal(_) => "décimal",
            Self::Percent(_) => "pourcentage",
            Self::Amount(_) => "montant",
            Self::Date { .. } => "date",
            Self::YesNo { .. } => "oui/non",
            Self::Choice(_) => "choix",
            Self::Choices(_) => "choix multiple",
            Self::Table(_) => "tableau",
            Self::Computed(_) => "calculé",
        }
    }
}
