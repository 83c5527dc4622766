//! Where a part of a long list begins.

/// The records before or after one of a list, or from the list's end or beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depart<T> {
    /// The last, or those before that record.
    Avant(Option<T>),
    /// The first, or those after that record.
    Apres(Option<T>),
}

impl<T> Depart<T> {
    /// The same way, from there.
    #[must_use]
    pub fn depuis(self, record: Option<T>) -> Self {
        match self {
            Self::Avant(_) => Self::Avant(record),
            Self::Apres(_) => Self::Apres(record),
        }
    }

    /// The record it begins at.
    #[must_use]
    pub fn borne(self) -> Option<T> {
        match self {
            Self::Avant(record) | Self::Apres(record) => record,
        }
    }

    /// Whether the list is read backwards.
    #[must_use]
    pub fn recule(&self) -> bool {
        matches!(self, Self::Avant(_))
    }
}
