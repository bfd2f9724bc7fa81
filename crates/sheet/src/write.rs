//! Tables out: CSV (RFC 4180, UTF-8) and XLSX, the same bytes for the same cells, with formulas disarmed.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::error::{Fault, SheetError};
use crate::guard::guard;
use crate::workbook::show_number;

/// Characters (of UTF-16) that a cell of XLSX holds.
const CELL: usize = 32_767;

/// Rows that a sheet of XLSX holds, the header among them.
const ROWS: usize = 1_048_576;

/// Columns that a sheet of XLSX holds.
const COLUMNS: usize = 16_384;

/// The table as CSV: UTF-8 with the mark by which spreadsheet programs know it, commas, lines that end with carriage
/// return and line feed.
pub fn write_csv<H, R, C>(headers: &[H], rows: impl IntoIterator<Item = R>) -> Vec<u8>
where
    H: AsRef<str>,
    R: AsRef<[C]>,
    C: AsRef<str>,
{
    let mut out = "\u{FEFF}".to_owned();
    write_record(&mut out, headers);
    for row in rows {
        write_record(&mut out, row.as_ref());
    }
    out.into_bytes()
}

/// The table as CSV for programs: the cells as they are, without the mark and without a guard against formulas.
pub fn write_data<H, R, C>(headers: &[H], rows: impl IntoIterator<Item = R>) -> Result<Vec<u8>, csv::Error>
where
    H: AsRef<str>,
    R: AsRef<[C]>,
    C: AsRef<str>,
{
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(headers.iter().map(AsRef::as_ref))?;
    for row in rows {
        out.write_record(row.as_ref().iter().map(AsRef::as_ref))?;
    }
    out.into_inner().map_err(|error| error.into_error().into())
}

fn write_record<C: AsRef<str>>(out: &mut String, cells: &[C]) {
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        let cell = guard(cell.as_ref());
        // Other delimiters are quoted too: a program that splits at them must not find a formula after one.
        let special = |it: char| matches!(it, '"' | '\r' | '\n' | ',' | ';' | '\t' | '|' | '\u{FEFF}');
        let alone = cells.len() == 1 && cell.is_empty();
        match alone || cell.contains(special) || cell.trim().len() != cell.len() || cell.starts_with("sep=") {
            true => out.extend(["\"", &cell.replace('"', "\"\""), "\""]),
            false => out.push_str(&cell),
        }
    }
    out.push_str("\r\n");
}

/// The table as XLSX: one sheet named `title`, the header bold and frozen, every cell a text or a plain number.
pub fn write_xlsx<H, R, C>(title: &str, headers: &[H], rows: impl IntoIterator<Item = R>) -> Result<Vec<u8>, SheetError>
where
    H: AsRef<str>,
    R: AsRef<[C]>,
    C: AsRef<str>,
{
    let mut workbook = blank(title)?;
    write_sheet(&mut workbook, title, headers, rows)?;
    workbook.save_to_buffer().map_err(|error| failed(title, &error))
}

/// A sheet of a workbook.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leaf {
    /// Its name.
    pub title: String,
    /// Names of its columns.
    pub head: Vec<String>,
    /// Its rows, a cell a column.
    pub rows: Vec<Vec<String>>,
}

/// Several tables as one XLSX, a sheet each, in their order.
pub fn write_workbook(leaves: &[Leaf]) -> Result<Vec<u8>, SheetError> {
    let name = leaves.first().map(|it| it.title.as_str()).unwrap_or_default();
    let mut workbook = blank(name)?;
    for leaf in leaves {
        write_sheet(&mut workbook, &leaf.title, &leaf.head, &leaf.rows)?;
    }
    workbook.save_to_buffer().map_err(|error| failed(name, &error))
}

/// A workbook without sheets, with a fixed date, so that the same cells give the same bytes.
fn blank(title: &str) -> Result<Workbook, SheetError> {
    let mut workbook = Workbook::new();
    let born = ExcelDateTime::from_ymd(2000, 1, 1).map_err(|error| failed(title, &error))?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&born));
    Ok(workbook)
}

fn write_sheet<H, R, C>(
    workbook: &mut Workbook,
    title: &str,
    headers: &[H],
    rows: impl IntoIterator<Item = R>,
) -> Result<(), SheetError>
where
    H: AsRef<str>,
    R: AsRef<[C]>,
    C: AsRef<str>,
{
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheet_name(title)).map_err(|error| failed(title, &error))?;
    sheet.set_freeze_panes(1, 0).map_err(|error| failed(title, &error))?;
    let bold = Format::new().set_bold();
    for (column, header) in headers.iter().enumerate() {
        write_cell(sheet, title, (0, column), header.as_ref(), Some(&bold))?;
    }
    for (row, cells) in rows.into_iter().enumerate() {
        for (column, cell) in cells.as_ref().iter().enumerate() {
            write_cell(sheet, title, (row + 1, column), cell.as_ref(), None)?;
        }
    }
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    title: &str,
    (row, column): (usize, usize),
    cell: &str,
    format: Option<&Format>,
) -> Result<(), SheetError> {
    let beyond = |what: String| SheetError {
        name: title.to_owned(),
        line: row as u64 + 1,
        column: column as u64 + 1,
        fault: Fault::BeyondXlsx { what },
    };
    let (down, right) = match (u32::try_from(row), u16::try_from(column)) {
        (Ok(down), Ok(right)) if row < ROWS && column < COLUMNS => (down, right),
        _ => return Err(beyond(format!("more than {ROWS} rows and {COLUMNS} columns"))),
    };
    let text = guard(cell);
    if text.encode_utf16().count() > CELL {
        return Err(beyond(format!("a cell of more than {CELL} characters")));
    }
    let written = match (format, plain_number(&text)) {
        (Some(format), _) => sheet.write_string_with_format(down, right, text, format),
        (None, Some(number)) => sheet.write_number(down, right, number),
        (None, None) => sheet.write_string(down, right, text),
    };
    written.map(|_| ()).map_err(|error| failed(title, &error))
}

/// The number, when a spreadsheet would show exactly these characters for it.
fn plain_number(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|it| it.is_ascii_digit() || matches!(it, b'.' | b'-'));
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let number = text.parse::<f64>().ok().filter(|_| plain && (1..=15).contains(&digits))?;
    (number != 0.0 || text == "0").then_some(number).filter(|it| show_number(*it) == text)
}

/// A name that a sheet may have: at most 31 characters, none of `[]:*?/\`, no quote at an end.
fn sheet_name(title: &str) -> String {
    let allowed = title.chars().map(|it| if "[]:*?/\\".contains(it) || it.is_control() { ' ' } else { it });
    let cut: String = allowed
        .scan(0, |size, it| {
            *size += it.len_utf16();
            (*size <= 31).then_some(it)
        })
        .collect();
    match cut.trim_matches(|it: char| it == '\'' || it.is_whitespace()) {
        "" => "Table".to_owned(),
        // A name that Excel keeps for itself.
        name if name.eq_ignore_ascii_case("history") => format!("{name} "),
        name => name.to_owned(),
    }
}

fn failed(title: &str, error: &XlsxError) -> SheetError {
    let what = error.to_string().lines().next().unwrap_or_default().to_owned();
    SheetError { name: title.to_owned(), line: 0, column: 0, fault: Fault::BeyondXlsx { what } }
}
