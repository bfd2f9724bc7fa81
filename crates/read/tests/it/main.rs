//! Files as people and programs write them, and files as they should not be.

// A test fails by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod columnar;
mod damage;
mod order;
mod places;
mod text;

use std::path::PathBuf;

use measure::{Batch, Values};
use read::{Error, Options, Source};

/// A folder that is deleted after the test.
pub struct Folder(tempfile::TempDir);

impl Folder {
    /// An empty one.
    pub fn make() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    /// Writes a file into it; its path.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }

    /// Its own path.
    pub fn path(&self) -> String {
        self.0.path().display().to_string()
    }
}

/// A file that lies beside the tests.
pub fn file(name: &str) -> String {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/files").join(name).display().to_string()
}

/// Everything in a source as text, one line a row, `·` for no value.
pub fn rows(source: &Source) -> Vec<String> {
    let all: Vec<usize> = (0..source.fields().len()).collect();
    let start = |_| Vec::new();
    let step = |rows: &mut Vec<String>, batch: &Batch<'_>| rows.extend((0..batch.rows()).map(|row| line(batch, row)));
    source.scan(&[all], 2, start, step, |all, more| all.extend(more)).unwrap().remove(0)
}

/// One row of a batch as text.
pub fn line(batch: &Batch<'_>, row: usize) -> String {
    let cell = |column: &measure::Column<'_>| match column.values {
        _ if !column.is_valid(row) => "·".to_owned(),
        Values::Number(values) => format!("{:?}", values[row]),
        Values::Integer(values) => values[row].to_string(),
        Values::Flag(bits) => bits.get(row).to_string(),
        Values::Coded { codes, words } => words[codes[row] as usize].clone(),
        Values::Date(values) => format!("day {}", values[row]),
        Values::Moment(values) => format!("µs {}", values[row]),
    };
    batch.columns().iter().map(cell).collect::<Vec<_>>().join(" ")
}

/// Opens one file with the usual settings.
pub fn open(name: &str) -> Result<Source, Error> {
    Source::open(&[name], &Options::default())
}

/// The sentences of a source's notices.
pub fn notices(source: &Source) -> Vec<String> {
    let of = |it: &read::Notice| format!("{}: {}", it.column.as_deref().unwrap_or("file"), it.sentence);
    source.notices().iter().map(of).collect()
}
