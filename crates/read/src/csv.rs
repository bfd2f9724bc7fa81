//! CSV: looked at as a whole, then read, in pieces of bounded size.

use std::fs::File;
use std::io::{BufRead, BufReader, Chain, Read};

use arrow_array::ArrayRef;
use csv::{Reader, ReaderBuilder, StringRecord};
use encoding_rs::Encoding;

use crate::error::Error;
use crate::format::{Packing, unpacked};
use crate::notice::Notice;
use crate::options::Options;
use crate::place::{Place, base};
use crate::repeated::apart;
use crate::scan::ROWS;
use crate::text::build::Build;
use crate::text::decode::{Decoded, encoding, failed};
use crate::text::look::{Look, Reading};

/// How the characters and cells of one file are found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layout {
    packing: Packing,
    encoding: &'static Encoding,
    delimiter: u8,
    /// Whether the first line only says what stands between cells, as spreadsheets write it: `sep=;`.
    announced: bool,
}

impl Layout {
    /// Whether semicolons stand between cells.
    pub fn has_semicolons(&self) -> bool {
        self.delimiter == b';'
    }
}

/// Characters that are tried between cells, the commonest first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Most bytes of a first line that says what stands between cells.
const SAY: u64 = 16;

/// Records by which the delimiter is found.
const SAMPLE: usize = 200;

/// Stands behind the last line, so that a quote that is never closed is found: it takes this in as well.
const END: &str = "\n\u{1a}\n";

type Records = Reader<Chain<Decoded<Box<dyn Read + Send>>, &'static [u8]>>;

/// Finds encoding and delimiter of a file.
pub(crate) fn layout(
    place: &Place,
    packing: Packing,
    options: &Options,
    notices: &mut Vec<Notice>,
) -> Result<Layout, Error> {
    let bytes = opened(place, packing)?;
    let encoding = encoding(bytes, options.encoding.as_deref(), &place.name)?;
    let announced = announced(opened(place, packing)?, encoding).map_err(|it| failed(&place.name, &it))?;
    let mut layout = Layout { packing, encoding, delimiter: b',', announced: announced.is_some() };
    layout.delimiter = match options.delimiter.or(announced) {
        Some(set) => u8::try_from(set).map_err(|_| {
            Error::Setting(format!("`{set}` cannot stand between cells; name one of `,` `;` `|` or a tabulator"))
        })?,
        None => delimiter(place, layout)?,
    };
    let between = match layout.delimiter {
        b'\t' => "a tabulator".to_owned(),
        other => format!("`{}`", char::from(other)),
    };
    if options.delimiter.is_none() && layout.delimiter != b',' {
        notices.push(Notice::file("delimiter", format!("`{}` has {between} between its cells", base(&place.name))));
    }
    if encoding.name() != "UTF-8" {
        notices.push(Notice::file("encoding", format!("`{}` is in {}", base(&place.name), encoding.name())));
    }
    Ok(layout)
}

/// The names of the columns.
pub(crate) fn header(
    place: &Place,
    layout: Layout,
    options: &Options,
    notices: &mut Vec<Notice>,
) -> Result<Vec<String>, Error> {
    let mut records = records(place, layout)?;
    let mut row = StringRecord::new();
    if !read(&mut records, &mut row, place)? {
        return Err(Error::Empty(place.name.clone()));
    }
    closed(&row, place, 1)?;
    let mut names = Vec::new();
    for (at, name) in row.iter().enumerate() {
        let name = match name.trim() {
            "" => format!("column {}", at + 1),
            name => name.to_owned(),
        };
        if row[at].trim().is_empty() {
            notices.push(Notice::of(&name, "unnamed", "has no name in the header, and got one by its place"));
        }
        names.push(name);
    }
    if let Some(number) = names.iter().find(|it| it.parse::<f64>().is_ok()) {
        let sentence = format!(
            "`{}` names a column `{number}`; where its first line is data, give it a header",
            base(&place.name)
        );
        notices.push(Notice::file("header", sentence));
    }
    apart(&place.name, names.iter_mut().collect(), options, notices)?;
    Ok(names)
}

/// Looks at every cell; the number of rows.
pub(crate) fn look(place: &Place, layout: Layout, looks: &mut [Look], options: &Options) -> Result<u64, Error> {
    let mut rows = 0;
    each(place, layout, looks.len(), |row, line| {
        rows += 1;
        looks.iter_mut().zip(row.iter()).for_each(|(look, cell)| look.see(cell, line, options));
        Ok(())
    })?;
    Ok(rows)
}

/// Reads the columns at `wanted`, in pieces of at most `ROWS` rows.
pub(crate) fn columns(
    place: &Place,
    layout: Layout,
    readings: &[Reading],
    wanted: &[usize],
    mut piece: impl FnMut(Vec<ArrayRef>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut builds: Vec<Build> = wanted.iter().map(|&at| Build::new(&readings[at])).collect();
    let mut rows = 0;
    each(place, layout, readings.len(), |row, _| {
        for (build, &at) in builds.iter_mut().zip(wanted) {
            if !build.cell(&row[at]) {
                return Err(Error::Changed(place.name.clone()));
            }
        }
        rows += 1;
        match rows % ROWS {
            0 => piece(builds.iter_mut().map(Build::finish).collect()),
            _ => Ok(()),
        }
    })?;
    match rows % ROWS {
        0 => Ok(()),
        _ => piece(builds.iter_mut().map(Build::finish).collect()),
    }
}

/// Every row below the header, each with as many cells as the header, and the line on which it begins.
fn each(
    place: &Place,
    layout: Layout,
    expected: usize,
    mut take: impl FnMut(&StringRecord, u64) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut records = records(place, layout)?;
    let mut row = StringRecord::new();
    read(&mut records, &mut row, place)?;
    closed(&row, place, 1)?;
    // Where lines end with two characters, the reader takes the second with the row below, and is one line behind.
    let lines = 2 + u64::from(layout.announced) + row.iter().map(|it| it.matches('\n').count() as u64).sum::<u64>();
    let behind = lines.saturating_sub(records.position().line());
    while read(&mut records, &mut row, place)? {
        // From the end of the row, since blank lines before it belong to no row.
        let within = row.iter().map(|it| it.matches('\n').count() as u64).sum::<u64>();
        let line = (behind + records.position().line()).saturating_sub(1 + within);
        closed(&row, place, behind + row.position().map_or(0, csv::Position::line))?;
        if row.len() != expected {
            return Err(Error::Ragged { place: place.name.clone(), line, cells: row.len(), expected });
        }
        take(&row, line)?;
    }
    Ok(())
}

fn read(records: &mut Records, row: &mut StringRecord, place: &Place) -> Result<bool, Error> {
    let more = records.read_record(row).map_err(|error| match error.kind() {
        csv::ErrorKind::Io(it) => failed(&place.name, it),
        _ => Error::damaged(&place.name, error),
    })?;
    Ok(more && !(row.len() == 1 && row[0] == *END.trim_ascii()))
}

/// Refuses a row that reaches to the end of the file because a quote in it is never closed.
fn closed(row: &StringRecord, place: &Place, line: u64) -> Result<(), Error> {
    match row.iter().next_back().is_some_and(|it| it.ends_with(END)) {
        true => Err(Error::Row {
            place: place.name.clone(),
            line,
            why: "a quote is opened in this row and never closed, so that it would take in all that follows".to_owned(),
        }),
        false => Ok(()),
    }
}

fn opened(place: &Place, packing: Packing) -> Result<Box<dyn Read + Send>, Error> {
    let file = File::open(&place.path).map_err(|it| Error::io(&place.name, &it))?;
    unpacked(file, packing).map_err(|it| Error::io(&place.name, &it))
}

fn records(place: &Place, layout: Layout) -> Result<Records, Error> {
    let text = Decoded::new(opened(place, layout.packing)?, layout.encoding).chain(END.as_bytes());
    let mut build = ReaderBuilder::new();
    build.delimiter(layout.delimiter).has_headers(false).flexible(true);
    let mut records = build.from_reader(text);
    if layout.announced {
        read(&mut records, &mut StringRecord::new(), place)?;
    }
    Ok(records)
}

/// The character between cells that the first line of a file names and nothing else.
fn announced(bytes: Box<dyn Read + Send>, encoding: &'static Encoding) -> std::io::Result<Option<char>> {
    let mut line = Vec::new();
    BufReader::new(Decoded::new(bytes, encoding).take(SAY)).read_until(b'\n', &mut line)?;
    let line = String::from_utf8_lossy(&line);
    let said = line.trim_end_matches(['\r', '\n']).trim_matches('"').strip_prefix("sep=");
    let mut signs = said.unwrap_or_default().chars();
    Ok(signs.next().filter(|_| signs.next().is_none()))
}

/// The character that gives the first records as many cells as the header, and most of them.
fn delimiter(place: &Place, layout: Layout) -> Result<u8, Error> {
    let mut best = (0.0, b',');
    for delimiter in DELIMITERS {
        let mut records = records(place, Layout { delimiter, ..layout })?;
        let (mut row, mut width, mut seen, mut fitting) = (StringRecord::new(), 0, 0, 0);
        while seen < SAMPLE && read(&mut records, &mut row, place)? && !row.iter().any(|it| it.ends_with(END)) {
            width = if seen == 0 { row.len() } else { width };
            seen += 1;
            fitting += usize::from(row.len() == width);
        }
        let score = fitting as f64 / seen.max(1) as f64 * (1.0 - 1.0 / width.max(1) as f64);
        if score > best.0 {
            best = (score, delimiter);
        }
    }
    Ok(best.1)
}
