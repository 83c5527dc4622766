//! Files that come in, read as rows of the trade.
//! Must not know the store, the screen or the command line.

pub mod annuaire;
pub mod champs;
pub mod flux;
mod format;
mod refus;
pub mod tableau;
pub mod valeurs;
