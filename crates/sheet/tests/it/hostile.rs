//! Archives and workbooks that are built to do harm.

use std::io::{Cursor, Write};

use sheet::{Fault, Limits};
use zip::write::SimpleFileOptions;

use crate::workbooks::forged;
use crate::{read, refusal};

const SHEET: &str = "xl/worksheets/sheet1.xml";

fn archive(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The bytes with every occurrence of `from` replaced by `to`, which is as long.
fn patched(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    let places: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(from)).collect();
    assert!(!places.is_empty() && from.len() == to.len());
    for at in places {
        out[at..at + to.len()].copy_from_slice(to);
    }
    out
}

#[test]
fn an_archive_that_is_no_workbook_is_refused() {
    assert!(refusal(archive(&[("readme.txt", b"hello".to_vec())])).contains("not an XLSX workbook"));
    assert!(refusal(b"PK\x03\x04 and nothing more").contains("damaged"));
    let whole = sheet::write_xlsx("t", &["a"], [["b"]]).unwrap();
    assert!(refusal(&whole[..whole.len() / 2]).contains("damaged"));
}

#[test]
fn a_bomb_is_refused_while_it_is_unpacked() {
    let bomb = archive(&[("xl/workbook.xml", vec![b' '; 30 << 20])]);
    assert!(bomb.len() < 100_000);
    assert!(refusal(&bomb).contains("unpacks to more than 100 times its size"));
    let tight = Limits { archive_bytes: 1_000_000, archive_ratio: u64::MAX, ..Limits::default() };
    let error = sheet::read(&bomb, "f", &tight).unwrap_err();
    assert!(error.to_string().contains("unpacks to more than 1 MB"), "{error}");
}

#[test]
fn a_bomb_that_lies_about_its_size_is_refused_too() {
    let size = 30u32 << 20;
    let bomb = archive(&[("xl/workbook.xml", vec![b' '; size as usize])]);
    let lying = patched(&bomb, &size.to_le_bytes(), &100u32.to_le_bytes());
    let error = read(&lying).unwrap_err();
    assert!(matches!(error.fault, Fault::Hostile { .. } | Fault::Damaged { .. }), "{error}");
}

#[test]
fn too_many_parts_are_refused() {
    let names: Vec<String> = (0..1001).map(|it| format!("p{it}")).collect();
    let parts: Vec<_> = names.iter().map(|it| (it.as_str(), Vec::new())).collect();
    assert!(refusal(archive(&parts)).contains("more than 1000 parts"));
}

#[test]
fn parts_that_climb_out_are_refused() {
    for name in ["../../evil", "/etc/evil12", "a/../../ev"] {
        let honest = "x".repeat(name.len());
        let bytes = patched(&archive(&[(&honest, b"x".to_vec())]), honest.as_bytes(), name.as_bytes());
        assert!(refusal(bytes).contains("points outside it"), "{name}");
    }
}

#[test]
fn an_archive_in_an_archive_is_refused() {
    let inner = archive(&[("a", b"b".to_vec())]);
    assert!(matches!(read(archive(&[("xl/inner.bin", inner)])).unwrap_err().fault, Fault::Hostile { .. }));
}

#[test]
fn parts_of_the_same_name_are_refused() {
    let bytes = archive(&[("xl/workbook.xml", b"<a/>".to_vec()), ("xl/workbookx.ml", b"<b/>".to_vec())]);
    let twin = patched(&bytes, b"xl/workbookx.ml", b"xl/workbook.xml");
    assert!(refusal(twin).contains("same name"));
}

#[test]
fn overlapping_parts_are_refused() {
    // The second part's place in the directory is turned to the first one's.
    let bytes = archive(&[("xl/workbook.xml", b"<a/>".to_vec()), ("xl/workbook.xm2", b"<a/>".to_vec())]);
    let directory = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(b"PK\x01\x02")).nth(1).unwrap();
    let mut overlapping = bytes.clone();
    overlapping[directory + 42..directory + 46].copy_from_slice(&[0; 4]);
    assert!(matches!(read(overlapping).unwrap_err().fault, Fault::Hostile { .. } | Fault::Damaged { .. }));
}

#[test]
fn forged_sheets_are_refused_without_harm() {
    let sheet = |cells: &str| {
        let head = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>";
        read(forged(SHEET, &format!("{head}<row>{cells}</row></sheetData></worksheet>")))
    };
    let far = sheet("<c r=\"XFD1048576\"><v>1</v></c>").unwrap_err();
    assert_eq!((far.line, far.fault), (1_048_576, Fault::TooManyColumns { limit: 1_000 }));
    for cells in [
        "<c r=\"AAAAAAAAAAAAAAAA1\"><v>1</v></c>",
        "<c r=\"A99999999999999\"><v>1</v></c>",
        "<c r=\"A1\" t=\"s\"><v>999</v></c>",
        "<c r=\"A1\" t=\"nonsense\"><v>999</v></c>",
        "<c r=\"A1\"><v>1</v>",
        "<c r=\"&#0;\"><v>&lol;</v></c>",
    ] {
        assert!(sheet(cells).is_err(), "{cells}");
    }
}

#[test]
fn entities_are_not_expanded() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\"><!ENTITY y \"zzzz\">]>\
                <sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><si><t>&x;&y;</t></si>\
                <si><t>b</t></si></sst>";
    match read(forged("xl/sharedStrings.xml", bomb)) {
        Ok(table) => assert!(!format!("{table:?}").contains("zzzz")),
        Err(error) => assert!(matches!(error.fault, Fault::Damaged { .. }), "{error}"),
    }
}
