//! The form engine: forms as data, answers, checks. Pure: knows fields and answers, nothing of
//! SQLite, the terminal or campuses.

pub mod def;
pub mod value;

pub use def::{Field, FormDef, Kind, Step};
pub use value::{Row, Value};
