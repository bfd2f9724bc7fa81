//! How much a file may hold, and how somebody wants it to be read.

/// What a file may hold at most; each limit is stated in the message that refuses what exceeds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: u64,
    /// Rows below the header.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
    /// Cells of all rows together.
    pub cells: usize,
    /// Characters of one cell.
    pub cell_length: usize,
    /// Parts of a workbook's archive.
    pub archive_entries: usize,
    /// Bytes of a workbook's parts, unpacked.
    pub archive_bytes: u64,
    /// How many times larger a part may be unpacked than packed.
    pub archive_ratio: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            bytes: 64 << 20,
            rows: 200_000,
            columns: 1_000,
            cells: 20_000_000,
            cell_length: 100_000,
            archive_entries: 1_000,
            archive_bytes: 200_000_000,
            archive_ratio: 100,
        }
    }
}

/// How a file is read; what is left out is found by looking at the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// What it may hold at most.
    pub limits: Limits,
    /// Name of the sheet of a workbook; otherwise the first visible one that holds anything.
    pub sheet: Option<String>,
    /// Name of the encoding of a text, such as `windows-1252`.
    pub encoding: Option<String>,
    /// What stands between two cells of a text.
    pub delimiter: Option<char>,
}
