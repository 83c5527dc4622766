//! cmq: register and review tool of the label *Campus des métiers et des qualifications*.
//!
//! Modules, each may use those before it and never those after:
//! `domain` (the trade) · `form` (the form engine) · `import` and `export` (files that come in and go out) ·
//! `store` (the SQLite file) ·
//! `app` (what the screen holds) · `ui` (draws it) · `term` (the terminal) · `cli` (the same without a screen).

pub mod app;
pub mod cli;
pub mod clock;
pub mod domain;
pub mod env;
pub mod export;
pub mod form;
pub mod import;
pub mod log;
pub mod paths;
pub mod store;
pub mod term;
pub mod ui;
