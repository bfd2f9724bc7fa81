//! Bad input: each file is refused by one precise sentence.

use read::{Error, Options, Source};

use crate::{Folder, file, open};

fn sentence(name: &str, bytes: impl AsRef<[u8]>) -> String {
    let folder = Folder::make();
    let path = folder.write(name, bytes);
    open(&path).unwrap_err().to_string().replace(&path, name)
}

#[test]
fn what_cannot_be_read_is_refused_by_a_sentence() {
    let cases: &[(&str, &[u8], &str)] = &[
        ("e.csv", b"", "`e.csv` is empty; deliver it again"),
        ("h.csv", b"a,b\n", "`h.csv` has no rows; deliver it again"),
        (
            "d.csv",
            b"a,b,a\n1,2,3\n",
            "`d.csv` has two columns named `a`; rename one of them, or let --number-repeated give each a number",
        ),
        (
            "r.csv",
            b"a,b\n1,2\n\"3\n4\",5\n6\n",
            "`r.csv`, line 5: 1 cells where the header has 2; quote the cell that holds a delimiter or mend the row",
        ),
        (
            "j.jsonl",
            b"{\"a\":1}\n{\"a\":\n",
            "`j.jsonl`, line 2: the object is not complete, so the line was cut short; mend the row",
        ),
        (
            "k.jsonl",
            b"{\"a\":1}\n[2]\n",
            "`k.jsonl`, line 2: one JSON object stands on each line, and this is none; mend the row",
        ),
        (
            "w.csv",
            b"PK\x03\x04rest",
            "`w.csv` is a ZIP archive or a workbook; give CSV, JSON Lines, Parquet or Arrow, plain or packed with gzip or zstd",
        ),
        (
            "b.dat",
            b"\x01\x00\x00\x02\x00\x00\x00\x03",
            "`b.dat` is neither text nor a known format; give CSV, JSON Lines, Parquet or Arrow, plain or packed with gzip or zstd",
        ),
    ];
    for (name, bytes, expected) in cases {
        assert_eq!(sentence(name, bytes), *expected);
    }
    assert_eq!(open("/nowhere/a.csv").unwrap_err(), Error::Missing("/nowhere/a.csv".to_owned()));
}

#[test]
fn columns_of_one_name_are_numbered_where_somebody_asks_and_it_is_said() {
    let folder = Folder::make();
    let path = folder.write("d.csv", b"a,b,a\n1,2,3\n4,5,6\n");
    let options = Options { number_repeated: true, ..Options::default() };
    let source = Source::open(&[&path], &options).unwrap();
    let names: Vec<&str> = source.fields().iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["a", "b", "a (2)"]);
    let told: Vec<_> = source.notices().iter().filter(|it| it.name == "repeated_name").collect();
    assert_eq!((told.len(), told[0].column.as_deref()), (1, Some("a (2)")));
    let table = source.table(&[2], 1).unwrap();
    let numbers = table.batch().unwrap().column("a (2)").unwrap().numbers().unwrap().into_owned();
    assert_eq!(numbers, [3.0, 6.0], "the cells of the second column");
}

#[test]
fn a_parquet_file_cut_anywhere_is_refused_and_never_panics() {
    let whole = std::fs::read(file("people.parquet")).unwrap();
    for length in (1..whole.len()).step_by(97) {
        let folder = Folder::make();
        let path = folder.write("cut.parquet", &whole[..length]);
        let error = open(&path).unwrap_err();
        assert!(matches!(error, Error::Damaged { .. } | Error::Format { .. } | Error::NoRows(_)), "{length}: {error}");
    }
}

#[test]
fn bytes_changed_within_a_parquet_file_never_panic() {
    let whole = std::fs::read(file("people.parquet")).unwrap();
    for at in (0..whole.len()).step_by(61) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        let folder = Folder::make();
        if let Ok(source) = open(&folder.write("x.parquet", bytes)) {
            let all: Vec<usize> = (0..source.fields().len()).collect();
            let _ = source.table(&all, 1);
        }
    }
}

#[test]
fn a_cut_gzip_file_is_refused() {
    use std::io::Write;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    (0..5000).for_each(|row| writeln!(gzip, "{row},{}", row * 7919 % 1000).unwrap());
    let bytes = gzip.finish().unwrap();
    let folder = Folder::make();
    let error = open(&folder.write("a.csv.gz", &bytes[..bytes.len() / 2])).unwrap_err();
    assert!(matches!(error, Error::Damaged { .. }), "{error}");
}

#[test]
fn a_file_that_changes_between_the_look_and_the_reading_is_refused() {
    for (name, first, second) in [("a.csv", "a\n1\n2\n", "a\n1\n3\n"), ("a.jsonl", "{\"a\":1}\n", "{\"a\":2}\n")] {
        let folder = Folder::make();
        let path = folder.write(name, first);
        let source = open(&path).unwrap();
        folder.write(name, second);
        assert_eq!(source.table(&[0], 1).unwrap_err(), Error::Changed(path));
    }
    let folder = Folder::make();
    let path = folder.write("a.parquet", std::fs::read(file("people.parquet")).unwrap());
    let source = open(&path).unwrap();
    let other = folder.write("b.parquet", std::fs::read(file("people.parquet")).unwrap());
    std::fs::rename(other, &path).unwrap();
    assert_eq!(source.table(&[0], 1).unwrap_err(), Error::Changed(path), "another file under the name");
}

#[test]
fn files_that_do_not_belong_together_are_refused() {
    let folder = Folder::make();
    let (a, b) = (folder.write("a.csv", "x,y\n1,2\n"), folder.write("b.csv", "x,z\n1,2\n"));
    let error = Source::open(&[&a, &b], &Options::default()).unwrap_err();
    assert_eq!(error.to_string(), format!("`{b}` does not match `{a}`: column `y` is lacking; measure them apart"));
}

#[test]
fn an_unknown_column_is_named_with_those_there_are() {
    let source = open(&file("people.parquet")).unwrap();
    assert!(
        source.position("wage").unwrap_err().to_string().contains("no column `wage`; the columns are `age`, `income`")
    );
}
