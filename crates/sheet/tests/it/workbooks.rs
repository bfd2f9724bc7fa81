use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{ExcelDateTime, Format as Look, Formula, Workbook};
use sheet::{Fault, Format, Reading};

use crate::{cells, headers, read};

fn typed() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Systems").unwrap();
    let (date, time) = (Look::new().set_num_format("yyyy\\-mm\\-dd"), Look::new().set_num_format("dd/mm/yyyy hh:mm"));
    let hours = Look::new().set_num_format("[h]:mm");
    for (column, head) in ["a", "b", "c", "d", "e", "f", "g"].iter().enumerate() {
        sheet.write_string(0, column as u16, *head).unwrap();
    }
    sheet.write_string(2, 0, " kept \n").unwrap();
    sheet.write_with_format(2, 1, ExcelDateTime::from_ymd(2024, 2, 29).unwrap(), &date).unwrap();
    let moment = ExcelDateTime::from_ymd(2024, 12, 31).unwrap().and_hms(13, 5, 0).unwrap();
    sheet.write_with_format(2, 2, &moment, &time).unwrap();
    sheet.write_number(2, 3, 0.1).unwrap();
    sheet.write_boolean(2, 4, true).unwrap();
    sheet.write_formula(2, 5, Formula::new("=1+1").set_result("2")).unwrap();
    sheet.write_formula(2, 6, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write_number(3, 0, 1e300).unwrap();
    sheet.write_number(3, 1, -12.5).unwrap();
    sheet.write_number(3, 2, 45000).unwrap();
    sheet.write_number_with_format(3, 3, 1.5, &hours).unwrap();
    workbook.add_worksheet().set_name("Notes").unwrap().write_string(0, 0, "x").unwrap();
    workbook.save_to_buffer().unwrap()
}

#[test]
fn values_become_text_that_does_not_depend_on_the_program() {
    let table = read(typed()).unwrap();
    assert_eq!(table.format, Format::Xlsx);
    assert_eq!(headers(&table), ["a", "b", "c", "d", "e", "f", "g"]);
    assert_eq!(cells(&table)[0], [" kept \n", "2024-02-29", "2024-12-31T13:05:00", "0.1", "true", "2", "#DIV/0!"]);
    assert_eq!(cells(&table)[1], ["1e300", "-12.5", "45000", "PT36H", "", "", ""]);
    assert_eq!((table.rows[0].line, table.rows[1].line), (3, 4));
    assert_eq!((table.sheet.as_deref(), table.other_sheets), (Some("Systems"), vec!["Notes".to_owned()]));
}

#[test]
fn a_sheet_is_chosen_by_name_and_an_absent_one_refused_with_the_names() {
    let how = |name: &str| Reading { sheet: Some(name.to_owned()), ..Reading::default() };
    assert_eq!(sheet::read_as(&typed(), "f", &how("Notes")).unwrap_err().fault, Fault::HeaderOnly);
    let error = sheet::read_as(&typed(), "f.xlsx", &how("Risks")).unwrap_err();
    assert_eq!(error.to_string(), "`f.xlsx`: the workbook has no sheet `Risks`; it has `Systems`, `Notes`");
}

#[test]
fn a_hidden_and_an_empty_sheet_are_passed_over() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("Empty").unwrap();
    let hidden = workbook.add_worksheet().set_name("Hidden").unwrap();
    hidden.write_string(0, 0, "no").unwrap().write_string(1, 0, "no").unwrap();
    hidden.set_hidden(true);
    let shown = workbook.add_worksheet().set_name("Shown").unwrap();
    shown.write_string(0, 0, "yes").unwrap().write_string(1, 0, "1").unwrap();
    let table = read(workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!(table.sheet.as_deref(), Some("Shown"));
}

#[test]
fn the_written_header_is_bold_and_frozen_and_the_bytes_do_not_change() {
    let write = || sheet::write_xlsx("AI systems", &["Title", "Cost"], [["A", "12.5"], ["=B", "x"]]).unwrap();
    assert_eq!(write(), write());
    let part = |name: &str| {
        let mut archive = zip::ZipArchive::new(Cursor::new(write())).unwrap();
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    assert!(part("xl/styles.xml").contains("<b/>"));
    let sheet = part("xl/worksheets/sheet1.xml");
    assert!(sheet.contains("state=\"frozen\"") && sheet.contains("<v>12.5</v>"));
    assert!(!sheet.contains("<f>"));
    assert!(part("xl/sharedStrings.xml").contains("'=B"));
}

#[test]
fn what_xlsx_cannot_hold_is_refused_with_its_place() {
    let error = sheet::write_xlsx("t", &["a"], [["ok".to_owned()], ["x".repeat(32_768)]]).unwrap_err();
    assert_eq!((error.line, error.column), (3, 1));
    assert!(error.to_string().contains("write the table as CSV"));
    for title in ["", "a/b:c*?[x]", "'quoted'", "History", &"long ".repeat(20), "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀"]
    {
        assert!(sheet::write_xlsx(title, &["a"], [["b"]]).is_ok(), "{title}");
    }
}

/// A workbook with one part exchanged.
pub fn forged(part: &str, text: &str) -> Vec<u8> {
    let mut original = zip::ZipArchive::new(Cursor::new(sheet::write_xlsx("t", &["a"], [["b"]]).unwrap())).unwrap();
    let mut forged = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..original.len() {
        let mut entry = original.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        forged.start_file(&name, zip::write::SimpleFileOptions::default()).unwrap();
        forged.write_all(if name == part { text.as_bytes() } else { &bytes }).unwrap();
    }
    forged.finish().unwrap().into_inner()
}
