use sheet::{Fault, Reading};

use crate::{cells, headers, read};

const TEXT: &str = "Name,Größe\nÅsa,“schön” – 5 €\n";

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn every_common_encoding_is_found() {
    let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(TEXT);
    let marked: Vec<u8> = [b"\xEF\xBB\xBF", TEXT.as_bytes()].concat();
    for (name, bytes) in [
        ("UTF-8", TEXT.as_bytes().to_vec()),
        ("UTF-8", marked),
        ("windows-1252", windows.to_vec()),
        ("UTF-16LE", utf16(&format!("\u{feff}{TEXT}"), u16::to_le_bytes)),
        ("UTF-16BE", utf16(&format!("\u{feff}{TEXT}"), u16::to_be_bytes)),
        ("UTF-16LE", utf16(TEXT, u16::to_le_bytes)),
        ("UTF-16BE", utf16(TEXT, u16::to_be_bytes)),
    ] {
        let table = read(&bytes).unwrap();
        assert_eq!(table.encoding, name);
        assert_eq!(headers(&table), ["Name", "Größe"], "{name}");
        assert_eq!(cells(&table), [["Åsa", "“schön” – 5 €"]], "{name}");
    }
}

#[test]
fn a_byte_without_meaning_is_an_error_with_its_place() {
    let error = read(b"a,b\nx,caf\xe9 \x81 \x93\n").unwrap_err();
    assert_eq!((error.line, error.column), (2, 8));
    assert_eq!(error.fault, Fault::Undecodable { byte: 0x81, encoding: "windows-1252".to_owned() });
    let error = read(b"\xEF\xBB\xBFa,b\nx,\xff\n").unwrap_err();
    assert_eq!((error.line, error.column), (2, 3));
    assert_eq!(error.fault, Fault::Undecodable { byte: 0xFF, encoding: "UTF-8".to_owned() });
}

#[test]
fn utf_8_with_one_mistake_is_not_taken_for_another_encoding() {
    let mut bytes = "a,b\nGröße,schön über Äpfel\nx,".as_bytes().to_vec();
    bytes.extend(b"\xe9\n");
    let error = read(&bytes).unwrap_err();
    assert_eq!((error.line, error.column), (3, 3));
    assert_eq!(error.fault, Fault::Undecodable { byte: 0xE9, encoding: "UTF-8".to_owned() });
}

#[test]
fn a_sequence_cut_off_at_the_end_is_an_error() {
    let error = read(b"\xEF\xBB\xBFa,b\nx,\xe2\x82").unwrap_err();
    assert_eq!(error.fault, Fault::Undecodable { byte: 0xE2, encoding: "UTF-8".to_owned() });
}

#[test]
fn an_encoding_can_be_chosen() {
    let how = |name: &str| Reading { encoding: Some(name.to_owned()), ..Reading::default() };
    let table = sheet::read_as(b"a,b\nx,\xe0\n", "f", &how("windows-1251")).unwrap();
    assert_eq!(cells(&table), [["x", "а"]]);
    let error = sheet::read_as(b"a,b\nx,y\n", "f", &how("martian")).unwrap_err();
    assert_eq!(error.to_string(), "`f`: `martian` is no known encoding; name one such as `utf-8` or `windows-1252`");
    assert_eq!(read([0xFF, 0xFE, 0, 0, b'a', 0, 0, 0]).unwrap_err().fault, Fault::Utf32);
}
