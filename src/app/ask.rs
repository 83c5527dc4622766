//! What was asked for once and is done when the same key comes again.

use crate::domain::{Archivable, LotId};

/// What waits for the same key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// To undo a lot.
    Undo(LotId),
    /// To do an undone lot again.
    Redo(LotId),
    /// To put a record in the corbeille.
    Archive(Archivable),
}
