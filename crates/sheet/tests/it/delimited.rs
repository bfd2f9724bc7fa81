use proptest::prelude::*;
use sheet::{Fault, Format, Limits, Reading};

use crate::{cells, headers, read, refusal};

#[test]
fn a_row_starts_at_its_physical_line_even_after_line_breaks_in_cells() {
    let table = read("name,note\r\na,\"one\r\ntwo\nthree\"\r\nb,x\r\n").unwrap();
    assert_eq!(table.format, Format::Csv);
    assert_eq!(headers(&table), ["name", "note"]);
    assert_eq!(cells(&table), [["a", "one\r\ntwo\nthree"], ["b", "x"]]);
    assert_eq!(table.rows.iter().map(|it| it.line).collect::<Vec<_>>(), [2, 5]);
}

#[test]
fn cells_are_kept_exactly() {
    let table = read("a,b\n  x ,\u{a0}\n\"say \"\"hi\"\"\",5\" pipe\n").unwrap();
    assert_eq!(cells(&table), [["  x ", "\u{a0}"], ["say \"hi\"", "5\" pipe"]]);
}

#[test]
fn each_delimiter_is_found_by_consistency() {
    for (delimiter, text) in [
        (',', "a,b;c\n1,2\n3,4\n"),
        (';', "name;cost\nx;1,50\ny;2,75\n"),
        ('\t', "a, really\tb\n1\t2\n"),
        ('|', "a|b|c\n1,5|2|3\n"),
        (';', "sep=;\na,b;c,d\n1,2;3,4\n"),
    ] {
        let table = read(text).unwrap();
        assert_eq!(table.delimiter, Some(delimiter), "{text}");
        assert!(table.ragged().next().is_none());
    }
    assert_eq!(headers(&read("only\nx\n").unwrap()), ["only"]);
    assert_eq!(read("sep=;\na;b\n1;2\n").unwrap().rows[0].line, 3);
}

#[test]
fn a_chosen_delimiter_is_taken_and_an_impossible_one_refused() {
    let reading = |delimiter| Reading { delimiter: Some(delimiter), ..Reading::default() };
    let table = sheet::read_as(b"a,b;c\n1,2;3\n", "f", &reading(';')).unwrap();
    assert_eq!(headers(&table), ["a,b", "c"]);
    let error = sheet::read_as(b"a\nb\n", "f", &reading('"')).unwrap_err();
    assert_eq!(error.fault, Fault::BadDelimiter { delimiter: '"' });
}

#[test]
fn ragged_rows_are_marked_and_never_shifted() {
    let table = read("a,b,c\n1,2,3\n1,2\n1,2,3,4\n").unwrap();
    assert_eq!(table.rows.iter().map(|it| it.ragged).collect::<Vec<_>>(), [false, true, true]);
    assert_eq!(table.rows[1].cells, ["1", "2"]);
    assert_eq!(table.rows[2].cells, ["1", "2", "3", "4"]);
}

#[test]
fn empty_lines_are_counted_and_left_out() {
    let table = read("\na,b\n1,2\n\n,\n3,4\n").unwrap();
    assert_eq!((table.header_line, table.rows.len()), (2, 2));
    assert_eq!(table.empty_lines, [1, 4, 5]);
}

#[test]
fn malformed_quotes_have_their_place() {
    let error = read("a,b\n1,2\n3,\"open\nand on\n").unwrap_err();
    assert_eq!((error.line, error.column, error.fault), (3, 3, Fault::OpenQuote));
    let error = read("a,b\n\"x\"y,2\n").unwrap_err();
    assert_eq!((error.line, error.column), (2, 4));
    assert_eq!(
        error.to_string(),
        "`file.csv`, line 2, column 4: `y` follows a closing quote; double quotes inside a cell, and put nothing after \
         its last quote"
    );
}

#[test]
fn files_without_a_table_are_refused_in_words() {
    assert!(refusal("").contains("the file is empty"));
    assert!(refusal("\r\n\r\n").contains("the file is empty"));
    assert!(refusal("\u{feff}").contains("the file is empty"));
    assert!(refusal("a,b\n").contains("a header and no rows"));
    assert!(refusal("a,b\n1,\0\n").starts_with("`file.csv`, line 2, column 3: a NUL"));
    assert!(refusal("%PDF-1.7\n").contains("not a table"));
    assert!(refusal([0xD0, 0xCF, 0x11, 0xE0, 0xA1]).contains("password-protected"));
}

#[test]
fn old_macs_end_lines_with_a_carriage_return() {
    let table = read("a,b\r1,2\r3,4\r").unwrap();
    assert_eq!(table.rows.iter().map(|it| it.line).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn limits_are_stated() {
    let tight = Limits { bytes: 2 << 20, rows: 2, columns: 3, cells: 7, cell_length: 5, ..Limits::default() };
    let fault = |text: &str| sheet::read(text.as_bytes(), "f", &tight).map(|_| ()).map_err(|it| (it.line, it.fault));
    assert_eq!(fault("a\n1\n2\n"), Ok(()));
    assert_eq!(fault("a\n1\n2\n3\n"), Err((4, Fault::TooManyRows { limit: 2 })));
    assert_eq!(fault("a,b,c,d\n1\n"), Err((1, Fault::TooManyColumns { limit: 3 })));
    assert_eq!(fault("a,b,c\n1,2,3\n4,5,6\n"), Err((3, Fault::TooManyCells { limit: 7 })));
    assert_eq!(fault("a\nüüüüü\n"), Ok(()));
    assert_eq!(fault("a\n123456\n"), Err((2, Fault::CellTooLong { limit: 5 })));
    assert_eq!(fault(&"x".repeat(3 << 20)), Err((0, Fault::TooLarge { limit: 2 << 20 })));
}

proptest! {
    /// Another reader of CSV finds the same cells in any text without malformed quotes.
    #[test]
    fn agrees_with_the_csv_crate(rows in proptest::collection::vec(proptest::collection::vec("[ab,;\"\n é]{0,6}", 3), 2..8)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let how = Reading { delimiter: Some(','), ..Reading::default() };
        let theirs: Vec<csv::StringRecord> =
            csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[..]).records().map(|it| it.unwrap()).collect();
        let filled: Vec<_> = theirs.iter().filter(|it| it.iter().any(|cell| !cell.is_empty())).collect();
        match sheet::read_as(&bytes, "f", &how) {
            Ok(table) => {
                let ours: Vec<Vec<&str>> = std::iter::once(headers(&table)).chain(cells(&table)).collect();
                prop_assert_eq!(ours, filled.iter().map(|it| it.iter().collect::<Vec<_>>()).collect::<Vec<_>>());
                let lines: Vec<u64> = table.rows.iter().map(|it| it.line).collect();
                prop_assert_eq!(lines, filled.iter().skip(1).map(|it| it.position().unwrap().line()).collect::<Vec<_>>());
            }
            Err(_) => prop_assert!(filled.len() < 2),
        }
    }

    /// Nothing that is thrown at it makes it panic.
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(bytes);
    }

    /// Nor anything that starts like a workbook.
    #[test]
    fn any_archive_is_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = read([b"PK\x03\x04".as_slice(), &bytes].concat());
    }
}
