//! Who may do what, as a table under version control: a change of any policy shows here.

use crate::support::Program;

#[test]
fn the_authority_table_is_as_agreed() {
    let run = Program::empty().run(&["authority"]);
    assert_eq!(run.code, 0, "{}", run.err);
    insta::assert_snapshot!("authority", run.out);
}

#[test]
fn the_table_is_the_same_in_every_form() {
    let program = Program::empty();
    let rows = program.done(&["authority"])["rows"].as_array().unwrap().len();
    let lines = program.run(&["authority", "--csv"]).out.lines().count();
    assert_eq!(rows + 1, lines, "one line a row and the headers");
}
