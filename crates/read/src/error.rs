//! What can go wrong between a name and a column, each a sentence that says what to do next.

/// Why data could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Nothing under that name.
    #[error("there is no file `{0}`; check the path")]
    Missing(String),
    /// A pattern or folder without data.
    #[error("`{0}` holds no data files; name CSV, JSON Lines, Parquet or Arrow files")]
    Nothing(String),
    /// A file without bytes.
    #[error("`{0}` is empty; deliver it again")]
    Empty(String),
    /// A header, and nothing below it.
    #[error("`{0}` has no rows; deliver it again")]
    NoRows(String),
    /// Bytes that are none of the formats.
    #[error("`{place}` is {found}; give CSV, JSON Lines, Parquet or Arrow, plain or packed with gzip or zstd")]
    Format {
        /// The file.
        place: String,
        /// What it seems to be.
        found: String,
    },
    /// Two columns under one name.
    #[error(
        "`{place}` has two columns named `{name}`; rename one of them, or let --number-repeated give each a number"
    )]
    DuplicateHeader {
        /// The file.
        place: String,
        /// The name.
        name: String,
    },
    /// A row with more or fewer cells than the header.
    #[error(
        "`{place}`, line {line}: {cells} cells where the header has {expected}; quote the cell that holds a delimiter or mend the row"
    )]
    Ragged {
        /// The file.
        place: String,
        /// Line on which the row starts, the header being line 1.
        line: u64,
        /// Cells found.
        cells: usize,
        /// Cells of the header.
        expected: usize,
    },
    /// A file that ends too early or whose structure is damaged.
    #[error("`{place}` is damaged or was cut short: {why}; deliver it again")]
    Damaged {
        /// The file.
        place: String,
        /// What the format's reader says.
        why: String,
    },
    /// A row that is not what its format wants.
    #[error("`{place}`, line {line}: {why}; mend the row")]
    Row {
        /// The file.
        place: String,
        /// The line.
        line: u64,
        /// What is wrong.
        why: String,
    },
    /// A byte that means nothing in the encoding.
    #[error("`{place}`: byte {at} cannot be read as {encoding}; name the encoding")]
    Undecodable {
        /// The file.
        place: String,
        /// Offset of the first such byte.
        at: u64,
        /// The encoding that was tried.
        encoding: String,
    },
    /// Somebody wrote to the file meanwhile.
    #[error("`{0}` changed while it was read; nothing was measured, try again when it is complete")]
    Changed(String),
    /// Files that do not belong together.
    #[error("`{place}` does not match `{first}`: {why}; measure them apart")]
    Unlike {
        /// The file.
        place: String,
        /// The file whose columns count.
        first: String,
        /// What differs.
        why: String,
    },
    /// A setting that means nothing.
    #[error("{0}")]
    Setting(String),
    /// The operating system or the object store refused.
    #[error("`{place}` cannot be read: {why}")]
    Unreadable {
        /// The file.
        place: String,
        /// What was said.
        why: String,
    },
    /// A column that cannot be lent.
    #[error(transparent)]
    Column(#[from] measure::ColumnError),
}

impl Error {
    /// A failure of input and output on `place`.
    pub(crate) fn io(place: &str, error: &std::io::Error) -> Error {
        match error.kind() {
            std::io::ErrorKind::NotFound => Error::Missing(place.to_owned()),
            std::io::ErrorKind::UnexpectedEof | std::io::ErrorKind::InvalidInput => Error::damaged(place, error),
            _ => Error::Unreadable { place: place.to_owned(), why: error.to_string() },
        }
    }

    /// Damage that a library found.
    pub(crate) fn damaged(place: &str, why: impl std::fmt::Display) -> Error {
        Error::Damaged { place: place.to_owned(), why: why.to_string() }
    }
}
