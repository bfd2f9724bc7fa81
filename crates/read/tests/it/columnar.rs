//! Parquet and Arrow as pandas and pyarrow write them; `files/make.py` wrote the files and says what is in them.

use crate::{file, notices, open, rows};

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
        let found: Vec<String> = (0..batch.rows()).map(|row| crate::line(&batch, row)).collect();
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
