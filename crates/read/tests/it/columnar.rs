//! Parquet and Arrow as pandas and pyarrow write them; `files/make.py` wrote the files and says what is in them.

use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Decimal128Array, Int64Array, RecordBatch, StringArray, UInt64Array};
use arrow_ipc::writer::FileWriter;
use parquet::arrow::ArrowWriter;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use read::{Kind, Options, Source};

use crate::{Folder, file, line, notices, open, rows};

const PEOPLE: [&str; 4] = [
    "31 1.5 clerk Ann true day 9161 µs 1769853600000001 1 x 1.1",
    "· NaN miner Bo false · · 2 · 2.2",
    "45 inf · Cy · day 0 µs 0 · · ·",
    "45 -2.0 clerk · true day -1 µs 1782813600000000 · y -3.3",
];

/// pandas turns NaN into null on its way to Arrow; everything else is the same.
fn people() -> Vec<String> {
    PEOPLE.iter().map(|it| it.replace("NaN", "·")).collect()
}

#[test]
fn parquet_yields_every_sort_of_column() {
    let source = open(&file("people.parquet")).unwrap();
    assert_eq!(rows(&source), people());
    assert_eq!(source.rows(), Some(4));
    let names: Vec<&str> = source.fields().iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["age", "income", "job", "name", "member", "born", "seen", "place.no", "place.side", "price"]);
    assert_eq!(notices(&source), ["tags: holds lists, bytes or times of day, and is not read"]);
}

#[test]
fn arrow_files_and_streams_yield_the_same_as_parquet() {
    assert_eq!(rows(&open(&file("people.feather")).unwrap()), people());
    assert_eq!(rows(&open(&file("people.arrows")).unwrap()), people());
}

#[test]
fn columns_can_be_read_apart_and_as_a_whole() {
    let source = open(&file("people.parquet")).unwrap();
    for wanted in [vec![8, 0], vec![2], vec![0, 1, 2, 3, 4, 5, 6, 7, 8, 9]] {
        let table = source.table(&wanted, 2).unwrap();
        let batch = table.batch().unwrap();
        let found: Vec<String> = (0..batch.rows()).map(|row| line(&batch, row)).collect();
        let split = |line: &String| -> Vec<String> {
            let tokens = line.replace("day ", "day_").replace("µs ", "µs_");
            tokens.split(' ').map(str::to_owned).collect()
        };
        for (found, known) in found.iter().map(split).zip(people().iter().map(split)) {
            let known: Vec<String> = wanted.iter().map(|&at| known[at].clone()).collect();
            assert_eq!(found, known);
        }
    }
}

/// Rows beyond one piece, with holes, so that pieces begin within bitmaps.
fn many() -> (RecordBatch, Vec<String>) {
    const ROWS: i64 = 70_001;
    let hole = |row: i64| row % 7 == 3;
    let number = Int64Array::from_iter((0..ROWS).map(|row| (!hole(row)).then_some(row)));
    let flag = BooleanArray::from_iter((0..ROWS).map(|row| (!hole(row)).then_some(row % 3 == 0)));
    let word = StringArray::from_iter((0..ROWS).map(|row| (!hole(row)).then_some(format!("w{}", row % 11))));
    let own = StringArray::from_iter((0..ROWS).map(|row| Some(format!("row {row}"))));
    let columns: Vec<(&str, ArrayRef)> =
        vec![("n", Arc::new(number)), ("f", Arc::new(flag)), ("w", Arc::new(word)), ("o", Arc::new(own))];
    let known = (0..ROWS).map(|row| match hole(row) {
        true => format!("· · · row {row}"),
        false => format!("{row} {} w{} row {row}", row % 3 == 0, row % 11),
    });
    (
        RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, it)| (name, it, true))).unwrap(),
        known.collect(),
    )
}

/// Identifiers of several types beside whole numbers that are none.
fn identifiers(from: i64) -> RecordBatch {
    let signed = Int64Array::from(vec![Some(from + 1), None, Some(from + 2)]);
    let unsigned = UInt64Array::from(vec![u64::MAX - 1, u64::MAX, 7]);
    let decimal = Decimal128Array::from(vec![10_i128.pow(22) + 1, 10_i128.pow(22) + 2, 1]);
    let decimal = decimal.with_precision_and_scale(23, 0).unwrap();
    let counts = UInt64Array::from(vec![1, 2, 3]);
    let money = Decimal128Array::from(vec![150, 250, -1]).with_precision_and_scale(23, 2).unwrap();
    let columns: [(&str, ArrayRef); 5] = [
        ("signed", Arc::new(signed)),
        ("unsigned", Arc::new(unsigned)),
        ("decimal", Arc::new(decimal)),
        ("count", Arc::new(counts)),
        ("money", Arc::new(money)),
    ];
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, it)| (name, it, true))).unwrap()
}

fn parquet_of(folder: &Folder, name: &str, batch: &RecordBatch, statistics: EnabledStatistics) -> String {
    let mut bytes = Vec::new();
    let properties = WriterProperties::builder().set_statistics_enabled(statistics).build();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
    folder.write(name, bytes)
}

#[test]
fn identifiers_of_typed_files_are_words() {
    let (folder, long) = (Folder::make(), 1_700_000_000_000_000_000);
    let batch = identifiers(long);
    let mut arrow = Vec::new();
    let mut writer = FileWriter::try_new(&mut arrow, &batch.schema()).unwrap();
    writer.write(&batch).unwrap();
    writer.finish().unwrap();
    drop(writer);
    let told = parquet_of(&folder, "a.parquet", &batch, EnabledStatistics::Chunk);
    let untold = parquet_of(&folder, "b.parquet", &batch, EnabledStatistics::None);
    for file in [&told, &untold, &folder.write("a.arrow", arrow)] {
        let source = open(file).unwrap();
        let known = [
            "1700000000000000001 18446744073709551614 10000000000000000000001 1.0 1.5",
            "· 18446744073709551615 10000000000000000000002 2.0 2.5",
            "1700000000000000002 7 1 3.0 -0.01",
        ];
        assert_eq!(rows(&source), known, "{file}");
        let said = notices(&source);
        assert!(said.len() == 3 && said.iter().all(|it| it.contains("kept as words")), "{said:?}");
    }
    let short = parquet_of(&folder, "c.parquet", &identifiers(0), EnabledStatistics::Chunk);
    assert_eq!(open(&short).unwrap().fields()[0].kind, Kind::Integer);
    // One file with long numbers makes words of the column in all of them.
    let both = Source::open(&[short, told], &Options::default()).unwrap();
    assert_eq!(rows(&both)[0].split(' ').next(), Some("1"));
    assert_eq!(both.fields()[0].kind, Kind::Text);
}

#[test]
fn pieces_begin_within_bitmaps_and_dictionaries() {
    let (batch, known) = many();
    let folder = Folder::make();
    for dictionaries in [true, false] {
        let settings = WriterProperties::builder()
            .set_dictionary_enabled(dictionaries)
            .set_max_row_group_row_count(Some(40_000))
            .build();
        let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(settings)).unwrap();
        writer.write(&batch).unwrap();
        let path = folder.write("many.parquet", writer.into_inner().unwrap());
        assert!(rows(&open(&path).unwrap()) == known, "dictionaries: {dictionaries}");
    }
    let mut writer = FileWriter::try_new(Vec::new(), &batch.schema()).unwrap();
    writer.write(&batch).unwrap();
    let path = folder.write("many.arrow", writer.into_inner().unwrap());
    let source = open(&path).unwrap();
    assert!(rows(&source) == known);
    let table = source.table(&[0, 1, 2, 3], 2).unwrap();
    let whole = table.batch().unwrap();
    assert!((0..whole.rows()).map(|row| line(&whole, row)).eq(known));
}
