//! What somebody may settle about the reading of text, where it should not be found by looking.

/// Settings of a reading; what is `None` or empty is found by looking at all of the data, and reported.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The character between the cells of CSV.
    pub delimiter: Option<char>,
    /// The character before the fraction: `.` or `,`.
    pub decimal: Option<char>,
    /// The label of the encoding, such as `windows-1252`.
    pub encoding: Option<String>,
    /// Further spellings of "no value", which then count in every column.
    pub nulls: Vec<String>,
    /// Whether `03/04/2026` names its day first.
    pub day_first: Option<bool>,
    /// Columns that stay text whatever they look like.
    pub text: Vec<String>,
    /// Whether columns of one name are told apart by a number; a file that holds two of one name is refused without it.
    pub number_repeated: bool,
    /// Settings of the object store, such as a region or keys.
    pub store: Vec<(String, String)>,
}
