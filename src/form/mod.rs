//! The form engine: forms as data, answers, checks. Pure: knows fields and answers, nothing of
//! SQLite, the terminal or campuses.

pub mod check;
pub mod compare;
pub mod compute;
mod condition;
pub mod def;
pub mod edit;
pub mod formula;
pub mod library;
pub mod load;
pub mod moves;
pub mod number;
pub mod progress;
pub mod read;
pub mod recap;
pub mod reference;
pub mod resolve;
pub mod show;
pub mod sources;
pub mod state;
pub mod table;
pub mod valid;
pub mod value;

pub use check::Problem;
pub use def::{Field, FormDef, Kind, Severity, Step};
pub use library::Forms;
pub use load::{LoadError, load, load_dir};
pub use moves::Move;
pub use progress::{Progress, StepState};
pub use read::parse;
pub use reference::Ref;
pub use resolve::{Resolved, resolve};
pub use show::{edit_text, show};
pub use sources::Sources;
pub use state::{FormState, Origin};
pub use table::TableRow;
pub use value::{Row, Value};
