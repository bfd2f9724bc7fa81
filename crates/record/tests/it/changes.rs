//! Changes: what they do, what the lifecycle refuses, and how they are written.

use record::{Act, Applied, Change, Id, apply, difference};
use serde_json::{Value, json};

use crate::fixture::{catalog, document, thing};

fn change(value: Value) -> Change {
    serde_json::from_value(value).unwrap()
}

fn draft(fields: Value) -> Applied {
    Applied { document: document(fields), state: "draft".to_owned(), retired: false }
}

/// Applies to a thing and answers with the record or the problems as `field: message`.
fn applied(asked: Value, before: Option<&Applied>) -> Result<Applied, Vec<String>> {
    let catalog = catalog();
    let problems =
        |it: Vec<record::Problem>| it.into_iter().map(|it| format!("{}: {}", it.field, it.message)).collect();
    apply(&change(asked), thing(&catalog), before).map_err(problems)
}

#[test]
fn a_change_is_read_and_written_by_its_name() {
    let edit = change(json!({ "edit": { "id": "thg-7", "base": 3, "set": { "note": null } } }));
    assert_eq!(
        (edit.act(), edit.id().cloned(), edit.kind(), edit.base()),
        (Act::Edit, Some(Id::new("THG", 7)), None, Some(3))
    );
    assert_eq!(
        serde_json::to_value(&edit).unwrap(),
        json!({ "edit": { "id": "THG-0007", "base": 3, "set": { "note": null } } })
    );
    let made = change(json!({ "move": { "id": "THG-0007", "transition": "submit" } }));
    assert_eq!(made.act(), Act::Move("submit".to_owned()));
    let error =
        serde_json::from_value::<Change>(json!({ "edit": { "id": "THG-1", "set": {}, "sets": {} } })).unwrap_err();
    assert!(error.to_string().contains("sets"));
}

#[test]
fn a_new_record_begins_at_the_start_or_where_it_is_told_to() {
    let made = applied(
        json!({ "create": { "kind": "thing", "document": { "title": "a", "note": " ", "open": null } } }),
        None,
    );
    assert_eq!(made.unwrap(), draft(json!({ "title": "a" })));
    let later = applied(json!({ "create": { "kind": "thing", "state": "approved", "document": {} } }), None).unwrap();
    assert_eq!(later.state, "approved");
    let wrong =
        applied(json!({ "create": { "kind": "thing", "state": "aproved", "document": {} } }), None).unwrap_err();
    assert!(wrong[0].starts_with("state: `aproved` is not a state of `thing`; did you mean `approved`?"), "{wrong:?}");
}

#[test]
fn values_take_their_stored_form() {
    let sent = json!({
        "note": "a\r\nb", "size": 2.0, "party": "pty-1", "related": ["thg-2", "THG-0002", "PTY-1"], "colours": ["blue", "red", "blue"],
        "runs": { "from": "2026-01-01", "until": null }, "steps": [{ "what": "a", "due": "" }, { "what": "" }, {}],
    });
    let stored = json!({
        "note": "a\nb", "size": 2, "party": "PTY-0001", "related": ["THG-0002", "PTY-0001"], "colours": ["red", "blue"],
        "runs": { "from": "2026-01-01" }, "steps": [{ "what": "a" }],
    });
    let edited = applied(json!({ "edit": { "id": "THG-1", "set": sent } }), Some(&draft(json!({}))));
    assert_eq!(edited.unwrap().document, document(stored));
}

#[test]
fn an_edit_sets_clears_and_leaves_the_rest() {
    let before = draft(json!({ "title": "a", "note": "n", "removed": 1, "score": 2 }));
    let after = applied(
        json!({ "edit": { "id": "THG-1", "set": { "title": "b", "note": null, "removed": null } } }),
        Some(&before),
    );
    let after = after.unwrap();
    assert_eq!(after, draft(json!({ "title": "b", "score": 2 })));
    let fields: Vec<String> = difference(&before.document, &after.document).into_iter().map(|it| it.field).collect();
    assert_eq!(fields, ["note", "removed", "title"]);
}

#[test]
fn what_a_change_may_not_touch_is_named() {
    let before = draft(json!({ "title": "a" }));
    let set = json!({ "score": 1, "late": true, "titel": "b", "removed": null });
    let problems = applied(json!({ "edit": { "id": "THG-1", "set": set } }), Some(&before)).unwrap_err();
    assert_eq!(problems.len(), 4);
    for told in [
        "score: `Score` is filled by the program",
        "late: `Late` is",
        "titel: `thing` has no field `titel`; did you mean `title`?",
        "removed: `thing` has no",
    ] {
        assert!(problems.iter().any(|it| it.starts_with(told)), "{told} in {problems:?}");
    }
}

#[test]
fn a_transition_asks_for_its_state_needs_and_reason() {
    let go = |transition: &str, set: Value, before: &Applied| {
        applied(json!({ "move": { "id": "THG-1", "transition": transition, "set": set } }), Some(before))
    };
    let begun = draft(json!({ "title": "a" }));
    let lacking = go("submit", json!({ "note": "n" }), &begun).unwrap_err();
    assert_eq!(lacking, ["level: `submit` needs `Level` to be filled first"]);
    let sent = go("submit", json!({ "note": "n", "level": "low" }), &begun).unwrap();
    assert_eq!(sent.state, "in_review");
    let early = go("approve", json!({}), &begun).unwrap_err();
    assert_eq!(early, ["transition: `approve` is not possible from state `draft`; from `draft` there are submit"]);
    let unknown = go("aprove", json!({}), &sent).unwrap_err();
    assert_eq!(
        unknown,
        [
            "transition: `thing` has no transition `aprove`; did you mean `approve`?; from `in_review` there are approve, close"
        ]
    );
    assert_eq!(go("close", json!({}), &sent).unwrap_err(), ["why: `close` needs a reason; say why"]);
    let closed =
        applied(json!({ "move": { "id": "THG-1", "transition": "close", "why": "done" } }), Some(&sent)).unwrap();
    let after = go("submit", json!({}), &closed).unwrap_err();
    assert!(after[0].ends_with("nothing leads out of state `closed`"), "{after:?}");
}

#[test]
fn retired_records_rest_until_they_are_restored() {
    let before = draft(json!({ "title": "a" }));
    let retire = |why: &str| json!({ "retire": { "id": "THG-1", "why": why } });
    let restore = json!({ "restore": { "id": "THG-1", "why": "again" } });
    assert_eq!(applied(retire("  "), Some(&before)).unwrap_err(), ["why: a reason is needed; say why"]);
    let retired = applied(retire("gone"), Some(&before)).unwrap();
    assert!(retired.retired);
    assert_eq!(applied(retire("gone"), Some(&retired)).unwrap_err(), [": the record is retired already"]);
    let edit = applied(json!({ "edit": { "id": "THG-1", "set": {} } }), Some(&retired)).unwrap_err();
    assert_eq!(edit, [": the record is retired; restore it first"]);
    assert_eq!(applied(restore.clone(), Some(&retired)).unwrap(), before);
    assert!(applied(restore, Some(&before)).unwrap_err()[0].contains("nothing to restore"));
}

#[test]
fn a_change_for_another_record_is_refused() {
    let before = draft(json!({}));
    let other = applied(json!({ "edit": { "id": "PTY-1", "set": {} } }), Some(&before)).unwrap_err();
    assert_eq!(other, ["kind: `PTY-0001` is not of kind `thing`; send the change to the right kind"]);
    assert!(
        applied(json!({ "edit": { "id": "THG-1", "set": {} } }), None).unwrap_err()[0]
            .contains("there is no such record")
    );
    let again = applied(json!({ "create": { "kind": "thing", "document": {} } }), Some(&before)).unwrap_err();
    assert!(again[0].contains("exists already"));
}
