//! Why nothing was measured: one sentence, and whose turn it is.

/// Why nothing was measured.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// What was asked, or the data, cannot be understood as they are.
    #[error("{0}")]
    Input(String),
    /// Nothing of that name.
    #[error("{0}")]
    Missing(String),
    /// Something failed that nobody who asks can change.
    #[error("{0}")]
    Failed(String),
}

impl Error {
    /// What was asked, or the data, cannot be understood as they are.
    pub fn input(sentence: impl Into<String>) -> Error {
        Error::Input(sentence.into())
    }

    /// Nothing of that name.
    pub fn missing(sentence: impl Into<String>) -> Error {
        Error::Missing(sentence.into())
    }

    /// Something failed that nobody who asks can change.
    pub fn failed(sentence: impl Into<String>) -> Error {
        Error::Failed(sentence.into())
    }
}
