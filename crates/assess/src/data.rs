//! What is read: sources of data or summaries of them, with the part that they play, their digests, and what the reader said.

use std::io::Read;
use std::path::Path;

use measure::summary::{ColumnSummary, Pairs, Summary};
use measure::{Batch, Column, Measured, Undefined, Values, Verdict};
use read::{Options, Source, Table, base};
use sha2::{Digest, Sha256};

use super::asked::Most;
use super::number::rows;
use super::report::{FileUsed, Note, Ruling};
use super::verdict::ruling;
use crate::Error;

/// Bytes at the beginning of a file by which a summary is told from data.
const HEAD: usize = 64;

/// Data, or a summary of data that may be gone.
pub enum Input {
    /// Files with the same columns.
    Data(Source),
    /// What is known of rows without the rows, and the files that it was read from.
    Summary(Box<Summary>, Vec<FileUsed>),
}

impl Input {
    /// Opens files of data, or merges files of summaries.
    pub fn open(role: &'static str, files: &[String], options: &Options) -> Result<Input, Error> {
        let summaries = files.iter().filter(|it| is_summary(it)).count();
        match summaries {
            0 => Ok(Input::Data(Source::open(files, options).map_err(said)?)),
            all if all == files.len() => merged(role, files),
            _ => Err(Error::input("some files are data and some are summaries; summarise the data first")),
        }
    }

    /// The same, refused when it holds more than `most`.
    pub fn at_most(self, most: Option<Most>) -> Result<Input, Error> {
        match (&self, most) {
            (Input::Data(source), Some(most)) if !fits(source, most) => {
                let (rows, cells) = (rows(most.rows), rows(most.cells));
                let much = format!("more than {rows} rows or {cells} cells, the most that is measured here");
                Err(Error::input(format!("the data have {much}; measure them with `aims measure`")))
            }
            _ => Ok(self),
        }
    }

    /// The data; a summary is refused with what it lacks for `family`.
    pub fn source(&self, family: &str) -> Result<&Source, Error> {
        match self {
            Input::Data(source) => Ok(source),
            Input::Summary(_, files) => {
                let name = files.first().map_or("", |it| it.name.as_str());
                Err(Error::input(format!("`{name}` is a summary, and `{family}` needs the rows; name the data")))
            }
        }
    }

    /// The names of the columns.
    pub fn names(&self) -> Vec<String> {
        match self {
            Input::Data(source) => names(source).into_iter().map(str::to_owned).collect(),
            Input::Summary(summary, _) => summary.columns.iter().map(|it| it.name.clone()).collect(),
        }
    }

    /// The files as a report tells them.
    pub fn files(&self, role: &'static str) -> Vec<FileUsed> {
        match self {
            Input::Data(source) => {
                let used = |it: read::FileRead| FileUsed {
                    role,
                    name: base(&it.name).to_owned(),
                    bytes: it.bytes,
                    sha256: it.sha256,
                };
                source.files().into_iter().map(used).collect()
            }
            Input::Summary(_, files) => files.clone(),
        }
    }

    /// What the reader found by looking, of the column and, where these are not the data themselves, of the part.
    pub fn notes(&self, part: &str) -> Vec<Note> {
        let source = match self {
            Input::Data(source) => source,
            Input::Summary(summary, _) => return repeated(&summary.data, part),
        };
        let of = |column: &Option<String>| match (column, part) {
            (Some(column), "data") => column.clone(),
            (None, "data") => String::new(),
            (Some(column), part) => format!("{column} in the {part}"),
            (None, part) => format!("the {part}"),
        };
        let note = |it: &read::Notice| Note::new(it.name, of(&it.column), it.sentence.clone());
        source.notices().iter().map(note).collect()
    }

    /// The summary of every column.
    pub fn summary(&self, threads: usize) -> Result<Summary, Error> {
        match self {
            Input::Data(source) => summary(source, threads),
            Input::Summary(summary, _) => Ok(summary.as_ref().clone()),
        }
    }

    /// The same with how columns go together, as a file keeps it.
    pub fn summarised(&self, threads: usize) -> Result<Summary, Error> {
        match self {
            Input::Data(source) => Ok(summary(source, threads)?.with_pairs(pairs(source, threads)?)),
            Input::Summary(..) => self.summary(threads),
        }
    }
}

/// How the columns of data go together.
pub fn pairs(source: &Source, threads: usize) -> Result<Pairs, Error> {
    let columns: Vec<usize> = (0..source.fields().len()).collect();
    let step = |pairs: &mut Pairs, batch: &Batch<'_>| pairs.add(batch);
    let pairs = source.scan(&[columns], threads, |_| Pairs::default(), step, Pairs::merge).map_err(said)?;
    Ok(pairs.into_iter().next().unwrap_or_default())
}

/// Data that are in a summary more than once, so that their rows count more than once.
fn repeated(digests: &[String], part: &str) -> Vec<Note> {
    let mut sorted: Vec<&String> = digests.iter().collect();
    sorted.sort();
    let again = sorted.chunk_by(|one, two| one == two).filter(|it| it.len() > 1);
    let note = |it: &[&String]| {
        let sentence = format!("holds the data `{}` {} times, and their rows count as often", it[0], it.len());
        Note::new("counted_again", format!("the summary of the {part}"), sentence)
    };
    again.map(note).collect()
}

/// Whether a file is a summary, by its first bytes.
fn is_summary(name: &str) -> bool {
    let mut head = Vec::new();
    let Ok(file) = std::fs::File::open(name) else { return false };
    if file.take(HEAD as u64).read_to_end(&mut head).is_err() {
        return false;
    }
    let text: String = String::from_utf8_lossy(&head).chars().filter(|it| !it.is_whitespace()).collect();
    text.starts_with("{\"form\":") && text.contains("\"data\":[")
}

fn fits(source: &Source, most: Most) -> bool {
    let columns = source.fields().len() as u64;
    source.rows().is_some_and(|it| it <= most.rows && it.saturating_mul(columns) <= most.cells)
}

/// Summaries merged in the order of their digests, so that the order in which they were named changes nothing.
fn merged(role: &'static str, names: &[String]) -> Result<Input, Error> {
    let (mut files, mut parts) = (Vec::new(), Vec::new());
    for name in names {
        let bytes = bytes(Path::new(name))?;
        let sha256: String = Sha256::digest(&bytes).iter().map(|it| format!("{it:02x}")).collect();
        files.push(FileUsed { role, name: base(name).to_owned(), bytes: bytes.len() as u64, sha256: sha256.clone() });
        let read: Summary = serde_json::from_slice(&bytes).map_err(|it| damaged(name, &it))?;
        read.check().map_err(|it| Error::input(format!("`{name}`: {it}")))?;
        parts.push((sha256, name, read));
    }
    parts.sort_by(|a, b| a.0.cmp(&b.0));
    let mut parts = parts.into_iter();
    let (_, _, mut all) = parts.next().ok_or_else(|| Error::input("no file was named; name one"))?;
    for (_, name, part) in parts {
        all.merge(part).map_err(|it| Error::input(format!("`{name}`: {it}")))?;
    }
    Ok(Input::Summary(Box::new(all), files))
}

/// The bytes of a file that somebody named.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, Error> {
    if path.is_dir() {
        return Err(Error::input(format!("`{}` is a folder; name a file", path.display())));
    }
    std::fs::read(path).map_err(|cause| match cause.kind() {
        std::io::ErrorKind::NotFound => Error::missing(format!("there is no file `{}`", path.display())),
        _ => Error::input(format!("`{}` cannot be read ({cause})", path.display())),
    })
}

fn damaged(name: &str, error: &serde_json::Error) -> Error {
    let (line, column) = (error.line(), error.column());
    Error::input(format!("`{name}`, line {line}, column {column}: the summary is damaged; summarise the data again"))
}

fn summary(source: &Source, threads: usize) -> Result<Summary, Error> {
    let alone: Vec<Vec<usize>> = (0..source.fields().len()).map(|at| vec![at]).collect();
    let start = |group: usize| ColumnSummary::new(&source.fields()[group].name);
    let step = |summary: &mut ColumnSummary, batch: &Batch<'_>| batch.columns().iter().for_each(|it| summary.add(it));
    let columns = source.scan(&alone, threads, start, step, ColumnSummary::merge).map_err(said)?;
    Ok(Summary::new(vec![source.digest()], columns))
}

/// The columns of these names, as a whole; a name may stand more than once.
pub fn table(source: &Source, names: &[&str], threads: usize) -> Result<Table, Error> {
    let mut places = names.iter().map(|it| source.position(it)).collect::<Result<Vec<usize>, _>>().map_err(said)?;
    places.sort_unstable();
    places.dedup();
    source.table(&places, threads).map_err(said)
}

/// The columns of a table, lent.
pub fn batch(table: &Table) -> Result<Batch<'_>, Error> {
    table.batch().map_err(said)
}

/// Rulings that nothing can be assessed, where no row of a column that was named as a part (`label`, `prediction`, `score`) holds a
/// value: no number then tells anything of predictions, and no limit would say so.
pub fn without_values(batch: &Batch<'_>, named: &[(&str, Option<&str>)]) -> Result<Vec<Ruling>, Error> {
    let mut rulings = Vec::new();
    for (part, name) in named.iter().filter_map(|(part, name)| Some((part, (*name)?))) {
        if holds_some(batch.column(name).map_err(said)?) {
            continue;
        }
        let why = format!("no row of `{name}` holds a {part}");
        let nothing = Measured::from(Err(Undefined::because(why.clone())));
        let verdict = Verdict::NotAssessable { why: why.into() };
        rulings.push(ruling(part, name, None, &nothing, &verdict, format!("a {part} in some row")));
    }
    Ok(rulings)
}

/// Whether some row of a column holds a value.
fn holds_some(column: &Column<'_>) -> bool {
    let holds = |row: usize| match column.values {
        Values::Number(numbers) => !numbers[row].is_nan(),
        Values::Coded { codes, words } => (codes[row] as usize) < words.len(),
        _ => true,
    };
    (0..column.len()).any(|row| column.is_valid(row) && holds(row))
}

/// Every column of a source, by its name.
pub fn names(source: &Source) -> Vec<&str> {
    source.fields().iter().map(|it| it.name.as_str()).collect()
}

/// The reader's or a measure's sentence as the end of a command.
pub fn said(error: impl std::fmt::Display) -> Error {
    Error::input(error.to_string())
}
