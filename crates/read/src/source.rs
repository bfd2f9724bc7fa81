//! A source: one or many files with the same columns, opened, digested and looked at.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use ::parquet::arrow::arrow_reader::ArrowReaderMetadata;
use arrow_schema::{DataType, Fields};

use crate::column::{Field, Kind, joined, kind_of};
use crate::error::Error;
use crate::format::{Format, Packing, detect};
use crate::notice::Notice;
use crate::options::Options;
use crate::place::{Place, places};
use crate::repeated::apart;
use crate::stamp::{self, Stamp};
use crate::text::look::{Look, Reading};
use crate::{csv, exact, ipc, json, parquet};

/// Files with the same columns.
#[derive(Debug, Clone)]
pub struct Source {
    pub(crate) files: Vec<Arc<Opened>>,
    pub(crate) fields: Vec<Field>,
    pub(crate) csv: Vec<Reading>,
    pub(crate) json: Vec<Reading>,
    notices: Vec<Notice>,
}

/// A file of a source, for the record of what was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRead {
    /// Its name or URL.
    pub name: String,
    /// Its length as it lies there, packed or not.
    pub bytes: u64,
    /// SHA-256 of these bytes, in hexadecimal.
    pub sha256: String,
}

#[derive(Debug)]
pub(crate) struct Opened {
    pub place: Place,
    pub content: Content,
    /// The columns where the file itself says them; empty for text.
    pub fields: Vec<Field>,
    rows: Option<u64>,
    bytes: u64,
    sha256: String,
    stamp: Stamp,
}

#[derive(Debug)]
pub(crate) enum Content {
    Csv(csv::Layout),
    Json(Packing),
    Parquet(Box<ArrowReaderMetadata>),
    ArrowFile { blocks: usize },
    ArrowStream(Packing),
}

/// What was seen of the columns of text files so far.
#[derive(Default)]
struct Seen {
    header: Option<(String, Vec<String>)>,
    csv: Vec<Look>,
    json: BTreeMap<String, Look>,
    /// Columns of typed files with whole numbers that a number cannot hold exactly.
    long: BTreeSet<String>,
    notices: Vec<Notice>,
}

impl Source {
    /// Opens files, folders, patterns and URLs in the order given; every byte is digested, every cell of text looked at.
    pub fn open<S: AsRef<str>>(names: &[S], options: &Options) -> Result<Source, Error> {
        let (mut files, mut known, mut seen) = (Vec::new(), HashMap::<PathBuf, Arc<Opened>>::new(), Seen::default());
        for name in names {
            for place in places(name.as_ref(), &options.store)? {
                let opened = match known.get(&place.path) {
                    Some(opened) => opened.clone(),
                    None => Arc::new(open(place, options, &mut seen)?),
                };
                known.insert(opened.place.path.clone(), opened.clone());
                files.push(opened);
            }
        }
        let first = files.first().ok_or_else(|| Error::Setting("no file was named; name one".to_owned()))?;
        seen.notices.extend(partitioned(&files));
        if files.iter().all(|it| it.rows == Some(0)) {
            return Err(Error::NoRows(first.place.name.clone()));
        }
        settle(files, seen, options)
    }

    /// The columns, as they stand in the files.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The place of a column among the others.
    pub fn position(&self, name: &str) -> Result<usize, Error> {
        let found = self.fields.iter().position(|it| it.name == name);
        found.ok_or_else(|| {
            let known: Vec<String> = self.fields.iter().map(|it| format!("`{}`", it.name)).collect();
            Error::Column(measure::ColumnError::Unknown { name: name.to_owned(), known: known.join(", ") })
        })
    }

    /// What was found by looking, in words.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// Number of rows, where it is known without reading.
    pub fn rows(&self) -> Option<u64> {
        self.files.iter().map(|it| it.rows).sum()
    }

    /// The files, one a name, in order.
    pub fn files(&self) -> Vec<FileRead> {
        let of =
            |it: &Arc<Opened>| FileRead { name: it.place.name.clone(), bytes: it.bytes, sha256: it.sha256.clone() };
        self.files.iter().map(of).collect()
    }

    /// SHA-256 of the file; of several, that of their digests in hexadecimal, each followed by a line feed.
    pub fn digest(&self) -> String {
        stamp::together(self.files.iter().map(|it| it.sha256.as_str()))
    }

    /// Refuses when a file is no longer what its digest was taken of.
    pub(crate) fn unchanged(&self) -> Result<(), Error> {
        match self.files.iter().find(|it| !it.is_unchanged()) {
            Some(file) => Err(Error::Changed(file.place.name.clone())),
            None => Ok(()),
        }
    }
}

/// That folders name values of columns, as other programs write them: they stand in no file, and are not read.
fn partitioned(files: &[Arc<Opened>]) -> Option<Notice> {
    let folders = files.iter().flat_map(|it| it.place.name.rsplit(['/', '\\']).skip(1));
    let named = folders.filter(|it| it.split_once('=').is_some_and(|(column, _)| !column.is_empty()));
    let columns: BTreeSet<&str> = named.filter_map(|it| it.split_once('=')).map(|it| it.0).collect();
    let said = columns.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
    (!columns.is_empty()).then(|| {
        Notice::file("partitions", format!("folders name values of {said}, which stand in no file and are not read; write them as columns to measure by them"))
    })
}

impl Opened {
    pub fn is_unchanged(&self) -> bool {
        stamp::stamp(&self.place.path, &self.place.name).is_ok_and(|it| it == self.stamp)
    }
}

fn open(place: Place, options: &Options, seen: &mut Seen) -> Result<Opened, Error> {
    let (sha256, bytes, stamp) = stamp::digest(&place.path, &place.name)?;
    let looked = look_at(&place, options, seen);
    // Asked first: what a file that changed looks like says nothing of what to mend.
    if stamp::stamp(&place.path, &place.name)? != stamp {
        return Err(Error::Changed(place.name));
    }
    let (content, types, rows) = looked?;
    let fields = fields_of(&types, &mut seen.notices);
    let mut opened = Opened { place, content, fields, rows, bytes, sha256, stamp };
    let names = opened.fields.iter_mut().map(|it| &mut it.name).collect();
    apart(&opened.place.name, names, options, &mut seen.notices)?;
    seen.long.extend(exact::long(&opened, &types)?);
    Ok(opened)
}

/// What a file holds, the types that it states itself, and its rows where they are known.
fn look_at(place: &Place, options: &Options, seen: &mut Seen) -> Result<(Content, Fields, Option<u64>), Error> {
    let (format, packing) = detect(&place.path, &place.name)?;
    Ok(match format {
        Format::Csv => {
            let layout = csv::layout(place, packing, options, &mut seen.notices)?;
            let rows = look_at_csv(place, layout, options, seen)?;
            (Content::Csv(layout), Fields::empty(), Some(rows))
        }
        Format::JsonLines => {
            let rows = json::look(place, packing, &mut seen.json)?;
            (Content::Json(packing), Fields::empty(), Some(rows))
        }
        Format::Parquet => {
            let metadata = parquet::metadata(place)?;
            let types = metadata.schema().fields().clone();
            let rows = metadata.metadata().file_metadata().num_rows();
            (Content::Parquet(Box::new(metadata)), types, u64::try_from(rows).ok())
        }
        Format::ArrowFile => {
            let (schema, blocks) = ipc::file_schema(place)?;
            let rows = (blocks == 0).then_some(0);
            (Content::ArrowFile { blocks }, schema.fields().clone(), rows)
        }
        Format::ArrowStream => {
            let schema = ipc::stream_schema(place, packing)?;
            (Content::ArrowStream(packing), schema.fields().clone(), None)
        }
    })
}

fn look_at_csv(place: &Place, layout: csv::Layout, options: &Options, seen: &mut Seen) -> Result<u64, Error> {
    let names = csv::header(place, layout, options, &mut seen.notices)?;
    let (first, known) = seen.header.get_or_insert_with(|| (place.name.clone(), names.clone()));
    alike(place, &names, first, known)?;
    seen.csv.resize(names.len(), Look::default());
    seen.csv.iter_mut().for_each(|it| it.semicolons |= layout.has_semicolons());
    csv::look(place, layout, &mut seen.csv, options)
}

/// The columns of an Arrow schema; a group's fields become columns of their own.
fn fields_of(fields: &Fields, notices: &mut Vec<Notice>) -> Vec<Field> {
    let mut found = Vec::new();
    for (at, field) in fields.iter().enumerate() {
        walk(field, field.name().clone(), vec![at], &mut found, notices);
    }
    found
}

fn walk(
    field: &arrow_schema::Field,
    name: String,
    path: Vec<usize>,
    found: &mut Vec<Field>,
    notices: &mut Vec<Notice>,
) {
    match (kind_of(field.data_type()), field.data_type()) {
        (Some(kind), _) => found.push(Field { name, kind, path }),
        (None, DataType::Struct(within)) => {
            for (at, inner) in within.iter().enumerate() {
                let path = path.iter().copied().chain([at]).collect();
                walk(inner, format!("{name}.{}", inner.name()), path, found, notices);
            }
        }
        (None, _) => notices.push(Notice::of(&name, "not_read", "holds lists, bytes or times of day, and is not read")),
    }
}

/// Settles sorts and spellings for all files together.
fn settle(files: Vec<Arc<Opened>>, mut seen: Seen, options: &Options) -> Result<Source, Error> {
    let header = seen.header.take().map(|it| it.1).unwrap_or_default();
    let mut notices = std::mem::take(&mut seen.notices);
    let csv_looks = header.into_iter().zip(&seen.csv);
    let (csv_fields, mut csv) = read_as(csv_looks, options, &mut notices);
    let (json_fields, mut json) =
        read_as(seen.json.iter().map(|(name, look)| (name.clone(), look)), options, &mut notices);
    let mut agreed: Option<(&str, Vec<Field>)> = None;
    for file in &files {
        let mut fields = match &file.content {
            Content::Csv(_) => csv_fields.clone(),
            Content::Json(_) => json_fields.clone(),
            _ => file.fields.clone(),
        };
        exact::as_words(&seen.long, &mut fields);
        agreed = Some(match agreed {
            None => (&file.place.name, fields),
            Some((first, known)) => (first, join(&file.place, &fields, first, known)?),
        });
    }
    let fields = agreed.map(|it| it.1).unwrap_or_default();
    notices.extend(exact::told(&seen.long, &fields));
    for readings in [&mut csv, &mut json] {
        readings.iter_mut().zip(&fields).for_each(|(reading, field)| reading.widen(field.kind));
    }
    Ok(Source { fields, csv, json, notices, files })
}

fn read_as<'a>(
    looks: impl Iterator<Item = (String, &'a Look)>,
    options: &Options,
    notices: &mut Vec<Notice>,
) -> (Vec<Field>, Vec<Reading>) {
    let of = |(at, (name, look)): (usize, (String, &Look))| {
        let reading = look.settle(&name, options, notices);
        (Field { name, kind: reading.kind, path: vec![at] }, reading)
    };
    looks.enumerate().map(of).unzip()
}

/// The columns of both files, where they are the same.
fn join(place: &Place, fields: &[Field], first: &str, known: Vec<Field>) -> Result<Vec<Field>, Error> {
    let names = |fields: &[Field]| -> Vec<String> { fields.iter().map(|it| it.name.clone()).collect() };
    alike(place, &names(fields), first, &names(&known))?;
    let one = |(known, new): (Field, &Field)| match joined(known.kind, new.kind) {
        Some(kind) => Ok(Field { kind, ..known }),
        None => {
            let why = format!("column `{}` holds {} there and {} here", new.name, noun(known.kind), noun(new.kind));
            Err(Error::Unlike { place: place.name.clone(), first: first.to_owned(), why })
        }
    };
    known.into_iter().zip(fields).map(one).collect()
}

fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Integer => "whole numbers",
        Kind::Number => "numbers",
        Kind::Flag => "flags",
        Kind::Text => "words",
        Kind::Date => "dates",
        Kind::Moment => "moments",
    }
}

fn alike(place: &Place, names: &[String], first: &str, known: &[String]) -> Result<(), Error> {
    if names == known {
        return Ok(());
    }
    let why = match (known.iter().find(|it| !names.contains(it)), names.iter().find(|it| !known.contains(it))) {
        (Some(lacking), _) => format!("column `{lacking}` is lacking"),
        (None, Some(further)) => format!("column `{further}` stands only here"),
        (None, None) => "the columns stand in another order".to_owned(),
    };
    Err(Error::Unlike { place: place.name.clone(), first: first.to_owned(), why })
}
