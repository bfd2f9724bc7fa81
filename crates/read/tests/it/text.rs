//! CSV and JSON Lines: spellings are found, reported, and never guessed.

use read::{Error, Kind, Options, Source};

use crate::{Folder, notices, open, rows};

fn kinds(source: &Source) -> Vec<Kind> {
    source.fields().iter().map(|it| it.kind).collect()
}

#[test]
fn sorts_are_those_that_all_cells_share() {
    let folder = Folder::make();
    let file =
        folder.write("a.csv", "id,x,ok,word,day,at\n1,1,true,a,2026-01-31,1970-01-01T00:00:01Z\n2,2.5,FALSE,,,\n");
    let source = open(&file).unwrap();
    assert_eq!(kinds(&source), [Kind::Integer, Kind::Number, Kind::Flag, Kind::Text, Kind::Date, Kind::Moment]);
    assert_eq!(rows(&source), ["1 1.0 true a day 20484 µs 1000000", "2 2.5 false · · ·"]);
    assert_eq!(source.rows(), Some(2));
}

#[test]
fn every_spelling_of_dates_is_read_and_reported() {
    let folder = Folder::make();
    let text = "a;b;c;d;e\n2026/01/31;31.01.2026;31/01/2026;01/31/2026;31-Jan-2026\n2026/02/01;01.02.2026;01/02/2026;02/01/2026;1-Feb-2026\n";
    let source = open(&folder.write("a.csv", text)).unwrap();
    assert_eq!(rows(&source), [["day 20484"; 5].join(" "), ["day 20485"; 5].join(" ")]);
    let said = notices(&source);
    for sentence in
        ["b: dates as 31.01.2026", "c: dates as 31/01/2026, the day first", "d: dates as 01/31/2026, the month first"]
    {
        assert!(said.iter().any(|it| it == sentence), "{said:?}");
    }
}

#[test]
fn dates_that_may_begin_with_day_or_month_stay_words_until_settled() {
    let folder = Folder::make();
    let file = folder.write("a.csv", "d\n03/04/2026\n05/06/2026\n");
    let source = open(&file).unwrap();
    assert_eq!(kinds(&source), [Kind::Text]);
    assert!(notices(&source)[0].contains("may begin with day or month"));
    let settled =
        |day_first| Source::open(&[&file], &Options { day_first: Some(day_first), ..Options::default() }).unwrap();
    assert_eq!(rows(&settled(true))[0], "day 20546");
    assert_eq!(rows(&settled(false))[0], "day 20516");
}

#[test]
fn dates_in_several_spellings_stay_words_and_are_reported() {
    let folder = Folder::make();
    let source = open(&folder.write("a.csv", "d\n2026-01-31\n31.01.2026\n2026/01/31\n")).unwrap();
    assert_eq!(kinds(&source), [Kind::Text]);
    assert!(notices(&source)[0].contains("several spellings"));
}

#[test]
fn decimal_commas_and_grouped_thousands_are_found() {
    let folder = Folder::make();
    let source = open(&folder.write("a.csv", "x;y;z\n1,5;1.234,5;1,234\n2;7;5,678\n")).unwrap();
    assert_eq!(kinds(&source), [Kind::Number, Kind::Number, Kind::Text]);
    assert_eq!(rows(&source)[0], "1.5 1234.5 1,234");
    assert!(notices(&source).iter().any(|it| it.starts_with("z: ") && it.contains("settle the decimal sign")));
    let settled = Options { decimal: Some(','), ..Options::default() };
    let file = folder.write("a.csv", "x;y;z\n1,5;1.234,5;1,234\n2;7;5,678\n");
    assert_eq!(rows(&Source::open(&[file], &settled).unwrap())[0], "1.5 1234.5 1.234");
}

#[test]
fn lines_are_counted_whatever_ends_them() {
    let folder = Folder::make();
    for (ends, header) in [("\n", "a,b"), ("\r\n", "a,b"), ("\r\n", "\"a\r\nwith words\",b")] {
        let lines = [header, "1,x", "2,y", "z,y"].join(ends) + ends;
        let first = 2 + header.matches('\n').count();
        let source = open(&folder.write("a.csv", &lines)).unwrap();
        let said = notices(&source);
        let wanted = [format!("line {first}: `1`"), format!("line {}: `z`", first + 2)];
        assert!(wanted.iter().all(|it| said[0].contains(it)), "{ends:?} {said:?}");
        let ragged = open(&folder.write("b.csv", lines + "1,2,3" + ends)).unwrap_err().to_string();
        assert!(ragged.contains(&format!("line {}", first + 3)), "{ends:?} {ragged}");
    }
}

#[test]
fn a_quote_that_is_never_closed_takes_nothing_in() {
    let folder = Folder::make();
    for (text, line) in [
        ("a,b\n1,x\n2,\"y\n3,z\n4,z\n", "line 3"),
        ("a,b\n1,x\n2,\"y", "line 3"),
        ("a,b\r\n1,x\r\n\"2,y\r\n3,z\r\n", "line 3"),
        ("a,\"b\n1,x\n2,y\n", "line 1"),
        ("x\n1\n\"2\n", "line 3"),
    ] {
        let said = open(&folder.write("a.csv", text)).unwrap_err().to_string();
        assert!(said.contains(line) && said.contains("never closed"), "{text:?}: {said}");
    }
    let closed = open(&folder.write("a.csv", "a,b\n1,\"x\ny\"\n2,\"z\"\"\n\"")).unwrap();
    assert_eq!(rows(&closed), ["1 x\ny", "2 z\"\n"]);
    assert_eq!(rows(&open(&folder.write("a.csv", "x\n\n1\n\n2")).unwrap()), ["1", "2"], "blank lines are no rows");
}

#[test]
fn what_is_told_names_files_without_their_folders() {
    let folder = Folder::make();
    let said = notices(&open(&folder.write("deep/a.csv", "x;y\n1;2\n")).unwrap());
    assert_eq!(said, ["file: `a.csv` has `;` between its cells"]);
}

#[test]
fn points_between_semicolons_may_group_thousands() {
    let folder = Folder::make();
    let source = open(&folder.write("a.csv", "x;y\n1.123;a\n2.500;b\n")).unwrap();
    assert_eq!(kinds(&source), [Kind::Text, Kind::Text]);
    assert!(notices(&source).iter().any(|it| it.starts_with("x: ") && it.contains("settle the decimal sign")));
    let settle = |decimal| {
        let file = folder.write("a.csv", "x;y\n1.123;a\n2.500;b\n");
        rows(&Source::open(&[file], &Options { decimal: Some(decimal), ..Options::default() }).unwrap())[0].clone()
    };
    assert_eq!([settle(','), settle('.')], ["1123.0 a".to_owned(), "1.123 a".to_owned()]);
    for plain in ["x;y\n1.123;a\n2.5;b\n", "x;y\n0.123;a\n1.500;b\n", "x,y\n1.123,a\n2.500,b\n", "x;y\n1123;a\n"] {
        assert_ne!(kinds(&open(&folder.write("b.csv", plain)).unwrap())[0], Kind::Text, "{plain}");
    }
}

#[test]
fn words_for_no_value_count_only_where_the_rest_is_no_word() {
    let folder = Folder::make();
    let source = open(&folder.write("a.csv", "x,country\n1,NA\nNA,DE\n?,NA\n")).unwrap();
    assert_eq!(rows(&source), ["1 NA", "· DE", "· NA"]);
    let said = notices(&source);
    assert!(said.contains(&"x: `NA` is read as no value, 1 times".to_owned()), "{said:?}");
    assert!(said.iter().any(|it| it.starts_with("country: `NA` stands 2 times and is kept")), "{said:?}");
}

#[test]
fn a_column_of_numbers_and_words_says_where_the_first_of_each_stands() {
    let folder = Folder::make();
    let source = open(&folder.write("a.csv", "x\n1\n2\nabc\n4\n")).unwrap();
    assert_eq!(
        notices(&source),
        ["x: holds 3 numbers (first on line 2: `1`) and 1 words (first on line 4: `abc`); kept as words"]
    );
}

#[test]
fn leading_zeros_make_a_code_not_a_number() {
    let folder = Folder::make();
    let source = open(&folder.write("a.csv", "zip,n\n01234,1\n01235,2\n")).unwrap();
    assert_eq!(kinds(&source), [Kind::Text, Kind::Integer]);
}

#[test]
fn digits_that_no_number_holds_exactly_make_an_identifier() {
    let folder = Folder::make();
    let text = "id,long,mass\n17,1700000000000000001,1e30\n18,1700000000000000002,123456789012345678901234\n";
    let source = open(&folder.write("a.csv", text)).unwrap();
    assert_eq!(kinds(&source), [Kind::Integer, Kind::Text, Kind::Number]);
    let said = "long: 2 values have more digits than a number holds exactly, so that all are kept as words";
    assert_eq!(notices(&source), [said]);
    let short = open(&folder.write("b.csv", "id\n1\n9007199254740991\n")).unwrap();
    assert_eq!(kinds(&short), [Kind::Integer]);
    let lines = "{\"id\": 1}\n{\"id\": 9007199254740993}\n";
    assert_eq!(kinds(&open(&folder.write("c.jsonl", lines)).unwrap()), [Kind::Text]);
    let longer = "{\"id\": 170000000000000000000001, \"m\": 1.5, \"s\": \"a \\\"9\"}\n{\"id\": -2, \"m\": 170000000000000000000002, \"s\": \"b\"}\n";
    let source = open(&folder.write("d.jsonl", longer)).unwrap();
    assert_eq!(kinds(&source), [Kind::Text, Kind::Number, Kind::Text], "beside a fraction it is a measured value");
    assert_eq!(rows(&source)[0], "170000000000000000000001 1.5 a \"9");
}

#[test]
fn encodings_are_found_and_broken_bytes_refused() {
    let folder = Folder::make();
    let source = open(&folder.write("a.csv", b"name,n\nM\xFCller,1\nR\xE9mi,2\n")).unwrap();
    assert_eq!(rows(&source), ["Müller 1", "Rémi 2"]);
    let wide: Vec<u8> = "name,n\nMüller,1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(rows(&open(&folder.write("b.csv", wide)).unwrap()), ["Müller 1"]);
    assert_eq!(rows(&open(&folder.write("c.csv", "\u{FEFF}name,n\nMüller,1\n")).unwrap()), ["Müller 1"]);
    let wanted = Options { encoding: Some("utf-8".to_owned()), ..Options::default() };
    let error = Source::open(&[folder.write("d.csv", b"name\nok\nM\xFCller\n")], &wanted).unwrap_err();
    assert!(matches!(error, Error::Undecodable { at: 9, .. }), "{error}");
}

#[test]
fn packed_files_are_unpacked() {
    use std::io::Write;
    let folder = Folder::make();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(b"a,b\n1,x\n").unwrap();
    assert_eq!(rows(&open(&folder.write("a.csv.gz", gzip.finish().unwrap())).unwrap()), ["1 x"]);
    let zstd = zstd::encode_all(&b"{\"a\":1,\"b\":\"x\"}\n"[..], 1).unwrap();
    assert_eq!(rows(&open(&folder.write("a.jsonl.zst", zstd)).unwrap()), ["1 x"]);
}

#[test]
fn json_lines_yield_columns_by_path() {
    let folder = Folder::make();
    let text = "{\"id\":1,\"at\":{\"day\":\"2026-01-31\"},\"x\":1,\"w\":\"7\"}\n\n{\"id\":2,\"x\":2.5,\"ok\":true,\"w\":null,\"l\":[1]}\n";
    let source = open(&folder.write("a.jsonl", text)).unwrap();
    let names: Vec<&str> = source.fields().iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["at.day", "id", "l", "ok", "w", "x"]);
    assert_eq!(rows(&source), ["day 20484 1 · · 7 1.0", "· 2 [1] true · 2.5"]);
}

#[test]
fn quoted_cells_may_hold_delimiters_and_line_breaks() {
    let folder = Folder::make();
    let source = open(&folder.write("a.csv", "a,b\n\"x,\ny\",1\n\"say \"\"hi\"\"\",2\n")).unwrap();
    assert_eq!(rows(&source), ["x,\ny 1", "say \"hi\" 2"]);
}

#[test]
fn a_first_line_that_names_what_stands_between_cells_is_no_header() {
    let folder = Folder::make();
    for (text, name) in
        [("sep=;\r\na;b\r\n1;x,y\r\n", "a.csv"), ("\"sep=|\"\na|b\n1|x,y\n", "b.csv"), ("a;b\n1;x,y\n", "c.csv")]
    {
        let source = open(&folder.write(name, text)).unwrap();
        assert_eq!(rows(&source), ["1 x,y"], "{name}");
        assert_eq!(source.fields()[0].name, "a");
        assert!(notices(&source)[0].contains("between its cells"), "{:?}", notices(&source));
    }
    let ragged = open(&folder.write("d.csv", "sep=;\na;b\n1;2\n3\n")).unwrap_err().to_string();
    assert!(ragged.contains("line 4"), "{ragged}");
    let plain = open(&folder.write("e.csv", "sep=;x\n1;2\n")).unwrap();
    assert_eq!(plain.fields().len(), 2, "a header that only begins so is a header");
}

#[test]
fn a_key_that_stands_twice_in_one_object_is_refused() {
    let folder = Folder::make();
    for text in [
        "{\"a\":1}\n{\"a\":2,\"a\":3}\n",
        "{\"a\":1}\n{\"b\":{\"c\":1,\"c\":1}}\n",
        "{\"a\":1}\n{\"b\":[{\"a\":1,\"a\":2}]}\n",
    ] {
        let refused = open(&folder.write("a.jsonl", text)).unwrap_err().to_string();
        assert!(refused.contains("line 2") && refused.contains("stands twice in one object"), "{refused}");
    }
    let source = open(&folder.write("b.jsonl", "{\"a\":1,\"b\":{\"a\":2.5}}\n")).unwrap();
    assert_eq!(rows(&source), ["1 2.5"]);
}
