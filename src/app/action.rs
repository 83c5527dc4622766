//! What a key means. Keys are bound to these in `data/keys.toml`, in the order that help shows.

use serde::Deserialize;

use super::key::Key;
use crate::domain::vue::Vue;

/// Everything a person can ask for. The name in the key table is the kebab-case of the variant.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Leave the program (from a list).
    Quit,
    /// All live keys.
    Help,
    /// Every action, searchable.
    Palette,
    /// Leave what is on top, one step.
    Back,
    /// Hand the terminal back to the shell for a while.
    Suspend,
    /// Pane 1.
    Region,
    /// Pane 2.
    Campus,
    /// Pane 3.
    Filiere,
    /// Pane 4.
    Partenaire,
    /// Screen 5.
    Echeancier,
    /// Screen 6.
    Revues,
    /// Screen 7.
    Tableau,
    /// Screen 8.
    Commission,
    /// Screen 9.
    Journal,
    /// Next pane.
    NextPane,
    /// Previous pane.
    PrevPane,
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// One cell left.
    Left,
    /// One cell right.
    Right,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// First row.
    First,
    /// Last row.
    Last,
    /// Open the fiche, follow the link, take the row.
    Open,
    /// Filter as you type.
    Filter,
    /// Start or resume the suivi.
    Suivi,
    /// Start or resume the évaluation.
    Evaluation,
    /// New record.
    New,
    /// Edit the record.
    Edit,
    /// Archive the record.
    Archive,
    /// What is in the corbeille.
    Corbeille,
    /// Bring the record back from the corbeille.
    Restore,
    /// Join the partner with another one that is the same.
    Merge,
    /// Partners that may be one.
    Doublons,
    /// What earlier sessions kept beside the register.
    Rescues,
    /// Undo the last change.
    Undo,
    /// Do the last undone change again.
    Redo,
    /// History of the field under the cursor, else of the record.
    History,
    /// History of the whole record.
    RecordHistory,
    /// Recompute the journal's chain.
    Verify,
    /// Sort by the next column.
    Sort,
    /// Mark the row, or take its mark off.
    Mark,
    /// Mark every row shown, or take their marks off.
    MarkAll,
    /// One field of every marked record.
    EditMany,
    /// Only what others changed since the last visit, and back.
    News,
    /// Columns of the list, and those it is sorted by.
    Layout,
    /// Copy the name.
    Copy,
    /// Copy the whole fiche.
    CopyAll,
    /// Export what is shown.
    Export,
    /// The views of the list.
    Vues,
    /// Keep the list as a view for everybody.
    Share,
    /// Next field.
    NextField,
    /// Previous field.
    PrevField,
    /// Next step.
    NextStep,
    /// Previous step.
    PrevStep,
    /// Entrée in a form: next field, opens a choice or a table.
    Enter,
    /// Steps and fields with their state.
    Jump,
    /// Next problem.
    NextProblem,
    /// Take the previous review's answer.
    TakePrevious,
    /// Save now.
    Save,
    /// Long text in full screen.
    FullScreen,
    /// To the recapitulation; there, submit.
    Recap,
    /// Reopen a review that was handed in.
    Reopen,
    /// Throw the draft of a form away.
    Discard,
    /// Who else has this open: conflicts to settle, who writes.
    Together,
    /// Keep one's own value and write it again.
    Amend,
    /// Only read what another session writes.
    ReadOnly,
    /// Write in place of the other session.
    TakeOver,
    /// Do again what the busy register refused.
    Retry,
    /// Open the list of a choice.
    Toggle,
    /// Undo typing in the field.
    UndoTyping,
    /// Redo typing in the field.
    RedoTyping,
    /// Add a row below.
    AddRow,
    /// Remove the row.
    RemoveRow,
    /// Put the removed row back.
    RestoreRow,
    /// Move the row up.
    RowUp,
    /// Move the row down.
    RowDown,
    /// Empty the cell.
    ClearCell,
    /// How far ahead the échéancier looks.
    Horizon,
    /// Which states are shown.
    States,
    /// Two reviews side by side.
    Compare,
    /// The picture, or its table.
    Table,
    /// Choose what is shown: an indicator, a campus.
    Choose,
    /// Proposals for the agenda.
    Agenda,
    /// Close the séance.
    Close,
    /// Decide on what was examined.
    Decide,
    /// Publish the act.
    Publish,
    /// Show the annex of an act.
    Annex,
    /// Show a view, from the palette.
    #[serde(skip)]
    TakeVue(Box<Vue>),
    /// A key typed into a text.
    #[serde(skip)]
    Type(Key),
    /// Text pasted.
    #[serde(skip)]
    Paste(String),
}
