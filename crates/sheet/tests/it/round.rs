use proptest::prelude::*;
use sheet::{Limits, Reading, guard, unguard, write_csv, write_xlsx};

use crate::{cells, headers};

#[test]
fn cells_that_look_like_formulas_are_disarmed_and_plain_numbers_are_not() {
    for cell in
        ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\0", "＝1", "＋1", "－1", "＠x", "'=1", "-", "-1.2.3"]
    {
        let guarded = guard(cell);
        assert!(guarded.starts_with('\'') && guarded.len() == cell.len() + 1, "{cell}");
        assert_eq!(unguard(&guarded), Some(cell));
    }
    for cell in ["-12.5", "+3", "-1,5", "", "a=b", "'quoted'", "'-12.5", "12", " =x"] {
        assert_eq!(guard(cell), cell);
        assert_eq!(unguard(cell), None, "{cell}");
    }
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[=+\\-@'\t\r\n \"a,;|é＝0-9.]{0,8}",
        "\\PC{0,12}",
        "-?[0-9]{1,18}(\\.[0-9]{1,6})?",
        "_x[0-9A-F]{4}_",
        "[\u{1}-\u{1f}a]{0,4}",
        Just("NaN".to_owned()),
        Just("TRUE".to_owned()),
        Just("2024-01-31".to_owned()),
    ]
}

/// Rows of two cells, of which the first is never empty, so that no row is.
fn rows() -> impl Strategy<Value = Vec<[String; 2]>> {
    let first = cell().prop_map(|it| if it.is_empty() { "x".to_owned() } else { it });
    proptest::collection::vec((first, cell()).prop_map(|(one, two)| [one, two]), 1..6)
}

proptest! {
    #[test]
    fn csv_comes_back_identical(rows in rows(), head in cell()) {
        let head = [head, "second".to_owned()];
        let bytes = write_csv(&head, &rows);
        let how = Reading { delimiter: Some(','), ..Reading::default() };
        let table = sheet::read_as(&bytes, "f", &how).unwrap().unguarded();
        prop_assert_eq!(headers(&table), head);
        prop_assert_eq!(cells(&table), rows);
    }

    #[test]
    fn xlsx_comes_back_identical(rows in rows(), head in cell()) {
        let head = [format!("h{head}"), "second".to_owned()];
        let bytes = write_xlsx("t", &head, &rows).unwrap();
        let table = sheet::read(&bytes, "f", &Limits::default()).unwrap().unguarded();
        prop_assert_eq!(headers(&table), head);
        prop_assert_eq!(cells(&table), rows);
    }
}

#[test]
fn a_single_empty_column_keeps_its_rows_apart() {
    let bytes = write_csv(&["a"], [["x"], [""], ["y"]]);
    let table = sheet::read(&bytes, "f", &Limits::default()).unwrap();
    assert_eq!((table.rows.len(), table.empty_lines), (2, vec![3]));
}
