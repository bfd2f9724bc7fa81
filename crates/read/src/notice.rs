//! What was found while looking at data and decided by what was found: said aloud, so that nothing is a silent guess.

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The column that it is about; `None` for the whole file.
    pub column: Option<String>,
    /// A short name that does not change: `delimiter`, `null_word`, `mixed`, ….
    pub name: &'static str,
    /// The finding in words.
    pub sentence: String,
}

impl Notice {
    /// A finding about a column.
    pub(crate) fn of(column: &str, name: &'static str, sentence: impl Into<String>) -> Notice {
        Notice { column: Some(column.to_owned()), name, sentence: sentence.into() }
    }

    /// A finding about a file.
    pub(crate) fn file(name: &'static str, sentence: impl Into<String>) -> Notice {
        Notice { column: None, name, sentence: sentence.into() }
    }
}
