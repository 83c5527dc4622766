//! What the screen holds and what each action does to it.
//! Must not draw, nor know the terminal beyond the names of its keys.

pub mod action;
pub mod key;
pub mod keymap;
