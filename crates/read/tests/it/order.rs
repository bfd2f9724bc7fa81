//! The same result on any number of threads, wherever the data are cut.

use measure::summary::{ColumnSummary, Summary};
use proptest::prelude::*;
use read::{Options, Source};

use crate::{Folder, file, open};

/// Sums of row numbers are not exact in this order-sensitive fold, so any change of order shows.
fn fold(source: &Source, threads: usize) -> Vec<String> {
    let groups: Vec<Vec<usize>> = (0..source.fields().len()).map(|at| vec![at]).collect();
    let step = |text: &mut String, batch: &measure::Batch<'_>| {
        (0..batch.rows()).for_each(|row| text.push_str(&format!("{};", crate::line(batch, row))));
    };
    source.scan(&groups, threads, |group| format!("{group}:"), step, |all, more| all.push_str(&more)).unwrap()
}

#[test]
fn any_number_of_threads_gives_the_same() {
    let names = vec![file("people.parquet"); 40];
    let source = Source::open(&names, &Options::default()).unwrap();
    let one = fold(&source, 1);
    assert_eq!(one[0].matches(';').count(), 160);
    for threads in [2, 3, 8] {
        assert_eq!(fold(&source, threads), one);
    }
}

#[test]
fn the_summary_file_has_the_same_bytes_on_any_number_of_threads() {
    let source = Source::open(&vec![file("people.parquet"); 30], &Options::default()).unwrap();
    let groups: Vec<Vec<usize>> = (0..source.fields().len()).map(|at| vec![at]).collect();
    let bytes = |threads| {
        let start = |group: usize| ColumnSummary::new(&source.fields()[group].name);
        let step = |all: &mut ColumnSummary, batch: &measure::Batch<'_>| all.add(&batch.columns()[0]);
        let columns = source.scan(&groups, threads, start, step, ColumnSummary::merge).unwrap();
        serde_json::to_string(&Summary::new(vec![source.digest()], columns)).unwrap()
    };
    let one = bytes(1);
    assert!([2, 3, 8].into_iter().all(|threads| bytes(threads) == one));
}

#[test]
fn columns_of_two_sources_meet_by_name() {
    let folder = Folder::make();
    let csv = open(&folder.write("a.csv", "job,age\nclerk,1\nclerk,2\n")).unwrap();
    let parquet = open(&file("people.parquet")).unwrap();
    let lengths = read::each_column(&[&csv, &parquet], &["age", "job"], 2, |at, tables| {
        let of = |table: &read::Table| {
            let batch = table.batch().unwrap();
            format!("{}{}", batch.columns()[0].name, batch.rows())
        };
        format!("{at} {} {}", of(&tables[0]), of(&tables[1]))
    });
    assert_eq!(lengths.unwrap(), ["0 age2 age4", "1 job2 job4"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_file_cut_between_any_rows_yields_the_same_rows(cells in prop::collection::vec((0i32..50, "[a-c]{0,2}"), 2..40), cut in 1usize..39) {
        let folder = Folder::make();
        let text = |rows: &[(i32, String)]| rows.iter().fold("n,w\n".to_owned(), |all, it| format!("{all}{},{}\n", it.0, it.1));
        let cut = cut.min(cells.len() - 1);
        let whole = open(&folder.write("whole.csv", text(&cells))).unwrap();
        let parts = [folder.write("1.csv", text(&cells[..cut])), folder.write("2.csv", text(&cells[cut..]))];
        let parts = Source::open(&parts, &Options::default()).unwrap();
        prop_assert_eq!(crate::rows(&whole), crate::rows(&parts));
    }
}
