//! What happened, and what the terminal is asked to do.

use super::key::Key;

/// What happened.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A key.
    Key(Key),
    /// Text pasted in one piece.
    Paste(String),
    /// The window is now so many columns and rows.
    Resize(u16, u16),
    /// Nothing came for a while.
    Idle,
    /// The screen was lost (after a suspension): draw it whole.
    Redraw,
    /// The line dropped or a signal asks to end, with this exit code.
    End(u8),
}

/// What only the terminal can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Copy to the person's clipboard (OSC 52).
    Copy(String),
    /// Hand the terminal back to the shell.
    Suspend,
}
