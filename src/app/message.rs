//! The status line.

/// One line for the person; stays until the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The sentence.
    pub text: String,
    /// Whether something failed.
    pub error: bool,
}

impl Message {
    /// Something worth knowing.
    pub fn info(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            error: false,
        }
    }

    /// Something failed: the sentence and its causes.
    #[must_use]
    pub fn error(error: &anyhow::Error) -> Self {
        Self {
            text: format!("{error:#}"),
            error: true,
        }
    }
}
