//! The table of who may do what.

use policy::authority;

use crate::world::{catalog, policies};

#[test]
fn the_table_tells_own_records_states_and_four_eyes() {
    let table = authority(&catalog(), &policies());
    assert_eq!(table.roles, ["apprentice", "smith", "signed in", "public"]);
    let cells = |kind: &str, act: &str| {
        let row = table.rows.iter().find(|row| row.kind == kind && row.act == act);
        row.map(|row| row.cells.iter().map(|cell| cell.show()).collect::<Vec<_>>().join(" "))
    };
    assert_eq!(cells("tool", "edit").as_deref(), Some("own yes - -"));
    assert_eq!(cells("tool", "approve").as_deref(), Some("own* yes* - -"));
    assert_eq!(cells("tool", "erase").as_deref(), Some("- - - -"));
    assert_eq!(cells("action", "finish").as_deref(), Some("yes yes yes -"));
    assert_eq!(cells("every kind", "read public").as_deref(), Some("yes yes yes yes"));
    assert_eq!(cells("every kind", "read internal").as_deref(), Some("yes yes yes -"));
    assert_eq!(cells("store", "backup").as_deref(), Some("- - - -"));
}

#[test]
fn states_that_answer_otherwise_have_rows_of_their_own() {
    let text = crate::world::POLICIES.to_owned()
        + "@id(\"kept\") @message(\"m\") forbid (principal, action == Action::\"tool.edit\", resource) when { resource.state == \"approved\" };";
    let table = authority(&catalog(), &crate::world::load(&text).unwrap());
    let acts: Vec<&str> = table
        .rows
        .iter()
        .filter(|it| it.kind == "tool" && it.act.starts_with("edit"))
        .map(|it| it.act.as_str())
        .collect();
    assert_eq!(acts, ["edit (new, scrapped)", "edit (approved)"]);
}

#[test]
fn text_and_csv_agree() {
    let table = authority(&catalog(), &policies());
    let csv = table.to_csv();
    assert!(csv.starts_with("kind,act,apprentice,smith,signed in,public\n"), "{csv}");
    assert!(csv.contains("\ntool,approve,own*,yes*,no,no\n"), "{csv}");
    let text = table.to_text();
    let line = text.lines().find(|it| it.contains("approve")).unwrap();
    assert_eq!(line.split_whitespace().collect::<Vec<_>>(), ["tool", "approve", "own*", "yes*", "-", "-"]);
    assert!(text.contains("\napp   apprentice\n"), "{text}");
}
