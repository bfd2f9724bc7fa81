//! What a person writes, as a reference.

use conformity::reference::{framework, read};

use crate::shelf::shelf;

#[test]
fn what_people_write_is_read_and_what_no_library_knows_is_refused_with_the_nearest() {
    let shelf = shelf(&[]);
    for written in ["ONE:2", "2", " one:2 ", "ONE 2", "ONE:2026:2", "clause 2", "Control 2"] {
        assert_eq!(read(&shelf, written, "ONE").as_deref(), Ok("ONE:2"), "{written}");
    }
    let unknown = read(&shelf, "TWO:44", "ONE").unwrap_err();
    assert_eq!((unknown.written.as_str(), unknown.nearest.as_deref()), ("TWO:44", Some("TWO:4")));
    assert_eq!(read(&shelf, "9", "TWO").unwrap_err().nearest.map(|it| it[..4].to_owned()), Some("TWO:".to_owned()));
    assert_eq!((framework(&shelf, "one:2026"), framework(&shelf, "House")), ("ONE".to_owned(), "House".to_owned()));
}
