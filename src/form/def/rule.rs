//! Conditions and checks.

use crate::form::{Ref, Value};

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
    /// Whether it is to be mended: advice need not be followed.
    #[must_use]
    pub fn to_mend(self) -> bool {
        self > Self::Advice
    }

    /// What stands before its sentence on the screen.
    #[must_use]
    pub fn titre(self) -> &'static str {
        match self {
            Self::Blocking => "À corriger",
            Self::Warning => "Avertissement",
            Self::Advice => "Conseil",
        }
    }

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

/// A form of text that is advised, never demanded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advised {
    /// A school's code.
    Uai,
    /// A company's number.
    Siren,
    /// An establishment's number.
    Siret,
    /// An association's number.
    Rna,
    /// A département's code.
    Departement,
    /// A commune's code.
    Commune,
    /// A postal code.
    CodePostal,
    /// An address of mail.
    Email,
}
