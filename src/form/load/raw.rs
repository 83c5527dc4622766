//! The file as written, before any of our checks. Spans give the line of each mistake.

use serde::Deserialize;
use toml::Spanned;

/// A name, a number or a list in the file, with its place.
pub(super) type Word = Spanned<String>;

/// Whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawForm {
    pub id: Word,
    pub version: Spanned<u32>,
    pub title: String,
    pub note: Option<String>,
    #[serde(default)]
    pub step: Vec<RawStep>,
    #[serde(default)]
    pub check: Vec<RawCheck>,
    #[serde(default)]
    pub reprise: Vec<RawReprise>,
}

/// `[[step]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStep {
    pub id: Word,
    pub title: String,
    pub help: Option<String>,
    pub repeat: Option<Word>,
    #[serde(default)]
    pub field: Vec<RawField>,
}

/// `[[step.field]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawField {
    pub id: Word,
    pub label: String,
    pub help: Option<String>,
    pub kind: Word,
    #[serde(default)]
    pub required: bool,
    pub optional: Option<String>,
    #[serde(default)]
    pub readonly: bool,
    #[serde(default)]
    pub own: bool,
    pub prefill: Option<Word>,
    pub previous: Option<Word>,
    pub when: Option<Spanned<RawWhen>>,
    pub required_when: Option<Spanned<RawWhen>>,
    pub min: Option<Spanned<f64>>,
    pub max: Option<Spanned<f64>>,
    pub options: Option<Spanned<Vec<String>>>,
    pub options_from: Option<Word>,
    pub precision: Option<Word>,
    pub absent: Option<bool>,
    pub must_be: Option<Spanned<bool>>,
    pub entity: Option<Word>,
    pub create: Option<Spanned<bool>>,
    pub check: Option<Word>,
    pub from: Option<Word>,
    pub formula: Option<Spanned<RawFormula>>,
    pub rows_from: Option<Word>,
    pub key: Option<Word>,
    pub rows: Option<Spanned<Vec<String>>>,
    pub min_rows: Option<usize>,
    pub grows: Option<Spanned<bool>>,
    #[serde(default)]
    pub column: Vec<RawColumn>,
}

/// `[[step.field.column]]`.
#[allow(clippy::struct_excessive_bools)] // the flags of the file
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawColumn {
    pub id: Word,
    pub label: String,
    pub kind: Word,
    pub width: Option<u16>,
    #[serde(default)]
    pub total: bool,
    pub options: Option<Spanned<Vec<String>>>,
    pub options_from: Option<Word>,
    #[serde(default)]
    pub readonly: bool,
    #[serde(default)]
    pub required: bool,
    pub min: Option<Spanned<f64>>,
    pub max: Option<Spanned<f64>>,
    pub precision: Option<Word>,
    pub entity: Option<Word>,
    pub create: Option<Spanned<bool>>,
    pub absent: Option<bool>,
    #[serde(default)]
    pub reprise: bool,
    pub formula: Option<Spanned<RawFormula>>,
}

/// `when = { field = "…", is = … }`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWhen {
    pub field: Word,
    pub is: Option<toml::Value>,
    #[serde(rename = "in")]
    pub one_of: Option<Vec<toml::Value>>,
    pub not: Option<toml::Value>,
}

/// `formula = { difference = ["a", "b"] }`: exactly one key.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFormula {
    pub add_years: Option<Vec<Operand>>,
    pub attainment: Option<Names>,
    pub difference: Option<Vec<String>>,
    pub sum: Option<Vec<String>>,
    pub ratio: Option<Vec<String>>,
}

/// A table's name, or four columns.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Names {
    One(String),
    Many(Vec<String>),
}

/// A reference or a number.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Operand {
    Number(f64),
    Text(String),
}

/// `[[check]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCheck {
    pub id: Word,
    pub severity: Word,
    pub message: String,
    pub left: Spanned<Vec<Operand>>,
    pub op: Word,
    pub right: Spanned<Vec<Operand>>,
}

/// `[[reprise]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawReprise {
    pub indicateur: Word,
    pub colonne: Option<Word>,
    pub depuis: Option<Spanned<Terms>>,
    pub source: Option<Word>,
}

/// A reference, or several to sum.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Terms {
    One(String),
    Sum(Vec<String>),
}
