//! XLSX workbooks: values as people see them in any spreadsheet program, in a spelling that does not depend on it.
//!
//! Dates become ISO dates, numbers their shortest form, truth values `true` and `false`; formulas count with the value
//! that the program kept, and error cells keep their text.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};

use crate::archive;
use crate::error::{Fault, Place};
use crate::limits::{Limits, Reading};
use crate::table::{Format, Row, Table};

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Rows of a sheet by number from 1, and the width of the widest.
type Sheet = (BTreeMap<u64, Vec<String>>, usize);

/// Reads one sheet of the workbook.
pub(crate) fn read(bytes: &[u8], how: &Reading) -> Result<Table, Place> {
    archive::check(bytes, &how.limits)?;
    // The library is not free of arithmetic that a forged cell reference can overflow.
    let read = catch_unwind(AssertUnwindSafe(|| read_checked(bytes, how)));
    read.unwrap_or_else(|_| Err(Fault::Damaged { why: "a cell stands at an impossible place".to_owned() }.into()))
}

fn read_checked(bytes: &[u8], how: &Reading) -> Result<Table, Place> {
    let mut workbook = Workbook::new(Cursor::new(bytes)).map_err(damaged)?;
    let sheets: Vec<_> =
        workbook.sheets_metadata().iter().filter(|it| it.typ == SheetType::WorkSheet).cloned().collect();
    let names = || sheets.iter().map(|it| it.name.clone());
    let (name, (rows, width)) = match &how.sheet {
        Some(wanted) if !names().any(|it| it == *wanted) => {
            return Err(Fault::NoSuchSheet { wanted: wanted.clone(), sheets: names().collect() }.into());
        }
        Some(wanted) => (wanted.clone(), cells(&mut workbook, wanted, &how.limits)?),
        None => {
            let visible = sheets.iter().filter(|it| it.visible == SheetVisible::Visible);
            first_filled(&mut workbook, visible.map(|it| it.name.as_str()), &how.limits)?
        }
    };
    let rows: Vec<Row> = rows
        .into_iter()
        .map(|(line, mut cells)| {
            cells.resize(width, String::new());
            Row { line, cells, ragged: false }
        })
        .collect();
    if rows.is_empty() {
        return Err(Fault::Empty.into());
    }
    let table = Table {
        format: Format::Xlsx,
        encoding: "UTF-8".to_owned(),
        delimiter: None,
        other_sheets: names().filter(|it| *it != name).collect(),
        sheet: Some(name),
        header_line: 0,
        headers: Vec::new(),
        rows: Vec::new(),
        empty_lines: Vec::new(),
    };
    Ok(table.assemble(rows))
}

/// The first of the sheets in which any cell is filled.
fn first_filled<'a>(
    workbook: &mut Workbook<'_>,
    names: impl Iterator<Item = &'a str>,
    limits: &Limits,
) -> Result<(String, Sheet), Place> {
    for name in names {
        let sheet = cells(workbook, name, limits)?;
        if !sheet.0.is_empty() {
            return Ok((name.to_owned(), sheet));
        }
    }
    Err(Fault::Empty.into())
}

/// The filled cells of a sheet; rows without any are absent.
fn cells(workbook: &mut Workbook<'_>, name: &str, limits: &Limits) -> Result<Sheet, Place> {
    let mut reader = workbook.worksheet_cells_reader(name).map_err(damaged)?;
    let mut rows: BTreeMap<u64, Vec<String>> = BTreeMap::new();
    let mut width = 0usize;
    while let Some(cell) = reader.next_cell().map_err(damaged)? {
        let (row, column) = cell.get_position();
        let (line, column) = (u64::from(row) + 1, column as usize + 1);
        let text = show(cell.get_value());
        if text.is_empty() {
            continue;
        }
        if column > limits.columns {
            return Err(Place::new(line, 0, Fault::TooManyColumns { limit: limits.columns }));
        }
        if text.len() > limits.cell_length && text.chars().count() > limits.cell_length {
            return Err(Place::new(line, column as u64, Fault::CellTooLong { limit: limits.cell_length }));
        }
        width = width.max(column);
        let row = rows.entry(line).or_default();
        row.resize(row.len().max(column), String::new());
        row[column - 1] = text;
        if rows.len() > limits.rows + 1 {
            return Err(Place::new(line, 0, Fault::TooManyRows { limit: limits.rows }));
        }
        if rows.len().saturating_mul(width) > limits.cells {
            return Err(Place::new(line, 0, Fault::TooManyCells { limit: limits.cells }));
        }
    }
    Ok((rows, width))
}

fn damaged(error: calamine::XlsxError) -> Place {
    let why = error.to_string();
    Fault::Damaged { why: why.lines().next().unwrap_or_default().to_owned() }.into()
}

/// A cell's value as text.
fn show(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => show_number(*number),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(moment) => show_moment(moment),
        DataRef::Error(error) => error.to_string(),
    }
}

/// The shortest digits that mean this number; very large and very small ones with an exponent.
pub(crate) fn show_number(number: f64) -> String {
    match number.abs() {
        size if size != 0.0 && !(1e-7..1e21).contains(&size) => format!("{number:e}"),
        _ => format!("{number}"),
    }
}

/// A date, a time of day, both, or a duration, in ISO 8601.
fn show_moment(moment: &ExcelDateTime) -> String {
    let serial = moment.as_f64();
    if moment.is_duration() {
        return show_duration(serial);
    }
    if !(0.0..2_958_466.0).contains(&serial) {
        return show_number(serial);
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let fraction = if milli == 0 { String::new() } else { format!(".{milli:03}") };
    let time = format!("{hour:02}:{minute:02}:{second:02}{fraction}");
    match (serial < 1.0, serial.fract() == 0.0 || time == "00:00:00") {
        (true, _) => time,
        (false, true) => format!("{year:04}-{month:02}-{day:02}"),
        (false, false) => format!("{year:04}-{month:02}-{day:02}T{time}"),
    }
}

fn show_duration(days: f64) -> String {
    let seconds = (days.abs() * 86_400.0).round() as u64;
    let sign = if days < 0.0 { "-" } else { "" };
    let parts = [(seconds / 3600, 'H'), (seconds / 60 % 60, 'M'), (seconds % 60, 'S')];
    let shown: String = parts.iter().filter(|it| it.0 > 0).map(|(count, unit)| format!("{count}{unit}")).collect();
    if shown.is_empty() { "PT0S".to_owned() } else { format!("{sign}PT{shown}") }
}
